"""The vault: an encrypted folder that one signed-in user has open."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from intake_app.acts import Role
from intake_app.errors import (
    InvalidInput,
    StorageFull,
    VaultClosed,
    VaultDamaged,
)
from intake_app.i18n import _
from intake_app.values import Clock, system_clock
from intake_app.vault import keyfile, opening
from intake_app.vault.db import Connection, Error, database_errors_in_words
from intake_app.vault.files import disk_errors_in_words, make_ballast, sync_folder
from intake_app.vault.keyfile import KEY_FILE, PREVIOUS_KEY_FILE, KeyFile, OpenedKeys
from intake_app.vault.keyring import Keyring
from intake_app.vault.keyslots import (
    BOUNDS,
    Bounds,
    KdfCost,
    Login,
    Secret,
    VaultKeys,
    calibrate,
    new_slot,
)
from intake_app.vault.lock import LOCK_NAME, VaultLock
from intake_app.vault.migrations import SCHEMA_FOLDER, steps

BALLAST = "ballast"
BALLAST_SIZE = 16 * 1024 * 1024


class Vault:
    """An open vault. It belongs to the thread that opened it; close it there too."""

    def __init__(
        self,
        folder: Path,
        keys: OpenedKeys,
        connection: Connection,
        lock: VaultLock,
        *,
        bounds: Bounds,
    ) -> None:
        self.folder = folder
        self.vault_id = str(uuid.UUID(bytes=keys.file.vault_id))
        self._connection: Connection | None = connection
        self._lock = lock
        self.keys = Keyring(folder, keys, bounds, self._note_key_counter)

    @classmethod
    def create(
        cls,
        folder: Path,
        label: str,
        role: Role,
        passphrase: str,
        *,
        cost: KdfCost | None = None,
        clock: Clock = system_clock,
        bounds: Bounds = BOUNDS,
        ballast_size: int = BALLAST_SIZE,
        schema: Path = SCHEMA_FOLDER,
    ) -> Self:
        """A new vault in a new or empty folder, opened by its first login.

        ``cost`` None measures this machine. ``bounds``, ``ballast_size`` (bytes) and ``schema``
        are for tests. ValueError for reception, which may not hold the role keys: they would be
        lost. Raises StorageFull, InvalidInput (label); then the folder is empty again.
        """
        if role is Role.RECEPTION:
            raise ValueError("the first login must hold the role keys")
        made = _made_folder(folder)
        lock = VaultLock(folder, clock)
        try:
            lock.note(label)
            vault_keys = VaultKeys.make()
            slot, user = new_slot(
                (label, role), passphrase, vault_keys, cost=cost or calibrate(), bounds=bounds
            )
            file = KeyFile(uuid.uuid4().bytes, vault_keys.generation, 1, (slot,))
            keys = OpenedKeys(file, slot, user, vault_keys)
            opening.make_data(folder, keys, steps(schema), clock)
            with disk_errors_in_words():
                make_ballast(folder / BALLAST, ballast_size)
                (folder / opening.BACKUPS).mkdir(mode=0o700)
            keyfile.write(folder, file, vault_keys.data_key)  # from here on it is a vault
            connection = opening.open_data(folder, keys, steps(schema), clock)
        except BaseException:
            lock.release()
            _remove_unfinished(folder, made)
            raise
        return cls(folder, keys, connection, lock, bounds=bounds)

    @classmethod
    def unlock(
        cls,
        folder: Path,
        login_id: str,
        secret: Secret,
        *,
        clock: Clock = system_clock,
        bounds: Bounds = BOUNDS,
        schema: Path = SCHEMA_FOLDER,
    ) -> Self:
        """Open a vault by passphrase or ``UserKeys``. ``bounds`` and ``schema`` are for tests.

        Raises VaultInUse, NotFound (login), WrongPassphrase, VaultDamaged, VaultTooNew or
        StorageFull, each with a sentence that says what to do.
        """
        if not looks_like_vault(folder):
            raise VaultDamaged(_("There is no vault in this folder. Choose another folder."))
        lock = VaultLock(folder, clock)
        try:
            keys = keyfile.open_keys(folder, login_id, secret, bounds)
            lock.note(keys.slot.label)
            connection = _opened_with_reserve(folder, keys, schema, clock)
            vault = cls(folder, keys, connection, lock, bounds=bounds)
            try:
                vault.keys.repair()
            except BaseException:
                connection.close()
                raise
        except BaseException:
            lock.release()
            raise
        restore_ballast(folder)
        return vault

    def _note_key_counter(self, counter: int) -> None:
        db = self._open
        with suppress(*(() if db.in_transaction else (StorageFull,))):  # noted at the next opening
            opening.note(db, "key_counter", str(counter))

    @property
    def _open(self) -> Connection:
        if self._connection is None:
            raise VaultClosed("the vault is closed")
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of the block is saved when it ends, or nothing. Not inside another one.

        Raises StorageFull, VaultInUse or VaultDamaged in words; everything is rolled back.
        """
        db = self._open
        if db.in_transaction:
            raise RuntimeError("a transaction inside a transaction or a reading")
        with database_errors_in_words():
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                _roll_back(db)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view for the whole block. Inside another block it joins that one.

        Writing in it is a bug (RuntimeError) and is undone.
        """
        db = self._open
        if db.in_transaction:
            yield db
            return
        with database_errors_in_words():
            before = db.total_changes
            db.execute("BEGIN")
            try:
                yield db
            finally:
                _roll_back(db)
        if db.total_changes != before:
            raise RuntimeError("a reading wrote")

    def checkpoint(self) -> None:
        """Bring everything into the data file, where damage is noticed. For idle moments."""
        with suppress(Error):  # if the disk is full now, the write-ahead log keeps it all
            self._open.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Bring everything into the data file and let go of the folder. May be called twice."""
        if self._connection is None:
            return
        try:
            self.checkpoint()
        finally:
            self._connection.close()
            self._connection = None
            self._lock.release()


def looks_like_vault(folder: Path) -> bool:
    """True if the folder has a key file, readable or not."""
    return any((folder / name).is_file() for name in (KEY_FILE, PREVIOUS_KEY_FILE))


def logins_of(folder: Path) -> list[Login]:
    """The logins for the sign-in screen, before any passphrase: alleged, not yet verified.

    Needs no lock. Raises VaultDamaged or VaultTooNew.
    """
    return keyfile.read_either(folder).alleged.logins()


def release_ballast(folder: Path) -> int:
    """Delete the reserve file when the disk is full; returns the bytes that became free."""
    ballast = folder / BALLAST
    if not ballast.exists():
        return 0
    with disk_errors_in_words():
        size = ballast.stat().st_size
        ballast.unlink()
        sync_folder(folder)
    return size


def restore_ballast(folder: Path, size: int = BALLAST_SIZE) -> bool:
    """Make the reserve file again if it is gone and there is ample room. True if it is there."""
    ballast = folder / BALLAST
    if not ballast.exists():
        with suppress(OSError):
            if shutil.disk_usage(folder).free > 4 * size:
                make_ballast(ballast, size)
    return ballast.exists()


def _opened_with_reserve(folder: Path, keys: OpenedKeys, schema: Path, clock: Clock) -> Connection:
    """On a full disk not even reading works, so then the reserve is given up for it."""
    try:
        return opening.open_data(folder, keys, steps(schema), clock)
    except StorageFull:
        if not release_ballast(folder):
            raise
        return opening.open_data(folder, keys, steps(schema), clock)


def _made_folder(folder: Path) -> bool:
    """Make the folder for a new vault, or accept an empty one. True if it was made."""
    with disk_errors_in_words():
        made = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InvalidInput(
                {"folder": _("This folder is not empty. Choose a new or an empty folder.")}
            )
        with suppress(OSError):  # FAT has no such rights
            folder.chmod(0o700)
    return made


def _remove_unfinished(folder: Path, made: bool) -> None:
    """Leave an empty folder (or none) when a vault could not be made."""
    ours = [*folder.glob("data-*"), *folder.glob(f"{KEY_FILE}*")]
    for path in (*ours, folder / BALLAST, folder / LOCK_NAME):
        with suppress(OSError):
            path.unlink()
    for path in (folder / opening.BACKUPS, *([folder] if made else [])):
        with suppress(OSError):
            path.rmdir()


def _roll_back(db: Connection) -> None:
    with suppress(Error):  # after a full disk SQLite may have rolled back by itself
        if db.in_transaction:
            db.rollback()
