"""Twelve months of ten cases under a moving clock, from the approved plan to the closed file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile, Stage
from intake_app.closure import service as closure
from intake_app.closure.model import ClosureState, Reason
from intake_app.followups import service as followups
from intake_app.followups.handover import HandOver, Kind
from intake_app.followups.model import Business, FollowUp, Outcome, State
from intake_app.integrity import service as integrity
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.retention import service as retention
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewUser
from intake_app.values import new_id
from tests.conftest import CHEAP, FixedClock, SignIn
from tests.core.followups_kit import a_closure, a_visit, an_attempt, go_to, keep_for
from tests.core.test_case_journey import a_plan
from tests.factories import TODAY, a_consent, a_homecoming, a_person

CASES = 10
NEVER_FOUND, REFUSES, STOPS = 7, 8, 9


def _opened(session: Session, number: int) -> CaseFile:
    """The cases come home one after the other, some weeks apart, before today."""
    person = a_person(given_names=f"Mariama {number}")
    coming = a_homecoming(person, arrived_on=TODAY - timedelta(days=number))
    person = people.save_person(session, person, coming)
    cases.give_consent(session, a_consent(person))
    return cases.open_case(session, person.id, coming.id, "eurp")


def _approved(sign_in: SignIn) -> list[CaseFile]:
    clerk = sign_in(Role.RECEPTION)
    opened = [_opened(clerk, number) for number in range(CASES)]
    counsellor = sign_in(Role.COUNSELLOR)
    sent = []
    for case in opened:
        cases.assign(counsellor, case.id, counsellor.user.id)
        saved = plans.save_plan(counsellor, a_plan(counsellor, case))
        sent.append(plans.submit_plan(counsellor, saved.id).id)
    supervisor = sign_in(Role.SUPERVISOR)
    for plan in sent:
        plans.approve_plan(supervisor, plan)
    return opened


def _one_day(session: Session, opened: list[CaseFile], day: date) -> None:
    """What a diligent counsellor does on one day."""
    numbers = {case.id: number for number, case in enumerate(opened)}
    for line in followups.follow_up_lines(session, "due", "", session.user.id, 0, 100):
        _work_on(session, line.follow_up, numbers[line.follow_up.case_id], day)
    for line in followups.follow_up_lines(session, "overdue", "", session.user.id, 0, 100):
        _work_on(session, line.follow_up, numbers[line.follow_up.case_id], day)


def _work_on(session: Session, one: FollowUp, number: int, day: date) -> None:
    if number == NEVER_FOUND:
        if one.vain_attempts < 3:
            followups.note_attempt(session, one.id, an_attempt(day))
        else:
            followups.give_up(session, one.id, "Neither the aunt nor the neighbours know.")
    elif number == REFUSES:
        if not one.attempts:
            followups.note_attempt(session, one.id, an_attempt(day, outcome=Outcome.REFUSED))
        else:
            followups.drop_follow_up(session, one.id, "She does not want to be visited.")
    else:
        stopped = number == STOPS and one.month > 6
        visit = a_visit(day, business=Business.STOPPED if stopped else Business.RUNNING)
        followups.note_visit(session, one.id, replace(visit, jobs=one.month // 3))


def test_twelve_months_of_follow_ups_for_ten_cases(sign_in: SignIn, clock: FixedClock) -> None:
    opened = _approved(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    keep_for(supervisor)
    other = users.add_user(
        supervisor,
        NewUser("desk D", "Fatou Camara", Role.COUNSELLOR, "lantern oboe teapot canyon violin"),
        cost=CHEAP,
    ).id
    session = sign_in(Role.COUNSELLOR)
    assert followups.list_counts(session).by_standing["upcoming"] == CASES * 5
    last = date(2027, 6, 1)
    leave = HandOver(
        new_id(), session.user.id, other, Kind.LEAVE, date(2026, 8, 10), "Ring before noon."
    )
    day = TODAY
    while day < last:
        day += timedelta(days=6)
        go_to(clock, day)
        if day == TODAY + timedelta(days=60):
            given = followups.hand_over(session, leave)[1]
            assert given
            assert followups.due_for_me(session) == 0
        if day == TODAY + timedelta(days=72):
            assert followups.take_back(session, leave.id) == given
        _one_day(session, opened, day)
    counts = followups.list_counts(session).by_standing
    assert counts == {
        "": 50, "overdue": 0, "due": 0, "upcoming": 0, "done": 40, "lost": 5, "dropped": 5,
    }  # fmt: skip
    everything = [
        one for case in opened for one in followups.follow_ups_of(session, case.id).follow_ups
    ]
    made = [one for one in everything if one.state is State.DONE]
    assert all(one.in_time for one in made), "who looks every six days is never late"
    assert {one.vain_attempts for one in everything if one.state is State.LOST} == {3}
    assert [
        line.follow_up.id for line in followups.follow_up_lines(session, "lost", "", None, 0, 9)
    ]
    _all_closed(sign_in, clock, opened)


def _all_closed(sign_in: SignIn, clock: FixedClock, opened: list[CaseFile]) -> None:
    session = sign_in(Role.COUNSELLOR)
    wanted = []
    for number, case in enumerate(opened):
        reason = Reason.LOST if number == NEVER_FOUND else Reason.DURATION_ENDED
        why = "" if number < NEVER_FOUND or number == STOPS else "Nobody could ask her."
        wanted.append(
            closure.ask_closure(session, a_closure(case.id, reason=reason, no_survey=why))
        )
    supervisor = sign_in(Role.SUPERVISOR)
    for one in wanted:
        assert closure.approve_closure(supervisor, one.id).state is ClosureState.APPROVED
    assert {cases.reload_case(supervisor, case.id).case.stage for case in opened} == {Stage.CLOSURE}
    closed_on = clock.moment.date()
    until = {retention.file_date(supervisor, case.id).until for case in opened}
    assert until == {date(closed_on.year + 5, closed_on.month, closed_on.day)}
    assert users.check_audit(supervisor) is None
    _nothing_is_odd(supervisor)


def _nothing_is_odd(session: Session) -> None:
    """The daily check reads every follow-up and closure back as the log bound it."""
    integrity.prepare(session)
    report = integrity.check(session, lambda *_step: None)
    assert report.findings == (), report
