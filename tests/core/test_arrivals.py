"""Arrivals: announced, listed, noted at the door, registered; a list goes in and out as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import search
from intake_app.acts import Act, Role
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival, ArrivalKind, Expected, ExpectedState
from intake_app.arrivals.service import ListField, Manifest
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.integrity import service as integrity
from intake_app.people import service as people
from intake_app.people.background import Background
from intake_app.people.model import Homecoming, Person, ReturnKind, Sex
from intake_app.rights.copying import subject_copy_facts
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.values import PartialDate, new_id
from tests.conftest import FixedClock, SignIn
from tests.core.erasure_kit import erase_all_due, let_time_pass
from tests.core.lists_kit import HEADINGS, a_list, an_arrival, people_rows
from tests.core.test_erasure_tables import with_rule
from tests.factories import TODAY, a_homecoming, a_person


@pytest.fixture
def charter(clerk: Session) -> Arrival:
    return arrivals.save_arrival(clerk, an_arrival())


def listed(session: Session, arrival: Arrival, folder: Path, count: int) -> list[Expected]:
    manifest = arrivals.open_list(session, a_list(folder, [HEADINGS, *people_rows(count)]))
    columns = arrivals.columns_for(session, arrival, manifest)
    arrivals.import_list(session, arrival, manifest, columns)
    return list(arrivals.roll(session, arrival.id).people)


def registered(session: Session, line: Expected, **more: object) -> tuple[Person, Expected]:
    person = a_person(
        family_name=line.family_name, given_names=line.given_names, sex=line.sex,
        birth=line.birth or PartialDate.from_edtf("1990"), documents=(),
    )  # fmt: skip
    coming = Homecoming(new_id(), person.id, "LY", ReturnKind.HUMANITARIAN, TODAY)
    return arrivals.save_arrived(
        session, line.arrival_id, person, coming, expected_id=line.id, **more  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_charter_of_150_from_its_list_to_saved_profiles(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    people_expected = listed(clerk, charter, tmp_path, 150)
    assert len(people_expected) == 150
    for line in people_expected[:148]:
        arrivals.has_come(clerk, line.id)
    for line in arrivals.roll(clerk, charter.id).people[:148]:
        assert line.waits_for_profile
        person, done = registered(clerk, arrivals.open_expected(clerk, line.id))
        assert (done.person_id, done.token) == (person.id, line.token)
    (turnout,) = arrivals.arrivals(clerk)
    assert (turnout.expected, turnout.listed, turnout.arrived, turnout.registered) == (
        150, 150, 148, 148,
    )  # fmt: skip
    assert search.count(clerk, search.Question("")) == 148
    tokens = [line.token for line in arrivals.roll(clerk, charter.id).people if line.token]
    assert tokens == list(range(1, 149))
    assert people.homecomings(clerk, done.person_id or "")[0].from_country == "LY"
    assert {one.kind for one in sync.pending(clerk)} == {"person", "homecoming"}
    assert arrivals.remove_absent(clerk, charter.id) == 2
    assert len(arrivals.roll(clerk, charter.id).people) == 148
    assert integrity.check(clerk, lambda *_step: None).is_whole


def test_somebody_who_was_on_no_list_is_on_the_roll(clerk: Session, charter: Arrival) -> None:
    person = a_person()
    _saved, line = arrivals.save_arrived(clerk, charter.id, person, a_homecoming(person), token=7)
    assert arrivals.roll(clerk, charter.id).people == (line,)
    assert (line.token, line.state, line.interviewer) == (7, ExpectedState.ARRIVED, clerk.user.id)
    other = a_person()
    with pytest.raises(InvalidInput) as refused:
        arrivals.save_arrived(clerk, charter.id, other, a_homecoming(other), token=7)
    assert set(refused.value.problems) == {"token"}
    with pytest.raises(NotFound):  # nothing of the refused one was kept
        people.person(clerk, other.id)
    _saved, line = arrivals.save_arrived(clerk, charter.id, other, a_homecoming(other))
    assert line.token == 8


def test_an_invalid_profile_leaves_the_line_as_it_was(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    line = listed(clerk, charter, tmp_path, 1)[0]
    person = a_person(family_name="", given_names="")
    with pytest.raises(InvalidInput):
        arrivals.save_arrived(clerk, charter.id, person, a_homecoming(person), expected_id=line.id)
    assert arrivals.roll(clerk, charter.id).people == (line,)


def test_nobody_is_registered_twice_from_one_line(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    line = listed(clerk, charter, tmp_path, 1)[0]
    registered(clerk, line)
    with pytest.raises(NotAllowed):
        registered(clerk, line)
    with pytest.raises(NotAllowed):
        arrivals.has_not_come(clerk, line.id)
    assert search.count(clerk, search.Question("")) == 1


def test_who_came_can_be_noted_and_taken_back(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    first, second = listed(clerk, charter, tmp_path, 2)
    assert arrivals.has_come(clerk, second.id).token == 1
    assert arrivals.has_come(clerk, second.id).token == 1
    assert arrivals.has_come(clerk, first.id).token == 2
    gone = arrivals.has_not_come(clerk, second.id)
    assert (gone.state, gone.token) == (ExpectedState.NOT_ARRIVED, None)


# ---------------------------------------------------------------------------- lists


def test_a_list_is_taken_back_as_a_whole_only_while_nobody_touched_it(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    for touch in (arrivals.open_expected, arrivals.has_come, arrivals.has_not_come):
        line = listed(clerk, charter, tmp_path, 3)[1]
        roll = arrivals.roll(clerk, charter.id)
        assert roll.may_take_back(roll.imports[0])
        touch(clerk, line.id)
        roll = arrivals.roll(clerk, charter.id)
        assert not roll.may_take_back(roll.imports[0])
        with pytest.raises(NotAllowed):
            arrivals.take_back_list(clerk, roll.imports[0].id)
        assert len(arrivals.roll(clerk, charter.id).people) == 3
        charter = arrivals.save_arrival(clerk, an_arrival())
    listed(clerk, charter, tmp_path, 3)
    (one,) = arrivals.roll(clerk, charter.id).imports
    assert arrivals.take_back_list(clerk, one.id) == 3
    roll = arrivals.roll(clerk, charter.id)
    assert (roll.people, roll.imports) == ((), ())
    with pytest.raises(NotFound):
        arrivals.take_back_list(clerk, one.id)
    assert integrity.check(clerk, lambda *_step: None).is_whole


def opened(session: Session, folder: Path, rows: list[tuple[object, ...]]) -> Manifest:
    return arrivals.open_list(session, a_list(folder, [HEADINGS, *rows]))  # type: ignore[list-item]


def test_one_wrong_cell_keeps_everybody_out(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    wrong = (9, "SOW", "Awa", "?", "", "", "")
    manifest = opened(clerk, tmp_path, [*people_rows(3), wrong])
    columns = arrivals.columns_for(clerk, charter, manifest)
    with pytest.raises(InvalidInput):
        arrivals.import_list(clerk, charter, manifest, columns)
    assert arrivals.roll(clerk, charter.id).people == ()
    del columns[3]  # the column of the sex is left out
    arrivals.import_list(clerk, charter, manifest, columns)
    assert len(arrivals.roll(clerk, charter.id).people) == 4


def test_a_cancelled_import_leaves_nothing(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    manifest = opened(clerk, tmp_path, [*people_rows(800)])
    columns = arrivals.columns_for(clerk, charter, manifest)
    steps: list[int] = []

    def cancel(done: int, _total: int) -> None:
        steps.append(done)
        if len(steps) == 6:  # in the middle of writing
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        arrivals.import_list(clerk, charter, manifest, columns, cancel)
    assert steps[-1] == 500
    assert arrivals.roll(clerk, charter.id).people == ()
    assert arrivals.roll(clerk, charter.id).imports == ()


def test_the_same_list_again_brings_nobody_twice(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    listed(clerk, charter, tmp_path, 3)
    manifest = opened(clerk, tmp_path, [*people_rows(3)])
    columns = arrivals.columns_for(clerk, charter, manifest)
    with pytest.raises(InvalidInput):
        arrivals.import_list(clerk, charter, manifest, columns)
    manifest = opened(clerk, tmp_path, [*people_rows(5)])
    assert arrivals.import_list(clerk, charter, manifest, columns).count == 2


def test_whoever_is_registered_already_is_named_in_the_preview(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    people.save_person(clerk, a_person())  # with the passport O00412345
    known = list(people_rows(1)[0])
    known[6] = "o00412345"
    manifest = opened(clerk, tmp_path, [*people_rows(1), tuple(known)])
    columns = arrivals.columns_for(clerk, charter, manifest)
    notes = [line.note for line in arrivals.preview_list(clerk, charter, manifest, columns).lines]
    assert notes[0] == ""
    assert "registered" in notes[1]


def test_the_columns_of_an_organiser_are_remembered(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    rows = [("Code", "Wer", "Nom"), ("A", "SOW Awa", "Office")]
    manifest = arrivals.open_list(clerk, a_list(tmp_path, rows))
    assert arrivals.columns_for(clerk, charter, manifest) == {2: ListField.FULL_NAME}
    arrivals.import_list(clerk, charter, manifest, {1: ListField.FULL_NAME})
    assert arrivals.columns_for(clerk, charter, manifest) == {1: ListField.FULL_NAME}
    other = an_arrival(organiser="Somebody else")
    assert arrivals.columns_for(clerk, other, manifest) == {2: ListField.FULL_NAME}


# ---------------------------------------------------------------------------- arrivals themselves


def test_an_arrival_is_checked_and_never_overwritten_unseen(clerk: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        arrivals.save_arrival(clerk, an_arrival(carrier=" ", place=" ", expected_number=0))
    assert set(refused.value.problems) == {"carrier", "expected_number"}
    nobody = an_arrival(carrier="", place="", kind=ArrivalKind.WALK_IN, expected_number=None)
    saved = arrivals.save_arrival(clerk, nobody)
    arrivals.save_arrival(clerk, replace(saved, place="Kaloum"))
    with pytest.raises(StaleRecord):
        arrivals.save_arrival(clerk, replace(saved, place="Matam"))
    assert arrivals.arrival(clerk, saved.id).place == "Kaloum"
    with pytest.raises(NotFound):
        arrivals.roll(clerk, new_id())


def test_the_line_of_the_list_goes_with_the_person(sign_in: SignIn, clock: FixedClock) -> None:
    clerk = sign_in(Role.RECEPTION)
    charter = arrivals.save_arrival(clerk, an_arrival())
    person = a_person()
    _saved, line = arrivals.save_arrived(clerk, charter.id, person, a_homecoming(person))
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    done = erase_all_due(supervisor)
    assert done.counts()["expected"] == 1
    assert arrivals.roll(supervisor, charter.id).people == ()
    assert line.id not in {one.id for one in sync.pending(supervisor)}
    assert integrity.check(supervisor, lambda *_step: None).is_whole


WITH_ORIGIN = (*HEADINGS, "Lieu d'origine")


def a_list_of_origins(folder: Path, *origins: str) -> Path:
    rows = [(*row, origin) for row, origin in zip(people_rows(len(origins)), origins, strict=True)]
    return a_list(folder, [WITH_ORIGIN, *rows])


def test_a_place_of_a_list_is_the_one_of_the_country_when_it_fits_exactly(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    manifest = arrivals.open_list(clerk, a_list_of_origins(tmp_path, "LABE", "Lab", "", "Pita"))
    columns = arrivals.columns_for(clerk, charter, manifest)
    assert columns[7] is arrivals.ListField.ORIGIN
    arrivals.import_list(clerk, charter, manifest, columns)
    lines = arrivals.roll(clerk, charter.id).people
    assert [(one.origin, one.origin_code) for one in lines] == [
        ("Labé", "GN-L"), ("Lab", ""), ("", ""), ("Pita", "GN-PI"),
    ]  # fmt: skip
    assert integrity.check(clerk, lambda *_step: None).is_whole
    told = [registered(clerk, line)[0].background for line in lines]
    assert [(one.origin, one.origin_code) if one else None for one in told] == [
        ("Labé", "GN-L"), ("Lab", ""), None, ("Pita", "GN-PI"),
    ]  # fmt: skip


def test_what_was_said_at_the_desk_stands_against_the_list(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    manifest = arrivals.open_list(clerk, a_list_of_origins(tmp_path, "Labé"))
    columns = arrivals.columns_for(clerk, charter, manifest)
    arrivals.import_list(clerk, charter, manifest, columns)
    (line,) = arrivals.roll(clerk, charter.id).people
    person = a_person(background=Background("Kankan", debts="none"))
    saved, _line = arrivals.save_arrived(
        clerk, charter.id, person, a_homecoming(person), expected_id=line.id
    )
    assert saved.background == person.background


def test_the_copy_for_the_person_tells_what_the_list_said_until_they_are_erased(
    sign_in: SignIn, clock: FixedClock, tmp_path: Path
) -> None:
    clerk = sign_in(Role.RECEPTION)
    charter = arrivals.save_arrival(clerk, an_arrival())
    manifest = arrivals.open_list(clerk, a_list_of_origins(tmp_path, "Labé", "Pita"))
    columns = arrivals.columns_for(clerk, charter, manifest)
    arrivals.import_list(clerk, charter, manifest, columns)
    mine, other = arrivals.roll(clerk, charter.id).people
    person, line = registered(clerk, mine)
    counsellor = sign_in(Role.COUNSELLOR)
    with counsellor.read() as db:
        facts = subject_copy_facts(counsellor, db, person.id, "en")
    (part,) = [one for one in facts.parts if one.title == "What the list of your arrival said"]
    (entry,) = part.entries
    told = dict(entry.rows)
    assert told["Family name"] == mine.family_name
    assert (told["Place of origin"], told["Number"]) == ("Labé (GN-L)", mine.document_number)
    assert (told["Who sent the list"], told["Token number"]) == (charter.organiser, "1")
    assert [one["id"] for one in facts.holdings["listed"]] == [line.id]
    assert other.document_number not in str(facts)
    supervisor = with_rule(sign_in(Role.SUPERVISOR))
    let_time_pass(clock, supervisor)
    assert erase_all_due(supervisor).counts()["expected"] == 1
    with supervisor.read() as db:
        rows = db.execute("SELECT document_number, origin FROM expected_person").fetchall()
    assert [row["document_number"] for row in rows] == [other.document_number]  # the control


def test_every_step_is_in_the_log(clerk: Session, sign_in: SignIn, tmp_path: Path) -> None:
    charter = arrivals.save_arrival(clerk, an_arrival())
    line = listed(clerk, charter, tmp_path, 2)[0]
    arrivals.open_expected(clerk, line.id)
    arrivals.open_expected(clerk, line.id)
    registered(clerk, line)
    arrivals.remove_absent(clerk, charter.id)
    said = [one.act for one in users.audit_lines(sign_in(Role.SUPERVISOR))]
    for act in (
        Act.ARRIVAL_SAVED, Act.LIST_IMPORTED, Act.EXPECTED_OPENED, Act.PERSON_SAVED,
        Act.EXPECTED_REMOVED,
    ):  # fmt: skip
        assert act in said


def test_sex_that_the_list_does_not_say_is_not_guessed(
    clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    manifest = arrivals.open_list(clerk, a_list(tmp_path, [("Nom", "Prénom"), ("SOW", "Awa")]))
    columns = arrivals.columns_for(clerk, charter, manifest)
    arrivals.import_list(clerk, charter, manifest, columns)
    assert arrivals.roll(clerk, charter.id).people[0].sex is Sex.UNKNOWN
