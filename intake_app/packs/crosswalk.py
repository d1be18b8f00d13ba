"""What the sectors of the packs are called in the lists of others (``resources/sectors/``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from intake_app.packs.loader import packs_folder
from intake_app.packs.words import Text


class SectorList(StrEnum):
    """The lists: Senegal's referral mechanism, EURP, the humanitarian clusters, Primero."""

    MNO = "mno"
    EURP = "eurp"
    CLUSTER = "cluster"
    PRIMERO = "primero"


@dataclass(frozen=True)
class Counterpart:
    """One entry of one of the lists, with our sectors that belong to it, the closest first."""

    list: SectorList
    code: str
    name: Text
    sectors: tuple[str, ...]
    source: str


@cache
def counterparts() -> tuple[Counterpart, ...]:
    """All entries in their order. ValueError if a row names a list that does not exist."""
    path = packs_folder().parent / "sectors" / "crosswalk.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Counterpart(
                SectorList(row["list"]), row["code"], Text(row["en"], row["fr"]),
                tuple(row["sectors"].split()), row["source"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def counterpart_of(sector: str, other: SectorList) -> Counterpart | None:
    """What one of our sectors is in another list; None if that list has nothing of the kind."""
    return next(
        (one for one in counterparts() if one.list is other and sector in one.sectors), None
    )


def sector_of(other: SectorList, code: str) -> str | None:
    """Our sector for an entry of another list, the closest one; None if there is none."""
    found = next((one for one in counterparts() if (one.list, one.code) == (other, code)), None)
    return found.sectors[0] if found and found.sectors else None
