"""Attached files as rows; their bytes lie in a table beside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from intake_app.attachments.model import Attachment, AttachmentKind, FileType
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, person_id, case_id, kind, name, type, pages, size, sha256, added_by, added_at,"
    " is_portrait, removed_by, removed_at, removal_reason, about"
)


def put(db: Connection, file: Attachment) -> None:
    """Write the line of a file, a new one or the next revision of one that is there."""
    db.execute(
        f"INSERT INTO attached_file ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,"
        " is_portrait = excluded.is_portrait, removed_by = excluded.removed_by,"
        " removed_at = excluded.removed_at, removal_reason = excluded.removal_reason",
        (
            file.id, file.revision, file.person_id, file.case_id, file.kind.value, file.name,
            file.type.value, file.pages, file.size, file.sha256, file.added_by, file.added_at,
            file.is_portrait, file.removed_by, file.removed_at, file.removal_reason,
            " ".join(file.about),
        ),
    )  # fmt: skip


def put_content(
    db: Connection, file_id: str, content: bytes, thumbnail: bytes, *, sealed: bool
) -> None:
    """Keep the bytes of a new file."""
    db.execute(
        "INSERT INTO attached_content (id, is_sealed, thumbnail, content) VALUES (?, ?, ?, ?)",
        (file_id, sealed, thumbnail, content),
    )


def drop_content(db: Connection, file_id: str) -> None:
    """Let the bytes of a file go."""
    db.execute("DELETE FROM attached_content WHERE id = ?", (file_id,))


def get(db: Connection, file_id: str) -> Attachment | None:
    """One file by its id, a removed one too."""
    row = db.execute(f"SELECT {_COLUMNS} FROM attached_file WHERE id = ?", (file_id,)).fetchone()
    return _file(row) if row else None


def of_person(db: Connection, person_id: str) -> list[Attachment]:
    """The files about a person that were not removed, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM attached_file WHERE person_id = ? AND removed_at = ''"
        " ORDER BY added_at DESC, rowid DESC",
        (person_id,),
    )
    return [_file(row) for row in rows]


def removed_from(db: Connection, person_id: str) -> list[Attachment]:
    """What is left of the files that were removed, the newest removal first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM attached_file WHERE person_id = ? AND removed_at <> ''"
        " ORDER BY removed_at DESC, rowid DESC",
        (person_id,),
    )
    return [_file(row) for row in rows]


def content_of(db: Connection, file_id: str) -> bytes | None:
    """The bytes of a file as they lie in the vault; a medical one is sealed."""
    row = db.execute("SELECT content FROM attached_content WHERE id = ?", (file_id,)).fetchone()
    return bytes(row[0]) if row else None


def thumbnail_of(db: Connection, file_id: str) -> bytes | None:
    """The small picture of a file as it lies in the vault; a medical one is sealed."""
    row = db.execute("SELECT thumbnail FROM attached_content WHERE id = ?", (file_id,)).fetchone()
    return bytes(row[0]) if row else None


def is_whole(db: Connection, file: Attachment) -> bool:
    """True if the bytes are those that were added; a sealed content proves itself when opened."""
    content = content_of(db, file.id)
    if content is None or file.removed_at:
        return content is None and bool(file.removed_at)
    return not file.sha256 or hashlib.sha256(content).hexdigest() == file.sha256


def sealed_contents(db: Connection) -> Iterator[tuple[str, bytes, bytes]]:
    """Id, thumbnail and content of every sealed file, one at a time: they may be large."""
    ids = db.execute("SELECT id FROM attached_content WHERE is_sealed = 1 ORDER BY id").fetchall()
    for (file_id,) in ids:
        row = db.execute(
            "SELECT thumbnail, content FROM attached_content WHERE id = ?", (file_id,)
        ).fetchone()
        yield file_id, bytes(row[0]), bytes(row[1])


def put_sealed_again(db: Connection, file_id: str, content: bytes, thumbnail: bytes) -> None:
    """Replace what the old role key sealed by what the new one did."""
    db.execute(
        "UPDATE attached_content SET content = ?, thumbnail = ? WHERE id = ? AND is_sealed = 1",
        (content, thumbnail, file_id),
    )


def _file(row: Row) -> Attachment:
    return Attachment(
        **{
            **dict(row),
            "kind": AttachmentKind(row["kind"]),
            "type": FileType(row["type"]),
            "is_portrait": bool(row["is_portrait"]),
            "about": tuple(row["about"].split()),
        }
    )
