"""Every screen fits the small laptops of the offices, also with large and with long texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.pseudo import pseudo_language
from tests.ui.every_screen import SIZE, Desk, MakeDesk, every_screen, make_desk, settle, vaults
from ui.buttons import Button
from ui.cards import Chip
from ui.fields.choice import Segment
from ui.lists.filter_list import FilterButton
from ui.plain import PlainLabel
from ui.rail import RailButton
from ui.style import dress

__all__ = ["make_desk", "vaults"]

SMALL = (1024, 700)
LARGE_TEXT = 1.5
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
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
        return
    if missing := _needed_width(widget) - widget.width():
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
    if isinstance(widget, FilterButton):
        return 0  # elided, with the whole text as tooltip
    return widget.sizeHint().width()


def _cut_tabs(bar: QTabBar) -> Iterator[str]:
    if bar.sizeHint().width() > bar.width() + _SLACK:
        yield f"{bar.sizeHint().width() - bar.width()} px of the tabs have to be scrolled to"


def _outside(widget: QWidget) -> Iterator[str]:
    """Parts of a widget that a place around it hides and no scroll bar can bring."""
    place, inner = QRect(QPoint(0, 0), widget.size()), widget
    while inner.parentWidget() is not None and not inner.isWindow():
        around = inner.parentWidget()
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


def _walk(desk: Desk, size: tuple[int, int]) -> list[str]:
    found = {}
    for name, widget in every_screen(desk):
        for fault in faults(widget, size):
            found.setdefault(fault, name)
        if isinstance(widget, QMainWindow):
            widget.resize(*size)
    return [f"{name}: {fault}" for fault, name in found.items()]


@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["1366×768", "1024×700"])
def test_every_screen_fits(make_desk: MakeDesk, size: tuple[int, int]) -> None:
    found = _walk(make_desk(size), size)
    assert not found, "\n".join(found)


def test_every_screen_fits_with_large_text(make_desk: MakeDesk, qapp: QApplication) -> None:
    dress(qapp, dark=False, scale=LARGE_TEXT)
    found = _walk(make_desk(), SIZE)
    assert not found, "\n".join(found)


def test_every_screen_fits_texts_that_are_40_percent_longer(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    with pseudo_language(tmp_path / "locales"):
        found = _walk(make_desk(), SIZE)
    assert not found, "\n".join(found)
