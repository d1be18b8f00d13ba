"""Surveys as rows. Each revision stays; the newest counts."""

from __future__ import annotations

import json
from datetime import date

from intake_app.surveys.model import Round, Survey
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, case_id, instrument_id, round, answered_on, language, answers, author,"
    " written_at, taken_back_by, taken_back_at, reason"
)
_NEWEST = (
    f"SELECT {_COLUMNS} FROM survey AS one WHERE revision ="
    " (SELECT max(revision) FROM survey WHERE id = one.id)"
)
_OF_CASE = " AND case_id = ? ORDER BY answered_on, rowid"
_STANDING = f"{_NEWEST} AND taken_back_at = ''{_OF_CASE}"
_TAKEN_BACK = f"{_NEWEST} AND taken_back_at <> ''{_OF_CASE}"


def put(db: Connection, one: Survey) -> None:
    """Write one more revision. IntegrityError if it exists, or the case or form does not."""
    assert one.round is not None
    assert one.answered_on is not None
    db.execute(
        f"INSERT INTO survey ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.revision, one.case_id, one.instrument_id, one.round.value,
            one.answered_on.isoformat(), one.language, canonical_json(one.answers), one.author,
            one.written_at, one.taken_back_by, one.taken_back_at, one.reason,
        ),
    )  # fmt: skip


def newest(db: Connection, survey_id: str) -> Survey | None:
    """A survey as it stands now."""
    row = db.execute(f"{_NEWEST} AND id = ?", (survey_id,)).fetchone()
    return _survey(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Survey]:
    """The surveys of a case as they stand now, in the order of their days."""
    return [_survey(row) for row in db.execute(_STANDING, (case_id,))]


def taken_back(db: Connection, case_id: str) -> list[Survey]:
    """Those that were taken out of a case again, in the order of their days."""
    return [_survey(row) for row in db.execute(_TAKEN_BACK, (case_id,))]


def _survey(row: Row) -> Survey:
    return Survey(
        row["id"],
        row["case_id"],
        row["instrument_id"],
        Round(row["round"]),
        date.fromisoformat(row["answered_on"]),
        row["language"],
        json.loads(row["answers"]),
        row["author"],
        row["written_at"],
        row["revision"],
        row["taken_back_by"],
        row["taken_back_at"],
        row["reason"],
    )
