"""A row that paints its number and its words, without a widget for each of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.plans.grip import GripRow
from ui.plans.reading import Laid, Pen, Reading, pen_of
from ui.style import text_font, tokens_of
from ui.tokens import CORNER, XS, S, Text

_NUMBER_LETTERS = 3


class PaintedRow(GripRow):
    """Before its words stands its number, by which it is dragged. Once the row ``is_open``, other
    widgets stand in the place of the words. Signals: those of a row.
    """

    letters = 60
    """About as wide as the editors need, so that the page is not arranged anew when they come."""

    number_kind = Text.SECONDARY

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = 0
        self._said: Reading | None = None
        self._pen: Pen | None = None
        self._laid: Laid | None = None
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def reading(self) -> Reading:
        """The words."""
        raise NotImplementedError

    def mistakes(self) -> dict[str, str]:
        """What is wrong, by the key of the answer; said below the words."""
        raise NotImplementedError

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where this answer is written; returns what shall be in sight."""
        raise NotImplementedError

    def number(self) -> str:
        """What stands before the words."""
        return f"{self.place + 1}."

    def number_middle(self) -> int:
        """The height at which the number has its middle, beside the first line."""
        return XS + self.fontMetrics().height() // 2

    def grip_width(self) -> int:
        """Room for the number; the words of every row begin at the same place."""
        least = self.fontMetrics().averageCharWidth() * _NUMBER_LETTERS
        words = QFontMetrics(text_font(self, self.number_kind)).horizontalAdvance(self.number())
        return max(least, words) + S

    def say_anew(self) -> None:
        """The words are other ones."""
        self._said = None
        self.lay_anew()

    def _words(self) -> Reading:
        if self._said is None:
            self._said = self.reading()
        return self._said

    def lay_anew(self) -> None:
        """The number is another one, or what is wrong."""
        self._laid = None
        self.setAccessibleName("" if self.is_open else f"{self.number()} {self._words().words()}")
        self.setAccessibleDescription("" if self.is_open else " ".join(self.mistakes().values()))
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # it has its place already
            self._fit()
        self.update()

    def laid(self) -> Laid:
        """The words, each at its place."""
        if self._laid is None:
            left = self.grip_width()
            place = QRect(left, XS, max(self.width() - left - XS, 1), 1)
            self._pen = self._pen or pen_of(self)
            self._laid = Laid(self._pen, self._words(), tuple(self.mistakes().values()), place)
        return self._laid

    def _fit(self) -> None:
        """Take the room that the words need."""
        height = 0 if self.is_open else self.laid().height + 2 * XS
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._laid = None
            self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the editors would be, and as high as the words are in the width there is.

        Not by ``heightForWidth``: Qt would ask seventy rows for it at each of five steps.
        """
        if self.is_open:
            return super().sizeHint()
        metrics = self.fontMetrics()
        height = self._height or metrics.height() * (2 if self._words().is_long() else 1) + 2 * XS
        return QSize(metrics.averageCharWidth() * self.letters, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No word is cut off."""
        return super().minimumSizeHint() if self.is_open else self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The words follow the font and the colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._pen = self._laid = None
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the number, and the words while nothing stands in their place."""
        painter, tokens = QPainter(self), tokens_of(self)
        if not self.is_open and self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(self.rect(), CORNER, CORNER)
        strong = self.number_kind is Text.STRONG
        painter.setFont(text_font(self, self.number_kind))
        painter.setPen(QColor(tokens.text if strong else tokens.secondary))
        height = 2 * self.fontMetrics().height()
        place = QRect(0, self.number_middle() - height // 2, self.grip_width(), height)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.number())
        if not self.is_open:
            self.laid().paint(painter)
        painter.end()

    def pressed_at(self, place: QPoint) -> None:
        """Write where the mouse is."""
        if not self.is_open:
            self.focus_on(self.laid().key_at(place))
