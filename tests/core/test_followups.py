"""Follow-ups: planned with the plan, tried, made, lost by a rule, in other hands for a leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile, Stage
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.followups import service as followups
from intake_app.followups.handover import HandOver, Kind
from intake_app.followups.model import Business, FollowUp, Outcome, Standing, State, from_body
from intake_app.followups.service import CaseFollowUps
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.service import NewUser
from intake_app.values import Money, new_id, plain
from tests.conftest import CHEAP, FixedClock, SignIn
from tests.core.followups_kit import a_visit, an_attempt, approved_case, first_of, go_to
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import TODAY

Opened = tuple[Person, CaseFile]


@pytest.fixture
def approved(sign_in: SignIn) -> Opened:
    return approved_case(sign_in)


@pytest.fixture
def writer(sign_in: SignIn, approved: Opened) -> Session:
    return sign_in(Role.COUNSELLOR)


def of(session: Session, case: CaseFile) -> CaseFollowUps:
    return followups.follow_ups_of(session, case.id)


# ---------------------------------------------------------------------------- pure


def a_follow_up(**changes: object) -> FollowUp:
    return replace(FollowUp(new_id(), new_id(), date(2026, 8, 2), 14), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 7, 18), Standing.UPCOMING),
        (date(2026, 7, 19), Standing.DUE),
        (date(2026, 8, 16), Standing.DUE),
        (date(2026, 8, 17), Standing.OVERDUE),
    ],
)
def test_the_window_has_its_first_and_last_day(day: date, standing: Standing) -> None:
    assert a_follow_up().standing(day) is standing
    assert a_follow_up(state=State.DONE).standing(day) is Standing.DONE


def test_two_tries_of_one_day_are_one_and_an_appointment_is_none() -> None:
    tries = (
        an_attempt(TODAY), an_attempt(TODAY, outcome=Outcome.NUMBER_DEAD),
        an_attempt(TODAY + timedelta(days=1), outcome=Outcome.APPOINTMENT),
        an_attempt(TODAY + timedelta(days=2)),
    )  # fmt: skip
    assert a_follow_up(attempts=tries).vain_attempts == 2


def test_a_follow_up_comes_back_from_its_json_as_it_was() -> None:
    full = a_follow_up(
        attempts=(an_attempt(TODAY),), visit=a_visit(TODAY, next_on=date(2027, 1, 1)),
        state=State.DONE, settled_on=TODAY,
    )  # fmt: skip
    assert from_body(plain(full)) == full
    assert from_body(plain(a_follow_up())).visit is None


def test_every_field_of_a_visit_is_asked_for_in_words() -> None:
    wrong = a_visit(
        TODAY + timedelta(days=1), way=None, business=None, intention=None, jobs=-1,
        satisfaction=6, income=Money(-1, "GNF"), note="x" * 2_001, next_on=TODAY,
    )  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        wrong.check(TODAY, TODAY)
    assert set(refused.value.problems) == {
        "on", "way", "business", "intention", "jobs", "satisfaction", "income", "note", "next_on",
    }  # fmt: skip
    a_visit(TODAY).check(TODAY, TODAY)


def test_without_a_business_there_are_no_jobs_in_it() -> None:
    assert a_visit(TODAY, business=Business.NONE, jobs=3).cleaned().jobs is None


# ---------------------------------------------------------------------------- planned


def test_the_approved_plan_brings_the_months_of_the_programme(
    writer: Session, approved: Opened
) -> None:
    held = of(writer, approved[1])
    assert [one.month for one in held.follow_ups] == [1, 3, 6, 9, 12]
    assert [one.due_on for one in held.follow_ups] == [
        date(2026, 6, 2), date(2026, 8, 2), date(2026, 11, 2), date(2027, 2, 2), date(2027, 5, 2),
    ]  # fmt: skip
    assert {one.tolerance for one in held.follow_ups} == {14}
    assert held.attempts == 3


def test_a_second_version_plans_nothing_twice(sign_in: SignIn, approved: Opened) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    before = of(counsellor, approved[1]).follow_ups
    second = plans.save_plan(counsellor, plans.start_plan(counsellor, approved[1].id))
    plans.submit_plan(counsellor, second.id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), second.id)
    assert of(sign_in(Role.COUNSELLOR), approved[1]).follow_ups == before


def test_a_late_plan_plans_no_visit_whose_window_is_over(
    sign_in: SignIn, clock: FixedClock
) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    go_to(clock, date(2026, 6, 17))  # the window of the first month ended the day before
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    assert [one.month for one in of(sign_in(Role.COUNSELLOR), case).follow_ups] == [3, 6, 9, 12]


def test_one_more_is_planned_by_hand_but_not_twice_for_a_day_or_in_the_past(
    writer: Session, approved: Opened
) -> None:
    day = TODAY + timedelta(days=10)
    assert followups.plan_follow_up(writer, approved[1].id, day).month == 0
    for wrong in (day, TODAY - timedelta(days=1), None):
        with pytest.raises(InvalidInput):
            followups.plan_follow_up(writer, approved[1].id, wrong)
    assert len(of(writer, approved[1]).follow_ups) == 6


# ---------------------------------------------------------------------------- tried and made


def test_a_visit_is_made_in_its_window_and_moves_the_case_on(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one = first_of(writer, approved[1].id)
    with pytest.raises(InvalidInput) as early:
        followups.note_visit(writer, one.id, a_visit(TODAY))
    assert set(early.value.problems) == {"on"}
    go_to(clock, one.opens_on)
    made = followups.note_visit(writer, one.id, a_visit(one.opens_on))
    assert (made.state, made.settled_on, made.in_time) == (State.DONE, one.opens_on, True)
    assert made.visit is not None
    assert made.visit.by == writer.user.id
    assert cases.reload_case(writer, approved[1].id).case.stage is Stage.FOLLOW_UP
    with pytest.raises(NotAllowed):
        followups.note_visit(writer, one.id, a_visit(one.opens_on))


def test_a_visit_after_its_window_is_made_and_late(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one = first_of(writer, approved[1].id)
    late = one.until + timedelta(days=1)
    go_to(clock, late)
    assert not followups.note_visit(writer, one.id, a_visit(late)).in_time


def test_the_next_date_of_a_visit_plans_one_more(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one = first_of(writer, approved[1].id)
    go_to(clock, one.due_on)
    again = one.due_on + timedelta(days=20)
    followups.note_visit(writer, one.id, a_visit(one.due_on, next_on=again))
    assert [(one.month, one.due_on) for one in of(writer, approved[1]).follow_ups][1] == (0, again)


def test_nobody_is_lost_before_as_many_tries_as_the_programme_wants(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one = first_of(writer, approved[1].id)
    go_to(clock, one.due_on)
    for days in range(3):
        with pytest.raises(NotAllowed) as refused:
            followups.give_up(writer, one.id, "Nobody knows where she is.")
        assert str(3 - days) in refused.value.sentence
        go_to(clock, one.due_on + timedelta(days=days))
        followups.note_attempt(writer, one.id, an_attempt(writer.today()))
    lost = followups.give_up(writer, one.id, "Nobody knows where she is.")
    assert lost.state is State.LOST
    found = followups.take_up_again(writer, one.id)
    assert (found.state, len(found.attempts)) == (State.OPEN, 3)


def test_a_dropped_one_says_why_and_a_made_one_is_not_taken_up_again(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one, *_rest, last = of(writer, approved[1]).follow_ups
    with pytest.raises(InvalidInput):
        followups.drop_follow_up(writer, last.id, " ")
    assert followups.drop_follow_up(writer, last.id, "The programme ends.").state is State.DROPPED
    go_to(clock, one.due_on)
    followups.note_visit(writer, one.id, a_visit(one.due_on))
    with pytest.raises(NotAllowed):
        followups.take_up_again(writer, one.id)


def test_who_took_the_consent_back_is_not_followed_up(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    one = first_of(writer, approved[1].id)
    go_to(clock, one.due_on)
    (consent,) = cases.consents(writer, approved[0].id)
    cases.withdraw_consent(writer, consent, "She does not want it any more.")
    assert of(writer, approved[1]).against
    with pytest.raises(NotAllowed):
        followups.note_attempt(writer, one.id, an_attempt(writer.today()))
    with pytest.raises(NotAllowed):
        followups.note_visit(writer, one.id, a_visit(writer.today()))
    assert followups.drop_follow_up(writer, one.id, "Consent withdrawn").state is State.DROPPED


# ---------------------------------------------------------------------------- the list


def test_the_list_and_its_counts_say_what_is_due_today(
    writer: Session, approved: Opened, clock: FixedClock
) -> None:
    person, case = approved
    go_to(clock, date(2026, 8, 17))  # month 1 is over, month 3 too by a day
    followups.plan_follow_up(writer, case.id, writer.today())
    counts = followups.list_counts(writer)
    assert counts.by_standing == {
        "": 6, "overdue": 2, "due": 1, "upcoming": 3, "done": 0, "lost": 0, "dropped": 0,
    }  # fmt: skip
    assert (counts.mine, counts.mine_now) == (6, 3)
    for standing, count in counts.by_standing.items():
        lines = followups.follow_up_lines(writer, standing, "", None, 0, 100)
        assert len(lines) == count == followups.follow_up_number(writer, standing, "", None)
    (line,) = followups.follow_up_lines(writer, "due", "diallo", writer.user.id, 0, 100)
    assert (line.person, line.case_number, line.is_closed) == ("DIALLO Mariama", case.number, False)
    assert line.person_id == person.id
    assert followups.follow_up_lines(writer, "due", case.number, None, 0, 100) == [line]
    assert followups.follow_up_lines(writer, "due", "nobody", None, 0, 100) == []
    assert followups.follow_up_lines(writer, "due", "", "another", 0, 100) == []
    assert followups.follow_up_number(writer, "due", "diallo", "another") == 0


# ---------------------------------------------------------------------------- other hands


@pytest.fixture
def other(sign_in: SignIn) -> str:
    """The id of a second counsellor."""
    new = NewUser("desk D", "Fatou Camara", Role.COUNSELLOR, "lantern oboe teapot canyon violin")
    return users.add_user(sign_in(Role.SUPERVISOR), new, cost=CHEAP).id


def loads(session: Session) -> dict[str, tuple[int, int]]:
    return {
        one.id: (one.cases, one.overdue + one.due + one.upcoming)
        for one in followups.workload(session)
    }


def test_a_leave_gives_what_is_due_until_its_end_and_undoing_gives_it_back(
    other: str, sign_in: SignIn, approved: Opened
) -> None:
    session = sign_in(Role.SUPERVISOR)
    giver = cases.reload_case(session, approved[1].id).case.counsellor or ""
    assert loads(session) == {giver: (1, 5), other: (0, 0)}
    leave = HandOver(new_id(), giver, other, Kind.LEAVE, date(2026, 8, 31), "Call before noon.")
    _saved, number = followups.hand_over(session, leave)
    assert (number, loads(session)) == (2, {giver: (1, 3), other: (0, 2)})
    assert [one.note for one in followups.hand_overs(session)] == ["Call before noon."]
    assert followups.take_back(session, leave.id) == 2
    assert loads(session) == {giver: (1, 5), other: (0, 0)}
    with pytest.raises(NotAllowed):
        followups.take_back(session, leave.id)


def test_for_good_the_cases_go_with_all_that_is_due_in_them(
    other: str, sign_in: SignIn, approved: Opened
) -> None:
    session = sign_in(Role.SUPERVISOR)
    giver = cases.reload_case(session, approved[1].id).case.counsellor or ""
    good = HandOver(new_id(), giver, other, Kind.FOR_GOOD, None, "She moves to Labé.")
    followups.hand_over(session, good)
    assert loads(session) == {giver: (0, 0), other: (1, 5)}
    with pytest.raises(InvalidInput):
        followups.hand_over(session, replace(good, id=new_id()))
    assert followups.take_back(session, good.id) == 1
    assert loads(session) == {giver: (1, 5), other: (0, 0)}


def test_what_was_settled_meanwhile_stays_where_it_is(
    other: str, sign_in: SignIn, approved: Opened
) -> None:
    session = sign_in(Role.SUPERVISOR)
    giver = cases.reload_case(session, approved[1].id).case.counsellor or ""
    leave = HandOver(new_id(), giver, other, Kind.LEAVE, date(2026, 8, 31), "Call before noon.")
    followups.hand_over(session, leave)
    followups.drop_follow_up(session, first_of(session, approved[1].id).id, "Not needed")
    assert followups.take_back(session, leave.id) == 1


def test_only_a_counsellor_takes_work_and_nobody_their_own(
    sign_in: SignIn, approved: Opened
) -> None:
    session = sign_in(Role.SUPERVISOR)
    giver = cases.reload_case(session, approved[1].id).case.counsellor or ""
    for taker in (giver, session.user.id, ""):
        wanted = HandOver(new_id(), giver, taker, Kind.LEAVE, date(2026, 8, 31), "a note")
        with pytest.raises(InvalidInput) as refused:
            followups.hand_over(session, wanted)
        assert set(refused.value.problems) == {"taker"}
    assert followups.hand_overs(session) == []


def test_a_new_counsellor_of_the_case_has_its_follow_ups(
    other: str, sign_in: SignIn, approved: Opened
) -> None:
    session = sign_in(Role.SUPERVISOR)
    cases.assign(session, approved[1].id, other)
    assert loads(session)[other] == (1, 5)


def test_nothing_is_planned_before_a_plan_is_approved(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    assert of(sign_in(Role.COUNSELLOR), case).follow_ups == ()
