"""Opening the data file, step by step, so that each step can say what is wrong (security.md 2.9).

The key file has been opened and verified before; what follows must agree with it.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from intake_app.acts import Role
from intake_app.errors import NotAllowed, VaultAlarm, VaultDamaged
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault import anchor, authorizer
from intake_app.vault.anchor import ANCHOR, Anchor, Mark, anchor_key, fingerprint, renew
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.db import (
    Access,
    Connection,
    check_data_file,
    connect,
    database_damaged,
    database_errors_in_words,
    has_log,
    set_up,
    tree_is_whole,
)
from intake_app.vault.derivation import hkdf
from intake_app.vault.files import copy_synced, disk_errors_in_words, sync_folder, write_synced
from intake_app.vault.keyfile import KEY_FILE, OpenedKeys
from intake_app.vault.keyring import LASTING_KEYS
from intake_app.vault.migrations import Step, migrate, refuse_newer
from intake_app.vault.standing import Standing, compare

BACKUPS = "backups"
COPIES_KEPT = 3
_LASTING = "lasting-key"

_CHECK_EVERY = timedelta(days=1)
_ALWAYS_CHECK_BELOW = 8 * 1024 * 1024
"""A full check reads 100 MB/s (performance.md 1a): small files at each opening, big ones once a day
beside the work (``checks.py``)."""


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
        identity = {**identity_of(keys), "created_at": clock().isoformat()}
        with database_errors_in_words():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO meta VALUES (?, ?)", identity.items())
            anchor.count_up(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        mark = mark_of(connection, file.generation, clock())
    with disk_errors_in_words():
        sync_folder(folder)
    renew(folder, keys.vault.data_key, mark)


def identity_of(keys: OpenedKeys) -> dict[str, str]:
    """What a data file says about whose it is."""
    return {
        "vault_id": str(uuid.UUID(bytes=keys.file.vault_id)),
        "generation": str(keys.file.generation),
        "key_counter": str(keys.file.counter),
    }


@dataclass(frozen=True)
class OpenFile:
    """The checked connection with its anchor.

    ``notes`` are lines about the vault itself that are still to be written, ``lasting`` the
    sub-keys of earlier generations (``lasting_keys``). ``check_is_due``: the full check has not
    run today, or the program did not end well.
    """

    connection: Connection
    anchor: Anchor
    notes: Mapping[str, str]
    lasting: Mapping[str, bytes]
    check_is_due: bool


def open_data(
    folder: Path,
    keys: OpenedKeys,
    steps: tuple[Step, ...],
    clock: Clock,
    *,
    macs: bytes | None = None,
    going_on: VaultAlarm | None = None,
) -> OpenFile:
    """Look at the data file without changing a byte of it, then open it for work.

    ``macs`` is what ``page_macs`` has found meanwhile. ``going_on`` is the alarm that a supervisor
    has decided to go on with: then all files are kept aside first, and the next save renews the
    anchor. Raises VaultAlarm, VaultDamaged, VaultTooNew or StorageFull; then nothing was changed,
    but for the steps of the schema that had succeeded.
    """
    path = data_file(folder, keys.file.generation)
    standing, due = _looked_at(path, keys, steps, clock, macs, going_on)
    if standing.adopts:
        anchor.adopt_next(folder)
    anchor_ = Anchor(folder, keys.vault.data_key, standing.mark, renews=going_on is not None)
    connection = connect(path, keys.vault.data_key, keys.vault.database_salt)
    try:
        set_up(connection)
        migrate(connection, steps, lambda version: _copy_first(connection, anchor_, keys, version))
        authorizer.install(connection)
        if not standing.begun:
            renew(folder, keys.vault.data_key, standing.mark)
        elif standing.behind:
            with database_errors_in_words():
                head, saves = anchor.head(connection), anchor.count(connection)
            anchor_.saved(saves or 0, head, clock())
        _drop_old_copies(folder)
        lasting = lasting_keys(connection)
    except BaseException:
        connection.close()
        raise
    noted = {"key_counter": str(keys.file.counter)}
    if standing.mended:
        noted["anchor_mended_at"] = clock().isoformat()
    return OpenFile(connection, anchor_, noted, lasting, due)


def connect_again(path: Path, keys: OpenedKeys) -> Connection:
    """Another connection for work, to a data file that has been opened and checked before."""
    connection = connect(path, keys.vault.data_key, keys.vault.database_salt)
    try:
        set_up(connection)
        authorizer.install(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _looked_at(
    path: Path,
    keys: OpenedKeys,
    steps: tuple[Step, ...],
    clock: Clock,
    macs: bytes | None,
    going_on: VaultAlarm | None,
) -> tuple[Standing, bool]:
    """How the vault stands, and whether the full check is due. Changes nothing."""
    check_data_file(path)
    closed_well = not path.with_name(path.name + "-wal").exists()
    generation = keys.file.generation
    with closing(open_to_read(path, keys)) as connection:
        refuse_newer(connection, steps)
        if path.stat().st_size <= _ALWAYS_CHECK_BELOW:
            check_pages(connection, at_rest=not has_log(path))
        due = not closed_well or _check_is_due(connection, clock())
        key = anchor_key(keys.vault.data_key)
        try:
            with database_errors_in_words():
                pages = fingerprint(key, macs) if macs else None
                return compare(connection, path.parent, key, generation, pages), due
        except VaultAlarm as alarm:
            if not alarm.is_about(going_on):
                raise
            if keys.slot.login.role is not Role.SUPERVISOR:
                raise NotAllowed(_("Only a supervisor may decide this.")) from alarm
            keep_aside(path.parent, clock())
            return Standing(mark_of(connection, generation, clock())), due


def open_to_read(path: Path, keys: OpenedKeys, access: Access = Access.LOOK) -> Connection:
    """A connection that changes nothing, to a data file that belongs to these keys."""
    connection = connect(path, keys.vault.data_key, keys.vault.database_salt, access=access)
    try:
        check_identity(connection, keys)
    except BaseException:
        connection.close()
        raise
    return connection


def mark_of(connection: Connection, generation: int, at: datetime) -> Mark:
    """The mark that fits the data file as it is now."""
    with database_errors_in_words():
        saves, head = anchor.count(connection) or 0, anchor.head(connection)
    return Mark(0, saves, *head, generation, max(0, int(at.timestamp())))


def renew_anchor(folder: Path, keys: OpenedKeys, clock: Clock, *, name: str = ANCHOR) -> Mark:
    """Start the anchor anew from what the data file says: "restored from a backup" is legitimate.

    For a vault folder that nobody has open, after its files were put there and before it is
    opened. Whoever calls it writes an act into the audit log with the first save. A rotation
    passes ``name=NEXT_ANCHOR``, and keys of the new generation. Raises VaultDamaged or
    StorageFull; returns the mark that was written.
    """
    with closing(open_to_read(data_file(folder, keys.file.generation), keys)) as connection:
        mark = mark_of(connection, keys.file.generation, clock())
    renew(folder, keys.vault.data_key, mark, name=name)
    return mark


def keep_aside(folder: Path, at: datetime) -> Path:
    """Copy everything that a vault consists of into ``backups``, before anybody goes on with it.

    Returns the new folder. Raises StorageFull; then nothing was kept and nothing may be changed.
    """
    name = f"aside-{at:%Y-%m-%d-%H%M%S}"
    earlier = sum(1 for _path in (folder / BACKUPS).glob(f"{name}*"))
    target = folder / BACKUPS / (f"{name}-{earlier + 1}" if earlier else name)
    unfinished = target.with_name(target.name + ".tmp")
    with disk_errors_in_words():
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        for pattern in ("data-????.db", "data-????.db-wal", f"{KEY_FILE}*", f"{ANCHOR}*"):
            for path in sorted(folder.glob(pattern)):
                copy_synced(path, unfinished / path.name)
        sync_folder(unfinished)
        os.replace(unfinished, target)
        sync_folder(target.parent)
    return target


def lasting_keys(connection: Connection) -> dict[str, bytes]:
    """The sub-keys that an earlier generation left to this one, by label; none in the first."""
    known = notes(connection)
    names = ((label, f"{_LASTING} {label}") for label in LASTING_KEYS)
    return {label: bytes.fromhex(known[name]) for label, name in names if name in known}


def subkeys(connection: Connection, keys: OpenedKeys) -> Callable[[str], bytes]:
    """The sub-keys of an open data file by label, as ``Keyring.subkey`` gives them."""
    lasting = lasting_keys(connection)

    def subkey(label: str) -> bytes:
        return lasting.get(label) or hkdf(keys.vault.data_key, label.encode("utf-8"))

    return subkey


def make_identity(connection: Connection, keys: OpenedKeys, lasting: Mapping[str, bytes]) -> None:
    """Inside a transaction: a copied data file belongs to these keys from now on."""
    note(connection, "generation", str(keys.file.generation))
    note(connection, "key_counter", str(keys.file.counter))
    for label, key in lasting.items():
        note(connection, f"{_LASTING} {label}", key.hex())


def check_identity(connection: Connection, keys: OpenedKeys) -> None:
    """The data file must say that it belongs to this key file, and not to an older one."""
    noted = notes(connection)
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


def notes(connection: Connection) -> dict[str, str]:
    """What the data file says about the vault itself, by name. VaultDamaged if nothing."""
    with database_errors_in_words():
        found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
        if not found:
            raise database_damaged()
        return {row[0]: row[1] for row in connection.execute("SELECT name, value FROM meta")}


def noted(connection: Connection, name: str) -> str:
    """What ``note`` wrote under this name, or an empty text."""
    return notes(connection).get(name, "")


def note(connection: Connection, name: str, value: str) -> None:
    """Write one line about the vault itself, in a transaction of the caller's; nothing is written
    if it says so already."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    if row is None or row[0] != value:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def _check_is_due(connection: Connection, now: datetime) -> bool:
    checked_at = notes(connection).get("checked_at")
    if checked_at is None:
        return True
    return not timedelta(0) <= now - datetime.fromisoformat(checked_at) < _CHECK_EVERY


def check_pages(connection: Connection, *, at_rest: bool = True) -> None:
    """Read every page that is in use, and all others of a file ``at_rest``, whose write-ahead log
    is empty. DataDamaged if one does not fit."""
    with database_errors_in_words():
        if not tree_is_whole(connection, quick=True):
            raise database_damaged()
        if at_rest and connection.execute("PRAGMA cipher_integrity_check").fetchone():
            raise database_damaged()


def _drop_old_copies(folder: Path) -> None:
    """Of the copies made before steps of the schema the newest few stay."""
    for old in sorted((folder / BACKUPS).glob("before-schema-[0-9][0-9][0-9][0-9]"))[:-COPIES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy_first(connection: Connection, anchor_: Anchor, keys: OpenedKeys, version: int) -> None:
    """Before the schema changes: a copy that opens like a vault, in ``backups``."""
    anchor_.in_use()
    with database_errors_in_words():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    generation, data_key = keys.file.generation, keys.vault.data_key
    source = data_file(anchor_.folder, generation)
    target = anchor_.folder / BACKUPS / f"before-schema-{version + 1:04}"
    unfinished = target.with_name(target.name + ".tmp")
    with disk_errors_in_words():
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        copy_synced(source, unfinished / source.name)
        checkpoint("migration: data copied")
        file = replace(keys.file, counter=keys.file.counter + keys.from_previous)
        write_synced(unfinished / KEY_FILE, file.encode(data_key))
    copied = connect(unfinished / source.name, data_key, keys.vault.database_salt)
    with closing(copied):
        check_pages(copied)
    checkpoint("migration: copy checked")
    renew(unfinished, data_key, anchor_.newest)
    with disk_errors_in_words():
        sync_folder(unfinished)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(unfinished, target)
        sync_folder(target.parent)
    checkpoint("migration: copy named")
