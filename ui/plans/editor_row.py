"""A row of editors on two lines, with what is wrong with them in one place below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.buttons import IconButton
from ui.cards import IconLabel
from ui.fields.editor import Editor
from ui.plain import PlainLabel, Words
from ui.plans.row_stack import StackRow
from ui.tokens import XS, S, Text, Tone

REST = 0
"""The width of an editor that takes what the others leave."""

LEAST_LETTERS = 14


class EditorRow(StackRow):
    """Editors by key, on two lines: what it is, then its particulars. Its number stands before."""

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        self._words: dict[str, Words] = {}
        self._letters: list[tuple[QWidget, int]] = []
        self._mistakes: dict[str, str] = {}
        self._number = PlainLabel(Text.SECONDARY)
        self.note = IconLabel()
        self.remove = IconButton("trash-2")
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        lines = QVBoxLayout()
        lines.setSpacing(XS)
        self._lines = lines
        for line in (self._first, self._second):
            line.setSpacing(S)
            lines.addLayout(line)
        lines.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, S)
        row.setSpacing(XS)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        self.note.hide()
        self._width(self._number, 3)
        self.remove.clicked.connect(self.removal_wanted)

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
        self.editors[key], self._words[key] = editor, words
        line.addWidget(editor, 0 if letters else share)
        self._width(editor, letters)
        editor.edited.connect(lambda: self._edited(key))
        inner = getattr(editor, "line", None)
        if isinstance(inner, QLineEdit):
            inner.editingFinished.connect(self.show_notes)

    def close_first(self) -> None:
        """Put the button at the end of the first line that takes the row away."""
        self._first.addWidget(self.remove)

    def set_place(self, place: int) -> None:
        """The number before the row."""
        self._number.setText(f"{place + 1}.")
        shift = self.editors[next(iter(self.editors))].sizeHint().height()
        shift = max(0, (shift - self._number.sizeHint().height()) // 2)
        self._number.setContentsMargins(0, shift, 0, 0)

    def mistakes(self) -> dict[str, str]:
        """What is wrong now, by the editor's key."""
        typed = {key: editor.problem() for key, editor in self.editors.items()}
        return {**self._mistakes, **{key: said for key, said in typed.items() if said}}

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Put these sentences under the row; ``{}`` takes them away."""
        self._mistakes = dict(mistakes)
        self.show_notes()

    def show_notes(self) -> None:
        """Say what is wrong and mark the places."""
        wrong = self.mistakes()
        for key, editor in self.editors.items():
            editor.set_wrong(key in wrong)
            editor.set_names(self._words[key](), wrong.get(key, ""))
        self.note.show_text(" ".join(wrong.values()), "circle-alert", Tone.DANGER)
        self.note.setVisible(bool(wrong))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard into an editor; returns the row, to be brought into sight."""
        self.editors.get(key, next(iter(self.editors.values()))).setFocus()
        return self

    def retranslate(self) -> None:
        """The names of the editors, also in them while they are empty, and what is wrong."""
        for key, editor in self.editors.items():
            line = getattr(editor, "line", None)
            if isinstance(line, QLineEdit):
                line.setPlaceholderText(self._words[key]())
        self.show_notes()

    def _edited(self, key: str) -> None:
        if self._mistakes.pop(key, "") or self.note.isVisibleTo(self):
            self.show_notes()
        self.edited.emit()

    def _width(self, widget: QWidget, letters: int) -> None:
        self._letters.append((widget, letters))
        self._fit()

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
