"""The money of a plan: one line per aid, each held against its package while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.plans.budget import Frame, refusals
from intake_app.plans.model import BudgetLine, LineForm, Price
from intake_app.values import Money, new_id
from ui.buttons import Button, Kind
from ui.cards import Card, SectionTitle
from ui.plans.budget_row import BudgetRow
from ui.plans.goal_card import below
from ui.plans.row_stack import RowStack
from ui.plans.surroundings import Surroundings
from ui.tokens import XS, M, S

__all__ = ["BudgetRow", "BudgetTable"]


class BudgetTable(QWidget):
    """All budget lines.

    Signals: ``edited``; ``removed`` words and the way back; ``arranged`` lines came, went or moved.
    """

    edited = Signal()
    removed = Signal(str, object)
    arranged = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._frame: Frame = around.frame
        self.add = Button(Kind.QUIET, "plus")
        self.stack = RowStack(lambda line: BudgetRow(line, around, self._known_price))
        self._card = Card(margin=M)
        self._build()
        self.stack.edited.connect(self._edited)
        self.stack.arranged.connect(self._weigh)
        self.stack.arranged.connect(self.arranged)
        self.stack.removed.connect(
            lambda back: self.removed.emit(_("Budget line taken away."), back)
        )
        self.add.clicked.connect(self.add_line)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionTitle(lambda: _("Budget")))
        head.addWidget(self.add)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(head)
        self._card.body.addWidget(self.stack)
        column.addWidget(self._card)

    def rows(self) -> list[BudgetRow]:
        """The lines from top to bottom."""
        return [row for row in self.stack.rows if isinstance(row, BudgetRow)]

    def value(self) -> tuple[BudgetLine, ...]:
        """The lines as they are written now."""
        return tuple(row.value() for row in self.rows())

    def set_value(self, lines: Sequence[BudgetLine]) -> None:
        """Show these lines."""
        self.stack.set_values(lines)
        self._weigh()

    def add_line(self) -> None:
        """Append an empty line and let the user write it."""
        currency = self._around.frame.pack.currency
        form = LineForm.IN_KIND
        self.stack.add(BudgetLine(new_id(), "", "", Money.zero(currency), form))

    def countable(self) -> tuple[BudgetLine, ...]:
        """The lines that name a package and an amount: those that the balances count."""
        return tuple(row.value() for row in self.rows() if row.is_begun())

    def _known_price(self, currency: str) -> Price | None:
        """The latest price in this currency, so that a rate is typed once."""
        prices = (line.price for line in reversed(self.value()) if line.price)
        return next((one for one in prices if one.amount.currency == currency), None)

    def typed_mistakes(self) -> dict[str, str]:
        """What was typed and is not understood, by place in the plan."""
        return {
            f"lines.{place}.{key}": said
            for place, row in enumerate(self.rows())
            for key, said in row.typed_problems().items()
        }

    def refused(self) -> dict[str, str]:
        """The lines that the budget does not carry, by place in the plan."""
        reasons = refusals(self.countable(), self._frame, self._around.kept)
        return {
            f"lines.{place}.amount": reasons[line.id]
            for place, line in enumerate(self.value())
            if line.id in reasons
        }

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show problems by their place in the plan: ``lines.0.amount``."""
        for place, row in enumerate(self.rows()):
            row.show_mistakes(below(f"lines.{place}.", mistakes))

    def focus_on(self, key: str) -> QWidget:
        """Put the keyboard where a problem is; returns what shall be in sight."""
        _lines, place, rest = key.split(".", 2)
        return self.rows()[int(place)].focus_on(rest)

    def retranslate(self) -> None:
        """The words on the button, and the reasons of refused lines."""
        self.add.set_text(_("Add a line"))
        self._weigh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _edited(self) -> None:
        self._weigh()
        self.edited.emit()

    def _weigh(self) -> None:
        """Hold every line against its package."""
        self._card.setVisible(bool(self.stack.rows))
        reasons = refusals(self.countable(), self._frame, self._around.kept)
        for row in self.rows():
            row.show_refusal(reasons.get(row.value().id, ""))
