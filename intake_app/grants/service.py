"""Asking for a grant and deciding about it."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.cases import approvals
from intake_app.cases import store as cases_store
from intake_app.cases.decision import Decision, Verdict
from intake_app.cases.permissions import Use, require
from intake_app.dossier.service import require_answers
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.grants import store
from intake_app.grants.model import GrantRequest, GrantState, refusal
from intake_app.i18n import _
from intake_app.packs.model import Moment
from intake_app.plans import store as plans_store
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.values import clean_text
from intake_app.vault.db import Connection


def request_grant(session: Session, request: GrantRequest) -> GrantRequest:
    """Ask for money of a line of the approved plan, or send a returned request again.

    Raises InvalidInput with the reason in words if the plan line does not carry it; NotAllowed if
    it is cash for a child, or without the consent to managing the case; NotAnswered while an
    answer is missing that the programme asks for before a grant.
    """
    session.require(Act.GRANT_REQUESTED)
    request = replace(
        request, purpose=clean_text(request.purpose), supplier=clean_text(request.supplier)
    )
    request.check()
    with session.act(Act.GRANT_REQUESTED, request.id) as change:
        _require_consent(session, change.db, request)
        require_answers(session, change.db, request.case_id, Moment.GRANT)
        line = _approved_line(change.db, request)
        others = store.of_case(change.db, request.case_id)
        if reason := refusal(request, line, others):
            raise InvalidInput({"amount": reason})
        _refuse_cash(session, change.db, request)
        earlier = store.get(change.db, request.id)
        if earlier is not None and earlier.state is not GrantState.RETURNED:
            raise NotAllowed(_("This request is being decided or was decided. Make a new one."))
        saved = replace(
            request,
            number=earlier.number if earlier else len(others) + 1,
            state=GrantState.REQUESTED,
            author=session.user.id,
            requested_at=change.at,
            revision=(earlier.revision if earlier else 0) + 1,
        )
        _keep(change, saved)
    return saved


def _approved_line(db: Connection, request: GrantRequest) -> BudgetLine:
    plan = plans_store.approved(db, request.case_id)
    if plan is None:
        raise NotAllowed(_("A grant needs an approved plan. Send the plan for approval first."))
    for line in plan.lines:
        if line.id == request.line_id and plan.id == request.plan_id:
            return line
    raise InvalidInput({"line": _("Choose a budget line of the approved plan.")})


def _require_consent(session: Session, db: Connection, request: GrantRequest) -> None:
    case = cases_store.get(db, request.case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    require(db, case.person_id, Use.GRANT, session.today())


def _refuse_cash(session: Session, db: Connection, request: GrantRequest) -> None:
    """What the request says and what its plan line says: neither may be cash for a child."""
    plan = plans_store.get(db, request.plan_id)
    lines = plan.lines if plan else ()
    in_plan = any(line.form is LineForm.CASH for line in lines if line.id == request.line_id)
    if request.is_cash or in_plan:
        gate.before_cash(db, request.case_id, session.today())


def _keep(change: Change, request: GrantRequest) -> None:
    store.put(change.db, request)
    change.send("grant", request.id, request.revision, request, request.case_id)


def approve_grant(session: Session, request_id: str) -> GrantRequest:
    """Say yes: from now on it may be handed over.

    Raises NotAllowed for one's own request, for cash to a child, while the family of a child alone
    is not verified, and without the consent to managing the case.
    """
    return _decide(session, Act.GRANT_APPROVED, request_id, Verdict.APPROVED, "")


def return_grant(session: Session, request_id: str, reason: str) -> GrantRequest:
    """Send a request back to its author with a reason."""
    return _decide(session, Act.GRANT_RETURNED, request_id, Verdict.RETURNED, reason)


def reject_grant(session: Session, request_id: str, reason: str) -> GrantRequest:
    """Say no, with a reason."""
    return _decide(session, Act.GRANT_REJECTED, request_id, Verdict.REJECTED, reason)


_STATE_AFTER = {
    Verdict.APPROVED: GrantState.APPROVED,
    Verdict.RETURNED: GrantState.RETURNED,
    Verdict.REJECTED: GrantState.REJECTED,
}


def _decide(
    session: Session, act: Act, request_id: str, verdict: Verdict, reason: str
) -> GrantRequest:
    with session.act(act, request_id) as change:
        request = store.get(change.db, request_id)
        if request is None:
            raise NotFound(_("This grant request is not in the vault any more."))
        if request.state is not GrantState.REQUESTED:
            raise NotAllowed(_("This grant request is not waiting for a decision."))
        if verdict is Verdict.APPROVED:
            _require_consent(session, change.db, request)
            _refuse_cash(session, change.db, request)
            gate.before_hand_over(change.db, request.case_id, session.today())
        decided = replace(request, state=_STATE_AFTER[verdict], revision=request.revision + 1)
        approvals.decide(
            session,
            change,
            kind="grant",
            record_id=request.id,
            revision=request.revision,
            author=request.author,
            content_hash=request.content_hash(),
            verdict=verdict,
            reason=reason,
            case_id=request.case_id,
        )
        _keep(change, decided)
    return decided


def grants_of(session: Session, case_id: str) -> list[GrantRequest]:
    """The case's requests in the order they were made."""
    with session.read() as db:
        return store.of_case(db, case_id)


def waiting_grants(session: Session) -> list[GrantRequest]:
    """All requests that wait for a decision, the longest waiting first."""
    with session.read() as db:
        return store.in_state(db, GrantState.REQUESTED)


def decisions_about(session: Session, record_id: str) -> list[Decision]:
    """What was decided about a plan or a grant, the latest first."""
    with session.read() as db:
        return cases_store.decisions_about(db, record_id)
