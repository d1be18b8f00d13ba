"""``intake compare-names``: what the program thinks of two names, for support and for trying."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from intake_app.names.likeness import likeness
from intake_app.names.reasons import in_words

MOST_LETTERS = 1000
"""Of a name that is compared; nobody has a longer one."""


def compared(one: str, other: str) -> dict[str, Any]:
    """``likeness`` from 0 to 1, ``same``, and ``reasons`` in words."""
    found = likeness(one[:MOST_LETTERS], other[:MOST_LETTERS])
    return {
        "likeness": round(found.value, 3),
        "same": found.same,
        "reasons": in_words(found),
    }


def lines_of(table: TextIO) -> Iterator[str]:
    """One JSON line per line of a table with the two names in its first columns, between tabs."""
    for row in csv.reader(_without_nul(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        one, other = (*row, "", "")[:2]
        yield json.dumps(compared(one, other), ensure_ascii=False)


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)
