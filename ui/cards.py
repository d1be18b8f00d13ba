"""Small things that show something: chips, labelled values, old beside new, section titles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.flow import FlowLayout, clear_layout
from ui.icons import pixmap
from ui.plain import ElidedLabel, Picture, PlainLabel, Words
from ui.style import tokens_of
from ui.tokens import CORNER, XL, XS, L, M, S, Text, Tone, soft, tone_colour

SMALL_ICON = 16


class IconLabel(QWidget):
    """A small icon and a sentence that wraps, in the colour of its meaning."""

    def __init__(self, kind: Text = Text.SECONDARY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture(size=SMALL_ICON, parent=self)
        self._text = PlainLabel(kind, wrap=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS + 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._icon.hide()

    def show_text(self, text: str, icon: str = "", tone: Tone = Tone.NEUTRAL) -> None:
        """Show this sentence."""
        self._text.setText(text)
        self._text.set_tone(tone)
        self._icon.set_icon(icon, tone)
        shift = max(0, (self._text.fontMetrics().height() - SMALL_ICON) // 2)
        self._icon.setContentsMargins(0, shift, 0, 0)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()


class Chip(QAbstractButton):
    """An icon and a word on a quiet ground. With ``set_link(True)`` it can be pressed.

    Signals: ``clicked``.
    """

    def __init__(
        self,
        icon: str,
        tone: Tone = Tone.NEUTRAL,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_link(False)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """The word."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_look(self, icon: str, tone: Tone) -> None:
        """Another icon and another meaning."""
        self._icon_name, self._tone = icon, tone
        self.update()

    def set_link(self, link: bool) -> None:
        """Let the chip be pressed; it then jumps to its place."""
        self._link = link
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if link else Qt.FocusPolicy.NoFocus)
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not link)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Icon, word and a little air."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 * S
        width += SMALL_ICON + XS if self._icon_name else 0
        return QSize(width, metrics.height() + S)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A chip is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw ground, icon and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self)
        colour = tone_colour(tokens, self._tone)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(tokens.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft(tokens, self._tone)))
        painter.drawRoundedRect(frame, CORNER, CORNER)
        left = S
        if self._icon_name:
            picture = pixmap(self._icon_name, colour, SMALL_ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - SMALL_ICON) // 2), picture)
            left += SMALL_ICON + XS
        painter.setPen(QColor(colour))
        place = self.rect().adjusted(left, 0, -S, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class ChipRow(QWidget):
    """Chips one after the other. Signals: ``chosen`` the key of a chip that jumps."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[Chip] = []
        self._shown: list[object] | None = None
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(
        self, chips: Sequence[tuple[str, Tone, str] | tuple[str, Tone, str, str]]
    ) -> None:
        """Show (icon, tone, text); a fourth part is the key that ``chosen`` carries."""
        if [*chips] == self._shown:
            return
        self._shown = [*chips]
        for old in self.chips:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = []
        for icon, tone, text, *key in chips:
            chip = Chip(icon, tone, text, self)
            if key:
                chip.set_link(True)
                chip.clicked.connect(lambda _checked=False, key=key[0]: self.chosen.emit(key))
            self._flow.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self.setVisible(bool(chips))
        self.updateGeometry()


class SectionTitle(PlainLabel):
    """The title of a part of a page; follows the language by itself."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(Text.SECTION, parent=parent)
        self._words = words
        self.setText(words())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the title is said again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.setText(self._words())
        super().changeEvent(event)


class Card(QFrame):
    """A surface with a quiet frame; put things into ``body``."""

    def __init__(self, margin: int = L, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(M)


class LinkLabel(ElidedLabel):
    """A sentence that jumps somewhere when it is pressed. Signals: ``chosen``."""

    chosen = Signal()

    def __init__(self, text: str, tone: Tone = Tone.ACCENT) -> None:
        super().__init__()
        self.setText(text)
        self.set_tone(tone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("link", True)  # underlined: colour alone would not tell

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pressed with the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Pressed with the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(tokens_of(self).accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
            painter.end()


class KeyValues(QWidget):
    """Labelled values in one or more columns; the values can be marked and copied."""

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._cells: list[tuple[PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(XL)
        self._grid.setVerticalSpacing(M)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show (label, value); an empty value is shown as a dash."""
        if len(rows) != len(self._cells):
            self._build(len(rows))
        for (label, text), (name, value) in zip(self._cells, rows, strict=True):
            label.setText(name)
            text.setText(value or "–")
            text.setAccessibleName(f"{name}: {value}")

    def _build(self, count: int) -> None:
        """Labels cost more than their texts: as long as they suffice, they stay."""
        clear_layout(self._grid)
        self._cells = []
        for place in range(count):
            cell = QVBoxLayout()
            cell.setSpacing(1)
            label = PlainLabel(Text.LABEL, wrap=True, parent=self)
            text = PlainLabel(wrap=True, parent=self)
            text.set_selectable()
            cell.addWidget(label)
            cell.addWidget(text)
            cell.addStretch(1)
            self._grid.addLayout(cell, place // self._columns, place % self._columns)
            self._cells.append((label, text))
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)


class OldNew(QWidget):
    """Old beside new, line by line; what differs is marked with an arrow and stronger text."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def set_rows(self, titles: tuple[str, str], rows: Sequence[tuple[str, str, str]]) -> None:
        """Show the two titles, then (label, old, new)."""
        clear_layout(self._grid)
        for column, title in ((1, titles[0]), (3, titles[1])):
            head = PlainLabel(Text.LABEL, parent=self)
            head.setText(title)
            self._grid.addWidget(head, 0, column)
        for line, (name, old, new) in enumerate(rows, start=1):
            differs = old != new
            label, arrow = PlainLabel(Text.LABEL, parent=self), PlainLabel(parent=self)
            before = PlainLabel(wrap=True, parent=self)
            after = PlainLabel(Text.STRONG if differs else Text.BODY, wrap=True, parent=self)
            label.setText(name)
            before.setText(old or "–")
            after.setText(new or "–")
            arrow.setText("→" if differs else "=")
            arrow.set_tone(Tone.ACCENT if differs else Tone.NEUTRAL)
            for column, widget in enumerate((label, before, arrow, after)):
                self._grid.addWidget(widget, line, column)
