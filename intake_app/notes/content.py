"""What lies inside a sealed note: its words, and its author's signature over words and row.

The role key shows that a holder sealed it *here*. The signature shows who wrote it, about whom and
when: a letter box takes letters from everybody, and who can write to the data file could point a
row at another person. What does not fit together is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from intake_app.notes.model import NoteKind, NoteText, SealedNote
from intake_app.values import canonical_json
from intake_app.vault.resealing import BODY, NOTES
from intake_app.vault.sealing import Place

Sign = Callable[[bytes], bytes]
Verify = Callable[[str, bytes, bytes], bool]
"""Takes a login's id, a message and a signature."""


def place_of(row: SealedNote) -> Place:
    """Where the words of this version belong."""
    return Place(NOTES, row.id, BODY, row.revision)


def packed(row: SealedNote, note: NoteText, sign: Sign) -> bytes:
    """The content to be sealed; ``sign`` is the author's."""
    signature = sign(_statement(row, note))
    body = {
        "kind": note.kind, "text": note.text, "reason": note.reason, "signature": signature.hex(),
    }  # fmt: skip
    return canonical_json(body).encode()


def unpacked(row: SealedNote, content: bytes, verify: Verify) -> NoteText | None:
    """The words; None if their author did not write them about this person at this time."""
    try:
        body = json.loads(content)
        note = NoteText(NoteKind(body["kind"]), str(body["text"]), str(body["reason"]))
        signature = bytes.fromhex(body["signature"])
    except (ValueError, KeyError, TypeError):
        return None
    return note if verify(row.author, _statement(row, note), signature) else None


def _statement(row: SealedNote, note: NoteText) -> bytes:
    about = [row.about.person_id, row.about.case_id, row.author, row.written_at]
    words = [note.kind, note.text, note.reason]
    return canonical_json(["sealed-note-1", row.id, row.revision, *about, *words]).encode()
