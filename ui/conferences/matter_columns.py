"""The columns of the two lists of a conference, and how a matter is called."""

from __future__ import annotations

from intake_app.conferences.model import Outcome
from intake_app.conferences.service import Candidate, MatterView
from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest
from intake_app.i18n import _, language
from intake_app.plans.model import Plan
from intake_app.words import word
from ui.lists.paged_model import Column
from ui.tokens import Tone

Record = GrantRequest | Plan | None

LOOK = {
    Outcome.OPEN: ("clock", Tone.ACCENT),
    Outcome.APPROVED: ("circle-check", Tone.SUCCESS),
    Outcome.RETURNED: ("undo-2", Tone.WARNING),
    Outcome.REJECTED: ("circle-slash", Tone.DANGER),
    Outcome.PUT_OFF: ("hourglass", Tone.WARNING),
}
"""Icon and tone of what became of a matter."""


def matter_words(record: Record) -> str:
    """What a matter is: a grant or a version of a plan."""
    if isinstance(record, GrantRequest):
        return _("Grant request {number}").format(number=record.number)
    if isinstance(record, Plan):
        return _("Plan, version {number}").format(number=record.version)
    return ""


def _short(record: Record) -> str:
    """The same for a narrow column."""
    if isinstance(record, GrantRequest):
        return _("Grant {number}").format(number=record.number)
    return _("Plan {number}").format(number=record.version) if isinstance(record, Plan) else ""


def money_words(record: Record) -> str:
    """The amount of a grant; a plan says its money itself."""
    return format_money(record.amount, language()) if isinstance(record, GrantRequest) else ""


def agenda_columns() -> list[Column[MatterView]]:
    """The points of an agenda in their order."""
    return [
        Column(lambda: _("Case"), lambda one: one.case_number, 17),
        Column(lambda: _("Name"), lambda one: one.name, 14, stretch=True),
        Column(lambda: _("Matter"), lambda one: _short(one.record), 13),
        Column(
            lambda: _("Outcome"),
            lambda one: word("outcome", one.outcome),
            15,
            icon=lambda one: LOOK[one.outcome][0],
            tone=lambda one: LOOK[one.outcome][1],
        ),
    ]


def waiting_columns() -> list[Column[Candidate]]:
    """What could come onto the agenda."""
    return [
        Column(lambda: _("Case"), lambda one: one.case_number, 17),
        Column(lambda: _("Name"), lambda one: one.name, 14, stretch=True),
        Column(lambda: _("Matter"), lambda one: _short(one.record), 13),
        Column(lambda: _("Amount"), lambda one: money_words(one.record), 13, right=True),
    ]


def key_of(one: Candidate) -> str:
    """The key of a line of what waits."""
    return one.record.id
