"""The choices that most lists offer: the words of a group, the countries, the programmes."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.formats import country_choices, country_name
from intake_app.i18n import OWN_NAMES, language
from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.words import choices
from ui.fields.choice import Option


def words_of(group: str, *without: str) -> list[Option]:
    """The codes of a group with their words, in the language of the screen."""
    return [Option(code, words) for code, words in choices(group) if code not in without]


def countries() -> list[Option]:
    """Every country, by its name in the language of the screen."""
    return [Option(*choice) for choice in country_choices(language())]


def paper_languages() -> list[Option]:
    """The languages that papers are made in, each by its own name."""
    return [Option(*named) for named in OWN_NAMES.items()]


def programmes(packs: Iterable[Pack], country: str, first: str = "") -> list[Option]:
    """The programmes, those of the office's country before all others.

    The name of a country finds its programmes too.
    """
    return [
        Option(pack.id, pack.label.in_(language()), _countries_of(pack))
        for pack in for_country(packs, country, first)
    ]


def _countries_of(pack: Pack) -> str:
    return " ".join(country_name(code, language()) for code in pack.office_countries)
