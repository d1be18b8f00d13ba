"""What is printed on the papers of a grant: quotes, contract, receipt and certificate; and on those
of the committee that decides about it.

Texts arrive in the language of the paper unless a field is named as a code. Everything may be
empty: a blank form, to be filled in by hand, is a paper whose heading says ``blank``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import DecisionFacts, PaperFacts, PersonFacts
from intake_app.values import Money


@dataclass(frozen=True)
class AidFacts:
    """The grant that a paper is about. ``form`` and ``payment`` are codes."""

    number: int = 0
    package: str = ""
    plan_line: str = ""
    purpose: str = ""
    amount: Money | None = None
    form: str = ""
    payment: str = ""
    supplier: str = ""


@dataclass(frozen=True)
class QuoteFacts:
    """What one supplier asks for. ``delivery`` in the words of the quote."""

    supplier: str
    amount: Money
    quoted_on: date | None = None
    what: str = ""
    delivery: str = ""
    phone: str = ""
    tax_number: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class QuotesFacts(PaperFacts):
    """The quotes for a grant side by side. ``reason`` says why not the cheapest, or why fewer
    than the programme wants."""

    person: PersonFacts = PersonFacts()
    aid: AidFacts = AidFacts()
    quotes: tuple[QuoteFacts, ...] = ()
    needed: int = 0
    needed_from: Money | None = None
    reason: str = ""
    compared_by: str = ""


@dataclass(frozen=True)
class PartFacts:
    """One instalment: its part of the whole in per cent, and what has to happen first."""

    number: int
    share: int
    amount: Money
    trigger: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class ContractFacts(PaperFacts):
    """What person and office promise each other for one grant."""

    person: PersonFacts = PersonFacts()
    aid: AidFacts = AidFacts()
    instalments: tuple[PartFacts, ...] = ()
    follow_up_until: date | None = None
    counsellor: str = ""
    supervisor: str = ""
    decision: DecisionFacts | None = None


@dataclass(frozen=True)
class ReceiptFacts(PaperFacts):
    """A receipt for money that was paid out. ``instalment`` in words; ``taken_by`` is empty where
    the person took it. ``local`` is what was counted out where that is another currency, at
    ``rate`` (units of it for one, as typed) of a day."""

    person: PersonFacts = PersonFacts()
    aid: AidFacts = AidFacts()
    amount: Money | None = None
    instalment: str = ""
    paid_on: date | None = None
    paid_by: str = ""
    payment: str = ""
    reference: str = ""
    taken_by: str = ""
    paid_before: Money | None = None
    left: Money | None = None
    local: Money | None = None
    rate: str = ""
    rate_on: date | None = None


@dataclass(frozen=True)
class ThingFacts:
    """One thing on a hand-over certificate. ``value`` is that of all its pieces together."""

    what: str
    serial: str = ""
    quantity: int = 1
    unit: str = ""
    value: Money | None = None
    condition: str = ""


@dataclass(frozen=True)
class HandOverFacts(PaperFacts):
    """A certificate for things that were handed over."""

    person: PersonFacts = PersonFacts()
    aid: AidFacts = AidFacts()
    things: tuple[ThingFacts, ...] = ()
    total: Money | None = None
    handed_on: date | None = None
    handed_by: str = ""
    place: str = ""
    delivery_note: str = ""
    taken_by: str = ""


@dataclass(frozen=True)
class MemberOfCommittee:
    """Somebody of a committee. ``present`` is None as long as nobody has said."""

    name: str
    institution: str = ""
    present: bool | None = None


@dataclass(frozen=True)
class MatterFacts:
    """One matter of a conference. ``verdict`` is a code; empty while it is undecided.

    The person's name is never on it: who sits on a committee reads the case number.
    """

    number: int
    case_number: str
    what: str
    summary: str = ""
    amount: Money | None = None
    presented_by: str = ""
    verdict: str = ""
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class ConferenceFacts(PaperFacts):
    """A meeting of a committee: its agenda, and afterwards its minutes."""

    committee: str = ""
    held_on: date | None = None
    starts: str = ""
    place: str = ""
    chair: str = ""
    secretary: str = ""
    members: tuple[MemberOfCommittee, ...] = ()
    matters: tuple[MatterFacts, ...] = ()
    remarks: str = ""
