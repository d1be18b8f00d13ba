"""The breach log as rows, each state of an entry for good, and what a lost thing held."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from intake_app.breaches.model import Breach, BreachKind
from intake_app.values import canonical_json, plain
from intake_app.vault.db import Connection, Row

_COLUMNS = "id, revision, number, body, written_by, written_at"
_BESIDE = ("id", "revision", "number", "written_by", "written_at")


def put(db: Connection, breach: Breach) -> None:
    """Add a state of an entry; a trigger refuses any later change."""
    body = {name: value for name, value in plain(breach).items() if name not in _BESIDE}
    db.execute(
        f"INSERT INTO breach ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            breach.id, breach.revision, breach.number, canonical_json(body), breach.written_by,
            breach.written_at,
        ),
    )  # fmt: skip


def next_number(db: Connection) -> int:
    """The number of the next entry, starting at 1."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM breach").fetchone()[0]) + 1


def newest(db: Connection) -> list[Breach]:
    """Every entry as it stands now, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM breach AS one WHERE revision ="
        " (SELECT max(revision) FROM breach WHERE id = one.id) ORDER BY number DESC"
    )
    return _breaches(rows)


def versions(db: Connection, breach_id: str) -> list[Breach]:
    """Every state of an entry, the newest first."""
    return _breaches(
        db.execute(
            f"SELECT {_COLUMNS} FROM breach WHERE id = ? ORDER BY revision DESC", (breach_id,)
        )
    )


def _breaches(rows: Iterable[Row]) -> list[Breach]:
    return [_breach(row) for row in rows]


def _breach(row: Row) -> Breach:
    body = json.loads(row["body"])
    read = Breach(
        **{
            **body,
            "id": row["id"],
            "kind": BreachKind(body["kind"]),
            "happened_on": date.fromisoformat(body["happened_on"]),
            "noticed_on": date.fromisoformat(body["noticed_on"]),
            "batches": tuple(body["batches"]),
            "prints": tuple(body["prints"]),
        }
    )
    return replace(read, **{name: row[name] for name in _BESIDE})


# ---------------------------------------------------------------------------- what it held


@dataclass(frozen=True)
class PrintedPaper:
    """A line of the print register. ``case_number`` is empty if the case was erased since."""

    id: str
    kind: str
    case_number: str
    copy: int
    printed_at: str


def last_prints(db: Connection, most: int = 200) -> list[PrintedPaper]:
    """The newest lines of the print register."""
    rows = db.execute(
        "SELECT print_run.id, document.kind, number, copy, printed_at FROM print_run"
        " JOIN document ON document.id = document_id"
        " JOIN case_file ON case_file.id = document.case_id"
        " ORDER BY printed_at DESC, print_run.rowid DESC LIMIT ?",
        (most,),
    )
    return [PrintedPaper(*row) for row in rows]


def count_persons(
    db: Connection, has_vault: bool, batches: Iterable[int], prints: Iterable[str]
) -> int:
    """How many people the vault, these batches and these printed papers are about."""
    if has_vault:
        return int(db.execute("SELECT count(*) FROM person").fetchone()[0])
    row = db.execute(
        "SELECT count(*) FROM (SELECT id FROM batch_item WHERE kind = 'person'"
        " AND batch IN (SELECT value FROM json_each(:batches))"
        " UNION SELECT person_id FROM print_run"
        " JOIN document ON document.id = document_id"
        " JOIN case_file ON case_file.id = document.case_id"
        " WHERE print_run.id IN (SELECT value FROM json_each(:prints)))",
        {"batches": canonical_json(list(batches)), "prints": canonical_json(list(prints))},
    ).fetchone()
    return int(row[0])
