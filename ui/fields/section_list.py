"""The sections of a form at its left: their names, how far each is, and a letter to jump there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from intake_app.i18n import _, ngettext
from intake_app.values import folded
from ui.icons import put_icon
from ui.plain import Words, action_text, repolish
from ui.tokens import XS, Tone


class SectionState(StrEnum):
    """How far a section of a form is."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    DONE = "done"
    WRONG = "wrong"


_LOOK = {
    SectionState.UNTOUCHED: ("circle-dashed", Tone.NEUTRAL),
    SectionState.STARTED: ("circle-dot", Tone.ACCENT),
    SectionState.DONE: ("circle-check", Tone.SUCCESS),
    SectionState.WRONG: ("triangle-alert", Tone.DANGER),
}


@dataclass
class _Entry:
    words: Words
    button: QPushButton
    state: SectionState = SectionState.UNTOUCHED
    mistakes: int = 0


class SectionList(QWidget):
    """One button for each section; Alt and the underlined letter presses it.

    Signals: ``chosen`` the key of the section to jump to.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, _Entry] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def add(self, key: str, words: Words) -> None:
        """One more section."""
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("entry", True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # letters jump; Tab goes through the fields
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._entries[key] = _Entry(words, button)
        self._column.insertWidget(self._column.count() - 1, button)
        self.retranslate()

    def count(self) -> int:
        """How many sections there are."""
        return len(self._entries)

    def button(self, key: str) -> QPushButton:
        """The button of this section."""
        return self._entries[key].button

    def set_state(self, key: str, state: SectionState, mistakes: int = 0) -> None:
        """Show how far a section is, or how many mistakes it has."""
        entry = self._entries[key]
        if (entry.state, entry.mistakes) != (state, mistakes):
            entry.state, entry.mistakes = state, mistakes
            self._show(entry, entry.button.property("letter") or "")

    def state(self, key: str) -> SectionState:
        """How far the section is shown to be."""
        return self._entries[key].state

    def set_current(self, key: str) -> None:
        """Mark the section that is in sight."""
        for other, entry in self._entries.items():
            if bool(entry.button.property("here")) != (other == key):
                entry.button.setProperty("here", other == key)
                repolish(entry.button)

    def retranslate(self) -> None:
        """Say the names again; the letters are dealt anew."""
        letters = _letters([entry.words() for entry in self._entries.values()])
        for entry, letter in zip(self._entries.values(), letters, strict=True):
            self._show(entry, letter)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self, entry: _Entry, letter: str) -> None:
        icon, tone = _LOOK[entry.state]
        put_icon(entry.button, icon, tone)
        name = entry.words()
        said = {
            SectionState.UNTOUCHED: _("{section}, nothing filled in"),
            SectionState.STARTED: _("{section}, started"),
            SectionState.DONE: _("{section}, complete"),
            SectionState.WRONG: ngettext(
                "{section}, {count} mistake", "{section}, {count} mistakes", entry.mistakes
            ),
        }[entry.state]
        entry.button.setProperty("letter", letter)
        shown = f"{name}  {entry.mistakes}" if entry.mistakes else name
        place = shown.find(letter) if letter else -1
        before, after = action_text(shown[: max(place, 0)]), action_text(shown[max(place, 0) :])
        entry.button.setText(f"{before}&{after}" if place >= 0 else before + after)
        entry.button.setAccessibleName(said.format(section=name, count=entry.mistakes))


def _letters(names: Sequence[str]) -> list[str]:
    """A letter for each name, different from the others; empty where none is left."""
    taken: set[str] = set()
    dealt = []
    for name in names:
        free = (c for c in name if c.isalpha() and c.isascii() and folded(c) not in taken)
        letter = next(free, "")
        taken.add(folded(letter))
        dealt.append(letter)
    return dealt
