"""What binds money of a programme, added up: by package, and under each limit across packages.

Pure. A line can be taken out and put back, so that each of many lines is held against all others
without adding everything up again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Dimension, Group, Limit, Pack
from intake_app.plans.frame import Frame, Key, Offer
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
        self.lines: defaultdict[Key, int] = defaultdict(int)
        self.strange: defaultdict[Key, int] = defaultdict(int)
        self.elsewhere = {held.key for held in frame.elsewhere if held.amount.minor > 0}
        self._planned, self._committed = _Sums(frame), _Sums(frame)
        for held in frame.elsewhere:
            offer = frame.offers.get(held.key)
            if offer is not None and offer.package.currency == held.amount.currency:
                self._committed.add(offer, held.amount.minor, held.dimension, held.month)
        for line in lines:
            self.put(line)

    def put(self, line: BudgetLine, sign: int = 1) -> None:
        """Count a line, or with -1 take it out again."""
        key = (line.pack or self.frame.pack.id, line.package)
        self.lines[key] += sign
        offer = self.frame.offers.get(key)
        if offer is not None and offer.package.currency != line.amount.currency:
            self.strange[key] += sign
        elif offer is not None:
            self._planned.add(offer, line.amount.minor * sign, line.dimension, line.month)

    def holds(self, key: Key) -> bool:
        """True if the person has money of this package, here or elsewhere."""
        return self.lines[key] > 0 or key in self.elsewhere

    def balance(self, offer: Offer, closed: str | None) -> Balance:
        """How a package stands."""
        pack, package = offer.pack, offer.package
        key = (pack.id, package.id)
        planned, committed = self._planned.of[key], self._committed.of[key]
        return Balance(
            pack.id,
            *_sums(offer.ceiling, planned, committed, package.currency),
            *_time(offer.last_day, self.frame.today),
            package=package.id,
            closed=closed,
        )

    def bound(self, offer: Offer) -> int:
        """What is bound of a package, in minor units."""
        key = (offer.pack.id, offer.package.id)
        return self._planned.of[key] + self._committed.of[key]

    def bound_under(self, pack: Pack, limit: Limit, period: int) -> int:
        """What is bound under a limit in one of its periods, in minor units."""
        return sum(one.in_period(pack, limit, period) for one in (self._planned, self._committed))

    def standing(self, pack: Pack, limit: Limit, period: int) -> LimitBalance:
        """How a limit stands in one of its periods; what names no month counts in each."""
        months = self.frame.months(limit, period)
        last_day = _last_day(months[1]) if months else None
        planned = self._planned.in_period(pack, limit, period)
        committed = self._committed.in_period(pack, limit, period)
        return LimitBalance(
            pack.id,
            *_sums(self.frame.cap(limit), planned, committed, pack.currency),
            *_time(last_day, self.frame.today),
            limit=limit,
            months=months,
        )

    def standings(self, pack: Pack) -> Iterable[LimitBalance]:
        """The limits of a programme: of those with periods the present one and any that is used."""
        now, group = month_of(self.frame.today), self.frame.group_in(pack)
        for limit in pack.limits:
            if limit.group not in {Group.ANY, group}:
                continue
            used = (place for one in (self._planned, self._committed) for place in one.places())
            periods = {
                period for id_, name, period in used
                if (id_, name) == (pack.id, limit.id) and period is not None
            }  # fmt: skip
            periods.add(max(0, self.frame.period(limit, now)))
            yield from (self.standing(pack, limit, period) for period in sorted(periods))


class _Sums:
    """Minor units by package, and by limit and period; what names no month lies in no period."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.of: defaultdict[Key, int] = defaultdict(int)
        self._under: defaultdict[Place, int] = defaultdict(int)

    def add(self, offer: Offer, minor: int, dimension: Dimension | None, month: str) -> None:
        pack = offer.pack.id
        self.of[pack, offer.package.id] += minor
        if offer.limits:
            for limit in offer.limits_on(dimension):
                named = month or limit.every is None
                period = self._frame.period(limit, month) if named else None
                self._under[pack, limit.id, period] += minor

    def in_period(self, pack: Pack, limit: Limit, period: int) -> int:
        found = self._under[pack.id, limit.id, period]
        return found if limit.every is None else found + self._under[pack.id, limit.id, None]

    def places(self) -> list[Place]:
        return [place for place, minor in self._under.items() if minor]


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
