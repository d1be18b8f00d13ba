"""A photograph or scan about a person: what it is, how it is called, who may have it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from intake_app.values import harmless

MOST_BYTES = 20_000_000
"""Of a file as it is brought; a batch to the hub takes files of up to 25 MiB."""
MOST_BYTES_IN_MB = 20
MOST_PIXELS = 40_000_000
MOST_PIXELS_IN_MILLIONS = 40
MOST_LETTERS_OF_NAME = 80
MOST_BYTES_OF_NAME = 200
"""Disks take names of up to 255 bytes; a letter has up to four."""


class AttachmentKind(StrEnum):
    """What a file is about; it decides who may have it."""

    PHOTO = "photo"
    IDENTITY = "identity"
    CONSENT = "consent"
    MEDICAL = "medical"
    OTHER = "other"


class FileType(StrEnum):
    """How a file is kept: every picture is a JPEG of our own making, a PDF stays as it was."""

    PICTURE = "picture"
    PDF = "pdf"


SUFFIX = {FileType.PICTURE: ".jpg", FileType.PDF: ".pdf"}


@dataclass(frozen=True)
class Readable:
    """A file that was read and found good: ``content`` is what will be kept, ``thumbnail`` a small
    JPEG of it or of its first page."""

    type: FileType
    pages: int
    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    name: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file about a person, without its bytes. ``name`` is for showing only and may be empty.

    ``case_id`` names the case in which it was added, if there was one. ``sha256`` and ``size`` are
    of the bytes in the vault (for medical files those of the sealed ones). Times are UTC, ISO-8601.
    A file that was removed has its line still, but no bytes, and no name. ``about`` are the ids of
    what a signed paper proves: consents and refusals, or things that were given.
    """

    id: str
    person_id: str
    case_id: str | None
    kind: AttachmentKind
    name: str
    type: FileType
    pages: int
    size: int
    sha256: str
    added_by: str
    added_at: str
    is_portrait: bool = False
    removed_by: str = ""
    removed_at: str = ""
    removal_reason: str = ""
    about: tuple[str, ...] = ()
    revision: int = 0


@dataclass(frozen=True)
class Shown:
    """A file in the list. ``is_withheld``: the consent to the photograph is not valid any more, so
    that it is not shown (and ``thumbnail`` is empty)."""

    attachment: Attachment
    thumbnail: bytes = field(repr=False)
    is_withheld: bool = False


_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_JOINERS = "\u200c\u200d"
"""Invisible, but some scripts are spelt with them."""


def shown_name(name: str) -> str:
    """A name from outside in one line that can be shown: without folders, without invisible or
    turning characters, at most 80 letters."""
    last = re.split(r"[/\\]", name)[-1]
    text = unicodedata.normalize("NFC", " ".join(harmless(last).split()))
    text = "".join(c for c in text if unicodedata.category(c) != "Cf" or c in _JOINERS)
    if len(text) <= MOST_LETTERS_OF_NAME:
        return text
    half = (MOST_LETTERS_OF_NAME - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def clean_name(name: str, type_: FileType) -> str:
    """The name of a file as it is kept and proposed again: as it is shown, good for the disk of
    every system, and with the ending that its content has."""
    text = shown_name(name)
    stem = re.sub(r"\.\w{1,5}$", "", _FORBIDDEN.sub("_", text)).strip(" .")
    if _DEVICES.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    stem = stem[: MOST_LETTERS_OF_NAME - len(SUFFIX[type_])]
    stem = stem.encode()[:MOST_BYTES_OF_NAME].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem}{SUFFIX[type_]}" if stem else ""
