"""What the tests of the immediate needs share."""

from __future__ import annotations

from typing import Any

from intake_app.cases.model import CaseFile
from intake_app.needs.model import GivenItem, Handing
from intake_app.values import Money, new_id
from tests.factories import TODAY


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def a_kit(case: CaseFile, **changes: Any) -> GivenItem:
    """A hygiene kit that nobody has put a figure on."""
    return GivenItem(
        **{
            "id": new_id(), "case_id": case.id, "kind": "kit", "handed": Handing.GOODS,
            "given_on": TODAY, "what": "Hygiene kit", **changes,
        }
    )  # fmt: skip


def pocket_money(case: CaseFile, minor: int, **changes: Any) -> GivenItem:
    """Cash in hand, in cents."""
    cash = {"kind": "pocket_money", "handed": Handing.CASH, "what": "", "value": euros(minor)}
    return a_kit(case, **{**cash, **changes})
