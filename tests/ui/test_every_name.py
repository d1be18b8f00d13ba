"""Every screen can be heard and walked through with the keyboard alone, and takes no formats in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.every_screen import WALK_SECONDS, MakeDesk, every_screen, make_desk, vaults
from tests.ui.shown_desk import settle
from ui.buttons import IconButton
from ui.fields.text_edit import TextBlock
from ui.tab_walk import is_stop

__all__ = ["make_desk", "vaults"]

MOST_STEPS, MOST_LINKS = 300, 20


def unnamed(root: QWidget) -> Iterator[str]:
    """What a screen reader would call nothing, and icons that nothing explains."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        heard = QAccessible.queryAccessibleInterface(widget)
        name = heard.text(QAccessible.Text.Name) if heard else ""
        if is_stop(widget) and not name and not isinstance(widget, QScrollArea):
            yield f"{_place(widget)} has no name"
        drawn = isinstance(widget, QAbstractButton) and not widget.text()
        if drawn and not isinstance(widget.parent(), QLineEdit | QTabBar) and not widget.toolTip():
            yield f"{_place(widget)} is an icon without a tooltip"


def traps(root: QWidget) -> Iterator[str]:
    """Where Tab does not go on, or never comes round to where it began."""
    first = QApplication.focusWidget()
    if first is None or first.window() is not root or not is_stop(first):
        root.setFocus()
        QTest.keyClick(root, Qt.Key.Key_Tab)
        first = QApplication.focusWidget()
    if first is None:
        yield "the keyboard can come to nothing"
        return
    been: list[QWidget] = []
    here = first
    while here not in been and len(been) < MOST_STEPS:
        been.append(here)
        here = _next_after(here) or root
    if here is not first:
        yield f"Tab does not come round: stuck at {_place(here)}"
    yield from (
        f"Tab never comes to {_place(widget)}"
        for widget in root.findChildren(QWidget)
        if is_stop(widget) and widget not in been
    )
    first.setFocus()


def _next_after(here: QWidget) -> QWidget | None:
    """Where Tab leads; in a text it goes from link to link first."""
    for _link in range(MOST_LINKS if isinstance(here, QTextBrowser) else 1):
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is not here:
            break
    return QApplication.focusWidget()


def orphans() -> Iterator[str]:
    """Buttons and texts that no window holds: Qt never destroys them, nor what they lead to."""
    for widget in QApplication.topLevelWidgets():
        is_part = isinstance(widget, QAbstractButton | QLabel)
        if is_part and widget.windowType() is Qt.WindowType.Window:
            yield f"{type(widget).__name__} {widget.text()!r} is in no window"


def formats(root: QWidget) -> Iterator[str]:
    """Texts that keep what a pasted text looks like; editors of another kind know no formats."""
    for field in root.findChildren(QTextEdit):
        if field.acceptRichText() and not field.isReadOnly():
            yield f"{_place(field)} takes formats in"


def _place(widget: QWidget) -> str:
    above = widget.parentWidget()
    places = [type(widget).__name__]
    while above is not None and len(places) < 5:
        places.append(type(above).__name__)
        above = above.parentWidget()
    return f"{widget.accessibleName()!r}, {' in '.join(places)},"


@pytest.mark.timeout(WALK_SECONDS)
def test_every_place_has_a_name_and_tab_comes_round(
    make_desk: MakeDesk, qapp: QApplication
) -> None:
    qapp.setStyleSheet("")  # half the time; names need no look
    found: dict[str, str] = {}
    steps = 0
    desk = make_desk()
    for name, widget in every_screen(desk):
        widget.activateWindow()
        settle()
        for fault in (*unnamed(widget), *traps(widget), *orphans(), *formats(widget)):
            found.setdefault(fault, name)
        steps += 1
    assert not found, "\n".join(f"{name}: {fault}" for fault, name in found.items())
    assert steps > 60


# ---------------------------------------------------------------------------- negative controls


def page_of(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A page with these widgets below each other, shown and active."""
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for widget in widgets:
        column.addWidget(widget)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_the_control_finds_a_button_that_is_in_no_window(qtbot: QtBot) -> None:
    before = set(orphans())
    button = QPushButton("left behind")
    assert set(orphans()) - before == {"QPushButton 'left behind' is in no window"}
    button.setParent(page_of(qtbot))
    assert set(orphans()) == before


def test_the_control_finds_a_text_that_takes_formats_in(qtbot: QtBot) -> None:
    text = QTextEdit()
    page = page_of(qtbot, text)
    assert len(list(formats(page))) == 1
    text.setAcceptRichText(False)
    assert not list(formats(page))


def test_the_control_finds_a_place_without_a_name(qtbot: QtBot) -> None:
    button = IconButton("lock")
    page = page_of(qtbot, QLineEdit(), button)
    assert len(list(unnamed(page))) == 3  # the line, the button, and the button's tooltip
    button.set_name("Lock")
    assert [fault.split(",")[1].strip() for fault in unnamed(page)] == ["QLineEdit in QWidget"]


def test_the_control_finds_an_editor_that_keeps_tab_for_itself(qtbot: QtBot) -> None:
    trap, block = QPlainTextEdit(), TextBlock()
    page = page_of(qtbot, QPushButton("First"), trap, QPushButton("Last"), block)
    assert any("stuck at '', QPlainTextEdit" in fault for fault in traps(page))
    assert trap.toPlainText() == "\t"
    trap.setTabChangesFocus(True)
    assert list(traps(page)) == []


def test_the_control_shows_that_qt_jumps_over_what_stands_before_a_focus_proxy(
    qtbot: QtBot,
) -> None:
    inner, search, table = QWidget(), QLineEdit(), QPushButton("Table")
    column = QVBoxLayout(inner)
    column.addWidget(search)
    column.addWidget(table)
    page = page_of(qtbot, QPushButton("First"), inner)
    assert list(traps(page)) == []
    inner.setFocusProxy(table)
    page.findChildren(QPushButton)[0].setFocus()
    assert [fault.split(",")[0] for fault in traps(page)] == ["Tab never comes to ''"]
