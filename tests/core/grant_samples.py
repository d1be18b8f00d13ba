"""Invented facts for the papers of a grant and of a committee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from intake_app.documents.grant_facts import (
    AidFacts,
    ConferenceFacts,
    ContractFacts,
    HandOverFacts,
    MatterFacts,
    MemberOfCommittee,
    PartFacts,
    QuoteFacts,
    QuotesFacts,
    ReceiptFacts,
    ThingFacts,
)
from intake_app.documents.undertaking_facts import UndertakingFacts
from intake_app.values import Money
from tests.core.documents_samples import decision, heading, person


def aid(**changes: Any) -> AidFacts:
    values: dict[str, Any] = {
        "number": 2,
        "package": "Small business",
        "plan_line": "Sewing machine and overlock",
        "purpose": "A sewing machine (Singer 4423), an overlock machine and an iron for the shop.",
        "amount": Money(15_600_000, "TND"),
        "form": "in_kind",
        "payment": "supplier",
        "supplier": "Établissements Baldé & Fils",
        **changes,
    }
    return AidFacts(**values)


def quotes(language: str = "en", **changes: Any) -> QuotesFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "aid": aid(),
        "quotes": (
            QuoteFacts(
                "Établissements Baldé & Fils", Money(15_600_000, "TND"), date(2026, 11, 12),
                "Singer 4423, overlock 14SH754, two years of warranty", "In stock",
                "+216 71 000 001", "1234567/A/M/000", True,
            ),
            QuoteFacts(
                "Couture Service", Money(15_100_500, "TND"), date(2026, 11, 13),
                "Singer 4411, overlock 14SH654", "Six weeks", "+216 71 000 002",
            ),
            QuoteFacts("Mécanique du Sud", Money(17_020_000, "TND"), date(2026, 11, 14)),
        ),
        "needed": 3,
        "needed_from": Money(1_000_000, "TND"),
        "reason": "In stock, and the only one who repairs machines in the town.",
        "compared_by": "Aïssatou Diallo",
        **changes,
    }  # fmt: skip
    return QuotesFacts(**values)


def contract(language: str = "en", **changes: Any) -> ContractFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "aid": aid(),
        "instalments": (
            PartFacts(1, 80, Money(12_480_000, "TND"), "The contract is signed", date(2026, 12, 1)),
            PartFacts(2, 20, Money(3_120_000, "TND"), "The visit found the shop at work"),
        ),
        "follow_up_until": date(2027, 11, 22),
        "counsellor": "Aïssatou Diallo",
        "supervisor": "Jean-Baptiste Haba",
        "decision": decision(),
        **changes,
    }
    return ContractFacts(**values)


def receipt(language: str = "en", **changes: Any) -> ReceiptFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "aid": aid(payment="cash", supplier=""),
        "amount": Money(12_480_500, "TND"),
        "instalment": "1 of 2",
        "paid_on": date(2026, 11, 22),
        "paid_by": "Aïssatou Diallo",
        "payment": "cash",
        "reference": "CAISSE-2026-118",
        "taken_by": "Ibrahima Konaté",
        "paid_before": Money(0, "TND"),
        "left": Money(3_119_500, "TND"),
        **changes,
    }
    return ReceiptFacts(**values)


def undertaking(language: str = "en", **changes: Any) -> UndertakingFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(household=()),
        "country": "ES",
        "until": date(2029, 11, 22),
        "source": "Associació Nous Ciutadans, October 2010 (2010)",
        "note": "Three years in the text of 2010: the office confirms.",
        "family": tuple(one for one in person().household if not one.is_head),
        "counsellor": "Aïssatou Diallo",
        **changes,
    }
    return UndertakingFacts(**values)


THINGS = (
    ThingFacts("Sewing machine", "SN-88120-77", 1, "piece", Money(9_800_000, "TND"), "new"),
    ThingFacts("Overlock machine 14SH754", "OV-4417", 1, "piece", Money(4_300_000, "TND"), "new"),
    ThingFacts("Cloth, cotton, assorted", "", 120, "metres", Money(1_500_000, "TND"), "new"),
    ThingFacts("Table, gift of the women's group", "", 1, "piece", None, "used, in order"),
)  # fmt: skip


def handover(language: str = "en", **changes: Any) -> HandOverFacts:
    values: dict[str, Any] = {
        "heading": heading(language),
        "person": person(),
        "aid": aid(),
        "things": THINGS,
        "total": Money(15_600_000, "TND"),
        "handed_on": date(2026, 11, 22),
        "handed_by": "Mory Traoré",
        "place": "Atelier, rue de la Liberté, Sfax",
        "delivery_note": "BL 2026/311",
        "taken_by": "Ibrahima Konaté",
        **changes,
    }
    return HandOverFacts(**values)


def conference(language: str = "en", **changes: Any) -> ConferenceFacts:
    values: dict[str, Any] = {
        "heading": replace(
            heading(language), case_number="", programme="", reference="CC-2026-4",
            number_name="Conference",
        ),
        "committee": "Case-management committee",
        "held_on": date(2026, 11, 24),
        "starts": "09:30",
        "place": "Governorate, room 12",
        "chair": "Jean-Baptiste Haba",
        "secretary": "Aïssatou Diallo",
        "members": (
            MemberOfCommittee("Jean-Baptiste Haba", "This office", True),
            MemberOfCommittee("Sonia Trabelsi", "Employment agency", True),
            MemberOfCommittee("Karim Ben Salah", "Social promotion", False),
        ),
        "matters": (
            MatterFacts(
                1, "TUN-2026-00017-5", "Grant request 2", "Tailor's shop: machines and cloth",
                Money(15_600_000, "TND"), "Aïssatou Diallo", "approved",
                "Sound plan, own contribution of 2,000 dinars", "Jean-Baptiste Haba, 24/11/2026",
            ),
            MatterFacts(
                2, "TUN-2026-00021-7", "Grant request 1", "Taxi licence",
                Money(9_000_000, "TND"), "Mory Traoré", "returned",
                "The licence is missing; the owner of the car is not known.",
            ),
            MatterFacts(3, "TUN-2026-00030-8", "Plan, version 1", "Return to school"),
        ),
        "remarks": "The next conference is on 8 December.",
        **changes,
    }  # fmt: skip
    return ConferenceFacts(**values)


def blank_heading(language: str = "en") -> Any:
    return replace(
        heading(language), case_number="", programme="", blank=True,
        reference="……………………", number_name="Case number",
    )  # fmt: skip


BLANKS = {
    "cash_receipt": ReceiptFacts,
    "handover_certificate": HandOverFacts,
    "quotes_comparison": QuotesFacts,
    "engagement_contract": ContractFacts,
    "conference_agenda": ConferenceFacts,
    "return_undertaking": UndertakingFacts,
}
