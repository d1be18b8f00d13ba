"""Fields in reading order, in two columns where there is room and in one where there is not."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.tokens import XL, L


@dataclass
class _Cell:
    widget: QWidget
    wide: bool
    relevant: bool = True


class FieldGrid(QWidget):
    """The fields of one section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[_Cell] = []
        self._columns = 2
        self._next = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(XL)
        self._grid.setVerticalSpacing(L)
        for place in range(2):
            self._grid.setColumnStretch(place, 1)

    def add(self, widget: QWidget, *, wide: bool) -> None:
        """One more field; a wide one takes both columns."""
        widget.setParent(self)  # before it is shown, or it would be a window of its own
        self._cells.append(_Cell(widget, wide))
        self._place(self._cells[-1])

    def set_relevant(self, widget: QWidget, relevant: bool) -> None:
        """Show or hide a field; the others close the gap."""
        for cell in self._cells:
            if cell.widget is widget and cell.relevant != relevant:
                cell.relevant = relevant
                self._arrange()

    def is_relevant(self, widget: QWidget) -> bool:
        """True if the field is shown."""
        return any(cell.widget is widget and cell.relevant for cell in self._cells)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two columns only if each is about thirty letters wide."""
        enough = self.fontMetrics().averageCharWidth() * 70
        columns = 2 if self.width() >= enough else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        for cell in self._cells:  # takeAt() would leave an item behind that keeps stale heights
            self._grid.removeWidget(cell.widget)
        self._next = (0, 0)
        for cell in self._cells:
            self._place(cell)
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < self._columns else 0)

    def _place(self, cell: _Cell) -> None:
        """Put a field behind those that are placed already."""
        cell.widget.setVisible(cell.relevant)
        if not cell.relevant:
            self._grid.addWidget(cell.widget, 0, 0)  # hidden: takes no room
            return
        row, column = self._next
        span = self._columns if cell.wide else 1
        if column + span > self._columns:
            row, column = row + 1, 0
        self._grid.addWidget(cell.widget, row, column, 1, span, Qt.AlignmentFlag(0))
        self._next = (row, column + span)
