"""Opening a vault that may not be changed: a backup, or a disk that is write-protected."""

from __future__ import annotations

from pathlib import Path

from intake_app.errors import ReadOnly
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault import authorizer, standing
from intake_app.vault.anchor import Anchor, anchor_key
from intake_app.vault.db import (
    Access,
    Connection,
    check_data_file,
    connect,
    has_log,
    set_up,
)
from intake_app.vault.files import disk_errors_in_words
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.migrations import Step, refuse_newer, version_of
from intake_app.vault.opening import (
    OpenFile,
    check_identity,
    check_pages,
    data_file,
    lasting_keys,
    mark_of,
)


def open_checked(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...]) -> Connection:
    """The checked connection to a data file that is only read.

    Writes nothing and makes no file. The schema may be older than the steps. Raises VaultDamaged,
    VaultTooNew, or ReadOnly where saves wait in a write-ahead log, which cannot be taken in here.
    """
    path = data_file(folder, keys.file.generation)
    check_data_file(path)
    with disk_errors_in_words():
        if has_log(path):
            raise ReadOnly(
                _(
                    "This vault was not closed well, and its newest saves cannot be read here. "
                    "Copy the whole folder to a disk that may be written, and open it there."
                )
            )
    vault = keys.vault
    connection = connect(path, vault.data_key, vault.database_salt, access=Access.LOOK)
    try:
        check_identity(connection, keys)
        set_up(connection, read_only=True)
        refuse_newer(connection, steps)
        authorizer.install(connection)
        check_pages(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_look(folder: Path, keys: OpenedKeys, steps: tuple[Step, ...], clock: Clock) -> OpenFile:
    """Like ``open_checked``, for a person: the schema must be today's, since it cannot be made so.

    Raises ReadOnly too where an older program wrote the vault, and VaultAlarm where the vault does
    not stand as its anchor says.
    """
    connection = open_checked(folder, keys, steps)
    try:
        if version_of(connection) < steps[-1].number:
            raise ReadOnly(
                _(
                    "An older version of the program wrote this vault, and here it cannot be "
                    "brought up to date. Restore it, or copy the whole folder to a disk that may "
                    "be written."
                )
            )
        generation = keys.file.generation
        key = anchor_key(keys.vault.data_key)
        standing.compare(connection, folder, key, generation, None)
        mark = mark_of(connection, generation, clock())
        lasting = lasting_keys(connection)
    except BaseException:
        connection.close()
        raise
    anchor = Anchor(folder, keys.vault.data_key, mark)
    return OpenFile(connection, anchor, {}, lasting, check_is_due=False)
