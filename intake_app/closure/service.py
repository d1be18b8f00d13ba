"""Asking for the end of a case, deciding about it by a second person, and opening it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake_app import settings
from intake_app.acts import Act
from intake_app.cases import approvals
from intake_app.cases import store as cases_store
from intake_app.cases.decision import Verdict
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import Use, why_not
from intake_app.cases.service import CaseView, update, view_in
from intake_app.closure import store
from intake_app.closure.checks import Missing, OpenReferral, Standings, missing
from intake_app.closure.model import Closure, ClosureState, content_hash
from intake_app.dossier import service as dossier
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.followups import store as followups_store
from intake_app.followups.model import State
from intake_app.followups.service import drop_in, take_up_in
from intake_app.grants import store as grants_store
from intake_app.grants.model import GrantRequest
from intake_app.i18n import _
from intake_app.packs.model import Moment
from intake_app.plans import store as plans_store
from intake_app.plans.model import PlanState
from intake_app.referrals import store as referrals_store
from intake_app.referrals.model import ReferralState
from intake_app.retention import store as retention_store
from intake_app.retention.model import YEARS_KEPT, kept_until
from intake_app.screening import store as screening_store
from intake_app.session import Change, Session
from intake_app.surveys import store as surveys_store
from intake_app.surveys.model import Round
from intake_app.values import clean_text
from intake_app.vault.db import Connection


class NotReady(NotAllowed):
    """Something is missing: ``missing`` names each thing with its place."""

    def __init__(self, missing: list[Missing]) -> None:
        first = _("The case cannot be closed yet.")
        super().__init__(" ".join([first, *(one.words for one in missing)]))
        self.missing = missing


@dataclass(frozen=True)
class ClosureView:
    """How the end of a case stands. ``closures``: the newest first; ``missing``: what stands
    against it as it was asked for, or as it would be with nothing said; ``referrals``: what nobody
    answered; ``years`` a file is kept, None while nobody has decided."""

    case: CaseFile
    closures: tuple[Closure, ...]
    missing: tuple[Missing, ...]
    referrals: tuple[OpenReferral, ...]
    has_survey: bool
    open_follow_ups: int
    against_contact: str
    years: int | None

    @property
    def newest(self) -> Closure | None:
        """The last one, whatever became of it."""
        return self.closures[0] if self.closures else None


def open_referrals(db: Connection, case_id: str) -> tuple[OpenReferral, ...]:
    """The referrals of a case that no service has answered."""
    found = []
    for one in referrals_store.of_case(db, case_id):
        if one.state is ReferralState.IN_PROGRESS:
            service = referrals_store.provider(db, one.provider_id)
            found.append(OpenReferral(one.id, one.number, service.name if service else ""))
    return tuple(found)


def has_last_survey(db: Connection, case_id: str) -> bool:
    """True if somebody asked the person after the help how it went: on a visit, or in a last round
    of one of the office's questionnaires."""
    return any(
        one.visit is not None and one.visit.satisfaction is not None
        for one in followups_store.of_case(db, case_id)
    ) or any(one.round is Round.END for one in surveys_store.of_case(db, case_id))


def standings_in(
    session: Session, db: Connection, view: CaseView, closure: Closure | None
) -> Standings:
    """How everything in the case stands, with what the closure says about it."""
    case, today = view.case, session.today()
    pack = session.packs.get(case.pack)
    plans, grants = plans_store.of_case(db, case.id), tuple(grants_store.of_case(db, case.id))
    waiting = [plan.version for plan in plans if plan.state is PlanState.SUBMITTED]
    urgent = [one for one in screening_store.emergencies_of(db, case.id) if one.is_open]
    file = retention_store.get(db, case.id)
    goes_on = closure is not None and closure.goes_on
    against = why_not(db, view.person.id, Use.CONTACT_AFTER, today) if goes_on else ""
    return Standings(
        today=today,
        waiting_plan=waiting[0] if waiting else 0,
        grants=grants,
        referrals=open_referrals(db, case.id),
        explained=frozenset(one.referral_id for one in (closure.explained if closure else ())),
        emergencies=len(urgent),
        follow_ups=tuple(followups_store.of_case(db, case.id)),
        has_survey=has_last_survey(db, case.id),
        why_no_survey=closure.no_survey if closure else "",
        answers=_not_there(session, db, case, grants) if pack else (),
        is_kept_until=_years(db) is not None or (file is not None and file.set_until is not None),
        against_contact=against,
    )


def _not_there(
    session: Session, db: Connection, case: CaseFile, grants: Iterable[GrantRequest]
) -> tuple[str, ...]:
    """What the case's programme and those that paid something in it ask before the end."""
    paid_by = {one.pack for one in grants if one.paid().minor}
    return tuple(dossier.not_there(session, db, case.id, Moment.CLOSURE, paid_by))


def _years(db: Connection) -> int | None:
    rule = settings.office_rule(db, YEARS_KEPT)
    return rule.value if rule else None


def closure_of(session: Session, case_id: str) -> ClosureView:
    """How the end of a case stands. Raises NotFound."""
    with session.read() as db:
        view = view_in(db, case_id)
        closures = tuple(store.of_case(db, case_id))
        newest = closures[0] if closures else None
        asked = newest if newest and newest.state is ClosureState.ASKED else None
        now = standings_in(session, db, view, asked)
        still_open = sum(one.state is State.OPEN for one in now.follow_ups)
        return ClosureView(
            view.case,
            closures,
            tuple(missing(now)) if view.case.stage is not Stage.CLOSURE else (),
            now.referrals,
            now.has_survey,
            still_open,
            why_not(db, view.person.id, Use.CONTACT_AFTER, session.today()),
            _years(db),
        )


def missing_for(session: Session, closure: Closure) -> list[Missing]:
    """What would still be missing with what is typed; for the page on which it is asked for."""
    with session.read() as db:
        view = view_in(db, closure.case_id)
        return missing(standings_in(session, db, view, closure.cleaned()))


def waiting_closures(session: Session) -> list[Closure]:
    """All that wait for a decision, the longest waiting first."""
    with session.read() as db:
        return store.asked(db)


# ---------------------------------------------------------------------------- asking


def ask_closure(session: Session, closure: Closure) -> Closure:
    """Ask for the end of a case.

    Raises InvalidInput with a sentence per field, NotReady with everything that is missing,
    NotAllowed if it was asked for already or the case is closed.
    """
    session.require(Act.CLOSURE_ASKED)
    closure = closure.cleaned()
    closure.check()
    with session.act(Act.CLOSURE_ASKED, closure.id) as change:
        view = view_in(change.db, closure.case_id)
        before = store.of_case(change.db, closure.case_id)
        if view.case.stage is Stage.CLOSURE:
            raise NotAllowed(_("This case is closed."))
        if before and before[0].state is ClosureState.ASKED:
            raise NotAllowed(_("The closure was asked for already. A supervisor decides about it."))
        _require_ready(session, change.db, view, closure)
        asked = replace(
            closure,
            state=ClosureState.ASKED,
            asked_by=session.user.id,
            asked_at=change.at,
            revision=1,
        )
        _keep(change, asked)
    return asked


def _require_ready(session: Session, db: Connection, view: CaseView, closure: Closure) -> None:
    if gaps := missing(standings_in(session, db, view, closure)):
        raise NotReady(gaps)


def _keep(change: Change, closure: Closure) -> None:
    store.put(change.db, closure)
    change.send("closure", closure.id, closure.revision, closure, closure.case_id)


def give_up_closure(session: Session, closure_id: str) -> Closure:
    """Its author takes the asking back. Raises NotAllowed for anybody else."""
    session.require(Act.CLOSURE_GIVEN_UP)
    with session.act(Act.CLOSURE_GIVEN_UP, closure_id) as change:
        closure = _asked(change.db, closure_id)
        if closure.asked_by != session.user.id:
            raise NotAllowed(_("Only the author can take this back. A supervisor can return it."))
        return _next(change, closure, state=ClosureState.GIVEN_UP)


def _next(change: Change, closure: Closure, **changes: object) -> Closure:
    saved: Closure = replace(closure, revision=closure.revision + 1, **changes)  # type: ignore[arg-type]
    _keep(change, saved)
    return saved


def _asked(db: Connection, closure_id: str) -> Closure:
    closure = store.get(db, closure_id)
    if closure is None:
        raise NotFound(_("This closure is not in the vault any more."))
    if closure.state is not ClosureState.ASKED:
        raise NotAllowed(_("This closure was decided about meanwhile."))
    return closure


# ---------------------------------------------------------------------------- deciding


def approve_closure(session: Session, closure_id: str, read: str | None = None) -> Closure:
    """Say yes: the case is closed from now on. ``read`` is the content hash of what the approver
    had before them.

    Raises NotAllowed for one's own asking, NotReady if something is missing meanwhile, StaleRecord
    if something else was read.
    """
    with session.act(Act.CLOSURE_APPROVED, closure_id) as change:
        closure = _asked(change.db, closure_id)
        if read not in (None, content_hash(closure)):
            raise StaleRecord(
                _("This is not the closure that you have read. Read it again before you decide.")
            )
        view = view_in(change.db, closure.case_id)
        _require_ready(session, change.db, view, closure)
        _decide(session, change, closure, Verdict.APPROVED, "")
        if not closure.goes_on:
            drop_in(change, session, closure.case_id, closure.id)
        file = retention_store.get(change.db, closure.case_id)
        today = session.today()
        rule = kept_until(closed_on=today, last_act_on=today, years=_years(change.db))
        saved = _next(
            change,
            closure,
            state=ClosureState.APPROVED,
            decided_by=session.user.id,
            closed_on=today,
            kept_until=(file.set_until if file else None) or rule,
            stage_before=view.case.stage,
        )
        update(change, closure.case_id, stage=Stage.CLOSURE)
    return saved


def return_closure(session: Session, closure_id: str, reason: str) -> Closure:
    """Send it back with a reason; its author mends it and asks again."""
    with session.act(Act.CLOSURE_RETURNED, closure_id) as change:
        closure = _asked(change.db, closure_id)
        _decide(session, change, closure, Verdict.RETURNED, reason)
        return _next(change, closure, state=ClosureState.RETURNED, decided_by=session.user.id)


def _decide(
    session: Session, change: Change, closure: Closure, verdict: Verdict, reason: str
) -> None:
    approvals.decide(
        session,
        change,
        kind="closure",
        record_id=closure.id,
        revision=closure.revision,
        author=closure.asked_by,
        content_hash=content_hash(closure),
        verdict=verdict,
        reason=reason,
        case_id=closure.case_id,
    )


# ---------------------------------------------------------------------------- opening again


def reopen_case(session: Session, case_id: str, reason: str) -> CaseFile:
    """Open a closed case again, where it stood; what its closure dropped comes back.

    Raises InvalidInput without a reason; NotAllowed if it is not closed, or while the same return
    has another open case under the programme.
    """
    session.require(Act.CASE_REOPENED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why the case is opened again.")})
    with session.act(Act.CASE_REOPENED, case_id) as change:
        view = view_in(change.db, case_id)
        if view.case.stage is not Stage.CLOSURE:
            raise NotAllowed(_("This case is open."))
        _refuse_second_case(change.db, view.case)
        closed = [
            one for one in store.of_case(change.db, case_id) if one.state is ClosureState.APPROVED
        ]
        stage = (closed[0].stage_before if closed else None) or Stage.SERVICES
        case = update(change, case_id, stage=stage)
        if closed:
            _next(
                change,
                closed[0],
                state=ClosureState.REOPENED,
                reopened_by=session.user.id,
                reopened_at=change.at,
                reopened_why=reason,
            )
            take_up_in(change, session, case_id, closed[0].id)
        retention_store.unmark(change.db, case_id)
    return case


def _refuse_second_case(db: Connection, case: CaseFile) -> None:
    for other in cases_store.of_person(db, case.person_id):
        same = (other.homecoming_id, other.pack) == (case.homecoming_id, case.pack)
        if same and other.id != case.id and other.stage is not Stage.CLOSURE:
            raise NotAllowed(_("This return has an open case under this programme already."))
