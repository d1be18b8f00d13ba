"""Planning follow-ups, trying to reach people, writing down what was found; whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake_app.acts import Act, Role
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import Use, require, why_not
from intake_app.cases.service import move_to, update, view_in
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.followups import store
from intake_app.followups.handover import HandOver, Kind, Passed
from intake_app.followups.model import (
    Attempt,
    FollowUp,
    Standing,
    State,
    Visit,
    still_to_try,
)
from intake_app.followups.store import Line
from intake_app.i18n import _, ngettext
from intake_app.packs.kinds import Period
from intake_app.packs.model import USUAL_ATTEMPTS, Pack
from intake_app.people.finding import words_of
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "CaseFollowUps", "Counts", "Line", "Load", "drop_follow_up", "drop_in", "due_for_me",
    "follow_up_lines", "follow_up_number", "follow_ups_of", "give_up", "hand_over", "hand_overs",
    "list_counts", "note_attempt", "note_visit", "plan_follow_up", "schedule_in", "take_back",
    "take_up_again", "take_up_in", "workload",
]  # fmt: skip

MOST_HANDOVERS = 50


@dataclass(frozen=True)
class CaseFollowUps:
    """The follow-ups of a case, read at one moment. ``attempts``: tries before somebody is lost.

    ``against`` says why the person may not be contacted now; empty if they may be. ``arrived_on``
    and ``rule`` are what the calendar was made from; ``rule`` None: the pack is not at this desk.
    """

    case: CaseFile
    follow_ups: tuple[FollowUp, ...]
    attempts: int
    against: str
    arrived_on: date
    rule: Pack | None

    @property
    def is_closed(self) -> bool:
        """True once the case is closed."""
        return self.case.stage is Stage.CLOSURE


# ---------------------------------------------------------------------------- planning


def schedule_in(change: Change, session: Session, case_id: str) -> list[FollowUp]:
    """Plan what the programme of a case asks for, in the running act; nothing if that was done.

    Counted from arrival. What lies so far back that its window is over already is not planned.
    """
    if any(one.month for one in store.of_case(change.db, case_id)):
        return []
    view = view_in(change.db, case_id)
    pack = session.packs.get(view.case.pack)
    if pack is None:
        return []
    rule, today = pack.follow_up, session.today()
    planned = [
        FollowUp(
            id=new_id(),
            case_id=case_id,
            due_on=Period(months=month).last_day(view.homecoming.arrived_on),
            tolerance=rule.tolerance_days,
            month=month,
        )
        for month in rule.months
    ]
    return [_keep(session, change, one) for one in planned if one.until >= today]


def plan_follow_up(session: Session, case_id: str, day: date | None) -> FollowUp:
    """Plan one more for a day, beside what the programme asks for.

    Raises InvalidInput for a day that is over, NotAllowed in a closed case.
    """
    session.require(Act.FOLLOW_UP_PLANNED)
    if day is None or day < session.today():
        raise InvalidInput({"due_on": _("Type a day that is not over.")})
    with session.act(Act.FOLLOW_UP_PLANNED, case_id) as change:
        return plan_in(session, change, case_id, day)


def plan_in(session: Session, change: Change, case_id: str, day: date) -> FollowUp:
    """The same in the running transaction of another act."""
    view = view_in(change.db, case_id)
    if view.case.stage is Stage.CLOSURE:
        raise NotAllowed(_("This case is closed. Reopen it to plan a follow-up."))
    same = [
        one
        for one in store.of_case(change.db, case_id)
        if one.state is State.OPEN and one.due_on == day
    ]
    if same:
        raise InvalidInput({"due_on": _("A follow-up is planned for this day already.")})
    pack = session.packs.get(view.case.pack)
    tolerance = pack.follow_up.tolerance_days if pack else 0
    planned = FollowUp(id=new_id(), case_id=case_id, due_on=day, tolerance=tolerance)
    return _keep(session, change, planned)


def _keep(session: Session, change: Change, one: FollowUp) -> FollowUp:
    saved = replace(one, author=session.user.id, written_at=change.at, revision=one.revision + 1)
    store.put(change.db, saved)
    change.send("follow_up", saved.id, saved.revision, saved, saved.case_id)
    return saved


# ---------------------------------------------------------------------------- trying and visiting


def note_attempt(session: Session, follow_up_id: str, attempt: Attempt) -> FollowUp:
    """Write down that somebody tried to reach the person.

    Raises InvalidInput with a sentence per field; NotAllowed if it is settled, or without the
    consent that it needs (after the closure: to being contacted then).
    """
    session.require(Act.FOLLOW_UP_TRIED)
    attempt = attempt.cleaned()
    attempt.check(session.today())
    with session.act(Act.FOLLOW_UP_TRIED, follow_up_id) as change:
        one = _open(change.db, follow_up_id)
        _require_contact(session, change.db, one.case_id)
        tried = replace(attempt, by=session.user.id, at=change.at)
        return _keep(session, change, replace(one, attempts=(*one.attempts, tried)))


def note_visit(session: Session, follow_up_id: str, visit: Visit) -> FollowUp:
    """Write down what was found; the follow-up is done.

    ``visit.next_on`` plans one more. Raises like ``note_attempt``.
    """
    session.require(Act.FOLLOW_UP_DONE)
    visit = visit.cleaned()
    with session.act(Act.FOLLOW_UP_DONE, follow_up_id) as change:
        one = _open(change.db, follow_up_id)
        visit.check(session.today(), one.opens_on)
        case = _require_contact(session, change.db, one.case_id)
        if visit.next_on is not None and case.stage is Stage.CLOSURE:
            raise InvalidInput({"next_on": _("This case is closed. Reopen it to go on.")})
        made = replace(visit, by=session.user.id, at=change.at)
        done = replace(one, state=State.DONE, visit=made, settled_on=visit.on)
        saved = _keep(session, change, done)
        if visit.next_on is not None:
            plan_in(session, change, one.case_id, visit.next_on)
        if case.stage is not Stage.CLOSURE:
            move_to(change, one.case_id, Stage.FOLLOW_UP)
    return saved


def _require_contact(session: Session, db: Connection, case_id: str) -> CaseFile:
    view = view_in(db, case_id)
    require(db, view.person.id, _use(view.case), session.today())
    return view.case


def _use(case: CaseFile) -> Use:
    return Use.CONTACT_AFTER if case.stage is Stage.CLOSURE else Use.FOLLOW_UP


def _open(db: Connection, follow_up_id: str) -> FollowUp:
    one = store.get(db, follow_up_id)
    if one is None:
        raise NotFound(_("This follow-up is not in the vault any more."))
    if one.state is not State.OPEN:
        raise NotAllowed(_("A colleague has settled this follow-up meanwhile."))
    return one


# ---------------------------------------------------------------------------- lost or not needed


def give_up(session: Session, follow_up_id: str, reason: str) -> FollowUp:
    """The person is lost to this follow-up: after as many tries as the programme wants.

    Raises NotAllowed while there were fewer, InvalidInput without a sentence.
    """
    session.require(Act.FOLLOW_UP_LOST)
    reason = _sentence(reason)
    with session.act(Act.FOLLOW_UP_LOST, follow_up_id) as change:
        one = _open(change.db, follow_up_id)
        case = view_in(change.db, one.case_id).case
        if left := still_to_try(one, _attempts(session, case)):
            words = ngettext(
                "Try {count} more time, on another day, before this person counts as lost.",
                "Try {count} more times, on other days, before this person counts as lost.",
                left,
            )
            raise NotAllowed(words.format(count=left))
        return _settle(session, change, one, State.LOST, reason)


def drop_follow_up(session: Session, follow_up_id: str, reason: str) -> FollowUp:
    """This follow-up is not needed any more. Raises InvalidInput without a sentence."""
    session.require(Act.FOLLOW_UP_DROPPED)
    reason = _sentence(reason)
    with session.act(Act.FOLLOW_UP_DROPPED, follow_up_id) as change:
        return _settle(session, change, _open(change.db, follow_up_id), State.DROPPED, reason)


def take_up_again(session: Session, follow_up_id: str) -> FollowUp:
    """A follow-up that was lost or dropped is open again: the person was found, or it was a slip.

    Raises NotAllowed if it is open or was made, and in a closed case.
    """
    session.require(Act.FOLLOW_UP_TAKEN_UP)
    with session.act(Act.FOLLOW_UP_TAKEN_UP, follow_up_id) as change:
        one = store.get(change.db, follow_up_id)
        if one is None:
            raise NotFound(_("This follow-up is not in the vault any more."))
        if one.state not in (State.LOST, State.DROPPED):
            raise NotAllowed(_("Only a follow-up that was lost or dropped is taken up again."))
        if view_in(change.db, one.case_id).case.stage is Stage.CLOSURE:
            raise NotAllowed(_("This case is closed. Reopen it first."))
        return _reopen(session, change, one)


def _reopen(session: Session, change: Change, one: FollowUp) -> FollowUp:
    again = replace(one, state=State.OPEN, reason="", settled_on=None, dropped_with="")
    return _keep(session, change, again)


def _settle(session: Session, change: Change, one: FollowUp, state: State, reason: str) -> FollowUp:
    settled = replace(one, state=state, reason=reason, settled_on=session.today())
    return _keep(session, change, settled)


def drop_in(change: Change, session: Session, case_id: str, closure: str) -> None:
    """With the closure of a case everything that is still open in it is not needed any more."""
    for one in store.of_case(change.db, case_id):
        if one.state is State.OPEN:
            _settle(session, change, replace(one, dropped_with=closure), State.DROPPED, "")


def take_up_in(change: Change, session: Session, case_id: str, closure: str) -> None:
    """With the reopening of a case what its closure dropped comes back, unless its time is over."""
    for one in store.of_case(change.db, case_id):
        if one.dropped_with == closure and one.until >= session.today():
            _reopen(session, change, one)


def _sentence(reason: str) -> str:
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why.")})
    return reason


def _attempts(session: Session, case: CaseFile) -> int:
    pack = session.packs.get(case.pack)
    return pack.follow_up.attempts if pack else USUAL_ATTEMPTS


# ---------------------------------------------------------------------------- reading


def follow_ups_of(session: Session, case_id: str) -> CaseFollowUps:
    """The follow-ups of a case, the earliest first. Raises NotFound."""
    with session.read() as db:
        view = view_in(db, case_id)
        return CaseFollowUps(
            view.case,
            tuple(store.of_case(db, case_id)),
            _attempts(session, view.case),
            why_not(db, view.person.id, _use(view.case), session.today()),
            view.homecoming.arrived_on,
            session.packs.get(view.case.pack),
        )


def follow_up_lines(
    session: Session, standing: str, text: str, counsellor: str | None, offset: int, limit: int
) -> list[Line]:
    """Some lines of the list of all follow-ups.

    ``standing`` is a ``Standing``, ``open``, or empty for all; ``text`` a typed name or case
    number; ``counsellor`` the id of one colleague, or None for all.
    """
    with session.read() as db:
        return store.page(
            db, session.today(), standing, words=words_of(text), counsellor=counsellor,
            limit=limit, offset=offset,
        )  # fmt: skip


def follow_up_number(session: Session, standing: str, text: str, counsellor: str | None) -> int:
    """How many lines that list has."""
    with session.read() as db:
        return store.count(
            db, session.today(), standing, words=words_of(text), counsellor=counsellor
        )


@dataclass(frozen=True)
class Counts:
    """How many follow-ups there are for each ready filter of the list."""

    by_standing: dict[str, int]
    mine: int
    mine_now: int


def list_counts(session: Session) -> Counts:
    """How many there are of each standing, and how many open ones are the user's own."""
    with session.read() as db:
        load, by_state = store.workload(db, session.today()), store.count_by_state(db)
    mine = load.get(session.user.id, (0, 0, 0))
    found = {"": sum(by_state.values())}
    for place, standing in enumerate((Standing.OVERDUE, Standing.DUE, Standing.UPCOMING)):
        found[standing.value] = sum(one[place] for one in load.values())
    for standing in (Standing.DONE, Standing.LOST, Standing.DROPPED):
        found[standing.value] = by_state.get(standing.value, 0)
    return Counts(found, sum(mine), mine[0] + mine[1])


def due_for_me(session: Session) -> int:
    """How many of the user's own follow-ups may be made now or are late."""
    with session.read() as db:
        return store.due_of(db, session.user.id, session.today())


# ---------------------------------------------------------------------------- whose work


@dataclass(frozen=True)
class Load:
    """What one colleague has before them. ``id`` is empty for what nobody has."""

    id: str
    cases: int
    overdue: int
    due: int
    upcoming: int


def workload(session: Session) -> list[Load]:
    """The counsellors and everybody who has work, the most urgent work first."""
    with session.read() as db:
        work, cases = store.workload(db, session.today()), store.open_cases_by_counsellor(db)
    people = {*work, *cases, *_counsellors(session)}
    loads = [Load(who, cases.get(who, 0), *work.get(who, (0, 0, 0))) for who in people]
    loads.sort(key=lambda one: (-one.overdue, -one.due, -one.cases, one.id))
    return loads


def _counsellors(session: Session) -> set[str]:
    logins = session.vault.keys.logins()
    return {login.id for login in logins if login.role is Role.COUNSELLOR}


def hand_over(session: Session, wanted: HandOver) -> tuple[HandOver, int]:
    """Give one counsellor's work to another; returns it with the number of things that went over.

    For a leave the follow-ups due until its last day; for good the open cases, with all that is
    due in them. Raises InvalidInput with a sentence per field, also if there is nothing to give.
    """
    session.require(Act.WORK_HANDED_OVER)
    wanted = wanted.cleaned()
    wanted.check(session.today())
    if wanted.taker not in _counsellors(session):
        raise InvalidInput({"taker": _("Choose a counsellor of this office.")})
    with session.act(Act.WORK_HANDED_OVER, wanted.id) as change:
        saved = replace(wanted, author=session.user.id, written_at=change.at, revision=1)
        passed = _pass_on(session, change, saved)
        if not passed:
            raise InvalidInput({"giver": _("This colleague has nothing to hand over.")})
        store.put_handover(change.db, saved)
        store.put_passed(change.db, saved.id, passed)
        change.bind("work_handover", saved.id, saved.revision, saved)
    return saved, len(passed)


def _pass_on(session: Session, change: Change, one: HandOver) -> list[Passed]:
    for_good = one.kind is Kind.FOR_GOOD
    until = None if for_good else one.until
    theirs = store.open_of(change.db, one.giver, until, as_stand_in=for_good)
    passed = [Passed(follow_up.id, follow_up.case_id, follow_up.stand_in) for follow_up in theirs]
    for follow_up in theirs:
        _keep(session, change, replace(follow_up, stand_in=one.taker))
    if for_good:
        for case_id in store.open_cases_of(change.db, one.giver):
            update(change, case_id, counsellor=one.taker)
            passed.append(Passed(case_id, case_id, one.giver))
    return passed


def take_back(session: Session, handover_id: str) -> int:
    """Undo a hand-over: what the taker still has goes back; returns how much that is.

    What was settled meanwhile, or went on to somebody else, stays as it is.
    """
    session.require(Act.WORK_TAKEN_BACK)
    with session.act(Act.WORK_TAKEN_BACK, handover_id) as change:
        one = store.handover(change.db, handover_id)
        if one is None:
            raise NotFound(_("This hand-over is not in the vault any more."))
        if one.undone_at:
            raise NotAllowed(_("This hand-over was taken back before."))
        back = sum(
            _give_back(session, change, one, passed)
            for passed in store.passed_of(change.db, one.id)
        )
        undone = replace(
            one, undone_by=session.user.id, undone_at=change.at, revision=one.revision + 1
        )
        store.put_handover(change.db, undone)
        change.bind("work_handover", undone.id, undone.revision, undone)
    return back


def _give_back(session: Session, change: Change, one: HandOver, passed: Passed) -> bool:
    if passed.record_id == passed.case_id:
        case = view_in(change.db, passed.case_id).case
        if case.counsellor != one.taker or case.stage is Stage.CLOSURE:
            return False
        update(change, case.id, counsellor=passed.before)
        return True
    follow_up = store.get(change.db, passed.record_id)
    if follow_up is None or follow_up.state is not State.OPEN or follow_up.stand_in != one.taker:
        return False
    _keep(session, change, replace(follow_up, stand_in=passed.before))
    return True


def hand_overs(session: Session) -> Sequence[HandOver]:
    """The newest hand-overs, also those that were taken back."""
    with session.read() as db:
        return store.handovers(db, MOST_HANDOVERS)
