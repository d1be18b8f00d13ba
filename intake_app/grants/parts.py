"""What a grant is made of besides the request: quotes, instalments, decided steps, and what is
written down once it is paid out. Nothing here is ever changed: an entry stands or was taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.model import GrantStep
from intake_app.plans.lines import Price
from intake_app.values import Money, clean_text

MOST_PIECES = 9_999
"""Of one item of a hand-over; more is a slip of the finger."""


class Payment(StrEnum):
    """How the money moves (``domain.md`` 5.4)."""

    SUPPLIER = "supplier"
    BANK = "bank"
    MOBILE_MONEY = "mobile_money"
    CHEQUE = "cheque"
    CASH = "cash"


IN_HAND = frozenset({Payment.CASH, Payment.MOBILE_MONEY, Payment.CHEQUE})
"""Payments that put money into somebody's own hand."""


class Receiver(StrEnum):
    """Who took it: the person, who cares for a child, somebody of the family, or the supplier or
    landlord who is paid where nothing is handed over."""

    PERSON = "person"
    CAREGIVER = "caregiver"
    FAMILY = "family"
    SUPPLIER = "supplier"


class Condition(StrEnum):
    """How a thing is when it is handed over."""

    NEW = "new"
    GOOD = "good"
    USED = "used"
    DAMAGED = "damaged"


class ProofKind(StrEnum):
    """What shows that the money was used as agreed (``domain.md`` 5.4)."""

    INVOICE = "invoice"
    RECEIPT = "receipt"
    DELIVERY_NOTE = "delivery_note"
    BANK_STATEMENT = "bank_statement"
    LEASE = "lease"
    LICENCE = "licence"
    CERTIFICATE = "certificate"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True)
class Quote:
    """The offer of one supplier. ``attachment`` is the id of a file of the person, or empty."""

    id: str
    supplier: str
    amount: Money
    on: date
    note: str = ""
    attachment: str = ""

    def cleaned(self) -> Quote:
        """With the typed texts as they are stored."""
        return replace(self, supplier=_line(self.supplier), note=clean_text(self.note))


@dataclass(frozen=True)
class Part:
    """One instalment. ``trigger_en`` and ``trigger_fr`` say what it waits for; who confirmed that
    it has happened, when and on what ground stands beside, with the day on which it happened
    (``met_on``) and who saw it. ``due`` is None while nobody can say.
    """

    number: int
    amount: Money
    share: int = 100
    trigger_en: str = ""
    trigger_fr: str = ""
    months: int | None = None
    start: str = ""
    due: date | None = None
    confirmed_by: str = ""
    confirmed_at: str = ""
    ground: str = ""
    met_on: date | None = None
    seen_by: str = ""

    def trigger(self, language: str) -> str:
        """What it waits for, in a language of the program."""
        return self.trigger_fr if language == "fr" else self.trigger_en

    @property
    def waits(self) -> bool:
        """True if nothing may be paid before somebody confirms the trigger. The first is approved
        with the request itself: whoever pays it says when it happened, and who saw it."""
        return self.number > 1 and not self.confirmed_at

    def as_asked(self) -> dict[str, object]:
        """What was asked for and decided on, without what came later."""
        later = ("due", "confirmed_by", "confirmed_at", "ground", "met_on", "seen_by")
        return {name: value for name, value in vars(self).items() if name not in later}


@dataclass(frozen=True)
class StepDone:
    """A yes at one deciding step. ``decision`` is the id of the signed decision."""

    step: GrantStep
    by: str
    at: str
    decision: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something written down about a grant that is being paid out. Times are UTC, ISO-8601.

    ``attachments`` are the ids of files of the person.
    """

    id: str
    on: date
    part: int = 1
    note: str = ""
    attachments: tuple[str, ...] = ()
    by: str = ""
    at: str = ""
    taken_back_by: str = ""
    taken_back_at: str = ""
    taken_back_reason: str = ""

    @property
    def stands(self) -> bool:
        """True unless it was taken back."""
        return not self.taken_back_at

    def problems(self, today: date) -> dict[str, str]:
        """One sentence per field that does not fit by itself."""
        if self.on > today:
            return {"on": _("This day has not come yet.")}
        return {}

    def check(self, today: date) -> None:
        """Raise InvalidInput with the problems, if there are any."""
        if problems := self.problems(today):
            raise InvalidInput(problems)


@dataclass(frozen=True)
class Item:
    """One line of a hand-over. ``value`` is that of all pieces together, None if unknown."""

    what: str
    quantity: int = 1
    unit: str = ""
    serial: str = ""
    value: Money | None = None
    condition: Condition = Condition.NEW

    def cleaned(self) -> Item:
        """With the typed texts as they are stored."""
        return replace(
            self, what=_line(self.what), unit=_line(self.unit), serial=_line(self.serial)
        )


@dataclass(frozen=True, kw_only=True)
class Delivery(Entry):
    """Money or goods of one instalment that reached somebody.

    ``amount`` is what the office paid for it; ``items`` are what was handed over. ``is_last``: with
    this one the instalment is complete, even if it was cheaper. ``local`` is what was counted out
    where that is another currency, at ``rate`` (units of it for one, a decimal text) of a day;
    ``amount`` is then what it comes to in the fund's currency. ``met_on`` and ``seen_by`` are the
    day on which what the first instalment waits for happened, and who saw it.
    """

    amount: Money
    payment: Payment
    handed_by: str
    received_by: str
    receiver: Receiver = Receiver.PERSON
    items: tuple[Item, ...] = ()
    is_last: bool = True
    local: Money | None = None
    rate: str = ""
    rate_on: date | None = None
    met_on: date | None = None
    seen_by: str = ""

    def cleaned(self) -> Delivery:
        """With the typed texts as they are stored."""
        return replace(
            self,
            seen_by=_line(self.seen_by),
            note=clean_text(self.note),
            handed_by=_line(self.handed_by),
            received_by=_line(self.received_by),
            items=tuple(item.cleaned() for item in self.items),
        )

    def problems(self, today: date) -> dict[str, str]:
        """One sentence per field that does not fit by itself; ``items.0.what`` for a line."""
        found = super().problems(today)
        if self.amount.minor <= 0:
            found["amount"] = _("Type an amount above zero.")
        if not self.handed_by:
            found["handed_by"] = _("Type the name of whoever handed it over.")
        if not self.received_by:
            found["received_by"] = _("Type the name of whoever took it.")
        if self.payment is Payment.CASH and self.items:
            found["items"] = _("Cash has no items. Take them away, or choose how they were paid.")
        for number, item in enumerate(self.items):
            if not item.what:
                found[f"items.{number}.what"] = _("Say what was handed over.")
            if not 0 < item.quantity <= MOST_PIECES:
                found[f"items.{number}.quantity"] = _("Type a number from 1 to {most}.").format(
                    most=MOST_PIECES
                )
            if item.value is not None and item.value.currency != self.amount.currency:
                found[f"items.{number}.value"] = _("Type the amount in {currency}.").format(
                    currency=self.amount.currency
                )
        return found | self._wrong_rate(today)

    def _wrong_rate(self, today: date) -> dict[str, str]:
        """What does not fit between the two currencies, if it was counted out in another one."""
        if self.local is None:
            said = self.rate or self.rate_on is not None
            return {"local": _("Type the amount that was counted out.")} if said else {}
        found, price = {}, self.price
        if self.local.minor <= 0:
            found["local"] = _("Type an amount above zero.")
        elif self.local.currency == self.amount.currency:
            found["local"] = _("This is the currency of the fund. It needs no rate.")
        elif price is None:
            found["rate"] = _("Type the rate and the day that it is of.")
        elif price.rate_on > today:
            found["rate_on"] = _("This day has not come yet.")
        elif price.in_currency(self.amount.currency) != self.amount:
            found["amount"] = _("At this rate it comes to another amount. Check the rate.")
        return found

    @property
    def price(self) -> Price | None:
        """What was counted out in another currency, with its rate; None if it was not."""
        if self.local is None or self.rate_on is None:
            return None
        try:
            return Price(self.local, self.rate, self.rate_on)
        except ValueError:
            return None


@dataclass(frozen=True, kw_only=True)
class Proof(Entry):
    """A paper or picture about how the money was used; ``amount`` is what it proves, if anything.

    ``reference`` says where a paper is that is not in the vault: an invoice number, a folder.
    """

    kind: ProofKind
    amount: Money | None = None
    reference: str = ""

    def cleaned(self) -> Proof:
        """With the typed texts as they are stored."""
        return replace(self, note=clean_text(self.note), reference=_line(self.reference))

    def problems(self, today: date) -> dict[str, str]:
        """One sentence per field that does not fit by itself."""
        found = super().problems(today)
        if self.amount is not None and self.amount.minor <= 0:
            found["amount"] = _("Type an amount above zero.")
        if not self.attachments and not self.reference:
            found["reference"] = _("Attach the file, or say where the paper is.")
        return found


@dataclass(frozen=True, kw_only=True)
class Visit(Entry):
    """Somebody looked whether the help is there and used as agreed; ``note`` are the findings.

    ``saw`` is how many deliveries had been written down by then: a later one was not seen.
    """

    visitor: str
    is_ok: bool
    saw: int = 0

    def cleaned(self) -> Visit:
        """With the typed texts as they are stored."""
        return replace(self, note=clean_text(self.note), visitor=_line(self.visitor))

    def problems(self, today: date) -> dict[str, str]:
        """One sentence per field that does not fit by itself."""
        found = super().problems(today)
        if not self.visitor:
            found["visitor"] = _("Type the name of whoever made the visit.")
        if not self.note:
            found["note"] = _("Say in a sentence what was found.")
        return found


@dataclass(frozen=True, kw_only=True)
class Refund(Entry):
    """Money of an instalment that came back to the office; ``note`` says why."""

    amount: Money

    def cleaned(self) -> Refund:
        """With the typed texts as they are stored."""
        return replace(self, note=clean_text(self.note))

    def problems(self, today: date) -> dict[str, str]:
        """One sentence per field that does not fit by itself."""
        found = super().problems(today)
        if self.amount.minor <= 0:
            found["amount"] = _("Type an amount above zero.")
        if not self.note:
            found["note"] = _("Say in a sentence why the money came back.")
        return found


def _line(text: str) -> str:
    """A typed name or word on one line."""
    return " ".join(clean_text(text).split())
