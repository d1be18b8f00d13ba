"""The rail at the left: the pages of the program with their counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from intake_app.formats import format_number
from intake_app.i18n import language
from ui.buttons import key_words
from ui.icons import pixmap
from ui.plain import PlainLabel, Words, tooltip
from ui.screen import Screen
from ui.style import text_font, tokens_of
from ui.tokens import CORNER, ICON, XS, L, M, S, Text, mixed

WIDE, NARROW = 168, 56
_OFFICE_LINES = 4
"""Lines for the name of the office; the tooltip has the rest."""


class Entry(NamedTuple):
    """One page of the rail; its screen is made when it is first shown."""

    key: str
    icon: str
    title: Words
    screen: Callable[[], Screen]


class RailButton(QAbstractButton):
    """Icon, word and a quiet count."""

    def __init__(self, entry: Entry, keys: str) -> None:
        super().__init__()
        self._entry, self._keys = entry, QKeySequence(keys)
        self._count = 0
        self._narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: int) -> None:
        """The number behind the word; zero shows none."""
        self._count = count
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Icon only, the word as tooltip."""
        self._narrow = narrow
        self.retranslate()

    def retranslate(self) -> None:
        """The word, the tooltip and what a screen reader says."""
        title = self._entry.title()
        keys = key_words(self._keys)
        self.setText(title)
        self.setShortcut(self._keys)
        self.setAccessibleName(f"{title}, {self._count}" if self._count else title)
        tooltip(self, f"{title} ({keys})" if self._narrow else f"({keys})" if keys else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the word needs it with its count."""
        metrics = self.fontMetrics()
        width = M + ICON + M + metrics.horizontalAdvance(self.text()) + XS
        width += metrics.horizontalAdvance("000") + L
        return QSize(NARROW - 2 * S if self._narrow else width, max(36, metrics.height() + 14))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw ground, icon, word and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.selected))
        elif self.underMouse():
            painter.setBrush(QColor(mixed(tokens.text, tokens.window, 0.06)))
        painter.drawRoundedRect(ground, CORNER, CORNER)
        colour = tokens.accent if self.isChecked() else tokens.secondary
        picture = pixmap(self._entry.icon, colour, ICON, self.devicePixelRatioF())
        left = (self.width() - ICON) // 2 if self._narrow else M
        painter.drawPixmap(QPoint(left, (self.height() - ICON) // 2), picture)
        if not self._narrow:
            painter.setPen(QColor(tokens.text))
            font = self.font()
            font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
            painter.setFont(font)
            place = self.rect().adjusted(M + ICON + M, 0, -S, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        self._draw_count(painter)
        painter.end()

    def _draw_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        tokens = tokens_of(self)
        text = format_number(self._count, language())
        font = text_font(self, Text.LABEL)
        if self._narrow:
            font.setPixelSize(11)  # beside an icon of 20 px, whatever the text scale
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(text) + S + XS, metrics.height())
        place = QRect(0, 0, width, metrics.height())
        if self._narrow:
            place.moveTopRight(QPoint(self.width() - 2, 1))
        else:
            place.moveCenter(QPoint(self.width() - S - width // 2, self.height() // 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(place), place.height() / 2, place.height() / 2)
        painter.setPen(QColor(tokens.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The pages below each other. Signals: ``chosen`` the key of a page."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry], office: str) -> None:
        super().__init__()
        self.buttons: dict[str, RailButton] = {}
        self._narrow = False
        self._office = PlainLabel(Text.STRONG, wrap=True)
        self._office.setText(office)
        self._office.setAlignment(Qt.AlignmentFlag.AlignTop)
        tooltip(self._office, office)
        self._office.setContentsMargins(M, S, S, M)
        column = QVBoxLayout(self)
        column.setContentsMargins(S, S, S, S)
        column.setSpacing(2)
        column.addWidget(self._office)
        for number, entry in enumerate(entries, start=1):
            button = RailButton(entry, f"Ctrl+{number}" if number < 10 else "")
            button.clicked.connect(lambda _checked=False, key=entry.key: self.chosen.emit(key))
            self.buttons[entry.key] = button
            column.addWidget(button)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, where the window is narrow."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._office.setVisible(not narrow)
            for button in self.buttons.values():
                button.set_narrow(narrow)
            self._set_width()

    def retranslate(self) -> None:
        """Say every word again."""
        for button in self.buttons.values():
            button.retranslate()
        self._set_width()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The language changes the words, the font the width."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_width()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line between the rail and the page."""
        painter = QPainter(self)
        painter.setPen(QColor(tokens_of(self).line))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.end()

    def _set_width(self) -> None:
        words = max((button.sizeHint().width() for button in self.buttons.values()), default=0)
        self.setFixedWidth(NARROW if self._narrow else max(WIDE, words + 2 * S))
        lines = self._office.fontMetrics().lineSpacing() * _OFFICE_LINES
        self._office.setMaximumHeight(lines + S + M)
