"""Assessments as rows. Each version stays; the newest counts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from intake_app.assessments.model import (
    Assessment,
    Feasible,
    Moment,
    Prospect,
    Side,
    Skill,
    SkillLevel,
    Wish,
)
from intake_app.packs.model import Dimension
from intake_app.values import canonical_json, plain
from intake_app.vault.db import Connection, Row

_COLUMNS = "id, revision, case_id, moment, body, author, written_at"
_BESIDE = ("id", "revision", "case_id", "moment", "author", "written_at")
_NEWEST = (
    f"SELECT {_COLUMNS} FROM assessment AS one WHERE revision ="
    " (SELECT max(revision) FROM assessment WHERE id = one.id)"
)


def put(db: Connection, one: Assessment) -> None:
    """Write one more version. IntegrityError if this version exists, or the case does not."""
    body = {name: value for name, value in plain(one).items() if name not in _BESIDE}
    db.execute(
        f"INSERT INTO assessment ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.revision, one.case_id, one.moment.value, canonical_json(body), one.author,
            one.written_at,
        ),
    )  # fmt: skip


def newest(db: Connection, assessment_id: str) -> Assessment | None:
    """An assessment as it stands now."""
    row = db.execute(f"{_NEWEST} AND id = ?", (assessment_id,)).fetchone()
    return _assessment(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Assessment]:
    """The assessments of a case as they stand now, the one before the return first."""
    rows = db.execute(f"{_NEWEST} AND case_id = ? ORDER BY moment DESC", (case_id,))
    return [_assessment(row) for row in rows]


def _assessment(row: Row) -> Assessment:
    body = json.loads(row["body"])
    return Assessment(
        row["id"],
        row["case_id"],
        Moment(row["moment"]),
        date.fromisoformat(body["made_on"]) if body["made_on"] else None,
        body["made_by"],
        tuple(_wish(one) for one in body["wishes"]),
        tuple(_skill(one) for one in body["skills"]),
        tuple(_prospect(one) for one in body["prospects"]),
        row["author"],
        row["written_at"],
        row["revision"],
    )


def _wish(body: dict[str, Any]) -> Wish:
    feasible = Feasible(body["feasible"]) if body["feasible"] else None
    return Wish(**{**body, "feasible": feasible})


def _skill(body: dict[str, Any]) -> Skill:
    return Skill(**{**body, "level": SkillLevel(body["level"]) if body["level"] else None})


def _prospect(body: dict[str, Any]) -> Prospect:
    return Prospect(
        **{**body, "dimension": Dimension(body["dimension"]), "side": Side(body["side"])}
    )
