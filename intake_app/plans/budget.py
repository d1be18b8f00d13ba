"""Budget lines against the ceilings of a programme: what is left, and why a line does not fit.

Pure: everything a decision needs is in the ``Frame``. The sentences are in the screen's language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Group, Pack, Package, PackageForm
from intake_app.plans.model import BudgetLine, LineForm, Plan, PlanState
from intake_app.values import Money

_FORMS = {
    PackageForm.CASH: {LineForm.CASH},
    PackageForm.IN_KIND: {LineForm.IN_KIND},
    PackageForm.CASH_OR_SERVICE: {LineForm.CASH, LineForm.IN_KIND},
}


@dataclass(frozen=True)
class Frame:
    """What a case brings to its budget.

    ``family_members`` counts those who came along, without the principal. ``other_committed`` is
    what is bound outside these lines, by package: an earlier case, another office, another fund.
    """

    pack: Pack
    return_kind: str
    arrived_on: date
    today: date
    family_members: int = 0
    other_committed: Mapping[str, Money] = field(default_factory=dict)

    @property
    def group(self) -> Group | None:
        """How the programme sorts this return; None if it does not take it."""
        return self.pack.eligibility.group_of(self.return_kind)


@dataclass(frozen=True)
class Balance:
    """How one package stands. Only a package with ``closed`` None takes a further line.

    ``ceiling`` and ``left`` are None while no amount is confirmed; ``left`` is below zero if the
    ceiling fell after the lines were written. ``days_left`` is 0 on the last day and below zero
    after it; it and ``last_day`` are None where the programme states no time limit.
    """

    package: str
    ceiling: Money | None
    planned: Money
    committed: Money
    left: Money | None
    last_day: date | None
    days_left: int | None
    closed: str | None


def balance_of(package: Package, lines: Collection[BudgetLine], frame: Frame) -> Balance:
    """How one package stands with these lines."""
    return _balance(package, lines, frame)


def held_lines(plans: Sequence[Plan], package: str) -> tuple[BudgetLine, ...]:
    """The lines of a package that bind money of a case: those of the version in force, or of one
    that waits for approval if they hold more. ``plans`` are the versions, the newest first."""
    in_force = next((plan for plan in plans if plan.state is PlanState.APPROVED), None)
    waiting = (plan for plan in plans if plan.state is PlanState.SUBMITTED)
    versions = [plan for plan in (in_force, *waiting) if plan is not None]
    lines = (tuple(one for one in plan.lines if one.package == package) for plan in versions)
    return max(lines, key=lambda some: sum(line.amount.minor for line in some), default=())


def balances(lines: Collection[BudgetLine], frame: Frame) -> tuple[Balance, ...]:
    """One balance for each package of this kind of return, and for any other that has a line."""
    used = {line.package for line in lines}
    return tuple(
        _balance(package, lines, frame)
        for package in frame.pack.packages
        if package.id in used or _not_for_this_return(package, frame) is None
    )


def refusal(line: BudgetLine, lines: Collection[BudgetLine], frame: Frame) -> str | None:
    """Why this line may not stand in the plan, in whole sentences; None if it may.

    ``lines`` are those of the plan; an earlier state of this line among them (same id) is ignored,
    so that adding and changing are the same question.
    """
    package = frame.pack.package(line.package)
    if package is None:
        return _("{programme} has no such package. Choose another one.").format(
            programme=frame.pack.short_name.in_(language())
        )
    others = [other for other in lines if other.id != line.id]
    return (
        _not_for_this_return(package, frame)
        or _wrong_amount(line, package, others)
        or _wrong_form(line, package)
        or _closed(package, frame)
        or _second_time(package, others, frame)
        or _above_ceiling(line, _balance(package, others, frame), package)
    )


def refusals(
    lines: Collection[BudgetLine], frame: Frame, kept: Collection[BudgetLine] = ()
) -> dict[str, str]:
    """The reason for each line that may not stand, by its id; empty if the whole plan fits.

    ``kept`` are the lines of the version in force: a line that stands in it unchanged was approved
    in its time and is not asked again, but it counts in every sum.
    """
    asked = [line for line in lines if line not in kept]
    reasons = ((line.id, refusal(line, lines, frame)) for line in asked)
    return {line_id: reason for line_id, reason in reasons if reason is not None}


# ---------------------------------------------------------------------------- arithmetic


def _balance(package: Package, lines: Collection[BudgetLine], frame: Frame) -> Balance:
    planned = Money.zero(package.currency)
    for line in lines:
        if line.package == package.id and line.amount.currency == package.currency:
            planned += line.amount
    committed = frame.other_committed.get(package.id, Money.zero(package.currency))
    ceiling = _ceiling(package, frame)
    last_day = package.window.last_day(frame.arrived_on) if package.window else None
    return Balance(
        package=package.id,
        ceiling=ceiling,
        planned=planned,
        committed=committed,
        left=None if ceiling is None else ceiling - planned - committed,
        last_day=last_day,
        days_left=None if last_day is None else (last_day - frame.today).days,
        closed=_not_for_this_return(package, frame) or _closed(package, frame),
    )


def _ceiling(package: Package, frame: Frame) -> Money | None:
    return package.ceiling(frame.group, frame.family_members)


# ---------------------------------------------------------------------------- rules


def _not_for_this_return(package: Package, frame: Frame) -> str | None:
    if frame.group is not None and package.serves(frame.group):
        return None
    return _("{package} is not for this kind of return.").format(package=_name(package))


def _wrong_amount(line: BudgetLine, package: Package, others: Collection[BudgetLine]) -> str | None:
    same = [other for other in others if other.package == package.id]
    if any(one.amount.currency != package.currency for one in (line, *same)):
        return _("{package} is counted in {currency}. Write the amounts in {currency}.").format(
            package=_name(package), currency=package.currency
        )
    if line.amount.minor <= 0:
        return _("Type an amount above zero.")
    return None


def _wrong_form(line: BudgetLine, package: Package) -> str | None:
    if line.form in _FORMS[package.form]:
        return None
    if package.form is PackageForm.IN_KIND:
        return _(
            "{package} is given in kind only: the office pays the supplier, never the person."
        ).format(package=_name(package))
    return _("{package} is given in cash only.").format(package=_name(package))


def _closed(package: Package, frame: Frame) -> str | None:
    """Why nothing at all can be planned from the package today."""
    if _ceiling(package, frame) is None:
        return _(
            "No public source gives an amount for {package}. Your office has to confirm one first."
        ).format(package=_name(package))
    return closed_on(package, frame, frame.today)


def closed_on(package: Package, frame: Frame, day: date) -> str | None:
    """Why the package gives nothing on this day: its time is over. None if it is not."""
    if package.window is None:
        return None
    last_day = package.window.last_day(frame.arrived_on)
    if day <= last_day:
        return None
    return _("The time for {package} is over: its last day was {day}.").format(
        package=_name(package), day=format_date(last_day, language())
    )


def _second_time(package: Package, others: Collection[BudgetLine], frame: Frame) -> str | None:
    if not package.once_only:
        return None
    committed = frame.other_committed.get(package.id)
    if committed is not None and committed.minor > 0:
        return _("{package} is given once only, and this person has had it before.").format(
            package=_name(package)
        )
    if any(other.package == package.id for other in others):
        return _("{package} is given once only, and the plan has a line for it already.").format(
            package=_name(package)
        )
    return None


def _above_ceiling(line: BudgetLine, balance: Balance, package: Package) -> str | None:
    ceiling, left = balance.ceiling, balance.left
    if ceiling is None or left is None or line.amount <= left:
        return None
    over = line.amount - left
    reason = _("This line is {over} above the ceiling of {package}.").format(
        over=format_money(over, language()), package=_name(package)
    )
    return f"{reason} {standing_words(balance)}"


def standing_words(balance: Balance) -> str:
    """The balance in words, with the time that is left; empty while no amount is confirmed."""
    ceiling, left = balance.ceiling, balance.left
    if ceiling is None or left is None:
        return ""
    left = max(left, Money.zero(left.currency))
    amounts = {
        "left": format_money(left, language()),
        "ceiling": format_money(ceiling, language()),
    }
    if balance.last_day is None or balance.days_left is None:
        return _("There are {left} left of {ceiling}.").format(**amounts)
    if balance.days_left == 0:
        return _("There are {left} left of {ceiling}, and today is the last day.").format(**amounts)
    return ngettext(
        "There are {left} left of {ceiling}, and {days} day until {day}.",
        "There are {left} left of {ceiling}, and {days} days until {day}.",
        balance.days_left,
    ).format(**amounts, days=balance.days_left, day=format_date(balance.last_day, language()))


def _name(package: Package) -> str:
    return package.name.in_(language())
