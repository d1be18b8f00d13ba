"""What SQL may do once the vault is open: read and write rows, and nothing that leads outside.

One line of SQL could otherwise write a plain copy of everything (security.md, finding 4).
"""

from __future__ import annotations

from intake_app.vault.db import Connection, sqlcipher

_ROWS = {
    sqlcipher.SQLITE_SELECT,
    sqlcipher.SQLITE_READ,
    sqlcipher.SQLITE_RECURSIVE,
    sqlcipher.SQLITE_INSERT,
    sqlcipher.SQLITE_UPDATE,
    sqlcipher.SQLITE_DELETE,
    sqlcipher.SQLITE_TRANSACTION,
    sqlcipher.SQLITE_SAVEPOINT,
}
_TEMPORARY = {
    sqlcipher.SQLITE_CREATE_TEMP_TABLE,
    sqlcipher.SQLITE_CREATE_TEMP_INDEX,
    sqlcipher.SQLITE_DROP_TEMP_TABLE,
    sqlcipher.SQLITE_DROP_TEMP_INDEX,
}
"""Temporary tables live in memory (``check_library``)."""

_PRAGMAS_READ = {"user_version", "data_version", "page_count", "freelist_count"}
_PRAGMAS = {
    *_PRAGMAS_READ,
    "quick_check",
    "integrity_check",
    "cipher_integrity_check",
    "foreign_key_check",
    "wal_checkpoint",
    "shrink_memory",
}
"""FTS5 asks for ``data_version``; the rest is our own code."""

_FUNCTIONS_DENIED = {
    "load_extension",
    "sqlcipher_export",
    "sqlcipher_vle_encrypt",
    "writefile",
    "readfile",
    "edit",
    "fts3_tokenizer",
    "fts5",
}


def install(connection: Connection) -> None:
    """From now on, statements outside the list raise DatabaseError "not authorized".

    Changing the schema is not on the list either, so injected SQL cannot drop a trigger that
    keeps the audit log append-only.
    """
    connection.set_authorizer(_judge)


def _judge(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    allowed = action in _ROWS or action in _TEMPORARY
    if action == sqlcipher.SQLITE_PRAGMA:
        name = (first or "").lower()
        allowed = name in _PRAGMAS and not (name in _PRAGMAS_READ and second is not None)
    elif action == sqlcipher.SQLITE_FUNCTION:
        allowed = (second or "").lower() not in _FUNCTIONS_DENIED
    return sqlcipher.SQLITE_OK if allowed else sqlcipher.SQLITE_DENY
