"""A short list with the details of the selected line beside it, or below it where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.cards import Card
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.style import row_height
from ui.tasks import Tasks
from ui.tokens import M

BESIDE = 88
"""Letters of width from which the details stand beside the list."""

_ROWS_ABOVE = 5


class ListAndDetails(QWidget):
    """Signals: ``selected`` the row or None; ``opened`` the row."""

    selected = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], str],
        details: QWidget,
    ) -> None:
        super().__init__()
        self.model: PagedModel[Any] = PagedModel(tasks, columns, key)
        self.table = RowTable(self.model)
        self._card = Card(margin=1)
        self._card.body.addWidget(self.table)
        self._details = QScrollArea()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(details)
        column.addStretch(1)
        self._details.setWidget(inner)
        self._details.setWidgetResizable(True)
        self._details.setFrameShape(QFrame.Shape.NoFrame)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(M)
        self._row.addWidget(self._card, 3)
        self._row.addWidget(self._details, 2)
        self.setFocusProxy(self.table)
        self.table.selected.connect(self.selected)
        self.table.opened.connect(self.opened)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the same one stays selected."""
        self.model.show_rows(rows)

    def current(self) -> Any | None:
        """The selected row, or None."""
        return self.table.current()

    def select(self, key: str) -> None:
        """Select the row with this key."""
        self.table.select(key)

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        return [self.table, self._details]

    def _arrange(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        beside = self.width() >= letter * BESIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside else down)
        most = 16_777_215 if beside else row_height(self.table) * (_ROWS_ABOVE + 1)
        self._card.setMaximumHeight(most)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Beside or below, as there is room."""
        self._arrange()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The widths follow the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()
        super().changeEvent(event)
