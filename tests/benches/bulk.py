"""Very many rows at once: triggers wait, and what they keep is made for all rows in the end.

A row at a time a million persons take hours: every trigger reads its person back, every key goes
to another page of an index that is larger than the cache. ``test_bulk.py`` compares the two ways.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from intake_app import audit
from intake_app.acts import Act
from intake_app.duplicates import store
from intake_app.duplicates.keys import groups_of, stored_keys
from intake_app.session import Session
from intake_app.vault import authorizer
from intake_app.vault.db import Connection
from tests.benches.rows import INSERTS, Row, Rows

PIECE = 200_000
"""Persons in one transaction: so much waits in the write-ahead log."""

_CACHE = "PRAGMA cache_size = -2000000"
_AT_A_TIME = 5_000

_WORDS = (
    "INSERT INTO person_words (rowid, names, numbers)"
    " SELECT key, names, numbers FROM person_text WHERE key > ? ORDER BY key"
)
_ALL_KEYS = (
    "INSERT INTO dup_key SELECT value, person_key FROM dup_person, json_each(keys) ORDER BY 1, 2"
)
_ON_WALL = (
    "UPDATE case_file SET (wall_arrived, wall_birth, wall_sent) ="
    " (SELECT wall_arrived, wall_birth, wall_sent FROM case_on_wall WHERE id = case_file.id)"
)
_ALL_NAMES = (
    "INSERT INTO name_count SELECT value, count(*) FROM dup_person, json_each(names) GROUP BY 1"
)


@contextmanager
def without_triggers(db: sqlite3.Connection | Connection) -> Iterator[None]:
    """Within the block nothing follows from a row; the triggers are the same afterwards."""
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        db.execute(sql)


def insert(db: sqlite3.Connection | Connection, pieces: Iterable[Rows]) -> Iterator[Rows]:
    """Insert these rows, and give them back; audit lines are the caller's."""
    for rows in pieces:
        for table, statement in INSERTS.items():
            if statement:
                db.executemany(statement, rows[table])
        yield rows


def index_words(db: sqlite3.Connection | Connection, after: int = 0) -> None:
    """What the search finds persons by, of all whose number is higher."""
    db.execute(_WORDS, (after,))


def fill(session: Session, pieces: Iterator[Rows]) -> list[str]:
    """All rows with their audit lines, words and keys of duplicates; returns the ids of the cases.

    The vault is not empty, but for persons. Whoever ends the program meanwhile throws it away.
    """
    db = session.vault._open
    db.set_authorizer(None)
    db.execute(_CACHE)
    case_ids: list[str] = []
    left = True
    while left:
        with session.vault.transaction() as change, without_triggers(change):
            last = change.execute("SELECT coalesce(max(key), 0) FROM person").fetchone()[0]
            left, persons = False, 0
            for rows in insert(change, pieces):
                case_ids += [str(row[0]) for row in rows["case"]]
                _note(change, session, rows["audit"])
                persons += len(rows["person"])
                if persons >= PIECE:
                    left = True
                    break
            index_words(change, last)
            _keep_keys(change, range(last + 1, last + persons + 1))
    with session.vault.transaction() as change:
        change.execute(_ON_WALL)
        change.execute(_ALL_KEYS)
        change.execute(_ALL_NAMES)
    authorizer.install(db)
    return case_ids


def _note(db: Connection, session: Session, acts: Iterable[Row]) -> None:
    """What ``audit.record`` does, for many lines."""
    key, at, who = session.vault.keys.subkey("audit-mac"), session.now(), session.user.id
    seq, link = audit.head(db)
    lines = []
    for act, record in acts:
        seq += 1
        line = (seq, at, who, Act(str(act)).value, str(record), "")
        link = audit._link(key, link, line)
        lines.append((*line, link))
    db.executemany(
        "INSERT INTO audit (seq, at, user, act, record, record_hash, link) VALUES (?,?,?,?,?,?,?)",
        lines,
    )


def _keep_keys(db: Connection, numbers: range) -> None:
    for start in range(0, len(numbers), _AT_A_TIME):
        facts = store.facts_of(db, numbers[start : start + _AT_A_TIME])
        db.executemany(
            "INSERT INTO dup_person VALUES (?, ?, ?)",
            [
                (number, json.dumps(sorted(stored_keys(one))),
                 json.dumps(sorted(groups_of(one.full_name))))
                for number, _id, one in facts
            ],
        )  # fmt: skip
