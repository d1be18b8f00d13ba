"""Links between records of one person as rows, and who was told apart."""

from __future__ import annotations

from collections.abc import Collection

from intake_app.same_person.model import Link
from intake_app.values import canonical_json
from intake_app.vault.db import Connection

_COLUMNS = "id, one, other, reason, linked_by, linked_at, ended_by, ended_at, end_reason, revision"
_LINKED = (
    "WITH RECURSIVE linked (id) AS (VALUES (:id) UNION"
    " SELECT other FROM same_person JOIN linked ON one = linked.id AND ended_at = '' UNION"
    " SELECT one FROM same_person JOIN linked ON other = linked.id AND ended_at = '')"
)


def put(db: Connection, link: Link) -> None:
    """Insert a link, or write that it ended."""
    db.execute(
        f"INSERT INTO same_person ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET ended_by = excluded.ended_by,"
        " ended_at = excluded.ended_at, end_reason = excluded.end_reason,"
        " revision = excluded.revision",
        (
            link.id, link.one, link.other, link.reason, link.linked_by, link.linked_at,
            link.ended_by, link.ended_at, link.end_reason, link.revision,
        ),
    )  # fmt: skip


def get(db: Connection, link_id: str) -> Link | None:
    """One link by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM same_person WHERE id = ?", (link_id,)).fetchone()
    return Link(*row) if row else None


def records_of(db: Connection, person_id: str) -> list[str]:
    """The ids of all records of the person of this record, this one first."""
    found = [str(row[0]) for row in db.execute(f"{_LINKED} SELECT id FROM linked", _of(person_id))]
    return [person_id, *sorted(set(found) - {person_id})]


def links_around(db: Connection, person_id: str) -> list[Link]:
    """Every link that stands between the records of this person, the oldest first."""
    rows = db.execute(
        f"{_LINKED} SELECT {_COLUMNS} FROM same_person WHERE ended_at = ''"
        " AND one IN (SELECT id FROM linked) ORDER BY linked_at, rowid",
        _of(person_id),
    )
    return [Link(*row) for row in rows]


def _of(person_id: str) -> dict[str, str]:
    return {"id": person_id}


# ---------------------------------------------------------------------------- told apart


def tell_apart(db: Connection, one: str, other: str, by: str, at: str) -> None:
    """These two are two persons."""
    first, second = sorted((one, other))
    db.execute("INSERT OR IGNORE INTO told_apart VALUES (?, ?, ?, ?)", (first, second, by, at))


def told_apart_between(
    db: Connection, some: Collection[str], others: Collection[str]
) -> list[tuple[str, str, str, str]]:
    """(one, other, by, at) of each decision that one of these is not one of those."""
    rows = db.execute(
        "SELECT one, other, told_by, told_at FROM told_apart WHERE"
        " (one IN (SELECT value FROM json_each(:some))"
        " AND other IN (SELECT value FROM json_each(:others)))"
        " OR (other IN (SELECT value FROM json_each(:some))"
        " AND one IN (SELECT value FROM json_each(:others)))",
        {"some": canonical_json(list(some)), "others": canonical_json(list(others))},
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def forget_told_apart(db: Connection, one: str, other: str) -> None:
    """A newer decision says that these two are one person after all; the log has both."""
    first, second = sorted((one, other))
    db.execute("DELETE FROM told_apart WHERE one = ? AND other = ?", (first, second))
