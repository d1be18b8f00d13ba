"""The steps of the schema: numbered SQL files, each in one transaction, never half done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake_app.errors import VaultTooNew
from intake_app.i18n import _
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.db import Connection, database_errors_in_words

SCHEMA_FOLDER = Path(__file__).parent / "schema"


@dataclass(frozen=True)
class Step:
    """One numbered file: ``sql`` leads from version ``number - 1`` to ``number``."""

    number: int
    name: str
    sql: str


def steps(folder: Path = SCHEMA_FOLDER) -> tuple[Step, ...]:
    """The steps in order. ValueError if a number is missing or a file does not set its version."""
    return _shipped() if folder == SCHEMA_FOLDER else _read(folder)


@cache
def _shipped() -> tuple[Step, ...]:
    """Every unlocking asks for them; the program does not change while it runs."""
    return _read(SCHEMA_FOLDER)


def _read(folder: Path) -> tuple[Step, ...]:
    found = tuple(
        Step(int(path.name[:4]), path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    )
    for expected, step in enumerate(found, start=1):
        versions = re.findall(r"^PRAGMA user_version = (\d+);$", step.sql, re.MULTILINE)
        if step.number != expected or versions != [str(expected)]:
            raise ValueError(f"{step.name} does not set version {expected}")
    if not found:
        raise ValueError("no schema")
    return found


def version_of(connection: Connection) -> int:
    """The version of the schema in this data file."""
    with database_errors_in_words():
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(connection: Connection, todo: tuple[Step, ...]) -> None:
    """VaultTooNew if the data file is newer than the steps."""
    if version_of(connection) > todo[-1].number:
        raise VaultTooNew(
            _("A newer version of the program has used this vault. Install the newest version.")
        )


def migrate(
    connection: Connection, todo: tuple[Step, ...], copy_first: Callable[[int], None] | None = None
) -> None:
    """Bring the data file to the newest version.

    ``copy_first`` is called once, with the version found, before the first step of an existing
    vault. VaultTooNew if the file is newer than the steps. If a step fails, its error passes on
    and the file keeps the version it had before that step.
    """
    refuse_newer(connection, todo)
    version = version_of(connection)
    missing = todo[version:]
    if not missing:
        return
    if copy_first is not None:
        copy_first(version)
    # A step may rebuild a table that others refer to; each step is checked before it counts.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        for step in missing:
            _apply(connection, step)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _apply(connection: Connection, step: Step) -> None:
    with database_errors_in_words():
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{step.sql}")
            checkpoint("migration: step run")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise RuntimeError(f"{step.name} leaves rows that refer to nothing")
            connection.execute("COMMIT")
            checkpoint("migration: step committed")
        finally:
            if connection.in_transaction:
                connection.rollback()
