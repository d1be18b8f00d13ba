"""Progress as rows: added to, never changed."""

from __future__ import annotations

from datetime import date

from intake_app.plans.model import ActivityStatus
from intake_app.progress.model import Progress
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, case_id, plan_id, activity_id, status, noted_on, evidence, file_id, author,"
    " written_at"
)


def put(db: Connection, entry: Progress) -> None:
    """Write one more entry."""
    db.execute(
        f"INSERT INTO progress ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.id, entry.revision, entry.case_id, entry.plan_id, entry.activity_id,
            entry.status.value, entry.noted_on.isoformat() if entry.noted_on else "",
            entry.evidence, entry.file_id, entry.author, entry.written_at,
        ),
    )  # fmt: skip


def get(db: Connection, entry_id: str) -> Progress | None:
    """One entry by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM progress WHERE id = ?", (entry_id,)).fetchone()
    return _entry(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Progress]:
    """Everything noted in a case, the oldest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM progress WHERE case_id = ? ORDER BY rowid", (case_id,)
    )
    return [_entry(row) for row in rows]


def _entry(row: Row) -> Progress:
    values = dict(row)
    day = values.pop("noted_on")
    return Progress(
        **{
            **values,
            "status": ActivityStatus(values["status"]),
            "noted_on": date.fromisoformat(day) if day else None,
        }
    )
