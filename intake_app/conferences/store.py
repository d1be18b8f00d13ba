"""Conferences and their matters as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from intake_app.conferences.model import (
    Conference,
    ConferenceState,
    Matter,
    MatterKind,
    Member,
    Outcome,
)
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_CONFERENCE = (
    "id, revision, number, pack, committee, held_on, starts, place, chair, secretary, members,"
    " remarks, state, author, written_at, closed_by, closed_at"
)
_MATTER = (
    "id, revision, conference_id, kind, record_id, case_id, position, reason, outcome, decision,"
    " added_by, added_at"
)


def put(db: Connection, one: Conference) -> None:
    """Insert a conference or replace it."""
    db.execute(
        f"INSERT INTO conference ({_CONFERENCE}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, pack = excluded.pack,"
        " committee = excluded.committee, held_on = excluded.held_on, starts = excluded.starts,"
        " place = excluded.place, chair = excluded.chair, secretary = excluded.secretary,"
        " members = excluded.members, remarks = excluded.remarks, state = excluded.state,"
        " written_at = excluded.written_at, closed_by = excluded.closed_by,"
        " closed_at = excluded.closed_at",
        (
            one.id, one.revision, one.number, one.pack, one.committee, one.held_on.isoformat(),
            one.starts, one.place, one.chair, one.secretary, canonical_json(one.members),
            one.remarks, one.state.value, one.author, one.written_at, one.closed_by, one.closed_at,
        ),
    )  # fmt: skip


def get(db: Connection, conference_id: str) -> Conference | None:
    """A conference by its id."""
    row = db.execute(
        f"SELECT {_CONFERENCE} FROM conference WHERE id = ?", (conference_id,)
    ).fetchone()
    return _conference(row) if row else None


def everything(db: Connection) -> list[Conference]:
    """All conferences, the newest first."""
    rows = db.execute(f"SELECT {_CONFERENCE} FROM conference ORDER BY held_on DESC, number DESC")
    return [_conference(row) for row in rows]


def next_number(db: Connection) -> int:
    """The number of the next conference, counting from 1."""
    row = db.execute("SELECT max(number) FROM conference").fetchone()
    return int(row[0] or 0) + 1


def _conference(row: Row) -> Conference:
    return Conference(
        **{
            **dict(row),
            "held_on": date.fromisoformat(row["held_on"]),
            "members": tuple(Member(**member) for member in json.loads(row["members"])),
            "state": ConferenceState(row["state"]),
        }
    )


def put_matter(db: Connection, matter: Matter) -> None:
    """Insert a matter or replace it."""
    db.execute(
        f"INSERT INTO conference_matter ({_MATTER}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " position = excluded.position, reason = excluded.reason, outcome = excluded.outcome,"
        " decision = excluded.decision",
        (
            matter.id, matter.revision, matter.conference_id, matter.kind.value, matter.record_id,
            matter.case_id, matter.position, matter.reason, matter.outcome.value, matter.decision,
            matter.added_by, matter.added_at,
        ),
    )  # fmt: skip


def matter(db: Connection, matter_id: str) -> Matter | None:
    """A matter by its id."""
    row = db.execute(
        f"SELECT {_MATTER} FROM conference_matter WHERE id = ?", (matter_id,)
    ).fetchone()
    return _matter(row) if row else None


def matters_of(db: Connection, conference_id: str) -> list[Matter]:
    """The agenda of a conference, in its order."""
    return _matters(
        db.execute(
            f"SELECT {_MATTER} FROM conference_matter WHERE conference_id = ?"
            " ORDER BY position, rowid",
            (conference_id,),
        )
    )


def matters_of_case(db: Connection, case_id: str) -> list[Matter]:
    """Every matter about a case, the oldest first."""
    return _matters(
        db.execute(
            f"SELECT {_MATTER} FROM conference_matter WHERE case_id = ? ORDER BY added_at, rowid",
            (case_id,),
        )
    )


def listed(db: Connection) -> set[str]:
    """The ids of all records on the agenda of an open conference that did not put them off."""
    rows = db.execute(
        "SELECT record_id FROM conference_matter JOIN conference ON conference.id = conference_id"
        " WHERE state = 'planned' AND outcome <> 'put_off'"
    )
    return {row[0] for row in rows}


def remove_matter(db: Connection, matter_id: str) -> None:
    """Take a matter off its agenda."""
    db.execute("DELETE FROM conference_matter WHERE id = ?", (matter_id,))


def counts(db: Connection) -> dict[str, int]:
    """How many matters each conference has."""
    rows = db.execute("SELECT conference_id, count(*) FROM conference_matter GROUP BY 1")
    return {row[0]: int(row[1]) for row in rows}


def _matters(rows: Iterable[Row]) -> list[Matter]:
    return [_matter(row) for row in rows]


def _matter(row: Row) -> Matter:
    return Matter(
        **{**dict(row), "kind": MatterKind(row["kind"]), "outcome": Outcome(row["outcome"])}
    )
