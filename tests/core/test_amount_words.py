"""Amounts in words: the rules of both languages, and every number read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.documents.amount_words import (
    MOST,
    amount_in_words,
    number_in_english,
    number_in_french,
)
from intake_app.values import MINOR_UNITS, Money

# ---------------------------------------------------------------- a small reader of its own

_WORDS = {
    "en": {
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
        "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
        "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90,
    },
    "fr": {
        "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
        "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
        "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
        "cinquante": 50, "soixante": 60,
    },
}  # fmt: skip
_HUNDRED = {"en": {"hundred"}, "fr": {"cent", "cents"}}
_LARGE = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "fr": {
        "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9,
        "milliards": 10**9, "billion": 10**12, "billions": 10**12,
    },
}  # fmt: skip


def read(words: str, language: str) -> int:
    """The number that the words say, left to right, without knowing how they were made."""
    total = group = 0
    tokens = words.replace("quatre-vingts", "quatre-vingt").replace("quatre-vingt", "QV")
    for token in tokens.replace("-", " ").split():
        if token in {"and", "et"}:
            continue
        if token == "QV":
            group += 80
        elif token in _HUNDRED[language]:
            group = (group // 100 * 100) + (group % 100 or 1) * 100
        elif token in _LARGE[language]:
            total += (group or 1) * _LARGE[language][token]
            group = 0
        else:
            group += _WORDS[language][token]
    return total + group


NUMBERS = st.one_of(
    st.integers(0, 1_200),
    st.integers(0, 10**9),
    st.integers(0, MOST),
    st.builds(
        lambda a, b, c: a * 10**6 + b * 1000 + c,
        *[st.sampled_from([0, 1, 20, 21, 71, 80, 81, 91, 100, 180, 200, 201, 280, 999])] * 3,
    ),
)


def _read_back(number: int) -> None:
    assert read(number_in_english(number), "en") == number
    assert read(number_in_french(number), "fr") == number
    assert read(number_in_french(number, feminine=True), "fr") == number


@settings(max_examples=150, deadline=None)
@given(NUMBERS)
def test_a_number_can_be_read_back_from_its_words(number: int) -> None:
    _read_back(number)


def test_no_two_of_the_first_thousands_have_the_same_words() -> None:
    for say in (number_in_english, number_in_french):
        assert len({say(number) for number in range(3_000)}) == 3_000


@pytest.mark.nightly
@settings(max_examples=100_000, deadline=None)
@given(NUMBERS)
def test_a_hundred_thousand_numbers_can_be_read_back(number: int) -> None:
    _read_back(number)


def test_the_reader_would_notice_other_words() -> None:
    assert read("quatre-vingt-dix-neuf", "fr") == 99
    assert read("soixante et onze", "fr") != 61
    assert read("two hundred and five", "en") == 205


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"), (16, "seize"), (17, "dix-sept"), (21, "vingt et un"), (22, "vingt-deux"),
        (61, "soixante et un"), (70, "soixante-dix"), (71, "soixante et onze"),
        (77, "soixante-dix-sept"), (80, "quatre-vingts"), (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"), (91, "quatre-vingt-onze"), (100, "cent"), (101, "cent un"),
        (180, "cent quatre-vingts"), (200, "deux cents"), (201, "deux cent un"),
        (280, "deux cent quatre-vingts"), (1000, "mille"), (1001, "mille un"),
        (2000, "deux mille"), (80_000, "quatre-vingt mille"), (200_000, "deux cent mille"),
        (21_000, "vingt et un mille"), (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"), (200_000_000, "deux cents millions"),
        (200_000_001, "deux cents millions un"), (1_000_200, "un million deux cents"),
        (3_000_000_000, "trois milliards"),
    ],
)  # fmt: skip
def test_french_spelling(number: int, words: str) -> None:
    assert number_in_french(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"), (13, "thirteen"), (40, "forty"), (99, "ninety-nine"), (100, "one hundred"),
        (101, "one hundred and one"), (1001, "one thousand and one"),
        (15_600, "fifteen thousand six hundred"),
        (1_000_000, "one million"), (1_000_080, "one million and eighty"),
        (2_345_678, "two million three hundred and forty-five thousand six hundred and"
                    " seventy-eight"),
    ],
)  # fmt: skip
def test_english_spelling(number: int, words: str) -> None:
    assert number_in_english(number) == words


@pytest.mark.parametrize(
    ("minor", "currency", "english", "french"),
    [
        (15_600_000, "TND", "fifteen thousand six hundred Tunisian dinars",
         "quinze mille six cents dinars tunisiens"),
        (1_500, "TND", "one Tunisian dinar and five hundred millimes",
         "un dinar tunisien et cinq cents millimes"),
        (1_001, "TND", "one Tunisian dinar and one millime", "un dinar tunisien et un millime"),
        (80, "TND", "eighty millimes", "quatre-vingts millimes"),
        (1_000_000, "XOF", "one million CFA francs", "un million de francs CFA"),
        (1_200_000, "XOF", "one million two hundred thousand CFA francs",
         "un million deux cent mille francs CFA"),
        (80_000_000, "GNF", "eighty million Guinean francs",
         "quatre-vingts millions de francs guinéens"),
        (1, "GNF", "one Guinean franc", "un franc guinéen"),
        (0, "GNF", "zero Guinean francs", "zéro franc guinéen"),
        (61_500, "EUR", "six hundred and fifteen euros", "six cent quinze euros"),
        (100_000_000, "EUR", "one million euros", "un million d’euros"),
        (180, "EUR", "one euro and eighty cents", "un euro et quatre-vingts centimes"),
        (2_100, "GBP", "twenty-one pounds sterling", "vingt et une livres sterling"),
        (2_101, "GBP", "twenty-one pounds sterling and one penny",
         "vingt et une livres sterling et un penny"),
        (25_050, "GMD", "two hundred and fifty dalasis and fifty bututs",
         "deux cent cinquante dalasis et cinquante bututs"),
        (300_000, "MAD", "three thousand Moroccan dirhams", "trois mille dirhams marocains"),
    ],
)  # fmt: skip
def test_amounts_agree_with_their_currency(
    minor: int, currency: str, english: str, french: str
) -> None:
    assert amount_in_words(Money(minor, currency), "en") == english
    assert amount_in_words(Money(minor, currency), "fr") == french


@pytest.mark.parametrize("currency", sorted(MINOR_UNITS))
def test_every_currency_says_its_whole_and_its_smallest_unit(currency: str) -> None:
    unit = 10 ** MINOR_UNITS[currency]
    for language in ("en", "fr"):
        whole = amount_in_words(Money(2 * unit, currency), language)
        both = amount_in_words(Money(2 * unit + unit - 1, currency), language)
        assert len(whole.split()) >= 2
        assert (both.startswith(whole) and both != whole) == (unit > 1)


def test_less_than_nothing_and_more_than_there_are_words_for_are_refused() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        amount_in_words(Money(-1, "EUR"), "en")
    for say in (number_in_english, number_in_french):
        say(MOST)
        with pytest.raises(ValueError, match="no words"):
            say(MOST + 1)
