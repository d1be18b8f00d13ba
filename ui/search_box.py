"""A line for searching, with a magnifying glass and its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui.buttons import key_words
from ui.icons import pixmap
from ui.style import tokens_of
from ui.tokens import ICON, M, S


class SearchBox(QLineEdit):
    """A line with a magnifying glass; its key stands in it as long as it is empty."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._keys = QKeySequence(key)
        self.setMaxLength(120)
        self._set_margins()
        self.setClearButtonEnabled(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The room for the key follows font and language."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._set_margins()
        super().changeEvent(event)

    def _set_margins(self) -> None:
        keys = self.fontMetrics().horizontalAdvance(key_words(self._keys))
        self.setTextMargins(ICON + S, 0, keys + S, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the glass at the left and the key at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        tokens = tokens_of(self)
        picture = pixmap("search", tokens.secondary, 18, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(M, (self.height() - 18) // 2), picture)
        if not self.text() and not self.hasFocus():
            painter.setPen(QColor(tokens.secondary))
            keys = key_words(self._keys)
            place = self.rect().adjusted(0, 0, -M, 0)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys
            )
        painter.end()
