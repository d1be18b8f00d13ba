"""What a programme is: its packages and ceilings, deadlines, offices, partners and texts.

Every figure carries where it comes from (``Origin``). Nothing here is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.packs.eligibility import Eligibility, Group
from intake_app.packs.kinds import (
    ARRIVAL_ITEMS,
    PAYMENTS,
    Dimension,
    FamilyRole,
    GrantStep,
    KeptIn,
    ModuleTime,
    Moment,
    PackageForm,
    PartStart,
    Per,
    Period,
    QuestionKind,
    Start,
)
from intake_app.packs.rules import (
    GrantRules,
    Indicator,
    InstalmentPart,
    Instalments,
    Lead,
    Limit,
    Option,
    Question,
    TrainingModule,
)
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
    "GrantRules",
    "GrantStep",
    "Group",
    "Indicator",
    "InstalmentPart",
    "Instalments",
    "KeptIn",
    "Lead",
    "Limit",
    "Mark",
    "ModuleTime",
    "Moment",
    "NO_RETURN",
    "Office",
    "Option",
    "Origin",
    "PAYMENTS",
    "Pack",
    "Package",
    "PackageForm",
    "PartStart",
    "Partner",
    "Per",
    "Period",
    "Phase",
    "Question",
    "QuestionKind",
    "RequiredDocument",
    "Sector",
    "Source",
    "Start",
    "Text",
    "TrainingModule",
]


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
    come counts against it. ``not_with``: who holds money of one of these packages, also of another
    programme (``eurp.post_return``), may not have this. ``follow_up_months``: for how long after
    its approval a grant is followed up; None where no source says it.
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
    not_with: tuple[str, ...] = ()
    follow_up_months: int | None = None

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
    """Something that has to happen within a period of an event.

    ``extension_days``: how far it can be extended with a reason; None: to any day. ``since`` and
    ``until`` are the questions whose answers are the days that start it and that end it.
    """

    id: str
    name: Text
    start: Start
    period: Period
    origin: Origin
    extension_days: int | None = None
    since: str = ""
    until: str = ""

    def last_day(self, start: date) -> date:
        """The last day on which it is still in time."""
        return self.period.last_day(start)


NO_RETURN = "no_return_until"
"""The deadline of a programme that asks for an undertaking not to come back before its end."""


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
    """A paper that the programme asks for. ``per_aid``: one for each aid that is given.

    ``when``: in which list it stands. ``needed``: what does not go on before it is there; None: it
    is named as still to come and stops nothing.
    """

    id: str
    name: Text
    when: Moment
    per_aid: bool
    needed: Moment | None = None


USUAL_ATTEMPTS = 3
"""Where a pack says nothing: no source gives a number, so an office may set another one."""


@dataclass(frozen=True)
class FollowUp:
    """In which months after arrival somebody asks how it goes, and how many days it may differ.

    ``attempts``: so many tries on different days, then somebody who is not found counts as lost.
    """

    months: tuple[int, ...]
    tolerance_days: int
    origin: Origin
    attempts: int = USUAL_ATTEMPTS


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
    leads: tuple[Lead, ...] = ()
    questions: tuple[Question, ...] = ()
    modules: tuple[TrainingModule, ...] = ()
    limits: tuple[Limit, ...] = ()
    instalments: tuple[Instalments, ...] = ()
    grants: GrantRules = GrantRules()
    indicators: tuple[Indicator, ...] = ()
    overlay: int = 0

    @property
    def edition(self) -> str:
        """What a decision remembers: "2026.1", or "2026.1+3" after the office's third change."""
        return f"{self.version}+{self.overlay}" if self.overlay else self.version

    @property
    def label(self) -> Text:
        """What lists call it: the short name first, since few people know a whole name."""
        return Text(
            _label(self.short_name.en, self.name.en), _label(self.short_name.fr, self.name.fr)
        )

    @property
    def on_arrival(self) -> Package | None:
        """The package for what is given on arrival; None if the programme has none."""
        return next((entry for entry in self.packages if entry.on_arrival), None)

    @property
    def keeps_child_file(self) -> bool:
        """True if its cases have a file of the child, with the phases as steps to tick off."""
        return any(entry.kept_in is KeptIn.CHILD_FILE for entry in self.questions)

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

    def question(self, question_id: str) -> Question | None:
        """One question by its id."""
        return next((entry for entry in self.questions if entry.id == question_id), None)

    def instalments_of(self, package_id: str) -> Instalments | None:
        """How a package is paid out; None: at once."""
        return next((entry for entry in self.instalments if entry.package == package_id), None)

    def lead_of(self, service: str, day: date) -> Lead | None:
        """Who leads a service on a day: the newest lead that has started by then."""
        started = [
            entry
            for entry in self.leads
            if entry.service == service and (entry.starts or date.min) <= day
        ]
        return max(started, key=lambda entry: entry.starts or date.min, default=None)

    def leads_on(self, day: date) -> list[Lead]:
        """Who leads each service on a day, in the pack's order."""
        services = dict.fromkeys(entry.service for entry in self.leads)
        return [lead for one in services if (lead := self.lead_of(one, day))]

    def activities_for(self, dimension: Dimension) -> tuple[ActivityTemplate, ...]:
        """The templates of one dimension, in the pack's order."""
        return tuple(entry for entry in self.activities if entry.dimension is dimension)

    def partners_in(self, country: str) -> tuple[Partner, ...]:
        """The institutions of one country (ISO 3166-1 alpha-2)."""
        return tuple(entry for entry in self.partners if entry.country == country)


def _label(short: str, name: str) -> str:
    return name if name.startswith(short) else f"{short} – {name}"
