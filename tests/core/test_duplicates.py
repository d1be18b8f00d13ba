"""Who may be registered already is found while somebody types, and who was told apart is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake_app.duplicates import service as duplicates
from intake_app.duplicates import store
from intake_app.duplicates.keys import asked_keys, groups_of, stored_keys
from intake_app.duplicates.reasons import in_words, question
from intake_app.duplicates.service import Candidate, Facts
from intake_app.people import service as people
from intake_app.people.evidence import Fact, Verdict
from intake_app.people.model import DocumentKind, IdentityDocument, Person, Sex
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from tests.factories import a_person
from tests.rosters.generator import SAME, Roster


def saved(session: Session, **more: object) -> Person:
    facts = {
        "family_name": "Diallo", "given_names": "Mamadou Saliou", "sex": Sex.MALE,
        "birth": PartialDate.from_edtf("1994-05-17"), "mother_name": "Oumou Barry",
        "phone_as_typed": "", "documents": (), **more,
    }  # fmt: skip
    person = people.save_person(session, a_person(**facts))
    duplicates.catch_up(session)
    return person


def typed(**more: object) -> Facts:
    facts = {
        "family_name": "Jallow", "given_names": "Momodou", "sex": Sex.MALE,
        "birth": PartialDate.from_edtf("1994"), "mother_name": "Oumu Barrie", **more,
    }  # fmt: skip
    return Facts(**facts)  # type: ignore[arg-type]


def ids(found: list[Candidate]) -> list[str]:
    return [candidate.person_id for candidate in found]


def test_somebody_under_another_spelling_is_found_with_reasons_and_a_question(
    clerk: Session,
) -> None:
    person = saved(clerk)
    saved(clerk, family_name="Camara", given_names="Fanta", mother_name="")
    (found,) = duplicates.candidates(clerk, typed())
    assert found.person_id == person.id
    assert found.verdict is Verdict.LIKELY
    speaks_for, against = in_words(found.evidence)
    assert "“Jallow” and “Diallo” are spellings of one name" in speaks_for
    assert "the same mother’s name" in speaks_for
    assert against == ["only one of them has “Saliou”"]
    assert question(typed(), found.facts, found.evidence).startswith("Ask whether they have been")
    unasked = duplicates.candidates(clerk, typed(mother_name=""))
    assert question(typed(mother_name=""), unasked[0].facts, unasked[0].evidence) == (
        "Ask what their mother is called."
    )


@pytest.mark.parametrize(
    "facts",
    [
        Facts(documents=("O 00412-399",)),
        Facts(family_name="Diallo", given_names="Saliou", phones=("00224 622 12 34 56",)),
        Facts("Momodou", "Jallow", birth=PartialDate.from_edtf("1994-05-17")),
        Facts("Diallo", "M Saliou", birth=PartialDate.from_edtf("1995-05-17"), sex=Sex.MALE),
    ],
)
def test_a_number_or_a_day_is_enough_to_be_looked_at(clerk: Session, facts: Facts) -> None:
    paper = IdentityDocument(new_id(), DocumentKind.PASSPORT, "O00412399", "GN")
    person = saved(clerk, phone_as_typed="622 12 34 56", documents=(paper,))
    assert ids(duplicates.candidates(clerk, facts)) == [person.id]


def test_whoever_was_told_apart_is_not_shown_again_from_either_side(clerk: Session) -> None:
    person, twin = saved(clerk), saved(clerk)
    mine = replace(typed(), given_names="Mamadou Saliou", family_name="Diallo")
    assert ids(duplicates.candidates(clerk, mine, but=person.id)) == [twin.id]
    duplicates.tell_apart(clerk, person.id, [twin.id])
    assert duplicates.candidates(clerk, mine, but=person.id) == []
    assert duplicates.candidates(clerk, mine, but=twin.id) == []
    assert set(ids(duplicates.candidates(clerk, mine))) == {person.id, twin.id}  # for a third one
    duplicates.tell_apart(clerk, twin.id, [person.id])  # saying it again changes nothing


def test_a_changed_profile_is_found_under_what_it_says_now(clerk: Session) -> None:
    person = saved(clerk)
    people.save_person(clerk, replace(person, family_name="Keita", mother_name="Awa Sow"))
    assert duplicates.catch_up(clerk) is False
    assert ids(duplicates.candidates(clerk, Facts("Keïta", "Mamadou Saliou", sex=Sex.MALE,
               birth=PartialDate.from_edtf("1994-05-17")))) == [person.id]  # fmt: skip
    with clerk.read() as db:
        keys = {row[0] for row in db.execute("SELECT key FROM dup_key")}
        names = {row[0] for row in db.execute("SELECT name FROM name_count")}
    assert not any("diallo" in key or "barry" in key for key in keys)
    assert names == {"keita", "mamadou", "saliou"}


def test_at_most_five_are_shown_the_likeliest_first(clerk: Session) -> None:
    for number in range(8):
        saved(clerk, birth=PartialDate.from_edtf(f"199{number}-03-04"))
    found = duplicates.candidates(clerk, typed(birth=PartialDate.from_edtf("1994-03-04")))
    assert len(found) == 5
    weights = [candidate.evidence.weight for candidate in found]
    assert weights == sorted(weights, reverse=True)
    assert found[0].facts.birth == PartialDate.from_edtf("1994-03-04")


def test_a_key_that_few_have_counts_for_more(clerk: Session) -> None:
    many = [saved(clerk, birth=PartialDate.from_edtf("1960")) for _number in range(9)]
    with clerk.vault.transaction() as db:
        numbers = dict(db.execute("SELECT id, key FROM person").fetchall())
        crowd = [numbers[person.id] for person in many]
        store.put_keys(db, crowd[0], {"pfew"}, ())
        for number in crowd[1:]:
            store.put_keys(db, number, {"pmany"}, ())
        assert store.sharing(db, {"pfew", "pmany"}, 3)[0] == crowd[0]
        assert store.sharing(db, {"pmany"}, 3) == sorted(crowd[1:])[:-4:-1]
        # the control: who shares next to nothing beside the best one is not looked at
        store.put_keys(db, crowd[0], {"n1", "n2", "n3", "pfew"}, ())
        assert store.sharing(db, {"n1", "n2", "n3", "pmany"}, 3) == [crowd[0]]


def test_a_mother_with_a_frequent_name_is_worth_little(clerk: Session) -> None:
    def mother() -> float:
        (found,) = duplicates.candidates(clerk, typed())
        return next(r.weight for r in found.evidence.reasons if r.fact is Fact.MOTHER)

    saved(clerk)
    before = mother()
    with clerk.vault.transaction() as db:
        db.execute("INSERT INTO name_count VALUES (?, 90)", groups_of("Oumou"))
        db.execute("INSERT INTO name_count VALUES (?, 90)", groups_of("Barry"))
    assert mother() < before / 2


def test_every_question_is_answered_by_an_index(clerk: Session) -> None:
    with clerk.read() as db:
        for sql, values in ((store._SHARING, ("[]", 1)), (store._FACTS, ("[]",))):
            plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert any("SEARCH" in step for step in plan)
            scans = [step for step in plan if step.startswith("SCAN ")]
            assert all("VIRTUAL TABLE" in step or "subquery" in step for step in scans), plan


def test_keys_are_made_in_small_steps(clerk: Session) -> None:
    for _number in range(5):
        people.save_person(clerk, a_person())
    assert duplicates.catch_up(clerk, most=2)
    assert duplicates.catch_up(clerk, most=2)
    assert not duplicates.catch_up(clerk, most=2)
    assert not duplicates.catch_up(clerk)
    with clerk.read() as db:
        assert db.execute("SELECT count(*) FROM dup_person").fetchone()[0] == 5
        assert db.execute("SELECT count(*) FROM dup_todo").fetchone()[0] == 0


def test_another_registration_shares_a_key_with_the_first() -> None:
    roster = Roster("GM", 11)
    shared = 0
    for number in range(400):
        person = roster.person()
        again = roster.again(person, SAME[number % len(SAME)])
        shared += not stored_keys(person).isdisjoint(asked_keys(again))
    assert shared >= 0.97 * 400
    strangers = sum(
        not stored_keys(roster.person()).isdisjoint(asked_keys(roster.person()))
        for _number in range(400)
    )
    assert strangers < 0.2 * 400  # the control: not everybody shares one


def test_titles_and_particles_are_no_keys() -> None:
    assert groups_of("El Hadj Ould Mamadou ben Jallow") == ["mamadou", "diallo"]
    assert groups_of("El Hadj")  # nothing but a title is still something to find somebody by
