"""Lists as rows, and the one place that deletes what belongs to a person, in every table.

``tests/core/test_erasure_tables.py`` holds this file against the schema: a new table has to be
named there, as erased or as free of personal data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from intake_app.erasure.model import Erasure, ListedFile
from intake_app.retention.model import FileKind
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

Ids = dict[str, list[str]]
"""Ids of records by the kind under which they go to the hub."""

# ---------------------------------------------------------------------------- lists

_ERASURE = "id, number, content_hash, signed_by, signed_at, public_key, signature, finished_at"


def put(db: Connection, erasure: Erasure) -> None:
    """Keep a signed list for good."""
    db.execute(
        f"INSERT INTO erasure ({_ERASURE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            erasure.id, erasure.number, erasure.content_hash, erasure.signed_by,
            erasure.signed_at, erasure.public_key, erasure.signature, erasure.finished_at,
        ),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO erasure_item (erasure, place, kind, file_id, due_on) VALUES (?, ?, ?, ?, ?)",
        [
            (erasure.id, place, file.kind.value, file.file_id, file.due_on.isoformat())
            for place, file in enumerate(erasure.files)
        ],
    )


def next_number(db: Connection) -> int:
    """The number of the next list, starting at 1."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM erasure").fetchone()[0]) + 1


def get(db: Connection, erasure_id: str) -> Erasure | None:
    """One list by its id."""
    row = db.execute(f"SELECT {_ERASURE} FROM erasure WHERE id = ?", (erasure_id,)).fetchone()
    return _erasure(db, row) if row else None


def all_of(db: Connection) -> list[Erasure]:
    """Every list, the newest first."""
    rows = db.execute(f"SELECT {_ERASURE} FROM erasure ORDER BY number DESC").fetchall()
    return [_erasure(db, row) for row in rows]


def _erasure(db: Connection, row: Row) -> Erasure:
    files = db.execute(
        "SELECT kind, file_id, due_on, erased_by, erased_at, erased FROM erasure_item"
        " WHERE erasure = ? ORDER BY place",
        (row["id"],),
    )
    return Erasure(**{**dict(row), "files": tuple(_listed(file) for file in files)})


def _listed(row: Row) -> ListedFile:
    return ListedFile(
        FileKind(row["kind"]), row["file_id"], date.fromisoformat(row["due_on"]),
        row["erased_by"] or "", row["erased_at"] or "", json.loads(row["erased"]),
    )  # fmt: skip


def finish(db: Connection, erasure_id: str, at: str) -> None:
    """Everything on the list is gone, and nothing of it is left in the file."""
    db.execute("UPDATE erasure SET finished_at = ? WHERE id = ?", (at, erasure_id))


# ---------------------------------------------------------------------------- erasing


def begin(db: Connection, erasure_id: str, file_id: str) -> None:
    """Open the way through the triggers for one file; they refuse one that is on no list."""
    db.execute("INSERT INTO erasing (file_id, erasure) VALUES (?, ?)", (file_id, erasure_id))


def end(
    db: Connection, erasure_id: str, file_id: str, by: str, at: str, counts: dict[str, int]
) -> None:
    """Close it again, and write down how much went."""
    db.execute("DELETE FROM erasing WHERE file_id = ?", (file_id,))
    db.execute(
        "UPDATE erasure_item SET erased_by = ?, erased_at = ?, erased = ?"
        " WHERE erasure = ? AND file_id = ?",
        (by, at, canonical_json(counts), erasure_id, file_id),
    )


_OF_CASE = {
    "note": "SELECT DISTINCT id FROM sealed_note WHERE case_id = :id",
    "screening": "SELECT DISTINCT case_id FROM screening WHERE case_id = :id",
    "emergency": "SELECT id FROM emergency WHERE case_id = :id",
    "child_entry": "SELECT id FROM child_entry WHERE case_id = :id",
    "assessment": "SELECT DISTINCT id FROM assessment WHERE case_id = :id",
    "progress": "SELECT id FROM progress WHERE case_id = :id",
    "attached_file": "SELECT id FROM attached_file WHERE case_id = :id",
    "plan": "SELECT id FROM plan WHERE case_id = :id",
    "grant": "SELECT id FROM grant_request WHERE case_id = :id",
    "conference_matter": "SELECT id FROM conference_matter WHERE case_id = :id",
    "given_item": "SELECT id FROM given_item WHERE case_id = :id",
    "dossier": "SELECT case_id FROM dossier WHERE case_id = :id",
    "survey": "SELECT DISTINCT id FROM survey WHERE case_id = :id",
    "referral": "SELECT id FROM referral WHERE case_id = :id",
    "follow_up": "SELECT id FROM follow_up WHERE case_id = :id",
    "closure": "SELECT id FROM closure WHERE case_id = :id",
    "document": "SELECT id FROM document WHERE case_id = :id",
    "decision": "SELECT id FROM decision WHERE record_id IN"
    " (SELECT id FROM plan WHERE case_id = :id"
    " UNION ALL SELECT id FROM grant_request WHERE case_id = :id"
    " UNION ALL SELECT id FROM closure WHERE case_id = :id)",
}
_CASE_ROWS = (
    "DELETE FROM sealed_note WHERE case_id = :id",
    "DELETE FROM screening WHERE case_id = :id",
    "DELETE FROM emergency WHERE case_id = :id",
    "DELETE FROM child_entry WHERE case_id = :id",
    "DELETE FROM assessment WHERE case_id = :id",
    "DELETE FROM progress WHERE case_id = :id",
    "DELETE FROM attached_content WHERE id IN (SELECT id FROM attached_file WHERE case_id = :id)",
    "DELETE FROM attached_file WHERE case_id = :id",
    "DELETE FROM decision WHERE record_id IN (SELECT id FROM plan WHERE case_id = :id"
    " UNION ALL SELECT id FROM grant_request WHERE case_id = :id"
    " UNION ALL SELECT id FROM closure WHERE case_id = :id)",
    "DELETE FROM print_run WHERE document_id IN (SELECT id FROM document WHERE case_id = :id)",
    "DELETE FROM document WHERE case_id = :id",
    "DELETE FROM referral WHERE case_id = :id",
    "DELETE FROM handed_over WHERE case_id = :id",
    "DELETE FROM follow_up WHERE case_id = :id",
    "DELETE FROM closure WHERE case_id = :id",
    "DELETE FROM grant_request WHERE case_id = :id",
    "DELETE FROM conference_matter WHERE case_id = :id",
    "DELETE FROM given_item WHERE case_id = :id",
    "DELETE FROM dossier WHERE case_id = :id",
    "DELETE FROM survey WHERE case_id = :id",
    "DELETE FROM plan WHERE case_id = :id",
    "DELETE FROM kept_until WHERE file_id = :id",
    "DELETE FROM marked_for_erasure WHERE file_id = :id",
    "DELETE FROM case_file WHERE id = :id",
)
_OF_PERSON = {
    "note": "SELECT DISTINCT id FROM sealed_note WHERE person_id = :id",
    "attached_file": "SELECT id FROM attached_file WHERE person_id = :id",
    "consent": "SELECT id FROM consent WHERE person_id = :id",
    "refusal": "SELECT id FROM refusal WHERE person_id = :id",
    "homecoming": "SELECT id FROM homecoming WHERE person_id = :id",
    "correction": "SELECT id FROM correction WHERE person_id = :id",
    "expected": "SELECT id FROM expected_person WHERE person_id = :id OR known_id = :id",
    "same_person": "SELECT id FROM same_person WHERE one = :id OR other = :id",
}
_PERSON_ROWS = (
    "DELETE FROM sealed_note WHERE person_id = :id",
    "DELETE FROM attached_content WHERE id IN (SELECT id FROM attached_file WHERE person_id = :id)",
    "DELETE FROM attached_file WHERE person_id = :id",
    "DELETE FROM correction WHERE person_id = :id",
    "DELETE FROM expected_apart WHERE person_id = :id OR expected_id IN"
    " (SELECT id FROM expected_person WHERE person_id = :id OR known_id = :id)",
    "DELETE FROM expected_person WHERE person_id = :id OR known_id = :id",
    "DELETE FROM same_person WHERE one = :id OR other = :id",
    "DELETE FROM consent WHERE person_id = :id",
    "DELETE FROM refusal WHERE person_id = :id",
    "DELETE FROM homecoming WHERE person_id = :id",
    "DELETE FROM identity_document WHERE person_id = :id",
    "DELETE FROM telephone WHERE person_id = :id",
    "DELETE FROM background WHERE person_id = :id",
    "DELETE FROM age_correction WHERE person_id = :id",
    "DELETE FROM kept_until WHERE file_id = :id",
    "DELETE FROM marked_for_erasure WHERE file_id = :id",
    "DELETE FROM told_apart WHERE one = :id OR other = :id",
    "DELETE FROM person WHERE id = :id",
)


def erase_case(db: Connection, case_id: str) -> Ids:
    """Delete a case and everything in it; returns the ids of what went."""
    went = _ids(db, _OF_CASE, case_id)
    _delete(db, _CASE_ROWS, case_id)
    return {"case": [case_id], **went}


def erase_person(db: Connection, person_id: str) -> Ids:
    """Delete a person who has no case any more; returns the ids of what went."""
    went = _ids(db, _OF_PERSON, person_id)
    _delete(db, _PERSON_ROWS, person_id)
    return {"person": [person_id], **went}


def _ids(db: Connection, questions: dict[str, str], id_: str) -> Ids:
    return {
        kind: [row[0] for row in db.execute(question, {"id": id_})]
        for kind, question in questions.items()
    }


def _delete(db: Connection, statements: Iterable[str], id_: str) -> None:
    for statement in statements:
        db.execute(statement, {"id": id_})


def erase_empty_household(db: Connection, household_id: str) -> bool:
    """Delete a household that nobody belongs to any more. True if it went."""
    gone = db.execute(
        "DELETE FROM household WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM person WHERE household_id = :id)",
        {"id": household_id},
    )
    return gone.rowcount == 1


def erase_in_transit(db: Connection, ids: Iterable[str]) -> None:
    """Delete what waits for the hub or is being typed about these records.

    The file of a batch that holds one of them goes as well: the desk could not open it, but whoever
    has the hub's key could. What else was in it is not acknowledged, so the next batch takes it.
    """
    wanted = canonical_json(list(ids))
    among = {"ids": wanted}
    db.execute("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(:ids))", among)
    db.execute("DELETE FROM outbox WHERE case_id IN (SELECT value FROM json_each(:ids))", among)
    db.execute(
        "DELETE FROM draft WHERE EXISTS (SELECT 1 FROM json_each(:ids)"
        " WHERE instr(about, value) > 0 OR instr(body, value) > 0)",
        among,
    )
    db.execute(
        "DELETE FROM leftover WHERE EXISTS"
        ' (SELECT 1 FROM json_each(:ids) WHERE instr(leftover."row", value) > 0)',
        among,
    )
    db.execute(
        "UPDATE batch SET file = NULL WHERE file IS NOT NULL AND number IN"
        " (SELECT batch FROM batch_item WHERE id IN (SELECT value FROM json_each(:ids)))",
        among,
    )
