"""Lists: pages read when they are needed, keys, selection, filters and the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.direct_tasks import DirectTasks
from tests.ui.typing import press, type_text
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import PAGE, PAGES_KEPT, Column, PagedModel
from ui.lists.row_table import RowTable
from ui.tasks import Tasks
from ui.tokens import LIGHT, Tone


class Row(NamedTuple):
    id: str
    name: str


def rows(count: int, first: int = 0) -> list[Row]:
    return [Row(str(number), f"Name {number}") for number in range(first, first + count)]


COLUMNS: Sequence[Column[Row]] = (
    Column(lambda: "No", lambda row: row.id, 6, right=True),
    Column(
        lambda: "Name",
        lambda row: row.name,
        20,
        stretch=True,
        sort="name",
        tone=lambda row: Tone.DANGER if row.id == "1" else None,
        icon=lambda row: "clock" if row.id == "1" else "",
    ),
)


def key(row: Row) -> str:
    return row.id


@pytest.fixture
def model(tasks: DirectTasks) -> PagedModel[Row]:
    return PagedModel(tasks, COLUMNS, key)


@pytest.fixture
def panes(qtbot: QtBot, tasks: DirectTasks) -> ListPanes:
    made = ListPanes(
        tasks,
        COLUMNS,
        key,
        empty=EmptyState("users", lambda: "Nobody here yet.", lambda: "Register a person"),
        preview=QLabel(),
        placeholder=lambda: "Filter by name",
    )
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def fetch() -> Callable[[int, int], list[Row]]:
    """Reads rows of ten thousand; ``asked`` has what was read."""
    asked: list[int] = []

    def read(offset: int, limit: int) -> list[Row]:
        asked.append(offset)
        return rows(min(limit, 10_000 - offset), offset)

    read.asked = asked  # type: ignore[attr-defined]
    return read


def test_the_model_keeps_the_rules_of_qt(
    qtmodeltester: ModelTester, model: PagedModel[Row], fetch: Callable[[int, int], list[Row]]
) -> None:
    check = cast(Callable[[object], None], qtmodeltester.check)  # pytest-qt gives it no types
    check(model)
    model.show_rows(rows(7))
    check(model)
    model.show(10_000, fetch)
    check(model)
    model.show_rows([])
    check(model)


def test_cells_have_words_tones_and_icons(model: PagedModel[Row]) -> None:
    model.show_rows(rows(3))
    cell = model.index(1, 1)
    assert cell.data() == "Name 1"
    assert cell.data(Qt.ItemDataRole.ForegroundRole).color().name().upper() == LIGHT.danger
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert cell.data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"


def test_only_pages_that_are_looked_at_are_read(
    model: PagedModel[Row], fetch: Callable[[int, int], list[Row]]
) -> None:
    model.show(10_000, fetch)
    assert model.index(5, 1).data() == "Name 5"
    assert model.index(9_999, 1).data() == "Name 9999"
    assert fetch.asked == [0, 9_900]  # type: ignore[attr-defined]


def test_the_first_page_is_there_at_once_and_the_others_when_they_are_counted(
    qtmodeltester: ModelTester, model: PagedModel[Row], fetch: Callable[[int, int], list[Row]]
) -> None:
    model.show(PAGE, fetch, rows(PAGE))
    assert model.index(5, 1).data() == "Name 5"
    assert fetch.asked == []  # type: ignore[attr-defined]
    check = cast(Callable[[object], None], qtmodeltester.check)
    for count in (10_000, 250, 250, 10_000):
        model.set_count(count)
        assert model.rowCount() == count
        check(model)
    assert model.index(9_999, 1).data() == "Name 9999"
    assert model.index(5, 1).data() == "Name 5"


def test_only_so_many_pages_are_kept(
    model: PagedModel[Row], fetch: Callable[[int, int], list[Row]]
) -> None:
    model.show(10_000, fetch)
    for page in range(PAGES_KEPT + 5):
        model.index(page * PAGE, 0).data()
    assert len(model._pages) == PAGES_KEPT


def test_a_row_shows_an_ellipsis_until_its_page_arrives_on_the_vault_thread(
    qtbot: QtBot,
) -> None:
    real = Tasks(lambda error: pytest.fail(str(error)))
    slow: PagedModel[Row] = PagedModel(real, COLUMNS, key)
    with qtbot.waitSignal(slow.loaded):
        slow.show(300, lambda offset, limit: rows(limit, offset))
        assert slow.index(0, 0).data() == "…"
    assert slow.index(0, 1).data() == "Name 0"
    real.close()


def test_an_answer_to_an_old_question_is_not_shown(qtbot: QtBot) -> None:
    real = Tasks(lambda error: pytest.fail(str(error)))
    changing: PagedModel[Row] = PagedModel(real, COLUMNS, key)
    changing.show(200, lambda offset, limit: rows(limit, offset + 5000))
    with qtbot.waitSignals([changing.loaded, real.busy]):
        changing.show(200, lambda offset, limit: rows(limit, offset))
    qtbot.waitUntil(lambda: changing.index(0, 1).data() == "Name 0")
    real.close()


def test_sorting_is_asked_for_and_not_done_here(qtbot: QtBot, model: PagedModel[Row]) -> None:
    model.show_rows(rows(3))
    with qtbot.waitSignal(model.sort_chosen) as told:
        model.sort(1, Qt.SortOrder.DescendingOrder)
    assert told.args == ["name", True]
    assert model.index(0, 1).data() == "Name 0"
    with qtbot.assertNotEmitted(model.sort_chosen):
        model.sort(0)


def test_arrows_walk_and_enter_opens(qtbot: QtBot, model: PagedModel[Row]) -> None:
    table = RowTable(model)
    qtbot.addWidget(table)
    table.show()
    model.show_rows(rows(5))
    assert table.current() == Row("0", "Name 0")
    with qtbot.waitSignal(table.selected) as walked:
        press(table, "Down")
    assert walked.args == [Row("1", "Name 1")]
    with qtbot.waitSignal(table.opened) as opened:
        press(table, "Return")
    assert opened.args == [Row("1", "Name 1")]


def test_the_same_person_stays_selected_when_rows_come_and_go(
    qtbot: QtBot, model: PagedModel[Row]
) -> None:
    table = RowTable(model)
    qtbot.addWidget(table)
    model.show_rows(rows(5))
    table.select("3")
    model.show_rows(rows(5, first=2))
    assert table.current() == Row("3", "Name 3")
    with qtbot.waitSignal(table.selected) as told:
        model.show_rows([])
    assert told.args == [None]


def test_rows_are_high_enough(qtbot: QtBot, model: PagedModel[Row]) -> None:
    table = RowTable(model)
    qtbot.addWidget(table)
    table.show()
    assert table.verticalHeader().defaultSectionSize() >= 32


def test_an_empty_list_says_one_sentence_and_offers_one_action(
    qtbot: QtBot, panes: ListPanes
) -> None:
    panes.show_rows([])
    assert panes.empty.isVisible()
    assert not panes.table.isVisible()
    with qtbot.waitSignal(panes.empty.acted):
        panes.empty.action.click()
    panes.show_rows(rows(2))
    assert panes.table.isVisible()
    assert panes.current() == Row("0", "Name 0")


def test_filters_have_counts_and_ask_to_read_again(qtbot: QtBot, panes: ListPanes) -> None:
    filters = [Filter("all", lambda: "All", 42), Filter("due", lambda: "Overdue", 1, "clock")]
    panes.set_filters(filters)
    assert panes.filter_key == "all"
    with qtbot.waitSignal(panes.wanted):
        panes.filters.buttons["due"].click()
    assert panes.filter_key == "due"
    assert panes.filters.buttons["due"].accessibleName() == "Overdue, 1"
    panes.set_filters([Filter("all", lambda: "All", 41), Filter("due", lambda: "Overdue", 0)])
    assert panes.filter_key == "due"
    assert panes.filters.buttons["due"].isChecked()


def test_slash_goes_to_the_filter_and_down_to_the_rows(qtbot: QtBot, panes: ListPanes) -> None:
    panes.show_rows(rows(3))
    panes.table.setFocus()
    press(panes.table, "/")
    assert QApplication.focusWidget() is panes.text
    with qtbot.waitSignal(panes.wanted):
        type_text(panes.text, "Œdi/pe")
    assert panes.search_text == "Œdi/pe"
    press(panes.text, "Down")
    assert QApplication.focusWidget() is panes.table
    press(panes.table, "Ctrl+F")
    with qtbot.waitSignal(panes.wanted):
        press(panes.text, "Escape")
    assert panes.search_text == ""


def test_the_preview_steps_back_where_it_is_narrow(panes: ListPanes) -> None:
    assert panes.preview is not None
    assert panes.preview.isVisible()
    panes.resize(420, 400)
    QApplication.processEvents()
    assert not panes.preview.isVisible()
    panes.resize(1000, 400)
    QApplication.processEvents()
    assert panes.preview.isVisible()


def test_the_sizes_that_the_clerk_chose_hold(panes: ListPanes) -> None:
    panes.show_rows(rows(3))
    panes._split.setSizes([0, 500, 500])
    panes._split.splitterMoved.emit(500, 1)
    before = panes._split.sizes()
    panes.show_rows(rows(4))
    panes.set_filters([])
    assert panes._split.sizes() == before
