"""The money of a plan: one line per aid, each held against its package while it is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from intake_app.i18n import _
from intake_app.plans.budget import refusals
from intake_app.plans.model import BudgetLine, LineForm, Price
from intake_app.values import Money, new_id
from ui.plans.budget_row import BudgetRow
from ui.plans.lines_table import LinesTable
from ui.plans.surroundings import Surroundings


class BudgetTable(LinesTable[BudgetRow]):
    """All budget lines. Signals: those of a table of lines."""

    part = "lines"

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(
            lambda: _("Budget"),
            lambda line, stack: BudgetRow(line, around, self._known_price, stack),
            parent,
        )
        self._around = around
        self.retranslate()

    def new_line(self) -> BudgetLine:
        """A line without package and amount."""
        zero = Money.zero(self._around.frame.pack.currency)
        return BudgetLine(new_id(), "", "", zero, LineForm.IN_KIND)

    def add_words(self) -> str:
        """The words on the button."""
        return _("Add a line")

    def removed_words(self) -> str:
        """What is said when a line was taken away."""
        return _("Budget line taken away.")

    def countable(self) -> tuple[BudgetLine, ...]:
        """The lines that name a package and an amount: those that the balances count."""
        return tuple(row.value() for row in self.rows() if row.is_begun())

    def refused(self) -> dict[str, str]:
        """The lines that the budget does not carry, by place in the plan."""
        reasons = self._reasons()
        return {
            f"lines.{place}.amount": reasons[line.id]
            for place, line in enumerate(self.value())
            if line.id in reasons
        }

    def reckon(self) -> None:
        """Hold every line against its package."""
        super().reckon()
        reasons = self._reasons()
        for row in self.rows():
            row.show_refusal(reasons.get(row.key(), ""))

    def _reasons(self) -> dict[str, str]:
        return dict(refusals(self.countable(), self._around.frame, self._around.kept))

    def _known_price(self, currency: str) -> Price | None:
        """The latest price in this currency, so that a rate is typed once."""
        prices = (line.price for line in reversed(self.value()) if line.price)
        return next((one for one in prices if one.amount.currency == currency), None)
