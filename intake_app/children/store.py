"""The entries of the files of children as rows: added to, never changed."""

from __future__ import annotations

import json

from intake_app.children.file import ChildFile
from intake_app.children.model import STAGES, Bound, Entry, EntryKind, Verdict, from_body
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_COLUMNS = "id, revision, case_id, kind, about, noted_on, due_on, body, author, written_at"


def put(db: Connection, entry: Entry) -> None:
    """Write one more entry; what an older one waited for is settled by it."""
    body, due_on = entry.body, entry.body.due_on
    db.execute(
        f"INSERT INTO child_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.id, entry.revision, entry.case_id, entry.kind.value, body.about,
            body.on.isoformat() if body.on else "", due_on.isoformat() if due_on else "",
            canonical_json(body), entry.author, entry.written_at,
        ),
    )  # fmt: skip
    _settle(db, entry)


def _settle(db: Connection, entry: Entry) -> None:
    """Keep ``waits``: the newest assessment and planning until a determination is in force, the
    newest determination once it is confirmed, each inquiry until it is answered."""
    named = {"id": entry.id, "case_id": entry.case_id, "about": entry.body.about}
    if entry.kind in STAGES and entry.kind is not EntryKind.DETERMINATION:
        db.execute(
            "UPDATE child_entry SET waits = (id = :id) WHERE case_id = :case_id AND kind ="
            " (SELECT kind FROM child_entry WHERE id = :id) AND waits <> (id = :id)",
            named,
        )
    if entry.kind is EntryKind.SENT and entry.body.due_on:
        db.execute("UPDATE child_entry SET waits = 1 WHERE id = :id", named)
    if entry.kind is EntryKind.ANSWERED:
        db.execute("UPDATE child_entry SET waits = 0 WHERE id = :about", named)
    if isinstance(entry.body, Verdict) and entry.body.confirmed:
        db.execute(
            "UPDATE child_entry SET waits = (id = :about) WHERE case_id = :case_id AND kind IN"
            " ('assessment', 'planning', 'determination')",
            named,
        )


def get(db: Connection, entry_id: str) -> Entry | None:
    """One entry by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM child_entry WHERE id = ?", (entry_id,)).fetchone()
    return _entry(row) if row else None


def bound(db: Connection, entry_id: str) -> Bound | None:
    """The same as the audit log binds it."""
    entry = get(db, entry_id)
    return Bound(entry.kind, entry) if entry else None


def of_case(db: Connection, case_id: str) -> ChildFile:
    """Everything written about the child of a case."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM child_entry WHERE case_id = ? ORDER BY rowid", (case_id,)
    )
    return ChildFile(tuple(_entry(row) for row in rows))


def has_any(db: Connection, case_id: str) -> bool:
    """True if something was written into the file of this case."""
    row = db.execute("SELECT 1 FROM child_entry WHERE case_id = ? LIMIT 1", (case_id,)).fetchone()
    return row is not None


def _entry(row: Row) -> Entry:
    return Entry(
        row["id"],
        row["case_id"],
        from_body(EntryKind(row["kind"]), json.loads(row["body"])),
        row["author"],
        row["written_at"],
        row["revision"],
    )
