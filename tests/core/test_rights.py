"""A correction goes from the asking to the change, each step by those who may, within a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake_app.acts import Role
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.rights import service as rights
from intake_app.rights.model import CorrectionState
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import SignIn
from tests.factories import a_person

WISH = "Born in Labé, not in Kindia."


def asked(session: Session) -> tuple[Person, str]:
    person = people.save_person(session, a_person())
    return person, rights.ask_correction(session, person.id, session.today(), WISH).id


def login_of(session: Session, role: Role) -> str:
    return next(one.id for one in users.staff(session) if one.role is role)


def test_a_request_is_due_in_thirty_days_until_the_office_decides_otherwise(
    sign_in: SignIn,
) -> None:
    person, _first = asked(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    assert rights.answer_time(supervisor).rule is None  # to be confirmed by the office
    rights.set_answer_days(supervisor, 14, "Law of 2016, article 33")
    today = supervisor.today()
    rights.ask_correction(supervisor, person.id, today, "And the name of the father.")
    due = [one.correction.answer_by for one in rights.corrections_of(supervisor, person.id)]
    assert sorted(due) == [today + timedelta(days=14), today + timedelta(days=30)]
    for days, basis in ((None, "Law"), (0, "Law"), (400, "Law"), (14, " ")):
        with pytest.raises(InvalidInput):
            rights.set_answer_days(supervisor, days, basis)
    assert rights.answer_time(supervisor).days == 14


def test_accepted_changed_and_closed(sign_in: SignIn) -> None:
    _person, id_ = asked(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    (open_one,) = rights.corrections(supervisor)
    assert (open_one.person, open_one.taken_by) == ("DIALLO Mariama", "Ramata Bah")
    rights.accept_correction(supervisor, id_, login_of(supervisor, Role.RECEPTION))
    with pytest.raises(NotAllowed):  # somebody else was asked to
        rights.close_correction(sign_in(Role.COUNSELLOR), id_)
    done = rights.close_correction(sign_in(Role.RECEPTION), id_)
    assert (done.state, done.is_open) == (CorrectionState.DONE, False)
    with pytest.raises(NotAllowed):
        rights.close_correction(sign_in(Role.SUPERVISOR), id_)


def test_a_refusal_needs_a_reason_and_is_final(sign_in: SignIn) -> None:
    _person, id_ = asked(sign_in(Role.COUNSELLOR))
    supervisor = sign_in(Role.SUPERVISOR)
    with pytest.raises(InvalidInput):
        rights.refuse_correction(supervisor, id_, "  ")
    refused = rights.refuse_correction(supervisor, id_, "The certificate says Kindia.")
    assert (refused.state, refused.closed_at is None) == (CorrectionState.REFUSED, False)
    with pytest.raises(NotAllowed):
        rights.accept_correction(supervisor, id_, supervisor.user.id)
    with pytest.raises(NotAllowed):
        rights.close_correction(supervisor, id_)


def test_open_requests_stand_first_the_most_urgent_on_top(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    person = people.save_person(supervisor, a_person())
    ids = [
        rights.ask_correction(
            supervisor, person.id, supervisor.today() - timedelta(days=days), f"{days} days ago"
        ).id
        for days in (3, 20, 9)
    ]
    rights.refuse_correction(supervisor, ids[1], "It is right as it is.")
    wishes = [one.correction.wish for one in rights.corrections(supervisor)]
    assert wishes == ["9 days ago", "3 days ago", "20 days ago"]


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_decides(sign_in: SignIn, role: Role) -> None:
    _person, id_ = asked(session := sign_in(role))
    for forbidden in (
        lambda: rights.corrections(session),
        lambda: rights.accept_correction(session, id_, session.user.id),
        lambda: rights.refuse_correction(session, id_, "No"),
        lambda: rights.set_answer_days(session, 10, "Because"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_what_does_not_fit_is_refused_in_words(counsellor: Session) -> None:
    person = people.save_person(counsellor, a_person())
    tomorrow = counsellor.today() + timedelta(days=1)
    with pytest.raises(InvalidInput) as refused:
        rights.ask_correction(counsellor, person.id, tomorrow, " ")
    assert set(refused.value.problems) == {"asked_on", "wish"}
    with pytest.raises(NotFound):
        rights.ask_correction(counsellor, "nobody", date(2026, 5, 1), WISH)


def test_a_change_is_given_to_a_colleague_of_the_office(supervisor: Session) -> None:
    _person, id_ = asked(supervisor)
    with pytest.raises(InvalidInput) as refused:
        rights.accept_correction(supervisor, id_, "nobody")
    assert set(refused.value.problems) == {"changed_by"}
    assert rights.accept_correction(supervisor, id_, supervisor.user.id).is_open
