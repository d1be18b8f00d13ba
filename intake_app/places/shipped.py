"""The places that come with the program (``resources/places``), and what levels are called."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from intake_app import program_folder
from intake_app.places.gazetteer import Gazetteer, search_key
from intake_app.places.listing import read_list
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.workbook import PLACES

VERSION = "ISO 3166-2 (iso-codes 4.15.0)"
"""What a record says that was chosen from a file that came with the program."""


def _folder() -> Path:
    return program_folder() / "resources" / "places"


@cache
def level_names(country: str) -> Mapping[int, tuple[str, str]]:
    """What a country (ISO alpha-2) calls its levels, in English and French."""
    with (_folder() / "levels.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row["level"]): (row["name_en"], row["name_fr"])
            for row in csv.DictReader(file)
            if row["country"] == country
        }


@cache
def countries() -> tuple[str, ...]:
    """The countries whose first level came with the program."""
    return tuple(sorted(file.stem.upper() for file in _folder().glob("??.csv")))


@cache
def gazetteer(country: str) -> Gazetteer | None:
    """The places of a country as they came with the program; None if it has none."""
    if country not in countries():
        return None
    content = (_folder() / f"{country.lower()}.csv").read_bytes()
    file = ListFile(
        content, is_workbook=False, sha256=hashlib.sha256(content).hexdigest(), limits=PLACES
    )
    reading = read_list(file)
    if reading.mistakes:
        raise ValueError(f"resources/places: {reading.mistakes[0]}")
    places = reading.places
    return Gazetteer(VERSION, places, map(search_key, places), dict(level_names(country)))
