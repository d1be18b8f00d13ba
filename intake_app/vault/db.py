"""The database connection: the only import of sqlcipher3, how it is keyed, checked and set up.

sqlcipher3 has no type hints; the standard sqlite3 has, and the two are alike.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3._sqlite3 as _library

from intake_app.errors import DataDamaged, IntakeError, NotAllowed, VaultDamaged, VaultInUse
from intake_app.i18n import _
from intake_app.vault.files import disk_errors_in_words, disk_fails, disk_full, not_writable

if TYPE_CHECKING:
    import sqlite3 as sqlcipher
    from sqlite3 import Connection, DatabaseError, Error, IntegrityError, OperationalError, Row
else:
    from sqlcipher3 import dbapi2 as sqlcipher
    from sqlcipher3.dbapi2 import (
        Connection,
        DatabaseError,
        Error,
        IntegrityError,
        OperationalError,
        Row,
    )

__all__ = [
    "Access", "Connection", "DatabaseError", "Error", "IntegrityError", "OperationalError",
    "PAGE_SIZE", "Row", "case_closed", "check_data_file", "check_library", "connect",
    "database_damaged", "database_errors_in_words", "has_log", "set_up", "sqlcipher",
    "tree_is_whole",
]  # fmt: skip

PAGE_SIZE = 4096
OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a write-ahead log that is reset (security.md 2.9)."""

_BUSY_SECONDS = 5.0
_CACHED_STATEMENTS = 512

_CONNECTION_SIZE = 256
_POINTER_AT = object.__basicsize__
"""sqlcipher3 0.6 keeps its sqlite3* right after the object's head. A build whose Connection has
another size is laid out differently, and is keyed by PRAGMA instead."""

_FULL, _IO_ERROR, _READ_ONLY, _BUSY, _LOCKED = 13, 10, 8, 5, 6
_QUICK_CHECK = "PRAGMA quick_check(1)", "PRAGMA quick_check(2)"
_WHOLE_CHECK = "PRAGMA integrity_check(1)", "PRAGMA integrity_check(2)"

_CORRUPT, _NOT_A_DATABASE, _CANNOT_OPEN = 11, 26, 14
_CASE_IS_CLOSED = "this case is closed"
"""What the triggers of step 26 say."""


def database_damaged() -> DataDamaged:
    """What to say when the key was right and the data file is not."""
    return DataDamaged(
        _(
            "The data file of the vault is damaged. Do not work with it any more: keep the folder, "
            "and put back the newest copy."
        )
    )


@contextmanager
def database_errors_in_words() -> Iterator[None]:
    """Turn what the disk or a damaged file causes into sentences, and writing in a closed case.

    A violated constraint, a wrong statement or a refused one is a bug and passes unchanged.
    """
    try:
        yield
    except IntegrityError as error:
        if _CASE_IS_CLOSED not in str(error):
            raise
        raise case_closed() from error
    except MemoryError as error:
        raise _no_memory() from error
    except Error as error:
        sentence = _sentence_for(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if sentence is None:
            raise
        raise sentence from error


def case_closed() -> NotAllowed:
    """What to say when somebody writes in a closed case; the rule is a trigger of each table."""
    return NotAllowed(
        _("This case is closed: nothing can be written in it any more. A supervisor can reopen it.")
    )


def _no_memory() -> IntakeError:
    return IntakeError(
        _(
            "The computer has no memory left. Nothing was saved. Close other programs, then do it "
            "again."
        )
    )


def _sentence_for(code: int) -> IntakeError | None:
    if code in {_BUSY, _LOCKED}:
        return VaultInUse(
            _("Another program is using the vault at this moment. Nothing was saved. Try again.")
        )
    if code in {_CORRUPT, _NOT_A_DATABASE}:
        return database_damaged()
    if code == _FULL:
        return disk_full()
    if code == _READ_ONLY:
        return not_writable()
    if code in {_IO_ERROR, _CANNOT_OPEN}:
        return disk_fails()
    return None


def tree_is_whole(db: Connection, *, quick: bool = False) -> bool:
    """True if every table and the search, and unless ``quick`` every index, is sound and complete.

    Without memory to look SQLite accuses the file in the first line, and only says what is wrong
    when it is asked for more: then MemoryError.
    """
    once, more = _QUICK_CHECK if quick else _WHOLE_CHECK
    if db.execute(once).fetchone()[0] == "ok":
        return True
    return [row[0] for row in db.execute(more)] == ["ok"]


def check_data_file(path: Path) -> None:
    """Refuse a missing, emptied or cut-off data file before the library sees it.

    SQLCipher would take an empty file for a new vault. A torn end is left to the library while a
    write-ahead log is there to repair it.
    """
    with disk_errors_in_words():
        try:
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise VaultDamaged(
                _("The data file of the vault is missing. Put back a copy of the vault folder.")
            ) from error
        is_torn = size % PAGE_SIZE != 0 and not has_log(path)
    if size == 0:
        raise VaultDamaged(
            _("The data file of the vault is empty. Put back a copy of the vault folder.")
        )
    if is_torn:
        raise DataDamaged(
            _("The data file of the vault is cut off. Put back a copy of the vault folder.")
        )


class Access(Enum):
    """What a connection may do to the files. READ and LOOK change no byte of data file and
    write-ahead log, not even at their end; LOOK is for a vault that nobody has open, and then
    makes no other file beside them either."""

    WRITE = auto()
    READ = auto()
    LOOK = auto()


def connect(
    path: Path, data_key: bytes, salt: bytes, *, access: Access = Access.WRITE
) -> Connection:
    """Open the data file with its raw key; a missing file is made. VaultDamaged if it will not.

    ``data_key`` has 32 bytes, ``salt`` 16. The caller has checked an existing file.
    """
    if len(data_key) != 32 or len(salt) != 16:  # SQLCipher takes a short key for a passphrase
        raise ValueError("a raw key has 32 bytes and its salt 16")
    raw_key = bytearray(b"x'" + (data_key + salt).hex().encode("ascii") + b"'")
    try:
        with database_errors_in_words(), suppress(_KeyingFailed):
            return _opened(path, raw_key, True, access)
        with database_errors_in_words():
            return _opened(path, raw_key, False, access)
    finally:
        raw_key[:] = bytes(len(raw_key))


class _KeyingFailed(Exception):
    """The quick way to set the key does not work in this build."""


def _opened(path: Path, raw_key: bytearray, by_pointer: bool, access: Access) -> Connection:
    connection: Connection = sqlcipher.connect(
        str(path) if access is Access.WRITE else _address(path, access),
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        cached_statements=_CACHED_STATEMENTS,
        uri=access is not Access.WRITE,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
        if not by_pointer:
            connection.execute('PRAGMA key = "' + raw_key.decode("ascii") + '"')
        elif not _key_by_pointer(connection, raw_key):
            raise _KeyingFailed
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _address(path: Path, access: Access) -> str:
    still = access is Access.LOOK and not has_log(path)
    return path.absolute().as_uri() + ("?immutable=1" if still else "?mode=ro")


def has_log(path: Path) -> bool:
    """True if saves wait in a write-ahead log beside the data file: it was not closed well."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _key_by_pointer(connection: Connection, raw_key: bytearray) -> bool:
    """Set the key without making a text of it: a PRAGMA would leave four copies in memory."""
    if Connection.__basicsize__ != _CONNECTION_SIZE:
        return False
    try:
        set_key = ctypes.CDLL(_library.__file__).sqlite3_key_v2
    except (AttributeError, OSError):  # the Windows build may not export it
        return False
    handle = ctypes.c_void_p.from_address(id(connection) + _POINTER_AT)
    key = (ctypes.c_char * len(raw_key)).from_buffer(raw_key)
    return bool(set_key(handle, b"main", key, len(raw_key)) == 0)


def check_library(options: Sequence[str], version: str) -> None:
    """Refuse a database library that would write plain text to disk or has known faults."""
    kept_in_memory = any(re.fullmatch("TEMP_STORE=[23]", option) for option in options)
    numbers = tuple(int(number) for number in version.split("."))
    if not kept_in_memory or numbers < OLDEST_SQLITE:
        raise IntakeError(
            _("This installation of the program is not safe. Install the program again.")
        )


def set_up(connection: Connection, *, read_only: bool = False) -> None:
    """Check the library and give the connection the settings of security.md 2.9."""
    with database_errors_in_words():
        options = [row[0] for row in connection.execute("PRAGMA compile_options")]
        version = connection.execute("SELECT sqlite_version()").fetchone()[0]
        check_library(options, version)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        elif connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise not_writable()
        for setting in _SETTINGS:
            connection.execute(setting)
    connection.row_factory = Row


_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -64000",
    "PRAGMA wal_autocheckpoint = 900",
)
"""``cipher_memory_security`` stays off: bulk work took 8 to 10 times as long (performance.md).
900 pages keep the write-ahead log below 4 MiB; SQLite's 1000 do not (security.md, C19)."""
