"""Lines of a plan below a title, with a button for one more: budget, and own contribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.buttons import Button, Kind
from ui.cards import Card, SectionTitle
from ui.plain import Words
from ui.plans.read_row import ReadRow
from ui.plans.row_stack import RowStack, below
from ui.tokens import XS, M, S

R = TypeVar("R", bound=ReadRow[Any])


class LinesTable(QWidget, Generic[R]):
    """Lines that are written one below the other.

    Signals: ``edited``; ``removed`` words and the way back; ``moved`` the way back; ``arranged``
    lines came, went or moved.
    """

    edited = Signal()
    removed = Signal(str, object)
    moved = Signal(object)
    arranged = Signal()

    part = ""
    """What a plan calls its lines: its problems are at ``part.0.text``."""

    def __init__(self, title: Words, make: Callable[[Any, QWidget], R], parent: QWidget) -> None:
        super().__init__(parent)
        self.add = Button(Kind.QUIET, "plus", parent=self)
        self.card = Card(margin=M, parent=self)
        self.stack = RowStack(make, parent=self.card)
        self._has_lines = True
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(title, self))
        head.addWidget(self.add)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(head)
        column.addWidget(self.card)
        self.card.body.addWidget(self.stack)
        for signal in (self.stack.edited, self.stack.arranged):
            signal.connect(self.reckon)
        self.stack.edited.connect(self.edited)
        self.stack.arranged.connect(self.arranged)
        self.stack.moved.connect(self.moved)
        self.stack.removed.connect(lambda back: self.removed.emit(self.removed_words(), back))
        self.add.clicked.connect(self.add_line)

    def new_line(self) -> Any:
        """An empty line."""
        raise NotImplementedError

    def add_words(self) -> str:
        """The words on the button."""
        raise NotImplementedError

    def removed_words(self) -> str:
        """What is said when a line was taken away."""
        raise NotImplementedError

    def reckon(self) -> None:
        """Figures follow what is written; without lines there is no card."""
        if self._has_lines != bool(self.stack.rows):
            self._has_lines = bool(self.stack.rows)
            self.card.setVisible(self._has_lines)

    def rows(self) -> list[R]:
        """The lines from top to bottom."""
        rows: list[Any] = self.stack.rows
        return rows

    def value(self) -> tuple[Any, ...]:
        """The lines as they are written now."""
        return tuple(row.value() for row in self.rows())

    def set_value(self, lines: Sequence[Any]) -> None:
        """Show these lines."""
        self.stack.set_values(lines)

    def add_line(self) -> None:
        """Append an empty line and let the user write it."""
        self.stack.add(self.new_line())

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place in the plan."""
        return {
            f"{self.part}.{place}.{key}": said
            for place, row in enumerate(self.rows())
            for key, said in row.typed_problems().items()
        }

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by their place in the plan."""
        for place, row in enumerate(self.rows()):
            row.show_mistakes(below(f"{self.part}.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        _part, place, rest = key.split(".", 2)
        return self.rows()[int(place)].focus_on(rest)

    def retranslate(self) -> None:
        """The words on the button, and what the figures say."""
        self.add.set_text(self.add_words())
        self.reckon()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
