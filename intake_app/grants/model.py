"""A grant request and the rules that tie it to the approved plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money, canonical_json


class GrantState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"


LIVE = frozenset({GrantState.REQUESTED, GrantState.APPROVED})
"""States in which a request holds money of its plan line."""


class Payment(StrEnum):
    """How the money moves (``domain.md`` 5.4)."""

    SUPPLIER = "supplier"
    BANK = "bank"
    MOBILE_MONEY = "mobile_money"
    CHEQUE = "cheque"
    CASH = "cash"


IN_HAND = frozenset({Payment.CASH, Payment.MOBILE_MONEY, Payment.CHEQUE})
"""Payments that put money into somebody's own hand."""


@dataclass(frozen=True)
class GrantRequest:
    """One request for one line of the approved plan."""

    id: str
    case_id: str
    plan_id: str
    line_id: str
    package: str
    amount: Money
    form: str
    purpose: str
    payment: Payment
    supplier: str = ""
    number: int = 0
    state: GrantState = GrantState.REQUESTED
    author: str = ""
    requested_at: str = ""
    revision: int = 0

    def check(self) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems: dict[str, str] = {}
        if not self.purpose:
            problems["purpose"] = _("Say what the money is for.")
        if self.amount.minor <= 0:
            problems["amount"] = _("Type an amount above zero.")
        if self.payment is Payment.SUPPLIER and not self.supplier:
            problems["supplier"] = _("Type the supplier who will be paid.")
        if self.form == "in_kind" and self.payment is Payment.CASH:
            problems["payment"] = _(
                "This help is in kind only: choose a supplier or a bank transfer, not cash."
            )
        if problems:
            raise InvalidInput(problems)

    @property
    def is_cash(self) -> bool:
        """True if the money reaches the person as money."""
        return self.form == LineForm.CASH or self.payment in IN_HAND

    def content_hash(self) -> str:
        """SHA-256 of what the approver reads, as hex."""
        read = {
            "case": self.case_id,
            "plan": self.plan_id,
            "line": self.line_id,
            "package": self.package,
            "amount": self.amount,
            "form": self.form,
            "purpose": self.purpose,
            "payment": self.payment,
            "supplier": self.supplier,
        }
        return hashlib.sha256(canonical_json(read).encode()).hexdigest()


def left_on_line(line: BudgetLine, requests: Iterable[GrantRequest]) -> Money:
    """What may still be asked for on a plan line."""
    left = line.amount
    for request in requests:
        if request.line_id == line.id and request.state in LIVE:
            left -= request.amount
    return left


def refusal(request: GrantRequest, line: BudgetLine, others: Iterable[GrantRequest]) -> str | None:
    """Why this request may not be made, in words; None if it may.

    ``others`` are the case's requests; an earlier revision of this one among them is ignored.
    """
    rest = left_on_line(line, (other for other in others if other.id != request.id))
    if request.amount.currency != line.amount.currency:
        return _("The plan line is in {currency}. Ask for the same currency.").format(
            currency=line.amount.currency
        )
    if request.amount > rest:
        return _("The plan line has {left} left. Ask for no more than that.").format(
            left=format_money(rest, language())
        )
    return None
