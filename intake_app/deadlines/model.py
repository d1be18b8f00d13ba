"""What is due, of which group, and how a moment and a day are weighed against the clock. Pure.

Some things are due at a moment (a referral within 24 hours, wherever the laptop is carried), some
on a day of the office (a plan within 30 days), and some wait for somebody and have no day at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum

from intake_app.values import day_begins

WEEK = 7
HORIZON = 30
"""Days from today: what is due next, and how far the wall looks ahead."""


class When(StrEnum):
    """How something is due: at a moment (UTC), on a day, or not at all: it waits since then."""

    MOMENT = "moment"
    DAY = "day"
    WAITS = "waits"


class Group(IntEnum):
    """The parts of the wall, in their order. What waits is for today, and so is an emergency from
    its first minute on."""

    OVERDUE = 0
    TODAY = 1
    WEEK = 2
    LATER = 3


class Family(StrEnum):
    """What kinds of deadlines have in common, for the ready filters."""

    REFERRALS = "referrals"
    FOLLOW_UPS = "follow_ups"
    PLANS = "plans"
    GRANTS = "grants"
    CHILDREN = "children"
    ARRIVALS = "arrivals"
    PAPERS = "papers"
    APPROVALS = "approvals"
    DESK = "desk"


@dataclass(frozen=True)
class Edges:
    """Where the groups begin, for one moment in one time zone. Each has four texts: overdue before
    the first, today before the second, this week before the third, later before the fourth.

    ``moments`` are UTC, ISO-8601, as records keep them; ``days`` are days of the office.
    """

    today: date
    moments: tuple[str, str, str, str]
    days: tuple[str, str, str, str]
    midnight: datetime

    @classmethod
    def at(cls, moment: datetime, zone: tzinfo | None) -> Edges:
        """The edges as they are now; ``zone`` None is the zone of this computer."""
        today = moment.astimezone(zone).date()
        first = [today + timedelta(days=days) for days in (1, WEEK + 1, HORIZON + 1)]
        begins = [day_begins(day, zone) for day in first]
        return cls(
            today,
            (_utc(moment), *(_utc(one) for one in begins)),  # type: ignore[arg-type]
            (today.isoformat(), *(day.isoformat() for day in first)),  # type: ignore[arg-type]
            begins[0],
        )

    def group(self, when: When, due: str, *, is_emergency: bool = False) -> Group | None:
        """Where something that is due then stands; None if it lies behind the horizon."""
        if when is When.WAITS:
            return Group.TODAY
        edges = self.moments if when is When.MOMENT else self.days
        if is_emergency:
            return Group.OVERDUE if due < edges[0] else Group.TODAY
        return next((group for group in Group if due < edges[group]), None)


def _utc(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


@dataclass(frozen=True)
class Asked:
    """What of the wall is wanted; None is everything. ``text`` is looked for in names and numbers
    of cases."""

    mine: bool = False
    emergencies: bool = False
    family: Family | None = None
    group: Group | None = None
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the wall. ``due`` is a moment (UTC) or a day, ISO-8601; of what waits, since
    when.

    ``record`` is what is due, ``case_id`` its case ("" where there is none), ``owner`` the user
    whom it concerns ("" for everybody of that role), ``note`` a word or number of its kind.
    """

    kind: str
    record: str
    case_id: str
    owner: str
    due: str
    note: str
    group: Group
    case_number: str = ""
    person: str = ""

    @property
    def key(self) -> str:
        """Tells it from every other line."""
        return f"{self.kind} {self.record}"


@dataclass(frozen=True)
class Tally:
    """So many lines of a kind in a group; ``mine`` of them concern the signed-in user."""

    kind: str
    group: Group
    count: int
    mine: int


@dataclass(frozen=True)
class Counts:
    """The whole wall in numbers. ``turns_at`` is when a line next changes its group by itself."""

    tallies: tuple[Tally, ...]
    turns_at: datetime

    def pressing(self, *, mine: bool) -> int:
        """How many are overdue or for today."""
        return sum(
            tally.mine if mine else tally.count
            for tally in self.tallies
            if tally.group in (Group.OVERDUE, Group.TODAY)
        )
