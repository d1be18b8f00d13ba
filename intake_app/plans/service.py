"""Writing a reintegration plan, sending it for approval and deciding about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from intake_app.acts import Act
from intake_app.cases import approvals
from intake_app.cases.decision import Verdict
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import Use, require
from intake_app.cases.service import CaseView, move_to, update, view_in
from intake_app.dossier.service import require_answers
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.followups.service import schedule_in
from intake_app.i18n import _
from intake_app.packs.model import Moment, Pack
from intake_app.plans import store
from intake_app.plans.budget import Frame, refusals
from intake_app.plans.elsewhere import came_along, held_elsewhere
from intake_app.plans.granted import require_room_for_grants
from intake_app.plans.model import Edition, LineForm, Plan, PlanState, content_hash
from intake_app.plans.term import Term, term_of, was_sent
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


def frame_in(session: Session, db: Connection, case_id: str) -> Frame:
    """What the budget rules need to know about a case, in a running transaction.

    Raises NotFound if this desk lacks the pack of a programme that pays in it.
    """
    view = view_in(db, case_id)
    return Frame(
        pack=pack_of(session, view.case.pack),
        return_kind=view.homecoming.kind.value,
        arrived_on=view.homecoming.arrived_on,
        today=session.today(),
        family_members=came_along(db, view),
        elsewhere=held_elsewhere(db, view),
        funds=tuple(pack_of(session, fund) for fund in view.case.funds),
        known=session.packs,
    )


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
    reasons = _refused(db, plan, frame_in(session, db, plan.case_id))
    if reasons:
        raise InvalidInput(
            {
                f"lines.{number}.amount": reasons[line.id]
                for number, line in enumerate(plan.lines)
                if line.id in reasons
            }
        )


def _refused(db: Connection, plan: Plan, frame: Frame) -> dict[str, str]:
    """Lines of the approved version may stay even when their time is over meanwhile."""
    approved = store.approved(db, plan.case_id)
    return refusals(plan.lines, frame, kept=approved.lines if approved else ())


def _check_still_fits(session: Session, db: Connection, plan: Plan) -> None:
    """Meanwhile the person may have got money elsewhere, or an amount may have fallen. The time is
    that of sending: nobody loses an aid because the supervisor read it a day later."""
    frame = frame_in(session, db, plan.case_id)
    sent_on = datetime.fromisoformat(plan.written_at).date()
    reasons = _refused(db, plan, replace(frame, today=min(sent_on, frame.today)))
    if reasons:
        words = _("The budget does not carry this plan any more: {reason} Return it.")
        raise NotAllowed(words.format(reason=next(iter(reasons.values()))))


def _editions(session: Session, db: Connection, plan: Plan) -> tuple[Edition, ...]:
    """The editions of the packs whose rules the plan was held against."""
    packs = frame_in(session, db, plan.case_id).packs
    used = {packs[0].id, *(line.pack for line in plan.lines)}
    return tuple(Edition(pack.id, pack.edition) for pack in packs if pack.id in used)


def _keep(change: Change, plan: Plan, hash_of_content: str) -> None:
    store.put(change.db, plan, hash_of_content)
    change.send("plan", plan.id, plan.revision, plan, plan.case_id)


def submit_plan(session: Session, plan_id: str) -> Plan:
    """Send a saved draft for approval; from now on it is frozen.

    Raises InvalidInput if the plan is not complete, or if a line breaks the budget meanwhile;
    NotAllowed if it gives cash to a child, or without the consent to managing the case; NotAnswered
    while something is missing that the programme, or one that pays a line, asks for before a plan.
    """
    with session.act(Act.PLAN_SUBMITTED, plan_id) as change:
        plan = _existing(change.db, plan_id)
        _require_consent(session, change.db, plan)
        paid_by = {"", *(line.pack for line in plan.lines)}
        require_answers(session, change.db, plan.case_id, Moment.PLAN, paid_by=paid_by)
        sent = replace(
            plan.submitted(),
            revision=plan.revision + 1,
            written_at=change.at,
            editions=_editions(session, change.db, plan),
        )
        _check_budget(session, change.db, sent)
        require_room_for_grants(change.db, sent)
        _refuse_cash(session, change.db, sent)
        _keep(change, sent, content_hash(sent))
        move_to(change, sent.case_id, Stage.APPROVAL)
    return sent


def approve_plan(session: Session, plan_id: str, read: str | None = None) -> Plan:
    """Say yes to exactly what was sent. ``read`` is the content hash of what the approver had
    before them; without it, of what lies in the vault.

    Raises NotAllowed for one's own plan, while a safeguard of a child is missing, without the
    consent to managing the case, and if the budget does not carry it any more; StaleRecord if
    something else was read than lies in the vault, or if that is not what was sent.
    """
    return _decide(session, Act.PLAN_APPROVED, plan_id, Verdict.APPROVED, "", read)


def return_plan(session: Session, plan_id: str, reason: str) -> Plan:
    """Send a plan back with a reason; its author answers with a new version."""
    return _decide(session, Act.PLAN_RETURNED, plan_id, Verdict.RETURNED, reason)


def _decide(
    session: Session,
    act: Act,
    plan_id: str,
    verdict: Verdict,
    reason: str,
    read: str | None = None,
) -> Plan:
    with session.act(act, plan_id) as change:
        plan = _existing(change.db, plan_id)
        approved = verdict is Verdict.APPROVED
        if approved:
            _require_as_read(change.db, plan, read)
        if approved:
            _require_consent(session, change.db, plan)
            gate.before_plan_approval(change.db, plan.case_id, session.today())
            _check_still_fits(session, change.db, plan)
            require_room_for_grants(change.db, plan)
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
            schedule_in(change, session, plan.case_id)
        return _existing(change.db, plan_id)


def _require_as_read(db: Connection, plan: Plan, read: str | None) -> None:
    """What is approved is what was sent, and what the approver has read."""
    here = content_hash(plan)
    sent = store.hash_of(db, plan.id) if plan.is_frozen else here
    if {here} != {here if read is None else read, sent}:
        raise StaleRecord(
            _("This is not the plan that you have read. Read it again before you decide.")
        )


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


# ---------------------------------------------------------------------------- programmes that pay


def add_fund(session: Session, case_id: str, pack_id: str) -> CaseFile:
    """Let a further programme pay in a case: its packages, limits and times hold for its lines.

    Raises InvalidInput if the case is under it already, or if it does not take this return.
    """
    session.require(Act.FUND_ADDED)
    pack = pack_of(session, pack_id)
    with session.act(Act.FUND_ADDED, case_id) as change:
        view = _open_case(change.db, case_id)
        if pack.id in {view.case.pack, *view.case.funds}:
            raise InvalidInput({"pack": _("The case is under this programme already.")})
        if pack.eligibility.group_of(view.homecoming.kind.value) is None:
            raise InvalidInput({"pack": _("This programme does not take this kind of return.")})
        return update(change, case_id, funds=(*view.case.funds, pack.id))


def drop_fund(session: Session, case_id: str, pack_id: str) -> CaseFile:
    """Take a further programme out of a case again. Raises NotAllowed while a plan counts on it."""
    session.require(Act.FUND_DROPPED)
    with session.act(Act.FUND_DROPPED, case_id) as change:
        case = _open_case(change.db, case_id).case
        versions = store.of_case(change.db, case_id)
        standing = [plan for plan in versions if plan.state is not PlanState.RETURNED]
        in_force = store.approved(change.db, case_id)
        counted = [*standing[:1], *([in_force] if in_force else [])]
        if any(line.pack == pack_id for plan in counted for line in plan.lines):
            raise NotAllowed(_("The plan has budget lines under this programme."))
        kept = tuple(fund for fund in case.funds if fund != pack_id)
        return update(change, case_id, funds=kept)


def extend_plan(session: Session, case_id: str, until: date, reason: str) -> CaseFile:
    """Give more time for writing the plan. Raises InvalidInput with a sentence per field."""
    session.require(Act.PLAN_EXTENDED)
    reason = clean_text(reason)
    with session.act(Act.PLAN_EXTENDED, case_id) as change:
        view = _open_case(change.db, case_id)
        pack = pack_of(session, view.case.pack)
        term = term_of(view.case, pack, view.homecoming.arrived_on)
        if term is None:
            raise NotAllowed(_("The programme sets no time for the plan."))
        term.check(until, reason, session.today())
        return update(change, case_id, plan_until=until, plan_until_reason=reason)


def term_in_case(session: Session, case_id: str) -> Term | None:
    """When the plan is due; None if the programme sets no time, or once it was sent."""
    with session.read() as db:
        view = view_in(db, case_id)
        if was_sent(store.of_case(db, case_id)):
            return None
        return term_of(view.case, pack_of(session, view.case.pack), view.homecoming.arrived_on)


def _open_case(db: Connection, case_id: str) -> CaseView:
    view = view_in(db, case_id)
    if view.case.stage is Stage.CLOSURE:
        raise NotAllowed(_("This case is closed."))
    return view


def plans_of(session: Session, case_id: str) -> list[Plan]:
    """All versions, the newest first."""
    with session.read() as db:
        return store.of_case(db, case_id)


def waiting_plans(session: Session) -> list[Plan]:
    """All plans that wait for a decision, the longest waiting first."""
    with session.read() as db:
        return store.in_state(db, PlanState.SUBMITTED)
