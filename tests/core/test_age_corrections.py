"""A corrected birth date never lifts the safeguards of a child by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake_app import search
from intake_app.acts import Act, Role
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import service as grants
from intake_app.needs import service as needs
from intake_app.needs.model import Taker
from intake_app.people import service as people
from intake_app.people.model import Majority, Person
from intake_app.plans import service as plans
from intake_app.plans.model import LineForm
from intake_app.rights.person_copy import person_entry
from intake_app.rights.telling import Teller
from intake_app.search import Filter, Question
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.core.needs_kit import pocket_money
from tests.core.screening_kit import ADULT, CHILD, SAFE, UNCERTAIN, a_case_of, as_role, screened
from tests.core.test_case_journey import a_plan, a_request
from tests.core.test_integrity import checked, faults, tamper
from tests.factories import a_person

WHY = "Seen on the birth certificate."


def corrected(session: Session, person_id: str, birth: str, reason: str = WHY) -> Person:
    person = people.person(session, person_id)
    return people.save_person(
        session, replace(person, birth=PartialDate.from_edtf(birth)), age_reason=reason
    )


def acts_of(session: Session) -> list[str]:
    with session.read() as db:
        return [row[0] for row in db.execute("SELECT act FROM audit ORDER BY seq")]


@pytest.mark.parametrize(
    ("before", "after"), [(CHILD, ADULT), (UNCERTAIN, ADULT), (ADULT, CHILD), (ADULT, UNCERTAIN)]
)
def test_between_child_and_adult_a_reason_is_needed_and_kept(
    clerk: Session, before: str, after: str
) -> None:
    person, _case = a_case_of(clerk, before)
    for nothing in ("", "  \n"):
        with pytest.raises(InvalidInput) as refused:
            corrected(clerk, person.id, after, nothing)
        assert set(refused.value.problems) == {"age_reason"}
    assert people.person(clerk, person.id).birth.edtf == before
    assert Act.AGE_CORRECTED not in acts_of(clerk)
    saved = corrected(clerk, person.id, after, f" {WHY} ")
    (one,) = saved.age_corrections
    assert (one.before.edtf, one.after.edtf, one.reason, one.by) == (
        before, after, WHY, clerk.user.id,
    )  # fmt: skip
    assert one.to_adult is (after == ADULT)
    assert people.person(clerk, person.id) == saved
    assert acts_of(clerk)[-1] == Act.AGE_CORRECTED


@pytest.mark.parametrize(("before", "after"), [(ADULT, "1991"), (CHILD, UNCERTAIN)])
def test_other_corrections_need_no_reason(clerk: Session, before: str, after: str) -> None:
    person, _case = a_case_of(clerk, before)
    assert corrected(clerk, person.id, after, "").age_corrections == ()
    assert acts_of(clerk)[-1] == Act.PERSON_SAVED


def test_no_screen_can_write_or_forget_a_correction_by_itself(clerk: Session) -> None:
    person, _case = a_case_of(clerk, CHILD)
    saved = corrected(clerk, person.id, ADULT)
    again = people.save_person(clerk, replace(saved, age_corrections=(), given_names="Other"))
    assert again.age_corrections == saved.age_corrections
    other = people.save_person(clerk, a_person())
    with_one = replace(other, age_corrections=saved.age_corrections)
    assert people.save_person(clerk, with_one).age_corrections == ()


def test_the_safeguards_hold_until_somebody_else_has_looked_it_over(supervisor: Session) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    person, case = a_case_of(clerk, CHILD)
    cash = pocket_money(case, 1_000, taker=Taker.PERSON)
    corrected(clerk, person.id, ADULT)
    with pytest.raises(NotAllowed) as refused:
        needs.give(clerk, cash)
    assert "Until a counsellor or supervisor" in refused.value.sentence
    with pytest.raises(NotAllowed):
        people.look_over_age(clerk, person.id)  # the role
    seen = people.look_over_age(as_role(supervisor, Role.COUNSELLOR), person.id)
    assert seen.age_to_look_at is None
    needs.give(clerk, cash)  # now an adult like others
    with pytest.raises(NotAllowed, match="already"):
        people.look_over_age(supervisor, person.id)


def test_nobody_looks_over_what_they_corrected(counsellor: Session) -> None:
    person, case = a_case_of(counsellor, CHILD)
    corrected(counsellor, person.id, ADULT)
    with pytest.raises(NotAllowed, match="yourself"):
        people.look_over_age(counsellor, person.id)
    with pytest.raises(NotAllowed):
        needs.give(counsellor, pocket_money(case, 1_000, taker=Taker.PERSON))


def test_back_to_a_child_the_safeguards_hold_at_once(supervisor: Session) -> None:
    person, case = a_case_of(supervisor, ADULT)
    back = corrected(supervisor, person.id, CHILD)
    assert back.majority(supervisor.today()) is Majority.MINOR
    assert back.age_to_look_at is not None
    with pytest.raises(NotAllowed):
        needs.give(
            as_role(supervisor, Role.RECEPTION), pocket_money(case, 1_000, taker=Taker.PERSON)
        )


def test_what_waits_is_found_in_the_list(supervisor: Session) -> None:
    a_case_of(supervisor, CHILD)
    person, _case = a_case_of(supervisor, CHILD)
    question = Question(filter=Filter.AGES)
    assert search.find(supervisor, question, 9) == []
    corrected(as_role(supervisor, Role.RECEPTION), person.id, ADULT)
    assert [one.person_id for one in search.find(supervisor, question, 9)] == [person.id]
    assert search.count(supervisor, question) == 1
    typed = replace(question, text=person.family_name)
    assert [one.person_id for one in search.find(supervisor, typed, 9)] == [person.id]
    people.look_over_age(supervisor, person.id)
    assert (search.find(supervisor, question, 9), search.count(supervisor, question)) == ([], 0)


def test_the_check_sees_a_correction_that_was_altered_outside(supervisor: Session) -> None:
    person, _case = a_case_of(supervisor, CHILD)
    corrected(supervisor, person.id, ADULT)
    assert faults(checked(supervisor)) == set()
    tamper(supervisor, "UPDATE age_correction SET seen_by = 'somebody'")
    assert faults(checked(supervisor)) != set()


def test_the_person_reads_it_in_their_copy(clerk: Session) -> None:
    person, _case = a_case_of(clerk, CHILD)
    saved = corrected(clerk, person.id, ADULT)
    with clerk.read() as db:
        rows = dict(person_entry(Teller(clerk, db, "en"), saved).rows)
    assert WHY in rows["Date of birth corrected"]


def test_the_plan_line_counts_whatever_the_request_calls_it(supervisor: Session) -> None:
    person, case = a_case_of(supervisor, ADULT)
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    draft = a_plan(counsellor, case)
    line = replace(draft.lines[0], package="post_arrival", form=LineForm.CASH)
    line = replace(line, amount=replace(line.amount, minor=10_000))
    plan = plans.save_plan(counsellor, replace(draft, lines=(line,)))
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(supervisor, plan.id)
    asked = grants.request_grant(counsellor, replace(a_request(plan, 100), form="in_kind"))
    child = PartialDate.from_edtf(CHILD)
    now = people.person(counsellor, person.id)
    people.save_person(counsellor, replace(now, birth=child), age_reason="Says the aunt.")
    with pytest.raises(NotAllowed):
        grants.request_grant(counsellor, replace(a_request(plan, 100), form="in_kind"))
    screened(supervisor, case.id, child=SAFE)
    with pytest.raises(NotAllowed) as refused:
        grants.approve_grant(supervisor, asked.id)
    assert "no cash" in refused.value.sentence
