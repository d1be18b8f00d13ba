"""Typed text: one line, several lines, a whole number, a tick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from intake_app.formats import format_number
from intake_app.i18n import _, language
from intake_app.values import clean_text, harmless
from ui.fields.editor import Editor, LineEditor
from ui.fields.tick_box import TickBox
from ui.plain import PlainLabel, Words, action_text
from ui.tokens import Text

NEARLY_FULL = 0.9


class TextLine(LineEditor):
    """A name, a number, a place: one line of plain text."""

    def __init__(self, max_length: int = 120, placeholder: Words | None = None) -> None:
        super().__init__(max_length, placeholder)
        self._remark: Words | None = None
        self.line.inputRejected.connect(self._too_long)
        self.retranslate()

    def note(self) -> str:
        """What was left out of what was typed or pasted."""
        return self._remark() if self._remark else ""

    def _too_long(self) -> None:
        length = self.line.maxLength()
        self._remark = lambda: _too_long(length)
        self.note_changed.emit(self.note())

    def _typed(self) -> None:
        text = self.line.text()
        kept = harmless(text.replace("\t", " "))
        if len(text) < self.line.maxLength():
            self._remark = None
        if len(kept) < len(text):
            place = self.line.cursorPosition() - (len(text) - len(kept))
            self.line.setText(kept)
            self.line.setCursorPosition(max(0, place))
            self._remark = _left_out
        super()._typed()

    def value(self) -> str:
        """The text without control characters and outer spaces."""
        return clean_text(self.line.text()).replace("\n", " ")

    def set_value(self, value: str | None) -> None:
        """Show this text from its beginning."""
        self._remark = None
        self.line.setText(value or "")
        self.line.setCursorPosition(0)


def _left_out() -> str:
    return _("Some characters cannot be kept and were left out.")


def _too_long(length: int) -> str:
    return _("Only {count} characters fit here; the rest was left out.").format(
        count=format_number(length, language())
    )


class _Block(QPlainTextEdit):
    """Takes no more from the clipboard than it could keep: pasting 10 MB must not stop the desk.

    Enter begins a line only below another one: in an empty block it moves on, as in every field.
    """

    def __init__(self, max_length: int, is_finished: Callable[[], bool]) -> None:
        super().__init__()
        self._most, self._is_finished = max_length + 1, is_finished

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste plain text; one letter too many is left, so that the field says so."""
        text = QMimeData()
        text.setText(source.text()[: self._most])
        super().insertFromMimeData(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter is left to the form where no line can begin."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self._is_finished():
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextBlock(Editor):
    """Several lines of plain text. Tab leaves the field; pasted formats are dropped."""

    def __init__(self, max_length: int = 4000, lines: int = 4) -> None:
        super().__init__()
        self._max_length = max_length
        self._lines = lines
        self.block = _Block(max_length, self.is_finished)
        self._remark: Words | None = None
        self.block.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.block)
        self.setFocusProxy(self.block)
        self._quiet = False
        self.block.textChanged.connect(self._typed)
        self._set_height()

    def is_finished(self) -> bool:
        """True if Enter moves on, because nothing begins or goes on with a new line."""
        return not self.block.toPlainText()

    def value(self) -> str:
        """The text without control characters and outer spaces."""
        return clean_text(self.block.toPlainText())

    def set_value(self, value: str | None) -> None:
        """Show this text."""
        self._quiet, self._remark = True, None
        self.block.setPlainText((value or "")[: self._max_length])
        self._quiet = False
        self.note_changed.emit(self.note())

    def note(self) -> str:
        """What was left out, or how much room is left, once it becomes scarce."""
        if self._remark:
            return self._remark()
        left = self._max_length - len(self.block.toPlainText())
        if left > self._max_length * (1 - NEARLY_FULL):
            return ""
        return _("{count} characters left").format(count=format_number(left, language()))

    def set_read_only(self, read_only: bool) -> None:
        """The text can still be marked and copied."""
        self.block.setReadOnly(read_only)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The height follows the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_height()
        super().changeEvent(event)

    def _set_height(self) -> None:
        spacing = self.block.fontMetrics().lineSpacing()
        self.block.setMinimumHeight(spacing * self._lines + 20)
        self.block.setMaximumHeight(spacing * max(self._lines, 3) * 2 + 20)

    def _typed(self) -> None:
        text = self.block.toPlainText()
        kept = harmless(text)
        if len(kept) < len(text) or len(text) > self._max_length:
            self._keep(kept, is_harmless=len(kept) == len(text))
            return
        if not self._quiet:
            self._remark = self._remark if len(text) == self._max_length else None
            self.edited.emit()
            self.note_changed.emit(self.note())

    def _keep(self, text: str, *, is_harmless: bool) -> None:
        """Put back what may stay, and say what did not."""
        length = self._max_length
        self._quiet, remark = True, (lambda: _too_long(length)) if is_harmless else _left_out
        cursor = self.block.textCursor()
        position = min(cursor.position(), len(text[:length]))
        self.block.setPlainText(text[:length])
        cursor.setPosition(position)
        self.block.setTextCursor(cursor)
        self._quiet, self._remark = False, remark
        self.edited.emit()
        self.note_changed.emit(self.note())


class LowBlock(TextBlock):
    """A few lines and no more room: for a page with many answers. Longer ones scroll."""

    def __init__(self, max_length: int, lines: int = 2) -> None:
        super().__init__(max_length, lines)

    def _set_height(self) -> None:
        self.block.setFixedHeight(self.block.fontMetrics().lineSpacing() * self._lines + 26)


class NumberEdit(LineEditor):
    """A whole number between two bounds, perhaps with its unit behind it."""

    def __init__(self, lowest: int = 0, highest: int = 999, unit: Words | None = None) -> None:
        super().__init__(max_length=len(str(highest)) + 4)
        self._lowest, self._highest, self._unit = lowest, highest, unit
        self._unit_label = PlainLabel(Text.SECONDARY)
        self.row.addWidget(self._unit_label)
        self._unit_label.setVisible(unit is not None)
        self.retranslate()

    def value(self) -> int | None:
        """The number, or None if there is none or it is out of bounds."""
        try:
            number = int("".join(self.line.text().split()))
        except ValueError:
            return None
        return number if self._lowest <= number <= self._highest else None

    def set_value(self, value: int | None) -> None:
        """Show this number."""
        self.line.setText("" if value is None else str(value))

    def problem(self) -> str | None:
        """Says the bounds if what was typed is not a number between them."""
        if not self.line.text().strip() or self.value() is not None:
            return None
        return _("Enter a whole number from {lowest} to {highest}.").format(
            lowest=format_number(self._lowest, language()),
            highest=format_number(self._highest, language()),
        )

    def retranslate(self) -> None:
        """The unit."""
        if self._unit:
            self._unit_label.setText(self._unit())


class Tick(Editor):
    """A statement that is true or not."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.box = TickBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self.edited)
        self.retranslate()

    def value(self) -> bool:
        """True if ticked."""
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        """Show this answer."""
        self.box.setChecked(bool(value))

    def is_empty(self) -> bool:
        """A required tick must be set."""
        return not self.value()

    def retranslate(self) -> None:
        """The statement."""
        self.box.setText(action_text(self._words()))
