"""May something be given out of the post-arrival package? One pure question, answered in words.

Every sum over a package has three parts, each counted once: what stands as given, what the plan
holds (the version in force, or one that waits for approval if it holds more), and what the person's
other cases hold. Grants are paid out of lines of the plan and are in its sum already. A draft holds
nothing: it is weighed against what was given when it is saved and sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.needs.model import GivenItem
from intake_app.packs.model import Package, PackageForm
from intake_app.plans.budget import (
    Balance,
    Frame,
    balance_of,
    closed_on,
    over_limits,
    paid_twice,
    standing_words,
)
from intake_app.plans.ledger import Ledger
from intake_app.plans.lines import month_of
from intake_app.plans.model import BudgetLine
from intake_app.values import Money


@dataclass(frozen=True)
class Room:
    """What a case's immediate aid is held against.

    ``held`` are the plan lines that bind money; what was given stands in the frame's ``elsewhere``
    already.
    """

    frame: Frame
    held: Collection[BudgetLine] = ()

    @property
    def package(self) -> Package | None:
        """The programme's package for what is given on arrival."""
        return self.frame.pack.on_arrival

    @property
    def balance(self) -> Balance | None:
        """How the package stands; None where nothing counts against a ceiling."""
        package = self.package
        if package is None or why_not_counted(self):
            return None
        return balance_of(package, self.held, self.frame)


def why_not_counted(room: Room) -> str | None:
    """Why what is given counts against no ceiling; None if it does count."""
    package, frame = room.package, room.frame
    if package is None:
        return _(
            "{programme} has no post-arrival package: nothing counts against a ceiling."
        ).format(programme=frame.pack.short_name.in_(language()))
    name = package.name.in_(language())
    if frame.group is None or not package.serves(frame.group):
        return _(
            "{package} is not for this kind of return: nothing counts against a ceiling."
        ).format(package=name)
    if package.ceiling(frame.group, frame.family_members) is None:
        return _(
            "No amount is confirmed for {package}: nothing counts against a ceiling until your"
            " office has confirmed one."
        ).format(package=name)
    return None


def refusal(item: GivenItem, room: Room) -> str | None:
    """Why this may not be given, in whole sentences; None if it may.

    Something without a value counts against nothing and may always be given.
    """
    package, value, balance = room.package, item.value, room.balance
    if value is None or package is None:
        return None
    if reason := _money_for_in_kind(item, package):
        return reason
    if value.currency != package.currency:
        return _("{package} is counted in {currency}. Write the amounts in {currency}.").format(
            package=package.name.in_(language()), currency=package.currency
        )
    if balance is None:
        return None
    return (
        _goods_for_cash(item, package)
        or closed_on(package, room.frame, item.given_on)
        or _above(item, balance, room)
        or _beyond_the_package(value, package, item, room)
    )


def _beyond_the_package(value: Money, package: Package, item: GivenItem, room: Room) -> str | None:
    """Rules that look at more than this package: double funding, and limits across packages."""
    ledger, key = Ledger(room.held, room.frame), (room.frame.pack.id, package.id)
    return paid_twice(key, ledger) or over_limits(
        room.frame.offers[key], value, None, month_of(item.given_on), ledger
    )


def _money_for_in_kind(item: GivenItem, package: Package) -> str | None:
    """A rule of the programme, not of an amount: it holds before any amount is confirmed."""
    if package.form is not PackageForm.IN_KIND or not item.is_money:
        return None
    return _(
        "{package} is given in kind only: the office pays the supplier, never the person."
    ).format(package=package.name.in_(language()))


def _goods_for_cash(item: GivenItem, package: Package) -> str | None:
    if package.form is not PackageForm.CASH or item.is_money:
        return None
    return _("{package} is given in cash only.").format(package=package.name.in_(language()))


def _above(item: GivenItem, balance: Balance, room: Room) -> str | None:
    value, package = item.value, room.package
    if value is None or package is None or balance.left is None or value <= balance.left:
        return None
    reasons = [
        _("This is {over} above what {package} still holds.").format(
            over=format_money(value - balance.left, language()),
            package=package.name.in_(language()),
        )
    ]
    if balance.planned.minor:
        reasons.append(
            _("The plan holds {amount} of it.").format(
                amount=format_money(balance.planned, language())
            )
        )
    return " ".join([*reasons, standing_words(balance)])
