"""A list says who is known already, by name, and what is chosen there holds at the door."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival, Choice, Decision, Expected
from intake_app.arrivals.service import ListField, Manifest, Preview
from intake_app.duplicates import service as duplicates
from intake_app.duplicates.reasons import in_words
from intake_app.errors import NotAllowed
from intake_app.integrity.records import KINDS
from intake_app.people import service as people
from intake_app.people.evidence import Verdict
from intake_app.people.model import Person, Sex
from intake_app.same_person import service as same
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.conftest import SignIn
from tests.core.lists_kit import a_list, an_arrival
from tests.factories import a_homecoming, a_person

ROWS = (
    ("Nom", "Prénom", "Sexe", "Date de naissance", "Nationalité"),
    ("KEÏTA", "Sékou", "M", "17/05/1994", "Guinéenne"),
    ("CAMARA", "Fanta", "F", "02/11/1988", "Guinéenne"),
    ("TOURÉ", "Aboubacar", "M", "03/04/1991", "Guinéenne"),
    ("Touray", "Abubakar", "M", "03/04/1991", "Guinéenne"),
)


def seku(session: Session, **more: object) -> Person:
    """Registered years ago under another spelling, after another return."""
    person = a_person(**{
        "family_name": "Keita", "given_names": "Seku", "sex": Sex.MALE, "documents": (),
        "birth": PartialDate.from_edtf("1994-05-17"), "phone_as_typed": "", **more,
    })  # fmt: skip
    return people.save_person(session, person, a_homecoming(person))


def a_preview(session: Session, folder: Path) -> tuple[Arrival, Manifest, dict[int, ListField]]:
    flight = arrivals.save_arrival(session, an_arrival())
    manifest = arrivals.open_list(session, a_list(folder, ROWS))
    return flight, manifest, arrivals.columns_for(session, flight, manifest)


def the_preview(session: Session, read: tuple[Arrival, Manifest, dict[int, ListField]]) -> Preview:
    return arrivals.preview_list(session, *read)


def imported(
    session: Session, folder: Path, decided: dict[int, Decision]
) -> tuple[Arrival, list[Expected], str]:
    read = a_preview(session, folder)
    one = arrivals.import_list(session, *read, decided=decided)
    return read[0], list(arrivals.roll(session, read[0].id).people), one.id


def test_a_person_registered_under_another_spelling_is_found_with_reasons(
    clerk: Session, tmp_path: Path
) -> None:
    person = seku(clerk)
    read = a_preview(clerk, tmp_path)
    heard: list[tuple[int, int]] = []
    found = arrivals.find_doubles(
        clerk, the_preview(clerk, read), lambda done, total: heard.append((done, total))
    )
    known, twice = found
    assert (known.line, known.person_id, known.earlier) == (2, person.id, 0)
    assert known.evidence.verdict is Verdict.LIKELY
    assert "born on the same day" in in_words(known.evidence)[0]
    assert (twice.line, twice.person_id, twice.earlier) == (5, "", 4)
    assert heard[-1] == (4, 4)


def test_the_search_can_be_stopped(clerk: Session, tmp_path: Path) -> None:
    seku(clerk)
    read = a_preview(clerk, tmp_path)

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        arrivals.find_doubles(clerk, the_preview(clerk, read), stop)


def test_same_person_gets_a_second_return_and_no_second_profile(
    clerk: Session, tmp_path: Path
) -> None:
    person = seku(clerk)
    flight, lines, _import = imported(
        clerk, tmp_path, {2: Decision(Choice.SAME, person.id), 5: Decision(Choice.SAME)}
    )
    assert [line.known_id for line in lines] == [person.id, None, None]  # line 5 is left out
    with clerk.read() as db:
        assert KINDS["expected"](db, lines[0].id) == lines[0]
    coming = a_homecoming(person, arrived_on=clerk.today(), from_country="LY")
    saved, line = arrivals.save_known(
        clerk, flight.id, person.id, coming, expected_id=lines[0].id, token=7
    )
    assert (saved.id, line.person_id, line.known_id, line.token) == (person.id, person.id, None, 7)
    assert [one.from_country for one in people.homecomings(clerk, person.id)] == ["LY", "FR"]
    assert people.person(clerk, person.id).given_names == "Seku"  # nothing else has changed
    with pytest.raises(NotAllowed):
        arrivals.save_known(clerk, flight.id, person.id, coming, expected_id=lines[0].id)
    arrivals.save_known(clerk, flight.id, person.id, coming)  # the same day is not written twice
    assert len(people.homecomings(clerk, person.id)) == 2


def test_not_the_same_is_remembered_for_the_profile_that_the_line_becomes(
    clerk: Session, tmp_path: Path
) -> None:
    person = seku(clerk)
    flight, lines, _import = imported(
        clerk, tmp_path, {2: Decision(Choice.NOT_THE_SAME, person.id)}
    )
    assert len(lines) == 4
    assert lines[0].known_id is None
    other = a_person(family_name="Keïta", given_names="Sékou", sex=Sex.MALE, documents=())
    coming = a_homecoming(other, arrived_on=clerk.today())
    saved, _line = arrivals.save_arrived(clerk, flight.id, other, coming, expected_id=lines[0].id)
    (said,) = same.contradictions(clerk, saved.id, person.id)
    assert said.told_by == clerk.user.id
    duplicates.catch_up(clerk)
    facts = same.side_of(clerk, saved.id).facts
    assert duplicates.candidates(clerk, facts, but=saved.id) == []
    assert duplicates.candidates(clerk, facts) != []  # the control: for a third person


def test_at_the_door_is_what_happens_without_a_choice(clerk: Session, tmp_path: Path) -> None:
    person = seku(clerk)
    _flight, lines, _import = imported(
        clerk,
        tmp_path,
        {2: Decision(Choice.AT_THE_DOOR, person.id), 5: Decision(Choice.AT_THE_DOOR)},
    )
    assert [line.known_id for line in lines] == [None] * 4


def test_the_whole_list_can_still_be_taken_back(clerk: Session, tmp_path: Path) -> None:
    person = seku(clerk)
    flight, _lines, one = imported(
        clerk, tmp_path,
        {2: Decision(Choice.SAME, person.id), 3: Decision(Choice.NOT_THE_SAME, person.id)},
    )  # fmt: skip
    assert arrivals.take_back_list(clerk, one) == 4
    assert arrivals.roll(clerk, flight.id).people == ()
    with clerk.read() as db:
        assert db.execute("SELECT count(*) FROM expected_apart").fetchone()[0] == 0
    assert people.person(clerk, person.id) == person
    assert len(people.homecomings(clerk, person.id)) == 1


def test_a_choice_about_somebody_who_is_gone_says_nothing(sign_in: SignIn, tmp_path: Path) -> None:
    clerk = sign_in(Role.RECEPTION)
    _flight, lines, _import = imported(
        clerk, tmp_path,
        {2: Decision(Choice.SAME, "gone"), 3: Decision(Choice.NOT_THE_SAME, "gone")},
    )  # fmt: skip
    assert [line.known_id for line in lines] == [None] * 4
