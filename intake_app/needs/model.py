"""One thing that was given to somebody who has just arrived, and the rules for writing it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import Money, clean_text

MOST_PIECES = 999
"""Of one thing for one person; more is a slip of the finger."""


class Handing(StrEnum):
    """How something reached the person. A service is paid to whoever gives it."""

    CASH = "cash"
    MOBILE_MONEY = "mobile_money"
    GOODS = "goods"
    SERVICE = "service"


MONEY = frozenset({Handing.CASH, Handing.MOBILE_MONEY})
"""Ways that put money into somebody's own hand."""


class Taker(StrEnum):
    """Who took it in hand."""

    PERSON = "person"
    CAREGIVER = "caregiver"
    FAMILY = "family"


@dataclass(frozen=True)
class GivenItem:
    """Something given in a case. It is never changed: it stands, or it was taken back.

    ``kind`` is one of the programme's kinds of things; ``what`` says more. ``value`` is that of
    all pieces together, None for something in kind that nobody has put a figure on. ``package`` is
    the one that it counts against, empty if there is none. ``round_id`` is shared by what
    was given to a whole arrival at once. ``receipt_on`` is the day on which somebody saw the
    receipt signed; its scan is an attachment that names the thing (``Attachment.about``).
    """

    id: str
    case_id: str
    kind: str
    handed: Handing
    given_on: date
    what: str = ""
    quantity: int = 1
    value: Money | None = None
    taker: Taker = Taker.PERSON
    taker_name: str = ""
    note: str = ""
    package: str = ""
    number: int = 0
    given_by: str = ""
    written_at: str = ""
    round_id: str = ""
    receipt_on: date | None = None
    taken_back_by: str = ""
    taken_back_at: str = ""
    reason: str = ""
    revision: int = 0

    @property
    def stands(self) -> bool:
        """True unless it was taken back."""
        return not self.taken_back_at

    @property
    def lacks_receipt(self) -> bool:
        """True while no signed receipt is in the file."""
        return self.stands and self.receipt_on is None

    @property
    def is_money(self) -> bool:
        """True if money went into somebody's own hand."""
        return self.handed in MONEY

    def cleaned(self) -> GivenItem:
        """With the typed texts as they are stored."""
        return replace(
            self,
            what=clean_text(self.what),
            taker_name=clean_text(self.taker_name) if self.taker is not Taker.PERSON else "",
            note=clean_text(self.note),
        )

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit by itself."""
        problems: dict[str, str] = {}
        if self.kind == "other" and not self.what:
            problems["what"] = _("Say what was given.")
        if not 0 < self.quantity <= MOST_PIECES:
            problems["quantity"] = _("Type a number from 1 to 999.")
        if self.value is not None and self.value.minor <= 0:
            problems["value"] = _("Type an amount above zero.")
        if self.value is None and self.is_money:
            problems["value"] = _("Type how much money was given.")
        if self.taker is not Taker.PERSON and not self.taker_name:
            problems["taker_name"] = _("Type the name of whoever took it.")
        if self.given_on > today:
            problems["given_on"] = _("This day has not come yet.")
        if problems:
            raise InvalidInput(problems)

    def check_in_case(self, kinds: Iterable[str], currency: str, arrived_on: date) -> None:
        """The same for what only the case and its programme know."""
        problems: dict[str, str] = {}
        if self.kind not in kinds:
            problems["kind"] = _("Choose what was given.")
        if self.value is not None and self.value.currency != currency:
            problems["value"] = _("Type the amount in {currency}.").format(currency=currency)
        if self.given_on < arrived_on:
            problems["given_on"] = _("This is before the day of arrival. Check the date.")
        if problems:
            raise InvalidInput(problems)


def value_of(items: Iterable[GivenItem]) -> Money | None:
    """What all that stands is worth together; None if nothing of it has a value."""
    total: Money | None = None
    for item in items:
        if item.stands and item.value is not None:
            total = item.value if total is None else total + item.value
    return total
