"""One entry of the file of a child, to read: what, when, by whom, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.buttons import Button
from ui.cards import Card, Chip, IconLabel, KeyValues
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.tokens import M, S, Text, Tone

Rows = Sequence[tuple[str, str]]


class EntryCard(Card):
    """A title with a state, labelled values, who wrote it, and a row of buttons."""

    def __init__(self, parent: QWidget, title: str, by: str = "") -> None:
        super().__init__(M, parent)
        self.body.setSpacing(S)
        head = QWidget(self)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S)
        name = PlainLabel(Text.STRONG, wrap=True, parent=head)
        name.setText(title)
        name.set_selectable()
        line.addWidget(name, 1)
        self._head, self._line = head, line
        self._buttons: FlowLayout | None = None
        self.is_open = False
        """True once what is sealed is shown on it."""
        self.body.addWidget(head)
        self._by = PlainLabel(Text.SECONDARY, wrap=True, parent=self)
        self._by.setText(by)
        self._by.setVisible(bool(by))
        self.body.addWidget(self._by)

    def say(self, text: str, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        """A state beside the title."""
        chip = Chip(icon, tone, text)
        chip.setParent(self._head)
        self._line.addWidget(chip)

    def show_rows(self, rows: Rows, columns: int = 2) -> None:
        """Labelled values; what is empty is left out."""
        values = KeyValues(columns)
        values.set_rows([row for row in rows if row[1]])
        self.body.insertWidget(self.body.indexOf(self._by), values)

    def note(self, text: str, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        """A sentence among the values."""
        label = IconLabel(Text.BODY, self)
        label.show_text(text, icon, tone)
        self.body.insertWidget(self.body.indexOf(self._by), label)

    def add_button(self, button: Button) -> None:
        """One more button under it all."""
        if self._buttons is None:
            row = QWidget(self)
            self._buttons = FlowLayout(row, spacing=S)
            self.body.addWidget(row)
        self._buttons.addWidget(button)
