"""Dates of files as rows, and the search for files whose date has passed."""

from __future__ import annotations

from datetime import date

from intake_app.retention.model import ClockJump, FileKind, KeptFile, Relative, kept_until
from intake_app.vault.db import Connection, Row

_LOOKING = (
    "'case.viewed', 'person.viewed', 'note.read', 'document.previewed', 'document.viewed',"
    " 'attachment.viewed', 'attachment.exported',"
    " 'document.printed', 'document.exported', 'copy.made',"
    " 'copy.printed', 'retention.date_set', 'erasure.marked', 'erasure.unmarked'"
)
"""Acts that are no work on a file: who only looks at it does not keep it alive."""

_LAST = f"(SELECT substr(max(at), 1, 10) FROM audit WHERE act NOT IN ({_LOOKING}) AND record IN "
_OF_PERSON = (
    "SELECT person.id UNION ALL SELECT id FROM consent WHERE person_id = person.id"
    " UNION ALL SELECT id FROM sealed_note WHERE person_id = person.id"
    " UNION ALL SELECT id FROM attached_file WHERE person_id = person.id"
    " UNION ALL SELECT id FROM correction WHERE person_id = person.id"
)
_OF_CASE = (
    f"SELECT file.id UNION ALL {_OF_PERSON}"
    " UNION ALL SELECT id FROM plan WHERE case_id = file.id"
    " UNION ALL SELECT id FROM grant_request WHERE case_id = file.id"
    " UNION ALL SELECT id FROM given_item WHERE case_id = file.id"
    " UNION ALL SELECT round_id FROM given_item WHERE case_id = file.id"
    " UNION ALL SELECT id FROM referral WHERE case_id = file.id"
    " UNION ALL SELECT id FROM document WHERE case_id = file.id"
    " UNION ALL SELECT id FROM follow_up WHERE case_id = file.id"
    " UNION ALL SELECT id FROM closure WHERE case_id = file.id"
    " UNION ALL SELECT id FROM child_entry WHERE case_id = file.id"
)
_SET = "until AS set_until, reason, marked.file_id IS NOT NULL AS is_marked"
_CLOSED = (
    "(SELECT max(closed_on) FROM closure WHERE case_id = file.id AND state = 'approved')"
    " AS closed_on"
)

_CASES = (
    "SELECT 'case' AS kind, file.id AS id, person.id AS person_id, family_name, given_names,"
    f" number, opened_on AS began_on, {_LAST}({_OF_CASE})) AS last_act_on, {_CLOSED}, {_SET}"
    " FROM case_file AS file JOIN person ON person.id = file.person_id"
    " LEFT JOIN kept_until ON kept_until.file_id = file.id"
    " LEFT JOIN marked_for_erasure AS marked ON marked.file_id = file.id"
)
_PERSONS = (
    "SELECT 'person' AS kind, person.id AS id, person.id AS person_id, family_name, given_names,"
    " '' AS number, substr(registered_at, 1, 10) AS began_on,"
    f" {_LAST}({_OF_PERSON})) AS last_act_on, NULL AS closed_on, {_SET}"
    " FROM person LEFT JOIN kept_until ON kept_until.file_id = person.id"
    " LEFT JOIN marked_for_erasure AS marked ON marked.file_id = person.id"
)
_NEEDED = (
    "EXISTS (SELECT 1 FROM case_file AS theirs JOIN person AS member ON member.id ="
    " theirs.person_id WHERE member.id = person.id OR member.household_id = person.household_id)"
)
"""A person is part of a file while anybody in the household has a case."""

_OLD = "(began_on <= :began_by OR until < :today)"
"""No file that began later can be due: this spares the search for its last act."""


def get(db: Connection, file_id: str) -> KeptFile | None:
    """A case or a person by its id, whatever its date."""
    row = db.execute(f"{_CASES} WHERE file.id = ?", (file_id,)).fetchone()
    row = row or db.execute(f"{_PERSONS} WHERE person.id = ?", (file_id,)).fetchone()
    return _file(row) if row else None


def perhaps_due(db: Connection, began_by: date, today: date) -> list[KeptFile]:
    """The files that began by a day, or whose own date has passed; the oldest first."""
    days = {"began_by": began_by.isoformat(), "today": today.isoformat()}
    cases = db.execute(f"{_CASES} WHERE {_OLD} ORDER BY began_on, number", days).fetchall()
    persons = db.execute(
        f"{_PERSONS} WHERE {_OLD} AND NOT {_NEEDED} ORDER BY began_on, person.key", days
    ).fetchall()
    return [_file(row) for row in (*cases, *persons)]


def _file(row: Row) -> KeptFile:
    return KeptFile(
        kind=FileKind(row["kind"]),
        id=row["id"],
        person_id=row["person_id"],
        name=f"{row['family_name'].upper()} {row['given_names']}".strip(),
        number=row["number"],
        last_act_on=date.fromisoformat(max(row["began_on"], row["last_act_on"] or "")),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        set_until=date.fromisoformat(row["set_until"]) if row["set_until"] else None,
        reason=row["reason"] or "",
        is_marked=bool(row["is_marked"]),
    )


def household_of(db: Connection, person_id: str, years: int | None) -> list[Relative]:
    """The person and everybody in their household."""
    rows = db.execute(
        f"{_PERSONS} WHERE person.id = :id OR household_id ="
        " (SELECT household_id FROM person WHERE id = :id)",
        {"id": person_id},
    ).fetchall()
    return [
        Relative(
            file.id,
            db.execute("SELECT 1 FROM case_file WHERE person_id = ?", (file.id,)).fetchone()
            is not None,
            file.set_until or kept_until(closed_on=None, last_act_on=file.last_act_on, years=years),
        )
        for file in map(_file, rows)
    ]


def put_date(db: Connection, file_id: str, until: date, reason: str, by: str, at: str) -> None:
    """Write the date of one file over the one before."""
    db.execute(
        "INSERT INTO kept_until (file_id, until, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (file_id) DO UPDATE SET until = excluded.until, reason = excluded.reason,"
        " set_by = excluded.set_by, set_at = excluded.set_at",
        (file_id, until.isoformat(), reason, by, at),
    )


def mark(db: Connection, file_id: str, by: str, at: str) -> None:
    """Reviewed: it goes onto the next list. Nothing happens if it does already."""
    db.execute(
        "INSERT INTO marked_for_erasure (file_id, marked_by, marked_at) VALUES (?, ?, ?)"
        " ON CONFLICT (file_id) DO NOTHING",
        (file_id, by, at),
    )


def unmark(db: Connection, file_id: str) -> None:
    """Take it off the next list again."""
    db.execute("DELETE FROM marked_for_erasure WHERE file_id = ?", (file_id,))


def last_jump(db: Connection, now: str, days: float) -> ClockJump | None:
    """The latest leap of the clock since somebody confirmed the date, up to this moment."""
    row = db.execute(
        "WITH line AS (SELECT seq, at FROM audit WHERE seq >= (SELECT coalesce(max(seq), 0)"
        " FROM audit WHERE act = 'clock.confirmed')"
        " UNION ALL SELECT (SELECT max(seq) + 1 FROM audit), :now),"
        " pair AS (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS before FROM line)"
        " SELECT before, at FROM pair WHERE before IS NOT NULL"
        " AND abs(julianday(at) - julianday(before)) > :days ORDER BY seq DESC LIMIT 1",
        {"now": now, "days": days},
    ).fetchone()
    return ClockJump(*row) if row else None
