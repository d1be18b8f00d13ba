"""A charter family: a kit for everybody at once, pocket money, and the ceiling that says no."""

from __future__ import annotations

import pytest

from intake_app.acts import Act, Role
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.needs import rounds
from intake_app.needs import service as needs
from intake_app.needs.model import GivenItem, Handing, Taker
from intake_app.people import service as people
from intake_app.screening.safeguards import Answer, ChildFacts, Standing
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.core.lists_kit import an_arrival
from tests.core.needs_kit import a_kit, euros, pocket_money
from tests.core.screening_kit import ADULT, CHILD, as_role, screened
from tests.factories import a_consent, a_homecoming, a_person


@pytest.fixture
def charter(clerk: Session) -> Arrival:
    return arrivals.save_arrival(clerk, an_arrival())


def through_the_door(
    clerk: Session, charter: Arrival, birth: str, *, case: bool
) -> CaseFile | None:
    """Somebody gets off, is registered, agrees, and has a case opened, unless there was no time."""
    person = a_person(birth=PartialDate.from_edtf(birth))
    coming = a_homecoming(person, arrived_on=clerk.today())
    person, _line = arrivals.save_arrived(clerk, charter.id, person, coming)
    if not case:
        return None
    cases.give_consent(clerk, a_consent(person))
    return cases.open_case(clerk, person.id, coming.id, "eurp")


def family(clerk: Session, charter: Arrival) -> tuple[CaseFile, CaseFile]:
    """A mother and her child, each with a case."""
    mother = through_the_door(clerk, charter, ADULT, case=True)
    child = through_the_door(clerk, charter, CHILD, case=True)
    assert mother
    assert child
    people.join_household(
        clerk,
        people.person(clerk, child.person_id),
        people.person(clerk, mother.person_id),
        "child",
    )
    facts = ChildFacts(
        standing=Standing.ACCOMPANIED, caregiver="Mariama", caregiver_consent=Answer.YES
    )
    screened(clerk, child.id, child=facts)
    return mother, child


def items_of(session: Session, *several: CaseFile) -> list[GivenItem]:
    return [item for case in several for item in needs.needs_of(session, case.id).items]


def test_a_charter_family_gets_kits_and_pocket_money_until_the_ceiling_says_no(
    clerk: Session, charter: Arrival
) -> None:
    mother, child = family(clerk, charter)
    kit = a_kit(mother, value=euros(2_500))
    given = rounds.give_to_all(clerk, charter.id, kit)
    assert given.count == 2
    needs.give(clerk, pocket_money(mother, 50_000))
    with pytest.raises(NotAllowed):
        needs.give(clerk, pocket_money(child, 1_000))
    for_the_child = pocket_money(child, 1_000, taker=Taker.CAREGIVER, taker_name="Mariama Diallo")
    needs.give(clerk, for_the_child)
    with pytest.raises(InvalidInput) as refused:
        needs.give(clerk, pocket_money(mother, 9_001))
    assert refused.value.sentence.replace("\u00a0", " ") == (
        "This is 0.01 EUR above what Post-arrival package still holds."
        " There are 90.00 EUR left of 615.00 EUR."
    )
    needs.give(clerk, pocket_money(mother, 9_000))
    unsigned = needs.needs_of(clerk, mother.id).unsigned
    assert needs.note_signed(clerk, mother.id, [item.id for item in unsigned]) == 3


def test_all_of_an_arrival_get_it_or_nobody(clerk: Session, charter: Arrival) -> None:
    mother, child = family(clerk, charter)
    money = pocket_money(mother, 1_000)
    with pytest.raises(NotAllowed) as refused:  # cash into the child's hand
        rounds.give_to_all(clerk, charter.id, money)
    assert child.number in refused.value.sentence
    needs.give(clerk, pocket_money(mother, 61_000))
    with pytest.raises(InvalidInput) as over:
        rounds.give_to_all(clerk, charter.id, a_kit(mother, value=euros(501)))
    assert mother.number in over.value.sentence
    assert len(items_of(clerk, mother, child)) == 1
    rounds.give_to_all(clerk, charter.id, a_kit(mother, value=euros(500)))
    assert len(items_of(clerk, mother, child)) == 3


def test_a_second_round_of_the_day_is_for_those_who_came_later(
    clerk: Session, charter: Arrival
) -> None:
    mother, child = family(clerk, charter)
    kit = a_kit(mother, what="hygiene")
    rounds.give_to_all(clerk, charter.id, kit)
    with pytest.raises(NotAllowed, match="round of the same day"):
        rounds.give_to_all(clerk, charter.id, kit)
    late = through_the_door(clerk, charter, ADULT, case=True)
    assert late
    second = rounds.give_to_all(clerk, charter.id, kit)
    assert (second.count, second.had_it) == (1, 2)
    assert [len(items_of(clerk, case)) for case in (mother, child, late)] == [1, 1, 1]
    other = rounds.give_to_all(clerk, charter.id, a_kit(mother, what="for winter"))
    assert (other.count, other.had_it) == (3, 0)  # the control: something else is for everybody


def test_who_came_without_a_case_is_counted_and_who_did_not_come_is_not(
    clerk: Session, charter: Arrival
) -> None:
    with pytest.raises(NotAllowed):
        rounds.give_to_all(clerk, charter.id, a_kit(a_case(clerk)))
    mother = through_the_door(clerk, charter, ADULT, case=True)
    through_the_door(clerk, charter, ADULT, case=False)
    other = arrivals.save_arrival(clerk, an_arrival(carrier="EX 918"))
    through_the_door(clerk, other, ADULT, case=True)
    found = rounds.recipients(clerk, charter.id)
    assert ([case.id for case in found.cases], len(found.left_out)) == ([mother and mother.id], 1)


def a_case(clerk: Session) -> CaseFile:
    """Of nobody on the arrival."""
    person = a_person()
    coming = a_homecoming(person)
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    return cases.open_case(clerk, person.id, coming.id, "eurp")


def test_what_everybody_got_is_taken_back_as_one(supervisor: Session) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    charter = arrivals.save_arrival(clerk, an_arrival())
    mother, child = family(clerk, charter)
    alone = needs.give(clerk, a_kit(mother))
    given = rounds.give_to_all(clerk, charter.id, a_kit(mother, handed=Handing.SERVICE))
    (first, _second) = found = [one for one in items_of(clerk, mother, child) if one.round_id]
    assert {one.round_id for one in found} == {given.id}
    needs.take_back(clerk, first.id, "She had one.")
    (known,) = rounds.recipients(clerk, charter.id).rounds
    assert (known.id, known.count) == (given.id, 1)
    with pytest.raises(InvalidInput):
        rounds.take_back_round(clerk, given.id, " ")
    assert rounds.take_back_round(clerk, given.id, "The wrong flight.") == 1
    assert [one.id for one in items_of(clerk, mother, child) if one.stands] == [alone.id]
    assert [one.reason for one in items_of(clerk, mother, child) if not one.stands] == [
        "She had one.", "The wrong flight.",
    ]  # fmt: skip
    assert rounds.recipients(clerk, charter.id).rounds == ()
    with pytest.raises(NotAllowed):
        rounds.take_back_round(clerk, given.id, "Again.")
    acts = [line.act for line in cases.history(clerk, [given.id])]
    assert acts == [Act.ITEM_GIVEN_TO_ALL, Act.ITEM_TAKEN_BACK]


def test_who_may_give_to_all(supervisor: Session) -> None:
    charter = arrivals.save_arrival(supervisor, an_arrival())
    kit = a_kit(a_case(as_role(supervisor, Role.RECEPTION)))
    with pytest.raises(NotAllowed, match="role"):
        rounds.give_to_all(supervisor, charter.id, kit)
    with pytest.raises(NotAllowed, match="open case"):
        rounds.give_to_all(as_role(supervisor, Role.RECEPTION), charter.id, kit)
