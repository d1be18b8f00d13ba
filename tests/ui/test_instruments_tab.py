"""The questionnaires of the office: imported by a supervisor, mistakes named, keys, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.instruments import service as instruments
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.surveys_kit import EN, FR, LINES, a_form
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.tab_kit import cells, shown
from ui.instruments.instruments_tab import InstrumentsTab
from ui.language import Language


def opened(
    qtbot: QtBot, session: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> InstrumentsTab:
    return shown(qtbot, tasks, InstrumentsTab(session, tasks, messages))


@pytest.fixture
def tab(
    qtbot: QtBot, supervisor: Session, tasks: DirectTasks, messages: ScriptedMessages
) -> InstrumentsTab:
    return opened(qtbot, supervisor, tasks, messages)


def rows(tab: InstrumentsTab) -> list[list[str]]:
    return cells(tab.list)


def test_what_came_with_the_program_is_used_with_one_button(
    tab: InstrumentsTab, supervisor: Session
) -> None:
    assert [row[3] for row in rows(tab)] == ["not used yet", "not used yet"]
    tab.list.table.selectRow(0)
    tab.use.click()
    assert [row[3] for row in rows(tab)] == ["in use", "not used yet"]
    assert [one.form_id for one in instruments.instruments(supervisor)] == ["returnee_satisfaction"]


def test_mistakes_are_shown_with_sheet_and_row_and_nothing_is_kept(
    tab: InstrumentsTab, supervisor: Session, tmp_path: Path
) -> None:
    tab.add.click()
    assert tab.page is not None
    wrong = [*LINES, {"type": "geopoint", "name": "x", EN: "X", FR: "X"}]
    tab.page.open_file(a_form(tmp_path, wrong))
    assert tab.page.list.model.rowCount() == 1
    assert "survey, row 12" in tab.page.whole.text()
    assert "geopoint" in tab.page.whole.text()
    assert not tab.page.start.isEnabled()
    tab.page.start.click()
    assert instruments.instruments(supervisor) == []
    tab.page.open_file(a_form(tmp_path))
    tab.page.start.click()
    assert tab.page is None
    assert "Example" in tab.bar.text()


def test_the_same_version_with_another_content_is_refused_on_the_page(
    tab: InstrumentsTab, supervisor: Session, tmp_path: Path
) -> None:
    for lines in (LINES, LINES[:7]):
        tab.add.click()
        assert tab.page is not None
        tab.page.open_file(a_form(tmp_path, lines))
        tab.page.start.click()
    assert tab.page is not None
    assert "another content" in tab.page.bar.text()
    assert len(instruments.instruments(supervisor)) == 1


def test_a_key_is_imported_with_where_it_comes_from(
    tab: InstrumentsTab, supervisor: Session, tmp_path: Path, screen_language: Language
) -> None:
    tab.list.table.selectRow(1)
    tab.use.click()
    tab.list.table.selectRow(1)
    tab.key.click()
    assert tab.page is not None
    path = tmp_path / "key.csv"
    path.write_text("question,answer,score,dimension\ne_food,4,2,economic\n", encoding="utf-8")
    tab.page.open_file(path)
    assert "line 2" in tab.page.whole.text()
    path.write_text("question,answer,score,dimension\ne_food,4,1,economic\n", encoding="utf-8")
    tab.page.open_file(path)
    tab.page.start.click()
    assert tab.page is not None  # where it comes from is missing
    assert tab.page.form.field("source").mistake()
    tab.page.form["source"].set_value("a letter")
    screen_language.switch("fr")
    assert tab.page.form["source"].value() == "a letter"
    tab.page.start.click()
    (key,) = instruments.keys(supervisor)
    assert (key.source, key.completeness) == ("a letter", 80)
    assert "a letter" in rows(tab)[1][4]


def test_others_may_only_look(
    qtbot: QtBot, sign_in: SignIn, tasks: DirectTasks, messages: ScriptedMessages
) -> None:
    tab = opened(qtbot, sign_in(Role.COUNSELLOR), tasks, messages)
    tab.list.table.selectRow(0)
    assert not any(button.isEnabled() for button in (tab.add, tab.use, tab.key))
    tab.begin()
    assert tab.page is None
