"""Writing a reintegration plan, sending it for approval and deciding about it."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.cases import approvals
from intake_app.cases import store as cases_store
from intake_app.cases.decision import Verdict
from intake_app.cases.model import Stage
from intake_app.cases.permissions import Use, require
from intake_app.cases.service import CaseView, move_to, view_in
from intake_app.dossier.service import require_answers
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.packs.model import Moment, Pack
from intake_app.people import store as people_store
from intake_app.plans import store
from intake_app.plans.budget import Frame, held_lines, refusals
from intake_app.plans.model import LineForm, Plan, PlanState, content_hash
from intake_app.same_person import store as same_person
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.values import Money, new_id
from intake_app.vault.db import Connection


def frame_in(session: Session, db: Connection, case_id: str) -> Frame:
    """What the budget rules need to know about a case, in a running transaction."""
    view = view_in(db, case_id)
    return Frame(
        pack=pack_of(session, view.case.pack),
        return_kind=view.homecoming.kind.value,
        arrived_on=view.homecoming.arrived_on,
        today=session.today(),
        family_members=_came_along(db, view),
        other_committed=_bound_outside(db, view),
    )


def _came_along(db: Connection, view: CaseView) -> int:
    """How many of the household came home on the same day from the same country."""
    mine, records = view.homecoming, same_person.records_of(db, view.person.id)
    return sum(
        any(
            (coming.from_country, coming.arrived_on) == (mine.from_country, mine.arrived_on)
            for coming in people_store.homecomings(db, member.id)
        )
        for member in view.household
        if member.id not in records
    )


def _bound_outside(db: Connection, view: CaseView) -> dict[str, Money]:
    """What is bound by something else than the lines of this case's plan, by package: what was
    given on arrival, here and in the person's other cases under this programme, and the plans of
    those others, whichever of their records a case is about."""
    bound: dict[str, Money] = {}
    records = same_person.records_of(db, view.person.id)
    for case in (case for one in records for case in cases_store.of_person(db, one)):
        if case.pack != view.case.pack:
            continue
        amounts = store.given_in(db, case.id)
        if case.id != view.case.id:
            versions = store.of_case(db, case.id)
            used = {line.package for plan in versions for line in plan.lines}
            lines = (line for package in used for line in held_lines(versions, package))
            amounts += [(line.package, line.amount) for line in lines]
        for package, amount in amounts:
            bound[package] = bound.get(package, Money.zero(amount.currency)) + amount
    return bound


def frame_of(session: Session, case_id: str) -> Frame:
    """What the budget rules need to know about a case."""
    with session.read() as db:
        return frame_in(session, db, case_id)


def pack_of(session: Session, pack_id: str) -> Pack:
    """The programme of a case. Raises NotFound if this desk does not have its pack."""
    pack = session.packs.get(pack_id)
    if pack is None:
        raise NotFound(_("This desk does not have the programme of the case. Add its pack first."))
    return pack


def start_plan(session: Session, case_id: str) -> Plan:
    """A new draft, not saved yet: empty, or a copy of the newest version to change.

    Raises NotAllowed while the newest version is a draft or waits for approval.
    """
    session.require(Act.PLAN_SAVED)
    with session.read() as db:
        versions = store.of_case(db, case_id)
    if not versions:
        return Plan(id=new_id(), case_id=case_id, author=session.user.id)
    return versions[0].next_version(new_id(), session.user.id, "")


def save_plan(session: Session, plan: Plan) -> Plan:
    """Write a draft. Raises InvalidInput if a text is missing or a line breaks the budget.

    The first save of a plan moves the case to its plan stage.
    """
    session.require(Act.PLAN_SAVED)
    plan = plan.cleaned()
    plan.check()
    with session.act(Act.PLAN_SAVED, plan.id) as change:
        stored = store.get(change.db, plan.id)
        if (stored.revision if stored else 0) != plan.revision:
            raise StaleRecord(
                _("A colleague has changed this plan meanwhile. Reload it, then type again.")
            )
        if plan.is_frozen or (stored is not None and stored.is_frozen):
            raise NotAllowed(
                _("This version was sent for approval and cannot be changed. Write a new one.")
            )
        _check_budget(session, change.db, plan)
        saved = replace(
            plan, revision=plan.revision + 1, author=session.user.id, written_at=change.at
        )
        _keep(change, saved, "")
        move_to(change, saved.case_id, Stage.PLAN)
    return saved


def _check_budget(session: Session, db: Connection, plan: Plan) -> None:
    """Lines of the approved version may stay even when their time is over meanwhile."""
    approved = store.approved(db, plan.case_id)
    frame = frame_in(session, db, plan.case_id)
    reasons = refusals(plan.lines, frame, kept=approved.lines if approved else ())
    if reasons:
        raise InvalidInput(
            {
                f"lines.{number}.amount": reasons[line.id]
                for number, line in enumerate(plan.lines)
                if line.id in reasons
            }
        )


def _keep(change: Change, plan: Plan, hash_of_content: str) -> None:
    store.put(change.db, plan, hash_of_content)
    change.send("plan", plan.id, plan.revision, plan, plan.case_id)


def submit_plan(session: Session, plan_id: str) -> Plan:
    """Send a saved draft for approval; from now on it is frozen.

    Raises InvalidInput if the plan is not complete, or if a line breaks the budget meanwhile;
    NotAllowed if it gives cash to a child, or without the consent to managing the case; NotAnswered
    while an answer is missing that the programme asks for before a plan.
    """
    with session.act(Act.PLAN_SUBMITTED, plan_id) as change:
        plan = _existing(change.db, plan_id)
        _require_consent(session, change.db, plan)
        require_answers(session, change.db, plan.case_id, Moment.PLAN)
        sent = replace(plan.submitted(), revision=plan.revision + 1, written_at=change.at)
        _check_budget(session, change.db, sent)
        _refuse_cash(session, change.db, sent)
        _keep(change, sent, content_hash(sent))
        move_to(change, sent.case_id, Stage.APPROVAL)
    return sent


def approve_plan(session: Session, plan_id: str) -> Plan:
    """Say yes to exactly what was sent.

    Raises NotAllowed for one's own plan, while a safeguard of a child is missing, and without the
    consent to managing the case.
    """
    return _decide(session, Act.PLAN_APPROVED, plan_id, Verdict.APPROVED, "")


def return_plan(session: Session, plan_id: str, reason: str) -> Plan:
    """Send a plan back with a reason; its author answers with a new version."""
    return _decide(session, Act.PLAN_RETURNED, plan_id, Verdict.RETURNED, reason)


def _decide(session: Session, act: Act, plan_id: str, verdict: Verdict, reason: str) -> Plan:
    with session.act(act, plan_id) as change:
        plan = _existing(change.db, plan_id)
        approved = verdict is Verdict.APPROVED
        if approved:
            _require_consent(session, change.db, plan)
            gate.before_plan_approval(change.db, plan.case_id, session.today())
            _refuse_cash(session, change.db, plan)
        decided = plan.approved(session.user.id) if approved else plan.returned(session.user.id)
        approvals.decide(
            session,
            change,
            kind="plan",
            record_id=plan.id,
            revision=plan.revision,
            author=plan.author,
            content_hash=content_hash(plan),
            verdict=verdict,
            reason=reason,
            case_id=plan.case_id,
        )
        _keep(change, replace(decided, revision=plan.revision + 1), content_hash(plan))
        if approved:
            move_to(change, plan.case_id, Stage.SERVICES)
        return _existing(change.db, plan_id)


def _require_consent(session: Session, db: Connection, plan: Plan) -> None:
    person = view_in(db, plan.case_id).person
    require(db, person.id, Use.PLAN, session.today())


def _refuse_cash(session: Session, db: Connection, plan: Plan) -> None:
    if any(line.form is LineForm.CASH for line in plan.lines):
        gate.before_cash(db, plan.case_id, session.today())


def _existing(db: Connection, plan_id: str) -> Plan:
    plan = store.get(db, plan_id)
    if plan is None:
        raise NotFound(_("This plan is not in the vault any more."))
    return plan


def plans_of(session: Session, case_id: str) -> list[Plan]:
    """All versions, the newest first."""
    with session.read() as db:
        return store.of_case(db, case_id)


def waiting_plans(session: Session) -> list[Plan]:
    """All plans that wait for a decision, the longest waiting first."""
    with session.read() as db:
        return store.in_state(db, PlanState.SUBMITTED)
