"""The money of a plan: budget lines out of packages, prices in another currency, own contribution.

Every amount is a whole number of minor units; a rate is an exact decimal, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from intake_app.packs.model import Dimension
from intake_app.values import MINOR_UNITS, Money

PRINCIPAL = "principal"
FAMILY = "family"
"""A line's beneficiary is the person whose case it is, the family, or one person's id."""

_RATE = re.compile(r"(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,9})?")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class LineForm(StrEnum):
    """Cash to the person, or goods and services that the office pays to a supplier."""

    CASH = "cash"
    IN_KIND = "in_kind"


@dataclass(frozen=True)
class Price:
    """What something costs in the currency of the supplier.

    ``rate`` says how much of that currency one unit of the fund's currency buys ("655.957"), as
    decimal text; ``rate_on`` is the day that it was read.
    """

    amount: Money
    rate: str
    rate_on: date

    def __post_init__(self) -> None:
        if not _RATE.fullmatch(self.rate):
            raise ValueError("a rate is a number above zero")

    def in_currency(self, currency: str) -> Money:
        """The price in the fund's currency, rounded half to even to its minor unit."""
        shift = Fraction(10) ** (MINOR_UNITS[currency] - MINOR_UNITS[self.amount.currency])
        return Money(round(self.amount.minor * shift / Fraction(self.rate)), currency)

    def rate_words(self, language: str) -> str:
        """The rate as a paper of this language writes it: ``655,957``."""
        return self.rate.replace(".", ",") if language == "fr" else self.rate

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> Self:
        """The price that was stored."""
        return cls(_money(body["amount"]), body["rate"], date.fromisoformat(body["rate_on"]))


def parse_rate(text: str) -> str:
    """A rate as it is stored, from what people type: ``655,957``. ValueError if it is none."""
    compact = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not _RATE.fullmatch(compact):
        raise ValueError("a rate is a number above zero")
    return compact


@dataclass(frozen=True)
class BudgetLine:
    """An amount out of one package of a programme.

    ``pack`` is the programme that pays; empty: the case's own. ``dimension`` is one of the
    package's and ``month`` ("2026-05") when it is spent; both may be unsaid. With a ``price``, the
    amount is what it comes to.
    """

    id: str
    package: str
    text: str
    amount: Money
    form: LineForm
    beneficiary: str = PRINCIPAL
    pack: str = ""
    dimension: Dimension | None = None
    month: str = ""
    price: Price | None = None

    def __post_init__(self) -> None:
        if self.month and not is_month(self.month):
            raise ValueError("a month is written 2026-05")

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> Self:
        """The line that was stored, also by a program that knew fewer fields."""
        dimension, price = body.get("dimension"), body.get("price")
        return cls(
            body["id"],
            body["package"],
            body["text"],
            _money(body["amount"]),
            LineForm(body["form"]),
            body["beneficiary"],
            body.get("pack", ""),
            Dimension(dimension) if dimension else None,
            body.get("month", ""),
            Price.of_body(price) if price else None,
        )


@dataclass(frozen=True)
class OwnShare:
    """What the person or the family brings in themselves; no programme pays it."""

    id: str
    text: str
    value: Money
    form: LineForm

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> Self:
        """The share that was stored."""
        return cls(body["id"], body["text"], _money(body["value"]), LineForm(body["form"]))


def is_month(text: str) -> bool:
    """True for a calendar month as it is stored: ``2026-05``."""
    return bool(_MONTH.fullmatch(text))


def month_of(day: date) -> str:
    """The calendar month of a day, as it is stored."""
    return day.isoformat()[:7]


def months_between(first: str, month: str) -> int:
    """How many months ``month`` lies after ``first``; below zero if before."""
    return _number(month) - _number(first)


def month_after(month: str, count: int) -> str:
    """The month that lies so many months later."""
    year, place = divmod(_number(month) + count, 12)
    return f"{year:04}-{place + 1:02}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _money(body: Mapping[str, Any]) -> Money:
    return Money(body["minor"], body["currency"])
