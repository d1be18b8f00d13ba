"""Leaving nothing of deleted rows: not in free pages, not between cells, not in the log.

``secure_delete`` overwrites a deleted row, but not the copies that stay in the gaps of a page when
SQLite moves rows to a neighbour, nor the tokens of the full-text index. Writing the whole file
anew is the only way that leaves none (tests/core/test_erasure_pages.py shows both).
"""

from __future__ import annotations

from intake_app.errors import VaultInUse
from intake_app.i18n import _
from intake_app.vault import authorizer
from intake_app.vault.db import Connection, database_errors_in_words


def scrub(connection: Connection) -> None:
    """Write the data file anew without anything that was deleted, and empty its log.

    Outside a transaction; takes as long as a copy of the file, and as much room once more on the
    disk. Raises StorageFull or VaultInUse in words; the rows are as they were in either case.
    """
    with database_errors_in_words():
        connection.execute("INSERT INTO person_words (person_words) VALUES ('optimize')")
        connection.set_authorizer(None)  # VACUUM works in a second database, which ATTACH makes
        try:
            connection.execute("VACUUM")
        finally:
            authorizer.install(connection)
        busy, in_log, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy or in_log:
        raise VaultInUse(
            _("Another program is using the vault at this moment. Nothing was saved. Try again.")
        )
