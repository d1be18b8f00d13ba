"""The table of names that have several spellings, and the words that tell nobody apart.

The data are in ``resources/names`` (see the README there).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import OSA

from intake_app import program_folder
from intake_app.names.folding import skeleton, sound, words

PILGRIM = "pilgrim"
_NONE: frozenset[str] = frozenset()
_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True)
class Families:
    """``of_form``: the families that a spelling belongs to; ``of_sound``, ``of_bones``: those that
    sound like it, or have its consonants. ``forms``: the spellings of a family, by their
    length. ``links``: families
    that some people use for the same person. ``particles``: words that tell nobody apart, with
    their kind."""

    of_form: Mapping[str, frozenset[str]]
    of_sound: Mapping[str, frozenset[str]]
    of_bones: Mapping[str, frozenset[str]]
    forms: Mapping[str, Mapping[int, frozenset[str]]]
    links: Mapping[str, frozenset[str]]
    particles: Mapping[str, str]

    def of(self, word: str) -> frozenset[str]:
        """The families of a word as spelled; if the spelling is new, those that sound like it."""
        return self.of_form.get(word) or self.of_sound.get(sound(word), _NONE)

    def linked(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """True if a family of one is linked to a family of the other."""
        return any(not others.isdisjoint(self.links.get(each, _NONE)) for each in some)

    def has_nearly(self, some: frozenset[str], word: str) -> bool:
        """True if a spelling of one of these families is at most one mistake of typing away."""
        return any(
            OSA.distance(form, word, score_cutoff=1) <= 1
            for family in some
            for length in range(len(word) - 1, len(word) + 2)
            for form in self.forms[family].get(length, ())
        )


def names_folder() -> Path:
    """The folder with the data of names."""
    return program_folder() / "resources" / "names"


@cache
def families() -> Families:
    """The table of this installation, read once."""
    return read_families(names_folder())


def read_families(folder: Path) -> Families:
    """Read the table from a folder. ValueError that names file and line of a mistake."""
    of_form: dict[str, set[str]] = {}
    of_sound: dict[str, set[str]] = {}
    of_bones: dict[str, set[str]] = {}
    forms: dict[str, dict[int, set[str]]] = {}
    links: dict[str, set[str]] = {}
    known: set[str] = set()
    for line, row in _rows(
        folder / "families.csv", ("family", "kind", "linked", "source", "forms")
    ):
        family = row["family"]
        if not family or family in known or row["kind"] not in {"m", "f", "", "fam"}:
            raise ValueError(f"families.csv, line {line}: the family or its kind is wrong")
        known.add(family)
        for form in row["forms"].split():
            if len(words(form)) != 1:
                raise ValueError(f"families.csv, line {line}: {form!r} is not one word")
            (word,) = words(form)
            of_form.setdefault(word, set()).add(family)
            of_sound.setdefault(sound(word), set()).add(family)
            of_bones.setdefault(skeleton(word), set()).add(family)
            forms.setdefault(family, {}).setdefault(len(word), set()).add(word)
        for other in row["linked"].split():
            links.setdefault(family, set()).add(other)
            links.setdefault(other, set()).add(family)
    unknown = set(links) - known
    if unknown:
        raise ValueError(f"families.csv: linked, and not there: {sorted(unknown)}")
    particles = {
        row["word"]: row["kind"]
        for _line, row in _rows(folder / "particles.csv", ("word", "kind", "source"))
    }
    return Families(
        of_form=_frozen(of_form),
        of_sound=_frozen(of_sound),
        of_bones=_frozen(of_bones),
        forms={family: _frozen(by_length) for family, by_length in forms.items()},
        links=_frozen(links),
        particles=particles,
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != columns:
            raise ValueError(f"{path.name}: the columns must be {', '.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"{path.name}, line {reader.line_num}: not {len(columns)} columns")
            yield reader.line_num, row


def _frozen(sets: Mapping[_Key, set[str]]) -> dict[_Key, frozenset[str]]:
    return {key: frozenset(found) for key, found in sets.items()}
