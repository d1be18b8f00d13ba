"""What is printed on the papers of data protection: the copy for the person, the erasure protocol,
the breach report. Texts arrive in the language of the paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from intake_app.documents.facts import PaperFacts

Rows = tuple[tuple[str, str], ...]
"""Labels with their values, both in words."""


@dataclass(frozen=True)
class HeldEntry:
    """One record in words. ``title`` tells it from others of its part; it may be empty."""

    title: str
    rows: Rows


@dataclass(frozen=True)
class HeldPart:
    """Records of one kind. A part without entries says that nothing is held."""

    title: str
    entries: tuple[HeldEntry, ...]


@dataclass(frozen=True)
class SubjectCopyFacts(PaperFacts):
    """Everything the office holds about a person: in words for reading, and ``holdings`` as data.

    ``notes`` counts sealed notes, which are not shown but not kept secret either.
    """

    name: str
    parts: tuple[HeldPart, ...]
    holdings: Mapping[str, Any] = field(repr=False)
    notes: int = 0


@dataclass(frozen=True)
class ErasedFileFacts:
    """One line of a protocol. ``kind`` is a word; moments carry the zone they are printed in."""

    kind: str
    id: str
    due_on: date
    erased_at: datetime | None
    records: int


@dataclass(frozen=True)
class ErasureFacts(PaperFacts):
    """A protocol: who signed for which files, when they went, how many records, ids only.

    ``counts`` are words of a kind with a number; ``copies`` the names of local copies that still
    hold the files.
    """

    number: int
    signed_by: str
    signed_at: datetime
    content_hash: str
    signature: str
    finished_at: datetime | None
    files: tuple[ErasedFileFacts, ...]
    counts: tuple[tuple[str, int], ...]
    rule: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class BreachVersionFacts:
    """One state in which an incident was written down."""

    revision: int
    written_by: str
    written_at: datetime
    rows: Rows


@dataclass(frozen=True)
class BreachFacts(PaperFacts):
    """An incident: as it stands now, and every earlier state, the newest first."""

    number: int
    versions: tuple[BreachVersionFacts, ...]
