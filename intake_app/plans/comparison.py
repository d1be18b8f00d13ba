"""What is different between two versions of a plan. Pure.

Parts are the same if they have the same id: goals, activities and lines keep theirs from version to
version. How far an activity has come is no difference: it is no part of what is approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import chain
from typing import TypeVar

from intake_app.plans.lines import OwnShare
from intake_app.plans.model import Activity, BudgetLine, Goal, Plan
from intake_app.values import Money

Part = Goal | Activity | BudgetLine | OwnShare

_NO_DIFFERENCE = frozenset({"id", "activities", "status"})


class Kind(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One part that differs. ``fields`` are the names of what was changed in it; ``goal`` is the
    goal that an activity belongs to, as it is now or was last."""

    kind: Kind
    before: Part | None
    after: Part | None
    fields: tuple[str, ...] = ()
    goal: Goal | None = None

    @property
    def either(self) -> Part:
        """As it is now, or as it was before it was taken away."""
        part = self.after or self.before
        assert part is not None
        return part


@dataclass(frozen=True)
class MoneyDifference:
    """What all lines of one package come to, in one currency, before and after. ``pack`` is the
    programme, empty for the case's own."""

    pack: str
    package: str
    before: Money
    after: Money

    @property
    def more(self) -> Money:
        """How much more it is now; below zero if it is less."""
        return self.after - self.before


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, in the order of the newer version; what is gone comes last."""

    goals: tuple[Difference, ...]
    activities: tuple[Difference, ...]
    lines: tuple[Difference, ...]
    money: tuple[MoneyDifference, ...]
    shares: tuple[Difference, ...] = ()

    @property
    def is_same(self) -> bool:
        """True if nothing differs."""
        return not any(self.all())

    def all(self) -> Iterator[Difference]:
        """Goals, then activities, lines and what the person brings in."""
        return chain(self.goals, self.activities, self.lines, self.shares)


def compare(older: Plan, newer: Plan) -> Comparison:
    """What was added, removed, changed or moved from one version to another."""
    homes = {
        activity.id: goal
        for plan in (older, newer)
        for goal in plan.goals
        for activity in goal.activities
    }
    steps_before, steps_after = tuple(older.activities()), tuple(newer.activities())
    return Comparison(
        goals=tuple(_differences(older.goals, newer.goals, _moved(older.goals, newer.goals))),
        activities=tuple(
            _differences(steps_before, steps_after, _moved_activities(older, newer), homes)
        ),
        lines=tuple(_differences(older.lines, newer.lines, _moved(older.lines, newer.lines))),
        money=tuple(_money(older.lines, newer.lines)),
        shares=tuple(_differences(older.own, newer.own, _moved(older.own, newer.own))),
    )


_Part = TypeVar("_Part", Goal, Activity, BudgetLine, OwnShare)


def _differences(
    older: Sequence[_Part],
    newer: Sequence[_Part],
    moved: set[str],
    homes: Mapping[str, Goal] | None = None,
) -> Iterator[Difference]:
    homes = homes or {}
    before = {part.id: part for part in older}
    after = {part.id: part for part in newer}
    for part in newer:
        home, was = homes.get(part.id), before.get(part.id)
        if was is None:
            yield Difference(Kind.ADDED, None, part, goal=home)
        elif changed := _changed_fields(was, part):
            yield Difference(Kind.CHANGED, was, part, changed, home)
        elif part.id in moved:
            yield Difference(Kind.MOVED, was, part, goal=home)
    for part in older:
        if part.id not in after:
            yield Difference(Kind.REMOVED, part, None, goal=homes.get(part.id))


def _changed_fields(was: Part, now: Part) -> tuple[str, ...]:
    names = (field.name for field in fields(now) if field.name not in _NO_DIFFERENCE)
    return tuple(name for name in names if getattr(was, name) != getattr(now, name))


def _moved_activities(older: Plan, newer: Plan) -> set[str]:
    """Those that changed their goal, or their place among the steps of one goal."""
    steps_before = {goal.id: goal.activities for goal in older.goals}
    old = {step.id: goal.id for goal in older.goals for step in goal.activities}
    moved: set[str] = set()
    for goal in newer.goals:
        moved |= _moved(steps_before.get(goal.id, ()), goal.activities)
        moved |= {step.id for step in goal.activities if old.get(step.id, goal.id) != goal.id}
    return moved


def _moved(older: Sequence[_Part], newer: Sequence[_Part]) -> set[str]:
    """The fewest that have to be moved to get from one order to the other: all that are not in a
    longest run of those that kept their order."""
    rank = {part.id: place for place, part in enumerate(older)}
    common = [part.id for part in newer if part.id in rank]
    runs: list[list[str]] = []
    for id_ in common:
        fitting: list[list[str]] = [run for run in runs if rank[run[-1]] < rank[id_]]
        runs.append([*_longest(fitting), id_])
    return set(common) - set(_longest(runs))


def _longest(runs: list[list[str]]) -> list[str]:
    longest: list[str] = []
    for run in runs:
        longest = run if len(run) > len(longest) else longest
    return longest


def _money(older: Iterable[BudgetLine], newer: Iterable[BudgetLine]) -> Iterator[MoneyDifference]:
    before, after = _sums(older), _sums(newer)
    for key in dict.fromkeys((*after, *before)):
        pack, package, currency = key
        nothing = Money.zero(currency)
        was, now = (sums.get(key, nothing) for sums in (before, after))
        if was != now:
            yield MoneyDifference(pack, package, was, now)


def _sums(lines: Iterable[BudgetLine]) -> dict[tuple[str, str, str], Money]:
    sums: dict[tuple[str, str, str], Money] = {}
    for line in lines:
        key = (line.pack, line.package, line.amount.currency)
        sums[key] = sums.get(key, Money.zero(line.amount.currency)) + line.amount
    return sums
