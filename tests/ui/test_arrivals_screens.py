"""Arrivals on the screen: announced, imported, noted at the door, registered with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app import search
from intake_app.acts import Act
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Arrival, ExpectedState
from intake_app.people import service as people
from intake_app.session import Session
from tests.core.lists_kit import HEADINGS, a_list, an_arrival, people_rows, written
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text
from ui.arrivals.arrival_desk import ArrivalDesk
from ui.arrivals.arrival_form import ArrivalForm
from ui.arrivals.arrivals_screen import ArrivalsScreen
from ui.arrivals.import_page import ImportPage
from ui.arrivals.roll_page import RollPage
from ui.screen import Screen
from ui.tasks import Progress

Show = Callable[..., Any]


@pytest.fixture
def show(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages, clerk: Session) -> Show:
    """A page as the window shows it: it reloads after every saving."""

    def make(page: type[Screen], *about: str) -> Screen:
        screen = page(clerk, tasks, messages, *about)  # type: ignore[call-arg]
        qtbot.addWidget(screen)
        tasks.changed.connect(screen.reload)
        screen.resize(1150, 640)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.reload()
        screen.setFocus()
        return screen

    return make


@pytest.fixture
def charter(clerk: Session) -> Arrival:
    return arrivals.save_arrival(clerk, an_arrival())


def listed(session: Session, arrival: Arrival, folder: Path, count: int) -> None:
    manifest = arrivals.open_list(session, a_list(folder, [HEADINGS, *people_rows(count)]))
    columns = arrivals.columns_for(session, arrival, manifest)
    arrivals.import_list(session, arrival, manifest, columns)


def went_to(screen: Screen) -> list[tuple[str, str]]:
    gone: list[tuple[str, str]] = []
    screen.destination_chosen.connect(lambda kind, about: gone.append((kind, about)))
    return gone


def keyboard() -> QWidget:
    """Where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def shown(page: Any, column: int) -> list[str]:
    model = page.list.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


# ---------------------------------------------------------------------------- arrivals


def test_an_arrival_is_announced_and_opened(show: Show, clerk: Session) -> None:
    form: ArrivalForm = show(ArrivalForm, "")
    gone = went_to(form)
    form.submit()
    assert form.form.field("carrier").mistake()
    type_text(form.form["carrier"].line, "EX 917")
    form.form["from_country"].set_value("LY")
    press(form.form["carrier"].line, "Ctrl+Return")
    (turnout,) = arrivals.arrivals(clerk)
    assert gone == [("arrival", turnout.arrival.id)]
    assert turnout.arrival.carrier == "EX 917"
    screen: ArrivalsScreen = show(ArrivalsScreen)
    assert shown(screen, 1) == ["EX 917"]


def test_what_was_typed_of_an_arrival_comes_back(show: Show, clerk: Session) -> None:
    form: ArrivalForm = show(ArrivalForm, "")
    type_text(form.form["carrier"].line, "EX 918")
    form.form["arrives_on"].line.setText("31/13/2026")
    form.form["arrives_on"].edited.emit()
    form.keep_draft()
    again: ArrivalForm = show(ArrivalForm, "")
    assert again.form["carrier"].value() == "EX 918"
    assert again.form["arrives_on"].line.text() == "31/13/2026"
    again.bar.action.click()
    assert again.form["carrier"].value() == ""
    assert arrivals.arrivals(clerk) == []


def test_the_filters_tell_today_announced_and_unfinished(show: Show, clerk: Session) -> None:
    arrivals.save_arrival(clerk, an_arrival())
    screen: ArrivalsScreen = show(ArrivalsScreen)
    screen.list.filters.select("today")
    assert len(shown(screen, 0)) == 1
    screen.list.filters.select("open")
    assert shown(screen, 0) == []


# ---------------------------------------------------------------------------- lists


def test_a_list_is_looked_at_imported_and_taken_back(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path, messages: ScriptedMessages
) -> None:
    page: ImportPage = show(ImportPage, charter.id)
    bad = (9, "SOW", "Awa", "?", "31/02/1990", "", "")
    messages.answers = [a_list(tmp_path, [HEADINGS, *people_rows(5), bad])]
    page.nothing.action.click()
    model = page.preview.list.model
    assert [model.index(row, 0).data() for row in range(3)] == ["7", "7", "2"]  # each wrong cell
    assert "31/02/1990" in page.preview.list.current().who + str(model.index(1, 1).data())
    assert not page.start.isEnabled()
    page.start.click()
    assert arrivals.roll(clerk, charter.id).people == ()
    for column in ("3", "4"):
        page.columns[column].set_value(None)
    page.look()
    assert page.start.isEnabled()
    page.start.click()
    assert len(arrivals.roll(clerk, charter.id).people) == 6
    page.bar.action.click()  # Undo
    assert arrivals.roll(clerk, charter.id).people == ()


def test_a_hostile_file_leaves_the_page_as_it_was(
    show: Show, charter: Arrival, tmp_path: Path, messages: ScriptedMessages
) -> None:
    page: ImportPage = show(ImportPage, charter.id)
    messages.answers = [written(tmp_path, b"MZ" * 400, "list.exe")]
    page.nothing.action.click()
    assert ".xlsx" in page.bar.text()
    assert page.nothing.isVisible()
    page.open_file(a_list(tmp_path, [HEADINGS, *people_rows(2)]))  # the control: a good one
    assert page.preview.list.model.rowCount() == 2


def test_a_cancelled_import_says_that_nothing_was_kept(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: ImportPage = show(ImportPage, charter.id)
    page.open_file(a_list(tmp_path, [HEADINGS, *people_rows(600)]))
    steps = Progress.step

    def impatient(self: Progress, done: int, total: int, words: str = "") -> None:
        if done == 500:
            self.cancel()
        steps(self, done, total, words)

    monkeypatch.setattr(Progress, "step", impatient)
    page.start.click()
    assert "Nothing was imported" in page.bar.text()
    assert arrivals.roll(clerk, charter.id).people == ()
    monkeypatch.undo()
    page.start.click()
    assert len(arrivals.roll(clerk, charter.id).people) == 600


# ---------------------------------------------------------------------------- at the door


def test_at_the_door_one_key_gives_a_number_and_goes_on(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path, qtbot: QtBot
) -> None:
    listed(clerk, charter, tmp_path, 4)
    page: RollPage = show(RollPage, charter.id)
    for keys, button in (
        ("Ctrl+D", page.came), ("Ctrl+D", page.came), ("Ctrl+Shift+D", page.absent),
    ):  # fmt: skip
        with qtbot.waitSignal(button.clicked):
            press(page.list.table, keys)
    states = [line.state for line in arrivals.roll(clerk, charter.id).people]
    assert states == [
        ExpectedState.ARRIVED, ExpectedState.ARRIVED, ExpectedState.NOT_ARRIVED,
        ExpectedState.EXPECTED,
    ]  # fmt: skip
    assert shown(page, 0) == ["1", "2", "", ""]
    page.list.filters.select("waiting")
    assert len(shown(page, 1)) == 2


def test_a_touched_list_stays_and_those_who_did_not_come_can_go(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path, messages: ScriptedMessages
) -> None:
    listed(clerk, charter, tmp_path, 3)
    page: RollPage = show(RollPage, charter.id)
    page.came.click()
    page._take_back()
    assert messages.asked == []
    assert "stays" in page.bar.text()
    messages.answers = [False, True]
    page._remove()
    assert len(arrivals.roll(clerk, charter.id).people) == 3
    page._remove()
    assert len(arrivals.roll(clerk, charter.id).people) == 1


# ---------------------------------------------------------------------------- mass arrival


def test_three_people_with_the_keyboard_alone(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    """Somebody by number, somebody of the list by name, somebody who is on no list."""
    listed(clerk, charter, tmp_path, 5)
    third = arrivals.roll(clerk, charter.id).people[2]
    arrivals.has_come(clerk, third.id)
    desk: ArrivalDesk = show(ArrivalDesk, charter.id)
    assert keyboard() is desk.form["token"].line
    type_text(keyboard(), "1")
    press(keyboard(), "Return")  # the number brings its person
    assert desk.form["given_names"].value() == third.given_names
    press(keyboard(), "Ctrl+Return")
    assert keyboard() is desk.form["token"].line
    press(keyboard(), "Return")
    type_text(keyboard(), "bar")
    press(keyboard(), "Down")
    press(keyboard(), "Return")
    assert desk.form["family_name"].value() == "BARRY"
    press(keyboard(), "Ctrl+Return")
    press(keyboard(), "Return")
    for words in ("Sow", "Awa", "36"):
        type_text(keyboard(), words)
        press(keyboard(), "Return")
    desk.form["birth"].line.setText("36 ans")
    desk.form["sex"].set_value("female")
    press(desk.form["birth"].line, "Ctrl+Return")
    roll = arrivals.roll(clerk, charter.id).people
    assert sorted(one.token or 0 for one in roll if one.person_id) == [1, 2, 3]
    assert search.count(clerk, search.Question("")) == 3
    stranger = next(one for one in roll if one.place == 0)
    assert stranger.display_name == "SOW Awa"
    saved = people.person(clerk, stranger.person_id or "")
    assert (saved.nationality, saved.language) == ("GN", "fr")
    assert people.homecomings(clerk, saved.id)[0].from_country == "LY"
    assert [button.text().split(" · ")[0] for button in desk.lists.history.buttons] == [
        "3", "2", "1",
    ]  # fmt: skip


def test_pins_keep_what_is_the_same_and_can_be_taken_off(
    show: Show, charter: Arrival, clerk: Session
) -> None:
    desk: ArrivalDesk = show(ArrivalDesk, charter.id)
    form = desk.form
    assert form.pinned() >= {"arrival", "from_country", "kind", "language", "interviewer"}
    form["from_country"].set_value("DZ")
    form["language"].set_value("en")
    form.field("language").pin.click()
    assert "language" not in form.pinned()
    fill(desk)
    desk.submit()
    assert form["from_country"].value() == "DZ"
    assert form["language"].value() == "fr"  # back to what the office says
    again: ArrivalDesk = show(ArrivalDesk, charter.id)
    assert again.form["from_country"].value() == "DZ"


def fill(desk: ArrivalDesk, **more: Any) -> None:
    answers = {"family_name": "Sow", "given_names": "Awa", "sex": "female"} | more
    for key, value in answers.items():
        desk.form[key].set_value(value)
    desk.form["birth"].line.setText("1990")
    desk.form.edited.emit()


def test_what_is_typed_survives_a_lock_with_the_line_it_belongs_to(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    listed(clerk, charter, tmp_path, 2)
    line = arrivals.roll(clerk, charter.id).people[0]
    desk: ArrivalDesk = show(ArrivalDesk, f"{charter.id} {line.id}")
    desk.form["phone"].line.setText("622 12 34")
    desk.form["birth"].line.setText("not yet")
    desk.keep_draft()
    again: ArrivalDesk = show(ArrivalDesk, charter.id)
    assert again.form["phone"].line.text() == "622 12 34"
    assert again.form["birth"].line.text() == "not yet"
    again.submit()
    assert again.form.field("birth").mistake()
    again.form["birth"].line.setText("1990")
    again.submit()
    roll = arrivals.roll(clerk, charter.id).people
    assert [bool(one.person_id) for one in roll] == [True, False]
    third: ArrivalDesk = show(ArrivalDesk, charter.id)
    assert third.form["phone"].line.text() == ""


def test_a_refused_number_keeps_what_was_typed(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    listed(clerk, charter, tmp_path, 1)
    arrivals.has_come(clerk, arrivals.roll(clerk, charter.id).people[0].id)
    desk: ArrivalDesk = show(ArrivalDesk, charter.id)
    fill(desk, token=1)
    desk.submit()
    assert desk.form.field("token").mistake()
    assert desk.form["family_name"].value() == "Sow"
    desk.form["token"].set_value(None)
    desk.submit()
    assert arrivals.roll(clerk, charter.id).people[1].token == 2


def test_the_history_opens_a_profile_to_finish_it(
    show: Show, clerk: Session, charter: Arrival
) -> None:
    desk: ArrivalDesk = show(ArrivalDesk, charter.id)
    gone = went_to(desk)
    fill(desk)
    desk.submit()
    desk.lists.history.buttons[0].click()
    person_id = arrivals.roll(clerk, charter.id).people[0].person_id
    assert gone == [("person", person_id)]
    fill(desk, family_name="Bah")
    desk.submit(then_open=True)
    assert len(gone) == 2


def test_opening_somebody_of_a_list_is_noted(
    show: Show, clerk: Session, charter: Arrival, tmp_path: Path
) -> None:
    listed(clerk, charter, tmp_path, 1)
    line = arrivals.roll(clerk, charter.id).people[0]
    show(ArrivalDesk, f"{charter.id} {line.id}")
    with clerk.read() as db:
        acts = [row[0] for row in db.execute("SELECT act FROM audit WHERE record = ?", (line.id,))]
    assert acts == [Act.EXPECTED_OPENED]
