"""Writing a plan: goals, budget and balances on one page, with every problem in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from intake_app.errors import InvalidInput
from intake_app.i18n import _, said_again
from intake_app.packs.model import Dimension
from intake_app.plans.budget import balances, limit_balances
from intake_app.plans.model import Plan
from intake_app.words import word
from ui.fields.error_summary import ErrorSummary, Mistake
from ui.plans.balances_panel import BalancesPanel
from ui.plans.budget_table import BudgetTable
from ui.plans.goals_panel import GoalsPanel
from ui.plans.own_table import OwnTable
from ui.plans.plan_page import PlanPage
from ui.plans.row_stack import moved_by_key
from ui.plans.steps_back import StepsBack
from ui.plans.surroundings import Surroundings
from ui.plans.tab_order import chain
from ui.tokens import M


class PlanForm(QWidget):
    """One plan as it is being written.

    Signals: ``edited`` the user changed something; ``removed`` something was taken away (words and
    the way back).
    """

    edited = Signal()
    removed = Signal(str, object)

    def __init__(self, plan: Plan, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(parent.size())  # so that lines break once
        self.around = around
        self._problems: Mapping[str, str] = {}
        self._plan = plan
        self.summary = ErrorSummary(self)
        self._view = PlanPage(self)
        page = self._view.page
        self.goals = GoalsPanel(around, page)
        self.budget = BudgetTable(around, page)
        self.own = OwnTable(around, page)
        self.balances = BalancesPanel(around.frame, self._view.side)
        self._view.fill(self.balances, self.goals, self.budget, self.own)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.summary)
        column.addWidget(self._view, 1)
        self.goals.set_value(plan.goals)
        self.budget.set_value(plan.lines)
        self.own.set_value(plan.own)
        self._saved = self.value()
        self.steps = StepsBack(self)
        self._connect()
        self._rechain()
        self._weigh()

    def _connect(self) -> None:
        for part in (self.goals, self.budget, self.own):
            part.edited.connect(self._edited)
            part.removed.connect(lambda _words, way_back: self.steps.remember(way_back))
            part.removed.connect(self.removed)
            part.moved.connect(self.steps.remember)
            part.arranged.connect(self._rechain)
        self.summary.chosen.connect(self.jump_to)
        for key, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(
                lambda step=step: moved_by_key(QApplication.focusWidget(), step)
            )

        more = QShortcut(QKeySequence("Alt+A"), self)
        more.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        more.activated.connect(lambda: self.goals.offer_activities(QApplication.focusWidget()))

    def value(self) -> Plan:
        """The plan as it is written now."""
        return replace(
            self._plan,
            goals=self.goals.value(),
            lines=self.budget.value(),
            own=self.own.value(),
        )

    def restore(self, draft: Plan) -> None:
        """Show goals and lines of a draft; they count as changes that are not saved."""
        self.goals.set_value(draft.goals)
        self.budget.set_value(draft.lines)
        self.own.set_value(draft.own)
        self._weigh()

    def set_saved(self, stored: Plan, sent: Plan) -> None:
        """``sent`` was saved as ``stored``; what was typed meanwhile is still a change."""
        self._plan = stored
        self._saved = replace(stored, goals=sent.goals, lines=sent.lines, own=sent.own)

    def is_changed(self) -> bool:
        """True if something is written that was not saved."""
        return self.value() != self._saved or bool(self._typed_mistakes())

    def is_plan(self, plan: Plan) -> bool:
        """True if this very revision is what the form shows or changes."""
        return (plan.id, plan.revision) == (self._plan.id, self._plan.revision)

    def check(self) -> bool:
        """True if everything is understood and the budget carries it; else it is shown."""
        return self._passes(self._refused())

    def check_complete(self) -> bool:
        """True if nothing is missing that an approver needs; else it is shown."""
        return self._passes(_missing(self.value()))

    def _passes(self, problems: Mapping[str, str]) -> bool:
        self.show_problems(problems)
        return not problems

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each sentence at its place and all on top; go to the first. ``{}`` clears."""
        self._problems = problems
        first = self._say(problems)
        if first:
            self.jump_to(first)

    def _say(self, problems: Mapping[str, str]) -> str:
        self.goals.show_mistakes(problems)
        self.budget.show_mistakes(problems)
        self.own.show_mistakes(problems)
        lines = [
            Mistake(key if "." in key else "", self._place_words(key), said)
            for key, said in sorted(problems.items(), key=_reading_order)
        ]
        self.summary.show_mistakes(lines)
        return next((line.key for line in lines if line.key), "")

    def jump_to(self, key: str) -> None:
        """Bring a place of the plan into sight and the keyboard into it."""
        if key.startswith("goals."):
            place = self.goals.focus_on(key)
        else:
            place = (self.own if key.startswith("own.") else self.budget).focus_on(key)
        self._view.bring(place)

    def _refused(self) -> dict[str, str]:
        return {**self.budget.refused(), **self._typed_mistakes()}

    def _typed_mistakes(self) -> dict[str, str]:
        return {
            **self.goals.typed_mistakes(),
            **self.budget.typed_mistakes(),
            **self.own.typed_mistakes(),
        }

    def _place_words(self, key: str) -> Callable[[], str]:
        parts = key.split(".")
        if len(parts) == 1:
            return str
        number = int(parts[1])
        if parts[0] == "lines":
            return lambda: _("Budget line {number}").format(number=number + 1)
        if parts[0] == "own":
            return lambda: _("Own contribution, line {number}").format(number=number + 1)
        goals = self.goals.value()
        dimension = goals[number].dimension
        own = sum(goal.dimension is dimension for goal in goals[: number + 1])
        if len(parts) == 5:
            return lambda: _("{dimension}, goal {number}, activity {step}").format(
                dimension=_dimension(dimension), number=own, step=int(parts[3]) + 1
            )
        return lambda: _("{dimension}, goal {number}").format(
            dimension=_dimension(dimension), number=own
        )

    def _edited(self) -> None:
        self.steps.typed()
        self._weigh()
        self.edited.emit()

    def _rechain(self) -> None:
        chain(self._view.page)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The balances and the mistakes come in words: say them again after a switch."""
        if event.type() == QEvent.Type.LanguageChange:
            self._weigh()
            self._say({key: said_again(said) for key, said in self._problems.items()})
        super().changeEvent(event)

    def _weigh(self) -> None:
        lines, frame = self.budget.countable(), self.around.frame
        self.balances.show_balances(balances(lines, frame), limit_balances(lines, frame))


def _reading_order(problem: tuple[str, str]) -> list[tuple[int, str]]:
    """Goals before lines, and the tenth after the ninth."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in problem[0].split(".")]


def _dimension(dimension: Dimension) -> str:
    return word("dimension", dimension)


def _missing(plan: Plan) -> Mapping[str, str]:
    """What an approver needs and does not find, by place."""
    try:
        plan.check_complete()
    except InvalidInput as incomplete:
        return incomplete.problems
    return {}
