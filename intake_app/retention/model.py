"""How long a file is kept. The rule is pure: days in, a day out; no period stands in the code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

YEARS_KEPT = "years_kept"
"""The office's rule: years that a file is kept after its closure, or after the last act on it."""

LONGEST_YEARS = 100
MOST_DUE = 500
"""So many files are shown and signed at a time; the rest comes with the next list."""

QUIET_CLOCK = timedelta(hours=48)
"""Longer than this between two acts, and somebody has to confirm the date (security.md C18)."""


class FileKind(StrEnum):
    """What is kept or erased as a whole."""

    CASE = "case"
    PERSON = "person"


@dataclass(frozen=True)
class KeptFile:
    """A case, or a person without one. ``set_until`` and ``reason`` are a supervisor's own date.

    ``closed_on`` is the day of its closure while it is closed; it goes before the last act.
    """

    kind: FileKind
    id: str
    person_id: str
    name: str
    number: str
    last_act_on: date
    closed_on: date | None = None
    set_until: date | None = None
    reason: str = ""
    is_marked: bool = False

    def kept_until(self, years: int | None) -> date | None:
        """The last day on which the file is kept; None while nobody has decided."""
        if self.set_until is not None:
            return self.set_until
        return kept_until(closed_on=self.closed_on, last_act_on=self.last_act_on, years=years)


def kept_until(*, closed_on: date | None, last_act_on: date, years: int | None) -> date | None:
    """The same day ``years`` later, counted from the closure or else from the last act.

    The 29 February becomes the 1 March: a file is never gone a day too early.
    """
    if years is None:
        return None
    start = closed_on or last_act_on
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def is_due(until: date | None, today: date) -> bool:
    """True after the last day; never while nobody has decided."""
    return until is not None and until < today


@dataclass(frozen=True)
class Relative:
    """A person in the household of an erased file. ``until`` is the person's own date."""

    person_id: str
    has_case: bool
    until: date | None


def who_goes(person_id: str, household: Iterable[Relative], today: date) -> set[str]:
    """The persons that are erased with the last file of ``person_id``.

    Nobody goes while anybody in the household (``person_id`` included) still has a case that needs
    to know who belongs to the family. Else the person goes, and with them each relative whose own
    date has passed.
    """
    relatives = list(household)
    if any(relative.has_case for relative in relatives):
        return set()
    return {
        relative.person_id
        for relative in relatives
        if relative.person_id == person_id or is_due(relative.until, today)
    }


@dataclass(frozen=True)
class ClockJump:
    """Two acts one after the other with more than 48 hours between them, forwards or back.

    Moments are UTC, ISO-8601.
    """

    before: str
    after: str
