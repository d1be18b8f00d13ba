"""A plan as it is read: by those who do not write it, and after it was sent for approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from intake_app.formats import format_date, format_money
from intake_app.i18n import _, language
from intake_app.packs.model import Dimension
from intake_app.plans.budget import Frame, balances, limit_balances, month_words
from intake_app.plans.lines import Price
from intake_app.plans.model import (
    FAMILY,
    PRINCIPAL,
    Activity,
    ActivityStatus,
    BudgetLine,
    Goal,
    Plan,
)
from intake_app.progress.model import Progress
from intake_app.words import word
from ui.cards import Card, Chip, SectionTitle
from ui.flow import clear_layout
from ui.plain import PlainLabel
from ui.plans.balances_panel import BalancesPanel
from ui.plans.plan_page import PlanPage
from ui.plans.rests_on import rests_on_words
from ui.plans.surroundings import Surroundings
from ui.tokens import XL, L, M, S, Text, Tone

STATUS_LOOK = {
    ActivityStatus.PLANNED: ("circle-dashed", Tone.NEUTRAL),
    ActivityStatus.UNDER_WAY: ("circle-dot", Tone.ACCENT),
    ActivityStatus.DONE: ("circle-check", Tone.SUCCESS),
    ActivityStatus.DROPPED: ("circle-slash", Tone.WARNING),
}


class PlanReading(QWidget):
    """One version of a plan, as text."""

    def __init__(self, plan: Plan, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if parent is not None:
            self.resize(parent.size())  # so that lines break once
        self.plan, self.around = plan, around
        view = PlanPage(self)
        self._parts = goals, budget, own = [QWidget(view.page) for _part in range(3)]
        self._goals, self._budget = QVBoxLayout(goals), QVBoxLayout(budget)
        self._own = QVBoxLayout(own)
        for column in (self._goals, self._budget, self._own):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(S)
        self.balances = BalancesPanel(around.frame, view.side)
        view.fill(self.balances, goals, budget, own)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text, in the language of today."""
        clear_layout(self._goals)
        clear_layout(self._budget)
        clear_layout(self._own)
        goals, budget, own_part = self._parts
        for dimension in Dimension:
            own = [goal for goal in self.plan.goals if goal.dimension is dimension]
            if own:
                if self._goals.count():
                    self._goals.addSpacing(S)
                self._goals.addWidget(SectionTitle(_dimension_words(dimension), goals))
            for number, goal in enumerate(own, start=1):
                self._goals.addWidget(_goal_card(goal, number, self.around, goals))
        self._budget.addWidget(SectionTitle(lambda: _("Budget"), budget))
        self._budget.addWidget(self._lines(budget))
        if self.plan.own:
            self._own.addWidget(SectionTitle(lambda: _("Own contribution"), own_part))
            self._own.addWidget(self._own_shares(own_part))
        lines, frame = self.plan.lines, self.around.frame
        self.balances.show_balances(balances(lines, frame), limit_balances(lines, frame))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lines(self, part: QWidget) -> Card:
        family = bool(self.around.family)
        heads = [_("Package"), _("What for"), _("Amount"), _("Given as")]
        rows = []
        for line in self.plan.lines:
            row = [
                package_of(line, self.around.frame),
                "\n".join(part for part in (line.text, about_words(line)) if part),
                format_money(line.amount, language()),
                word("form", line.form),
            ]
            rows.append([*row, for_whom(line.beneficiary, self.around)] if family else row)
        if not rows:
            return _sentence_card(_("No money is planned."), part)
        heads = [*heads, _("For whom")] if family else heads
        return _table_card(part, heads, rows, stretch=1, right=2)

    def _own_shares(self, part: QWidget) -> Card:
        heads = [_("What the person brings in"), _("In which form"), _("Value")]
        rows = [
            [share.text, word("form", share.form), format_money(share.value, language())]
            for share in self.plan.own
        ]
        return _table_card(part, heads, rows, stretch=0, right=2)


def package_of(line: BudgetLine, frame: Frame) -> str:
    """The package that pays for a line, with its programme where there are several."""
    return frame.name_of((line.pack or frame.pack.id, line.package))


def for_whom(beneficiary: str, around: Surroundings) -> str:
    """The name of whoever a line is for."""
    if beneficiary == PRINCIPAL:
        return around.principal
    if beneficiary == FAMILY:
        return _("The whole family")
    return dict(around.family).get(beneficiary, beneficiary)


def about_words(line: BudgetLine) -> str:
    """What a line names besides: dimension, month, and the price in another currency."""
    parts = [word("dimension", line.dimension) if line.dimension else "", month_words(line.month)]
    if line.price:
        parts.append(price_words(line.price, line.amount.currency))
    return " · ".join(part for part in parts if part)


def price_words(price: Price, currency: str) -> str:
    """A price in the currency of the supplier, with its rate for one of the fund's ``currency``."""
    return _("{price} at {rate} {local} for 1 {currency}, rate of {day}").format(
        price=format_money(price.amount, language()),
        rate=price.rate_words(language()),
        local=price.amount.currency,
        currency=currency,
        day=format_date(price.rate_on, language()),
    )


def _dimension_words(dimension: Dimension) -> Callable[[], str]:
    return lambda: word("dimension", dimension)


def _goal_card(goal: Goal, number: int, around: Surroundings, part: QWidget) -> Card:
    card = Card(margin=M, parent=part)
    card.body.setSpacing(S)
    title = PlainLabel(Text.STRONG, wrap=True, parent=card)
    level = PlainLabel(Text.SECONDARY, parent=card)
    title.setText(_("{number}. {goal}").format(number=number, goal=goal.text))
    title.set_selectable()
    level.setText(_("Level: {level}").format(level=word("level", goal.level)))
    card.body.addWidget(title)
    card.body.addWidget(level)
    if said := rests_on_words(goal.rests_on, around.findings):
        rests = PlainLabel(Text.SECONDARY, wrap=True, parent=card)
        rests.setText(_("Rests on: {text}").format(text=said))
        card.body.addWidget(rests)
    if goal.activities:
        card.body.addLayout(_activities(card, goal.activities, around.progress))
    return card


def _activities(
    card: Card, activities: Sequence[Activity], progress: Mapping[str, Progress]
) -> QGridLayout:
    heads = [_("What is done"), _("With whom"), _("Who sees to it"), _("Until"), _("How far")]
    rows = [
        [
            activity.text,
            activity.provider,
            activity.responsible,
            format_date(activity.due, language()) if activity.due else "",
        ]
        for activity in activities
    ]
    grid = _grid(card, heads, rows, stretch=0, whole=3)
    for line, activity in enumerate(activities, start=1):
        noted = progress.get(activity.id)
        status = noted.status if noted else activity.status
        icon, tone = STATUS_LOOK[status]
        chip = Chip(icon, tone, word("activity", status), card)
        grid.addWidget(chip, line, len(heads) - 1, Qt.AlignmentFlag.AlignTop)
    return grid


def _table_card(
    part: QWidget, heads: Sequence[str], rows: Sequence[Sequence[str]], *, stretch: int, right: int
) -> Card:
    card = Card(margin=M, parent=part)
    card.body.addLayout(_grid(card, heads, rows, stretch=stretch, right=right))
    return card


def _sentence_card(sentence: str, part: QWidget) -> Card:
    card = Card(margin=M, parent=part)
    label = PlainLabel(Text.SECONDARY, wrap=True, parent=card)
    label.setText(sentence)
    card.body.addWidget(label)
    return card


def _grid(
    card: Card,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    stretch: int,
    right: int = -1,
    whole: int = -1,
) -> QGridLayout:
    """``right`` is the column of figures; neither it nor the column ``whole`` is broken."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(XL - S)
    grid.setVerticalSpacing(S)
    grid.setContentsMargins(0, 0, L, 0)
    for column, head in enumerate(heads):
        label = PlainLabel(Text.LABEL, parent=card)
        label.setText(head)
        side = Qt.AlignmentFlag.AlignRight if column == right else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(label, 0, column, side)
        grid.setColumnStretch(column, 3 if column == stretch else 1)
    for line, cells in enumerate(rows, start=1):
        for column, text in enumerate(cells):
            cell = PlainLabel(wrap=column not in {right, whole}, parent=card)
            cell.setText(text or "–")
            side = Qt.AlignmentFlag.AlignRight if column == right else Qt.AlignmentFlag.AlignLeft
            cell.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(cell, line, column)
    return grid
