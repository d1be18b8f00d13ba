"""One budget line as it is written: what for, how much, which package pays, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from intake_app.i18n import _
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
from ui.plans.editor_row import EditorRow
from ui.plans.line_details import KnownPrice, LineDetails
from ui.plans.surroundings import Surroundings

_ONLY_FORM = {PackageForm.CASH: LineForm.CASH, PackageForm.IN_KIND: LineForm.IN_KIND}


class BudgetRow(EditorRow):
    """One budget line. Signals: those of a row."""

    def __init__(self, line: BudgetLine, around: Surroundings, known: KnownPrice) -> None:
        super().__init__()
        self._line, self._around, self._known = line, around, known
        self._refused = ""
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
        self.retranslate()
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
        self.setFocusProxy(self.text)

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

    def is_begun(self) -> bool:
        """True once there is a package and an amount to hold against it."""
        return bool(self.package.value()) and self.amount.value() is not None

    def show_refusal(self, reason: str) -> None:
        """Say at once why the budget does not carry this line; an empty text if it does."""
        if reason != self._refused:
            self._refused = reason
            self.show_notes()

    def typed_problems(self) -> dict[str, str]:
        """What was typed and is not understood, by the editor's key."""
        typed = {key: editor.problem() or "" for key, editor in self.editors.items()}
        if self.details is not None and not typed["rate"] and not typed["price"]:
            typed["rate"] = self.details.problem()
        return {key: said for key, said in typed.items() if said}

    def mistakes(self) -> dict[str, str]:
        """Problems of single fields, then what the budget says."""
        refused = {"amount": self._refused} if self._refused else {}
        return {**super().mistakes(), **self.typed_problems(), **refused}

    def retranslate(self) -> None:
        """Names of editors and buttons."""
        super().retranslate()
        self.more.set_name(_("Month, dimension, price in another currency"))
        self.remove.set_name(_("Take this line away"))
        if self.details is not None:
            self.details.say_sum()


def _code(key: Key) -> str:
    """A package as the list of choices knows it; those of the case's own programme by their id."""
    return ".".join(part for part in key if part)


def _key(code: str) -> Key:
    pack, _dot, package = code.rpartition(".")
    return pack, package
