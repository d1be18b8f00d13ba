"""What a case holds of its programme's questions, as one row."""

from __future__ import annotations

import json
from datetime import date

from intake_app.dossier.model import Attended, Dossier, Paper
from intake_app.values import canonical_json, day_of
from intake_app.vault.db import Connection

_COLUMNS = "case_id, revision, body, author, written_at"


def put(db: Connection, one: Dossier) -> None:
    """Write the first or the next revision. IntegrityError if there is no such case."""
    body = {"answers": one.answers, "modules": one.modules, "papers": one.papers}
    db.execute(
        f"INSERT INTO dossier ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (case_id) DO UPDATE SET revision = excluded.revision,"
        " body = excluded.body, author = excluded.author, written_at = excluded.written_at",
        (one.case_id, one.revision, canonical_json(body), one.author, one.written_at),
    )


def get(db: Connection, case_id: str) -> Dossier | None:
    """What was answered in a case; None if nobody has answered anything."""
    row = db.execute(f"SELECT {_COLUMNS} FROM dossier WHERE case_id = ?", (case_id,)).fetchone()
    if row is None:
        return None
    body = json.loads(row["body"])
    return Dossier(
        row["case_id"],
        body["answers"],
        tuple(Attended(**{**one, "on": date.fromisoformat(one["on"])}) for one in body["modules"]),
        tuple(Paper(**{**one, "seen_on": day_of(one["seen_on"])}) for one in body["papers"]),
        row["revision"],
        row["author"],
        row["written_at"],
    )
