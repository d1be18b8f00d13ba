"""The Tab key goes through a page in reading order, also after rows came, went or moved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from ui.flow import parts_of


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Everything that takes the keyboard, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in parts_of(layout):
        yield from stops(part) if isinstance(part, QWidget) else _in_layout(part)


def chain(page: QWidget) -> None:
    """Let Tab follow the order of the layouts of this page."""
    for one, other in pairwise(list(stops(page))):
        QWidget.setTabOrder(one, other)
