"""In which order programmes are offered: a tired clerk finds the right one among many at once."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.i18n import language
from intake_app.packs.model import Pack
from intake_app.values import folded


def for_country(packs: Iterable[Pack], country: str, first: str = "") -> list[Pack]:
    """The programmes, those that work in a country (ISO 3166-1 alpha-2) before all others.

    Among them the one with the id ``first`` leads, then those for the country's own people only,
    then those of the fewest countries: a national programme before one of the whole world. The
    rest follows by short name.
    """

    def place(pack: Pack) -> tuple[bool, bool, bool, int, str]:
        here = country in pack.office_countries
        foreign = here and pack.eligibility.nationalities != (country,)
        countries = len(pack.office_countries) if here else 0
        name = folded(pack.short_name.in_(language()))
        return (pack.id != first, not here, foreign, countries, name)

    return sorted(packs, key=place)
