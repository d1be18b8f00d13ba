"""Draws the cells of a list straight from the rows.

Qt's own delegate asks the model for seven roles of every cell, each a call into Python; this one
asks once, which halves the time of a frame (measured: ``performance.md`` section 6 has the goal).
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.icons import pixmap
from ui.lists.paged_model import Column, PagedModel
from ui.style import row_height, tokens_of
from ui.tokens import S, Tokens, Tone, tone_colour

_ICON = 18
_BAR = 3
"""The width of the mark that shows where the keyboard is."""


class CellDelegate(QStyledItemDelegate):
    """Words, an icon and a tone for each cell; one quiet ground for the selected row."""

    def __init__(self, view: QAbstractItemView, model: PagedModel[Any]) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.prepare()

    def prepare(self) -> None:
        """Look up once per frame what is the same for all cells."""
        tokens = tokens_of(self._view)
        self._tokens: Tokens = tokens
        self._metrics = QFontMetrics(self._view.font())
        self._ratio = self._view.devicePixelRatioF()
        self._pen = QPen(QColor(tokens.text))
        self._selected = QColor(tokens.selected)
        self._bar = QColor(tokens.accent if self._view.hasFocus() else tokens.strong_line)

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as the words."""
        words = str(self._model.data(index) or "")
        width = self._metrics.horizontalAdvance(words) + 2 * S
        return QSize(width, row_height(self._view))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        place = QRect(option.rect)
        number, column = index.row(), index.column()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._selected)
            if column == 0:
                painter.fillRect(place.left(), place.top(), _BAR, place.height(), self._bar)
        row = self._model.row(number)
        if row is not None:
            self._draw(painter, place.adjusted(S, 0, -S, 0), self._model.columns[column], row)
        elif column == 0:
            painter.setPen(self._pen)
            painter.drawText(place.adjusted(S, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "…")

    def _draw(self, painter: QPainter, place: QRect, column: Column[Any], row: Any) -> None:
        tone = column.tone(row) if column.tone else None
        icon = column.icon(row) if column.icon else ""
        if icon:
            colour = tone_colour(self._tokens, tone or Tone.NEUTRAL)
            top = place.center().y() - _ICON // 2 + 1
            picture = pixmap(icon, colour, _ICON, self._ratio)
            painter.drawPixmap(QPoint(place.left(), top), picture)
            place.adjust(_ICON + S // 2, 0, 0, 0)
        words = column.text(row).partition("\n")[0]
        if self._metrics.horizontalAdvance(words) > place.width():
            words = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.setPen(QColor(tone_colour(self._tokens, tone)) if tone else self._pen)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, words)
