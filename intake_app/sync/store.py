"""Sealed batches as rows. The file itself stays until its receipt has come back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake_app import settings
from intake_app.vault.db import Connection, Row


class BatchState(StrEnum):
    """Where a batch stands."""

    SEALED = "sealed"
    WRITTEN = "written"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Batch:
    """A sealed batch without its bytes. ``sha256`` is of the whole file.

    ``is_stopped``: somebody in it has said no since, so its file is not written (again). It is no
    column: the service asks ``held_back``.
    """

    number: int
    id: str
    sha256: str
    previous: str
    size: int
    records: int
    documents: int
    sealed_by: str
    sealed_at: str
    state: BatchState
    answered_at: str | None = None
    answer: str = ""
    audit_seq: int = 0
    audit_head: str = ""
    is_stopped: bool = False


_STREAM_FROM = "stream_from"

_COLUMNS = (
    "number, id, sha256, previous, size, records, documents, sealed_by, sealed_at, state,"
    " answered_at, answer, audit_seq, audit_head"
)


def put(db: Connection, batch: Batch, file: bytes) -> None:
    """Keep a freshly sealed batch with its bytes."""
    db.execute(
        f"INSERT INTO batch ({_COLUMNS}, file) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            batch.number, batch.id, batch.sha256, batch.previous, batch.size, batch.records,
            batch.documents, batch.sealed_by, batch.sealed_at, batch.state.value,
            batch.answered_at, batch.answer, batch.audit_seq, batch.audit_head, file,
        ),
    )  # fmt: skip


def all_of(db: Connection) -> list[Batch]:
    """Every batch, the newest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM batch ORDER BY number DESC")
    return [_batch(row) for row in rows]


def last(db: Connection) -> Batch | None:
    """The newest batch."""
    row = db.execute(f"SELECT {_COLUMNS} FROM batch ORDER BY number DESC LIMIT 1").fetchone()
    return _batch(row) if row else None


def next_place(db: Connection) -> tuple[int, str]:
    """The number of the next batch, and the hash of the one before it; "" before the first."""
    newest = last(db)
    number, sha256 = (newest.number, newest.sha256) if newest else (0, "")
    if heard := settings.secret(db, _STREAM_FROM):
        of_hub, its_sha256 = heard.split()
        if int(of_hub) > number:
            number, sha256 = int(of_hub), its_sha256
    return number + 1, sha256


def go_on_after(db: Connection, number: int, sha256: str) -> None:
    """The hub has a batch of this number that this vault does not know: go on behind it."""
    settings.keep_secret(db, _STREAM_FROM, f"{number} {sha256}")


def file_of(db: Connection, number: int) -> bytes | None:
    """The bytes of a batch, or None once it was acknowledged."""
    row = db.execute("SELECT file FROM batch WHERE number = ?", (number,)).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def mark_written(db: Connection, number: int) -> None:
    """The file has been written to a stick and read back."""
    db.execute(
        "UPDATE batch SET state = ? WHERE number = ? AND state = ?",
        (BatchState.WRITTEN.value, number, BatchState.SEALED.value),
    )


def mark_answered(db: Connection, number: int, state: BatchState, answer: str, at: str) -> None:
    """The hub's answer. The bytes of an acknowledged batch are dropped."""
    db.execute(
        "UPDATE batch SET state = ?, answer = ?, answered_at = ? WHERE number = ?",
        (state.value, answer, at, number),
    )
    if state is BatchState.ACKNOWLEDGED:
        db.execute("UPDATE batch SET file = NULL WHERE number = ?", (number,))


def _batch(row: Row) -> Batch:
    return Batch(**{**dict(row), "state": BatchState(row["state"])})
