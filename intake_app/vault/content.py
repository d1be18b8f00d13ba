"""What a data file holds, so that two of them can be compared: rows and a hash of each table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from intake_app.i18n import _
from intake_app.vault.db import Connection, database_damaged, database_errors_in_words

Progress = Callable[[int, int, str], object]
"""Hears how much is done, of how much, and what is happening; may raise to stop the work."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Content:
    """Rows and SHA-256 by table, and the last line of the audit log: its number and its link."""

    tables: dict[str, tuple[int, str]]
    audit_head: tuple[int, str]

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 if there is no such table."""
        return self.tables.get(table, (0, ""))[0]


def content_of(
    connection: Connection, progress: Progress = lambda _done, _all, _words: None
) -> Content:
    """Read everything. Within one reading of the vault it is all of one moment.

    Raises VaultDamaged if a page cannot be read.
    """
    tables: dict[str, tuple[int, str]] = {}
    with database_errors_in_words():
        names = _tables(connection)
        for done, name in enumerate(names):
            progress(done, len(names), _("Comparing"))
            tables[name] = _table(connection, name)
        head = connection.execute(
            "SELECT seq, link FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    return Content(tables, (int(head[0]), str(head[1])) if head else (0, ""))


def _tables(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    names = [str(row[0]) for row in rows]
    if not all(_NAME.fullmatch(name) for name in names):
        raise database_damaged()
    return names


def _table(connection: Connection, name: str) -> tuple[int, str]:
    """Rows in the order in which the table keeps them; an exact copy keeps them alike."""
    digest, count = hashlib.sha256(), 0
    rows = connection.execute(f'SELECT * FROM "{name}"')  # a name of the schema, checked above
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        count += len(some)
        for row in some:
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass") + b"\n")
    return count, digest.hexdigest()
