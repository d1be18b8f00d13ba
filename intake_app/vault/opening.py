"""Opening the data file, step by step, so that each step can say what is wrong (security.md 2.9).

The key file has been opened and verified before; what follows must agree with it.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from intake_app.errors import ReadOnly, StorageFull, VaultDamaged
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault import authorizer
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.db import (
    Connection,
    check_data_file,
    connect,
    database_damaged,
    database_errors_in_words,
    set_up,
)
from intake_app.vault.files import copy_synced, disk_errors_in_words, sync_folder, write_synced
from intake_app.vault.keyfile import KEY_FILE, OpenedKeys
from intake_app.vault.keyring import LASTING_KEYS
from intake_app.vault.migrations import Step, migrate, refuse_newer, version_of

BACKUPS = "backups"
COPIES_KEPT = 3
_LASTING = "lasting-key"

_CHECK_EVERY = timedelta(days=1)
_ALWAYS_CHECK_BELOW = 8 * 1024 * 1024
"""A full check reads 100 MB/s (performance.md 1a): small files each time, big ones once a day."""


def data_file(folder: Path, generation: int) -> Path:
    """Where the data of a generation lies."""
    return folder / f"data-{generation:04}.db"


def make_data(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...], clock: Clock) -> None:
    """Make the data file of a new vault: all steps, and whose it is. StorageFull if no room."""
    file = keys.file
    path = data_file(folder, file.generation)
    with closing(connect(path, keys.vault.data_key, keys.vault.database_salt)) as connection:
        set_up(connection)
        migrate(connection, steps)
        identity = {
            "vault_id": str(uuid.UUID(bytes=file.vault_id)),
            "generation": str(file.generation),
            "created_at": clock().isoformat(),
        }
        with database_errors_in_words():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO meta VALUES (?, ?)", identity.items())
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with disk_errors_in_words():
        sync_folder(folder)


def open_data(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...], clock: Clock) -> Connection:
    """The checked connection, ready for work.

    Raises VaultDamaged, VaultTooNew or StorageFull; then nothing was changed, but for the steps
    of the schema that had succeeded.
    """
    path = data_file(folder, keys.file.generation)
    check_data_file(path)
    log = path.with_name(path.name + "-wal")
    closed_well = not log.exists()
    connection = connect(path, keys.vault.data_key, keys.vault.database_salt)
    try:
        check_identity(connection, keys)
        set_up(connection)
        migrate(connection, steps, lambda version: _copy_first(connection, folder, keys, version))
        authorizer.install(connection)
        if not closed_well or _check_is_due(connection, path, clock()):
            check_pages(connection)
            with suppress(StorageFull):  # a full disk is no reason not to open
                note(connection, "checked_at", clock().isoformat())
        with suppress(StorageFull):
            note(connection, "key_counter", str(keys.file.counter))
        _drop_old_copies(folder)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_read(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...]) -> Connection:
    """The checked connection to a vault that may not be changed: a backup, a disk that is locked.

    Writes nothing and makes no file. The schema may be older than the steps. Raises VaultDamaged,
    VaultTooNew, or ReadOnly where saves wait in a write-ahead log, which cannot be taken in here.
    """
    path = data_file(folder, keys.file.generation)
    check_data_file(path)
    with disk_errors_in_words():
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise ReadOnly(
                _(
                    "This vault was not closed well, and its newest saves cannot be read here. "
                    "Copy the whole folder to a disk that may be written, and open it there."
                )
            )
    connection = connect(path, keys.vault.data_key, keys.vault.database_salt, read_only=True)
    try:
        check_identity(connection, keys)
        set_up(connection, read_only=True)
        refuse_newer(version_of(connection), steps)
        authorizer.install(connection)
        check_pages(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_look(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...]) -> Connection:
    """Like ``open_to_read``, for a person: the schema must be today's, since it cannot be made so.

    Raises ReadOnly too where an older program wrote the vault.
    """
    connection = open_to_read(folder, keys, steps)
    if version_of(connection) < steps[-1].number:
        connection.close()
        raise ReadOnly(
            _(
                "An older version of the program wrote this vault, and here it cannot be brought "
                "up to date. Restore it, or copy the whole folder to a disk that may be written."
            )
        )
    return connection


def lasting_keys(connection: Connection) -> dict[str, bytes]:
    """The sub-keys that an earlier generation left to this one, by label; none in the first."""
    noted = _notes(connection)
    names = ((label, f"{_LASTING} {label}") for label in LASTING_KEYS)
    return {label: bytes.fromhex(noted[name]) for label, name in names if name in noted}


def make_identity(connection: Connection, keys: OpenedKeys, lasting: Mapping[str, bytes]) -> None:
    """Inside a transaction: a copied data file belongs to these keys from now on."""
    note(connection, "generation", str(keys.file.generation))
    note(connection, "key_counter", str(keys.file.counter))
    for label, key in lasting.items():
        note(connection, f"{_LASTING} {label}", key.hex())


def check_identity(connection: Connection, keys: OpenedKeys) -> None:
    """The data file must say that it belongs to this key file, and not to an older one."""
    noted = _notes(connection)
    expected = (str(uuid.UUID(bytes=keys.file.vault_id)), str(keys.file.generation))
    if (noted.get("vault_id"), noted.get("generation")) != expected:
        raise VaultDamaged(
            _(
                "The key file and the data file do not belong together. "
                "Put back the whole vault folder from one copy."
            )
        )
    least = int(noted.get("key_counter", "0")) - (1 if keys.from_previous else 0)
    if keys.file.counter < least:
        raise VaultDamaged(
            _(
                "The key file is older than the data of the vault. Somebody may have put it back. "
                "Put back the whole vault folder from one copy."
            )
        )


def _notes(connection: Connection) -> dict[str, str]:
    with database_errors_in_words():
        found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
        if not found:
            raise database_damaged()
        return {row[0]: row[1] for row in connection.execute("SELECT name, value FROM meta")}


def noted(connection: Connection, name: str) -> str:
    """What ``note`` wrote under this name, or an empty text."""
    return _notes(connection).get(name, "")


def note(connection: Connection, name: str, value: str) -> None:
    """Write one line about the vault itself; nothing is written if it says so already."""
    with database_errors_in_words():
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        if row is None or row[0] != value:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _check_is_due(connection: Connection, path: Path, now: datetime) -> bool:
    if path.stat().st_size <= _ALWAYS_CHECK_BELOW:
        return True
    checked_at = _notes(connection).get("checked_at")
    if checked_at is None:
        return True
    return not timedelta(0) <= now - datetime.fromisoformat(checked_at) < _CHECK_EVERY


def check_pages(connection: Connection) -> None:
    """Read every page that is in use. VaultDamaged if one does not fit."""
    with database_errors_in_words():
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise database_damaged()


def _drop_old_copies(folder: Path) -> None:
    """Of the copies made before steps of the schema the newest few stay."""
    for old in sorted((folder / BACKUPS).glob("before-schema-[0-9][0-9][0-9][0-9]"))[:-COPIES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy_first(connection: Connection, folder: Path, keys: OpenedKeys, version: int) -> None:
    """Before the schema changes: a copy that opens like a vault, in ``backups``."""
    with database_errors_in_words():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source = data_file(folder, keys.file.generation)
    target = folder / BACKUPS / f"before-schema-{version + 1:04}"
    unfinished = target.with_name(target.name + ".tmp")
    with disk_errors_in_words():
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        copy_synced(source, unfinished / source.name)
        checkpoint("migration: data copied")
        file = replace(keys.file, counter=keys.file.counter + keys.from_previous)
        write_synced(unfinished / KEY_FILE, file.encode(keys.vault.data_key))
    copied = connect(unfinished / source.name, keys.vault.data_key, keys.vault.database_salt)
    with closing(copied):
        check_pages(copied)
    checkpoint("migration: copy checked")
    with disk_errors_in_words():
        sync_folder(unfinished)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(unfinished, target)
        sync_folder(target.parent)
    checkpoint("migration: copy named")
