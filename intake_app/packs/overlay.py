"""What one office enters into a programme: amounts that no source gives, or that have changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import FamilyRole, Per
from intake_app.packs.model import Ceiling, Pack, Package
from intake_app.packs.words import Mark, Origin
from intake_app.values import Money


@dataclass(frozen=True)
class OfficeAmount:
    """A figure that an office confirmed for one ceiling, and the year that it holds for."""

    package: str
    group: Group
    role: FamilyRole
    per: Per
    amount: Money
    year: int


def with_office_amounts(pack: Pack, amounts: Iterable[OfficeAmount]) -> Pack:
    """The pack as one office uses it: its confirmed figures in place of missing or older ones.

    Raises InvalidInput for a wrong currency, an amount of zero, or a ceiling that is not there.
    """
    for confirmed in amounts:
        package = pack.package(confirmed.package)
        if package is None:
            raise InvalidInput({"package": _("This programme has no such package.")})
        changed = replace(package, ceilings=_confirmed(package, confirmed))
        packages = (changed if entry is package else entry for entry in pack.packages)
        pack = replace(pack, packages=tuple(packages))
    return pack


def _confirmed(package: Package, confirmed: OfficeAmount) -> tuple[Ceiling, ...]:
    if confirmed.amount.currency != package.currency:
        raise InvalidInput(
            {"amount": _("Type the amount in {currency}.").format(currency=package.currency)}
        )
    if confirmed.amount.minor <= 0:
        raise InvalidInput({"amount": _("Type an amount above zero.")})
    place = (confirmed.group, confirmed.role, confirmed.per)
    if place not in {(row.group, row.role, row.per) for row in package.ceilings}:
        raise InvalidInput({"package": _("This package has no such ceiling.")})
    origin = Origin(Mark.OFFICE, "", confirmed.year, None)
    return tuple(
        replace(row, amount=confirmed.amount, at_least=None, origin=origin)
        if (row.group, row.role, row.per) == place
        else row
        for row in package.ceilings
    )
