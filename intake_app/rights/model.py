"""A correction that a person asks for, and the way it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _

ANSWER_DAYS = "correction_days"
"""The office's rule: days within which a request is answered."""

USUAL_ANSWER_DAYS = 30
"""Proposed until the office has decided; every screen says that the office has to confirm it."""


class CorrectionState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"


OPEN = frozenset({CorrectionState.ASKED, CorrectionState.ACCEPTED})
"""Somebody still has to do something."""


@dataclass(frozen=True)
class Correction:
    """One request. ``wish`` is what is wrong and what it should be, in the person's words.

    ``changed_by`` is the login of the colleague who makes the change; moments are UTC, ISO-8601.
    """

    id: str
    person_id: str
    asked_on: date
    wish: str
    answer_by: date
    taken_by: str = ""
    state: CorrectionState = CorrectionState.ASKED
    reason: str = ""
    changed_by: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    closed_at: str | None = None
    revision: int = 0

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if self.asked_on > today:
            problems["asked_on"] = _("The request is dated in the future. Check the date.")
        if not self.wish:
            problems["wish"] = _("Write what is wrong, and what it should be.")
        if problems:
            raise InvalidInput(problems)

    @property
    def is_open(self) -> bool:
        """True while somebody still has to do something."""
        return self.state in OPEN
