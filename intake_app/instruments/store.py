"""Questionnaires and keys as rows: added, never changed."""

from __future__ import annotations

import json
from typing import Any

from intake_app.instruments.key import Key, KeyItem
from intake_app.instruments.model import Choice, Instrument, Item, Kind, Questionnaire
from intake_app.packs.model import Dimension
from intake_app.packs.words import Text
from intake_app.values import canonical_json
from intake_app.vault.db import Connection, Row

_INSTRUMENT = "id, body, sha256, imported_by, imported_at"
_KEY = "id, form_id, source, completeness, body, sha256, imported_by, imported_at"


def put(db: Connection, one: Instrument) -> None:
    """Keep a new version. IntegrityError if the form has this version already."""
    db.execute(
        f"INSERT INTO instrument (form_id, version, {_INSTRUMENT}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            one.form_id, one.version, one.id, canonical_json(one.questionnaire), one.sha256,
            one.imported_by, one.imported_at,
        ),
    )  # fmt: skip


def get(db: Connection, instrument_id: str) -> Instrument | None:
    """One version by its id."""
    row = db.execute(
        f"SELECT {_INSTRUMENT} FROM instrument WHERE id = ?", (instrument_id,)
    ).fetchone()
    return _instrument(row) if row else None


def all_of(db: Connection) -> list[Instrument]:
    """Every version of every questionnaire, the newest first."""
    rows = db.execute(f"SELECT {_INSTRUMENT} FROM instrument ORDER BY rowid DESC")
    return [_instrument(row) for row in rows]


def newest(db: Connection, form_id: str) -> str:
    """The id of the newest version of a form; empty if there is none."""
    row = db.execute(
        "SELECT id FROM instrument WHERE form_id = ? ORDER BY rowid DESC LIMIT 1", (form_id,)
    ).fetchone()
    return str(row[0]) if row else ""


def put_key(db: Connection, key: Key) -> None:
    """Keep a new key; from now on it counts."""
    db.execute(
        f"INSERT INTO instrument_key ({_KEY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key.id, key.form_id, key.source, key.completeness, canonical_json(key.items),
            key.sha256, key.imported_by, key.imported_at,
        ),
    )  # fmt: skip


def get_key(db: Connection, key_id: str) -> Key | None:
    """One key by its id."""
    row = db.execute(f"SELECT {_KEY} FROM instrument_key WHERE id = ?", (key_id,)).fetchone()
    return _key(row) if row else None


def keys(db: Connection) -> list[Key]:
    """Every key, the newest first."""
    return [
        _key(row) for row in db.execute(f"SELECT {_KEY} FROM instrument_key ORDER BY rowid DESC")
    ]


def _instrument(row: Row) -> Instrument:
    form = questionnaire(json.loads(row["body"]))
    return Instrument(row["id"], form, row["sha256"], row["imported_by"], row["imported_at"])


def questionnaire(body: dict[str, Any]) -> Questionnaire:
    """A questionnaire from its JSON."""
    return Questionnaire(
        body["form_id"],
        body["version"],
        Text(**body["title"]),
        tuple(_item(one) for one in body["items"]),
        {
            name: tuple(Choice(one["name"], Text(**one["label"])) for one in some)
            for name, some in body["choices"].items()
        },
    )


def _item(body: dict[str, Any]) -> Item:
    texts = {name: Text(**body[name]) for name in ("label", "hint", "constraint_message")}
    return Item(**{**body, **texts, "kind": Kind(body["kind"])})


def _key(row: Row) -> Key:
    values = dict(row)
    items = tuple(
        KeyItem(**{**one, "dimension": Dimension(one["dimension"])})
        for one in json.loads(values.pop("body"))
    )
    return Key(**values, items=items)
