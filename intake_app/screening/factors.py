"""The coded factors of the vulnerability grid: a list of the office (``resources/screening/``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from intake_app.i18n import language as screen_language
from intake_app.packs.loader import packs_folder
from intake_app.screening.model import Side, Sphere


@dataclass(frozen=True)
class Factor:
    """One thing to tick, with its words by language; ``source`` says where it comes from."""

    sphere: Sphere
    side: Side
    code: str
    words: tuple[tuple[str, str], ...]
    source: str

    def in_(self, language: str) -> str:
        """Its words in this language, in English where there are no others."""
        words = dict(self.words)
        return words.get(language) or words["en"]


@cache
def factors() -> tuple[Factor, ...]:
    """The list in its order. ValueError if a line has a sphere or side that does not exist."""
    path = packs_folder().parent / "screening" / "factors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Factor(
                Sphere(row["sphere"]), Side(row["side"]), row["code"],
                (("en", row["en"]), ("fr", row["fr"])), row["source"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def choices(sphere: Sphere, side: Side, language: str | None = None) -> list[tuple[str, str]]:
    """What can be ticked in one cell of the grid: codes with their words."""
    chosen = language or screen_language()
    return [
        (one.code, one.in_(chosen)) for one in factors() if (one.sphere, one.side) == (sphere, side)
    ]


def factor_words(code: str, language: str | None = None) -> str:
    """What a code is called; a code that is in the list no more is shown as it is."""
    found = next((one for one in factors() if one.code == code), None)
    return found.in_(language or screen_language()) if found else code
