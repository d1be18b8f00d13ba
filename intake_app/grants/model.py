"""A grant request, what it holds of its plan line, and what was paid, proved and given back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.formats import format_money
from intake_app.grants.parts import (
    IN_HAND,
    Delivery,
    Entry,
    Part,
    Payment,
    Proof,
    Quote,
    Refund,
    StepDone,
    Visit,
)
from intake_app.i18n import _, language
from intake_app.packs.model import GrantStep
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money, canonical_json

__all__ = [
    "DECIDING", "IN_HAND", "LIVE", "USUAL_STEPS", "WAITING", "GrantRequest", "GrantState",
    "Payment", "left_on_line", "refusal",
]  # fmt: skip


class GrantState(StrEnum):
    """How far a request has come. The states before ``approved`` hold the money of its plan line
    and wait for the next deciding step; which comes next says the way of the programme."""

    DRAFT = "draft"
    REQUESTED = "requested"
    CHECKED = "checked"
    AGREED = "agreed"
    APPROVED = "approved"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    CLOSED = "closed"
    RETURNED = "returned"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


WAITING = frozenset({GrantState.REQUESTED, GrantState.CHECKED, GrantState.AGREED})
"""States in which a request waits for somebody's decision."""

PAID_OUT = frozenset({GrantState.APPROVED, GrantState.DELIVERED, GrantState.VERIFIED})
"""States in which an approved grant is delivered, proved and looked at."""

LIVE = WAITING | PAID_OUT | {GrantState.CLOSED}
"""States in which a request holds money of its plan line."""

DECIDING = (GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE)
"""Steps at which somebody other than the author says yes or no and signs it."""

USUAL_STEPS = (GrantStep.CHECK, GrantStep.DELIVERY)
"""Where the programme says nothing, and for every request from before there were more."""


@dataclass(frozen=True)
class GrantRequest:
    """One request for one line of the approved plan, and everything that became of it.

    ``steps`` are the programme's way as it was when the request was sent, ``pack_version`` its
    edition; ``pack`` is the programme whose money it is, empty for that of the case. ``parts`` are
    empty if it is paid at once. ``writers`` are those who sent it before, if it came back.
    ``ended_by`` … say who cancelled or closed it.
    """

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
    steps: tuple[GrantStep, ...] = USUAL_STEPS
    pack_version: str = ""
    quotes: tuple[Quote, ...] = ()
    chosen_quote: str = ""
    choice_reason: str = ""
    parts: tuple[Part, ...] = ()
    done: tuple[StepDone, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    proofs: tuple[Proof, ...] = ()
    visits: tuple[Visit, ...] = ()
    refunds: tuple[Refund, ...] = ()
    writers: tuple[str, ...] = ()
    ended_by: str = ""
    ended_at: str = ""
    end_reason: str = ""
    pack: str = ""

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

    # ------------------------------------------------------------------ its way

    @property
    def deciding_steps(self) -> tuple[GrantStep, ...]:
        """The steps of its way at which somebody decides."""
        return tuple(step for step in self.steps if step in DECIDING)

    @property
    def waits_for(self) -> GrantStep | None:
        """The deciding step that comes next; None unless it waits for a decision."""
        if self.state not in WAITING:
            return None
        done = {one.step for one in self.done}
        return next((step for step in self.deciding_steps if step not in done), None)

    @property
    def approved_at(self) -> str:
        """When the last deciding step said yes; empty before. Requests from before there were
        steps do not say it: their decision does."""
        return self.done[-1].at if self.done and self.state not in WAITING else ""

    def wrote(self, user: str) -> bool:
        """True for whoever sent it, now or before it came back: they decide about none of it."""
        return user == self.author or user in self.writers

    def entries(self) -> tuple[Entry, ...]:
        """Everything written down while it is paid out, also what was taken back."""
        return (*self.deliveries, *self.proofs, *self.visits, *self.refunds)

    # ------------------------------------------------------------------ its money

    def instalments(self) -> tuple[Part, ...]:
        """Its parts; the whole amount as one if it is paid at once."""
        return self.parts or (Part(1, self.amount),)

    def paid(self, part: int = 0) -> Money:
        """What the office has paid, for one instalment or (0) for all."""
        return self._sum(part, ((one, one.amount) for one in self.deliveries))

    def proved(self, part: int = 0) -> Money:
        """For how much of it there are proofs."""
        return self._sum(part, ((one, one.amount) for one in self.proofs))

    def refunded(self, part: int = 0) -> Money:
        """What came back."""
        return self._sum(part, ((one, one.amount) for one in self.refunds))

    def open_amount(self, part: int = 0) -> Money:
        """What is paid and neither proved nor given back: must be zero before it is closed."""
        return self.paid(part) - self.proved(part) - self.refunded(part)

    def is_complete(self, part: int) -> bool:
        """True if nothing more will be paid for an instalment."""
        if any(one.is_last for one in self.deliveries if one.stands and one.part == part):
            return True
        whole = next(one.amount for one in self.instalments() if one.number == part)
        return self.paid(part) == whole

    @property
    def bound(self) -> Money:
        """What it holds of its plan line: the amount less what came back; once it is closed, what
        was really spent; nothing before it is sent and after a no."""
        if self.state is GrantState.CLOSED:
            return self.paid() - self.refunded()
        if self.state in LIVE:
            return self.amount - self.refunded()
        return Money.zero(self.amount.currency)

    def _sum(self, part: int, amounts: Iterable[tuple[Entry, Money | None]]) -> Money:
        total = Money.zero(self.amount.currency)
        for entry, amount in amounts:
            if entry.stands and amount is not None and part in (0, entry.part):
                total += amount
        return total

    # ------------------------------------------------------------------ what is signed

    def content_hash(self) -> str:
        """SHA-256 of what the approver reads, as hex. What requests had no words for in an earlier
        version is left out where it is not used, so that old signatures still fit."""
        read: dict[str, object] = {
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
        if self.steps != USUAL_STEPS:
            read["steps"] = self.steps
        if self.quotes:
            read |= {"quotes": self.quotes, "chosen": self.chosen_quote, "why": self.choice_reason}
        if self.parts:
            read["parts"] = [part.as_asked() for part in self.parts]
        return hashlib.sha256(canonical_json(read).encode()).hexdigest()

    def account_hash(self) -> str:
        """The same of what whoever closes it reads: the request and everything paid, proved, looked
        at and given back."""
        read = [self.content_hash(), self.parts, self.deliveries, self.proofs]
        read += [self.visits, self.refunds]
        return hashlib.sha256(canonical_json(read).encode()).hexdigest()


def left_on_line(line: BudgetLine, requests: Iterable[GrantRequest]) -> Money:
    """What may still be asked for on a plan line."""
    left = line.amount
    for request in requests:
        if request.line_id == line.id:
            left -= request.bound
    return left


def refusal(request: GrantRequest, line: BudgetLine, others: Iterable[GrantRequest]) -> str | None:
    """Why this request may not be made, in words; None if it may.

    ``others`` are the case's requests; an earlier revision of this one among them is ignored.
    """
    if request.amount.currency != line.amount.currency:
        return _("The plan line is in {currency}. Ask for the same currency.").format(
            currency=line.amount.currency
        )
    rest = left_on_line(line, (other for other in others if other.id != request.id))
    if request.amount > rest:
        return _("The plan line has {left} left. Ask for no more than that.").format(
            left=format_money(rest, language())
        )
    return None
