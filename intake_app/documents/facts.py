"""What is printed on each form: everything a form needs and nothing it must look up.

Facts are gathered by ``documents.service`` and drawn by ``documents.forms``; the same facts go into
the PDF as ``case.json``. Texts of the programme (packages, sectors, purposes of a pack) arrive in
the language of the paper; codes are those of ``intake_app.words``. An empty text or None means that
it was not recorded, or that it may not be shown to the reader of this paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake_app.documents.programme_facts import ProgrammeFacts
from intake_app.values import Money, PartialDate


@dataclass(frozen=True)
class Heading:
    """The letterhead, and what a paper says about itself on every page.

    ``office_lines`` are the address and the contacts, at most four. ``copy_note`` ("Copy for the
    returnee") and ``watermark`` ("Draft") are optional. ``language`` is en or fr. A paper that is
    about no case has a ``reference`` instead of the case number, and no code; ``number_name``
    says what the reference is ("Sheet number"). A ``blank`` paper is to be filled in by hand.
    """

    office: str
    office_lines: tuple[str, ...]
    case_number: str
    issued_on: date
    issued_by: str
    issued_by_title: str
    language: str
    programme: str = ""
    copy_note: str = ""
    watermark: str = ""
    reference: str = ""
    number_name: str = ""
    blank: bool = False


@dataclass(frozen=True)
class PaperFacts:
    """What the facts of every form begin with."""

    heading: Heading

    @property
    def language(self) -> str:
        """The language of the paper."""
        return self.heading.language


@dataclass(frozen=True)
class CustodySheetFacts(PaperFacts):
    """The recovery key on paper: its groups, the last one of which is the check. ``vault`` is the
    beginning of the vault's id."""

    vault: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class IdentityFacts:
    """One paper that shows who somebody is. ``country`` is an ISO 3166 code or empty."""

    kind: str
    number: str = ""
    country: str = ""
    expires: PartialDate | None = None


@dataclass(frozen=True)
class MemberFacts:
    """A member of the household. ``relation`` is a word in the language of the paper."""

    name: str
    relation: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    is_head: bool = False


@dataclass(frozen=True)
class ReturnFacts:
    """One coming home: from where (ISO 3166 code), how (a return kind), when."""

    from_country: str
    kind: str
    arrived_on: date


@dataclass(frozen=True)
class PersonFacts:
    """A returnee. A paper shows only what is not empty."""

    family_name: str = ""
    given_names: str = ""
    other_names: str = ""
    own_script_name: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    nationality: str = ""
    language: str = ""
    phone: str = ""
    mother_name: str = ""
    father_name: str = ""
    documents: tuple[IdentityFacts, ...] = ()
    household: tuple[MemberFacts, ...] = ()
    homecoming: ReturnFacts | None = None

    @property
    def full_name(self) -> str:
        """Family name in capitals first, as lists and papers show it."""
        return f"{self.family_name.upper()} {self.given_names}".strip()


@dataclass(frozen=True)
class ConsentFacts:
    """One consent. ``purpose``, ``legal_basis`` and ``given_how`` are codes; ``recipient`` a name.

    ``language`` is that of the conversation (ISO 639 code), ``withhold`` what must not be passed
    on, in the person's words; it is for the office and never goes to a service.
    """

    purpose: str
    given_how: str
    given_on: date
    legal_basis: str = "consent"
    basis_reason: str = ""
    recipient: str = ""
    language: str = ""
    interpreter: str = ""
    witness: str = ""
    text_version: str = ""
    withhold: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class DecisionFacts:
    """What a second person decided, about exactly which content (SHA-256, hex).

    ``verdict`` and ``role`` are codes. ``at`` carries the zone in which it is printed.
    """

    verdict: str
    name: str
    role: str
    at: datetime
    content_hash: str
    reason: str = ""


@dataclass(frozen=True)
class IntakeProfileFacts(PaperFacts):
    """The intake profile: who came home, how, with whom, and what they agreed to."""

    person: PersonFacts = PersonFacts()
    opened_on: date | None = None
    opened_by: str = ""
    counsellor: str = ""
    consents: tuple[ConsentFacts, ...] = ()
    background: tuple[tuple[str, str], ...] = ()
    """Label and value, in the language of the paper: what was told about life, work and the way."""


@dataclass(frozen=True)
class ActivityFacts:
    """A step towards a goal. ``status`` is a code; ``noted_on`` the day since which it is so, and
    ``evidence`` what shows it, where that was written down."""

    text: str
    responsible: str = ""
    due_on: date | None = None
    status: str = "planned"
    provider: str = ""
    noted_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class GoalFacts:
    """What the person wants to reach. ``dimension`` and ``level`` are codes; ``rests_on`` are
    wishes, skills, opportunities and risks out of the assessments."""

    dimension: str
    text: str
    level: str = ""
    activities: tuple[ActivityFacts, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class BudgetLineFacts:
    """One line of the budget. ``form`` is a code, ``package`` a name in the paper's language.

    ``about`` says whatever else the line names: dimension, month, the price in another currency.
    """

    package: str
    purpose: str
    form: str
    amount: Money
    about: str = ""


@dataclass(frozen=True)
class OwnShareFacts:
    """What the person brings in. ``form`` is a code."""

    purpose: str
    form: str
    value: Money


@dataclass(frozen=True)
class CeilingFacts:
    """A limit of the programme and what is left of it with this plan.

    ``ceiling`` is None while no amount is confirmed. ``planned`` is what this plan uses,
    ``elsewhere`` what was committed outside it, ``last_day`` until when it can be spent.
    """

    name: str
    ceiling: Money | None
    planned: Money
    balance: Money | None
    elsewhere: Money | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class MadeFacts:
    """When one of the assessments was made, and by whom."""

    moment: str
    made_on: date | None
    made_by: str


@dataclass(frozen=True)
class PlanFacts(PaperFacts):
    """A reintegration plan. ``state`` is a code; ``days_left`` of the period of support.

    ``editions`` name the programmes and the editions under which it was sent.
    """

    person: PersonFacts = PersonFacts()
    version: int = 0
    state: str = ""
    author: str = ""
    written_on: date | None = None
    goals: tuple[GoalFacts, ...] = ()
    budget: tuple[BudgetLineFacts, ...] = ()
    ceilings: tuple[CeilingFacts, ...] = ()
    days_left: int | None = None
    ends_on: date | None = None
    supervisor: str = ""
    approval: DecisionFacts | None = None
    own: tuple[OwnShareFacts, ...] = ()
    editions: str = ""
    assessments: tuple[MadeFacts, ...] = ()
    programmes: tuple[ProgrammeFacts, ...] = ()


@dataclass(frozen=True)
class BudgetFrame:
    """The money around a grant: the ceiling, what is committed without this request, and what
    is left once it is granted."""

    ceiling: Money
    committed: Money
    balance: Money
    days_left: int | None = None


@dataclass(frozen=True)
class GrantFacts(PaperFacts):
    """A grant request. ``form``, ``payment`` and ``state`` are codes. ``instalments`` say in words
    how it is paid in parts, ``way`` which steps it takes."""

    person: PersonFacts = PersonFacts()
    number: int = 0
    amount: Money | None = None
    form: str = ""
    purpose: str = ""
    package: str = ""
    plan_line: str = ""
    payment: str = ""
    state: str = ""
    author: str = ""
    requested_on: date | None = None
    plan_version: int = 0
    supplier: str = ""
    frame: BudgetFrame | None = None
    supervisor: str = ""
    decision: DecisionFacts | None = None
    instalments: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    quotes: int = 0


@dataclass(frozen=True)
class GivenFacts:
    """One thing that was given on arrival. ``thing`` is in the paper's language, ``handed`` a
    code; ``value`` None for something in kind without a figure. ``taken_by`` is empty where the
    person took it."""

    thing: str
    handed: str
    given_on: date
    what: str = ""
    quantity: int = 1
    value: Money | None = None
    taken_by: str = ""


@dataclass(frozen=True)
class ArrivalReceiptFacts(PaperFacts):
    """A receipt for what was given on arrival and is not signed for yet. Of the person it has the
    name alone."""

    person: PersonFacts = PersonFacts()
    items: tuple[GivenFacts, ...] = ()
    total: Money | None = None


@dataclass(frozen=True)
class ProviderFacts:
    """The service that is asked to help. ``sector`` is a word in the language of the paper."""

    name: str
    sector: str = ""
    area: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    opening: str = ""
    cost: str = ""


@dataclass(frozen=True)
class ReferralFacts(PaperFacts):
    """A referral letter. ``person`` holds only what the consent allows this provider to read.

    ``has_withheld`` is True if something was left out because the person asked for it: the letter
    says so, but not what. A person without any name is referred under the case number alone.
    ``told`` are label and value of what goes about home, school and work; ``reply_code`` is what
    the service reads out, ``slip`` what the QR picture on the slip holds.
    """

    person: PersonFacts = PersonFacts()
    provider: ProviderFacts = ProviderFacts("")
    number: int = 0
    urgency: str = ""
    reason: str = ""
    consent: ConsentFacts | None = None
    referred_on: date | None = None
    counsellor: str = ""
    answer_by: date | None = None
    counsellor_phone: str = ""
    has_withheld: bool = False
    told: tuple[tuple[str, str], ...] = ()
    reply_code: str = ""
    slip: str = ""

    @property
    def short_code(self) -> str:
        """What the provider quotes on the telephone: case number and referral number."""
        return f"{self.heading.case_number}/R{self.number}" if self.number else ""


@dataclass(frozen=True)
class AnswerFacts(PaperFacts):
    """Our answer to whoever sent somebody to us: of the person only what the sender wrote itself.

    ``state`` is a code (accepted, rejected, done), ``our_number`` what the sender quotes when
    asking; ``reason`` is there for a no alone.
    """

    provider: ProviderFacts = ProviderFacts("")
    their_number: str = ""
    their_name: str = ""
    received_on: date | None = None
    our_number: str = ""
    state: str = ""
    answered_on: date | None = None
    appointment: date | None = None
    reason: str = ""
    counsellor: str = ""
    phone: str = ""
