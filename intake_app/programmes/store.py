"""Entered amounts and imported programmes as rows. A row is never changed or removed: triggers
refuse it."""

from __future__ import annotations

from typing import Any

from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import FamilyRole, Per
from intake_app.packs.overlay import FigureKind
from intake_app.programmes.imported import ImportedPack, hash_of
from intake_app.programmes.model import AmountChange
from intake_app.values import Money
from intake_app.vault.db import Connection

_COLUMNS = (
    "id, pack, number, pack_version, kind, subject, for_group, role, per, currency, amount,"
    " before, year, reason, author, at"
)


def put(db: Connection, one: AmountChange, currency: str) -> None:
    """Keep a change."""
    db.execute(
        f"INSERT INTO office_amount ({_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.pack, one.number, one.pack_version, one.kind.value, one.subject,
            one.group.value, one.role.value, one.per.value, currency,
            one.amount.minor if one.amount else None, one.before.minor if one.before else None,
            one.year, one.reason, one.author, one.at,
        ),
    )  # fmt: skip


def changes(db: Connection, pack_id: str | None = None) -> list[AmountChange]:
    """The changes of one programme, or of all, oldest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM office_amount WHERE ?1 IS NULL OR pack = ?1 ORDER BY pack, number",
        (pack_id,),
    )
    return [_change(row) for row in rows]


def get(db: Connection, change_id: str) -> AmountChange | None:
    """One change by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM office_amount WHERE id = ?", (change_id,)).fetchone()
    return _change(row) if row else None


def _change(row: Any) -> AmountChange:
    (
        id_, pack, number, version, kind, subject, group, role, per, currency, amount, before,
        year, reason, author, at,
    ) = row  # fmt: skip
    return AmountChange(
        id_, pack, number, version, FigureKind(kind), subject, Group(group), FamilyRole(role),
        Per(per), None if amount is None else Money(amount, currency),
        None if before is None else Money(before, currency), year, reason, author, at,
    )  # fmt: skip


# ---------------------------------------------------------------------------- imported programmes

_IMPORTED = "id, pack, version, sha256, reason, author, at, signature"


def put_imported(db: Connection, one: ImportedPack, body: str) -> None:
    """Keep an imported version with its files."""
    db.execute(
        f"INSERT INTO imported_pack ({_IMPORTED}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id, one.pack, one.version, one.sha256, one.reason, one.author, one.at,
            one.signature, body,
        ),
    )  # fmt: skip


def imported(db: Connection) -> list[tuple[ImportedPack, str]]:
    """Every imported version with its files, oldest first."""
    rows = db.execute(f"SELECT {_IMPORTED}, body FROM imported_pack ORDER BY rowid")
    return [(ImportedPack(*tuple(row)[:-1]), str(row["body"])) for row in rows]


def get_imported(db: Connection, import_id: str) -> ImportedPack | None:
    """One imported version by its id; None if its files are not those that were imported."""
    row = db.execute(
        f"SELECT {_IMPORTED}, body FROM imported_pack WHERE id = ?", (import_id,)
    ).fetchone()
    if row is None:
        return None
    one = ImportedPack(*tuple(row)[:-1])
    return one if hash_of(str(row["body"])) == one.sha256 else None
