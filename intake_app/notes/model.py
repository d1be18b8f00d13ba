"""A sealed note: what everybody with the vault's key can see of it, and what only some can read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.values import clean_text

MOST_LETTERS = 8000
"""Of a note's text."""


class NoteKind(StrEnum):
    """What a note is about; each kind has a role key of its own."""

    PROTECTION = "protection"
    MEDICAL = "medical"
    EXPLOITATION = "exploitation"
    CHILD = "child"


FREELY_WRITTEN = (NoteKind.PROTECTION, NoteKind.MEDICAL)
"""Kinds that somebody writes in their own words; the others hold answers to questions."""


@dataclass(frozen=True)
class About:
    """Whom a note is about, and the case in which it was written, if there was one."""

    person_id: str
    case_id: str | None = None


@dataclass(frozen=True)
class NoteText:
    """What stands in one version of a note; a correction says its ``reason``."""

    kind: NoteKind
    text: str
    reason: str = ""

    def cleaned(self) -> NoteText:
        """The same without control characters and outer spaces."""
        return replace(self, text=clean_text(self.text), reason=clean_text(self.reason))

    def check(self, *, correcting: bool = False) -> None:
        """Raises InvalidInput with a sentence for each field that does not fit."""
        problems: dict[str, str] = {}
        if not self.text:
            problems["text"] = _("Write the note first.")
        elif len(self.text) > MOST_LETTERS:
            problems["text"] = _("This is too long for one note. Write a second one.")
        if correcting and not self.reason:
            problems["reason"] = _("Say in a few words why the note is corrected.")
        if problems:
            raise InvalidInput(problems)


@dataclass(frozen=True)
class SealedNote:
    """One version of a note as it lies in the vault. ``written_at`` is UTC, ISO-8601.

    A letter is sealed to the letter box and has not been opened yet.
    """

    id: str
    revision: int
    about: About
    author: str
    written_at: str
    is_letter: bool
    sealed: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class NoteLine:
    """A note in the list of those who may read it. ``kind`` is None if it cannot be opened:
    somebody has altered it."""

    id: str
    revision: int
    kind: NoteKind | None
    about: About
    author: str
    written_at: str
    is_letter: bool


@dataclass(frozen=True)
class NoteVersion:
    """One version of an opened note."""

    author: str
    written_at: str
    content: NoteText


@dataclass(frozen=True)
class OpenedNote:
    """A note to read: its versions, the newest first. ``revision`` is that of the newest."""

    id: str
    revision: int
    about: About
    versions: tuple[NoteVersion, ...]

    @property
    def newest(self) -> NoteVersion:
        """What holds now."""
        return self.versions[0]
