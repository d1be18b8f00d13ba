"""What one office enters into a programme: amounts that no source gives, or that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import FamilyRole, Per
from intake_app.packs.model import Ceiling, Pack
from intake_app.packs.words import Mark, Origin
from intake_app.values import Money


class FigureKind(StrEnum):
    """What an office can enter: a ceiling, a cap over packages, from when quotes are due."""

    CEILING = "ceiling"
    LIMIT = "limit"
    QUOTES = "quotes"


@dataclass(frozen=True)
class OfficeAmount:
    """An amount that an office entered, and the year that it holds for.

    ``package`` is the id of the package for a ceiling, of the limit for a limit, empty for quotes.
    """

    package: str
    group: Group
    role: FamilyRole
    per: Per
    amount: Money
    year: int
    kind: FigureKind = FigureKind.CEILING


@dataclass(frozen=True)
class Figure:
    """One amount of a programme that an office can enter, with what stands there now."""

    kind: FigureKind
    subject: str
    group: Group
    role: FamilyRole
    per: Per
    amount: Money | None
    origin: Origin | None

    @property
    def place(self) -> tuple[FigureKind, str, Group, FamilyRole, Per]:
        """What tells it from every other figure of the programme."""
        return self.kind, self.subject, self.group, self.role, self.per


def figures(pack: Pack) -> tuple[Figure, ...]:
    """Everything of a programme that an office can enter, in the pack's order."""
    any_of = (Group.ANY, FamilyRole.ANY, Per.CASE)
    ceilings = (
        Figure(FigureKind.CEILING, package.id, row.group, row.role, row.per, row.amount, row.origin)
        for package in pack.packages
        for row in package.ceilings
    )
    limits = (
        Figure(FigureKind.LIMIT, entry.id, *any_of, entry.amount, entry.origin)
        for entry in pack.limits
    )
    rules = pack.grants
    quotes = Figure(FigureKind.QUOTES, "", *any_of, rules.quotes_from, rules.origin)
    return (*ceilings, *limits, quotes)


def with_office_amounts(pack: Pack, amounts: Iterable[OfficeAmount]) -> Pack:
    """The pack as one office uses it: its confirmed figures in place of missing or older ones.

    Raises InvalidInput for a wrong currency, an amount of zero, or a figure that is not there.
    """
    for entered in amounts:
        pack = _with(pack, entered)
    return pack


def _with(pack: Pack, entered: OfficeAmount) -> Pack:
    if entered.amount.currency != pack.currency:
        raise InvalidInput(
            {"amount": _("Type the amount in {currency}.").format(currency=pack.currency)}
        )
    if entered.amount.minor <= 0:
        raise InvalidInput({"amount": _("Type an amount above zero.")})
    origin = Origin(Mark.OFFICE, "", entered.year, None)
    if entered.kind is FigureKind.QUOTES:
        # the rest of the table keeps the source that it has
        return replace(pack, grants=replace(pack.grants, quotes_from=entered.amount))
    if entered.kind is FigureKind.LIMIT:
        return _with_limit(pack, entered, origin)
    package = pack.package(entered.package)
    if package is None:
        raise InvalidInput({"package": _("This programme has no such package.")})
    changed = replace(package, ceilings=_confirmed(package.ceilings, entered, origin))
    packages = tuple(changed if entry is package else entry for entry in pack.packages)
    return replace(pack, packages=packages)


def _with_limit(pack: Pack, entered: OfficeAmount, origin: Origin) -> Pack:
    if entered.package not in {entry.id for entry in pack.limits}:
        raise InvalidInput({"package": _("This programme has no such limit.")})
    limits = (
        replace(entry, amount=entered.amount, origin=origin)
        if entry.id == entered.package
        else entry
        for entry in pack.limits
    )
    return replace(pack, limits=tuple(limits))


def _confirmed(
    ceilings: tuple[Ceiling, ...], entered: OfficeAmount, origin: Origin
) -> tuple[Ceiling, ...]:
    place = (entered.group, entered.role, entered.per)
    if place not in {(row.group, row.role, row.per) for row in ceilings}:
        raise InvalidInput({"package": _("This package has no such ceiling.")})
    return tuple(
        replace(row, amount=entered.amount, at_least=None, origin=origin)
        if (row.group, row.role, row.per) == place
        else row
        for row in ceilings
    )


NO_EARLIER: Mapping[str, Mapping[str, Pack]] = MappingProxyType({})


class OfficePacks(Mapping[str, Pack]):
    """The packs of a signed-in desk: each as this office uses it.

    An amount that is entered holds at once wherever the packs are read from here. ``earlier`` are
    further versions that are at hand, by pack and version.
    """

    def __init__(
        self,
        shipped: Mapping[str, Pack],
        earlier: Mapping[str, Mapping[str, Pack]] = NO_EARLIER,
    ) -> None:
        self._shipped = dict(shipped)
        self._in_use = dict(shipped)
        self._versions = {
            pack_id: {**earlier.get(pack_id, {}), pack.version: pack}
            for pack_id, pack in shipped.items()
        }

    def __getitem__(self, pack_id: str) -> Pack:
        return self._in_use[pack_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._in_use)

    def __len__(self) -> int:
        return len(self._in_use)

    def shipped(self, pack_id: str) -> Pack:
        """A pack as its files have it, without the office's amounts. Raises KeyError."""
        return self._shipped[pack_id]

    def versions(self, pack_id: str) -> Mapping[str, Pack]:
        """The versions of a pack that are at hand, as its files have it. Raises KeyError."""
        return self._versions[pack_id]

    def install(self, pack: Pack) -> None:
        """From now on this version of the programme is in use; the earlier ones can be read."""
        self._shipped[pack.id] = pack
        self._versions.setdefault(pack.id, {})[pack.version] = pack
        self.use(pack)

    def use(self, pack: Pack) -> None:
        """From now on the programme is this."""
        self._in_use[pack.id] = pack
