"""The audit log: one line per act, each linked to the one before by a keyed hash.

A line says who did what to which record, when. Beside it stands a keyed hash of each record that
the act altered (``RecordState``), and the line's own hash binds them all. No value of a record is
in the log, so a person can be erased without breaking the chain.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake_app.acts import Act
from intake_app.values import canonical_json

if TYPE_CHECKING:
    from intake_app.vault.db import Connection

FIRST_LINK = "0" * 64


@dataclass(frozen=True)
class Line:
    """One line of the log. ``at`` is UTC in ISO-8601."""

    seq: int
    at: str
    user: str
    act: str
    record: str
    record_hash: str
    link: str


@dataclass(frozen=True)
class RecordState:
    """What an act made of one record. ``hash`` is ``record_hash``, empty if it was erased."""

    kind: str
    id: str
    revision: int
    hash: str


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 as hex: proves a text to the vault without giving it away."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def record_hash(key: bytes, kind: str, id_: str, revision: int, body: str) -> str:
    """The keyed hash of one record; ``body`` is its ``lasting_json``."""
    return keyed_hash(key, f"{kind} {id_} {revision} {body}")


def bound_hash(key: bytes, states: Iterable[RecordState]) -> str:
    """What a line says about all records that its act altered; empty if there are none."""
    rows = sorted((state.kind, state.id, state.revision, state.hash) for state in states)
    return keyed_hash(key, canonical_json(rows)) if rows else ""


def _link(key: bytes, previous: str, line: tuple[int, str, str, str, str, str]) -> str:
    return keyed_hash(key, previous + canonical_json(line))


def head(db: Connection) -> tuple[int, str]:
    """Number and link of the last line: what a batch or a printed day sheet pins down."""
    row = db.execute("SELECT seq, link FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, FIRST_LINK)


def link_at(db: Connection, seq: int) -> str:
    """The link of a line, or "" if there is no such line (any more)."""
    row = db.execute("SELECT link FROM audit WHERE seq = ?", (seq,)).fetchone()
    return str(row[0]) if row else ""


def record(
    db: Connection, key: bytes, at: str, user: str, act: Act, record_id: str, bound: str
) -> int:
    """Append a line, in the transaction of the act itself; returns its number."""
    last, previous = head(db)
    line = (last + 1, at, user, act.value, record_id, bound)
    db.execute(
        "INSERT INTO audit (seq, at, user, act, record, record_hash, link) VALUES (?,?,?,?,?,?,?)",
        (*line, _link(key, previous, line)),
    )
    return last + 1


def bind(db: Connection, seq: int, states: Iterable[RecordState]) -> None:
    """Keep what line ``seq`` did to which record."""
    db.executemany(
        "INSERT INTO audit_record (seq, kind, id, revision, hash) VALUES (?, ?, ?, ?, ?)",
        [(seq, state.kind, state.id, state.revision, state.hash) for state in states],
    )


def first_broken(db: Connection, key: bytes, start: int = 1) -> int | None:
    """The number of the first line that was altered, inserted or removed; None if all is well.

    ``start`` skips the lines before it, which a salvage could not read.
    """
    before = db.execute(
        "SELECT link FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT 1", (start,)
    ).fetchone()
    previous, expected = (before[0] if before else FIRST_LINK), start
    rows: Iterable[tuple[int, str, str, str, str, str, str]] = db.execute(
        "SELECT seq, at, user, act, record, record_hash, link FROM audit WHERE seq >= ?"
        " ORDER BY seq",
        (start,),
    )
    for seq, at, user, act, record_id, bound, link in rows:
        computed = _link(key, previous, (seq, at, user, act, record_id, bound))
        if seq != expected or not hmac.compare_digest(computed, link):
            return expected
        previous, expected = link, expected + 1
    return None


def lines(
    db: Connection,
    *,
    record_id: str = "",
    user: str = "",
    act: str = "",
    since: str = "",
    limit: int = 500,
    before: int | None = None,
) -> list[Line]:
    """The newest lines, newest first; "" takes all of them.

    ``since`` is a moment, UTC in ISO-8601. ``before`` is a number: only older lines than that.
    """
    rows = db.execute(
        "SELECT seq, at, user, act, record, record_hash, link FROM audit"
        " WHERE (:record = '' OR record = :record) AND (:before IS NULL OR seq < :before)"
        " AND (:user = '' OR user = :user) AND (:act = '' OR act = :act) AND at >= :since"
        " ORDER BY seq DESC LIMIT :limit",
        {
            "record": record_id, "user": user, "act": act, "since": since,
            "before": before, "limit": limit,
        },
    )  # fmt: skip
    return [Line(*row) for row in rows]


def lines_about(db: Connection, record_ids: Iterable[str]) -> list[Line]:
    """All lines about these records, oldest first (the history of a case)."""
    return [
        Line(*row)
        for row in db.execute(
            "SELECT seq, at, user, act, record, record_hash, link FROM audit"
            " WHERE record IN (SELECT value FROM json_each(?)) ORDER BY seq",
            (canonical_json(list(record_ids)),),
        )
    ]
