"""Work that goes into other hands: for a leave, or for good. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import clean_text

MOST_NOTE = 500


class Kind(StrEnum):
    """For a leave only follow-ups go over; for good the cases do, and all that is due in them."""

    LEAVE = "leave"
    FOR_GOOD = "for_good"


@dataclass(frozen=True)
class HandOver:
    """``giver``, ``taker`` and ``author`` are ids of users. ``until`` is the last day of a leave.
    ``undone_at`` is UTC, ISO-8601; empty while it stands."""

    id: str
    giver: str
    taker: str
    kind: Kind = Kind.LEAVE
    until: date | None = None
    note: str = ""
    author: str = ""
    written_at: str = ""
    undone_by: str = ""
    undone_at: str = ""
    revision: int = 0

    def cleaned(self) -> HandOver:
        """With the typed text as it is stored."""
        until = self.until if self.kind is Kind.LEAVE else None
        return replace(self, note=clean_text(self.note), until=until)

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.giver:
            problems["giver"] = _("Choose whose work goes over.")
        if not self.taker:
            problems["taker"] = _("Choose who takes it.")
        elif self.taker == self.giver:
            problems["taker"] = _("Choose somebody else than the one who hands over.")
        if self.kind is Kind.LEAVE and self.until is None:
            problems["until"] = _("Type the last day of the leave.")
        elif self.kind is Kind.LEAVE and self.until is not None and self.until < today:
            problems["until"] = _("This day is over.")
        if not self.note:
            problems["note"] = _("Say in a sentence what the colleague has to know.")
        elif len(self.note) > MOST_NOTE:
            problems["note"] = _("Keep it under {number} characters.").format(number=MOST_NOTE)
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Passed:
    """One thing that went over: a follow-up or a case, and who had it before ("" for a follow-up
    that had no stand-in)."""

    record_id: str
    case_id: str
    before: str
