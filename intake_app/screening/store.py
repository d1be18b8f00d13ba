"""Screenings and emergencies as rows. Each version of a screening stays; the newest counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from intake_app.screening.model import (
    Cause,
    Determinant,
    Emergency,
    EmergencyState,
    Health,
    Screening,
    Side,
    Sphere,
)
from intake_app.screening.safeguards import Answer, Assent, ChildFacts, Standing, Tracing
from intake_app.screening.washington import Difficulty, ShortSet
from intake_app.values import canonical_json, plain
from intake_app.vault.db import Connection, Row

_COLUMNS = "case_id, revision, body, author, written_at"
_BESIDE = ("case_id", "revision", "author", "written_at")


def put(db: Connection, screening: Screening) -> None:
    """Write one more version. IntegrityError if this version exists, or the case does not."""
    body = {name: value for name, value in plain(screening).items() if name not in _BESIDE}
    db.execute(
        f"INSERT INTO screening ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
        (
            screening.case_id, screening.revision, canonical_json(body), screening.author,
            screening.written_at,
        ),
    )  # fmt: skip


def newest(db: Connection, case_id: str) -> Screening | None:
    """The screening of a case as it stands now."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM screening WHERE case_id = ? ORDER BY revision DESC LIMIT 1",
        (case_id,),
    ).fetchone()
    return _screening(row) if row else None


def versions(db: Connection, case_id: str) -> list[Screening]:
    """Every version of a screening, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM screening WHERE case_id = ? ORDER BY revision DESC", (case_id,)
    )
    return [_screening(row) for row in rows]


def _screening(row: Row) -> Screening:
    body = json.loads(row["body"])
    return Screening(
        row["case_id"],
        row["revision"],
        ShortSet(**{key: _number(value) for key, value in body["difficulties"].items()}),
        Health(**{key: _answer(value) for key, value in body["health"].items()}),
        tuple(_determinant(one) for one in body["determinants"]),
        _child(body["child"]),
        row["author"],
        row["written_at"],
    )


def _number(value: int | None) -> Difficulty | None:
    return None if value is None else Difficulty(value)


def _answer(value: str | None) -> Answer | None:
    return None if value is None else Answer(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _determinant(body: dict[str, Any]) -> Determinant:
    return Determinant(
        Sphere(body["sphere"]), Side(body["side"]), tuple(body["factors"]), body["text"],
        body["action"],
    )  # fmt: skip


def _child(body: dict[str, Any]) -> ChildFacts:
    return ChildFacts(
        **{
            **body,
            "standing": Standing(body["standing"]) if body["standing"] else None,
            "caregiver_consent": _answer(body["caregiver_consent"]),
            "assent": Assent(body["assent"]) if body["assent"] else None,
            "tracing": Tracing(body["tracing"]) if body["tracing"] else None,
            "assessed_on": _day(body["assessed_on"]),
            "determined_on": _day(body["determined_on"]),
        }
    )


# ---------------------------------------------------------------------------- emergencies

_EMERGENCY = "id, revision, case_id, cause, raised_by, raised_at, closed_by, closed_at, reason"
_MET_BY = (
    "coalesce((SELECT id FROM referral WHERE referral.case_id = emergency.case_id"
    " AND urgency = 'emergency' AND sector IN ('health', 'psychosocial')"
    " AND state NOT IN ('rejected', 'revoked')"
    " AND referred_at >= raised_at ORDER BY referred_at LIMIT 1), '')"
)
_STATES = (
    f"SELECT {_EMERGENCY}, (SELECT number FROM case_file WHERE id = case_id) AS case_number,"
    f" {_MET_BY} AS met_by FROM emergency"
)


def put_emergency(db: Connection, one: Emergency) -> None:
    """Write an emergency, or that it was closed; what it is about never changes."""
    db.execute(
        f"INSERT INTO emergency ({_EMERGENCY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " closed_by = excluded.closed_by, closed_at = excluded.closed_at, reason = excluded.reason",
        (
            one.id, one.revision, one.case_id, one.cause.value, one.raised_by, one.raised_at,
            one.closed_by, one.closed_at, one.reason,
        ),
    )  # fmt: skip


def emergency(db: Connection, emergency_id: str) -> Emergency | None:
    """One emergency by its id."""
    row = db.execute(f"SELECT {_EMERGENCY} FROM emergency WHERE id = ?", (emergency_id,)).fetchone()
    return _emergency(row) if row else None


def emergencies_of(db: Connection, case_id: str) -> list[EmergencyState]:
    """The emergencies of a case, the oldest first."""
    return _states(db.execute(f"{_STATES} WHERE case_id = ? ORDER BY raised_at, rowid", (case_id,)))


def open_emergencies(db: Connection) -> list[EmergencyState]:
    """Every emergency whose referral is still to be made, the first due first."""
    rows = db.execute(
        f"{_STATES} WHERE closed_at = '' AND {_MET_BY} = '' ORDER BY raised_at, rowid"
    )
    return _states(rows)


def _states(rows: Iterable[Row]) -> list[EmergencyState]:
    return [EmergencyState(_emergency(row), row["case_number"], row["met_by"]) for row in rows]


def _emergency(row: Row) -> Emergency:
    return Emergency(
        row["id"], row["case_id"], Cause(row["cause"]), row["raised_by"], row["raised_at"],
        row["revision"], row["closed_by"], row["closed_at"], row["reason"],
    )  # fmt: skip
