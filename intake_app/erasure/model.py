"""A signed destruction list, what was erased by it, and what the hub is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from intake_app.retention.model import FileKind
from intake_app.values import canonical_json

DOMAIN = "intake-desk/erasure/v1\n"
"""Put before the signed text, so that a signature can never be used for anything else."""


@dataclass(frozen=True)
class ListedFile:
    """A file on a list: ids and days only. ``erased`` counts what went, by kind of record."""

    kind: FileKind
    file_id: str
    due_on: date
    erased_by: str = ""
    erased_at: str = ""
    erased: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Erasure:
    """One list. ``content_hash`` is of the files as they were signed; moments are UTC."""

    id: str
    number: int
    content_hash: str
    signed_by: str
    signed_at: str
    public_key: str
    signature: str
    finished_at: str | None
    files: tuple[ListedFile, ...]

    @property
    def left(self) -> tuple[ListedFile, ...]:
        """What is still to be erased."""
        return tuple(file for file in self.files if not file.erased_at)

    @property
    def is_whole(self) -> bool:
        """True if the files are those that were signed."""
        return self.content_hash == content_hash(self.id, self.number, self.files)

    def counts(self) -> dict[str, int]:
        """How many records went, by kind."""
        total: dict[str, int] = {}
        for file in self.files:
            for kind, count in file.erased.items():
                total[kind] = total.get(kind, 0) + count
        return total


def content_hash(id_: str, number: int, files: Sequence[ListedFile]) -> str:
    """The SHA-256 of what stands on a list, as hex."""
    content = [id_, number, [[file.kind, file.file_id, file.due_on] for file in files]]
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def signed_text(content: str, by: str, at: str) -> bytes:
    """The bytes under the signature of a list."""
    return (DOMAIN + canonical_json([content, by, at])).encode()


@dataclass(frozen=True)
class Tombstone:
    """What the hub is told about an erased file: ids, why and when, and nothing about anybody.

    ``records`` are the ids that may never come back, by the kind they travelled under; the ids of
    the case and of the persons are among them.
    """

    id: str
    kind: FileKind
    erasure: str
    reason: str
    erased_on: date
    records: dict[str, list[str]]
