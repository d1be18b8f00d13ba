"""One table of a pack file, handing out checked values and noting every mistake by its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import TypeVar

from intake_app.i18n import _
from intake_app.packs.words import Text
from intake_app.values import clean_text

MAX_TEXT = 600
MAX_ITEMS = 300

Choice = TypeVar("Choice", bound=StrEnum)


Note = Callable[[str, str], None]
"""Writes a mistake down, with file and line: (key, what is wrong)."""


class Table:
    """Checked access to one table. A mistake gives a harmless stand-in, so that reading goes on.

    A flat table is a row of a CSV file: every cell is text, and a text in two languages is two
    columns (``name_en``, ``name_fr``).
    """

    def __init__(
        self,
        values: Mapping[str, object],
        note: Note,
        path: str = "",
        *,
        flat: bool = False,
    ) -> None:
        self._values = dict(values)
        self._note = note
        self._path = path
        self._flat = flat
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """True if the key, or one of the two columns of a text in two languages, is there."""
        names = {key, f"{key}_en", f"{key}_fr"} if self._flat else {key}
        self._asked |= names
        return bool(names & set(self._values))

    def wrong(self, key: str, expected: str) -> None:
        """Note that a key does not hold what was expected."""
        sentence = _("expected {expected}").format(expected=expected)
        if key in self._values:
            sentence = _("expected {expected}, found {found}").format(
                expected=expected, found=_shown(self._values[key])
            )
        self._note(self._full(key), sentence)

    def text(self, key: str, *, optional: bool = False) -> str:
        """A short plain text."""
        value = self._take(key)
        if value is None and optional:
            return ""
        if not isinstance(value, str) or not value or len(value) > MAX_TEXT:
            self.wrong(key, _("a text of at most {number} characters").format(number=MAX_TEXT))
            return ""
        if clean_text(value) != value:
            self.wrong(key, _("plain text without control characters or spaces at its ends"))
        return value

    def words(self, key: str) -> Text:
        """A text in both languages."""
        if self._flat:
            return Text(self.text(f"{key}_en"), self.text(f"{key}_fr"))
        value = self._take(key)
        if not isinstance(value, Mapping):
            self.wrong(key, _("a text in English and one in French (en, fr)"))
            return Text("", "")
        both = Table(value, self._note, self._full(key))
        words = Text(both.text("en"), both.text("fr"))
        both.finish()
        return words

    def code(self, key: str, pattern: str, example: str) -> str:
        """A short code of a fixed shape."""
        value = self._take(key)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            self.wrong(key, _("a code such as {example}").format(example=example))
            return ""
        return value

    def codes(self, key: str, pattern: str, example: str) -> tuple[str, ...]:
        """A list of codes of a fixed shape, each once; empty if the key is not there."""
        found: list[str] = []
        for item in self._items(key):
            if not isinstance(item, str) or not re.fullmatch(pattern, item) or item in found:
                self.wrong(key, _("codes such as {example}, each once").format(example=example))
                return ()
            found.append(item)
        return tuple(found)

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number between two bounds, both included."""
        value = self._take(key)
        if self._flat and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.wrong(key, _("a whole number from {low} to {high}").format(low=low, high=high))
            return low
        return value

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of rising whole numbers between two bounds."""
        items = self._items(key)
        numbers = [item for item in items if type(item) is int and low <= item <= high]
        if not items or len(numbers) != len(items) or sorted(set(numbers)) != numbers:
            expected = _("rising whole numbers from {low} to {high}").format(low=low, high=high)
            self.wrong(key, expected)
            return ()
        return tuple(numbers)

    def day(self, key: str) -> date | None:
        """A day: a TOML date, or a text such as ``2027-01-31``."""
        value = self._take(key)
        if type(value) is date:
            return value
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        self.wrong(key, _("a day such as {example}").format(example="2027-01-31"))
        return None

    def flag(self, key: str, *, default: bool) -> bool:
        """Yes or no: ``true`` and ``false`` in TOML, ``yes`` and ``no`` in CSV."""
        value = self._take(key)
        words = {"yes": True, "no": False}
        if self._flat and isinstance(value, str):
            value = words.get(value, value)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, _("yes or no") if self._flat else _("true or false"))
            return default
        return value

    def one_of(self, key: str, choices: type[Choice]) -> Choice:
        """One member of an enumeration, by its value."""
        value = self.known(key, [str(choice) for choice in choices])
        return choices(value) if value else next(iter(choices))

    def some_of(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """At least one member of an enumeration, each once."""
        values = self._items(key)
        names = [str(choice) for choice in choices]
        if not values or any(value not in names for value in values) or _repeats(values):
            self.wrong(key, _("one or more of {choices}").format(choices=", ".join(names)))
            return ()
        return tuple(choices(str(value)) for value in values)

    def known(self, key: str, names: Collection[str]) -> str:
        """One of the names that exist."""
        value = self._take(key)
        if not isinstance(value, str) or value not in names:
            self.wrong(key, _("one of {choices}").format(choices=", ".join(names)))
            return ""
        return value

    def table(self, key: str) -> Table:
        """A table inside this one."""
        value = self._take(key)
        if not isinstance(value, Mapping):
            self.wrong(key, _("a table [{name}]").format(name=key))
            value = {}
        return Table(value, self._note, self._full(key))

    def tables(self, key: str) -> list[Table]:
        """A list of tables inside this one; none if the key is not there."""
        values = self._items(key)
        if any(not isinstance(value, Mapping) for value in values):
            self.wrong(key, _("tables [[{name}]]").format(name=key))
            return []
        return [
            Table(value, self._note, f"{self._full(key)}[{number}]")
            for number, value in enumerate(values, start=1)
            if isinstance(value, Mapping)
        ]

    def finish(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not be lost silently."""
        for key in self._values:
            if key not in self._asked:
                name = key if key.isprintable() and len(key) <= 60 else _shown(key)
                self._note(self._full(name), _("a pack has no such key here"))

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)

    def _items(self, key: str) -> list[object]:
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MAX_ITEMS:
            self.wrong(key, _("a list of at most {number} items").format(number=MAX_ITEMS))
            return []
        return value

    def _full(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path and key else self._path or key


def _repeats(values: list[object]) -> bool:
    return len({str(value) for value in values}) != len(values)


def _shown(value: object) -> str:
    """A value as a mistake quotes it: short, with control characters made visible."""
    if isinstance(value, Mapping):
        return _("a table")
    if isinstance(value, list) and not all(isinstance(item, str | int) for item in value):
        return _("a list")
    text = repr(value)
    text = text if text.isprintable() else ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
