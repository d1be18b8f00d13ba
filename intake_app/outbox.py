"""What the hub has not acknowledged yet: the newest state of each record, one row per record.

A row is *pending* (``batch`` is empty), then *in batch n*, and disappears when the receipt for that
batch comes back. Export is cumulative: a batch takes everything that is still here, so a lost
stick loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake_app.vault.db import Connection


@dataclass(frozen=True)
class Item:
    """One record on its way out. ``body`` is canonical JSON; ``batch`` the last one it went in."""

    kind: str
    id: str
    revision: int
    case_id: str | None
    body: str
    at: str
    batch: int | None


def put(
    db: Connection, kind: str, id_: str, revision: int, body: str, case_id: str | None, at: str
) -> None:
    """Queue the newest state of a record; an older one that still waits is replaced."""
    db.execute(
        "INSERT INTO outbox (kind, id, revision, case_id, body, at, batch)"
        " VALUES (?, ?, ?, ?, ?, ?, NULL)"
        " ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision,"
        " case_id = excluded.case_id, body = excluded.body, at = excluded.at, batch = NULL",
        (kind, id_, revision, case_id, body, at),
    )


def items(db: Connection) -> list[Item]:
    """Everything not acknowledged: first what no batch has taken yet, each part oldest first."""
    rows = db.execute(
        "SELECT kind, id, revision, case_id, body, at, batch FROM outbox"
        " ORDER BY batch IS NOT NULL, at, kind, id"
    )
    return [Item(*row) for row in rows]


def count_pending(db: Connection) -> int:
    """How many records no batch has taken yet."""
    return int(db.execute("SELECT count(*) FROM outbox WHERE batch IS NULL").fetchone()[0])


def taken_by(db: Connection, batch: int, taken: Iterable[Item]) -> None:
    """These records travel in this batch."""
    rows = [(batch, item.kind, item.id, item.revision) for item in taken]
    db.executemany("INSERT INTO batch_item (batch, kind, id, revision) VALUES (?, ?, ?, ?)", rows)
    db.executemany(
        "UPDATE outbox SET batch = ? WHERE kind = ? AND id = ?", [row[:3] for row in rows]
    )


def batches_with(db: Connection, wanted: Iterable[Item]) -> frozenset[int]:
    """The numbers of the batches that carry one of these records, in any state of it."""
    found: set[int] = set()
    for item in wanted:
        rows = db.execute(
            "SELECT batch FROM batch_item WHERE kind = ? AND id = ?", (item.kind, item.id)
        )
        found |= {row[0] for row in rows}
    return frozenset(found)


def acknowledged(db: Connection, batch: int, set_aside: Iterable[tuple[str, str]] = ()) -> None:
    """The hub has this batch: drop what has not changed since it was sealed.

    ``set_aside`` names records (kind, id) that the hub could not take in: they stay.
    """
    kept = set(set_aside)
    sent = db.execute(
        "SELECT kind, id, revision FROM batch_item WHERE batch = ?", (batch,)
    ).fetchall()
    db.executemany(
        "DELETE FROM outbox WHERE kind = ? AND id = ? AND revision <= ?",
        [tuple(row) for row in sent if (row[0], row[1]) not in kept],
    )
