"""What binds money of a programme, added up: by package, and under each limit across packages.

Pure. A line can be taken out and put back, so that each of many lines is held against all others
without adding everything up again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Dimension, Limit, Pack, Package
from intake_app.plans.frame import Frame, Held, Key
from intake_app.plans.lines import BudgetLine, month_after, month_of
from intake_app.values import Money

Place = tuple[str, str, int | None]
"""A limit by the ids of its programme and its own, and a period; None: at any time."""


@dataclass(frozen=True)
class Standing:
    """A cap and what is bound of it.

    ``ceiling`` and ``left`` are None while no amount is confirmed; ``left`` is below zero if the
    ceiling fell after the lines were written. ``days_left`` is 0 on the last day and below zero
    after it; it and ``last_day`` are None where the programme states no time limit.
    """

    pack: str
    ceiling: Money | None
    planned: Money
    committed: Money
    left: Money | None
    last_day: date | None
    days_left: int | None


@dataclass(frozen=True)
class Balance(Standing):
    """How one package stands. Only a package with ``closed`` None takes a further line."""

    package: str
    closed: str | None


@dataclass(frozen=True)
class LimitBalance(Standing):
    """How a limit across packages stands, in one of its periods if it has any.

    ``months`` are the first and the last month of the period.
    """

    limit: Limit
    months: tuple[str, str] | None


class Ledger:
    """Sums over the lines of a plan and over what is held elsewhere, in minor units."""

    def __init__(self, lines: Iterable[BudgetLine], frame: Frame) -> None:
        self.frame = frame
        self.lines: Counter[Key] = Counter()
        self.strange: Counter[Key] = Counter()
        self._planned: defaultdict[Key, int] = defaultdict(int)
        self._committed: defaultdict[Key, int] = defaultdict(int)
        self._under: defaultdict[Place, int] = defaultdict(int)
        self._committed_under: defaultdict[Place, int] = defaultdict(int)
        self._limits = {pack.id: tuple(frame.limits(pack)) for pack in frame.packs}
        self._elsewhere = {held.key for held in frame.elsewhere if held.amount.minor > 0}
        for held in frame.elsewhere:
            package = frame.package(held.key)
            if package is not None and package.currency == held.amount.currency:
                self._add(held, 1, self._committed, self._committed_under)
        for line in lines:
            self.put(line)

    def put(self, line: BudgetLine, sign: int = 1) -> None:
        """Count a line, or with -1 take it out again."""
        held = self.frame.held(line)
        self.lines[held.key] += sign
        package = self.frame.package(held.key)
        if package is not None and line.amount.currency != package.currency:
            self.strange[held.key] += sign
        else:
            self._add(held, sign, self._planned, self._under)

    def _add(
        self, held: Held, sign: int, sums: defaultdict[Key, int], under: defaultdict[Place, int]
    ) -> None:
        minor = held.amount.minor * sign
        sums[held.key] += minor
        for limit in self.limits_on(held):
            under[self._place(limit, held)] += minor

    def _place(self, limit: Limit, held: Held) -> Place:
        period = self.frame.period(limit, held.month) if held.month or not limit.every else None
        return held.pack, limit.id, period

    def limits_on(self, held: Held) -> Iterable[Limit]:
        """The limits that money counts under. What names no dimension counts in each that its
        package serves: else a limit would be passed by saying nothing."""
        limits = self._limits.get(held.pack, ())
        if not limits:
            return ()
        dimensions = self._dimensions(held)
        return (
            limit
            for limit in limits
            if (not limit.packages or held.package in limit.packages)
            and (limit.dimension is None or limit.dimension in dimensions)
        )

    def _dimensions(self, held: Held) -> Collection[Dimension]:
        package = self.frame.package(held.key)
        if held.dimension is not None or package is None:
            return (held.dimension,) if held.dimension else ()
        return package.dimensions

    def holds(self) -> set[Key]:
        """The packages that the person holds money of, here or elsewhere."""
        here = {key for key, count in self.lines.items() if count > 0}
        return here | self._elsewhere

    def holds_elsewhere(self) -> set[Key]:
        """The packages that the person holds money of outside these lines."""
        return self._elsewhere

    def balance(self, pack: Pack, package: Package, closed: str | None) -> Balance:
        """How a package stands."""
        key, frame = (pack.id, package.id), self.frame
        window = package.window
        last_day = window.last_day(frame.arrived_on) if window else None
        cap = frame.ceiling(package, pack)
        return Balance(
            pack.id,
            *_sums(cap, self._planned[key], self._committed[key], package.currency),
            *_time(last_day, frame.today),
            package=package.id,
            closed=closed,
        )

    def standing(self, pack: Pack, limit: Limit, period: int) -> LimitBalance:
        """How a limit stands in one of its periods; what names no month counts in each."""
        places: list[Place] = [(pack.id, limit.id, period)]
        if limit.every is not None:
            places.append((pack.id, limit.id, None))
        months = self.frame.months(limit, period)
        last_day = _last_day(months[1]) if months else None
        planned = sum(self._under[place] for place in places)
        committed = sum(self._committed_under[place] for place in places)
        return LimitBalance(
            pack.id,
            *_sums(self.frame.cap(limit), planned, committed, pack.currency),
            *_time(last_day, self.frame.today),
            limit=limit,
            months=months,
        )

    def standings(self, pack: Pack) -> Iterable[LimitBalance]:
        """The limits of a programme: of those with periods the present one and any that is used."""
        now = month_of(self.frame.today)
        for limit in self._limits[pack.id]:
            used = (
                place[2]
                for sums in (self._under, self._committed_under)
                for place, minor in sums.items()
                if minor and place[:2] == (pack.id, limit.id)
            )
            periods = {period for period in used if period is not None}
            periods.add(max(0, self.frame.period(limit, now)))
            yield from (self.standing(pack, limit, period) for period in sorted(periods))


def _sums(
    cap: Money | None, planned: int, committed: int, currency: str
) -> tuple[Money | None, Money, Money, Money | None]:
    plans, bound = Money(planned, currency), Money(committed, currency)
    return cap, plans, bound, None if cap is None else cap - plans - bound


def _time(last_day: date | None, today: date) -> tuple[date | None, int | None]:
    return last_day, None if last_day is None else (last_day - today).days


def _last_day(month: str) -> date:
    return date.fromisoformat(f"{month_after(month, 1)}-01") - timedelta(days=1)


def standing_words(balance: Standing) -> str:
    """The balance in words, with the time that is left; empty while no amount is confirmed."""
    ceiling, left = balance.ceiling, balance.left
    if ceiling is None or left is None:
        return ""
    left = max(left, Money.zero(left.currency))
    amounts = {
        "left": format_money(left, language()),
        "ceiling": format_money(ceiling, language()),
    }
    if balance.last_day is None or balance.days_left is None or balance.days_left < 0:
        return _("There are {left} left of {ceiling}.").format(**amounts)
    if balance.days_left == 0:
        return _("There are {left} left of {ceiling}, and today is the last day.").format(**amounts)
    return ngettext(
        "There are {left} left of {ceiling}, and {days} day until {day}.",
        "There are {left} left of {ceiling}, and {days} days until {day}.",
        balance.days_left,
    ).format(**amounts, days=balance.days_left, day=format_date(balance.last_day, language()))
