"""The whole profile: saved and read as typed, found by every number, bound by the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotFound
from intake_app.integrity import service as integrity
from intake_app.people import service as people
from intake_app.people.background import (
    MAX_TEXT,
    Address,
    Area,
    Background,
    Event,
    Intention,
    Marital,
    Phone,
    ReturnReason,
    Safe,
    Schooling,
    Stop,
    from_body,
    to_body,
)
from intake_app.people.model import DocumentKind, IdentityDocument, Person, Place
from intake_app.rights import service as rights
from intake_app.search import Question, find
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.documents_reading import text_by_poppler
from tests.factories import TODAY, a_consent, a_homecoming, a_person

FULL = Background(
    origin="Tougué, Labé",
    address=Address((Area("Conakry", "GN002"), Area("Ratoma")), "Kaporo", "behind the mosque"),
    languages=("ff", "fr"),
    interpreter=True,
    marital=Marital.WIDOWED,
    schooling=Schooling.LEVEL_2,
    work_before="sold cloth",
    work_abroad="cleaner",
    work_now="none",
    skills="dyeing, sewing",
    strengths="knows the market of Madina",
    left_because="no work",
    wanted_country="FR",
    reached_country="LY",
    route=(
        Stop("ML", "2021-03", "2021-04", Event.CROSSING),
        Stop("LY", "2021", "2023-01", Event.DETENTION, "Zawiya"),
    ),
    return_reasons=(ReturnReason.DETENTION, ReturnReason.HEALTH),
    returned_because="her mother is ill",
    wages_left="four months",
    property_left="a sewing machine",
    rights_left="none",
    debts="300 EUR to a cousin",
    intention=Intention.UNDECIDED,
    intention_note="if there is work",
)
PHONES = (
    Phone(new_id(), "622 12 34 56", owner="herself", safe=Safe.YES, hours="after 18:00"),
    Phone(new_id(), "+33 6 12 34 56 78", owner="brother", safe=Safe.NO),
    Phone(new_id(), "the shop at the corner"),
)
PAPERS = (
    IdentityDocument(new_id(), DocumentKind.PASSPORT, "O00412345", "GN"),
    IdentityDocument(new_id(), DocumentKind.REFUGEE_CARD, "LBY-77-4711", "LY", place=Place.HERE),
    IdentityDocument(new_id(), DocumentKind.NATIONAL_ID, place=Place.WITHHELD),
)


def a_full_person(**changes: object) -> Person:
    person = a_person(documents=PAPERS, phones=PHONES, background=FULL)
    return replace(person, **changes)  # type: ignore[arg-type]


def own_ids(person: Person) -> Person:
    """With papers and telephones of its own, for a second person."""
    papers = tuple(replace(paper, id=new_id()) for paper in person.documents)
    return replace(person, documents=papers, phones=tuple(replace(p, id=new_id()) for p in PHONES))


def found(session: Session, text: str) -> list[str]:
    return [line.person_id for line in find(session, Question(text))]


def test_everything_comes_back_as_it_was_saved(clerk: Session) -> None:
    saved = people.save_person(clerk, a_full_person())
    again = people.person(clerk, saved.id)
    assert again == saved
    assert again.background == FULL
    assert [phone.number for phone in again.phones] == ["+224622123456", "+33612345678", ""]
    assert (again.phone, again.phone_as_typed) == ("+224622123456", "622 12 34 56")
    assert [paper.place for paper in again.documents] == [None, Place.HERE, Place.WITHHELD]


def test_the_search_finds_every_number_and_forgets_the_ones_that_went(clerk: Session) -> None:
    saved = people.save_person(clerk, a_full_person())
    people.save_person(clerk, a_person(phone_as_typed="", documents=()))
    for text in ("O00412345", "LBY-77-4711", "622123456", "622 1", "+33 612345678"):
        assert (text, found(clerk, text)) == (text, [saved.id])
    people.save_person(clerk, replace(saved, documents=PAPERS[:1], phones=PHONES[:1]))
    assert found(clerk, "LBY-77-4711") == found(clerk, "33612345678") == []
    assert found(clerk, "O00412345") == [saved.id]


def test_the_first_telephone_and_the_old_field_are_one(clerk: Session) -> None:
    saved = people.save_person(clerk, a_full_person(phone_as_typed=""))
    assert saved.phone == "+224622123456"
    changed = people.save_person(clerk, replace(saved, phone_as_typed="628 00 00 01"))
    assert changed.phones[0].number == changed.phone == "+224628000001"
    assert changed.phones[0].owner == "herself"
    plain = people.save_person(clerk, a_person(phones=(Phone(new_id(), "622 12 34 56"),)))
    assert plain.phones == ()  # one number and nothing else is what the old field says
    assert [phone.number for phone in plain.telephones] == ["+224622123456"]


def test_an_empty_background_is_none(clerk: Session) -> None:
    assert people.save_person(clerk, a_person(background=Background(origin=" "))).background is None


def test_a_paper_that_is_gone_needs_no_number_and_one_at_hand_does(clerk: Session) -> None:
    for place, wrong in ((Place.LOST, False), (Place.WITHHELD, False), (Place.HERE, True)):
        paper = IdentityDocument(new_id(), DocumentKind.PASSPORT, place=place)
        person = a_person(documents=(PAPERS[0], paper))
        if wrong:
            with pytest.raises(InvalidInput) as refused:
                people.save_person(clerk, own_ids(person))
            assert set(refused.value.problems) == {"papers"}
        else:
            people.save_person(clerk, own_ids(person))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Background(route=(Stop(""),)), "route"),
        (Background(route=(Stop("ML", "2021-13"),)), "route"),
        (Background(route=(Stop("ML", "2022", "2021"),)), "route"),
        (Background(route=(Stop("ML"),) * 41), "route"),
        (Background(debts="x" * (MAX_TEXT + 1)), "debts"),
        (Background(address=Address((Area("x" * (MAX_TEXT + 1)),))), "address"),
    ],
)
def test_what_does_not_fit_is_said_under_its_field(
    clerk: Session, wrong: Background, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.save_person(clerk, a_person(background=wrong))
    assert set(refused.value.problems) == {field}


def test_a_route_with_unknown_months_is_right(clerk: Session) -> None:
    known = Background(route=(Stop("ML"), Stop("DZ", "2021-03"), Stop("LY", "", "2022")))
    assert people.save_person(clerk, a_person(background=known)).background == known


def test_the_daily_check_knows_the_whole_profile(clerk: Session) -> None:
    saved = people.save_person(clerk, a_full_person())
    assert integrity.check(clerk, lambda *_step: None).is_whole
    for statement in (
        "UPDATE background SET body = '{}'",
        "UPDATE telephone SET owner = 'somebody else' WHERE owner = 'brother'",
        "UPDATE identity_document SET place = 'lost' WHERE place = 'withheld'",
    ):
        with clerk.vault.transaction() as db:
            db.execute(statement)
        assert integrity.check(clerk, lambda *_step: None).wrong == (("person", saved.id),)
        people.save_person(clerk, replace(people.person(clerk, saved.id)))
        assert integrity.check(clerk, lambda *_step: None).is_whole


_texts = st.text(max_size=30)


@given(
    st.builds(
        Background,
        origin=_texts,
        address=st.builds(Address, st.lists(st.builds(Area, _texts, _texts)).map(tuple), _texts),
        languages=st.lists(_texts).map(tuple),
        interpreter=st.none() | st.booleans(),
        marital=st.none() | st.sampled_from(Marital),
        schooling=st.none() | st.sampled_from(Schooling),
        route=st.lists(st.builds(Stop, _texts, event=st.none() | st.sampled_from(Event))).map(
            tuple
        ),
        return_reasons=st.lists(st.sampled_from(ReturnReason)).map(tuple),
        intention=st.none() | st.sampled_from(Intention),
    )
)
def test_any_background_comes_back_from_its_row(background: Background) -> None:
    assert from_body(to_body(background)) == background


# ---------------------------------------------------------------------------- a second return


def test_a_second_return_stands_beside_the_first(clerk: Session) -> None:
    own = a_person()
    person = people.save_person(clerk, own, first := a_homecoming(own))
    second = a_homecoming(person, from_country="LY", arrived_on=TODAY)
    people.save_person(clerk, person, second)
    assert people.homecomings(clerk, person.id) == [second, first]


def test_the_same_day_is_no_second_return(clerk: Session) -> None:
    person = people.save_person(clerk, own := a_person(), a_homecoming(own))
    with pytest.raises(InvalidInput) as refused:
        people.save_person(clerk, person, a_homecoming(person))
    assert set(refused.value.problems) == {"arrived_on"}
    earlier = a_homecoming(person, arrived_on=a_homecoming(person).arrived_on - timedelta(days=1))
    people.save_person(clerk, person, earlier)  # the control
    assert len(people.homecomings(clerk, person.id)) == 2


# ---------------------------------------------------------------------------- households


def family(clerk: Session) -> tuple[Person, Person, Person]:
    """A mother, her son, and her sister."""
    mother = a_full_person()
    head = people.save_person(clerk, mother, a_homecoming(mother))
    son = people.save_person(clerk, a_person(given_names="Alpha"))
    sister = people.save_person(clerk, a_person(given_names="Binta"))
    people.join_household(clerk, son, head, "child")
    people.join_household(clerk, sister, people.person(clerk, head.id), "sibling")
    one, two, three = (people.person(clerk, person.id) for person in (head, son, sister))
    return one, two, three


def test_somebody_can_be_taken_out_of_a_household(clerk: Session) -> None:
    mother, son, sister = family(clerk)
    gone = people.leave_household(clerk, sister)
    assert (gone.household_id, gone.relation) == (None, "")
    left = people.household_members(clerk, mother)
    assert [member.id for member in left] == [mother.id, son.id]
    assert people.leave_household(clerk, gone) == gone  # twice is once
    assert integrity.check(clerk, lambda *_step: None).is_whole


def test_the_head_leaves_only_after_another_was_named(clerk: Session) -> None:
    mother, son, sister = family(clerk)
    with pytest.raises(InvalidInput) as refused:
        people.leave_household(clerk, mother)
    assert set(refused.value.problems) == {"household"}
    home = people.make_head(clerk, sister, "sibling")
    assert home.head_id == sister.id
    assert people.person(clerk, mother.id).relation == "sibling"
    people.leave_household(clerk, people.person(clerk, mother.id))
    relations = {m.id: m.relation for m in people.household_members(clerk, sister_now(clerk, son))}
    assert relations == {son.id: "child", sister.id: "head"}


def sister_now(clerk: Session, person: Person) -> Person:
    return people.person(clerk, person.id)


def test_the_last_member_leaves_a_household_without_a_head(clerk: Session) -> None:
    mother, son, sister = family(clerk)
    people.leave_household(clerk, son)
    people.leave_household(clerk, sister)
    people.leave_household(clerk, people.person(clerk, mother.id))
    with clerk.read() as db:
        assert db.execute("SELECT head_id FROM household").fetchone()[0] is None
    with pytest.raises(InvalidInput):
        people.make_head(clerk, mother, "other")
    with pytest.raises(NotFound):
        people.leave_household(clerk, a_person())


def test_what_a_family_shares_fills_only_what_is_empty(clerk: Session) -> None:
    mother, son, sister = family(clerk)
    own = Background(languages=("wo",), debts="none")
    people.save_person(clerk, replace(sister, background=own), a_homecoming(sister))
    gained = {person.id: person for person in people.share_with_household(clerk, mother)}
    assert set(gained) == {son.id, sister.id}
    assert gained[son.id].background == Background(
        origin=FULL.origin, address=FULL.address, languages=FULL.languages
    )
    theirs = gained[sister.id].background
    assert theirs is not None
    assert (theirs.languages, theirs.debts, theirs.address) == (("wo",), "none", FULL.address)
    (coming,) = people.homecomings(clerk, son.id)
    assert coming.arrived_on == people.homecomings(clerk, mother.id)[0].arrived_on
    assert len(people.homecomings(clerk, sister.id)) == 1
    assert people.share_with_household(clerk, mother) == []
    assert integrity.check(clerk, lambda *_step: None).is_whole


# ---------------------------------------------------------------------------- told


def test_the_copy_for_the_person_holds_everything_that_was_told(sign_in: SignIn) -> None:
    """Every text and number of the record is on paper, in both languages."""
    person = people.save_person(sign_in(Role.RECEPTION), a_full_person())
    counsellor = sign_in(Role.COUNSELLOR)
    for language in ("en", "fr"):
        pdf = rights.subject_copy(counsellor, person.id, language)
        words = " ".join(text_by_poppler(pdf).split())
        for told in (
            "Tougué, Labé", "behind the mosque", "dyeing, sewing", "Zawiya", "300 EUR",
            "LBY-77-4711", "after 18:00", "brother", "the shop at the corner",
        ):  # fmt: skip
            assert told in words, (language, told)


def test_a_number_that_must_not_be_called_is_on_no_paper(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    safe = (replace(PHONES[0], safe=Safe.NO), replace(PHONES[2], as_typed="628 00 00 01"))
    person = people.save_person(clerk, own := a_person(phones=safe), coming := a_homecoming(own))
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    words = text_by_poppler(documents.preview(clerk, case.id, "intake_profile", case.id, "en"))
    assert "628" in words
    assert "622" not in words


def test_the_printed_profile_shows_the_background(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = people.save_person(clerk, own := a_full_person(), coming := a_homecoming(own))
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    words = " ".join(
        text_by_poppler(documents.preview(clerk, case.id, "intake_profile", case.id, "en")).split()
    )
    for told in ("Education", "Lower secondary", "Libya (2021 – January 2023, Detention, Zawiya)"):
        assert told in words
