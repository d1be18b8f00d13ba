"""Dates, amounts and names of countries, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake_app import formats
from intake_app.values import Money, PartialDate


def spaces(text: str) -> str:
    """Babel's narrow and hard spaces as plain ones."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("minor", "currency", "english", "french"),
    [
        (15_600_000, "TND", "15,600.000 TND", "15 600,000 TND"),
        (1_250_000, "XOF", "1,250,000 XOF", "1 250 000 XOF"),
        (61_500, "EUR", "615.00 EUR", "615,00 EUR"),
    ],
)
def test_amounts_carry_their_currency_and_its_decimals(
    minor: int, currency: str, english: str, french: str
) -> None:
    amount = Money(minor, currency)
    assert spaces(formats.format_money(amount, "en")) == english
    assert spaces(formats.format_money(amount, "fr")) == french


def test_dates_put_the_day_before_the_month_in_both_languages() -> None:
    day = date(1990, 3, 12)
    assert formats.format_date(day, "en") == "12 March 1990"
    assert formats.format_date(day, "fr") == "12 mars 1990"
    assert formats.format_short_date(day, "en") == "12/03/1990"
    assert formats.format_moment(datetime(2026, 5, 12, 9, 5, tzinfo=UTC), "fr") == (
        "12/05/2026 09:05"
    )


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("1990-03-12", "12 March 1990", "12 mars 1990"),
        ("1990-03", "March 1990", "mars 1990"),
        ("1990", "1990", "1990"),
        ("1990~", "about 1990", "vers 1990"),
        ("1998/1999", "1998 or 1999", "1998 ou 1999"),
    ],
)
def test_an_uncertain_date_is_shown_with_its_uncertainty(
    edtf: str, english: str, french: str
) -> None:
    partial = PartialDate.from_edtf(edtf)
    assert formats.format_partial(partial, "en") == english
    assert formats.format_partial(partial, "fr") == french


def test_countries_are_named_and_sorted_in_the_language() -> None:
    assert formats.country_name("CI", "fr") == "Côte d’Ivoire"
    names = [name for _code, name in formats.country_choices("fr")]
    assert names.index("Égypte") < names.index("Espagne")
    assert {"GN", "TN", "SN", "CI", "GH", "GM", "MA", "XK"} <= dict(
        formats.country_choices("en")
    ).keys()
    assert formats.language_name("ff", "fr") == "Peul"
