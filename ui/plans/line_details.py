"""What few budget lines need: dimension, month, and the price in another currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from PySide6.QtWidgets import QWidget

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.packs.model import Dimension
from intake_app.plans.budget import month_words
from intake_app.plans.frame import Offer
from intake_app.plans.lines import month_after, month_of
from intake_app.plans.model import BudgetLine, Price
from intake_app.values import MINOR_UNITS
from intake_app.words import word
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.money_edit import MoneyEdit
from ui.plain import PlainLabel
from ui.plans.price_fields import RateEdit, currencies
from ui.plans.row_editors import RowEditors
from ui.plans.surroundings import Surroundings
from ui.tokens import Text

_MONTHS = 36
"""How many months from arrival one can choose where a package has no end."""

KnownPrice = Callable[[str], Price | None]
"""The latest price of the plan in a currency: its rate is offered again."""


class LineDetails:
    """Two lines of editors in a budget row, made when they are first needed."""

    def __init__(
        self,
        row: RowEditors,
        line: BudgetLine,
        around: Surroundings,
        offer: Callable[[], Offer | None],
        known: KnownPrice,
    ) -> None:
        self._around, self._offer, self._known = around, offer, known
        self.dimension = ChoiceList(self._dimensions)
        self.month = ChoiceList(self._months)
        local = line.price.amount.currency if line.price else around.local_currency
        self.price = MoneyEdit(local, named=False)
        self.currency = ChoiceList(lambda: currencies(around.local_currency))
        self.rate = RateEdit()
        self.day = DayEdit(lambda: around.today, latest=around.today)
        self.sum = PlainLabel(Text.SECONDARY, wrap=True)
        spent, priced = row.new_line(), row.new_line()
        row.put(spent, "month", self.month, lambda: _("Month in which it is spent"))
        row.put(spent, "dimension", self.dimension, lambda: _("Dimension"))
        row.put(priced, "price", self.price, lambda: _("Price of the supplier"), 22)
        row.put(priced, "currency", self.currency, lambda: _("Currency"), 12)
        row.put(priced, "rate", self.rate, self._rate_words)
        row.put(priced, "day", self.day, lambda: _("Day of the rate"), 23)
        row.new_line().addWidget(self.sum)
        self._show(line)
        self.currency.edited.connect(self._currency_chosen)
        self.price.edited.connect(self._offer_rate)
        self.say_sum()

    def _show(self, line: BudgetLine) -> None:
        self.dimension.set_value(line.dimension.value if line.dimension else None)
        self.month.set_value(line.month or None)
        self.currency.set_value(self.price.currency)
        if line.price:
            self.price.set_value(line.price.amount)
            self.rate.set_value(line.price.rate)
            self.day.set_value(line.price.rate_on)

    def widgets(self) -> tuple[QWidget, ...]:
        """All editors, to be shown and hidden together."""
        return (
            self.month, self.dimension, self.price, self.currency, self.rate, self.day, self.sum,
        )  # fmt: skip

    def package_chosen(self) -> None:
        """Offer what the package allows."""
        for choice in (self.dimension, self.month):
            choice.retranslate()
        self.say_sum()

    def chosen_dimension(self) -> Dimension | None:
        """The dimension; None if none is said."""
        return Dimension(code) if (code := self.dimension.value()) else None

    def chosen_price(self) -> Price | None:
        """The price with its rate, once all of it is there."""
        amount, rate, day = self.price.value(), self.rate.value(), self.day.value()
        return Price(amount, rate, day) if amount and rate and day else None

    def problem(self) -> str:
        """What a price lacks; empty if it is whole, or if there is none."""
        begun = not self.price.is_empty() or not self.rate.is_empty()
        if not begun or self.chosen_price() is not None:
            return ""
        return _("A price needs the amount, the rate and the day of the rate.")

    def say_sum(self) -> None:
        """What the price comes to."""
        price, offer = self.chosen_price(), self._offer()
        self.sum.setText("")
        if price is not None and offer is not None:
            amount = price.in_currency(offer.package.currency)
            self.sum.setText(
                _("{price} come to {amount}").format(
                    price=format_money(price.amount, language()),
                    amount=format_money(amount, language()),
                )
            )
        self.sum.setVisible(bool(self.sum.text()) and self.price.isVisibleTo(self.sum.window()))

    def _rate_words(self) -> str:
        offer = self._offer()
        currency = offer.package.currency if offer else self._around.frame.pack.currency
        return _("Rate: how much for 1 {currency}").format(currency=currency)

    def _currency_chosen(self) -> None:
        code = self.currency.value()
        if code in MINOR_UNITS:
            self.price.set_currency(code)
            self._offer_rate()

    def _offer_rate(self) -> None:
        """A price has the rate of the last one in its currency, and else today's day."""
        if not self.rate.is_empty() or self.price.is_empty():
            return
        known = self._known(self.price.currency)
        if known is not None:
            self.rate.set_value(known.rate)
        if self.day.is_empty():
            self.day.set_value(known.rate_on if known else self._around.today)

    def _dimensions(self) -> Sequence[Option]:
        offer = self._offer()
        some = offer.package.dimensions if offer else tuple(Dimension)
        return [Option(one.value, word("dimension", one)) for one in some]

    def _months(self) -> Sequence[Option]:
        offer = self._offer()
        first = self._around.frame.first_month
        months = (month_after(first, step) for step in range(_MONTHS))
        if offer is not None and offer.last_day is not None:
            last = month_of(offer.last_day)
            months = takewhile(lambda month: month <= last, months)  # type: ignore[assignment]
        return [Option(month, month_words(month)) for month in months]
