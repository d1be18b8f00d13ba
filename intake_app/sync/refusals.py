"""Why a batch, receipt or card is refused: a stable code for programs, a sentence for people."""

from __future__ import annotations

from intake_app.errors import BatchRefused
from intake_app.i18n import N_, _

SENTENCES = {
    "format": N_("This is not a file of this program, or it was altered on the way."),
    "truncated": N_("The file is not complete. Copy it again from where it came."),
    "too_large": N_("The file is larger than this program accepts."),
    "unknown_sender": N_("This file comes from a sender that is not enrolled here."),
    "signature": N_("The sender's signature does not fit. The file was altered on the way."),
    "age_header": N_("The encrypted part of the file is not in the expected form."),
    "not_addressed": N_("This file is encrypted for somebody else."),
    "decrypt": N_("The encrypted part of the file is damaged."),
    "binding": N_("The contents do not belong to the sender or number on the file."),
    "compression": N_("The contents of the file cannot be unpacked."),
    "inflate_limit": N_("The contents of the file are larger than this program accepts."),
    "json": N_("The contents of the file are not written in the agreed form."),
    "manifest": N_("The table of contents of the file is not in the agreed form."),
    "records": N_("The records do not match the table of contents of the file."),
    "attachment": N_("A document in the file does not match the table of contents."),
    "newer_schema": N_("A newer version of the program wrote this file. Update first."),
    "equivocation": N_("Another file with the same number was received before."),
    "card": N_("This is not a complete key card. Ask for a new one."),
    "card_signature": N_("The key card was altered. Ask for a new one."),
    "weak_key": N_("The key card carries a key that is not safe. Ask for a new one."),
    "other_desk": N_("This receipt is for another desk."),
    "old_receipt": N_("A newer receipt was read before. This one says nothing new."),
    "damaged_keys": N_("The stored keys cannot be read."),
}
"""Every code with its sentence. A code is never renamed: receipts and logs carry it."""


def refused(code: str) -> BatchRefused:
    """The error for one of the codes above."""
    return BatchRefused(code, _(SENTENCES[code]))
