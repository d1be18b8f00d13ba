"""What the check reads: pages, lines, and the state that the audit log gives each record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from intake_app.audit import RecordState
from intake_app.vault.db import Connection


def damaged_pages(db: Connection) -> int:
    """How many pages of the data file SQLCipher refuses, free ones and a torn end included.

    Asked twice: a page that another connection wrote just now is whole the second time.
    """
    if not db.execute("PRAGMA cipher_integrity_check").fetchall():
        return 0
    return len(db.execute("PRAGMA cipher_integrity_check").fetchall())


def page_count(db: Connection) -> int:
    """How many pages the database has."""
    return int(db.execute("PRAGMA page_count").fetchone()[0])


def wrong_words(db: Connection) -> int:
    """How many persons the search knows otherwise than their profile says, or not at all."""
    row = db.execute(
        "SELECT count(*) FROM person_text LEFT JOIN person_words ON person_words.rowid = key"
        " WHERE person_words.names IS NOT person_text.names"
        " OR person_words.numbers IS NOT person_text.numbers"
    ).fetchone()
    return int(row[0])


def bound_lines(db: Connection, start: int) -> Iterator[tuple[int, str]]:
    """Number and bound hash of every line from ``start`` on."""
    for row in db.execute(
        "SELECT seq, record_hash FROM audit WHERE seq >= ? ORDER BY seq", (start,)
    ):
        yield row[0], row[1]


def states_by_line(db: Connection, start: int) -> Iterator[tuple[int, list[RecordState]]]:
    """What each line from ``start`` on did to which records, in the order of the lines."""
    rows = db.execute(
        "SELECT seq, kind, id, revision, hash FROM audit_record WHERE seq >= ? ORDER BY seq",
        (start,),
    )
    for seq, group in groupby(rows, key=lambda row: int(row[0])):
        yield seq, [RecordState(*tuple(row)[1:]) for row in group]


def newest_states(db: Connection, kind: str) -> dict[str, tuple[int, str]]:
    """Revision and hash that the log gives every record of a kind, by id."""
    rows = db.execute(
        "SELECT id, revision, hash, max(seq) FROM audit_record WHERE kind = ? GROUP BY id", (kind,)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


_IDS = {
    "household": "SELECT id FROM household",
    "person": "SELECT id FROM person",
    "homecoming": "SELECT id FROM homecoming",
    "same_person": "SELECT id FROM same_person",
    "arrival": "SELECT id FROM arrival",
    "expected": "SELECT id FROM expected_person",
    "consent": "SELECT id FROM consent",
    "refusal": "SELECT id FROM refusal",
    "case": "SELECT id FROM case_file",
    "office_amount": "SELECT id FROM office_amount",
    "imported_pack": "SELECT id FROM imported_pack",
    "place_list": "SELECT id FROM place_list",
    "instrument": "SELECT id FROM instrument",
    "instrument_key": "SELECT id FROM instrument_key",
    "plan": "SELECT id FROM plan",
    "grant": "SELECT id FROM grant_request",
    "conference": "SELECT id FROM conference",
    "conference_matter": "SELECT id FROM conference_matter",
    "given_item": "SELECT id FROM given_item",
    "dossier": "SELECT case_id FROM dossier",
    "survey": "SELECT DISTINCT id FROM survey",
    "decision": "SELECT id FROM decision",
    "provider": "SELECT id FROM provider",
    "referral": "SELECT id FROM referral",
    "follow_up": "SELECT id FROM follow_up",
    "work_handover": "SELECT id FROM work_handover",
    "closure": "SELECT id FROM closure",
    "document": "SELECT id FROM document",
    "note": "SELECT DISTINCT id FROM sealed_note",
    "screening": "SELECT DISTINCT case_id FROM screening",
    "emergency": "SELECT id FROM emergency",
    "child_entry": "SELECT id FROM child_entry",
    "assessment": "SELECT DISTINCT id FROM assessment",
    "progress": "SELECT id FROM progress",
    "attached_file": "SELECT id FROM attached_file",
}


def ids(db: Connection, kind: str) -> Iterable[str]:
    """The ids of all records of a kind."""
    statement = _IDS[kind]
    return [row[0] for row in db.execute(statement).fetchall()]


def paper_is_whole(db: Connection, document_id: str, sha256: str) -> bool:
    """True if the pages of an issued paper are those that were issued."""
    row = db.execute("SELECT pdf FROM document WHERE id = ?", (document_id,)).fetchone()
    return row is not None and hashlib.sha256(row[0]).hexdigest() == sha256
