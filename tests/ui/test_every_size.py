"""Every screen fits the small laptops of the offices, also with large and with long texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app.cases.model import is_case_number
from tests.pseudo import pseudo_language
from tests.ui.direct_tasks import DirectTasks
from tests.ui.every_screen import WALK_SECONDS, MakeDesk, every_screen, make_desk, vaults
from tests.ui.shown_desk import SIZE, Desk, settle
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.plain import ElidedLabel, PlainLabel
from ui.style import dress

__all__ = ["make_desk", "vaults"]

SMALL = (1024, 700)
LARGE_TEXT = 1.5
MOST_ROWS = 20
SHORT = 20
"""Letters of a line that are always shown, even where a long one may end in dots."""
_SLACK = 1
"""Pixels that rounding may cost."""


# ---------------------------------------------------------------------------- what is cut off


def faults(root: QWidget, size: tuple[int, int]) -> Iterator[str]:
    """Everything on a window that is cut off, and the window itself if it has grown."""
    if root.width() > size[0] or root.height() > size[1]:
        least = root.minimumSizeHint()
        yield f"the window is {root.width()} × {root.height()}, needs {least.toTuple()}"
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield from (f"{type(widget).__name__} {_words(widget)!r}: {it}" for it in _cut(widget))


def _words(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text())[:60] if text else widget.accessibleName()


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QTabBar):
        yield from _cut_tabs(widget)
    if isinstance(widget, QTableView):
        yield from _cut_columns(widget)
    if isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit):
        scrolls = isinstance(widget, QPlainTextEdit)  # and may be one line high
        least = widget.fontMetrics().height() if scrolls else widget.minimumSizeHint().height()
        if (missing := least - widget.height()) > _SLACK:
            yield f"{missing} px too low"
        yield from _outside(widget)
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
        return
    missing = _needed_width(widget) - widget.width()
    if missing > _SLACK:
        yield f"{missing} px too narrow"
    if isinstance(widget, QLabel) and widget.wordWrap():
        missing = widget.heightForWidth(widget.width()) - widget.height()
        if missing > _SLACK:
            yield f"{missing} px too low"
    yield from _outside(widget)


def _needed_width(widget: QLabel | QAbstractButton) -> int:
    """The width in which the text stands whole; of a text that wraps, its longest word."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        margins = widget.contentsMargins()
        metrics = widget.fontMetrics()
        longest = max(metrics.horizontalAdvance(word) for word in widget.text().split() or [""])
        return longest + margins.left() + margins.right()
    if isinstance(widget, ElidedLabel):  # may be cut, with the whole text as tooltip
        return min(widget.sizeHint().width(), widget.fontMetrics().averageCharWidth() * SHORT)
    return widget.sizeHint().width()


def _cut_tabs(bar: QTabBar) -> Iterator[str]:
    if bar.sizeHint().width() > bar.width() + _SLACK:
        yield f"{bar.sizeHint().width() - bar.width()} px of the tabs have to be scrolled to"


def _cut_columns(table: QTableView) -> Iterator[str]:
    """Titles that are cut off, and case numbers: half a number is none. Other cells may elide."""
    head, model = table.horizontalHeader(), table.model()
    for column in range(head.count()):
        title = model.headerData(column, Qt.Orientation.Horizontal)
        needed = {title: head.sectionSizeHint(column)}
        for row in range(min(model.rowCount(), MOST_ROWS)):
            index = model.index(row, column)
            text = str(index.data() or "")
            if " " not in text and is_case_number(text):  # not behind a name, where it may elide
                needed[index.data()] = table.sizeHintForIndex(index).width()
        for words, width in needed.items():
            if (missing := width - head.sectionSize(column)) > _SLACK:
                yield f"{words!r} is cut off by {missing} px"


def _outside(widget: QWidget) -> Iterator[str]:
    """Parts of a widget that a place around it hides and no scroll bar can bring."""
    place, inner = QRect(QPoint(0, 0), widget.size()), widget
    while (around := inner.parentWidget()) is not None and not inner.isWindow():
        place.translate(inner.pos())
        room = around.rect()
        beyond = max(-place.left(), place.right() - room.right())
        if beyond > _SLACK:
            yield f"{beyond} px beyond the side of {type(around).__name__}"
            return
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            return  # whoever scrolls down sees the rest
        below = max(-place.top(), place.bottom() - room.bottom())
        if below > _SLACK:
            yield f"{below} px beyond the edge of {type(around).__name__}"
            return
        inner = around


# ---------------------------------------------------------------------------- the tests


def _walk(desk: Desk, *sizes: tuple[int, int]) -> list[str]:
    """What is cut off anywhere at one of these sizes of the window."""
    found: dict[str, str] = {}
    for name, widget in every_screen(desk):
        is_dialog = not isinstance(widget, QMainWindow)
        for size in sizes[:1] if is_dialog else sizes:
            if size != sizes[0]:
                widget.resize(*size)
                settle()
            for fault in faults(widget, size):
                found.setdefault(fault, f"{name} at {size[0]} × {size[1]}")
        if not is_dialog and widget.size().toTuple() != sizes[0]:
            widget.resize(*sizes[0])
    return [f"{place}: {fault}" for fault, place in found.items()]


@pytest.mark.timeout(WALK_SECONDS)
def test_every_screen_fits_the_small_laptops(make_desk: MakeDesk) -> None:
    """In French, the longer of the languages."""
    desk = make_desk(SMALL)
    desk.language.switch("fr")
    found = _walk(desk, SMALL, SIZE)
    assert not found, "\n".join(found)


@pytest.mark.timeout(WALK_SECONDS)
def test_every_screen_fits_with_large_text(make_desk: MakeDesk, qapp: QApplication) -> None:
    dress(qapp, dark=False, scale=LARGE_TEXT)
    desk = make_desk()
    desk.language.switch("fr")
    found = _walk(desk, SIZE)
    assert not found, "\n".join(found)


@pytest.mark.timeout(WALK_SECONDS)
def test_every_screen_fits_texts_that_are_40_percent_longer(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    with pseudo_language(tmp_path / "locales"):
        desk = make_desk()
        desk.language.switch("pseudo")
        found = _walk(desk, SIZE)
    assert not found, "\n".join(found)


# ---------------------------------------------------------------------------- negative controls


def page_of(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A page with these widgets below each other."""
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for widget in widgets:
        column.addWidget(widget)
    page.show()
    settle()
    return page


def test_the_control_finds_a_window_that_has_grown(qtbot: QtBot) -> None:
    wide = QPushButton("W" * 200)
    page = page_of(qtbot, wide)
    assert [fault.split(",")[0] for fault in faults(page, SIZE)] == [
        f"the window is {page.width()} × {page.height()}"
    ]


def test_the_control_finds_what_is_cut_off(qtbot: QtBot) -> None:
    button, label, line = QPushButton("Send for approval"), PlainLabel(wrap=True), QLineEdit()
    label.setText("Nothing is kept yet. " * 20)
    page = page_of(qtbot, button, label, line)
    page.resize(page.sizeHint())
    settle()
    assert list(faults(page, SIZE)) == []
    button.setFixedWidth(60)
    label.setMaximumHeight(20)
    line.setFixedHeight(12)
    settle()
    assert [fault.split(":")[0].split()[0] for fault in faults(page, SIZE)] == [
        "QPushButton", "PlainLabel", "QLineEdit",
    ]  # fmt: skip


def test_the_control_finds_what_no_scroll_bar_can_bring(qtbot: QtBot) -> None:
    area, inner = QScrollArea(), QPushButton("Save outside the vault")
    area.setWidget(inner)
    area.setFixedWidth(80)
    page = page_of(qtbot, area)
    assert any("beyond the side" in fault for fault in faults(page, SIZE))
    area.setFixedWidth(400)
    settle()
    assert list(faults(page, SIZE)) == []


def test_the_control_finds_titles_and_case_numbers_that_are_cut_off(qtbot: QtBot) -> None:
    number = "CKY-2026-00003-F"
    assert is_case_number(number)
    model: PagedModel[str] = PagedModel(DirectTasks(), [Column(lambda: "Case", str, 30)], str)
    table = RowTable(model)
    model.show_rows([number])
    page = page_of(qtbot, table)
    page.resize(500, 200)
    settle()
    assert list(faults(page, SIZE)) == []
    table.horizontalHeader().setStretchLastSection(False)
    table.setColumnWidth(0, 30)
    assert [fault.split("'")[3] for fault in faults(page, SIZE)] == ["Case", number]


def test_the_control_finds_tabs_that_have_to_be_scrolled_to(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    for number in range(9):
        tabs.addTab(QWidget(), f"Programmes {number}")
    tabs.setFixedWidth(300)
    page = page_of(qtbot, tabs)
    assert any("tabs have to be scrolled to" in fault for fault in faults(page, SIZE))
