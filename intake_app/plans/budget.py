"""May this line be added to a plan, and if not why, in words, with the balance and the days left?

The one answer for the whole program: the editor asks it while one types, the service before it keeps
anything. Pure: everything a decision needs is in the ``Frame``. The sentences are in the screen's
language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from intake_app.formats import format_date, format_money, format_partial
from intake_app.i18n import _, language
from intake_app.packs.model import Package, PackageForm
from intake_app.plans.frame import Frame, Held, Key, full_name
from intake_app.plans.ledger import (
    Balance,
    Ledger,
    LimitBalance,
    Standing,
    standing_words,
)
from intake_app.plans.lines import month_of
from intake_app.plans.model import BudgetLine, LineForm, Plan, PlanState
from intake_app.values import PartialDate

__all__ = [
    "Balance",
    "Frame",
    "Held",
    "LimitBalance",
    "Standing",
    "balance_of",
    "balances",
    "closed_on",
    "full_name",
    "held_lines",
    "limit_balances",
    "month_words",
    "not_beside",
    "over_limits",
    "refusal",
    "refusals",
    "standing_words",
]

_FORMS = {
    PackageForm.CASH: {LineForm.CASH},
    PackageForm.IN_KIND: {LineForm.IN_KIND},
    PackageForm.CASH_OR_SERVICE: {LineForm.CASH, LineForm.IN_KIND},
}


def balance_of(package: Package, lines: Iterable[BudgetLine], frame: Frame) -> Balance:
    """How one package of the case's own programme stands with these lines."""
    return _Question(Ledger(lines, frame), (frame.pack.id, package.id)).balance()


def balances(lines: Iterable[BudgetLine], frame: Frame) -> tuple[Balance, ...]:
    """One balance for each package of this kind of return, and for any other that has a line;
    those of the case's own programme first."""
    ledger = Ledger(lines, frame)
    used = {key for key, count in ledger.lines.items() if count}
    asked = (
        _Question(ledger, (pack.id, package.id))
        for pack in frame.packs
        for package in pack.packages
    )
    return tuple(one.balance() for one in asked if one.key in used or not one.not_for_this_return())


def limit_balances(lines: Iterable[BudgetLine], frame: Frame) -> tuple[LimitBalance, ...]:
    """How the limits across packages stand: in the present period, and in any that is used."""
    ledger = Ledger(lines, frame)
    return tuple(one for pack in frame.packs for one in ledger.standings(pack))


def held_lines(plans: Sequence[Plan], own: str) -> tuple[BudgetLine, ...]:
    """The lines that bind money of a case: of each package those of the version in force, or of one
    that waits for approval if they hold more. ``plans`` are the versions, the newest first; ``own``
    is the programme of the case."""
    in_force = next((plan for plan in plans if plan.state is PlanState.APPROVED), None)
    waiting = (plan for plan in plans if plan.state is PlanState.SUBMITTED)
    versions = [_by_package(plan, own) for plan in (in_force, *waiting) if plan is not None]
    keys = sorted({key for lines in versions for key in lines})
    bound = (max((lines.get(key, []) for lines in versions), key=_sum) for key in keys)
    return tuple(line for lines in bound for line in lines)


def _by_package(plan: Plan, own: str) -> dict[Key, list[BudgetLine]]:
    found: dict[Key, list[BudgetLine]] = {}
    for line in plan.lines:
        found.setdefault((line.pack or own, line.package), []).append(line)
    return found


def _sum(lines: Collection[BudgetLine]) -> int:
    return sum(line.amount.minor for line in lines)


def refusal(line: BudgetLine, lines: Collection[BudgetLine], frame: Frame) -> str | None:
    """Why this line may not stand in the plan, in whole sentences; None if it may.

    ``lines`` are those of the plan; an earlier state of this line among them (same id) is ignored,
    so that adding and changing are the same question.
    """
    return _reason(line, Ledger((other for other in lines if other.id != line.id), frame))


def refusals(
    lines: Collection[BudgetLine], frame: Frame, kept: Collection[BudgetLine] = ()
) -> dict[str, str]:
    """The reason for each line that may not stand, by its id; empty if the whole plan fits.

    ``kept`` are the lines of the version in force: a line that stands in it unchanged was approved
    in its time and is not asked again, but it counts in every sum.
    """
    ledger, reasons = Ledger(lines, frame), {}
    for line in lines:
        if line in kept:
            continue
        ledger.put(line, -1)
        reason = _reason(line, ledger)
        ledger.put(line)
        if reason is not None:
            reasons[line.id] = reason
    return reasons


def _reason(line: BudgetLine, others: Ledger) -> str | None:
    pack = others.frame.fund_of(line)
    if pack is None:
        return _("This case is not under that programme. Choose another one.")
    if pack.package(line.package) is None:
        return _("{programme} has no such package. Choose another one.").format(
            programme=pack.short_name.in_(language())
        )
    question = _Question(others, (pack.id, line.package))
    return (
        question.not_for_this_return()
        or _wrong_amount(line, question)
        or _wrong_form(line, question)
        or question.closed()
        or _wrong_time(line, question)
        or _wrong_dimension(line, question)
        or _second_time(question)
        or _paid_twice(question)
        or _above_ceiling(line, question)
        or _above_limit(line, question)
    )


class _Question:
    """A package, asked about against all the other money of the case."""

    def __init__(self, others: Ledger, key: Key) -> None:
        self.others, self.key, self.frame = others, key, others.frame
        pack = self.frame.fund(key[0])
        package = pack.package(key[1]) if pack else None
        assert pack is not None
        assert package is not None
        self.pack, self.package = pack, package

    @property
    def name(self) -> str:
        """The package in words, with its programme where there are several."""
        return full_name(self.pack, self.package, self.frame)

    def balance(self) -> Balance:
        """How the package stands."""
        closed = self.not_for_this_return() or self.closed()
        return self.others.balance(self.pack, self.package, closed)

    def not_for_this_return(self) -> str | None:
        """Why the programme has no such package for this return."""
        group = self.frame.group_in(self.pack)
        if group is not None and self.package.serves(group):
            return None
        return _("{package} is not for this kind of return.").format(package=self.name)

    def closed(self) -> str | None:
        """Why nothing at all can be planned from the package today."""
        if self.frame.ceiling(self.package, self.pack) is None:
            return _(
                "No public source gives an amount for {package}. Your office has to confirm one"
                " first."
            ).format(package=self.name)
        return closed_on(self.package, self.frame, self.frame.today)


# ---------------------------------------------------------------------------- rules


def _wrong_amount(line: BudgetLine, question: _Question) -> str | None:
    package = question.package
    if line.amount.currency != package.currency or question.others.strange[question.key]:
        return _("{package} is counted in {currency}. Write the amounts in {currency}.").format(
            package=question.name, currency=package.currency
        )
    if line.amount.minor <= 0:
        return _("Type an amount above zero.")
    if line.price and line.price.in_currency(package.currency) != line.amount:
        return _("The amount is not what the price comes to.")
    return None


def _wrong_form(line: BudgetLine, question: _Question) -> str | None:
    form = question.package.form
    if line.form in _FORMS[form]:
        return None
    if form is PackageForm.IN_KIND:
        return _(
            "{package} is given in kind only: the office pays the supplier, never the person."
        ).format(package=question.name)
    return _("{package} is given in cash only.").format(package=question.name)


def closed_on(package: Package, frame: Frame, day: date) -> str | None:
    """Why the package gives nothing on this day: its time is over. None if it is not."""
    if package.window is None:
        return None
    last_day = package.window.last_day(frame.arrived_on)
    if day <= last_day:
        return None
    return _("The time for {package} is over: its last day was {day}.").format(
        package=package.name.in_(language()), day=format_date(last_day, language())
    )


def _wrong_time(line: BudgetLine, question: _Question) -> str | None:
    """Spent before the person was there or after the package ends, or at no time where it counts."""
    frame, window = question.frame, question.package.window
    if not line.month:
        held = frame.held(line)
        limit = next((one for one in question.others.limits_on(held) if one.every), None)
        if limit is None:
            return None
        return _("{limit} counts by months: choose the month in which this is spent.").format(
            limit=limit.name.in_(language())
        )
    if line.month < month_of(frame.arrived_on):
        return _("The person arrived on {day}: nothing is spent before.").format(
            day=format_date(frame.arrived_on, language())
        )
    if window is None or line.month <= month_of(window.last_day(frame.arrived_on)):
        return None
    return _("{package} ends on {day}: nothing is spent out of it after that.").format(
        package=question.name, day=format_date(window.last_day(frame.arrived_on), language())
    )


def _wrong_dimension(line: BudgetLine, question: _Question) -> str | None:
    if line.dimension is None or line.dimension in question.package.dimensions:
        return None
    return _("{package} is not for this dimension.").format(package=question.name)


def _second_time(question: _Question) -> str | None:
    if not question.package.once_only:
        return None
    if question.key in question.others.holds_elsewhere():
        return _("{package} is given once only, and this person has had it before.").format(
            package=question.name
        )
    if question.others.lines[question.key] > 0:
        return _("{package} is given once only, and the plan has a line for it already.").format(
            package=question.name
        )
    return None


def _paid_twice(question: _Question) -> str | None:
    other = not_beside(question.key, question.others)
    if other is None:
        return None
    return _(
        "{package} is not given to somebody who has {other}: the same would be paid for twice."
    ).format(package=question.name, other=other)


def not_beside(key: Key, ledger: Ledger) -> str | None:
    """The name of a package that the person holds and that excludes this one; None if there is
    none. It is enough that one of the two programmes says so."""
    frame = ledger.frame
    mine = frame.package(key)
    for held in sorted(ledger.holds() - {key}):
        other = frame.package(held)
        excluded = mine is not None and ".".join(held) in mine.not_with
        if excluded or (other is not None and ".".join(key) in other.not_with):
            pack = frame.fund(held[0]) or frame.known.get(held[0])
            return full_name(pack, other, frame) if pack and other else ".".join(held)
    return None


def _above_ceiling(line: BudgetLine, question: _Question) -> str | None:
    balance = question.balance()
    ceiling, left = balance.ceiling, balance.left
    if ceiling is None or left is None or line.amount <= left:
        return None
    over = line.amount - left
    reason = _("This line is {over} above the ceiling of {package}.").format(
        over=format_money(over, language()), package=question.name
    )
    return f"{reason} {standing_words(balance)}"


def _above_limit(line: BudgetLine, question: _Question) -> str | None:
    return over_limits(question.frame.held(line), question.others)


def over_limits(held: Held, others: Ledger) -> str | None:
    """Why this money passes a limit across packages, in whole sentences; None if it does not."""
    frame = others.frame
    pack = frame.fund(held.pack)
    if pack is None:
        return None
    for limit in others.limits_on(held):
        period = frame.period(limit, held.month or month_of(frame.today))
        standing = others.standing(pack, limit, period)
        if standing.left is None:
            return _(
                "No public source gives an amount for {limit}. Your office has to confirm one"
                " first."
            ).format(limit=limit.name.in_(language()))
        if held.amount > standing.left:
            return _over_words(held, standing)
    return None


def _over_words(held: Held, standing: LimitBalance) -> str:
    assert standing.left is not None
    words = {
        "over": format_money(held.amount - standing.left, language()),
        "limit": standing.limit.name.in_(language()),
    }
    if standing.months is None:
        reason = _("This is {over} above the limit {limit}.").format(**words)
    else:
        reason = _("This is {over} above the limit {limit} for {first} to {last}.").format(
            **words, first=month_words(standing.months[0]), last=month_words(standing.months[1])
        )
    return f"{reason} {standing_words(standing)}"


def month_words(month: str) -> str:
    """A month in words: ``May 2026``; an empty text stays empty."""
    return format_partial(PartialDate.from_edtf(month), language()) if month else ""
