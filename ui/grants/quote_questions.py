"""The questions about offers of suppliers in a request for a grant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from intake_app.formats import format_money
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import Quote
from intake_app.grants.quotes import cheapest, how_many
from intake_app.i18n import _, language, ngettext
from intake_app.values import Money, new_id
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.money_edit import MoneyEdit
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import TextBlock, TextLine
from ui.grants.grants_read import GrantFrame, file_name


class QuoteQuestions(QObject):
    """Adds them to ``form``: the rows, which one is taken, and why not the cheapest.

    Signals: ``changed`` what else is asked may be different now.
    """

    changed = Signal()

    def __init__(
        self,
        form: Form,
        frame: GrantFrame,
        today: Callable[[], date],
        request: Callable[[], GrantRequest | None],
    ) -> None:
        super().__init__(form)
        self._form, self._frame, self._today = form, frame, today
        self._request = request
        self._add()

    def _add(self) -> None:
        form = self._form
        form.add(
            "quotes",
            Rows(self._quote_columns(), lambda: _("Quote"), lambda: _("Add a quote")),
            lambda: _("Quotes of suppliers"),
            wide=True,
            helper=self._wanted,
        )
        form.add(
            "chosen",
            ChoiceList(self._options),
            lambda: _("The quote that is taken"),
            required=True,
            wide=True,
        )
        form.add(
            "choice_reason",
            TextBlock(500, lines=2),
            lambda: _("Why not the cheapest"),
            required=True,
            wide=True,
        )
        form["quotes"].edited.connect(self._rows_changed)
        form["chosen"].edited.connect(self.changed)

    def _quote_columns(self) -> list[Column]:
        lines, files = self._frame.plan.lines, self._frame.files
        currency = lines[0].amount.currency if lines else "EUR"
        columns = [
            Column("supplier", lambda: TextLine(160), lambda: _("Supplier")),
            Column("amount", lambda: MoneyEdit(currency), lambda: _("Amount")),
            Column("on", lambda: DayEdit(self._today), lambda: _("Date of the quote")),
            Column("note", lambda: TextLine(300), lambda: _("What is offered")),
        ]
        if files:

            def options() -> list[Option]:
                return [Option(file.id, file_name(file)) for file in files]

            columns.append(
                Column("attachment", lambda: ChoiceList(options), lambda: _("Scan of it"))
            )
        return columns

    def complete(self) -> tuple[Quote, ...]:
        """The complete rows, each with the id that it keeps."""
        quotes = []
        for kept in self._form["quotes"].kept():
            kept.setdefault("id", new_id())
        for row in self._form["quotes"].value():
            amount, on = row.get("amount"), row.get("on")
            if isinstance(amount, Money) and on is not None and row.get("supplier"):
                quotes.append(
                    Quote(
                        id=row["id"],
                        supplier=row["supplier"],
                        amount=amount,
                        on=on,
                        note=row.get("note") or "",
                        attachment=row.get("attachment") or "",
                    )
                )
        return tuple(quotes)

    def _options(self) -> Sequence[Option]:
        return [
            Option(
                quote.id,
                _("{supplier}: {amount}").format(
                    supplier=quote.supplier, amount=format_money(quote.amount, language())
                ),
            )
            for quote in self.complete()
        ]

    def _wanted(self) -> str:
        """How many the programme wants for this amount."""
        request = self._request()
        pack = self._frame.fund(self._frame.line(request.line_id)) if request else None
        if request is None or pack is None:
            return ""
        wanted = how_many(request, pack.grants, self._frame.requests)
        if not wanted:
            return _("The programme asks for none here. Write down those that you have.")
        return ngettext(
            "The programme wants {count} quote for this amount.",
            "The programme wants quotes of {count} suppliers for this amount.",
            wanted,
        ).format(count=wanted)

    # ------------------------------------------------------------------ while it is typed

    def _rows_changed(self) -> None:
        self.list_again()
        self.changed.emit()

    def list_again(self) -> None:
        """The list of what can be taken follows the rows."""
        self._form["chosen"].retranslate()

    def weigh(self) -> None:
        """Say again how many are wanted: the amount is another."""
        self._form.field("quotes").retranslate()

    def follow(self, *, is_cash: bool) -> bool:
        """Ask what has to be asked now; True if a quote is taken as the supplier."""
        quotes = () if is_cash else self.complete()
        lowest = cheapest(quotes)
        taken = next((one for one in quotes if one.id == self._form["chosen"].value()), None)
        dearer = taken is not None and lowest is not None and taken.amount > lowest.amount
        self._form.set_relevant("quotes", not is_cash)
        self._form.set_relevant("chosen", bool(quotes))
        self._form.set_relevant("choice_reason", dearer)
        return bool(quotes)

    def half_typed(self) -> str:
        """What is said of rows that are not complete; empty if all are."""
        if len(self.complete()) == len(self._form.values().get("quotes") or ()):
            return ""
        return _("A quote needs a supplier, an amount and a date.")


def at_questions(problems: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The sentences by the questions of the form: those of one quote with its number."""
    for field, sentence in problems.items():
        parts = field.split(".")
        if parts[0] == "quotes" and len(parts) > 1:
            words = _("Quote {number}: {sentence}")
            yield "quotes", words.format(number=int(parts[1]) + 1, sentence=sentence)
        else:
            yield {"chosen_quote": "chosen"}.get(field, field), sentence
