"""Money that was counted out in another currency than the fund's: amount, rate and its day."""

from __future__ import annotations

from datetime import date

from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.plans.model import Price
from intake_app.values import MINOR_UNITS, Money
from ui.cards import IconLabel
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.money_edit import MoneyEdit
from ui.plans.price_fields import RateEdit, currencies
from ui.tokens import Text, Tone

KEYS = ("local", "rate", "rate_on")


class LocalAmount:
    """Questions of a form: in which currency, and only for another one how much at which rate.

    ``rest`` is what is left to pay, in the fund's currency; ``known`` a price with the rate to be
    offered, of the plan or of the payment before; ``nearby`` the currency of the office.
    """

    def __init__(
        self, form: Form, rest: Money, today: date, nearby: str, known: Price | None
    ) -> None:
        self._form, self._rest, self._today, self._known = form, rest, today, known
        self._fund = rest.currency
        first = known.amount.currency if known else nearby
        form.add("currency", ChoiceList(lambda: currencies(first)), lambda: _("Counted out in"))
        form.add("local", MoneyEdit(self._fund), lambda: _("Amount counted out"), required=True)
        form.add("rate", RateEdit(), self._rate_words, required=True)
        day = DayEdit(lambda: today, latest=today)
        form.add("rate_on", day, lambda: _("Day of the rate"), required=True)
        self.sum = IconLabel(Text.BODY)
        form.add_widget(self.sum)
        form["currency"].edited.connect(self._currency_chosen)
        for key in KEYS:
            form[key].edited.connect(self.follow)

    def first_values(self) -> dict[str, object]:
        """The fund's own currency until another one is chosen."""
        return {"currency": self._fund}

    def is_asked(self) -> bool:
        """True if another currency than the fund's is chosen."""
        return self._form["currency"].value() not in (None, self._fund)

    def price(self) -> Price | None:
        """The amount with its rate, once all of it is there."""
        local, rate, day = (self._form[key].value() for key in KEYS)
        whole = self.is_asked() and local is not None and rate and day is not None
        return Price(local, rate, day) if whole else None

    def amount(self) -> Money | None:
        """What it comes to in the fund's currency, by the exact rate."""
        price = self.price()
        return price.in_currency(self._fund) if price else None

    def follow(self) -> None:
        """Show the questions that belong to the currency, and what the amount comes to."""
        asked = self.is_asked()
        for key in KEYS:
            self._form.set_relevant(key, asked)
        self._form.set_relevant("amount", not asked)
        if asked:
            self._form["local"].set_currency(self._form["currency"].value())
        self.say()

    def say(self) -> None:
        """What was typed, in the fund's currency, and what is left of it afterwards."""
        price, amount = self.price(), self.amount()
        self.sum.setVisible(amount is not None)
        if price is None or amount is None:
            return
        left = self._rest - amount
        named = {
            "local": format_money(price.amount, language()),
            "amount": format_money(amount, language()),
        }
        if left.minor < 0:
            over = Money(-left.minor, left.currency)
            words = _("{local} come to {amount}: {over} more than is left to pay.")
            said = words.format(**named, over=format_money(over, language()))
            self.sum.show_text(said, "triangle-alert", Tone.WARNING)
            return
        words = _("{local} come to {amount}; {left} are left to pay afterwards.")
        said = words.format(**named, left=format_money(left, language()))
        self.sum.show_text(said, "info", Tone.NEUTRAL)

    def _currency_chosen(self) -> None:
        code, form = self._form["currency"].value(), self._form
        if code in MINOR_UNITS and self.is_asked():
            known = self._known if self._known and self._known.amount.currency == code else None
            form["rate"].set_value(known.rate if known else None)
            form["rate_on"].set_value(known.rate_on if known else self._today)
        self.follow()

    def _rate_words(self) -> str:
        return _("Rate: how much for 1 {currency}").format(currency=self._fund)
