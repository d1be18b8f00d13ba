"""Every word that a window shows, so that a test can compare a screen before and after a switch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from tests.pseudo import pseudo_language
from ui.language import Language

MOST_ROWS = 20
KEYS = {"Ctrl+F", "Ctrl+N", "Ctrl+Enter", "Esc"}
"""Keys have the same names in the made-up language."""
NOT_OURS = {"Scroll Left", "Scroll Right", "0 answers need attention"}
"""Qt's own words for parts of a row of tabs, and the name of a summary that is not there."""


def words_on(screen: QWidget) -> list[str]:
    """The texts of labels, buttons, menus, tabs, tables, tooltips and names, in a fixed order."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found = [text for widget in (screen, *screen.findChildren(QWidget)) for text in _texts(widget)]
    found += [action.text() for action in screen.findChildren(QAction)]
    return [text for text in found if text.strip()]


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
        yield widget.text()
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QTableView):
        yield from _cells(widget)


def _cells(table: QTableView) -> Iterator[str]:
    model = table.model()
    for column in range(model.columnCount(QModelIndex())):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))
        for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
            yield str(model.index(row, column).data() or "")


def forgotten_by_a_switch(
    screen: QWidget, language: Language, folder: Path, data: Collection[str]
) -> set[str]:
    """The words that did not follow a live switch to the made-up language, by way of French back.

    ``data`` are names, amounts and texts of a programme, which stay as they are. Fails if the
    screen does not show the same words as before once it is in English again.
    """
    before = words_on(screen)
    with pseudo_language(folder):
        language.switch("pseudo")
        between = set(words_on(screen))
    language.switch("fr")
    language.switch("en")
    assert words_on(screen) == before
    kept = {text for text in before if text in between and any(c.isalpha() for c in text)}
    return kept - set(data) - KEYS - NOT_OURS
