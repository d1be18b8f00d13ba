"""What waits for a decision, and what has to be read before deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from intake_app.acts import Act
from intake_app.assessments.model import Finding, named
from intake_app.assessments.service import assessments_of
from intake_app.cases import service as cases
from intake_app.cases.service import CaseView
from intake_app.closure import service as closures
from intake_app.closure.checks import Missing
from intake_app.closure.model import Closure
from intake_app.closure.model import content_hash as closure_hash
from intake_app.errors import NotFound
from intake_app.formats import format_money
from intake_app.grants import service as grants
from intake_app.grants import states
from intake_app.grants.model import GrantRequest, left_on_line
from intake_app.grants.quotes import missing
from intake_app.i18n import _, language
from intake_app.packs.model import GrantStep, Pack
from intake_app.plans import service as plans
from intake_app.plans.budget import Frame
from intake_app.plans.model import BudgetLine, Plan, content_hash
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import Money
from intake_app.words import word
from ui.cases.days import local_moment


@dataclass(frozen=True)
class Waiting:
    """A plan, a grant or a closure that somebody has to decide about."""

    record: Plan | GrantRequest | Closure
    view: CaseView
    author_name: str
    since: date

    @property
    def kind(self) -> str:
        """``plan``, ``grant`` or ``closure``."""
        if isinstance(self.record, Closure):
            return "closure"
        return "plan" if isinstance(self.record, Plan) else "grant"

    @property
    def is_closing(self) -> bool:
        """True for a grant of which only the closing is left."""
        return isinstance(self.record, GrantRequest) and self.record.waits_for is None

    @property
    def paper(self) -> str:
        """The printed form that shows it."""
        papers = {"plan": "reintegration_plan", "grant": "grant_request", "closure": "closure_note"}
        return papers[self.kind]

    def what(self) -> str:
        """A plan, or a grant request with the step that it waits for."""
        if self.is_closing:
            return word("grant_step", "closure")
        step = self.record.waits_for if isinstance(self.record, GrantRequest) else None
        if not isinstance(self.record, GrantRequest) or step is None:
            return word("record", self.kind)
        if len(self.record.deciding_steps) < 2:
            return word("record", self.kind)
        return _("{what}, step “{step}”").format(
            what=word("record", self.kind), step=word("grant_step", step)
        )

    def is_written_by(self, user: str) -> bool:
        """True if this user wrote it, also before it came back: they decide about none of it."""
        if isinstance(self.record, GrantRequest):
            return self.record.wrote(user)
        return _author(self.record) == user

    def reason_against(self, user: str) -> str:
        """Why a supervisor may not decide about it, in words; empty if they may."""
        if self.is_closing and isinstance(self.record, GrantRequest):
            return states.against(self.record, Act.GRANT_CLOSED, user)
        if self.is_written_by(user):
            return _("You wrote this yourself. Another supervisor has to decide about it.")
        return ""

    def total(self) -> str:
        """The money in it, as the screen's language writes it; of a closing what was spent."""
        if isinstance(self.record, GrantRequest):
            spent = self.record.paid() - self.record.refunded()
            return format_money(spent if self.is_closing else self.record.amount, language())
        if isinstance(self.record, Closure):
            return ""
        sums: dict[str, Money] = {}
        for line in self.record.lines:
            currency = line.amount.currency
            sums[currency] = sums.get(currency, Money.zero(currency)) + line.amount
        return ", ".join(format_money(amount, language()) for amount in sums.values())

    def approve(self, session: Session) -> object:
        """Say yes to what is shown here."""
        if isinstance(self.record, Plan):
            return plans.approve_plan(session, self.record.id, content_hash(self.record))
        if isinstance(self.record, Closure):
            return closures.approve_closure(session, self.record.id, closure_hash(self.record))
        if self.is_closing:
            return grants.close_grant(session, self.record.id, read=self.record.account_hash())
        step = self.record.waits_for or GrantStep.CHECK
        return grants.approve_grant(session, self.record.id, step)

    def send_back(self, session: Session, reason: str) -> object:
        """Return it to its author."""
        ways: dict[str, Callable[..., object]] = {
            "plan": plans.return_plan,
            "grant": grants.return_grant,
            "closure": closures.return_closure,
        }
        return ways[self.kind](session, self.record.id, reason)


def _author(record: Plan | GrantRequest | Closure) -> str:
    return record.asked_by if isinstance(record, Closure) else record.author


def how_many(session: Session) -> int:
    """How many of them wait for who is signed in; none for whom they are not shown to, and nothing
    is read for them. Runs on the vault's thread."""
    return len(_records(session)) if session.may(Act.PLAN_APPROVED) else 0


def read_waiting(session: Session) -> list[Waiting]:
    """Everything that waits, the longest waiting first. Runs on the vault's thread."""
    names = users.names_of_staff(session)
    return [
        Waiting(
            record,
            cases.reload_case(session, record.case_id),
            names.get(_author(record), _author(record)),
            local_moment(at).date(),
        )
        for at, record in sorted(_records(session), key=lambda entry: entry[0])
    ]


def _records(session: Session) -> list[tuple[str, Plan | GrantRequest | Closure]]:
    """What waits, and since when (UTC, ISO-8601)."""
    return [
        *((plan.written_at, plan) for plan in plans.waiting_plans(session)),
        *((request.requested_at, request) for request in grants.waiting_grants(session)),
        *((_settled_at(request), request) for request in grants.grants_to_close(session)),
        *((one.asked_at, one) for one in closures.waiting_closures(session)),
    ]


def _settled_at(request: GrantRequest) -> str:
    """When the last thing was written down that the closing waited for."""
    return max(entry.at for entry in request.entries())


@dataclass(frozen=True)
class Earlier:
    """What was decided before about the same plan or grant. ``at`` is UTC, ISO-8601."""

    verdict: str
    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class Matter:
    """What stands around a request: the money it draws on and what was decided before.

    For a plan ``frame`` is what its budget is held against, ``last`` the version before this one
    and ``findings`` what its goals rest on; for a grant ``line`` is its line of the plan, ``left``
    what that line holds once the grant is given, and ``missing`` the sentence about quotes that
    are not there; ``staff`` are names by login. For a closure ``gaps`` are what is missing now.
    """

    pack: Pack | None
    frame: Frame | None = None
    missing: str = ""
    line: BudgetLine | None = None
    left: Money | None = None
    before: tuple[Earlier, ...] = ()
    staff: Mapping[str, str] = field(default_factory=dict)
    last: Plan | None = None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    gaps: Sequence[Missing] = ()


def read_matter(session: Session, waiting: Waiting, *, first: bool) -> Matter:
    """Read what stands around one request. Runs on the vault's thread.

    ``first`` writes into the audit log that somebody looked at the case.
    """
    record = waiting.record
    if first:
        cases.case_view(session, record.case_id)
    own = waiting.view.case.pack
    pack = session.packs.get(record.pack or own if isinstance(record, GrantRequest) else own)
    if isinstance(record, Plan):
        versions = plans.plans_of(session, record.case_id)
        before = tuple(_earlier(session, [plan.id for plan in versions]))
        return Matter(
            pack,
            _frame(session, record),
            before=before,
            last=next((plan for plan in versions if plan.version < record.version), None),
            findings=named(assessments_of(session, record.case_id)),
        )
    if isinstance(record, Closure):
        held = closures.closure_of(session, record.case_id)
        earlier = tuple(_earlier(session, [one.id for one in held.closures]))
        return Matter(pack, before=earlier, gaps=held.missing)
    line = _line(session, record)
    others = grants.grants_of(session, record.case_id)
    return Matter(
        pack,
        line=line,
        left=left_on_line(line, others) if line else None,
        missing=missing(record, pack.grants, others) if pack else "",
        before=tuple(_earlier(session, [record.id])),
        staff=users.names_of_staff(session),
        packs=dict(session.packs),
    )


def _frame(session: Session, plan: Plan) -> Frame | None:
    try:
        return plans.frame_of(session, plan.case_id)
    except NotFound:  # this desk lacks the programme's pack
        return None


def _line(session: Session, request: GrantRequest) -> BudgetLine | None:
    for plan in plans.plans_of(session, request.case_id):
        if plan.id == request.plan_id:
            return next((line for line in plan.lines if line.id == request.line_id), None)
    return None


def _earlier(session: Session, record_ids: Sequence[str]) -> Iterator[Earlier]:
    names = users.names_of_staff(session)
    for record_id in record_ids:
        for decision in grants.decisions_about(session, record_id):
            who = names.get(decision.decided_by, decision.decided_by)
            yield Earlier(decision.verdict, who, decision.decided_at, decision.reason)
