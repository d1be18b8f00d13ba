"""Money is exact, dates are honest, typed text is clean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.values import (
    MINOR_UNITS,
    Money,
    PartialDate,
    canonical_json,
    clean_text,
    folded,
    new_id,
    plain,
    whole_years,
)

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1990", "1990"),
        ("about 1990", "1990~"),
        ("vers 1990", "1990~"),
        ("environ 1985", "1985~"),
        ("~1990", "1990~"),
        ("03/1990", "1990-03"),
        ("mars 1990", "1990-03"),
        ("Août 1990", "1990-08"),
        ("12/03/1990", "1990-03-12"),
        ("12 mars 1990", "1990-03-12"),
        ("1er août 1990", "1990-08-01"),
        ("12 March 1990", "1990-03-12"),
        ("1990-03-12", "1990-03-12"),
        ("27 ans", "1998/1999"),
        ("27 years old", "1998/1999"),
    ],
)
def test_a_date_is_understood_as_people_write_it(typed: str, edtf: str) -> None:
    assert PartialDate.parse(typed, TODAY).edtf == edtf


@pytest.mark.parametrize("typed", ["", "x", "31/02/1990", "13/13/1990", "2031", "130 ans", "27"])
def test_what_is_no_date_of_a_living_person_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(typed, TODAY)


def test_about_widens_and_an_age_can_be_uncertain() -> None:
    about = PartialDate.from_edtf("2008~")
    assert (about.earliest, about.latest) == (date(2006, 1, 1), date(2010, 12, 31))
    assert about.ages_on(TODAY) == (15, 20)
    assert PartialDate.from_edtf("1990-03-12").ages_on(TODAY) == (36, 36)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_exact_date_survives_writing_and_reading(day: date) -> None:
    again = PartialDate.from_edtf(day.isoformat())
    assert again.is_exact
    assert again == PartialDate.parse(f"{day:%d/%m/%Y}", TODAY)
    assert again.ages_on(TODAY)[0] == whole_years(day, TODAY)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("15600", "TND", 15_600_000),
        ("15 600,500", "TND", 15_600_500),
        ("1 234,5", "EUR", 123_450),
        ("1,234.50", "EUR", 123_450),
        ("1.234,50", "EUR", 123_450),
        ("1.234", "EUR", 123_400),
        ("1 250 000", "XOF", 1_250_000),
        ("15,600", "XOF", 15_600),
        ("0", "EUR", 0),
        ("١٥", "EUR", 1_500),
    ],
)
def test_an_amount_is_understood_as_people_write_it(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("", "EUR"), ("abc", "EUR"), ("-5", "EUR"), ("1.5", "XOF"), ("1,23,4", "EUR")],
)
def test_what_is_no_exact_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(ValueError, match="amount|decimals"):
        Money.parse(typed, currency)


@given(st.integers(0, 10**12), st.sampled_from(sorted(MINOR_UNITS)))
def test_money_never_loses_a_minor_unit(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert Money.of(str(amount.decimal), currency) == amount
    assert amount + Money(1, currency) - Money(1, currency) == amount


def test_currencies_never_mix() -> None:
    with pytest.raises(ValueError, match="combine"):
        Money(1, "EUR") + Money(1, "XOF")
    with pytest.raises(ValueError, match="currency"):
        Money(1, "DEM")


def test_typed_text_is_cleaned_of_what_deceives_or_breaks() -> None:
    assert clean_text("  Fatou\x00\u202e \ud800Sow\r\n") == "Fatou Sow"
    assert clean_text("e\u0301") == "é"
    assert folded("Éléonore") == "eleonore"


@given(st.text())
def test_clean_text_can_always_be_stored_and_stays_as_it_is(text: str) -> None:
    once = clean_text(text)
    once.encode("utf-8")
    assert clean_text(once) == once


def test_a_record_never_holds_a_float_and_equal_records_have_one_text() -> None:
    with pytest.raises(TypeError):
        plain({"share": 0.8})
    assert canonical_json({"b": 1, "a": Money(5, "XOF")}) == (
        '{"a":{"currency":"XOF","minor":5},"b":1}'
    )
    assert new_id() != new_id()
