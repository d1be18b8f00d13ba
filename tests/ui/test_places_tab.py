"""A supervisor looks a list of places over and imports all of it; others may only look."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.places import service as places
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.places_kit import ROWS, a_place_list
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.tab_kit import cells, shown
from ui.language import Language
from ui.places.places_import import PlacesImport
from ui.places.places_tab import PlacesTab
from ui.tasks import Tasks


def opened(qtbot: QtBot, session: Session, tasks: Tasks, messages: ScriptedMessages) -> PlacesTab:
    return shown(qtbot, tasks, PlacesTab(session, tasks, messages))


@pytest.fixture
def tab(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> PlacesTab:
    return opened(qtbot, supervisor, tasks, messages)


def rows(tab: PlacesTab) -> list[list[str]]:
    return cells(tab.list)


def of(tab: PlacesTab, country: str) -> list[list[str]]:
    return [row[1:] for row in rows(tab) if row[0] == country]


def importing(tab: PlacesTab, path: Path) -> PlacesImport:
    tab.add.click()
    assert tab.page is not None
    tab.page.open_file(path)
    return tab.page


def test_what_came_with_the_program_is_shown_in_the_country_s_own_words(
    tab: PlacesTab, screen_language: Language
) -> None:
    (row,) = of(tab, "Tunisia")
    assert row[1:] == ["24 × governorate", "came with the program", "in use"]
    screen_language.switch("fr")
    assert any("24 × gouvernorat" in row[2] for row in rows(tab))


def test_a_list_is_looked_over_imported_and_removed_again(
    tab: PlacesTab, tmp_path: Path, messages: ScriptedMessages
) -> None:
    page = importing(tab, a_place_list(tmp_path))
    assert page.found.text() == "2 × governorate, 3 × delegation, 1 × sector (imada)"
    page.start.click()
    assert page.form.field("version").mistake()  # a version is needed, and nothing was kept
    assert len(of(tab, "Tunisia")) == 1
    page.form["version"].set_value("2024-01")
    page.form["source"].set_value("Invented office")
    page.start.click()
    assert tab.page is None
    newest, shipped = of(tab, "Tunisia")
    assert newest[0] == "2024-01"
    assert newest[2].startswith("Invented office; imported")
    assert (newest[3], shipped[3]) == ("in use", "earlier")
    tab.list.table.select("TN 2024-01")
    messages.answers = [False]
    tab.remove.click()
    assert len(of(tab, "Tunisia")) == 2
    messages.answers = [True]
    tab.remove.click()
    assert [row[3] for row in of(tab, "Tunisia")] == ["in use"]


def test_a_wrong_line_is_named_and_nothing_can_be_imported(
    tab: PlacesTab, tmp_path: Path, supervisor: Session
) -> None:
    page = importing(tab, a_place_list(tmp_path, [*ROWS, ROWS[0]]))
    model = page.list.model
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "line 8"
    assert "line 2" in model.index(0, 2).data()
    assert not page.start.isEnabled()
    page.form["version"].set_value("2024-01")
    page.form.submitted.emit()
    assert not any(one.imported for one in places.lists(supervisor))
    page.open_file(a_place_list(tmp_path))  # the control: the list was corrected
    assert page.start.isEnabled()
    assert page.form["version"].value() == "2024-01"


def test_a_file_that_is_no_list_gets_a_sentence(tab: PlacesTab, tmp_path: Path) -> None:
    (tmp_path / "places.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    page = importing(tab, tmp_path / "places.xlsx")
    assert "damaged" in page.bar.text()
    assert page.nothing.isVisible()
    assert not page.progress.isVisible()


def test_a_version_that_is_there_already_is_said_at_its_field(
    tab: PlacesTab, tmp_path: Path, supervisor: Session
) -> None:
    reading = places.open_list(supervisor, a_place_list(tmp_path))
    places.import_list(supervisor, reading, "2024-01", "")
    page = importing(tab, a_place_list(tmp_path))
    page.form["version"].set_value("2024-01")
    page.start.click()
    assert "already" in page.form.field("version").mistake()
    assert page.form["version"].value() == "2024-01"


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_others_look_and_are_told_why_they_may_not_import(
    role: Role, qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    tab = opened(qtbot, sign_in(role), tasks, messages)
    assert len(rows(tab)) >= 9
    for button in (tab.add, tab.remove):
        assert not button.isEnabled()
    tab.begin()
    assert tab.page is None


def test_reading_can_be_stopped_and_then_nothing_has_changed(
    qtbot: QtBot, supervisor: Session, messages: ScriptedMessages, tmp_path: Path
) -> None:
    tasks = LateTasks()
    tab = opened(qtbot, supervisor, tasks, messages)
    tasks.run_all()
    page = importing(tab, a_place_list(tmp_path))
    tasks.run_all()
    page.form["version"].set_value("2024-01")
    page.start.click()
    assert page.progress.isVisible()
    assert not page.may_leave()
    page.progress.cancel.click()
    tasks.run_all()
    assert page.bar.text() == "Stopped. Nothing was imported."
    assert page.may_leave()
    assert not any(one.imported for one in places.lists(supervisor))
