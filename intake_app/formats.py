"""How dates, amounts and the names of countries and languages are written in English and French."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel import Locale, dates, numbers
from babel.core import get_global

from intake_app.i18n import N_, texts
from intake_app.values import MINOR_UNITS, Money, PartialDate, folded

_LOCALES = {"en": "en_GB", "fr": "fr", "pseudo": "en_GB"}
"""``en_GB``: day before month, as every office of the field writes it."""

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}


def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


def format_date(day: date, language: str) -> str:
    """A day in words: ``12 March 1990``, ``12 mars 1990``."""
    return dates.format_date(day, "long", locale=_locale(language))


def format_short_date(day: date, language: str) -> str:
    """A day for narrow columns: ``12/03/1990`` in both languages."""
    return day.strftime("%d/%m/%Y")


def format_moment(moment: datetime, language: str) -> str:
    """A day and a time of day, in the zone that ``moment`` carries."""
    return f"{format_short_date(moment.date(), language)} {moment:%H:%M}"


def format_partial(partial: PartialDate, language: str) -> str:
    """A date with its precision in words: ``about 1990``, ``March 1990``, ``1998 or 1999``."""
    _ = texts(language).gettext
    edtf = partial.edtf
    if "/" in edtf:
        first, last = edtf.split("/")
        return _("{first} or {last}").format(first=first, last=last)
    if edtf.endswith("~"):
        return _("about {year}").format(year=edtf[:-1])
    if len(edtf) == len("1990"):
        return edtf
    if len(edtf) == len("1990-03"):
        return dates.format_skeleton("yMMMM", partial.earliest, locale=_locale(language))
    return format_date(partial.earliest, language)


def format_age(born: PartialDate, day: date, language: str) -> str:
    """The age on ``day`` in whole years: ``36``, or ``34–38`` where the date is uncertain."""
    youngest, oldest = born.ages_on(day)
    return str(oldest) if youngest == oldest else f"{youngest}–{oldest}"


def format_number(number: int | Decimal, language: str) -> str:
    """A number with the language's thousands separator."""
    return numbers.format_decimal(number, locale=_locale(language))


def format_money(amount: Money, language: str) -> str:
    """An amount with its code, as forms write it: ``15,600.000 TND``, ``15 600,000 TND``."""
    decimals = MINOR_UNITS[amount.currency]
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    figure = numbers.format_decimal(amount.decimal, pattern, locale=_locale(language))
    return f"{figure}\u00a0{amount.currency}"


def currency_of(country: str) -> str:
    """The currency of a country (ISO alpha-2) that the program can count in; empty if none."""
    codes = numbers.get_territory_currencies(country) if country else []
    return next((code for code in codes if code in MINOR_UNITS), "")


def country_of_three_letters(code: str) -> str:
    """The ISO alpha-2 code of an alpha-3 one (``GIN`` → ``GN``); empty if it is of no country."""
    known: list[str] = get_global("territory_aliases").get(code, []) if len(code) == 3 else []
    return known[0] if len(known) == 1 else ""


def country_name(code: str, language: str) -> str:
    """The country's name (ISO 3166-1 alpha-2 code), or the code if it is unknown."""
    return str(_locale(language).territories.get(code, code))


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), in the language's alphabetical order without accents."""
    named = (
        (code, str(name))
        for code, name in _locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    )
    return tuple(sorted(named, key=lambda choice: folded(choice[1])))


_LANGUAGES_WITHOUT_NAME = {"mnk": N_("Mandinka"), "ber": N_("Amazigh (Berber)")}
"""Spoken in the field, and not named by CLDR."""


def language_name(code: str, language: str) -> str:
    """The language's name with a capital letter: ``French``, ``Français``."""
    unnamed = _LANGUAGES_WITHOUT_NAME.get(code, "")
    own = texts(language).gettext(unnamed) if unnamed else code
    name = str(_locale(language).languages.get(code, own))
    return name[:1].upper() + name[1:]
