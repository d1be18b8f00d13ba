"""The picture of a questionnaire's rounds, painted; the same description as on paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.surveys.picture import Bar, Picture
from ui.style import text_font, tokens_of
from ui.tokens import XS, M, S, Text, Tokens, mixed

_BAR = 12
_OLDER = 0.45
"""How much of the accent is in the bar of an earlier round; its frame is the accent itself."""


class PictureView(QWidget):
    """Bars under the name of their dimension: the round at the left, its figure above the bar."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self.setAccessibleName(picture.spoken())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _lines(self) -> tuple[int, int]:
        """The height of a title and of a line of words."""
        return (
            QFontMetrics(text_font(self, Text.STRONG)).height(),
            QFontMetrics(text_font(self, Text.SECONDARY)).height(),
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two lines and a bar for each round, a title for each dimension."""
        strong, quiet = self._lines()
        each = quiet + XS + _BAR + S
        high = sum(strong + XS + each * len(one.bars) + S for one in self._picture.groups)
        return QSize(360, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrower places cut the words, never the bars."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dimension by dimension."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        strong, _quiet = self._lines()
        y = 0
        for group in self._picture.groups:
            painter.setFont(text_font(self, Text.STRONG))
            painter.setPen(QColor(tokens.text))
            place = QRectF(0, y, self.width(), strong)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, self._short(group.title))
            y += strong + XS
            for bar in group.bars:
                y = self._paint(painter, tokens, bar, y)
            y += S
        painter.end()

    def _paint(self, painter: QPainter, tokens: Tokens, bar: Bar, y: int) -> int:
        """One round from ``y`` on; returns where the next begins."""
        _strong, quiet = self._lines()
        font = text_font(self, Text.SECONDARY)
        metrics = QFontMetrics(font)
        words = f"{bar.value}  ({bar.note})"
        room = self.width() - metrics.horizontalAdvance(words) - M
        painter.setFont(font)
        painter.setPen(QColor(tokens.secondary))
        line = QRectF(0, y, self.width(), quiet)
        title = metrics.elidedText(bar.title, Qt.TextElideMode.ElideRight, max(room, 60))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(tokens.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, words)
        y += quiet + XS
        whole = QRectF(0.5, y + 0.5, self.width() - 1, _BAR - 1)
        painter.setPen(QPen(QColor(tokens.strong_line), 1))
        painter.setBrush(QColor(tokens.line))
        painter.drawRect(whole)
        if bar.thousandths:
            filled = QRectF(whole)
            filled.setWidth(whole.width() * bar.thousandths / 1000)
            older = mixed(tokens.accent, tokens.surface, _OLDER)
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.setBrush(QColor(tokens.accent if bar.is_newest else older))
            painter.drawRect(filled)
        return y + _BAR + S

    def _short(self, text: str) -> str:
        metrics = QFontMetrics(text_font(self, Text.STRONG))
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())
