"""Closures as rows."""

from __future__ import annotations

import json

from intake_app.closure.model import Closure, ClosureState, from_body
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row


def put(db: Connection, one: Closure) -> None:
    """Insert a closure or write its next revision."""
    db.execute(
        "INSERT INTO closure (id, revision, case_id, state, asked_at, closed_on, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " closed_on = excluded.closed_on, body = excluded.body",
        (
            one.id, one.revision, one.case_id, one.state.value, one.asked_at,
            one.closed_on.isoformat() if one.closed_on else "", canonical_json(one),
        ),
    )  # fmt: skip


def get(db: Connection, closure_id: str) -> Closure | None:
    """One closure by its id."""
    row = db.execute("SELECT body FROM closure WHERE id = ?", (closure_id,)).fetchone()
    return _closure(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Closure]:
    """Every time the end of a case was asked for, the newest first."""
    rows = db.execute(
        "SELECT body FROM closure WHERE case_id = ? ORDER BY asked_at DESC, rowid DESC", (case_id,)
    )
    return [_closure(row) for row in rows]


def asked(db: Connection) -> list[Closure]:
    """All that wait for a decision, the longest waiting first."""
    rows = db.execute(
        "SELECT body FROM closure WHERE state = ? ORDER BY asked_at", (ClosureState.ASKED.value,)
    )
    return [_closure(row) for row in rows]


def _closure(row: Row) -> Closure:
    return from_body(json.loads(row["body"]))
