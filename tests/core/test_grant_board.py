"""The open grants of the whole desk: each at its place, with what is due, read in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest

from intake_app.acts import Role
from intake_app.grants import service as grants
from intake_app.grants import store
from intake_app.grants.board import ON_BOARD, Place, place_of
from intake_app.grants.instalments import next_part
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.parts import Part
from intake_app.packs.model import GrantStep, Text
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.conferences_kit import WITH_COMMITTEE, a_checked_grant
from tests.core.grants_kit import a_delivery, euros
from tests.factories import TODAY

ALL_STEPS = (*WITH_COMMITTEE.steps, GrantStep.VERIFICATION)
SHORT = (GrantStep.CHECK, GrantStep.DELIVERY)


@pytest.fixture
def desk(sign_in: SignIn) -> tuple[Session, GrantRequest]:
    _case, grant = a_checked_grant(sign_in)
    return sign_in(Role.SUPERVISOR), grant


def put(session: Session, *several: GrantRequest) -> None:
    with session.vault.transaction() as db:
        for one in several:
            store.put(db, one)


@pytest.mark.parametrize(
    ("state", "steps", "place"),
    [
        (GrantState.DRAFT, SHORT, Place.TO_SEND),
        (GrantState.RETURNED, SHORT, Place.TO_SEND),
        (GrantState.REQUESTED, SHORT, Place.REQUESTED),
        (GrantState.CHECKED, ALL_STEPS, Place.COMMITTEE),
        (GrantState.CHECKED, (GrantStep.CHECK, GrantStep.FINANCE), Place.FINANCE),
        (GrantState.AGREED, ALL_STEPS, Place.FINANCE),
        (GrantState.APPROVED, SHORT, Place.DELIVERY),
        (GrantState.DELIVERED, ALL_STEPS, Place.TO_VERIFY),
        (GrantState.DELIVERED, SHORT, Place.TO_CLOSE),
        (GrantState.VERIFIED, ALL_STEPS, Place.TO_CLOSE),
    ],
)
def test_every_state_has_its_place(
    state: GrantState, steps: tuple[GrantStep, ...], place: Place
) -> None:
    assert place_of(state, steps) is place


def test_what_waits_for_a_step_stands_at_that_step() -> None:
    """The board says the same as the model, for every state and every way."""
    named = {
        GrantStep.CHECK: Place.REQUESTED,
        GrantStep.COMMITTEE: Place.COMMITTEE,
        GrantStep.FINANCE: Place.FINANCE,
    }
    assert {place_of(state, ALL_STEPS) for state in ON_BOARD} == set(Place)
    for step, place in named.items():
        at = {GrantStep.CHECK: GrantState.REQUESTED, GrantStep.COMMITTEE: GrantState.CHECKED,
              GrantStep.FINANCE: GrantState.AGREED}[step]  # fmt: skip
        assert place_of(at, ALL_STEPS) is place


def test_a_line_has_case_person_amount_and_place(desk: tuple[Session, GrantRequest]) -> None:
    session, grant = desk
    (line,) = grants.board(session)
    assert (line.id, line.place, line.amount) == (grant.id, Place.COMMITTEE, grant.amount)
    assert line.case_number.startswith("GN-")
    assert line.person
    assert line.pack == "eurp"
    assert line.is_of(grant.author)
    assert not line.is_of(session.user.id)


def test_what_is_closed_rejected_or_cancelled_is_not_on_the_board(
    desk: tuple[Session, GrantRequest],
) -> None:
    session, grant = desk
    ended = (GrantState.CLOSED, GrantState.REJECTED, GrantState.CANCELLED)
    put(session, *(replace(grant, id=new_id(), number=n, state=s) for n, s in enumerate(ended, 5)))
    assert [line.id for line in grants.board(session)] == [grant.id]


def test_the_next_instalment_is_due_and_late_until_it_is_paid(
    desk: tuple[Session, GrantRequest],
) -> None:
    session, grant = desk
    late, later = TODAY - timedelta(days=1), TODAY + timedelta(days=30)
    parts = (
        Part(1, euros(80_000), 80, due=late),
        Part(2, euros(20_000), 20, due=later, confirmed_at="x"),
    )
    approved = replace(grant, state=GrantState.APPROVED, parts=parts)
    first = a_delivery(80_000)
    gone = replace(first, id=new_id(), taken_back_at="2026-05-12T09:00:00+00:00")
    for deliveries, due in (((), late), ((gone,), late), ((first,), later)):
        one = replace(approved, deliveries=deliveries)
        put(session, one)
        (line,) = grants.board(session)
        part = next_part(one)
        assert part is not None
        assert line.next_due == part.due == due
        assert line.is_overdue(TODAY) is (due == late)
        assert line.waits_for is None, "it was confirmed"
    waiting = replace(parts[1], confirmed_at="", trigger_en="Shop open", trigger_fr="Ouverture")
    put(session, replace(approved, parts=(parts[0], waiting), deliveries=(first,)))
    (line,) = grants.board(session)
    assert line.waits_for == Text("Shop open", "Ouverture")
    put(session, replace(approved, state=GrantState.CHECKED))
    (line,) = grants.board(session)
    assert line.next_due is None  # nothing is due before somebody said yes


def test_many_open_grants_are_read_in_one_go_and_by_the_index(
    desk: tuple[Session, GrantRequest],
) -> None:
    session, grant = desk
    parts = (Part(1, euros(80_000), 80, due=TODAY), Part(2, euros(20_000), 20))
    many = [replace(grant, id=new_id(), number=n, parts=parts) for n in range(2, 1_501)]
    ended = [
        replace(one, id=new_id(), number=one.number + 2_000, state=GrantState.CLOSED)
        for one in many[:300]
    ]
    put(session, *many, *ended)
    begun = process_time()
    assert len(grants.board(session)) == 1_500
    assert process_time() - begun < 0.15  # measured: 20 ms
    with session.read() as db:
        question = f"EXPLAIN QUERY PLAN {store._BOARD}"
        way = " ".join(str(tuple(row)) for row in db.execute(question, {"states": "[]"}))
    assert "USING INDEX grant_by_state" in way
    assert "SCAN asked" not in way
