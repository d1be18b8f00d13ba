"""The goals of a plan by dimension, each with its activities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.packs.model import Dimension
from intake_app.plans.model import Goal, Level
from intake_app.values import new_id
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import SectionTitle
from ui.plans.goal_card import GoalCard
from ui.plans.row_stack import RowStack, below
from ui.plans.surroundings import Surroundings
from ui.tokens import XS, L, M, S


class GoalsPanel(QWidget):
    """All goals.

    Signals: ``edited``; ``removed`` words and the way back; ``moved`` the way back; ``arranged``.
    """

    edited = Signal()
    removed = Signal(str, object)
    moved = Signal(object)
    arranged = Signal()

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = around
        self.stacks: dict[Dimension, RowStack] = {}
        self.add_buttons: dict[Dimension, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(L)
        for dimension in Dimension:
            column.addLayout(self._section(dimension))
        self.retranslate()

    def _section(self, dimension: Dimension) -> QVBoxLayout:
        stack = RowStack(self._card, spacing=M, parent=self)
        button = Button(Kind.QUIET, "plus", parent=self)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(_dimension_words(dimension), self))
        head.addWidget(button)
        head.addStretch(1)
        section = QVBoxLayout()
        section.setSpacing(XS)
        section.addLayout(head)
        section.addWidget(stack)
        self.stacks[dimension], self.add_buttons[dimension] = stack, button
        stack.edited.connect(self.edited)
        stack.arranged.connect(self.arranged)
        stack.moved.connect(self.moved)
        stack.removed.connect(lambda back: self.removed.emit(_("Goal taken away."), back))
        button.clicked.connect(lambda: self.add_goal(dimension))
        return section

    def _card(self, goal: Goal, stack: QWidget) -> GoalCard:
        card = GoalCard(goal, self._around, stack)
        card.arranged.connect(self.arranged)
        card.activity_moved.connect(lambda back: self.moved.emit(self._within(goal.id, back)))
        card.activity_removed.connect(
            lambda back: self.removed.emit(_("Activity taken away."), self._within(goal.id, back))
        )
        return card

    def _within(self, goal_id: str, back: Callable[[RowStack], bool]) -> Callable[[], bool]:
        """A way back among the activities of a goal, also if its card is another one by then."""

        def go_back() -> bool:
            card = next((card for card in self.cards() if card.key() == goal_id), None)
            return card is not None and back(card.activities)

        return go_back

    def cards(self) -> list[GoalCard]:
        """All goals from top to bottom, in the order in which a plan numbers them."""
        rows = (row for stack in self.stacks.values() for row in stack.rows)
        return [row for row in rows if isinstance(row, GoalCard)]

    def value(self) -> tuple[Goal, ...]:
        """The goals as they are written now."""
        return tuple(card.value() for card in self.cards())

    def set_value(self, goals: Sequence[Goal]) -> None:
        """Show these goals."""
        for dimension, stack in self.stacks.items():
            stack.set_values([goal for goal in goals if goal.dimension is dimension])

    def add_goal(self, dimension: Dimension) -> None:
        """Append an empty goal and let the user write it."""
        self.stacks[dimension].add(Goal(new_id(), dimension, Level.INDIVIDUAL, ""))

    def offer_activities(self, focused: QWidget | None) -> None:
        """Open the menu of activities of the goal that has the keyboard."""
        for card in self.cards():
            if focused is not None and card.isAncestorOf(focused):
                card.offer_activities()

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place in the plan."""
        return {
            f"goals.{place}.{key}": said
            for place, card in enumerate(self.cards())
            for key, said in card.typed_mistakes().items()
        }

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by their place in the plan: ``goals.0.text``."""
        for place, card in enumerate(self.cards()):
            card.show_mistakes(below(f"goals.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        _goals, place, rest = key.split(".", 2)
        return self.cards()[int(place)].focus_on(rest)

    def retranslate(self) -> None:
        """The words on the buttons."""
        for dimension, button in self.add_buttons.items():
            button.set_text(_("Add a goal"))
            name = _("Add a goal: {dimension}")
            button.setAccessibleName(name.format(dimension=word("dimension", dimension)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _dimension_words(dimension: Dimension) -> Callable[[], str]:
    return lambda: word("dimension", dimension)
