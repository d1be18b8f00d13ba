"""The editors of a row, on two lines, with what is wrong with them in one place below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.buttons import IconButton
from ui.cards import IconLabel
from ui.fields.editor import Editor
from ui.plain import Words
from ui.tokens import XS, S, Tone

REST = 0
"""The width of an editor that takes what the others leave."""

LEAST_LETTERS = 14


class RowEditors(QWidget):
    """Editors by key: what it is, then its particulars. Its class says what they are written for.

    Signals: ``edited`` the key of what the user changed; ``rested`` a line of text was left;
    ``removal_wanted``.
    """

    edited = Signal(str)
    rested = Signal()
    removal_wanted = Signal()

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self.fields: dict[str, Editor] = {}
        self._words: dict[str, Words] = {}
        self._wrong: Mapping[str, str] = {}
        self._letters: list[tuple[QWidget, int]] = []
        self.note = IconLabel(parent=self)
        self.remove = IconButton("trash-2", parent=self)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(XS)
        for line in (self._first, self._second):
            line.setSpacing(S)
            self._lines.addLayout(line)
        self._lines.addWidget(self.note)
        self.note.hide()
        self.remove.clicked.connect(self.removal_wanted)

    def value(self) -> Any:
        """What is written now."""
        raise NotImplementedError

    def put_first(self, key: str, editor: Editor, words: Words, letters: int = REST) -> None:
        """Add an editor to the first line; ``letters`` wide, or what the others leave."""
        self.put(self._first, key, editor, words, letters)

    def put_second(
        self, key: str, editor: Editor, words: Words, letters: int = REST, share: int = 1
    ) -> None:
        """Add an editor to the second line; ``share`` of what is left for such editors."""
        self.put(self._second, key, editor, words, letters, share)

    def new_line(self) -> QHBoxLayout:
        """One more line of editors, below the others."""
        line = QHBoxLayout()
        line.setSpacing(S)
        self._lines.insertLayout(self._lines.count() - 1, line)
        return line

    def put_button(self, button: QWidget) -> None:
        """Add a button to the first line."""
        self._first.addWidget(button)

    def put(
        self,
        line: QHBoxLayout,
        key: str,
        editor: Editor,
        words: Words,
        letters: int = REST,
        share: int = 1,
    ) -> None:
        """Add an editor to a line."""
        self.fields[key], self._words[key] = editor, words
        line.addWidget(editor, 0 if letters else share)
        self._letters.append((editor, letters))
        self._fit()
        editor.edited.connect(lambda: self.edited.emit(key))
        inner = getattr(editor, "line", None)
        if isinstance(inner, QLineEdit):
            inner.editingFinished.connect(self.rested)

    def close_first(self) -> None:
        """Put the button at the end of the first line that takes the row away."""
        self._first.addWidget(self.remove)

    def middle(self) -> int:
        """How far below its top the first line of editors has its middle."""
        return next(iter(self.fields.values())).sizeHint().height() // 2

    def problems(self) -> dict[str, str]:
        """What was typed and is not understood, by the editor's key."""
        typed = {key: editor.problem() or "" for key, editor in self.fields.items()}
        return {key: said for key, said in typed.items() if said}

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Say what is wrong and mark the places."""
        self._wrong = wrong
        for key, editor in self.fields.items():
            editor.set_wrong(key in wrong)
            editor.set_names(self._words[key](), wrong.get(key, ""))
        self.note.show_text(" ".join(wrong.values()), "circle-alert", Tone.DANGER)
        self.note.setVisible(bool(wrong))

    def editor(self, key: str) -> Editor:
        """The editor of this key; the first one if there is none."""
        return self.fields.get(key, next(iter(self.fields.values())))

    def retranslate(self) -> None:
        """The names of the editors, also in them while they are empty."""
        for key, editor in self.fields.items():
            line = getattr(editor, "line", None)
            if isinstance(line, QLineEdit):
                line.setPlaceholderText(self._words[key]())
        self.show_wrong(self._wrong)

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        for widget, letters in self._letters:
            if letters:
                widget.setFixedWidth(letter * letters)
            else:
                widget.setMinimumWidth(letter * LEAST_LETTERS)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The widths follow the font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        super().changeEvent(event)


def suggest(line: QLineEdit, names: Sequence[str]) -> None:
    """Offer names while one types; any other text stays possible."""
    completer = QCompleter(line)
    completer.setModel(QStringListModel(list(dict.fromkeys(names)), completer))
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)
