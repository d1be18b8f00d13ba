"""The register of complaints as rows: what was said, and what became of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from intake_app.complaints.model import Channel, Complaint, Matter
from intake_app.values import canonical_json, day_of
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, number, revision, said, taken_by, contact, answer, due_on, closed_on, written_by,"
    " written_at"
)


def next_number(db: Connection) -> int:
    """The number of the next complaint, starting at 1."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM complaint").fetchone()[0]) + 1


def add(db: Connection, complaint: Complaint) -> None:
    """Keep what was said; a trigger refuses any later change of it."""
    said = {
        "matter": complaint.matter,
        "channel": complaint.channel,
        "received_on": complaint.received_on.isoformat(),
        "what": complaint.what,
    }
    db.execute(
        f"INSERT INTO complaint ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            complaint.id, complaint.number, complaint.revision, canonical_json(said),
            complaint.taken_by, complaint.contact, *_answer(complaint),
        ),
    )  # fmt: skip


def answer(db: Connection, complaint: Complaint) -> None:
    """Keep what became of it. Whoever complained is forgotten when it is closed."""
    db.execute(
        "UPDATE complaint SET revision = ?, contact = ?, answer = ?, due_on = ?, closed_on = ?,"
        " written_by = ?, written_at = ? WHERE id = ?",
        (complaint.revision, complaint.contact, *_answer(complaint), complaint.id),
    )


def _answer(complaint: Complaint) -> tuple[object, ...]:
    acknowledged = complaint.acknowledged_on
    body = {
        "acknowledged_on": acknowledged.isoformat() if acknowledged else None,
        "outcome": complaint.outcome,
        "told": complaint.told,
    }
    days = (day.isoformat() if day else None for day in (complaint.due_on, complaint.closed_on))
    return canonical_json(body), *days, complaint.written_by, complaint.written_at


def get(db: Connection, complaint_id: str) -> Complaint | None:
    """One complaint by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM complaint WHERE id = ?", (complaint_id,)).fetchone()
    return _complaint(row) if row else None


def all_of(db: Connection) -> list[Complaint]:
    """The whole register: what is open first, by the day an answer is due, then the newest."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM complaint ORDER BY closed_on IS NOT NULL,"
        " CASE WHEN closed_on IS NULL THEN coalesce(due_on, '') END, number DESC"
    )
    return [_complaint(row) for row in rows]


def _complaint(row: Row) -> Complaint:
    said, answered = json.loads(row["said"]), json.loads(row["answer"])
    read = Complaint(
        row["id"], Matter(said["matter"]), Channel(said["channel"]),
        date.fromisoformat(said["received_on"]), said["what"], row["contact"],
    )  # fmt: skip
    return replace(
        read,
        acknowledged_on=day_of(answered["acknowledged_on"]),
        due_on=day_of(row["due_on"]),
        outcome=answered["outcome"],
        told=answered["told"],
        closed_on=day_of(row["closed_on"]),
        number=row["number"],
        revision=row["revision"],
        taken_by=row["taken_by"],
        written_by=row["written_by"],
        written_at=row["written_at"],
    )
