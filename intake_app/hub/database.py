"""The hub's PostgreSQL: connecting, tables, and which desks are enrolled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import resources
from typing import Any, TypeAlias

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from intake_app.errors import IntakeError
from intake_app.sync.cards import DeskCard, parse_desk_card

Database: TypeAlias = psycopg.Connection[TupleRow]

_ONE_AT_A_TIME = 0x63617365  # any fixed number: the name of the hub's lock in PostgreSQL
_PATIENCE = "3s"
"""For the lock of a program that has just ended: the server lets go of it a moment later."""


@contextmanager
def connected(dsn: str, alone: bool = True) -> Iterator[Database]:
    """A connection with its tables ready; with ``alone``, held by one hub program at a time.

    Raises IntakeError if the server cannot be reached or is lost, or another ingest is running.
    """
    try:
        db = psycopg.connect(dsn, autocommit=True)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise IntakeError("The database cannot be reached. Check --dsn and the server.") from error
    with db:
        if alone:
            _hold_alone(db)
        if alone or _one(db, "SELECT to_regclass('desk') IS NULL"):
            prepare(db)
        try:
            yield db
        except psycopg.OperationalError as error:
            raise IntakeError(
                "The database was lost. Run it again: nothing is done twice."
            ) from error


def prepare(db: Database) -> None:
    """Make the tables and views that are missing."""
    folder = resources.files("intake_app.hub")
    with db.transaction():
        db.execute("SET LOCAL client_min_messages = warning")
        for name in ("schema.sql", "views.sql"):
            db.execute((folder / name).read_bytes())


def enrol(db: Database, card: DeskCard, at: datetime) -> bool:
    """Take a desk's batches from now on. False if it was enrolled already.

    Raises IntakeError if its key is known with another office, or was retired.
    """
    with db.transaction():
        row = db.execute(
            "SELECT office, retired_at FROM desk WHERE key = %s", (card.ed25519,)
        ).fetchone()
        if row and (row[0] != card.office or row[1] is not None):
            raise IntakeError("This key has another office or was retired. Make new keys.")
        _make_partitions(db, card.office)
        added = db.execute(
            "INSERT INTO desk (key, office, name, card, enrolled_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET name = excluded.name, card = excluded.card"
            " RETURNING xmax = 0",
            (card.ed25519, card.office, card.name, card.to_bytes(), at),
        ).fetchone()
        return bool(added and added[0])


def retire(db: Database, key: bytes, at: datetime) -> bool:
    """Refuse everything from this key from now on. What it sent before stays."""
    done = db.execute(
        "UPDATE desk SET retired_at = %s WHERE key = %s AND retired_at IS NULL", (at, key)
    )
    return done.rowcount == 1


def known_desks(db: Database) -> dict[bytes, DeskCard]:
    """The cards of all desks whose batches are taken, by Ed25519 key."""
    rows = db.execute("SELECT card FROM desk WHERE retired_at IS NULL").fetchall()
    cards = (parse_desk_card(bytes(row[0])) for row in rows)
    return {card.ed25519: card for card in cards}


def _make_partitions(db: Database, office: str) -> None:
    """A partition per office, so that one office can be moved, exported or erased by itself."""
    for table in ("record", "attachment"):
        db.execute(
            sql.SQL(
                "CREATE TABLE IF NOT EXISTS {part} PARTITION OF {table} FOR VALUES IN ({office})"
            ).format(
                part=sql.Identifier(f"{table}_of_{office}"),
                table=sql.Identifier(table),
                office=sql.Literal(office),
            )
        )


def _hold_alone(db: Database) -> None:
    db.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
    try:
        db.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
    except psycopg.errors.LockNotAvailable as error:
        raise IntakeError(
            "Another ingest is running on this database. Wait for its end."
        ) from error
    db.execute("RESET lock_timeout")


def _one(db: Database, query: str, *values: object) -> Any:
    row = db.execute(query.encode(), values).fetchone()
    return row[0] if row else None
