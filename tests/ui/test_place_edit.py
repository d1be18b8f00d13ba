"""Places are offered while one types, level by level; free text is always an answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake_app.people.background import Area
from intake_app.places import service as places
from intake_app.places.listing import read_list
from intake_app.session import Session
from intake_app.sheets.listfile import read_file
from tests.core.places_kit import a_place_list
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.fields.options import countries
from ui.fields.place_edit import PlaceEdit
from ui.fields.typed_text import put_text, text_of
from ui.people.background_fields import add_address
from ui.tasks import Tasks

AREAS = ("area_1", "area_2", "area_3")


def an_address(session: Session, tasks: Tasks, qtbot: QtBot) -> Form:
    """The questions of an address at a desk in Tunisia."""
    form = Form()
    form.add("nationality", ChoiceList(countries), lambda: "Nationality")
    add_address(form, session, tasks)
    qtbot.addWidget(form)
    form.show()
    form["nationality"].set_value("TN")
    return form


@pytest.fixture
def tunis(supervisor: Session, tmp_path: Path) -> Session:
    """An office with an invented list of Tunisia."""
    session = replace(supervisor, office=replace(supervisor.office, country="TN"))
    places.import_list(session, read_list(read_file(a_place_list(tmp_path))), "2024", "")
    return session


@pytest.fixture
def form(tunis: Session, qtbot: QtBot) -> Form:
    return an_address(tunis, DirectTasks(), qtbot)


def typed(edit: PlaceEdit, text: str) -> list[str]:
    """Type into a place with the keyboard; what is offered."""
    edit.line.setFocus()
    edit.line.clear()
    QTest.keyClicks(edit.line, text)
    return [one.label for one in edit._offered]


def choose(edit: PlaceEdit, text: str) -> None:
    typed(edit, text)
    popup = edit.popup
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)


def test_a_place_is_chosen_with_the_keyboard_and_keeps_code_and_version(
    form: Form, qtbot: QtBot
) -> None:
    with qtbot.waitActive(form):
        form.activateWindow()
    assert typed(form["area_1"], "EXEM") == [
        "Example East (governorate)", "Sidi Example (governorate)",
    ]  # fmt: skip
    assert form["area_1"].popup.isVisible()
    choose(form["area_1"], "exem")
    assert form["area_1"].value() == Area("Example East", "TN90", "2024")
    assert form["area_1"].note() == "Code TN90, 2024"
    assert not form["area_1"].popup.isVisible()


def test_free_text_is_an_answer_and_nothing_is_offered_for_it(form: Form) -> None:
    assert typed(form["area_1"], "Camp of nomads") == []
    form["area_1"].line.editingFinished.emit()
    assert form["area_1"].value() == Area("Camp of nomads")
    assert form["area_1"].problem() is None
    assert form["area_1"].note() == ""


def test_without_a_list_everything_is_free_text(supervisor: Session, qtbot: QtBot) -> None:
    form = an_address(supervisor, DirectTasks(), qtbot)
    form["nationality"].set_value("IS")
    assert typed(form["origin"], "Reykjavik") == []
    assert form["origin"].value() == Area("Reykjavik")


def test_a_district_brings_its_region_and_a_region_narrows_the_districts(form: Form) -> None:
    assert typed(form["area_2"], "o") == ["Old Well (delegation)", "Oum Élève (delegation)"]
    choose(form["area_2"], "oum")
    assert form["area_1"].value() == Area("Sidi Example", "TN91", "2024")
    form["area_2"].set_value(None)
    assert typed(form["area_2"], "o") == ["Oum Élève (delegation)"]
    assert typed(form["area_3"], "old") == ["Old Well (sector (imada))"]


def test_what_stands_in_the_region_already_is_not_overwritten(form: Form) -> None:
    form["area_1"].set_value("written by hand")
    choose(form["area_2"], "oum")
    assert form["area_1"].value() == Area("written by hand")


def test_another_region_takes_the_code_of_a_district_that_is_not_in_it(form: Form) -> None:
    choose(form["area_2"], "oum")
    choose(form["area_1"], "example e")
    assert form["area_2"].value() == Area("Oum Élève")
    choose(form["area_1"], "sidi")  # the control: typed again, the name fits again
    form["area_2"].check()
    assert form["area_2"].value().code == "TN9101"


def test_a_name_typed_in_full_means_its_place(form: Form) -> None:
    typed(form["area_1"], "sidi exemple")
    form["area_1"].line.editingFinished.emit()
    assert form["area_1"].value() == Area("Sidi Example", "TN91", "2024")
    form["origin"].set_value("Old Well")
    form["origin"].line.editingFinished.emit()  # the control: nobody has typed it
    assert form["origin"].value() == Area("Old Well")


def test_typing_on_lets_go_of_the_code(form: Form) -> None:
    choose(form["area_1"], "sidi")
    QTest.keyClicks(form["area_1"].line, " North")
    assert form["area_1"].value() == Area("Sidi Example North")


def test_what_was_chosen_survives_a_draft_and_a_newer_list(
    form: Form, tunis: Session, tmp_path: Path
) -> None:
    choose(form["area_1"], "sidi")
    kept = text_of(form["area_1"])
    rows = [("TN", "1", "TN95", "", "New Region", "", "", "", "")]
    newer = read_list(read_file(a_place_list(tmp_path, rows)))
    places.import_list(tunis, newer, "2025", "")
    form["area_1"].set_value(None)
    put_text(form["area_1"], kept)
    assert form["area_1"].value() == Area("Sidi Example", "TN91", "2024")
    put_text(form["area_1"], "by hand")
    assert (form["area_1"].value(), text_of(form["area_1"])) == (Area("by hand"), "by hand")


def test_origin_is_looked_for_where_somebody_is_from_at_any_level(form: Form) -> None:
    assert typed(form["origin"], "old") == ["Old Well (delegation)", "Old Well (sector (imada))"]
    form["nationality"].set_value("GN")
    assert typed(form["origin"], "tougu") == ["Tougué (prefecture)"]


def test_an_answer_that_comes_late_does_not_cover_what_was_typed_since(
    tunis: Session, qtbot: QtBot
) -> None:
    tasks = LateTasks()
    form = an_address(tunis, tasks, qtbot)
    edit = form["area_1"]
    typed(edit, "sidi")
    edit.set_value("by hand")
    tasks.run_all()
    assert edit._offered == []
    typed(edit, "sidi")
    tasks.run_all()
    assert len(edit._offered) == 1  # the control
