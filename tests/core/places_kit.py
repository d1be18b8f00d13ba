"""Invented lists of places, in the forms in which offices get them. None of the codes is real."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tests.core.lists_kit import written

HEADINGS = ("country", "level", "code", "parent", "name_en", "name_fr", "name_own", "from", "to")

ROWS: tuple[tuple[str, ...], ...] = (
    ("TN", "1", "TN90", "", "Example East", "Exemple Est", "مثال", "2024-01-01", ""),
    ("TN", "1", "TN91", "", "Sidi Example", "Sidi Exemple", "", "2024-01-01", ""),
    ("TN", "2", "TN9001", "TN90", "Old Well", "Vieux Puits", "", "2024-01-01", ""),
    ("TN", "2", "TN9002", "TN90", "Gone Village", "Village parti", "", "2010-01-01", "2020-12-31"),
    ("TN", "2", "TN9101", "TN91", "Oum Élève", "Oum Élève", "", "", ""),
    ("TN", "3", "TN910101", "TN9101", "Old Well", "Vieux Puits", "", "", ""),
)  # fmt: skip
"""Two regions, three districts of which one has ended, and a quarter of the name of a district."""


def csv_bytes(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV file with headings."""
    out = io.StringIO()
    csv.writer(out).writerows((headings, *rows))
    return out.getvalue().encode()


def a_place_list(folder: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    """The file on the disk."""
    return written(folder, csv_bytes(rows), "places.csv")


def many_places(count: int) -> list[tuple[object, ...]]:
    """So many invented units on three levels, with accents and apostrophes in their names."""
    first = [f"N'Zé{_letters(n)}" for n in range(20)]
    rows: list[tuple[object, ...]] = [
        ("GN", 1, f"GN{n:02}", "", name, "", "", "", "") for n, name in enumerate(first)
    ]
    for n in range(200):
        rows.append(("GN", 2, f"GN{n % 20:02}{n:03}", f"GN{n % 20:02}", f"Kéro {_letters(n)}",
                     f"Kéro-{_letters(n)}", "", "", ""))  # fmt: skip
    for n in range(count - len(rows)):
        m = n % 200
        upper, name = f"GN{m % 20:02}{m:03}", _letters(n)
        day = "2024-01-01"
        rows.append(
            ("GN", 3, f"{upper}{n:05}", upper, f"Dar Élé {name}", f"Dar-Élé {name}", "", day, "")
        )
    return rows


def _letters(number: int) -> str:
    return "".join("bdfgklmnst"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))
