"""Among many programmes the right one comes first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.packs.words import Mark
from intake_app.values import folded


def ids(packs: Mapping[str, Pack], country: str, first: str = "") -> list[str]:
    """The ids of all programmes in the order in which they are offered."""
    return [pack.id for pack in for_country(packs.values(), country, first)]


@pytest.mark.parametrize(
    ("country", "own"),
    [
        ("CI", "cotedivoire"),
        ("SN", "senegal"),
        ("GH", "ghana"),
        ("NG", "nigeria"),
        ("GN", "guinea"),
        ("GM", "gambia"),
        ("TN", "tounesna"),
    ],
)
def test_the_programme_of_the_country_leads_and_no_foreign_one_comes_between(
    packs: Mapping[str, Pack], country: str, own: str
) -> None:
    offered = ids(packs, country)
    assert offered[0] == own
    here = [country in packs[one].office_countries for one in offered]
    assert here == sorted(here, reverse=True)
    assert set(offered) == set(packs)


def test_the_usual_programme_of_the_office_leads_even_the_national_one(
    packs: Mapping[str, Pack],
) -> None:
    assert ids(packs, "GH", "eurp")[:2] == ["eurp", "ghana"]
    assert ids(packs, "GH", "tounesna")[:2] == ["tounesna", "ghana"]


def test_where_no_programme_works_they_stand_in_the_order_of_the_alphabet(
    packs: Mapping[str, Pack],
) -> None:
    names = [pack.short_name.en for pack in for_country(packs.values(), "BR")]
    assert names == sorted(names, key=folded)


def test_every_shipped_figure_has_a_source_or_waits_for_the_office(
    packs: Mapping[str, Pack],
) -> None:
    for pack in packs.values():
        for package in pack.packages:
            for row in package.ceilings:
                public = row.origin.mark is Mark.SOURCE
                assert (row.amount is not None) == public, (pack.id, package.id)
                assert (pack.source(row.origin.source) is not None) == public


def test_no_two_programmes_have_one_short_name(packs: Mapping[str, Pack]) -> None:
    for language in ("en", "fr"):
        names = [pack.short_name.in_(language) for pack in packs.values()]
        assert len(set(names)) == len(names)
