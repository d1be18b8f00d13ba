"""One consent or refusal with everything about it, and where all purposes stand."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.answers import (
    Answer,
    Consents,
    answer_rows,
    consequences,
    standing_chip,
    state_of,
)
from ui.flow import clear_layout
from ui.plain import PlainLabel
from ui.tokens import L, S, Text, Tone


class AnswerDetails(Card):
    """Everything about one answer."""

    def __init__(self) -> None:
        super().__init__(L)
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._state = ChipRow()
        self._values = KeyValues()
        for widget in (self._title, self._state, self._values):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.hide()

    def show_answer(self, answer: Answer | None, around: Consents | None, today: date) -> None:
        """Show one answer; None hides everything."""
        self.setVisible(answer is not None)
        if answer is None or around is None:
            return
        self._title.setText(around.purpose_words(answer))
        self._state.set_chips([state_of(answer, around, today)])
        self._values.set_rows(answer_rows(answer, around))


class Standings(QWidget):
    """A chip for each purpose, and a sentence for each no: what may not be done because of it."""

    def __init__(self) -> None:
        super().__init__()
        self.chips = ChipRow()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.chips)
        column.addLayout(self._lines)
        self.hide()

    def show_read(self, around: Consents, today: date) -> None:
        """Show where everything stands."""
        found = [one for one in around.agreements(today) if one.recipient_id is None]
        self.chips.set_chips([standing_chip(one) for one in found])
        clear_layout(self._lines)
        for words in consequences(around, today):
            line = IconLabel(Text.BODY)
            line.show_text(words, "circle-slash", Tone.DANGER)
            self._lines.addWidget(line)
        self.show()
