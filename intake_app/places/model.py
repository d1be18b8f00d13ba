"""A place, the list that it stands in, and what was chosen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

DEEPEST = 5
"""Levels below the country."""
MOST_PLACES = 30_000
MOST_VERSION = 40
"""Letters of a version."""


class Place(NamedTuple):
    """One administrative unit. ``since`` and ``until`` are ISO days, empty if nothing is said.

    A tuple and no dataclass: a list of a large country has tens of thousands.
    """

    code: str
    level: int
    parent: str = ""
    name_en: str = ""
    name_fr: str = ""
    name_own: str = ""
    since: str = ""
    until: str = ""

    def name(self, language: str) -> str:
        """In this language, else in any."""
        ours, other = (
            (self.name_fr, self.name_en) if language == "fr" else (self.name_en, self.name_fr)
        )
        return ours or other or self.name_own


@dataclass(frozen=True)
class PlaceList:
    """A list that somebody imported. ``sha256`` is that of its text, ``imported_at`` UTC."""

    id: str
    country: str
    version: str
    source: str
    count: int
    sha256: str
    imported_by: str = ""
    imported_at: str = ""
    revision: int = 1


@dataclass(frozen=True)
class Chosen:
    """A place as a record keeps it: readable also when its list is long gone."""

    name: str
    code: str = ""
    version: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A place that may be meant. ``above`` are the units that it lies in, the largest first, with
    their levels; ``kind`` what the country calls this level, empty if nobody knows."""

    chosen: Chosen
    level: int
    kind: str
    above: tuple[tuple[int, Chosen], ...] = ()

    @property
    def label(self) -> str:
        """``Sidi Bouzid (governorate)``."""
        return f"{self.chosen.name} ({self.kind})" if self.kind else self.chosen.name

    @property
    def inside(self) -> str:
        """Where it lies: ``Tougué, Labé``."""
        return ", ".join(one.name for _level, one in reversed(self.above))
