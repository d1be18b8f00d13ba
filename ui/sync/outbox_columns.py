"""The columns of the two lists of the outbox."""

from __future__ import annotations

from intake_app.formats import format_moment, format_number
from intake_app.i18n import _, language
from intake_app.sync.service import Batch, BatchState, Pending
from intake_app.words import word
from ui.cases.days import local_moment
from ui.lists.paged_model import Column
from ui.tokens import Tone

_TONES = {
    BatchState.SEALED: Tone.WARNING,
    BatchState.WRITTEN: Tone.ACCENT,
    BatchState.ACKNOWLEDGED: Tone.SUCCESS,
    BatchState.REFUSED: Tone.DANGER,
}
_ICONS = {
    BatchState.SEALED: "package",
    BatchState.WRITTEN: "hard-drive-download",
    BatchState.ACKNOWLEDGED: "circle-check",
    BatchState.REFUSED: "circle-alert",
}
_KINDS = {
    "person": "user",
    "homecoming": "plane-landing",
    "household": "users",
    "consent": "hand-heart",
    "refusal": "circle-slash",
    "case": "folder",
    "plan": "target",
    "grant": "coins",
    "decision": "badge-check",
    "provider": "book-user",
    "office_amount": "pencil",
    "imported_pack": "book-open",
    "referral": "share-2",
    "document": "file-text",
}


def _moment(text: str) -> str:
    return format_moment(local_moment(text), language())


def _in_batch(row: Pending) -> str:
    if row.is_held_back:
        return _("held back: refused")
    if row.batch is None:
        return _("not yet")
    return _("batch {number}").format(number=row.batch)


def pending_columns() -> list[Column[Pending]]:
    """What waits for the hub."""
    return [
        Column(
            lambda: _("What"),
            lambda row: word("record", row.kind),
            18,
            stretch=True,
            icon=lambda row: _KINDS.get(row.kind, "file-text"),
        ),
        Column(lambda: _("Case"), lambda row: row.case_number or "–", 18),
        Column(lambda: _("Changed"), lambda row: _moment(row.at), 18),
        Column(lambda: _("On its way"), _in_batch, 14),
    ]


def batch_columns() -> list[Column[Batch]]:
    """The batches, the newest first."""
    return [
        Column(lambda: _("Batch"), lambda row: str(row.number), 9, right=True),
        Column(
            lambda: _("State"),
            lambda row: _("held back: refused") if row.is_stopped else word("batch", row.state),
            24,
            stretch=True,
            tone=lambda row: Tone.DANGER if row.is_stopped else _TONES[row.state],
            icon=lambda row: "circle-slash" if row.is_stopped else _ICONS[row.state],
        ),
        Column(
            lambda: _("Records"),
            lambda row: format_number(row.records, language()),
            10,
            right=True,
        ),
        Column(
            lambda: _("Papers"),
            lambda row: format_number(row.documents, language()),
            11,
            right=True,
        ),
        Column(lambda: _("Sealed"), lambda row: _moment(row.sealed_at), 18),
        Column(
            lambda: _("Answered"),
            lambda row: _moment(row.answered_at) if row.answered_at else "–",
            18,
        ),
    ]
