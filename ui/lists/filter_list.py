"""The ready filters at the left of a list, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from intake_app.formats import format_number
from intake_app.i18n import language
from ui.flow import clear_layout
from ui.icons import pixmap
from ui.plain import Words
from ui.style import row_height, tokens_of
from ui.tokens import CORNER, L, M, S, Tone, mixed, tone_colour

_ICON = 16
_ROUNDING = 2
"""Widths of letters are rounded one by one and as a whole, and do not give the same."""


@dataclass(frozen=True)
class Filter:
    """One filter: its key, words, how many rows it leaves (None: not counted), icon and tone."""

    key: str
    words: Words
    count: int | None = None
    icon: str = ""
    tone: Tone = Tone.NEUTRAL


class FilterButton(QAbstractButton):
    """Icon, words, and the count at the right."""

    def __init__(self, filter_: Filter) -> None:
        super().__init__()
        self.filter = filter_
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """The words."""
        words, count = self.filter.words(), self.filter.count
        self.setText(words)
        self.setAccessibleName(words if count is None else f"{words}, {count}")
        self.updateGeometry()
        self.update()

    def _count(self) -> str:
        count = self.filter.count
        return "" if count is None else format_number(count, language())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for words and count."""
        metrics = self.fontMetrics()
        count = self._count()
        right = L + metrics.horizontalAdvance(count) if count else 0
        icon = _ICON + S if self.filter.icon else 0
        words = metrics.horizontalAdvance(self.text()) + _ROUNDING
        return QSize(S + icon + words + right + S, row_height(self))

    def shown_words(self) -> str:
        """The words as they fit, with "…" at their end if they do not."""
        metrics, count = self.fontMetrics(), self._count()
        taken = 2 * S + (M + metrics.horizontalAdvance(count) if count else 0)
        taken += _ICON + S if self.filter.icon else 0
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - taken)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw ground, icon, words and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        painter.setPen(QPen(QColor(tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.selected))
        elif self.underMouse():
            painter.setBrush(QColor(mixed(tokens.text, tokens.window, 0.06)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER, CORNER)
        left = S
        if self.filter.icon:
            colour = tone_colour(tokens, self.filter.tone)
            picture = pixmap(self.filter.icon, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - _ICON) // 2), picture)
            left += _ICON + S
        middle = Qt.AlignmentFlag.AlignVCenter
        count = self._count()
        room = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(QColor(tokens.secondary))
        painter.drawText(
            self.rect().adjusted(0, 0, -S, 0), middle | Qt.AlignmentFlag.AlignRight, count
        )
        place = self.rect().adjusted(left, 0, -S - room - (M if count else 0), 0)
        painter.setPen(QColor(tokens.text))
        painter.drawText(place, middle, self.shown_words())
        painter.end()


class FilterList(QWidget):
    """Filters below each other, one of them chosen. Signals: ``chosen`` its key."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.buttons: dict[str, FilterButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, S, 0)
        self._column.setSpacing(2)
        self.setMinimumWidth(120)

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Show these; the chosen one stays chosen if it is still there, else the first is."""
        if [f.key for f in filters] == list(self.buttons):
            for each in filters:
                if self.buttons[each.key].filter != each:
                    self.buttons[each.key].filter = each
                    self.buttons[each.key].retranslate()
            return
        clear_layout(self._column)
        self.buttons = {}
        for each in filters:
            button = FilterButton(each)
            button.clicked.connect(lambda _checked=False, key=each.key: self._choose(key))
            self._column.addWidget(button)
            self.buttons[each.key] = button
        self._column.addStretch(1)
        if self.key not in self.buttons:
            self.key = next(iter(self.buttons), "")
        if self.key:
            self.buttons[self.key].setChecked(True)

    def select(self, key: str) -> None:
        """Choose a filter as if it were pressed."""
        self.buttons[key].setChecked(True)
        self._choose(key)

    def _choose(self, key: str) -> None:
        if key != self.key:
            self.key = key
            self.chosen.emit(key)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all words are said again."""
        if event.type() == QEvent.Type.LanguageChange:
            for button in self.buttons.values():
                button.retranslate()
        super().changeEvent(event)
