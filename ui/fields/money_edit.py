"""An exact amount in a currency."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from intake_app.formats import format_money, format_number
from intake_app.i18n import _, language
from intake_app.values import MINOR_UNITS, Money
from ui.fields.choice import Choice, Option
from ui.fields.editor import LineEditor
from ui.plain import PlainLabel
from ui.tokens import Text


class MoneyEdit(LineEditor):
    """An amount as people type it (``1 234,5``); what was understood stands under the field.

    With several ``currencies`` (at most four) the clerk chooses one of them. ``named`` False: the
    currency stands beside the field already.
    """

    def __init__(
        self, currency: str = "EUR", currencies: Sequence[str] = (), *, named: bool = True
    ) -> None:
        super().__init__(max_length=24)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._currency = currency
        self._code = PlainLabel(Text.SECONDARY, parent=self)
        self.choice: Choice | None = None
        if len(currencies) > 1:
            self.choice = Choice(
                lambda: [Option(code, code) for code in currencies], may_be_empty=False
            )
            self.choice.edited.connect(self._chosen)
            self.row.addWidget(self.choice)
        elif named:
            self.row.addWidget(self._code)
        self._code.setHidden(len(currencies) > 1 or not named)
        self.set_currency(currency)
        self.retranslate()

    @property
    def currency(self) -> str:
        """The code of the currency."""
        return self._currency

    def set_currency(self, code: str) -> None:
        """Take this currency; the typed figures stay."""
        assert code in MINOR_UNITS
        self._currency = code
        self._code.setText(code)
        if self.choice:
            self.choice.set_value(code)
        self.note_changed.emit(self.note())

    def value(self) -> Money | None:
        """The amount, or None if there is none or it is not understood."""
        try:
            return Money.parse(self.line.text(), self._currency)
        except ValueError:
            return None

    def set_value(self, value: Money | None) -> None:
        """Show this amount, and take its currency."""
        if value is None:
            self.line.setText("")
            return
        self.set_currency(value.currency)
        self.line.setText(format_money(value, language()).rsplit("\u00a0", 1)[0])
        self.note_changed.emit(self.note())

    def is_empty(self) -> bool:
        """True if nothing was typed."""
        return not self.line.text().strip()

    def problem(self) -> str | None:
        """What an amount looks like, if what was typed is none."""
        if self.is_empty() or self.value() is not None:
            return None
        decimals = MINOR_UNITS[self._currency]
        if decimals == 0:
            return _("Enter a whole amount; {currency} has no decimals.").format(
                currency=self._currency
            )
        return _("Enter an amount, for example {example}. {currency} has {count} decimals.").format(
            example=format_money(Money(1_234_500, self._currency), language()),
            currency=self._currency,
            count=format_number(decimals, language()),
        )

    def note(self) -> str:
        """The amount as forms write it."""
        value = self.value()
        return format_money(value, language()) if value else ""

    def _chosen(self) -> None:
        assert self.choice is not None
        self.set_currency(self.choice.value() or self._currency)
        self.edited.emit()
