"""Profiles are checked as a whole, never overwritten unseen, and found by their household."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake_app.errors import InvalidInput, NotFound, StaleRecord
from intake_app.people import service as people
from intake_app.people.model import DocumentKind, IdentityDocument, Majority
from intake_app.people.phone import spaced, understood
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.factories import TODAY, a_homecoming, a_person


def test_all_problems_come_at_once_each_under_its_field(clerk: Session) -> None:
    person = a_person(
        family_name=" ",
        given_names="",
        nationality="",
        documents=(IdentityDocument(new_id(), DocumentKind.PASSPORT),),
    )
    coming = a_homecoming(person, from_country="", arrived_on=date(2027, 1, 1))
    with pytest.raises(InvalidInput) as invalid:
        people.save_person(clerk, person, coming)
    assert set(invalid.value.problems) == {
        "family_name", "nationality", "document_number", "from_country", "arrived_on",
    }  # fmt: skip


def test_a_saved_person_comes_back_as_typed_with_the_phone_understood(clerk: Session) -> None:
    person = a_person(own_script_name="ߡߊߙߌߦߊߡߊ", mother_name="  Aïssatou\x00 ")
    saved = people.save_person(clerk, person)
    again = people.person(clerk, person.id)
    assert again == saved
    assert again.phone == "+224622123456"
    assert again.phone_as_typed == "622 12 34 56"
    assert again.mother_name == "Aïssatou"
    assert again.registered_by == clerk.user.id


def test_a_newer_revision_is_never_overwritten_unseen(clerk: Session) -> None:
    first = people.save_person(clerk, a_person())
    people.save_person(clerk, replace(first, given_names="Mariame"))
    with pytest.raises(StaleRecord):
        people.save_person(clerk, replace(first, given_names="Maryam"))
    assert people.person(clerk, first.id).given_names == "Mariame"


def test_a_person_who_is_gone_is_said_to_be_gone(clerk: Session) -> None:
    with pytest.raises(NotFound):
        people.person(clerk, "nobody")


@pytest.mark.parametrize(
    ("birth", "majority"),
    [
        ("2000", Majority.ADULT),
        ("2008-05-13", Majority.MINOR),
        ("2008-05-12", Majority.ADULT),
        ("2008", Majority.UNCERTAIN),
        ("2007~", Majority.UNCERTAIN),
        ("2015", Majority.MINOR),
    ],
)
def test_an_uncertain_birth_date_leaves_the_majority_open(birth: str, majority: Majority) -> None:
    assert a_person(birth=PartialDate.from_edtf(birth)).majority(TODAY) is majority


def test_joining_a_household_makes_the_other_its_head(clerk: Session) -> None:
    head = people.save_person(clerk, a_person())
    child = people.save_person(clerk, a_person(given_names="Alpha"))
    home = people.join_household(clerk, child, head, "child")
    members = people.household_members(clerk, people.person(clerk, child.id))
    assert [(m.id, m.relation) for m in members] == [(head.id, "head"), (child.id, "child")]
    assert home.head_id == head.id
    alone = people.save_person(clerk, a_person())
    assert people.household_members(clerk, alone) == [alone]


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("622 12 34 56", "GN", "+224622123456"),
        ("+225 07 07 12 34 56", "GN", "+2250707123456"),
        ("22 123 456", "TN", "+21622123456"),
        ("call the neighbour", "GN", ""),
        ("", "GN", ""),
    ],
)
def test_a_phone_number_is_understood_or_left_as_typed(typed: str, region: str, e164: str) -> None:
    assert understood(typed, region) == e164
    assert spaced("+224622123456") == "+224 622 12 34 56"
