"""What a programme rules beside its packages: who leads, what is asked, caps, the way of a grant.

All of it is optional in a pack; a programme that says nothing has empty tuples and the usual way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import (
    PAYMENTS,
    Dimension,
    GrantStep,
    KeptIn,
    ModuleTime,
    Moment,
    PartStart,
    Per,
    Period,
    QuestionKind,
)
from intake_app.packs.words import Origin, Text
from intake_app.values import Money


@dataclass(frozen=True)
class Lead:
    """Which institution leads a service from a day on; ``starts`` None: from the beginning."""

    id: str
    service: str
    name: Text
    lead: Text
    starts: date | None
    origin: Origin


@dataclass(frozen=True)
class Option:
    """One answer of a question with a choice."""

    id: str
    name: Text


@dataclass(frozen=True)
class Question:
    """Something that this programme asks beside the common profile.

    ``options`` only for a choice. ``needed``: must be answered before the plan is sent, a grant is
    asked for, anything is paid, or the case is closed; None: whenever it is known. ``kept_in``: the
    part of the case that answers it; nobody types the answer.
    """

    id: str
    name: Text
    kind: QuestionKind
    options: tuple[Option, ...]
    needed: Moment | None
    kept_in: KeptIn | None = None

    def option(self, option_id: str) -> Option | None:
        """One answer by its id."""
        return next((entry for entry in self.options if entry.id == option_id), None)


@dataclass(frozen=True)
class TrainingModule:
    """A course that belongs to the programme. ``needed``: what does not go on before the person
    has attended it; None: nothing waits for it."""

    id: str
    name: Text
    when: ModuleTime
    origin: Origin
    needed: Moment | None = None


@dataclass(frozen=True)
class Limit:
    """A cap over several packages, beside the ceiling of each.

    ``packages`` empty: all of the programme. ``dimension`` None: all. ``per`` person: the amount
    once for each person of the case. ``amount`` None until an office has confirmed one. ``every``:
    the amount anew for each period of so many months from arrival; None: once and for all.
    """

    id: str
    name: Text
    packages: tuple[str, ...]
    dimension: Dimension | None
    group: Group
    per: Per
    amount: Money | None
    every: int | None
    origin: Origin

    def covers(self, package: str, group: Group | None) -> bool:
        """True if money of this package, after this group of returns, counts against the cap."""
        named = not self.packages or package in self.packages
        return named and self.group in {Group.ANY, group}


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
class Indicator:
    """Something that the programme counts."""

    id: str
    name: Text
    definition: Text
