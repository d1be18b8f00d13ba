"""Texts in both languages, and where a figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Text:
    """A text of a pack in both languages."""

    en: str
    fr: str

    def in_(self, language: str) -> str:
        """The text in a language; English for any that packs are not written in."""
        return self.fr if language == "fr" else self.en


class Mark(StrEnum):
    """Who answers for a figure: a public source of a year, or the office that uses the pack."""

    SOURCE = "source"
    OFFICE = "office"


@dataclass(frozen=True)
class Source:
    """A publication, under its own title. ``address`` is empty for what is not on the web."""

    id: str
    title: str
    address: str


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from.

    ``year`` is the year that the source speaks of (for an undated page, the year it was read);
    None for a figure that the office has not entered yet. ``source`` is the id of a ``Source``,
    empty under the mark ``office``.
    """

    mark: Mark
    source: str
    year: int | None
    note: Text | None
