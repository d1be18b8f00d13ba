"""Sealed notes as rows: one for each version. What they say is not here; see ``content.py``."""

from __future__ import annotations

from intake_app.notes.model import About, SealedNote
from intake_app.vault.db import Connection, Row

_COLUMNS = "id, revision, person_id, case_id, author, written_at, is_letter, sealed"


def put(db: Connection, note: SealedNote) -> None:
    """Write a new version. IntegrityError if this version exists, or person or case do not."""
    db.execute(
        f"INSERT INTO sealed_note ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            note.id, note.revision, note.about.person_id, note.about.case_id, note.author,
            note.written_at, note.is_letter, note.sealed,
        ),
    )  # fmt: skip


def bound_columns(note: SealedNote) -> list[str | None]:
    """What the audit line binds of a version: what is in clear beside it, never the words."""
    return [note.about.person_id, note.about.case_id, note.author, note.written_at]


def put_opened(db: Connection, note: SealedNote) -> None:
    """Replace the sealed bytes of a letter by those that the role key sealed."""
    db.execute(
        "UPDATE sealed_note SET is_letter = 0, sealed = ? WHERE id = ? AND revision = ?",
        (note.sealed, note.id, note.revision),
    )


def versions(db: Connection, note_id: str) -> list[SealedNote]:
    """All versions of a note, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM sealed_note WHERE id = ? ORDER BY revision DESC", (note_id,)
    )
    return [_note(row) for row in rows]


def newest_about(db: Connection, person_id: str) -> list[SealedNote]:
    """The newest version of each note about a person, the newest note first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM sealed_note AS one WHERE person_id = ? AND revision ="
        " (SELECT max(revision) FROM sealed_note AS other WHERE other.id = one.id)"
        " ORDER BY written_at DESC, rowid DESC",
        (person_id,),
    )
    return [_note(row) for row in rows]


def _note(row: Row) -> SealedNote:
    return SealedNote(
        row["id"], row["revision"], About(row["person_id"], row["case_id"]), row["author"],
        row["written_at"], bool(row["is_letter"]), bytes(row["sealed"]),
    )  # fmt: skip
