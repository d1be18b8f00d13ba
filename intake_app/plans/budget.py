"""May this line be added to a plan, and if not why, in words, with the balance and the days left?

The one answer for the whole program: the editor asks it while one types, the service before it
keeps anything. Pure: everything a decision needs is in the ``Frame``. The sentences are in the
screen's language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from intake_app.formats import format_date, format_money, format_partial
from intake_app.i18n import _, language
from intake_app.packs.model import Dimension, Package, PackageForm
from intake_app.plans.frame import Frame, Held, Key, Offer
from intake_app.plans.ledger import (
    Balance,
    Ledger,
    LimitBalance,
    Standing,
    standing_words,
)
from intake_app.plans.lines import month_of
from intake_app.plans.model import BudgetLine, LineForm, Plan, PlanState
from intake_app.values import Money, PartialDate

__all__ = [
    "Balance",
    "Frame",
    "Held",
    "LimitBalance",
    "Standing",
    "balance_of",
    "balances",
    "closed_on",
    "held_lines",
    "limit_balances",
    "month_words",
    "over_limits",
    "paid_twice",
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
    return _balance(frame.offers[frame.pack.id, package.id], Ledger(lines, frame))


def balances(lines: Iterable[BudgetLine], frame: Frame) -> tuple[Balance, ...]:
    """One balance for each package of this kind of return, and for any other that has a line;
    those of the case's own programme first."""
    ledger = Ledger(lines, frame)
    return tuple(
        _balance(offer, ledger)
        for key, offer in frame.offers.items()
        if offer.served or ledger.lines[key] > 0
    )


def _balance(offer: Offer, ledger: Ledger) -> Balance:
    closed = _not_for_this_return(offer, ledger.frame) or _closed(offer, ledger.frame)
    return ledger.balance(offer, closed)


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
    frame = others.frame
    offer = frame.offers.get((line.pack or frame.pack.id, line.package))
    if offer is None:
        return _no_such_package(line, frame)
    return (
        _not_for_this_return(offer, frame)
        or _wrong_amount(line, offer, others)
        or _wrong_form(line, offer, frame)
        or _closed(offer, frame)
        or _wrong_time(line, offer, frame)
        or _wrong_dimension(line, offer, frame)
        or _second_time(offer, others)
        or _paid_twice(offer, others)
        or _above_ceiling(line, offer, others)
        or _above_limit(line, offer, others)
    )


# ---------------------------------------------------------------------------- rules


def _name(offer: Offer, frame: Frame) -> str:
    return frame.name_of((offer.pack.id, offer.package.id))


def _no_such_package(line: BudgetLine, frame: Frame) -> str:
    pack = frame.fund(line.pack)
    if pack is None:
        return _("This case is not under that programme. Choose another one.")
    return _("{programme} has no such package. Choose another one.").format(
        programme=pack.short_name.in_(language())
    )


def _not_for_this_return(offer: Offer, frame: Frame) -> str | None:
    if offer.served:
        return None
    return _("{package} is not for this kind of return.").format(package=_name(offer, frame))


def _wrong_amount(line: BudgetLine, offer: Offer, others: Ledger) -> str | None:
    currency = offer.package.currency
    strange = others.strange[offer.pack.id, offer.package.id]
    if line.amount.currency != currency or strange:
        return _("{package} is counted in {currency}. Write the amounts in {currency}.").format(
            package=_name(offer, others.frame), currency=currency
        )
    if line.amount.minor <= 0:
        return _("Type an amount above zero.")
    if line.price and line.price.in_currency(currency) != line.amount:
        return _("The amount is not what the price comes to.")
    return None


def _wrong_form(line: BudgetLine, offer: Offer, frame: Frame) -> str | None:
    form = offer.package.form
    if line.form in _FORMS[form]:
        return None
    if form is PackageForm.IN_KIND:
        return _(
            "{package} is given in kind only: the office pays the supplier, never the person."
        ).format(package=_name(offer, frame))
    return _("{package} is given in cash only.").format(package=_name(offer, frame))


def _closed(offer: Offer, frame: Frame) -> str | None:
    """Why nothing at all can be planned from the package today."""
    if offer.ceiling is None:
        return _no_amount(_name(offer, frame))
    return _time_is_over(offer, frame, frame.today)


def _no_amount(name: str) -> str:
    return _(
        "No public source gives an amount for {package}. Your office has to confirm one first."
    ).format(package=name)


def closed_on(package: Package, frame: Frame, day: date, fund: str = "") -> str | None:
    """Why a package gives nothing on this day: its time is over. None if it is not. ``fund`` is its
    programme, empty for that of the case."""
    return _time_is_over(frame.offers[fund or frame.pack.id, package.id], frame, day)


def _time_is_over(offer: Offer, frame: Frame, day: date) -> str | None:
    if offer.last_day is None or day <= offer.last_day:
        return None
    return _("The time for {package} is over: its last day was {day}.").format(
        package=_name(offer, frame), day=format_date(offer.last_day, language())
    )


def _wrong_time(line: BudgetLine, offer: Offer, frame: Frame) -> str | None:
    """Spent before the arrival or after the package ends, or at no time where that counts."""
    if not line.month:
        limit = next((one for one in offer.limits_on(line.dimension) if one.every), None)
        if limit is None:
            return None
        return _("{limit} counts by months: choose the month in which this is spent.").format(
            limit=limit.name.in_(language())
        )
    if line.month < frame.first_month:
        return _("The person arrived on {day}: nothing is spent before.").format(
            day=format_date(frame.arrived_on, language())
        )
    if offer.last_day is None or line.month <= month_of(offer.last_day):
        return None
    return _("{package} ends on {day}: nothing is spent out of it after that.").format(
        package=_name(offer, frame), day=format_date(offer.last_day, language())
    )


def _wrong_dimension(line: BudgetLine, offer: Offer, frame: Frame) -> str | None:
    if line.dimension is None or line.dimension in offer.package.dimensions:
        return None
    return _("{package} is not for this dimension.").format(package=_name(offer, frame))


def _second_time(offer: Offer, others: Ledger) -> str | None:
    if not offer.package.once_only:
        return None
    key = (offer.pack.id, offer.package.id)
    if key in others.elsewhere:
        return _("{package} is given once only, and this person has had it before.").format(
            package=_name(offer, others.frame)
        )
    if others.lines[key] > 0:
        return _("{package} is given once only, and the plan has a line for it already.").format(
            package=_name(offer, others.frame)
        )
    return None


def _paid_twice(offer: Offer, others: Ledger) -> str | None:
    return paid_twice((offer.pack.id, offer.package.id), others)


def paid_twice(key: Key, others: Ledger) -> str | None:
    """Why the person may not have a package beside what they hold; None if they may. It is enough
    that one of the two programmes says so."""
    excluded = others.frame.exclusions.get(key)
    if not excluded:
        return None
    held = sorted(other for other in excluded if others.holds(other))
    if not held:
        return None
    return _(
        "{package} is not given to somebody who has {other}: the same would be paid for twice."
    ).format(package=others.frame.name_of(key), other=others.frame.name_of(held[0]))


def _above_ceiling(line: BudgetLine, offer: Offer, others: Ledger) -> str | None:
    ceiling = offer.ceiling
    if ceiling is None or line.amount.minor + others.bound(offer) <= ceiling.minor:
        return None
    balance = others.balance(offer, None)
    over = Money(line.amount.minor + others.bound(offer) - ceiling.minor, ceiling.currency)
    reason = _("This line is {over} above the ceiling of {package}.").format(
        over=format_money(over, language()), package=_name(offer, others.frame)
    )
    return f"{reason} {standing_words(balance)}"


def _above_limit(line: BudgetLine, offer: Offer, others: Ledger) -> str | None:
    return over_limits(offer, line.amount, line.dimension, line.month, others)


def over_limits(
    offer: Offer, amount: Money, dimension: Dimension | None, month: str, others: Ledger
) -> str | None:
    """Why this money passes a limit across packages, in whole sentences; None if it does not."""
    frame = others.frame
    for limit in offer.limits_on(dimension):
        cap = frame.cap(limit)
        if cap is None:
            return _no_amount(limit.name.in_(language()))
        period = frame.period(limit, month or month_of(frame.today))
        if amount.minor + others.bound_under(offer.pack, limit, period) > cap.minor:
            return _over_words(amount, others.standing(offer.pack, limit, period))
    return None


def _over_words(amount: Money, standing: LimitBalance) -> str:
    assert standing.left is not None
    words = {
        "over": format_money(amount - standing.left, language()),
        "limit": standing.limit.name.in_(language()),
    }
    if standing.months is None:
        reason = _("This is {over} above the limit {limit}.").format(**words)
    else:
        reason = _("This is {over} above the limit {limit} for {first} to {last}.").format(
            **words, first=month_words(standing.months[0]), last=month_words(standing.months[1])
        )
    return f"{reason} {standing_words(standing)}"


def month_words(month: str, in_language: str = "") -> str:
    """A month in words: ``May 2026``; an empty text stays empty."""
    return format_partial(PartialDate.from_edtf(month), in_language or language()) if month else ""
