"""Imported lists of places as rows."""

from __future__ import annotations

import hashlib

from intake_app.places.model import PlaceList
from intake_app.vault.db import Connection

_LIST = "id, country, version, source, count, sha256, imported_by, imported_at"


def put(db: Connection, one: PlaceList, body: str) -> None:
    """Keep a new list; from now on it is the one of its country."""
    db.execute(
        f"INSERT INTO place_list ({_LIST}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.country, one.version, one.source, one.count, one.sha256, one.imported_by,
            one.imported_at, body,
        ),
    )  # fmt: skip


def lists(db: Connection) -> list[PlaceList]:
    """Every list by its country, the one in use first."""
    rows = db.execute(f"SELECT {_LIST} FROM place_list ORDER BY country, rowid DESC")
    return [PlaceList(*row) for row in rows]


def get(db: Connection, list_id: str) -> PlaceList | None:
    """One list by its id."""
    row = db.execute(f"SELECT {_LIST} FROM place_list WHERE id = ?", (list_id,)).fetchone()
    return PlaceList(*row) if row else None


def in_use(db: Connection, country: str) -> str | None:
    """The id of the list that a country's places are chosen from."""
    row = db.execute(
        "SELECT id FROM place_list WHERE country = ? ORDER BY rowid DESC LIMIT 1", (country,)
    ).fetchone()
    return str(row[0]) if row else None


def body(db: Connection, list_id: str) -> str:
    """The places of a list, as ``listing.from_text`` reads them."""
    row = db.execute("SELECT body FROM place_list WHERE id = ?", (list_id,)).fetchone()
    return str(row[0]) if row else ""


def is_whole(db: Connection, one: PlaceList) -> bool:
    """True if the places are those that were imported."""
    return hashlib.sha256(body(db, one.id).encode()).hexdigest() == one.sha256


def delete(db: Connection, list_id: str) -> None:
    """Take a list out of the vault."""
    db.execute("DELETE FROM place_list WHERE id = ?", (list_id,))
