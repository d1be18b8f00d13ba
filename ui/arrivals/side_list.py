"""A short list of people beside the form, each opened by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.cards import Card, SectionTitle
from ui.people.known_persons import PersonLine
from ui.plain import PlainLabel, Words, shortened, tooltip
from ui.tokens import XS, M, Text

MOST_LETTERS = 34


class SideList(Card):
    """Signals: ``chosen`` the key of a line."""

    chosen = Signal(str)

    def __init__(self, title: Words, nobody: Words, icon: str) -> None:
        super().__init__(M)
        self._nobody, self._icon = nobody, icon
        self.buttons: list[PersonLine] = []
        self._none = PlainLabel(Text.SECONDARY, wrap=True)
        self.body.setSpacing(XS)
        self.body.addWidget(SectionTitle(title))
        self.body.addWidget(self._none)
        self._place = QWidget()
        self._lines = QVBoxLayout(self._place)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.body.addWidget(self._place)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show (key, words); nobody says so."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for key, words in lines:
            button = PersonLine(self._icon)
            button.set_text(shortened(words, MOST_LETTERS))
            tooltip(button, words)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._lines.addWidget(button)
            button.show()  # at once: Down may already be on its way to it
            self.buttons.append(button)
        self._none.setText(self._nobody())
        self._none.setVisible(not lines)
        self._place.setVisible(bool(lines))
