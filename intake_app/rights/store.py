"""Requests for correction as rows, and what the copy for the person counts in other tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from intake_app.rights.model import Correction, CorrectionState
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, person_id, asked_on, wish, answer_by, taken_by, state, reason, changed_by,"
    " decided_by, decided_at, closed_at"
)


def put(db: Connection, correction: Correction) -> None:
    """Insert a request or write its new state."""
    db.execute(
        f"INSERT INTO correction ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " reason = excluded.reason, changed_by = excluded.changed_by,"
        " decided_by = excluded.decided_by, decided_at = excluded.decided_at,"
        " closed_at = excluded.closed_at",
        (
            correction.id, correction.revision, correction.person_id,
            correction.asked_on.isoformat(), correction.wish, correction.answer_by.isoformat(),
            correction.taken_by, correction.state.value, correction.reason, correction.changed_by,
            correction.decided_by, correction.decided_at, correction.closed_at,
        ),
    )  # fmt: skip


def get(db: Connection, correction_id: str) -> Correction | None:
    """One request by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM correction WHERE id = ?", (correction_id,)).fetchone()
    return _correction(row) if row else None


def of_person(db: Connection, person_id: str) -> list[Correction]:
    """A person's requests, the newest first."""
    return _corrections(
        db.execute(
            f"SELECT {_COLUMNS} FROM correction WHERE person_id = ?"
            " ORDER BY asked_on DESC, rowid DESC",
            (person_id,),
        )
    )


def all_of(db: Connection) -> list[tuple[Correction, str]]:
    """Every request with the person's name: the open ones first, the most urgent on top."""
    rows = db.execute(
        f"SELECT {_COLUMNS}, (SELECT upper(family_name) || ' ' || given_names FROM person"
        " WHERE person.id = person_id) AS name FROM correction"
        " ORDER BY state IN ('refused', 'done'), answer_by, rowid"
    ).fetchall()
    return [(_correction(row), str(row["name"]).strip()) for row in rows]


def _corrections(rows: Iterable[Row]) -> list[Correction]:
    return [_correction(row) for row in rows]


def _correction(row: Row) -> Correction:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    return Correction(
        **{
            **values,
            "state": CorrectionState(values["state"]),
            "asked_on": date.fromisoformat(values["asked_on"]),
            "answer_by": date.fromisoformat(values["answer_by"]),
        }
    )


# ---------------------------------------------------------------------------- for the copy


@dataclass(frozen=True)
class ActCount:
    """How often something was done with a person's records, and when last."""

    act: str
    count: int
    last_at: str


def acts_on(db: Connection, ids: Iterable[str]) -> list[ActCount]:
    """What was done with these records, the latest first; who did it stays with the office."""
    rows = db.execute(
        "SELECT act, count(*), max(at) AS last_at FROM audit"
        " WHERE record IN (SELECT value FROM json_each(?)) GROUP BY act ORDER BY last_at DESC",
        (canonical_json(list(ids)),),
    )
    return [ActCount(*row) for row in rows]


def batches_with(db: Connection, ids: Iterable[str]) -> list[tuple[int, str, int]]:
    """(number, sealed at, how many of these records) of each batch that went to the hub."""
    rows = db.execute(
        "SELECT batch.number, sealed_at, count(*) FROM batch_item"
        " JOIN batch ON batch.number = batch_item.batch"
        " WHERE batch_item.id IN (SELECT value FROM json_each(?))"
        " GROUP BY batch.number ORDER BY batch.number",
        (canonical_json(list(ids)),),
    )
    return [tuple(row) for row in rows]


def prints_of(db: Connection, document_id: str) -> int:
    """How many copies of a paper were printed."""
    row = db.execute(
        "SELECT count(*) FROM print_run WHERE document_id = ?", (document_id,)
    ).fetchone()
    return int(row[0])


def count_sealed_notes(db: Connection, person_id: str) -> int:
    """How many sealed notes are about a person; they are counted in the copy, never shown."""
    row = db.execute(
        "SELECT count(DISTINCT id) FROM sealed_note WHERE person_id = ?", (person_id,)
    ).fetchone()
    return int(row[0])
