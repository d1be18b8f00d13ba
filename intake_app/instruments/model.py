"""A questionnaire as it is kept: its questions in their order, their choices, both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from intake_app.packs.words import Text

NO_TEXT = Text("", "")

MOST_LETTERS = 2_000
"""Of an answer in words."""

HIGHEST = 999_999_999
"""Of a whole number; more is a slip of the finger."""

_SHOWN = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


class Kind(StrEnum):
    """What a line of a questionnaire is: the part of XLSForm that this desk reads."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    ONE = "select_one"
    MANY = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"
    GROUP = "group"


ASKED = frozenset({Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.ONE, Kind.MANY})
"""The kinds that somebody answers."""


@dataclass(frozen=True)
class Choice:
    """One answer of a list."""

    name: str
    label: Text


@dataclass(frozen=True)
class Item:
    """One line: a question, a note, a calculation or a group. ``group`` is the group around it.

    ``relevant``, ``constraint``, ``required`` and ``calculation`` are expressions, or empty.
    """

    name: str
    kind: Kind
    label: Text = NO_TEXT
    hint: Text = NO_TEXT
    choices: str = ""
    group: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = NO_TEXT
    required: str = ""
    calculation: str = ""
    default: str = ""
    read_only: bool = False

    @property
    def is_asked(self) -> bool:
        """True for what somebody answers."""
        return self.kind in ASKED

    def texts(self) -> Iterator[str]:
        """All that it shows, in both languages."""
        for text in (self.label, self.hint, self.constraint_message):
            yield from (text.en, text.fr)


@dataclass(frozen=True)
class Questionnaire:
    """What an XLSForm file says. ``form_id`` and ``version`` are its own."""

    form_id: str
    version: str
    title: Text
    items: tuple[Item, ...]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def item(self, name: str) -> Item | None:
        """A line by its name."""
        return next((one for one in self.items if one.name == name), None)

    def choices_of(self, item: Item) -> tuple[Choice, ...]:
        """The answers that a question offers; none for one that is typed."""
        return self.choices.get(item.choices, ())

    def asked(self) -> list[Item]:
        """The questions that somebody answers."""
        return [one for one in self.items if one.is_asked]

    def sections(self) -> list[tuple[Item | None, list[Item]]]:
        """The lines in their order, by the outermost group around them; None where there is none.

        A group inside is a line of its section.
        """
        found: list[tuple[Item | None, list[Item]]] = []
        for item in self.items:
            if item.kind is Kind.GROUP and not item.group:
                found.append((item, []))
            elif found and (item.group or found[-1][0] is None):
                found[-1][1].append(item)
            else:
                found.append((None, [item]))
        return found

    def around(self, item: Item) -> Iterator[Item]:
        """The groups around a line, the nearest first."""
        inside: Item | None = item
        while inside is not None and inside.group:
            inside = self.item(inside.group)
            if inside is not None:
                yield inside


@dataclass(frozen=True)
class Instrument:
    """A questionnaire that the office uses, in one version. ``sha256`` is of its content, so that
    the same version cannot come a second time with another one."""

    id: str
    questionnaire: Questionnaire
    sha256: str
    imported_by: str
    imported_at: str
    revision: int = 1

    @property
    def form_id(self) -> str:
        """What all its versions have in common."""
        return self.questionnaire.form_id

    @property
    def version(self) -> str:
        """As the file says."""
        return self.questionnaire.version

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.questionnaire.title


def filled(text: str, said: Mapping[str, str]) -> str:
    """A label with the answers that it names (``${age}``) in their places."""
    return _SHOWN.sub(lambda match: said.get(match[1], ""), text)


def names_in(text: str) -> set[str]:
    """The questions whose answers a label shows."""
    return set(_SHOWN.findall(text))


def is_day(text: str) -> bool:
    """True for ``2026-05-12``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
