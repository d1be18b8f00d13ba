"""What the tests of grants share: entries with sane defaults, and a grant brought to a state."""

from __future__ import annotations

from typing import Any

from intake_app.grants.parts import (
    Delivery,
    Payment,
    Proof,
    ProofKind,
    Quote,
    Refund,
    Visit,
)
from intake_app.values import Money, new_id
from tests.factories import TODAY


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def a_delivery(minor: int = 100_000, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "amount": euros(minor), "payment": Payment.SUPPLIER,
        "handed_by": "Cheikh Ndiaye", "received_by": "Mariama Diallo",
    }  # fmt: skip
    return Delivery(**{**values, **changes})


def a_proof(minor: int = 100_000, **changes: Any) -> Proof:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "kind": ProofKind.INVOICE, "amount": euros(minor),
        "reference": "Facture 12/2026",
    }  # fmt: skip
    return Proof(**{**values, **changes})


def a_visit(**changes: Any) -> Visit:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "visitor": "Cheikh Ndiaye", "is_ok": True,
        "note": "Deux machines en service.",
    }  # fmt: skip
    return Visit(**{**values, **changes})


def a_refund(minor: int = 100_000, **changes: Any) -> Refund:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "amount": euros(minor), "note": "Machine rendue.",
    }  # fmt: skip
    return Refund(**{**values, **changes})


def a_quote(supplier: str = "Sylla et frères", minor: int = 100_000, **changes: Any) -> Quote:
    values: dict[str, Any] = {
        "id": new_id(), "supplier": supplier, "amount": euros(minor), "on": TODAY,
    }  # fmt: skip
    return Quote(**{**values, **changes})
