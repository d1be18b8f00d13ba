"""What every editor of a form can do, and the one-line editor that most of them are."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.plain import Words, repolish
from ui.tokens import S


class Editor(QWidget):
    """A widget that holds one answer. None (or ``""`` or ``[]``) means: not answered.

    Signals: ``edited`` the user changed the answer; ``note_changed`` what the editor understood,
    which the form shows under it.
    """

    edited = Signal()
    note_changed = Signal(str)

    def value(self) -> Any:
        """The answer, cleaned; None if there is none or it was not understood."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show an answer. Does not emit ``edited``."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """A sentence if what was typed is not understood."""
        return None

    def note(self) -> str:
        """What was understood, or an empty text."""
        return ""

    def is_empty(self) -> bool:
        """True if nothing was answered."""
        return self.value() in (None, "", [])

    def focus_target(self) -> QWidget:
        """The inner widget that takes the keyboard."""
        return self.focusProxy() or self

    def set_read_only(self, read_only: bool) -> None:
        """Show the answer without letting anybody change it."""
        self.setEnabled(not read_only)

    def set_wrong(self, wrong: bool) -> None:
        """Mark the editor as the place of a mistake."""
        target = self.focus_target()
        if bool(target.property("wrong")) != wrong:
            target.setProperty("wrong", wrong)
            repolish(target)

    def set_names(self, name: str, description: str) -> None:
        """What a screen reader says."""
        target = self.focus_target()
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)

    def retranslate(self) -> None:
        """Set every text of the editor in the language of today."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.note_changed.emit(self.note())
        super().changeEvent(event)


class LineEditor(Editor):
    """An editor whose answer is typed in one line, ``line``."""

    def __init__(self, max_length: int, placeholder: Words | None = None) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.line = QLineEdit()
        self.line.setMaxLength(max_length)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(S)
        self.row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def _typed(self) -> None:
        self.edited.emit()
        self.note_changed.emit(self.note())

    def set_read_only(self, read_only: bool) -> None:
        """The text can still be marked and copied."""
        self.line.setReadOnly(read_only)

    def retranslate(self) -> None:
        """The example in the empty field."""
        if self._placeholder:
            self.line.setPlaceholderText(self._placeholder())
