"""Arrivals and the people on their lists as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from intake_app.arrivals.model import (
    Arrival,
    ArrivalKind,
    Expected,
    ExpectedState,
    ManifestImport,
    Turnout,
)
from intake_app.people.model import DocumentKind, ReturnKind, Sex
from intake_app.values import PartialDate, canonical_json
from intake_app.vault.db import Connection, Row

# ---------------------------------------------------------------------------- arrivals

_ARRIVAL = (
    "id, revision, kind, arrives_on, place, carrier, organiser, return_kind, from_country,"
    " expected_number"
)


def put(db: Connection, arrival: Arrival) -> None:
    """Insert or replace an arrival."""
    db.execute(
        f"INSERT INTO arrival ({_ARRIVAL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, kind = excluded.kind,"
        " arrives_on = excluded.arrives_on, place = excluded.place, carrier = excluded.carrier,"
        " organiser = excluded.organiser, return_kind = excluded.return_kind,"
        " from_country = excluded.from_country, expected_number = excluded.expected_number",
        (
            arrival.id, arrival.revision, arrival.kind.value, arrival.arrives_on.isoformat(),
            arrival.place, arrival.carrier, arrival.organiser,
            arrival.return_kind.value if arrival.return_kind else "", arrival.from_country,
            arrival.expected_number,
        ),
    )  # fmt: skip


def get(db: Connection, arrival_id: str) -> Arrival | None:
    """One arrival by its id."""
    row = db.execute(f"SELECT {_ARRIVAL} FROM arrival WHERE id = ?", (arrival_id,)).fetchone()
    return _arrival(row) if row else None


def turnouts(db: Connection) -> list[Turnout]:
    """Every arrival with its numbers, the latest first."""
    rows = db.execute(
        f"SELECT {_ARRIVAL},"
        " (SELECT count(*) FROM expected_person WHERE arrival_id = arrival.id) AS listed,"
        " (SELECT count(*) FROM expected_person WHERE arrival_id = arrival.id"
        " AND state = 'arrived') AS arrived,"
        " (SELECT count(*) FROM expected_person WHERE arrival_id = arrival.id"
        " AND person_id IS NOT NULL) AS registered"
        " FROM arrival ORDER BY arrives_on DESC, rowid DESC"
    )
    return [
        Turnout(_arrival(row), row["listed"], row["arrived"], row["registered"]) for row in rows
    ]


def _arrival(row: Row) -> Arrival:
    return Arrival(
        row["id"],
        ArrivalKind(row["kind"]),
        date.fromisoformat(row["arrives_on"]),
        row["place"],
        row["carrier"],
        row["organiser"],
        ReturnKind(row["return_kind"]) if row["return_kind"] else None,
        row["from_country"],
        row["expected_number"],
        row["revision"],
    )


# ---------------------------------------------------------------------------- people on lists

_EXPECTED = (
    "id, revision, arrival_id, import_id, place, state, token, seat, family_name, given_names,"
    " sex, birth, nationality, document_kind, document_number, phone, person_id, interviewer,"
    " known_id, origin, origin_code, origin_version"
)


def put_expected(db: Connection, several: Iterable[Expected]) -> None:
    """Insert or replace lines of a list."""
    db.executemany(
        f"INSERT INTO expected_person ({_EXPECTED})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " token = excluded.token, person_id = excluded.person_id,"
        " interviewer = excluded.interviewer, known_id = excluded.known_id",
        [
            (
                one.id, one.revision, one.arrival_id, one.import_id, one.place, one.state.value,
                one.token, one.seat, one.family_name, one.given_names, one.sex.value,
                one.birth.edtf if one.birth else "", one.nationality,
                one.document_kind.value if one.document_kind else "", one.document_number,
                one.phone, one.person_id, one.interviewer, one.known_id, one.origin,
                one.origin_code, one.origin_version,
            )
            for one in several
        ],
    )  # fmt: skip


def expected(db: Connection, expected_id: str) -> Expected | None:
    """One line of a list by its id."""
    row = db.execute(
        f"SELECT {_EXPECTED} FROM expected_person WHERE id = ?", (expected_id,)
    ).fetchone()
    return _one(row) if row else None


def expected_of(db: Connection, arrival_id: str) -> list[Expected]:
    """Everybody on the list of an arrival in its order, then those who came besides."""
    return _several(
        db.execute(
            f"SELECT {_EXPECTED} FROM expected_person WHERE arrival_id = ?"
            " ORDER BY place = 0, place, rowid",
            (arrival_id,),
        )
    )


def expected_as(db: Connection, person_id: str) -> list[Expected]:
    """The lines of lists that somebody stood on."""
    return _several(
        db.execute(
            f"SELECT {_EXPECTED} FROM expected_person WHERE person_id = ? ORDER BY rowid",
            (person_id,),
        )
    )


def expected_of_import(db: Connection, import_id: str) -> list[Expected]:
    """Everybody who came into the vault with one list."""
    return _several(
        db.execute(f"SELECT {_EXPECTED} FROM expected_person WHERE import_id = ?", (import_id,))
    )


def next_token(db: Connection, arrival_id: str) -> int:
    """The number that the next one through the door gets."""
    row = db.execute(
        "SELECT coalesce(max(token), 0) + 1 FROM expected_person WHERE arrival_id = ?",
        (arrival_id,),
    ).fetchone()
    return int(row[0])


def holder_of_token(db: Connection, arrival_id: str, token: int) -> str | None:
    """The id of the line that has this token."""
    row = db.execute(
        "SELECT id FROM expected_person WHERE arrival_id = ? AND token = ?", (arrival_id, token)
    ).fetchone()
    return str(row[0]) if row else None


def delete_expected(db: Connection, ids: Iterable[str]) -> None:
    """Take lines of a list out of the vault."""
    gone = [(id_,) for id_ in ids]
    db.executemany("DELETE FROM expected_apart WHERE expected_id = ?", gone)
    db.executemany("DELETE FROM expected_person WHERE id = ?", gone)


def put_apart(db: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Keep that a line (first) is not about a person (second)."""
    db.executemany("INSERT OR IGNORE INTO expected_apart VALUES (?, ?)", list(pairs))


def take_apart(db: Connection, expected_id: str) -> list[str]:
    """The ids of those whom a line is not about; from now on the profile says so."""
    found = db.execute(
        "SELECT person_id FROM expected_apart WHERE expected_id = ?", (expected_id,)
    ).fetchall()
    db.execute("DELETE FROM expected_apart WHERE expected_id = ?", (expected_id,))
    return [str(row[0]) for row in found]


def existing_persons(db: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these ids belong to somebody in the vault."""
    rows = db.execute(
        "SELECT id FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (canonical_json(list(ids)),),
    )
    return {str(row[0]) for row in rows}


def _several(rows: Iterable[Row]) -> list[Expected]:
    return [_one(row) for row in rows]


def _one(row: Row) -> Expected:
    stored = dict(row)
    return Expected(
        **{
            **stored,
            "sex": Sex(stored["sex"]),
            "birth": PartialDate.from_edtf(stored["birth"]) if stored["birth"] else None,
            "document_kind": (
                DocumentKind(stored["document_kind"]) if stored["document_kind"] else None
            ),
            "state": ExpectedState(stored["state"]),
        }
    )


def registered_numbers(db: Connection, numbers: Iterable[str]) -> set[str]:
    """Which of these document numbers (capital letters) belong to somebody with a profile."""
    rows = db.execute(
        "SELECT DISTINCT number FROM identity_document"
        " WHERE number IN (SELECT value FROM json_each(?))",
        (canonical_json(list(numbers)),),
    )
    return {str(row[0]) for row in rows}


# ---------------------------------------------------------------------------- lists read in

_IMPORT = "id, arrival_id, sha256, count, imported_by, imported_at"


def put_import(db: Connection, one: ManifestImport) -> None:
    """Keep that a list was read in."""
    db.execute(
        f"INSERT INTO manifest_import ({_IMPORT}) VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, one.arrival_id, one.sha256, one.count, one.imported_by, one.imported_at),
    )


def imports_of(db: Connection, arrival_id: str) -> list[ManifestImport]:
    """The lists of an arrival, the newest first."""
    rows = db.execute(
        f"SELECT {_IMPORT} FROM manifest_import WHERE arrival_id = ?"
        " ORDER BY imported_at DESC, rowid DESC",
        (arrival_id,),
    )
    return [ManifestImport(*row) for row in rows]


def import_(db: Connection, import_id: str) -> ManifestImport | None:
    """One list that was read in."""
    row = db.execute(f"SELECT {_IMPORT} FROM manifest_import WHERE id = ?", (import_id,)).fetchone()
    return ManifestImport(*row) if row else None


def delete_import(db: Connection, import_id: str) -> None:
    """Forget that a list was read in; people who still point at it keep their line."""
    db.execute("UPDATE expected_person SET import_id = NULL WHERE import_id = ?", (import_id,))
    db.execute("DELETE FROM manifest_import WHERE id = ?", (import_id,))


def put_columns(db: Connection, organiser: str, columns: Mapping[str, str]) -> None:
    """Remember which headings of an organiser's lists mean what."""
    db.execute(
        "INSERT INTO manifest_columns (organiser, columns) VALUES (?, ?)"
        " ON CONFLICT (organiser) DO UPDATE SET columns = excluded.columns",
        (organiser, canonical_json(columns)),
    )


def columns(db: Connection, organiser: str) -> dict[str, str]:
    """What was remembered of an organiser's headings; empty if nothing was."""
    row = db.execute(
        "SELECT columns FROM manifest_columns WHERE organiser = ?", (organiser,)
    ).fetchone()
    return {str(key): str(value) for key, value in json.loads(row[0]).items()} if row else {}
