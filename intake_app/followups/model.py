"""A follow-up: when somebody asks how it goes, who tried, and what was found. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from intake_app.errors import InvalidInput
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.values import Money, clean_text, day_of

MAX_TEXT = 2_000
MOST_JOBS = 999
BEST, WORST = 5, 1
"""The ends of the answer to how satisfied somebody is (``domain.md`` 2.4)."""


class State(StrEnum):
    """What became of it. Dropped: it was not needed any more."""

    OPEN = "open"
    DONE = "done"
    LOST = "lost"
    DROPPED = "dropped"


class Standing(StrEnum):
    """Where it stands today: an open one is late, due now or still to come."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    DONE = "done"
    LOST = "lost"
    DROPPED = "dropped"


class Way(StrEnum):
    """How somebody is reached (``domain.md`` 4.3)."""

    VISIT = "visit"
    OFFICE = "office"
    PHONE = "phone"
    MESSAGE = "message"


class Outcome(StrEnum):
    """What an attempt came to. Whoever was met is written down as a visit instead."""

    NOT_THERE = "not_there"
    NUMBER_DEAD = "number_dead"
    MOVED = "moved"
    REFUSED = "refused"
    APPOINTMENT = "appointment"


class Business(StrEnum):
    """Whether what was begun still goes."""

    NONE = "none"
    RUNNING = "running"
    STOPPED = "stopped"


class Intention(StrEnum):
    """Whether the person means to leave again."""

    STAY = "stay"
    UNSURE = "unsure"
    LEAVE = "leave"
    NOT_SAID = "not_said"


@dataclass(frozen=True)
class Attempt:
    """One try to reach the person. ``at`` is UTC, ISO-8601; ``by`` the id of a user."""

    on: date | None
    way: Way | None
    outcome: Outcome | None
    note: str = ""
    by: str = ""
    at: str = ""

    def cleaned(self) -> Attempt:
        """With the typed text as it is stored."""
        return replace(self, note=clean_text(self.note))

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems = _day_problem("on", self.on, today)
        if self.way is None:
            problems["way"] = _("Choose how you tried.")
        if self.outcome is None:
            problems["outcome"] = _("Choose what it came to.")
        _too_long(problems, "note", self.note)
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Visit:
    """What was found. ``income`` is that of the last month; ``jobs`` are those of other people;
    ``satisfaction`` 5 (very satisfied) to 1, None if it does not apply. ``next_on`` plans one more.
    """

    on: date | None
    way: Way | None
    business: Business | None = None
    intention: Intention | None = None
    income: Money | None = None
    jobs: int | None = None
    satisfaction: int | None = None
    note: str = ""
    next_on: date | None = None
    by: str = ""
    at: str = ""

    def cleaned(self) -> Visit:
        """With the typed text as it is stored; without a business there are no jobs in it."""
        jobs = None if self.business is Business.NONE else self.jobs
        return replace(self, note=clean_text(self.note), jobs=jobs)

    def check(self, today: date, opens_on: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems = _day_problem("on", self.on, today)
        if self.on is not None and self.on < opens_on:
            problems["on"] = _(
                "This follow-up may be made from {day} on. Plan one more for an earlier visit."
            ).format(day=format_date(opens_on, language()))
        if self.way is None:
            problems["way"] = _("Choose how you talked.")
        if self.business is None:
            problems["business"] = _("Choose whether the business goes on.")
        if self.intention is None:
            problems["intention"] = _("Choose an answer, or that it was not said.")
        if self.income is not None and self.income.minor < 0:
            problems["income"] = _("An income is not below zero.")
        if self.jobs is not None and not 0 <= self.jobs <= MOST_JOBS:
            problems["jobs"] = _("Type a number from 0 to {most}.").format(most=MOST_JOBS)
        if self.satisfaction is not None and not WORST <= self.satisfaction <= BEST:
            problems["satisfaction"] = _("Choose one of the answers.")
        if self.next_on is not None and self.next_on <= today:
            problems["next_on"] = _("The next one lies after today.")
        _too_long(problems, "note", self.note)
        if problems:
            raise InvalidInput(problems)


def _day_problem(field: str, day: date | None, today: date) -> dict[str, str]:
    if day is None:
        return {field: _("Type the day.")}
    return {field: _("This day has not come yet.")} if day > today else {}


def _too_long(problems: dict[str, str], field: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        problems[field] = _("Keep it under {number} characters.").format(number=MAX_TEXT)


@dataclass(frozen=True)
class FollowUp:
    """One of a case. ``month`` counts from arrival; 0: it was planned by hand for its day.

    ``stand_in`` is the id of the colleague who makes it in place of the case's counsellor.
    ``reason`` says why it is lost or dropped. ``settled_on`` is the day on which it was made, lost
    or dropped; ``dropped_with`` the id of the closure that dropped it. ``author`` changed it last.
    """

    id: str
    case_id: str
    due_on: date
    tolerance: int
    month: int = 0
    state: State = State.OPEN
    stand_in: str = ""
    attempts: tuple[Attempt, ...] = ()
    visit: Visit | None = None
    reason: str = ""
    settled_on: date | None = None
    dropped_with: str = ""
    author: str = ""
    written_at: str = ""
    revision: int = 0

    @property
    def opens_on(self) -> date:
        """The first day of its window."""
        return self.due_on - timedelta(days=self.tolerance)

    @property
    def until(self) -> date:
        """The last day of its window."""
        return self.due_on + timedelta(days=self.tolerance)

    def standing(self, today: date) -> Standing:
        """Where it stands on a day."""
        if self.state is not State.OPEN:
            return Standing(self.state.value)
        if today > self.until:
            return Standing.OVERDUE
        return Standing.DUE if today >= self.opens_on else Standing.UPCOMING

    @property
    def in_time(self) -> bool:
        """True if it was made inside its window."""
        return self.visit is not None and self.visit.on is not None and self.visit.on <= self.until

    @property
    def vain_attempts(self) -> int:
        """How often nobody was reached: what the rule for a lost person counts. Two tries of one
        day are one."""
        days = {one.on for one in self.attempts if one.outcome is not Outcome.APPOINTMENT}
        return len(days)


def still_to_try(one: FollowUp, attempts: int) -> int:
    """How many more tries the programme wants before somebody counts as lost."""
    return max(0, attempts - one.vain_attempts)


def from_body(body: Mapping[str, Any]) -> FollowUp:
    """The follow-up of ``values.plain``. Anything else is a KeyError, TypeError or ValueError."""
    return FollowUp(
        **{
            **body,
            "due_on": date.fromisoformat(body["due_on"]),
            "state": State(body["state"]),
            "attempts": tuple(_attempt(one) for one in body["attempts"]),
            "visit": _visit(body["visit"]) if body["visit"] else None,
            "settled_on": day_of(body["settled_on"]),
        }
    )


def _attempt(body: Mapping[str, Any]) -> Attempt:
    return Attempt(
        **{
            **body,
            "on": day_of(body["on"]),
            "way": Way(body["way"]),
            "outcome": Outcome(body["outcome"]),
        }
    )


def _visit(body: Mapping[str, Any]) -> Visit:
    income = body["income"]
    return Visit(
        **{
            **body,
            "on": day_of(body["on"]),
            "way": Way(body["way"]),
            "business": Business(body["business"]),
            "intention": Intention(body["intention"]),
            "income": Money(income["minor"], income["currency"]) if income else None,
            "next_on": day_of(body["next_on"]),
        }
    )
