"""The dialog for a decision: a question, perhaps a reason to type, and verbs on the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.values import clean_text
from ui.buttons import Button, Kind
from ui.fields.text_edit import TextBlock
from ui.help.opener import help_on_f1
from ui.plain import Picture, PlainLabel, action_text
from ui.tokens import XL, L, M, S, Text, Tone

_ICONS = {
    Tone.NEUTRAL: "circle-help",
    Tone.ACCENT: "info",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-alert",
    Tone.SEALED: "lock",
}
_BIG_ICON = 28


class Decision(QDialog):
    """Modal. ``chosen`` is the key of the button that was pressed, None after Esc."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, tone: Tone, *, label: str = ""
    ) -> None:
        super().__init__(parent)
        self.chosen: str | None = None
        self.buttons: dict[str, Button] = {}
        self.typed = TextBlock(max_length=500, lines=3) if label else None
        self._needs_text: Button | None = None
        self._row = QHBoxLayout()
        self.setWindowTitle(title)
        self._build(title, text, tone, label)
        help_on_f1(self)

    def _build(self, title: str, text: str, tone: Tone, label: str) -> None:
        icon = Picture(_ICONS[tone], tone, _BIG_ICON)
        head, body = PlainLabel(Text.SECTION, wrap=True), PlainLabel(wrap=True)
        head.setText(title)
        body.setText(text)
        body.set_selectable()
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = QVBoxLayout()
        words.setSpacing(S)
        words.addWidget(head)
        words.addWidget(body)
        if self.typed:
            name = PlainLabel(Text.LABEL)
            name.setText(action_text(label))
            name.setBuddy(self.typed.block)
            self.typed.set_names(label, "")
            self.typed.edited.connect(self._check_text)
            words.addSpacing(S)
            words.addWidget(name)
            words.addWidget(self.typed)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(L)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._row.setSpacing(S)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, XL, XL, L)
        column.setSpacing(XL - M)
        column.addLayout(top, 1)
        column.addLayout(self._row)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 56)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def add(self, key: str, verb: str, kind: Kind) -> None:
        """One more button; Enter presses a primary one, never a dangerous one."""
        button = Button(kind)
        button.set_text(verb)
        button.clicked.connect(lambda: self._press(key))
        self.buttons[key] = button
        self._row.addWidget(button)
        if kind is Kind.PRIMARY:
            button.setDefault(True)
            button.setFocus()
        if kind in (Kind.PRIMARY, Kind.DANGER):
            self._needs_text = button
        if kind is Kind.DANGER:
            next(iter(self.buttons.values())).setFocus()
        if self.typed:
            self.typed.block.setFocus()
            self._check_text()

    def text(self) -> str:
        """What was typed."""
        return clean_text(self.typed.value()) if self.typed else ""

    def _press(self, key: str) -> None:
        self.chosen = key
        self.accept()

    def _check_text(self) -> None:
        if self._needs_text:
            self._needs_text.setEnabled(bool(self.text()))
