"""One goal of a plan: what the person wants to reach, on which level, by which activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _, language
from intake_app.plans.model import MAX_TEXT, Activity, Goal, Level
from intake_app.values import new_id
from intake_app.words import word
from ui.buttons import Kind, MenuButton
from ui.cards import Card
from ui.fields.choice import Choice, Option
from ui.fields.editor import Editor
from ui.fields.options import words_of
from ui.plans.activity_row import ActivityRow
from ui.plans.growing_text import GrowingText
from ui.plans.read_row import ReadRow
from ui.plans.reading import Reading, Said
from ui.plans.rests_on import RestsOn, rests_on_words
from ui.plans.row_editors import RowEditors
from ui.plans.row_stack import RowStack, StackRow, below
from ui.plans.surroundings import Surroundings
from ui.tokens import M, S, Text

_MOST_KEYS = 9
"""Templates that a digit chooses while the menu is open."""


def _level_options() -> Sequence[Option]:
    return words_of("level")


class GoalEditors(RowEditors):
    """What a goal is written in; its activities stay what they are."""

    def __init__(self, row: QWidget, goal: Goal, around: Surroundings) -> None:
        super().__init__(row)
        self._goal = goal
        self.rests: RestsOn | None = None
        self.level = Choice(_level_options, may_be_empty=False)
        self.text = GrowingText(MAX_TEXT)
        self.put_first("level", self.level, lambda: _("Level of the goal"))
        self.close_first()
        self.put_second("text", self.text, lambda: _("Goal"))
        if around.findings:  # there is something that a goal could rest on
            self.rests = RestsOn(around.findings)
            self.rests.set_value(goal.rests_on)
            self.rests.edited.connect(lambda: self.edited.emit("rests"))
            self.new_line().addWidget(self.rests)
        self.level.set_value(goal.level.value)
        self.text.set_value(goal.text)

    def value(self) -> Goal:
        """The goal as it is written now."""
        goal = self._goal
        return Goal(
            id=goal.id,
            dimension=goal.dimension,
            level=Level(self.level.value() or Level.INDIVIDUAL),
            text=self.text.value(),
            activities=goal.activities,
            rests_on=self.rests.value() if self.rests is not None else goal.rests_on,
        )

    def editor(self, key: str) -> Editor:
        """The sentence is what one begins with."""
        return super().editor(key if key in self.fields else "text")

    def retranslate(self) -> None:
        """Names of editors and button."""
        super().retranslate()
        self.remove.set_name(_("Take this goal away"))


class GoalHead(ReadRow[GoalEditors]):
    """A goal without its activities. Signals: those of a row."""

    letters = 40
    number_kind = Text.STRONG

    def __init__(self, goal: Goal, around: Surroundings, parent: QWidget) -> None:
        super().__init__(goal, parent)
        self._around = around

    def number(self) -> str:
        """Goals are numbered within their dimension."""
        return _("Goal {number}").format(number=self.place + 1)

    def reading(self) -> Reading:
        """The sentence and the level; below it what the goal rests on."""
        goal: Goal = self.stored
        return Reading(
            Said("text", goal.text, _("Goal")),
            Said("level", word("level", goal.level)),
            (Said("rests", rests_on_words(goal.rests_on, self._around.findings)),),
        )

    def new_editors(self) -> GoalEditors:
        """Those of a goal."""
        return GoalEditors(self, self.stored, self._around)


class GoalCard(StackRow):
    """One goal with its activities.

    Signals: those of a row; ``activity_removed``, ``activity_moved`` an activity was taken
    away or has another place (the way back); ``arranged`` activities came, went or moved.
    """

    activity_removed = Signal(object)
    activity_moved = Signal(object)
    arranged = Signal()

    def __init__(self, goal: Goal, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._dimension, self._around = goal.dimension, around
        card = Card(margin=M, parent=self)
        self.head = GoalHead(goal, around, card)
        self.activities = RowStack(lambda one, stack: ActivityRow(one, around, stack), parent=card)
        self.add = MenuButton("plus", Kind.QUIET, card)
        self._lay_out(card)
        self._fill_menu()
        self.activities.set_values(goal.activities)
        self._connect()
        self.retranslate()

    def _lay_out(self, card: Card) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        card.body.setSpacing(S)
        for part in (self.head, self.activities, self.add):
            card.body.addWidget(part)

    def _fill_menu(self) -> None:
        self.add.add(lambda: _("Write your own"), lambda: self._add(""), "pencil")
        templates = self._around.frame.pack.activities_for(self._dimension)
        for number, template in enumerate(templates, start=1):
            entry = self.add.add(
                lambda template=template: template.text.in_(language()),  # type: ignore[misc]
                lambda template=template: self._add(template.text.in_(language())),  # type: ignore[misc]
                key=str(number) if number <= _MOST_KEYS else "",
            )
            # a digit chooses in the open menu only; elsewhere it is a letter that one types
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

        self.add.menu().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A digit in the open menu takes the activity beside which it stands."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entries = [one for one in self.add.menu().actions() if one.shortcut().toString()]
            for entry in entries:
                if event.text() and event.text() == entry.shortcut().toString():
                    self.add.menu().close()
                    entry.trigger()
                    return True
        return super().eventFilter(watched, event)

    def offer_activities(self) -> None:
        """Open the menu of activities, by its key."""
        self.add.showMenu()

    def _connect(self) -> None:
        for signal, own in (
            (self.head.edited, self.edited),
            (self.head.removal_wanted, self.removal_wanted),
            (self.head.dragged, self.dragged),
            (self.head.dropped, self.dropped),
            (self.activities.edited, self.edited),
            (self.activities.removed, self.activity_removed),
            (self.activities.moved, self.activity_moved),
            (self.activities.arranged, self.arranged),
        ):
            signal.connect(own)

    def key(self) -> str:
        """The id of the goal."""
        return str(self.head.stored.id)

    def value(self) -> Goal:
        """The goal as it is written now."""
        goal: Goal = self.head.value()
        return replace(goal, activities=tuple(self.activities.values()))

    def set_place(self, place: int) -> None:
        """Number the goal within its dimension."""
        self.head.set_place(place)

    def take_keyboard(self) -> None:
        """Let the user write the goal."""
        self.head.take_keyboard()

    def rows(self) -> list[ActivityRow]:
        """The activities from top to bottom."""
        return [row for row in self.activities.rows if isinstance(row, ActivityRow)]

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by place: ``text``, ``activities``, ``activities.1.due``."""
        self.head.show_mistakes({key: said for key, said in mistakes.items() if "." not in key})
        for place, row in enumerate(self.rows()):
            row.show_mistakes(below(f"activities.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        parts = key.split(".")
        if len(parts) == 3:
            return self.rows()[int(parts[1])].focus_on(parts[2])
        if key != "activities":
            return self.head.focus_on(key)
        self.add.setFocus()
        return self.add

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place."""
        return {
            f"activities.{place}.{key}": said
            for place, row in enumerate(self.rows())
            for key, said in row.typed_problems().items()
        }

    def retranslate(self) -> None:
        """The word on the button; the rows say theirs."""
        self.add.set_text(_("Add an activity"))

    def _add(self, text: str) -> None:
        self.activities.add(Activity(new_id(), text))
        self.head.forget_mistake("activities")
