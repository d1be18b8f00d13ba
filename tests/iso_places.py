"""Writes ``resources/places/``: the first administrative levels by ISO 3166-2.

``python -m tests.iso_places iso_3166-2.json`` with the file of Debian's ``iso-codes`` (the package
names its version). Run by hand; the program itself never needs that package.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from tests.source_code import ROOT

FOLDER = ROOT / "resources" / "places"
COUNTRIES = (
    "BJ", "CD", "CI", "CM", "GH", "GM", "GN", "LR", "MA", "ML", "MR", "NE", "NG", "SL", "SN", "TG",
    "TN",
)  # fmt: skip
"""Where the desks are, and the neighbours whose names the standard gives as offices write them."""

HEADINGS = ("country", "level", "code", "parent", "name_en", "name_fr", "name_own", "from", "to")


def main(source: Path) -> None:
    """Write one file per country, the upper level first."""
    units = json.loads(source.read_text("utf-8"))["3166-2"]
    for country in COUNTRIES:
        own = [unit for unit in units if unit["code"].startswith(f"{country}-")]
        rows = sorted(
            (2 if "parent" in unit else 1, unit["code"], _whole(country, unit), unit["name"])
            for unit in own
        )
        with (FOLDER / f"{country.lower()}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(HEADINGS)
            for level, code, parent, name in rows:
                out.writerow((country, level, code, parent, name, "", "", "", ""))


def _whole(country: str, unit: dict[str, str]) -> str:
    """The code of the unit around, which some editions write without the country."""
    upper = unit.get("parent", "")
    return upper if not upper or "-" in upper else f"{country}-{upper}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
