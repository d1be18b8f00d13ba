"""Once a double is seen: two columns, one person's page, a link, a second return."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Choice, Decision
from intake_app.drafts import service as drafts
from intake_app.duplicates import service as duplicates
from intake_app.people import service as people
from intake_app.people.model import Person, Sex
from intake_app.same_person import service as same
from intake_app.same_person.service import State
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.core.lists_kit import a_list, an_arrival
from tests.core.test_arrivals_doubles import ROWS, imported
from tests.factories import TODAY, a_homecoming, a_person
from tests.ui.direct_tasks import DirectTasks
from tests.ui.person_kit import Opener, fill, open_form
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press
from ui.arrivals.arrival_desk import ArrivalDesk
from ui.arrivals.import_page import ImportPage
from ui.language import Language
from ui.people.offers import OFFERED
from ui.people.person_form import PersonForm
from ui.people.side_by_side import SideBySide

__all__ = ["open_form"]

SEKOU = {
    "family_name": "Keïta", "given_names": "Sékou", "sex": "male",
    "birth": PartialDate.from_edtf("1994-05-17"), "mother_name": "Nagnouma Camara",
    "from_country": "LY",
}  # fmt: skip


def seku(session: Session, **more: object) -> Person:
    """Registered after another return, as another office spells it."""
    person = a_person(**{
        "family_name": "Keita", "given_names": "Seku", "sex": Sex.MALE, "documents": (),
        "birth": PartialDate.from_edtf("1994-05-17"), "phone_as_typed": "",
        "mother_name": "Nyanuma Kamara", **more,
    })  # fmt: skip
    return people.save_person(session, person, a_homecoming(person))


def typed(form: PersonForm, **changes: object) -> None:
    fill(form, **{**SEKOU, **changes})
    form.form.here.alike.look()


def compared(form: PersonForm) -> SideBySide:
    """The clerk goes right from the first candidate."""
    press(form.form.here.alike.buttons[0], "Right")
    dialog = form.again.acts.dialog
    assert dialog is not None
    return dialog


def went_to(form: PersonForm) -> list[tuple[str, str]]:
    went: list[tuple[str, str]] = []
    form.destination_chosen.connect(lambda kind, about: went.append((kind, about)))
    return went


def count(session: Session) -> int:
    with session.read() as db:
        return int(db.execute("SELECT count(*) FROM person").fetchone()[0])


# ---------------------------------------------------------------------------- the journey


@pytest.mark.parametrize(
    "spelling",
    [
        {"family_name": "Keïta", "given_names": "Sékou"},
        {"family_name": "كيتا", "given_names": "سيكو"},
    ],
)
def test_a_returnee_known_under_another_spelling_gets_a_second_return(
    open_form: Opener, clerk: Session, spelling: dict[str, str]
) -> None:
    known = seku(clerk)
    form = open_form()
    went = went_to(form)
    typed(form, **spelling)
    dialog = compared(form)
    shown = " | ".join(words_on(dialog)).casefold()
    assert "born on the same day" in shown
    states = {row.key: row.state for row in dialog.rows()}
    assert states["birth"] is State.SAME
    assert states["given_names"] is State.ALIKE
    press(dialog, "Ctrl+Return")
    assert went == [("person", known.id)]
    assert form.form.values()["family_name"] == ""  # the page is free for the next person
    page = open_form(known.id)
    offered = page.again.card.buttons
    keys = [key.partition(":")[0] for key in offered]
    assert {"arrived_on", "given_names", "other_names", "mother_name"} <= set(keys)
    assert not page.form.is_changed()  # nothing is taken over by itself
    next(button for key, button in offered.items() if key.startswith("arrived_on")).click()
    next(
        button for key, button in page.again.card.buttons.items()
        if key.startswith("other_names")
    ).click()  # fmt: skip
    page.submit()
    saved = people.person(clerk, known.id)
    assert (saved.given_names, saved.family_name) == ("Seku", "Keita")
    assert saved.other_names == f"{spelling['given_names']} {spelling['family_name']}"
    assert [one.from_country for one in people.homecomings(clerk, known.id)] == ["LY", "FR"]
    assert count(clerk) == 1
    assert drafts.drafts(clerk) == []  # nothing of it is left lying about
    assert page.again.card.isHidden()


def test_not_the_same_is_remembered_and_a_second_person_is_registered(
    open_form: Opener, clerk: Session
) -> None:
    known = seku(clerk)
    form = open_form()
    typed(form)
    dialog = compared(form)
    press(dialog, "Ctrl+Delete")
    assert form.form.here.alike.candidates == []
    form.submit()
    assert count(clerk) == 2
    (other,) = (one for one in people_ids(clerk) if one != known.id)
    assert len(same.contradictions(clerk, known.id, other)) == 1
    duplicates.catch_up(clerk)
    facts = same.side_of(clerk, other).facts
    assert duplicates.candidates(clerk, facts, but=other) == []
    assert duplicates.candidates(clerk, facts) != []  # the control


def people_ids(session: Session) -> list[str]:
    with session.read() as db:
        return [row[0] for row in db.execute("SELECT id FROM person")]


def test_what_was_typed_can_become_a_new_person_after_all(
    open_form: Opener, clerk: Session
) -> None:
    known = seku(clerk)
    form = open_form()
    typed(form)
    compared(form).is_same.click()
    page = open_form(known.id)
    went = went_to(page)
    page.again.card.other_person.click()
    assert went == [("new_person", "")]
    assert drafts.found(clerk, OFFERED, known.id) is None
    again = open_form()
    assert again.form.values()["given_names"] == "Sékou"


def test_the_rest_can_be_left(open_form: Opener, clerk: Session) -> None:
    known = seku(clerk)
    form = open_form()
    typed(form)
    compared(form).is_same.click()
    page = open_form(known.id)
    page.again.card.rest.click()
    assert page.again.card.isHidden()
    assert drafts.drafts(clerk) == []
    assert people.person(clerk, known.id) == known


# ---------------------------------------------------------------------------- columns


def test_differences_come_first_on_demand_and_enter_decides_nothing(
    open_form: Opener, clerk: Session
) -> None:
    seku(clerk, mother_name="Hawa Sow", own_script_name="ߞߋߕߊ")
    form = open_form()
    typed(form, birth=PartialDate.from_edtf("1994"))
    dialog = compared(form)
    in_order = [row.key for row in dialog.rows()]
    assert in_order[:2] == ["family_name", "given_names"]
    press(dialog, "Ctrl+D")
    states = [row.state for row in dialog.rows()]
    assert states[0] is State.DIFFERENT
    assert states[-1] is State.SAME
    assert State.ONLY_THEIRS in states
    words = words_on(dialog)
    for said in ("Different", "Alike", "Same", "Only on the left"):
        assert said in words
    press(dialog, "Return")
    assert dialog.isVisible()
    press(dialog, "Escape")
    assert form.form.here.alike.candidates != []


def test_every_word_of_the_columns_follows_a_switch_of_the_language(
    open_form: Opener, clerk: Session, screen_language: Language, tmp_path: Path
) -> None:
    seku(clerk)
    form = open_form()
    typed(form)
    dialog = compared(form)
    data = {row.mine for row in dialog.rows()} | {row.theirs for row in dialog.rows()}
    assert forgotten_by_a_switch(dialog, screen_language, tmp_path / "pseudo", data) == set()


# ---------------------------------------------------------------------------- links


def test_two_records_are_linked_with_a_reason_shown_and_undone(
    open_form: Opener, clerk: Session, messages: ScriptedMessages
) -> None:
    one, other = seku(clerk), seku(clerk, family_name="Keïta", given_names="Sékou")
    page = open_form(one.id)
    page.form["other_names"].set_value("Sékouba")
    page.form["other_names"].edited.emit()
    page.form.here.alike.look()
    messages.answers = ["The same photograph"]
    compared(page).is_same.click()
    assert [each.person.id for each in same.other_records(clerk, one.id)] == [other.id]
    page.reload()
    (row,) = page.again.also.rows
    assert "KEÏTA Sékou" in row.words.text()
    went = went_to(page)
    row.open.click()
    assert went == [("person", other.id)]
    messages.answers = [None]
    page.again.also.rows[0].undo.click()
    assert same.other_records(clerk, one.id) != []  # without a reason nothing happens
    messages.answers = ["Another mother after all"]
    page.again.also.rows[0].undo.click()
    assert same.other_records(clerk, one.id) == []


# ---------------------------------------------------------------------------- mass arrival


def test_at_the_door_a_known_person_gets_the_return_and_what_was_typed_is_kept(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    known = seku(clerk)
    flight = arrivals.save_arrival(clerk, an_arrival())
    desk = ArrivalDesk(clerk, tasks, messages, flight.id)
    qtbot.addWidget(desk)
    desk.show()
    for key in ("family_name", "given_names", "sex", "birth"):
        desk.form[key].set_value(SEKOU[key])
        desk.form[key].edited.emit()
    desk.lists.here.alike.look()
    (candidate,) = desk.lists.here.alike.candidates
    desk.known.compare(candidate)
    dialog = desk.known.acts.dialog
    assert dialog is not None
    dialog.is_same.click()
    (line,) = arrivals.roll(clerk, flight.id).people
    assert (line.person_id, line.token) == (known.id, 1)
    assert [one.from_country for one in people.homecomings(clerk, known.id)] == ["LY", "FR"]
    assert desk.form.names() == ""
    assert "was known" in desk.bar.text()
    kept = drafts.found(clerk, OFFERED, known.id)
    assert kept is not None
    assert kept["given_names"] == "Sékou"
    assert count(clerk) == 1


def test_a_line_that_was_said_to_be_known_leads_to_the_profile_at_the_door(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages, tmp_path: Path
) -> None:
    known = seku(clerk)
    flight, lines, _import = imported(clerk, tmp_path, {2: Decision(Choice.SAME, known.id)})
    desk = ArrivalDesk(clerk, tasks, messages, f"{flight.id} {lines[0].id}")
    qtbot.addWidget(desk)
    desk.show()
    assert "registered already" in desk.bar.text()
    desk.bar.action.click()
    dialog = desk.known.acts.dialog
    assert dialog is not None
    dialog.is_same.click()
    line = arrivals.roll(clerk, flight.id).people[0]
    assert (line.person_id, line.known_id) == (known.id, None)
    assert len(people.homecomings(clerk, known.id)) == 2


def test_the_preview_of_a_list_shows_who_is_known_and_takes_a_choice(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages, tmp_path: Path
) -> None:
    known = seku(clerk)
    flight = arrivals.save_arrival(clerk, an_arrival())
    page = ImportPage(clerk, tasks, messages, flight.id)
    qtbot.addWidget(page)
    page.show()
    page.open_file(a_list(tmp_path, ROWS))
    doubles = page.preview.doubles
    assert {line: one.person_id for line, one in doubles.found.items()} == {2: known.id, 5: ""}
    rows = page.preview._rows
    assert [row.line for row in rows[:2]] == [2, 5]
    assert "Probably the same" in rows[0].said
    assert "2 people may be known already" in doubles.summary.text()
    page.preview.list.select("2")
    assert doubles.choice.value() == Choice.AT_THE_DOOR
    doubles.choice.set_value(Choice.SAME)
    doubles.choice.edited.emit()
    assert "no second profile" in page.preview._rows[0].said
    page.preview.list.select("5")
    doubles.decide(5, Choice.SAME)
    assert "3 people" in page.start.text()
    page.start.click()
    lines = arrivals.roll(clerk, flight.id).people
    assert [line.known_id for line in lines] == [known.id, None, None]


def test_a_switch_of_the_language_does_not_search_again(
    qtbot: QtBot, clerk: Session, tasks: DirectTasks, messages: ScriptedMessages, tmp_path: Path
) -> None:
    seku(clerk)
    flight = arrivals.save_arrival(clerk, an_arrival())
    page = ImportPage(clerk, tasks, messages, flight.id)
    qtbot.addWidget(page)
    page.open_file(a_list(tmp_path, ROWS))
    doubles = page.preview.doubles
    doubles.decide(2, Choice.SAME)
    page.look()
    assert doubles.decided[2].choice is Choice.SAME
    assert flight.arrives_on == TODAY
