"""The sectors of the packs in the lists of others: ``domain.md`` 7.4."""

from __future__ import annotations

from collections import Counter

import pytest

from intake_app.packs.crosswalk import SectorList, counterpart_of, counterparts, sector_of
from intake_app.packs.loader import load_packs, packs_folder


@pytest.fixture(scope="module")
def sectors() -> set[str]:
    """The sectors of all programmes that are shipped."""
    packs = load_packs(packs_folder()).values()
    return {sector.id for pack in packs for sector in pack.sectors}


def test_every_list_is_whole_and_has_no_code_twice() -> None:
    # domain.md 7.4: MNO 10; EURP 9; Primero 15; clusters 11 with 4 parts of Protection: 15
    assert Counter(one.list for one in counterparts()) == {
        SectorList.MNO: 10, SectorList.EURP: 9, SectorList.CLUSTER: 15, SectorList.PRIMERO: 15,
    }  # fmt: skip
    codes = Counter((one.list, one.code) for one in counterparts())
    assert [code for code, times in codes.items() if times > 1] == []


def test_every_sector_that_is_named_is_one_of_a_programme(sectors: set[str]) -> None:
    named = {sector for one in counterparts() for sector in one.sectors}
    assert named - sectors == set()


def test_every_sector_has_a_type_of_service_in_primero(sectors: set[str]) -> None:
    assert {one for one in sectors if counterpart_of(one, SectorList.PRIMERO) is None} == set()


def test_what_a_list_does_not_know_is_said(sectors: set[str]) -> None:
    def unknown(other: SectorList) -> set[str]:
        return {one for one in sectors if counterpart_of(one, other) is None}

    assert unknown(SectorList.MNO) == {"arrival", "coordination"}
    assert unknown(SectorList.EURP) == {
        "arrival", "coordination", "civil_society", "migrant_associations", "security",
    }  # fmt: skip
    assert unknown(SectorList.CLUSTER) == {"coordination", "civil_society", "migrant_associations"}


@pytest.mark.parametrize(
    ("sector", "mno", "eurp", "cluster", "primero"),
    [
        ("health", "health", "medical", "health", "health"),
        ("entrepreneurship", "entrepreneurship", "business", "early_recovery", "livelihoods"),
        ("training", "employment", "training", "early_recovery", "livelihoods"),
        ("family_reunification", "social_protection", "social", "protection",
         "family_reunification"),
    ],
)  # fmt: skip
def test_the_way_there(sector: str, mno: str, eurp: str, cluster: str, primero: str) -> None:
    found = [counterpart_of(sector, other) for other in SectorList]
    assert [one.code for one in found if one] == [mno, eurp, cluster, primero]


def test_the_way_back_leads_to_the_closest_sector() -> None:
    assert sector_of(SectorList.PRIMERO, "livelihoods") == "employment"
    assert sector_of(SectorList.EURP, "medical") == "health"
    assert sector_of(SectorList.CLUSTER, "logistics") is None
    assert sector_of(SectorList.MNO, "fishing") is None
    assert counterpart_of("moon", SectorList.MNO) is None


def test_there_and_back_ends_in_a_sector_of_the_same_entry(sectors: set[str]) -> None:
    for other in SectorList:
        for sector in sectors:
            entry = counterpart_of(sector, other)
            if entry is not None:
                back = sector_of(other, entry.code)
                assert back is not None
                assert counterpart_of(back, other) == entry, (sector, other)
