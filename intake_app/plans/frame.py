"""What a case brings to its budget: programmes, the return, and what is bound elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from intake_app.i18n import language
from intake_app.packs.model import Dimension, Group, Limit, Pack, Package, Per
from intake_app.plans.lines import BudgetLine, month_after, month_of, months_between
from intake_app.values import Money

Key = tuple[str, str]
"""A package by the ids of its programme and its own."""


@dataclass(frozen=True)
class Held:
    """Money out of a package. ``dimension`` and ``month`` may be unsaid, as in a line."""

    pack: str
    package: str
    amount: Money
    dimension: Dimension | None = None
    month: str = ""

    @property
    def key(self) -> Key:
        """The package that pays."""
        return self.pack, self.package


@dataclass(frozen=True)
class Frame:
    """What a case brings to its budget.

    ``pack`` is the case's own programme, ``funds`` those that pay besides it. ``family_members``
    counts those who came along, without the principal. ``elsewhere`` is what the person holds
    outside these lines: given on arrival, in an earlier case, under another programme. ``known``
    are the programmes of this desk by their id.
    """

    pack: Pack
    return_kind: str
    arrived_on: date
    today: date
    family_members: int = 0
    elsewhere: tuple[Held, ...] = ()
    funds: tuple[Pack, ...] = ()
    known: Mapping[str, Pack] = field(default_factory=dict)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """All programmes that pay in this case, its own first."""
        return (self.pack, *self.funds)

    @property
    def group(self) -> Group | None:
        """How the case's own programme sorts this return; None if it does not take it."""
        return self.group_in(self.pack)

    def group_in(self, pack: Pack) -> Group | None:
        """How a programme sorts this return; None if it does not take it."""
        return pack.eligibility.group_of(self.return_kind)

    def fund(self, pack_id: str) -> Pack | None:
        """A programme that pays in this case; an empty id is the case's own."""
        return next((pack for pack in self.packs if pack.id == (pack_id or self.pack.id)), None)

    def fund_of(self, line: BudgetLine) -> Pack | None:
        """The programme that a line names; None if the case is not under it."""
        return self.fund(line.pack)

    def package(self, key: Key) -> Package | None:
        """A package of any programme of this desk."""
        pack = self.fund(key[0]) or self.known.get(key[0])
        return pack.package(key[1]) if pack else None

    def held(self, line: BudgetLine) -> Held:
        """The money of a line of this case's plan."""
        pack = line.pack or self.pack.id
        return Held(pack, line.package, line.amount, line.dimension, line.month)

    def ceiling(self, package: Package, pack: Pack) -> Money | None:
        """The most that this case may have out of a package; None while it is not confirmed."""
        return package.ceiling(self.group_in(pack), self.family_members)

    def limits(self, pack: Pack) -> Iterable[Limit]:
        """The caps across packages that speak of this kind of return."""
        group = self.group_in(pack)
        return (one for one in pack.limits if one.group in {Group.ANY, group})

    def cap(self, limit: Limit) -> Money | None:
        """The most under a limit, for all who came; None while it is not confirmed."""
        if limit.amount is None:
            return None
        persons = 1 + self.family_members if limit.per is Per.PERSON else 1
        return Money(limit.amount.minor * persons, limit.amount.currency)

    def period(self, limit: Limit, month: str) -> int:
        """In which period of a limit a month lies, from 0; a limit without periods has one."""
        if limit.every is None:
            return 0
        return months_between(month_of(self.arrived_on), month) // limit.every

    def months(self, limit: Limit, period: int) -> tuple[str, str] | None:
        """The first and the last month of a period; None where the limit has no periods."""
        if limit.every is None:
            return None
        first = month_after(month_of(self.arrived_on), period * limit.every)
        return first, month_after(first, limit.every - 1)


def full_name(pack: Pack, package: Package, frame: Frame) -> str:
    """A package in the screen's language, with its programme where the case is under several."""
    name = package.name.in_(language())
    if not frame.funds and pack.id == frame.pack.id:
        return name
    return f"{name} ({pack.short_name.in_(language())})"
