"""One goal of a plan: what the person wants to reach, on which level, by which activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _, language
from intake_app.plans.model import MAX_TEXT, Activity, Goal, Level
from intake_app.values import new_id
from ui.buttons import IconButton, Kind, MenuButton
from ui.cards import Card, IconLabel
from ui.fields.choice import Choice, Option
from ui.fields.options import words_of
from ui.plain import tooltip
from ui.plans.activity_row import ActivityRow
from ui.plans.grip import Grip
from ui.plans.growing_text import GrowingText
from ui.plans.rests_on import RestsOn
from ui.plans.row_stack import RowStack, StackRow
from ui.plans.surroundings import Surroundings
from ui.tokens import M, S, Text, Tone

_MOST_KEYS = 9
"""Templates that a digit chooses while the menu is open."""


def _level_options() -> Sequence[Option]:
    return words_of("level")


class GoalCard(StackRow):
    """One goal.

    Signals: those of a row; ``activity_removed``, ``activity_moved`` an activity was taken
    away or has another place (the way back); ``arranged`` activities came, went or moved.
    """

    activity_removed = Signal(object)
    activity_moved = Signal(object)
    arranged = Signal()

    def __init__(self, goal: Goal, around: Surroundings) -> None:
        super().__init__()
        self._id, self._dimension, self._place = goal.id, goal.dimension, 0
        self._around = around
        self._kept_rests = goal.rests_on
        self.rests: RestsOn | None = None
        self._mistakes: dict[str, str] = {}
        self._title = Grip(Text.STRONG)
        self.level = Choice(_level_options, may_be_empty=False)
        self.text = GrowingText(MAX_TEXT)
        self.note = IconLabel()
        self.activities = RowStack(lambda activity: ActivityRow(activity, around))
        self.add = MenuButton("plus", Kind.QUIET)
        self.remove = IconButton("trash-2")
        self._build()
        self._fill_menu()
        if around.findings:
            self._add_rests(goal)
        self.level.set_value(goal.level.value)
        self.text.set_value(goal.text)
        self.activities.set_values(goal.activities)
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self._title)
        head.addWidget(self.level, 1)
        head.addWidget(self.remove)
        card = Card(margin=M)
        card.body.setSpacing(S)
        self._body = card.body
        card.body.addLayout(head)
        card.body.addWidget(self.text)
        card.body.addWidget(self.note)
        card.body.addWidget(self.activities)
        card.body.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.note.hide()
        self.setFocusProxy(self.text)

    def _add_rests(self, goal: Goal) -> None:
        """Only where there is something that a goal could rest on."""
        rests = self.rests = RestsOn(self._around.findings)
        rests.set_value(goal.rests_on)
        rests.edited.connect(self.edited)
        self._body.insertWidget(self._body.indexOf(self.note), rests)

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
        self.level.edited.connect(self.edited)
        self.text.edited.connect(self._text_edited)
        self.activities.edited.connect(self.edited)
        self.activities.removed.connect(self.activity_removed)
        self.activities.moved.connect(self.activity_moved)
        self._title.dragged.connect(self.dragged)
        self._title.dropped.connect(self.dropped)
        self.activities.arranged.connect(self.arranged)
        self.remove.clicked.connect(self.removal_wanted)

    def value(self) -> Goal:
        """The goal as it is written now."""
        return Goal(
            id=self._id,
            dimension=self._dimension,
            level=Level(self.level.value() or Level.INDIVIDUAL),
            text=self.text.value(),
            activities=tuple(self.activities.values()),
            rests_on=self.rests.value() if self.rests is not None else self._kept_rests,
        )

    def set_place(self, place: int) -> None:
        """Number the goal within its dimension."""
        self._place = place
        self._title.setText(_("Goal {number}").format(number=place + 1))

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by place: ``text``, ``activities``, ``activities.1.due``."""
        self._mistakes = {key: said for key, said in mistakes.items() if "." not in key}
        self._show_note()
        for place, row in enumerate(self.activities.rows):
            assert isinstance(row, ActivityRow)
            row.show_mistakes(below(f"activities.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        parts = key.split(".")
        if len(parts) == 3:
            row = self.activities.rows[int(parts[1])]
            assert isinstance(row, ActivityRow)
            return row.focus_on(parts[2])
        place: QWidget = self.add if key == "activities" else self.text
        place.setFocus()
        return place

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place."""
        found: dict[str, str] = {}
        for place, row in enumerate(self.activities.rows):
            assert isinstance(row, ActivityRow)
            for key, editor in row.editors.items():
                if said := editor.problem():
                    found[f"activities.{place}.{key}"] = said
        return found

    def retranslate(self) -> None:
        """Every text of the card."""
        self.set_place(self._place)
        tooltip(self._title, _("Drag, or press Alt+Up and Alt+Down"))
        self.add.set_text(_("Add an activity"))
        self.remove.set_name(_("Take this goal away"))
        self.level.set_names(_("Level of the goal"), "")
        self.text.set_names(_("Goal"), self._mistakes.get("text", ""))

    def _add(self, text: str) -> None:
        self.activities.add(Activity(new_id(), text))
        self._mistakes.pop("activities", None)
        self._show_note()

    def _text_edited(self) -> None:
        if self._mistakes.pop("text", ""):
            self._show_note()
        self.edited.emit()

    def _show_note(self) -> None:
        self.text.set_wrong("text" in self._mistakes)
        self.text.set_names(_("Goal"), self._mistakes.get("text", ""))
        self.note.show_text(" ".join(self._mistakes.values()), "circle-alert", Tone.DANGER)
        self.note.setVisible(bool(self._mistakes))


def below(prefix: str, mistakes: Mapping[str, str]) -> dict[str, str]:
    """The mistakes of one part, by their place within it."""
    return {
        key.removeprefix(prefix): said for key, said in mistakes.items() if key.startswith(prefix)
    }
