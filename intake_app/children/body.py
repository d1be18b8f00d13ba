"""What every entry in the file of a child has, and how it is cleaned, checked and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar, get_args, get_type_hints

from intake_app.children.kinds import EntryKind
from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import clean_text

MAX_TEXT = 2_000
MAX_LINE = 300


@dataclass(frozen=True)
class Option:
    """One way that was weighed."""

    what: str
    in_favour: str = ""
    against: str = ""


@dataclass(frozen=True)
class Member:
    """Somebody who decided, with what they are there for."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class Body:
    """What every entry has: the day that it is about."""

    kind: ClassVar[EntryKind]
    on: date | None

    def cleaned(self) -> Self:
        """With the typed texts as they are stored; rows that say nothing go."""
        texts = {one.name: _cleaned(getattr(self, one.name)) for one in fields(self)}
        return replace(self, **texts)

    def check(self, today: date) -> None:
        """Raise InvalidInput with one sentence per field that does not fit."""
        problems = _common_problems(self, today) | self.problems(today)
        if problems:
            raise InvalidInput(problems)

    def problems(self, _today: date) -> dict[str, str]:
        """What does not fit besides a missing day and texts that are too long."""
        return {}

    @property
    def entry_kind(self) -> EntryKind:
        """The kind under which it is kept."""
        return self.kind

    @property
    def about(self) -> str:
        """The id of the entry that this one answers; empty if it answers none."""
        return ""

    @property
    def due_on(self) -> date | None:
        """When somebody has to come back to it."""
        return None

    @property
    def mark(self) -> str:
        """The code that headquarters gets beside the kind: no words of anybody."""
        return ""


def too_long(most: int) -> str:
    """Said of a text with more letters."""
    return _("Keep it under {number} characters.").format(number=most)


_LINES = frozenset(
    {"made_by", "care_with", "looking_for", "relation", "asked_by", "place", "by_whom",
     "asked_whom", "family", "with_whom", "person", "contact", "cause_words", "last_contact"}
)  # fmt: skip
"""Fields of one line."""


def _common_problems(body: Body, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if body.on is None:
        problems["on"] = _("Type the day.")
    elif body.on > today:
        problems["on"] = _("This day has not come yet.")
    for one in fields(body):
        most = MAX_LINE if one.name in _LINES else MAX_TEXT
        if any(len(text) > most for text in _texts(getattr(body, one.name))):
            problems[one.name] = too_long(most)
    return problems


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for row in value for text in _texts(row)]
    if isinstance(value, Option | Member):
        return [text for one in fields(value) for text in _texts(getattr(value, one.name))]
    return []


def _cleaned(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Option | Member):
        return replace(value, **{f.name: _cleaned(getattr(value, f.name)) for f in fields(value)})
    if isinstance(value, tuple):
        rows = (_cleaned(row) for row in value)
        return tuple(row for row in rows if any(_texts(row)))
    return value


B = TypeVar("B", bound=Body)


def read_body(of: type[B], body: Mapping[str, Any]) -> B:
    """The body of ``values.plain``. Anything else is a KeyError, TypeError or ValueError."""
    hints = get_type_hints(of)
    return of(**{name: _read(hints[name], value) for name, value in body.items()})


def _read(hint: Any, value: Any) -> Any:
    """A JSON value as the field of a body wants it."""
    if value is None:
        return None
    kinds = [one for one in get_args(hint) if one is not type(None)]
    if kinds and kinds[0] is not Ellipsis and isinstance(value, list):
        row = kinds[0]
        return tuple(one if row is str else row(**one) for one in value)
    of = kinds[0] if kinds else hint
    if of is date:
        return date.fromisoformat(value)
    return of(value) if isinstance(of, type) and issubclass(of, StrEnum) else value
