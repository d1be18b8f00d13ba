"""What a programme is: its packages and ceilings, deadlines, offices, partners and texts.

Every figure carries where it comes from (``Origin``). Nothing here is about a person.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.eligibility import Eligibility, Group
from intake_app.packs.words import Mark, Origin, Source, Text
from intake_app.values import Money

__all__ = [
    "ARRIVAL_ITEMS",
    "ActivityTemplate",
    "ArrivalItem",
    "Ceiling",
    "Deadline",
    "Dimension",
    "Eligibility",
    "FamilyRole",
    "FollowUp",
    "Group",
    "Mark",
    "Moment",
    "Office",
    "OfficeAmount",
    "Origin",
    "Pack",
    "Package",
    "PackageForm",
    "Partner",
    "Per",
    "Period",
    "Phase",
    "RequiredDocument",
    "Sector",
    "Source",
    "Start",
    "Text",
    "with_office_amounts",
]


ARRIVAL_ITEMS = {
    "pocket_money": "cash",
    "transport": "service",
    "lodging": "service",
    "meal": "goods",
    "kit": "goods",
    "urgent_care": "service",
    "other": "goods",
}
"""What every programme can give on arrival, and how each usually reaches the person."""


class Dimension(StrEnum):
    """The three sides of a reintegration (IOM Reintegration Handbook, module 1)."""

    ECONOMIC = "economic"
    SOCIAL = "social"
    PSYCHOSOCIAL = "psychosocial"


class PackageForm(StrEnum):
    """How a package may be given. In kind: the office pays the supplier of goods or services."""

    CASH = "cash"
    IN_KIND = "in_kind"
    CASH_OR_SERVICE = "cash_or_service"


class FamilyRole(StrEnum):
    """Whom a ceiling counts: the person whose case it is, those who came along, or both."""

    PRINCIPAL = "principal"
    FAMILY_MEMBER = "family_member"
    ANY = "any"


class Per(StrEnum):
    """A ceiling for each person it counts, or one for the whole case whatever the family's size."""

    PERSON = "person"
    CASE = "case"


class Start(StrEnum):
    """The event from which a deadline runs."""

    ARRIVAL = "arrival"
    SUBMISSION = "submission"
    REFERRAL = "referral"


class Moment(StrEnum):
    """When a paper has to be there."""

    INTAKE = "intake"
    PLAN = "plan"
    GRANT = "grant"
    CLOSURE = "closure"


@dataclass(frozen=True)
class Period:
    """A span of time: whole days or whole calendar months, one of the two."""

    days: int = 0
    months: int = 0

    def last_day(self, start: date) -> date:
        """The last day that still belongs to the period.

        Twelve months from 3 May end with 3 May a year later, that day included; where the month
        has no such day, with its last one (the counting of Regulation (EEC) No 1182/71, art. 3).
        """
        if self.days:
            return start + timedelta(days=self.days)
        years, month = divmod(start.month - 1 + self.months, 12)
        year = start.year + years
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day)


@dataclass(frozen=True)
class Ceiling:
    """The most that may be given, for one group of returns and one place in the family.

    ``amount`` is None until an office has confirmed one: such a ceiling cannot be used.
    ``at_least`` is the lower end where the source names a range; ``amount`` is its upper end.
    """

    package: str
    group: Group
    role: FamilyRole
    per: Per
    amount: Money | None
    at_least: Money | None
    origin: Origin

    def persons(self, family_members: int) -> int:
        """How many persons of the case this ceiling counts."""
        principal = self.role is not FamilyRole.FAMILY_MEMBER
        others = self.role is not FamilyRole.PRINCIPAL
        return principal + others * family_members


@dataclass(frozen=True)
class Package:
    """Something that a programme can give, with its ceilings.

    ``window`` runs from arrival; None where no public source states one. ``once_only``: one line
    of one plan, never a second time. ``on_arrival``: what reception gives to somebody who has just
    come counts against it.
    """

    id: str
    name: Text
    dimensions: tuple[Dimension, ...]
    form: PackageForm
    currency: str
    ceilings: tuple[Ceiling, ...]
    once_only: bool
    window: Period | None
    origin: Origin
    on_arrival: bool = False

    def ceilings_for(self, group: Group) -> tuple[Ceiling, ...]:
        """The rows that speak of this group of returns."""
        return tuple(row for row in self.ceilings if row.group in {group, Group.ANY})

    def serves(self, group: Group) -> bool:
        """True if the package exists for this group of returns at all."""
        return bool(self.ceilings_for(group))

    def ceiling(self, group: Group | None, family_members: int) -> Money | None:
        """The most for one case: the persons' ceilings added up, capped by a ceiling per case.

        ``family_members`` counts those who came along, without the principal. None if a figure is
        needed that no office has confirmed yet, or if the package does not serve the group.
        """
        if family_members < 0:
            raise ValueError("a family has no fewer than zero members")
        if group is None:
            return None
        rows = self.ceilings_for(group)
        by_person = [row for row in rows if row.per is Per.PERSON]
        caps = [row.amount for row in rows if row.per is Per.CASE]
        counted = [(row.amount, row.persons(family_members)) for row in by_person]
        total = Money.zero(self.currency)
        for amount, persons in counted:
            if persons and amount is None:
                return None
            if persons and amount is not None:
                total += Money(amount.minor * persons, amount.currency)
        if not caps:
            return total if by_person else None
        cap = caps[0]
        if cap is None or not by_person:
            return cap
        return min(total, cap)


@dataclass(frozen=True)
class Phase:
    """A step that the programme itself names."""

    id: str
    name: Text


@dataclass(frozen=True)
class Deadline:
    """Something that has to happen within a period of an event."""

    id: str
    name: Text
    start: Start
    period: Period
    origin: Origin

    def last_day(self, start: date) -> date:
        """The last day on which it is still in time."""
        return self.period.last_day(start)


@dataclass(frozen=True)
class Sector:
    """A kind of service, for referrals and the directory."""

    id: str
    name: Text


@dataclass(frozen=True)
class Partner:
    """An institution that serves a sector, under its official name, without contacts."""

    name: str
    sector: str
    country: str
    area: Text
    role: Text
    source: str


@dataclass(frozen=True)
class Office:
    """A place where the programme receives people. ``is_open`` is False while only announced."""

    code: str
    name: Text
    country: str
    is_open: bool
    origin: Origin


@dataclass(frozen=True)
class ActivityTemplate:
    """An activity that plans of this programme often hold."""

    id: str
    dimension: Dimension
    text: Text
    sector: str


@dataclass(frozen=True)
class ArrivalItem:
    """A kind of thing that the programme gives on arrival, besides those of every programme."""

    id: str
    name: Text
    handed: str


@dataclass(frozen=True)
class RequiredDocument:
    """A paper that the programme asks for. ``per_aid``: one for each aid that is given."""

    id: str
    name: Text
    when: Moment
    per_aid: bool


@dataclass(frozen=True)
class FollowUp:
    """In which months after arrival somebody asks how it goes, and how many days it may differ."""

    months: tuple[int, ...]
    tolerance_days: int
    origin: Origin


class GrantStep(StrEnum):
    """The steps of a grant after it was asked for, in the order in which they can come."""

    CHECK = "check"
    COMMITTEE = "committee"
    FINANCE = "finance"
    DELIVERY = "delivery"
    VERIFICATION = "verification"


class PartStart(StrEnum):
    """The event from which the months of an instalment count."""

    ARRIVAL = "arrival"
    APPROVAL = "approval"


PAYMENTS = ("supplier", "bank", "mobile_money", "cheque", "cash")
"""The ways in which money can reach somebody; a programme may allow fewer."""


@dataclass(frozen=True)
class InstalmentPart:
    """One instalment: whole per cents, what it waits for, and when it falls due if it is known.

    ``months`` None: due when the trigger has happened.
    """

    share: int
    trigger: Text
    months: int | None
    start: PartStart

    def due(self, arrived: date | None, approved: date | None) -> date | None:
        """The day on which it falls due; None if the programme names none or the start is open."""
        begin = arrived if self.start is PartStart.ARRIVAL else approved
        if self.months is None or begin is None:
            return None
        return Period(months=self.months).last_day(begin) if self.months else begin


@dataclass(frozen=True)
class Instalments:
    """How the money of one package is paid out; the shares of the parts sum to 100."""

    package: str
    parts: tuple[InstalmentPart, ...]
    origin: Origin


@dataclass(frozen=True)
class GrantRules:
    """The way of a grant in this programme.

    ``steps`` in their order, always with ``check`` and ``delivery``. ``committee``: its name, if
    there is the step. From ``quotes_from`` on, ``quotes`` offers of suppliers are needed; None: no
    amount is laid down. ``origin`` None: the pack says nothing and this is the usual way.
    """

    steps: tuple[GrantStep, ...] = (GrantStep.CHECK, GrantStep.DELIVERY)
    committee: Text | None = None
    quotes: int = 3
    quotes_from: Money | None = None
    payments: tuple[str, ...] = PAYMENTS
    origin: Origin | None = None


@dataclass(frozen=True)
class Pack:
    """A whole programme."""

    id: str
    version: str
    name: Text
    short_name: Text
    currency: str
    office_countries: tuple[str, ...]
    eligibility: Eligibility
    sources: tuple[Source, ...]
    phases: tuple[Phase, ...]
    deadlines: tuple[Deadline, ...]
    packages: tuple[Package, ...]
    sectors: tuple[Sector, ...]
    partners: tuple[Partner, ...]
    offices: tuple[Office, ...]
    activities: tuple[ActivityTemplate, ...]
    documents: tuple[RequiredDocument, ...]
    follow_up: FollowUp
    arrival_items: tuple[ArrivalItem, ...] = ()
    instalments: tuple[Instalments, ...] = ()
    grants: GrantRules = GrantRules()

    def instalments_of(self, package_id: str) -> Instalments | None:
        """How a package is paid out; None: at once."""
        return next((entry for entry in self.instalments if entry.package == package_id), None)

    @property
    def on_arrival(self) -> Package | None:
        """The package for what is given on arrival; None if the programme has none."""
        return next((entry for entry in self.packages if entry.on_arrival), None)

    def package(self, package_id: str) -> Package | None:
        """One package by its id."""
        return next((entry for entry in self.packages if entry.id == package_id), None)

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline by its id, for example ``plan_due``."""
        return next((entry for entry in self.deadlines if entry.id == deadline_id), None)

    def sector(self, sector_id: str) -> Sector | None:
        """One sector by its id."""
        return next((entry for entry in self.sectors if entry.id == sector_id), None)

    def source(self, source_id: str) -> Source | None:
        """One source by its id."""
        return next((entry for entry in self.sources if entry.id == source_id), None)

    def activities_for(self, dimension: Dimension) -> tuple[ActivityTemplate, ...]:
        """The templates of one dimension, in the pack's order."""
        return tuple(entry for entry in self.activities if entry.dimension is dimension)

    def partners_in(self, country: str) -> tuple[Partner, ...]:
        """The institutions of one country (ISO 3166-1 alpha-2)."""
        return tuple(entry for entry in self.partners if entry.country == country)


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
