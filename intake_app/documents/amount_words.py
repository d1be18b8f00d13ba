"""Amounts in words, as receipts and contracts write them: "quinze mille six cents francs CFA".

Of our own and not num2words (LGPL, which we could carry): it knows neither TND nor XOF nor GNF,
reckons with floats, gives French no "de" after a million, and needs docopt, of which there is no
wheel. Its numbers were compared with these once, 0 to 2,000,000 and 100,000 larger ones: the same.

Spelling: French as in the Dictionnaire de l'Académie française, 9th edition, under CENT, VINGT,
MILLE and MILLION (traditional hyphens): *cent* and *vingt* take an s where they are multiplied and
end the number ("deux cents", "quatre-vingts"), also before the nouns *million* and *milliard*, not
before *mille*, which never changes; the noun wants *de* before the currency. English as in British
forms: "and" before the last two digits, a hyphen from 21 to 99.
"""

from __future__ import annotations

from typing import NamedTuple

from intake_app.values import MINOR_UNITS, Money

MOST = 10**15 - 1
"""The largest whole number that has words here."""


class _Noun(NamedTuple):
    """One and several of a coin; ``feminine`` in French."""

    one: str
    many: str
    feminine: bool = False


def _regular(one: str) -> _Noun:
    return _Noun(one, " ".join(word if word.isupper() else word + "s" for word in one.split()))


class _Words(NamedTuple):
    """A currency and its smallest coin in one language; no coin where amounts have no decimals."""

    coin: _Noun
    small: _Noun | None = None


_CENT, _CENTIME = _regular("cent"), _regular("centime")
_CFA_FRANC = _Noun("CFA franc", "CFA francs")
_FRANC_CFA = _Noun("franc CFA", "francs CFA")

_ENGLISH = {
    "XOF": _Words(_CFA_FRANC),
    "XAF": _Words(_CFA_FRANC),
    "GNF": _Words(_Noun("Guinean franc", "Guinean francs")),
    "TND": _Words(_Noun("Tunisian dinar", "Tunisian dinars"), _regular("millime")),
    "LYD": _Words(_Noun("Libyan dinar", "Libyan dinars"), _regular("dirham")),
    "EUR": _Words(_regular("euro"), _CENT),
    "USD": _Words(_Noun("US dollar", "US dollars"), _CENT),
    "MAD": _Words(_Noun("Moroccan dirham", "Moroccan dirhams"), _CENTIME),
    "NGN": _Words(_regular("naira"), _Noun("kobo", "kobo")),
    "GHS": _Words(_Noun("Ghanaian cedi", "Ghanaian cedis"), _regular("pesewa")),
    "GMD": _Words(_regular("dalasi"), _regular("butut")),
    "CHF": _Words(_Noun("Swiss franc", "Swiss francs"), _CENTIME),
    "GBP": _Words(_Noun("pound sterling", "pounds sterling"), _Noun("penny", "pence")),
    "SLE": _Words(_regular("leone"), _CENT),
    "CVE": _Words(_Noun("Cape Verdean escudo", "Cape Verdean escudos"), _regular("centavo")),
    "MRU": _Words(_regular("ouguiya"), _regular("hundredth")),
    "DZD": _Words(_Noun("Algerian dinar", "Algerian dinars"), _CENTIME),
}  # fmt: skip

_FRENCH = {
    "XOF": _Words(_FRANC_CFA),
    "XAF": _Words(_FRANC_CFA),
    "GNF": _Words(_regular("franc guinéen")),
    "TND": _Words(_regular("dinar tunisien"), _regular("millime")),
    "LYD": _Words(_regular("dinar libyen"), _regular("dirham")),
    "EUR": _Words(_regular("euro"), _CENTIME),
    "USD": _Words(_Noun("dollar des États-Unis", "dollars des États-Unis"), _CENT),
    "MAD": _Words(_regular("dirham marocain"), _CENTIME),
    "NGN": _Words(_regular("naira"), _regular("kobo")),
    "GHS": _Words(_regular("cédi ghanéen"), _regular("pesewa")),
    "GMD": _Words(_regular("dalasi"), _regular("butut")),
    "CHF": _Words(_regular("franc suisse"), _CENTIME),
    "GBP": _Words(_Noun("livre sterling", "livres sterling", True), _Noun("penny", "pence")),
    "SLE": _Words(_regular("leone"), _CENT),
    "CVE": _Words(_Noun("escudo cap-verdien", "escudos cap-verdiens"), _regular("centavo")),
    "MRU": _Words(_regular("ouguiya"), _regular("centième")),
    "DZD": _Words(_regular("dinar algérien"), _CENTIME),
}
"""A hundredth of an ouguiya is no coin: a khoums is a fifth of it."""


def amount_in_words(amount: Money, language: str) -> str:
    """The amount in words, without its smallest unit where that is zero.

    ``language`` is en or fr. Raises ValueError for less than nothing and for more than ``MOST``.
    """
    unit = 10 ** MINOR_UNITS[amount.currency]
    whole, rest = divmod(amount.minor, unit)
    if amount.minor < 0:
        raise ValueError("less than nothing has no words")
    say, words = (_french, _FRENCH) if language == "fr" else (_english, _ENGLISH)
    coin, small = words[amount.currency]
    said = say(whole, coin) if whole or not rest else ""
    if not rest:
        return said
    assert small is not None  # a currency without decimals has no rest
    join = " et " if language == "fr" else " and "
    return join.join(part for part in (said, say(rest, small)) if part)


def _english(number: int, noun: _Noun) -> str:
    return f"{number_in_english(number)} {noun.one if number == 1 else noun.many}"


def _french(number: int, noun: _Noun) -> str:
    """In French zero and one have the singular, and a number that ends in a noun wants *de*."""
    words = number_in_french(number, feminine=noun.feminine)
    name = noun.one if number < 2 else noun.many  # noqa: PLR2004 - zero and one
    if number and number % 10**6 == 0:
        return f"{words} d’{name}" if name[0] in "aeioué" else f"{words} de {name}"
    return f"{words} {name}"


# ---------------------------------------------------------------------------- English

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_THOUSANDS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def number_in_english(number: int) -> str:
    """A whole number from zero to ``MOST``: ``one thousand two hundred and five``."""
    _within(number)
    parts = []
    rest = number
    for size, name in _THOUSANDS:
        many, rest = divmod(rest, size)
        if many:
            parts.append(f"{_hundreds(many)} {name}")
    if rest or not parts:
        joined = "and " if parts and rest < 100 else ""  # noqa: PLR2004
        parts.append(joined + _hundreds(rest))
    return " ".join(parts)


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{_SMALL[hundreds]} hundred"
    return f"{words} and {_below_hundred(rest)}" if rest else words


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


# ---------------------------------------------------------------------------- French

_PETITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_DIZAINES = (
    "-", "-", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt",
    "quatre-vingt",
)  # fmt: skip
_NOMS = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))


def number_in_french(number: int, *, feminine: bool = False) -> str:
    """A whole number from zero to ``MOST``: ``mille deux cent cinq``; one may be feminine."""
    _within(number)
    parts = []
    rest = number
    for size, name in _NOMS:
        many, rest = divmod(rest, size)
        if many:
            parts.append(f"{_centaines(many)} {name}{'s' if many > 1 else ''}")
    thousands, rest = divmod(rest, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_centaines(thousands, ends=False)} mille")
    if rest or not parts:
        parts.append(_centaines(rest))
    words = " ".join(parts)
    ends_in_one = words == "un" or words.endswith((" un", "-un"))
    return words + "e" if feminine and ends_in_one else words


def _centaines(number: int, *, ends: bool = True) -> str:
    """Below a thousand. ``ends``: nothing that counts follows, so that *cent* and *vingt* agree."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _dizaines(rest, ends=ends)
    words = "cent" if hundreds == 1 else f"{_PETITS[hundreds]} cent"
    if rest:
        return f"{words} {_dizaines(rest, ends=ends)}"
    return words + "s" if hundreds > 1 and ends else words


def _dizaines(number: int, *, ends: bool) -> str:
    if number < len(_PETITS):
        return _PETITS[number]
    tens, ones = divmod(number, 10)
    if tens in (7, 9):
        ones += 10
    words = _DIZAINES[tens]
    if number == 80:  # noqa: PLR2004
        return words + "s" if ends else words
    if not ones:
        return words
    if ones in (1, 11) and tens < 8:  # noqa: PLR2004 - vingt et un, soixante et onze
        return f"{words} et {_PETITS[ones]}"
    return f"{words}-{_PETITS[ones]}"


def _within(number: int) -> None:
    if not 0 <= number <= MOST:
        raise ValueError("no words for this number")
