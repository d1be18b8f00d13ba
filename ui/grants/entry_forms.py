"""What is written down about an approved grant: a payment, proof, visit or refund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from intake_app.attachments.model import Attachment
from intake_app.errors import InvalidInput
from intake_app.formats import currency_of, format_money
from intake_app.grants import service as grants
from intake_app.grants.instalments import asks_for_trigger, next_part
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import (
    MOST_PIECES,
    Condition,
    Delivery,
    Entry,
    Item,
    Payment,
    Proof,
    ProofKind,
    Receiver,
    Refund,
    Visit,
)
from intake_app.i18n import _, language
from intake_app.plans.model import Price
from intake_app.session import Session
from intake_app.values import Money, new_id
from ui.cases.record_form import RecordForm
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.money_edit import MoneyEdit
from ui.fields.options import words_of
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import NumberEdit, TextBlock, TextLine, Tick
from ui.fields.typed_text import retype, typed_texts
from ui.grants.grants_read import file_name
from ui.grants.local_amount import LocalAmount
from ui.icons import put_icon
from ui.plain import Words
from ui.tasks import Tasks

Files = Sequence[Attachment]
"""Those of the person that an entry may name."""


class EntryForm(RecordForm):
    """Its class asks its questions and makes the entry. Signals: those of the page.

    ``known``: a price in another currency whose rate is offered again.
    """

    KIND = ""

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        grant: GrantRequest,
        files: Files,
        known: Price | None = None,
    ) -> None:
        super().__init__(tasks)
        self._session, self.grant, self._files, self._known = session, grant, files, known
        self._id, self._entry = new_id(), _NOTHING
        put_icon(self.save, "check")
        self._ask()
        self.form.set_values(self._first_values())
        self._follow()
        self.setFocusProxy(self.form.field(next(iter(self.form.values()))))
        self.retranslate()

    # ------------------------------------------------------------------ what its class says

    def _ask(self) -> None:
        raise NotImplementedError

    def _first_values(self) -> dict[str, object]:
        raise NotImplementedError

    def _made(self) -> Entry:
        raise NotImplementedError

    def _words(self) -> str:
        raise NotImplementedError

    def _follow(self) -> None:
        """Show what follows from the answers."""

    # ------------------------------------------------------------------ questions that recur

    def _ask_part(self) -> None:
        if len(self.grant.instalments()) > 1:
            self.form.add(
                "part",
                Choice(self._parts, may_be_empty=False),
                lambda: _("Instalment"),
                required=True,
                wide=True,
            )

    def _parts(self) -> list[Option]:
        return [
            Option(
                str(part.number),
                _("{number}: {amount}").format(
                    number=part.number, amount=format_money(part.amount, language())
                ),
            )
            for part in self.grant.instalments()
            if self.grant.paid(part.number).minor
        ]

    def _ask_amount(self, words: Words, *, required: bool = True) -> None:
        editor = MoneyEdit(self.grant.amount.currency)
        self.form.add("amount", editor, words, required=required)

    def _ask_day(self, words: Words) -> None:
        self.form.add("on", DayEdit(self._session.today), words, required=True)

    def _ask_file(self) -> None:
        if self._files:
            self.form.add(
                "file",
                ChoiceList(lambda: [Option(file.id, file_name(file)) for file in self._files]),
                lambda: _("File of the person"),
                helper=lambda: _("Add it first in the tab Attachments."),
            )

    def _part(self) -> int:
        return int(self.form.values().get("part") or self.grant.instalments()[0].number)

    def _attachments(self) -> tuple[str, ...]:
        chosen = self.form.values().get("file")
        return (chosen,) if chosen else ()

    # ------------------------------------------------------------------ saving

    def take(self) -> None:
        """Take what is typed along."""
        self._entry = self._made()

    def put(self) -> GrantRequest:
        """Write it down."""
        raise NotImplementedError

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        if not self.form.is_changed():
            return None
        return {**typed_texts(self.form), "about": self._about()}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier about the same grant."""
        if typed.get("about", "") != self._about():
            return False
        retype(self.form, {key: text for key, text in typed.items() if key != "about"})
        self._follow()
        return True

    def _about(self) -> str:
        return f"{self.KIND}:{self.grant.id}"

    def retranslate(self) -> None:
        """Every text of the page."""
        named = _("request {number}").format(number=self.grant.number)
        self.title.set_title(self._words(), named)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))


def _open_part(grant: GrantRequest) -> int:
    """The first instalment with something paid and not proved yet."""
    parts = [part.number for part in grant.instalments()]
    return next((number for number in parts if grant.open_amount(number).minor), parts[0])


_NOTHING = Entry(id="", on=date.min)


class DeliveryForm(EntryForm):
    """Money or goods of the instalment whose turn it is."""

    KIND = "delivery"

    def _ask(self) -> None:
        form, is_money = self.form, self.grant.form == "cash"
        self._ask_amount(lambda: _("Amount handed over") if is_money else _("What it cost"))
        today, fund = self._session.today(), self.grant.amount.currency
        nearby = currency_of(self._session.office.country) or fund
        self.local = LocalAmount(form, self._rest(), today, nearby, self._known)
        self._ask_day(lambda: _("Handed over on"))
        form.add("handed_by", TextLine(160), lambda: _("Who handed it over"), required=True)
        self._ask_trigger()
        form.add("received_by", TextLine(160), lambda: _("Name of who took it"), required=True)
        form.add(
            "receiver",
            Choice(lambda: words_of("receiver"), may_be_empty=False),
            lambda: _("Who took it"),
            required=True,
            wide=True,
        )
        if self.grant.payment is not Payment.CASH:
            form.add("items", self._items(), lambda: _("What was handed over"), wide=True)
        self._ask_file()
        form.add("note", TextBlock(1000, lines=2), lambda: _("Note"), wide=True)
        form.add(
            "is_last",
            Tick(lambda: _("Nothing more will be paid, although it is less than was approved")),
            lambda: _("Complete"),
            wide=True,
        )
        form.edited.connect(self._follow)

    def _ask_trigger(self) -> None:
        """What the first instalment waits for, where the programme names something."""
        part = self.grant.instalments()[0]
        if self._number() != part.number or not asks_for_trigger(self.grant, part):
            return
        self.form.add(
            "met_on",
            DayEdit(self._session.today),
            lambda: _("{trigger}: happened on").format(trigger=part.trigger(language())),
            required=True,
        )
        self.form.add("seen_by", TextLine(160), lambda: _("Who saw it"), required=True)

    def _items(self) -> Rows:
        currency = self.grant.amount.currency
        return Rows(
            [
                Column("what", lambda: TextLine(160), lambda: _("What")),
                Column("quantity", lambda: NumberEdit(1, MOST_PIECES), lambda: _("Pieces")),
                Column("unit", lambda: TextLine(40), lambda: _("Unit")),
                Column("serial", lambda: TextLine(80), lambda: _("Serial number")),
                Column("value", lambda: MoneyEdit(currency), lambda: _("Value together")),
                Column(
                    "condition",
                    lambda: Choice(lambda: words_of("condition")),
                    lambda: _("Condition"),
                    wide=True,
                ),
            ],
            lambda: _("Item"),
            lambda: _("Add an item"),
        )

    def _first_values(self) -> dict[str, object]:
        return {
            "amount": self._rest(),
            "on": self._session.today(),
            "handed_by": self._session.full_name,
            "receiver": Receiver.PERSON.value,
            **self.local.first_values(),
        }

    def _number(self) -> int:
        part = next_part(self.grant)
        return part.number if part else 1

    def _rest(self) -> Money:
        part = next_part(self.grant) or self.grant.instalments()[0]
        return part.amount - self.grant.paid(part.number)

    def _follow(self) -> None:
        self.local.follow()
        amount = self._amount()
        self.form.set_relevant("is_last", amount is not None and amount < self._rest())

    def _amount(self) -> Money | None:
        if self.local.is_asked():
            return self.local.amount()
        amount: Money | None = self.form["amount"].value()
        return amount

    def _made(self) -> Delivery:
        typed, price = self.form.values(), self.local.price()
        return Delivery(
            id=self._id,
            on=self.form["on"].value(),
            part=self._number(),
            note=typed["note"],
            attachments=self._attachments(),
            amount=self._amount() or Money.zero(self.grant.amount.currency),
            payment=self.grant.payment,
            handed_by=typed["handed_by"],
            received_by=typed["received_by"],
            receiver=Receiver(typed["receiver"]),
            items=tuple(_item(row) for row in typed.get("items") or ()),
            is_last=bool(typed.get("is_last")),
            local=price.amount if price else None,
            rate=price.rate if price else "",
            rate_on=price.rate_on if price else None,
            met_on=self.form["met_on"].value() if "met_on" in typed else None,
            seen_by=typed.get("seen_by") or "",
        )

    def put(self) -> GrantRequest:
        """Write it down."""
        assert isinstance(self._entry, Delivery)
        try:
            return grants.deliver(self._session, self.grant.id, self._entry)
        except InvalidInput as error:
            if self._entry.local is None or "amount" not in error.problems:
                raise
            problems = dict(error.problems)  # there the amount follows from what was counted out
            problems.setdefault("local", problems.pop("amount"))
            raise InvalidInput(problems) from error

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        self.local.say()

    def _words(self) -> str:
        return _("Pay or hand over")


def _item(row: Mapping[str, object]) -> Item:
    value, quantity = row.get("value"), row.get("quantity")
    return Item(
        str(row.get("what") or ""),
        quantity if isinstance(quantity, int) else 1,
        str(row.get("unit") or ""),
        str(row.get("serial") or ""),
        value if isinstance(value, Money) else None,
        Condition(str(row.get("condition") or Condition.NEW.value)),
    )


class ProofForm(EntryForm):
    """A paper or picture about how the money was used."""

    KIND = "proof"

    def _ask(self) -> None:
        self.form.add(
            "kind", ChoiceList(lambda: words_of("proof")), lambda: _("Kind of paper"), required=True
        )
        self._ask_part()
        self._ask_amount(lambda: _("Amount that it proves"), required=False)
        self._ask_day(lambda: _("Day of the paper"))
        self._ask_file()
        self.form.add(
            "reference",
            TextLine(160),
            lambda: _("Where the paper is"),
            helper=lambda: _("Its number, or the folder that it lies in."),
        )
        self.form.add("note", TextBlock(1000, lines=2), lambda: _("Note"), wide=True)

    def _first_values(self) -> dict[str, object]:
        part = _open_part(self.grant)
        return {
            "part": str(part),
            "amount": self.grant.open_amount(part),
            "on": self._session.today(),
        }

    def _made(self) -> Proof:
        typed = self.form.values()
        return Proof(
            id=self._id,
            on=self.form["on"].value(),
            part=self._part(),
            note=typed["note"],
            attachments=self._attachments(),
            kind=ProofKind(typed["kind"]),
            amount=typed["amount"],
            reference=typed["reference"],
        )

    def put(self) -> GrantRequest:
        """Write it down."""
        assert isinstance(self._entry, Proof)
        return grants.prove(self._session, self.grant.id, self._entry)

    def _words(self) -> str:
        return _("Add a proof")


class VisitForm(EntryForm):
    """What somebody saw on the spot."""

    KIND = "visit"

    def _ask(self) -> None:
        self._ask_day(lambda: _("Visited on"))
        self.form.add("visitor", TextLine(160), lambda: _("Who made the visit"), required=True)
        self.form.add(
            "is_ok",
            Choice(
                lambda: [
                    Option("yes", _("Everything is there and used as agreed")),
                    Option("no", _("Something is not in order")),
                ]
            ),
            lambda: _("What was found"),
            required=True,
            wide=True,
        )
        self.form.add(
            "note", TextBlock(1000, lines=3), lambda: _("Findings"), required=True, wide=True
        )
        self._ask_file()

    def _first_values(self) -> dict[str, object]:
        return {"on": self._session.today(), "visitor": self._session.full_name}

    def _made(self) -> Visit:
        typed = self.form.values()
        return Visit(
            id=self._id,
            on=self.form["on"].value(),
            note=typed["note"],
            attachments=self._attachments(),
            visitor=typed["visitor"],
            is_ok=typed["is_ok"] == "yes",
        )

    def put(self) -> GrantRequest:
        """Write it down."""
        assert isinstance(self._entry, Visit)
        return grants.record_visit(self._session, self.grant.id, self._entry)

    def _words(self) -> str:
        return _("Write down a visit")


class RefundForm(EntryForm):
    """Money that came back to the office."""

    KIND = "refund"

    def _ask(self) -> None:
        self._ask_part()
        self._ask_amount(lambda: _("Amount that came back"))
        self._ask_day(lambda: _("Came back on"))
        self._ask_file()
        self.form.add("note", TextBlock(1000, lines=2), lambda: _("Why"), required=True, wide=True)

    def _first_values(self) -> dict[str, object]:
        return {"part": str(_open_part(self.grant)), "on": self._session.today()}

    def _made(self) -> Refund:
        typed = self.form.values()
        return Refund(
            id=self._id,
            on=self.form["on"].value(),
            part=self._part(),
            note=typed["note"],
            attachments=self._attachments(),
            amount=typed["amount"],
        )

    def put(self) -> GrantRequest:
        """Write it down."""
        assert isinstance(self._entry, Refund)
        return grants.refund(self._session, self.grant.id, self._entry)

    def _words(self) -> str:
        return _("Money came back")
