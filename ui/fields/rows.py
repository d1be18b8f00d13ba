"""Answers that repeat: papers, telephones, the stops of a way. Rows come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from ui.buttons import Button, IconButton, Kind
from ui.cards import Card
from ui.fields.editor import Editor
from ui.fields.field import Field
from ui.fields.field_grid import FieldGrid
from ui.plain import PlainLabel, Words
from ui.tokens import XS, M, S, Text


class Column(NamedTuple):
    """One question of each row."""

    key: str
    make: Callable[[], Editor]
    label: Words
    wide: bool = False


class _Row(Card):
    """One row: its number, its questions, and the buttons that move it or take it away."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        is_short = len(columns) == 1
        super().__init__(0 if is_short else M, parent)
        self.body.setSpacing(XS)
        self._title = PlainLabel(Text.LABEL)
        self.up = IconButton("chevron-up")
        self.remove = IconButton("trash-2")
        head = QHBoxLayout()
        head.setSpacing(XS)
        head.addWidget(self._title, 1)
        head.addWidget(self.up)
        head.addWidget(self.remove)
        grid = FieldGrid(self)
        self.fields: dict[str, Field] = {}
        self.kept: dict[str, Any] = {}
        self.body.addLayout(head)
        if is_short:  # one question: its number and name are said by the list it stands in
            self.setProperty("card", False)
            self._title.hide()
            head.insertWidget(0, grid, 1)
        else:
            self.body.addWidget(grid)
        for column in columns:
            field = Field(column.make(), column.label, parent=grid)
            field.label.setVisible(not is_short)
            self.fields[column.key] = field
            grid.add(field, wide=column.wide)
        for button in (self.up, self.remove):  # after the questions for Tab, above them to the eye
            QWidget.setTabOrder(next(reversed(self.fields.values())).editor.focus_target(), button)

    def say(self, number: int, words: str, *, may_move: bool) -> None:
        """Its number, and what the buttons do."""
        name = _("{what} {number}").format(what=words, number=number)
        self._title.setText(name)
        self.up.setVisible(may_move)
        self.up.set_name(_("Move up: {what}").format(what=name))
        self.remove.set_name(_("Remove: {what}").format(what=name))

    def values(self) -> dict[str, Any]:
        """The answers by key, with what came along and nobody is asked for."""
        answers = {key: field.editor.value() for key, field in self.fields.items()}
        return self.kept | answers

    def is_empty(self) -> bool:
        """True if nothing was answered."""
        return all(field.editor.is_empty() for field in self.fields.values())


class Rows(Editor):
    """Rows of the same questions; a button below adds one. An empty row counts for nothing.

    ``is_ordered`` rows can be moved up. ``first`` is the number that the first row is called.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        what: Words,
        add: Words,
        *,
        is_ordered: bool = False,
        first: int = 1,
    ) -> None:
        super().__init__()
        self._columns, self._what, self._add_words = columns, what, add
        self._is_ordered, self._first = is_ordered, first
        self._rows: list[_Row] = []
        self._read_only = False
        self.add_button = Button(Kind.PLAIN, "plus")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(self._lines)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self.add_row)
        self.retranslate()

    def value(self) -> list[dict[str, Any]]:
        """The rows that say something, each by key."""
        return [row.values() for row in self._rows if not row.is_empty()]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        """Show these rows; a missing key is an empty answer, a key of no question is only kept."""
        rows = value or ()
        while len(self._rows) > len(rows):
            self._drop(self._rows[-1])
        for place, answers in enumerate(rows):
            row = self._rows[place] if place < len(self._rows) else self._new_row()
            row.kept = {key: told for key, told in answers.items() if key not in row.fields}
            for key, field in row.fields.items():
                field.editor.set_value(answers.get(key))
        self.retranslate()

    def editors(self) -> list[dict[str, Editor]]:
        """The editors of every row, by key."""
        return [{key: f.editor for key, f in row.fields.items()} for row in self._rows]

    def keys(self) -> set[str]:
        """The questions of every row."""
        return {column.key for column in self._columns}

    def kept(self) -> list[dict[str, Any]]:
        """What came along with every row."""
        return [row.kept for row in self._rows]

    def problem(self) -> str | None:
        """The first thing that is not understood; it stands beside its question as well."""
        found = None
        for row in self._rows:
            for field in row.fields.values():
                wrong = field.editor.problem()
                field.show_mistake(wrong or "")
                found = found or wrong
        return found

    def add_row(self) -> None:
        """One more row, with the keyboard in it."""
        row = self._new_row()
        self.retranslate()
        next(iter(row.fields.values())).editor.focus_target().setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def remove_row(self, row: _Row) -> None:
        """Take a row away; the keyboard goes to the button that adds one."""
        self._drop(row)
        self.retranslate()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def move_up(self, row: _Row) -> None:
        """Exchange a row with the one before it."""
        place = self._rows.index(row)
        answers = [one.values() for one in self._rows]
        if place:
            answers[place - 1 : place + 1] = answers[place], answers[place - 1]
            self.set_value(answers)
            self._rows[place - 1].up.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def set_read_only(self, read_only: bool) -> None:
        """The rows can still be read."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        for row in self._rows:
            self._guard(row)

    def set_names(self, name: str, description: str) -> None:
        """The button says what it adds."""
        self.add_button.setAccessibleDescription(" ".join((name, description)).strip())

    def retranslate(self) -> None:
        """Numbers and buttons; the questions follow by themselves."""
        self.add_button.set_text(self._add_words())
        for place, row in enumerate(self._rows):
            may_move = self._is_ordered and place > 0 and not self._read_only
            row.say(place + self._first, self._what(), may_move=may_move)

    def _new_row(self) -> _Row:
        row = _Row(self._columns, self)
        row.remove.clicked.connect(lambda: self.remove_row(row))
        row.up.clicked.connect(lambda: self.move_up(row))
        for field in row.fields.values():
            field.editor.edited.connect(self._changed)
        self._rows.append(row)
        self._lines.addWidget(row)
        QWidget.setTabOrder(row.remove, self.add_button)
        self._guard(row)
        return row

    def _changed(self) -> None:
        for row in self._rows:
            for field in row.fields.values():
                if field.mistake() and not field.editor.problem():
                    field.show_mistake("")
        self.edited.emit()

    def _guard(self, row: _Row) -> None:
        row.remove.setVisible(not self._read_only)
        for field in row.fields.values():
            field.editor.set_read_only(self._read_only)

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
