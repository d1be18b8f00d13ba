"""Complaints: what was said stays, who said it is forgotten, and only supervisors read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app.acts import Role
from intake_app.complaints import service as complaints
from intake_app.complaints.service import Complaint, Matter
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault.db import DatabaseError
from tests.conftest import NAMES, FixedClock, SignIn

WHAT = "The driver asked me for money to bring my bags."
PHONE = "+224 620 11 22 33"


def said(session: Session, contact: str = PHONE, what: str = WHAT) -> Complaint:
    new = complaints.new_complaint(session)
    return replace(new, id=new_id(), matter=Matter.FRAUD, what=what, contact=contact)


def with_day(session: Session, one: Complaint) -> Complaint:
    return replace(one, due_on=session.today() + timedelta(days=10))


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_everybody_takes_down_and_only_a_supervisor_reads(sign_in: SignIn, role: Role) -> None:
    session = sign_in(role)
    taken = complaints.take_down(session, said(session))
    assert taken.number == 1
    with pytest.raises(NotAllowed):
        complaints.complaints(session)
    with pytest.raises(NotAllowed):
        complaints.answer(session, with_day(session, taken))
    supervisor = sign_in(Role.SUPERVISOR)
    (line,) = complaints.complaints(supervisor)
    assert (line.complaint.what, line.complaint.contact) == (WHAT, PHONE)
    assert line.taken_by == NAMES[role]


def test_what_was_said_stays_and_the_way_to_reach_goes_when_it_is_closed(
    supervisor: Session, clock: FixedClock
) -> None:
    taken = complaints.take_down(supervisor, said(supervisor))
    due = complaints.answer(
        supervisor,
        replace(
            with_day(supervisor, taken),
            what="Nothing happened.",
            acknowledged_on=supervisor.today(),
        ),
    )
    assert (due.what, due.contact, due.revision) == (WHAT, PHONE, 2)
    clock.moment += timedelta(days=3)
    closed = complaints.answer(
        supervisor,
        replace(due, outcome="He paid it back.", told=True, closed_on=supervisor.today()),
    )
    assert closed.contact == ""
    (line,) = complaints.complaints(supervisor)
    assert line.complaint == closed
    with supervisor.read() as db:
        (row,) = db.execute("SELECT * FROM complaint").fetchall()
        assert PHONE not in str(tuple(row))
    with pytest.raises(StaleRecord):
        complaints.answer(supervisor, replace(closed, outcome="Something else."))


def test_the_vault_refuses_to_change_what_was_said(supervisor: Session) -> None:
    complaints.take_down(supervisor, said(supervisor))
    for statement in ("UPDATE complaint SET said = '{}'", "DELETE FROM complaint"):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE complaint SET contact = ''")  # control


def test_nobody_has_to_leave_a_name(supervisor: Session) -> None:
    complaints.take_down(supervisor, said(supervisor, contact="  "))
    second = complaints.take_down(supervisor, said(supervisor))
    assert second.number == 2
    assert [line.complaint.contact for line in complaints.complaints(supervisor)] == [PHONE, ""]


def test_abuse_by_staff_is_never_written_down_here(supervisor: Session) -> None:
    one = replace(said(supervisor), matter=Matter.ABUSE)
    with pytest.raises(InvalidInput) as refused:
        complaints.take_down(supervisor, one)
    assert "focal point" in refused.value.problems["matter"]
    assert complaints.complaints(supervisor) == []


def test_what_does_not_fit_is_refused_in_words(supervisor: Session) -> None:
    today = supervisor.today()
    with pytest.raises(InvalidInput) as refused:
        complaints.take_down(
            supervisor,
            replace(said(supervisor, what=" "), received_on=today + timedelta(days=1)),
        )
    assert set(refused.value.problems) == {"what", "received_on"}
    taken = complaints.take_down(supervisor, said(supervisor))

    def problems(**answers: object) -> set[str]:
        with pytest.raises(InvalidInput) as refused:
            complaints.answer(supervisor, replace(taken, **answers))  # type: ignore[arg-type]
        return set(refused.value.problems)

    before = today - timedelta(days=1)
    assert problems() == {"due_on"}
    assert problems(due_on=before, acknowledged_on=before) == {"due_on", "acknowledged_on"}
    assert problems(closed_on=today) == {"outcome", "told"}
    assert problems(closed_on=today + timedelta(days=1), outcome="x", told=False) == {"closed_on"}
    with pytest.raises(NotFound):
        complaints.answer(supervisor, replace(with_day(supervisor, taken), id=new_id()))


def test_what_is_open_comes_first_by_the_day_it_is_due(supervisor: Session) -> None:
    taken = [complaints.take_down(supervisor, said(supervisor)) for _each in range(4)]
    today = supervisor.today()
    complaints.answer(supervisor, replace(taken[0], due_on=today + timedelta(days=9)))
    complaints.answer(supervisor, replace(taken[1], due_on=today + timedelta(days=2)))
    complaints.answer(
        supervisor, replace(taken[2], outcome="Sorted out.", told=False, closed_on=today)
    )
    assert [line.complaint.number for line in complaints.complaints(supervisor)] == [4, 2, 1, 3]
