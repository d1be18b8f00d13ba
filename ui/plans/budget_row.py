"""One budget line: what for, how much, which package pays, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.packs.model import PackageForm
from intake_app.plans.frame import Key, Offer
from intake_app.plans.model import FAMILY, MAX_TEXT, PRINCIPAL, BudgetLine, LineForm
from intake_app.values import Money
from intake_app.words import word
from ui.buttons import IconButton
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.money_edit import MoneyEdit
from ui.fields.text_edit import TextLine
from ui.plans.line_details import KnownPrice, LineDetails
from ui.plans.plan_reading import about_words, for_whom, package_of
from ui.plans.read_row import ReadRow
from ui.plans.reading import Reading, Said
from ui.plans.row_editors import RowEditors
from ui.plans.surroundings import Surroundings
from ui.plans.tab_order import chain

_ONLY_FORM = {PackageForm.CASH: LineForm.CASH, PackageForm.IN_KIND: LineForm.IN_KIND}


class BudgetEditors(RowEditors):
    """What a budget line is written in."""

    def __init__(
        self, row: QWidget, line: BudgetLine, around: Surroundings, known: KnownPrice
    ) -> None:
        super().__init__(row)
        self._line, self._around, self._known = line, around, known
        self.details: LineDetails | None = None
        self.package = ChoiceList(self._packages)
        self.text = TextLine(MAX_TEXT)
        self.amount = MoneyEdit(line.amount.currency)
        self.form = ChoiceList(self._forms)
        self.beneficiary = ChoiceList(self._beneficiaries)
        self.more = IconButton("ellipsis")
        self.more.setCheckable(True)
        self._lay_out()
        self._show(line)
        self.package.edited.connect(self._package_chosen)
        self.more.toggled.connect(self._show_details)
        self.edited.connect(self._take_price)
        if line.dimension or line.month or line.price or self._needs_details():
            self.more.setChecked(True)

    def _lay_out(self) -> None:
        self.put_first("text", self.text, lambda: _("What the money is for"))
        self.put_first("amount", self.amount, lambda: _("Amount"), 20)
        self.put_button(self.more)
        self.close_first()
        self.put_second("package", self.package, lambda: _("Package that pays"))
        self.put_second("form", self.form, lambda: _("Given as"), 16)
        if self._around.family:
            self.put_second("beneficiary", self.beneficiary, lambda: _("For whom"))

    def _show(self, line: BudgetLine) -> None:
        self.package.set_value(_code((line.pack, line.package)) if line.package else None)
        self.text.set_value(line.text)
        self.amount.set_value(line.amount if line.amount.minor else None)
        self.form.set_value(line.form.value)
        self.beneficiary.set_value(line.beneficiary)

    def _packages(self) -> Sequence[Option]:
        """The packages of every programme that pays; each says its programme if there are more."""
        frame = self._around.frame
        return [
            Option(_code((pack if pack != frame.pack.id else "", package)), frame.name_of(key))
            for key, offer in frame.offers.items()
            for pack, package in [key]
            if offer.served
        ]

    def _forms(self) -> Sequence[Option]:
        return [Option(form.value, word("form", form)) for form in LineForm]

    def _beneficiaries(self) -> Sequence[Option]:
        return [
            Option(PRINCIPAL, self._around.principal),
            Option(FAMILY, _("The whole family")),
            *(Option(id_, name) for id_, name in self._around.family),
        ]

    def _offer(self) -> Offer | None:
        """The package that is chosen, as it stands to this case."""
        pack, package = _key(self.package.value() or "")
        frame = self._around.frame
        return frame.offers.get((pack or frame.pack.id, package))

    def _package_chosen(self) -> None:
        """Take the package's currency, and its form where it has only one."""
        offer = self._offer()
        if offer is None:
            return
        self.amount.set_currency(offer.package.currency)
        if offer.package.form in _ONLY_FORM:
            self.form.set_value(_ONLY_FORM[offer.package.form])
        if self.details is not None:
            self.details.package_chosen()
        if self._needs_details():
            self.more.setChecked(True)

    def _needs_details(self) -> bool:
        """True where a limit counts by months, or by a dimension that is not the only one."""
        offer = self._offer()
        several = offer is not None and len(offer.package.dimensions) > 1
        limits = offer.limits if offer else ()
        return any(one.every or (one.dimension and several) for one in limits)

    def _show_details(self, shown: bool) -> None:
        if self.details is None and shown:
            line = self._line
            self.details = LineDetails(self, line, self._around, self._offer, self._known)
            self.retranslate()
            chain(self)
        if self.details is not None:
            for widget in self.details.widgets():
                widget.setVisible(shown)
            self.details.say_sum()
            self._take_price()

    def _take_price(self) -> None:
        """While there is a price, the amount is what it comes to."""
        if self.details is None:
            return
        price, offer = self.details.chosen_price(), self._offer()
        self.amount.set_read_only(price is not None)
        if price is not None and offer is not None:
            self.amount.set_value(price.in_currency(offer.package.currency))
        self.details.say_sum()

    def value(self) -> BudgetLine:
        """The line as it is written now; an amount that is not understood counts as nothing."""
        pack, package = _key(self.package.value() or "")
        line, details = self._line, self.details
        return BudgetLine(
            id=line.id,
            package=package,
            text=self.text.value(),
            amount=self.amount.value() or Money.zero(self.amount.currency),
            form=LineForm(self.form.value() or LineForm.IN_KIND),
            beneficiary=self.beneficiary.value() or PRINCIPAL,
            pack=pack,
            dimension=details.chosen_dimension() if details else line.dimension,
            month=(details.month.value() or "") if details else line.month,
            price=details.chosen_price() if details else line.price,
        )

    def problems(self) -> dict[str, str]:
        """What was typed and is not understood; of a price, what it lacks."""
        typed = super().problems()
        if self.details is not None and not {"rate", "price"} & typed.keys():
            lacks = self.details.problem()
            return {**typed, "rate": lacks} if lacks else typed
        return typed

    def retranslate(self) -> None:
        """Names of editors and buttons."""
        super().retranslate()
        self.more.set_name(_("Month, dimension, price in another currency"))
        self.remove.set_name(_("Take this line away"))
        if self.details is not None:
            self.details.say_sum()


class BudgetRow(ReadRow[BudgetEditors]):
    """One budget line. Signals: those of a row."""

    letters = 66

    def __init__(
        self, line: BudgetLine, around: Surroundings, known: KnownPrice, parent: QWidget
    ) -> None:
        super().__init__(line, parent)
        self._around, self._known = around, known
        self._refused = ""

    def reading(self) -> Reading:
        """What for and how much; below it who pays, how, for whom, and when."""
        line: BudgetLine = self.stored
        around = self._around
        amount = format_money(line.amount, language()) if line.amount.minor else ""
        return Reading(
            Said("text", line.text, _("What the money is for")),
            Said("amount", amount),
            (
                Said("package", package_of(line, around.frame) if line.package else ""),
                Said("form", word("form", line.form)),
                Said("beneficiary", for_whom(line.beneficiary, around) if around.family else ""),
                Said("month", about_words(line)),
            ),
        )

    def new_editors(self) -> BudgetEditors:
        """Those of a budget line."""
        return BudgetEditors(self, self.stored, self._around, self._known)

    def is_begun(self) -> bool:
        """True once there is a package and an amount to hold against it."""
        if self.is_touched():
            editors = self.editors
            return bool(editors.package.value()) and editors.amount.value() is not None
        return bool(self.stored.package) and bool(self.stored.amount.minor)

    def show_refusal(self, reason: str) -> None:
        """Say at once why the budget does not carry this line; an empty text if it does."""
        if reason != self._refused:
            self._refused = reason
            self.show_notes()

    def mistakes(self) -> dict[str, str]:
        """Problems of single fields, then what the budget says."""
        refused = {"amount": self._refused} if self._refused else {}
        return {**super().mistakes(), **refused}


def _code(key: Key) -> str:
    """A package as the list of choices knows it; those of the case's own programme by their id."""
    return ".".join(part for part in key if part)


def _key(code: str) -> Key:
    pack, _dot, package = code.rpartition(".")
    return pack, package
