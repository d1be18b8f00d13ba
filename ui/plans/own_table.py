"""What the person brings in themselves, below the budget: no programme pays it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.plans.model import MAX_TEXT, LineForm, OwnShare
from intake_app.values import Money, new_id
from intake_app.words import word
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.money_edit import MoneyEdit
from ui.fields.text_edit import TextLine
from ui.plain import PlainLabel
from ui.plans.lines_table import LinesTable
from ui.plans.read_row import ReadRow
from ui.plans.reading import Reading, Said
from ui.plans.row_editors import RowEditors
from ui.plans.surroundings import Surroundings
from ui.tokens import Text


class OwnEditors(RowEditors):
    """What one thing or sum is written in."""

    def __init__(self, row: QWidget, share: OwnShare) -> None:
        super().__init__(row)
        self._id = share.id
        self.text = TextLine(MAX_TEXT)
        self.form = ChoiceList(
            lambda: [Option(form.value, word("form", form)) for form in LineForm]
        )
        self.amount = MoneyEdit(share.value.currency)
        self.put_first("text", self.text, lambda: _("What the person brings in"))
        self.put_first("form", self.form, lambda: _("In which form"), 16)
        self.put_first("value", self.amount, lambda: _("Value"), 20)
        self.close_first()
        self.text.set_value(share.text)
        self.form.set_value(share.form.value)
        self.amount.set_value(share.value if share.value.minor else None)

    def value(self) -> OwnShare:
        """The share as it is written now."""
        value = self.amount.value() or Money.zero(self.amount.currency)
        form = LineForm(self.form.value() or LineForm.IN_KIND)
        return OwnShare(self._id, self.text.value(), value, form)

    def retranslate(self) -> None:
        """Names of editors and button."""
        super().retranslate()
        self.remove.set_name(_("Take this line away"))


class OwnRow(ReadRow[OwnEditors]):
    """One thing or sum that the person brings in. Signals: those of a row."""

    def reading(self) -> Reading:
        """What it is and its value; below it the form."""
        share: OwnShare = self.stored
        value = format_money(share.value, language()) if share.value.minor else ""
        return Reading(
            Said("text", share.text, _("What the person brings in")),
            Said("value", value),
            (Said("form", word("form", share.form)),),
        )

    def new_editors(self) -> OwnEditors:
        """Those of a share."""
        return OwnEditors(self, self.stored)


class OwnTable(LinesTable[OwnRow]):
    """All that the person brings in. Signals: those of a table of lines."""

    part = "own"

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(lambda: _("Own contribution"), OwnRow, parent)
        self._currency = around.frame.pack.currency
        self._total = PlainLabel(Text.SECONDARY, wrap=True, parent=self.card)
        self.card.body.addWidget(self._total)
        self.retranslate()

    def new_line(self) -> OwnShare:
        """A share without value."""
        return OwnShare(new_id(), "", Money.zero(self._currency), LineForm.IN_KIND)

    def add_words(self) -> str:
        """The words on the button."""
        return _("Add what the person brings in")

    def removed_words(self) -> str:
        """What is said when a line was taken away."""
        return _("Line taken away.")

    def reckon(self) -> None:
        """Add up."""
        super().reckon()
        sums: dict[str, Money] = {}
        for share in self.value():
            so_far = sums.get(share.value.currency, Money.zero(share.value.currency))
            sums[share.value.currency] = so_far + share.value
        amounts = ", ".join(format_money(one, language()) for one in sums.values())
        self._total.setText(
            _("Own contribution: {amount}. It counts against no ceiling.").format(amount=amounts)
        )
