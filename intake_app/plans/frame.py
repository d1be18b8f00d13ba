"""What a case brings to its budget: programmes, the return, and what is bound elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from intake_app.i18n import language
from intake_app.packs.model import Dimension, Group, Limit, Pack, Package, Per
from intake_app.plans.lines import month_after, month_of, months_between
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
class Offer:
    """What a package offers to one case: the most it may have (None while no amount is confirmed),
    until when, and the limits across packages that count. ``served`` is False if the programme has
    no such package for this return."""

    pack: Pack
    package: Package
    served: bool
    ceiling: Money | None
    last_day: date | None
    limits: tuple[Limit, ...]

    def limits_on(self, dimension: Dimension | None) -> Iterable[Limit]:
        """The limits that money for a dimension counts under. What names none counts in each that
        the package serves: else a limit would be passed by saying nothing."""
        dimensions = (dimension,) if dimension else self.package.dimensions
        return (
            limit
            for limit in self.limits
            if limit.dimension is None or limit.dimension in dimensions
        )


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

    @cached_property
    def offers(self) -> dict[Key, Offer]:
        """Every package of the programmes that pay, in their order."""
        return {
            (pack.id, package.id): self._offer(pack, package)
            for pack in self.packs
            for package in pack.packages
        }

    def _offer(self, pack: Pack, package: Package) -> Offer:
        group = self.group_in(pack)
        return Offer(
            pack,
            package,
            group is not None and package.serves(group),
            package.ceiling(group, self.family_members),
            package.window.last_day(self.arrived_on) if package.window else None,
            tuple(limit for limit in pack.limits if limit.covers(package.id, group)),
        )

    @cached_property
    def exclusions(self) -> dict[Key, frozenset[Key]]:
        """For each package those that nobody may have beside it, whichever of the two says so."""
        pairs: set[tuple[Key, Key]] = set()
        for pack in {**self.known, **{pack.id: pack for pack in self.packs}}.values():
            for package in pack.packages:
                for name in package.not_with:
                    one, (other, _dot, rest) = (pack.id, package.id), name.partition(".")
                    pairs |= {(one, (other, rest)), ((other, rest), one)}
        return {key: frozenset(b for a, b in pairs if a == key) for key, _other in pairs}

    def name_of(self, key: Key, in_language: str = "") -> str:
        """A package in the screen's or another language, with its programme if that is not the
        only one."""
        words = in_language or language()
        pack = self.fund(key[0]) or self.known.get(key[0])
        package = pack.package(key[1]) if pack else None
        if pack is None or package is None:
            return ".".join(key)
        name = package.name.in_(words)
        if not self.funds and pack.id == self.pack.id:
            return name
        return f"{name} ({pack.short_name.in_(words)})"

    def cap(self, limit: Limit) -> Money | None:
        """The most under a limit, for all who came; None while it is not confirmed."""
        if limit.amount is None:
            return None
        persons = 1 + self.family_members if limit.per is Per.PERSON else 1
        return Money(limit.amount.minor * persons, limit.amount.currency)

    @cached_property
    def first_month(self) -> str:
        """The month of the arrival: periods are counted from it."""
        return month_of(self.arrived_on)

    def period(self, limit: Limit, month: str) -> int:
        """In which period of a limit a month lies, from 0; a limit without periods has one."""
        if limit.every is None:
            return 0
        return months_between(self.first_month, month) // limit.every

    def months(self, limit: Limit, period: int) -> tuple[str, str] | None:
        """The first and the last month of a period; None where the limit has no periods."""
        if limit.every is None:
            return None
        first = month_after(self.first_month, period * limit.every)
        return first, month_after(first, limit.every - 1)
