"""The vault: an encrypted folder that one signed-in user has open."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from intake_app.acts import Role
from intake_app.errors import (
    DiskFull,
    InvalidInput,
    StorageFull,
    VaultClosed,
    VaultDamaged,
)
from intake_app.i18n import _
from intake_app.values import Clock, system_clock
from intake_app.vault import keyfile, opening, rotation, scrubbing
from intake_app.vault.db import Connection, Error, database_errors_in_words
from intake_app.vault.files import (
    disk_errors_in_words,
    make_ballast,
    read_only_vault,
    read_through,
    sync_folder,
    vault_disk_full,
)
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
from intake_app.vault.rotation import Rotation

BALLAST = "ballast"
BALLAST_SIZE = 16 * 1024 * 1024

BACKUP_MARK = "backup.json"
"""A folder with this file is a backup: it is restored, or looked at, and never worked in."""

UNFINISHED = ".part"
"""The end of the name of a folder that is being written; it is no vault yet."""


class Vault:
    """An open vault. It belongs to the thread that opened it; close it there too.

    Without a ``lock`` it is open for reading only, and nothing is ever written.
    """

    def __init__(
        self,
        folder: Path,
        keys: OpenedKeys,
        connection: Connection,
        lock: VaultLock | None,
        *,
        bounds: Bounds,
    ) -> None:
        self.folder = folder
        self.vault_id = str(uuid.UUID(bytes=keys.file.vault_id))
        self._connection: Connection | None = connection
        self._lock = lock
        self.reserve_given = False
        """True once a full disk has cost the reserve: the user is to be told to make room."""
        self.keys = Keyring(
            folder,
            keys,
            bounds,
            self._note_key_counter,
            opening.lasting_keys(connection),
            read_only=self.read_only,
        )

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

        A backup, and a folder that may not be written, are opened for reading only.
        Raises VaultInUse, NotFound (login), WrongPassphrase, VaultDamaged, VaultTooNew or
        StorageFull, each with a sentence that says what to do.
        """
        if not looks_like_vault(folder):
            raise VaultDamaged(_("There is no vault in this folder. Choose another folder."))
        if to_read_only(folder):
            keys = keyfile.open_keys(folder, login_id, secret, bounds)
            connection = opening.open_to_look(folder, keys, steps(schema))
            return cls(folder, keys, connection, None, bounds=bounds)
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
        rotation.clear_other_generations(folder, keys)
        restore_ballast(folder)
        return vault

    @property
    def read_only(self) -> bool:
        """True if nothing can be saved: a backup, or a disk that may not be written."""
        return self._lock is None

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

        Raises ReadOnly, StorageFull, VaultInUse or VaultDamaged in words; everything is rolled
        back.
        """
        db = self._open
        if self.read_only:
            raise read_only_vault()
        if db.in_transaction:
            raise RuntimeError("a transaction inside a transaction or a reading")
        try:
            with database_errors_in_words():
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                    db.execute("COMMIT")
                finally:
                    _roll_back(db)
        except DiskFull as full:
            raise self._without_reserve() from full

    def _without_reserve(self) -> DiskFull:
        """Give up the reserve, so that the same save works once more; what to say about it."""
        freed = 0
        with suppress(StorageFull):
            freed = release_ballast(self.folder)
        self.reserve_given = self.reserve_given or freed > 0
        return vault_disk_full(self.folder, freed)

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
        if self.read_only:
            return
        # If the disk is full now, the write-ahead log keeps it all.
        with suppress(Error, MemoryError):
            self._open.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rotate(self, wish: Rotation) -> None:
        """Move everything into a new generation with new keys; this vault stays open.

        Raises StorageFull, VaultDamaged, NotAllowed, or what ``wish.step`` raises to stop it; then
        nothing has changed.
        """
        self.checkpoint()
        new = rotation.next_generation(self.keys, wish)
        connection = rotation.rotate(self.folder, self.keys, new, wish)
        old, self._connection = self._open, connection
        old.close()
        self.keys.moved_to(new)
        rotation.clear_other_generations(self.folder, new)

    def scrub(self) -> None:
        """Leave nothing of deleted rows in the data file or its log. Not inside a transaction.

        Raises StorageFull or VaultInUse in words.
        """
        scrubbing.scrub(self._open)

    def close(self) -> None:
        """Bring everything into the data file and let go of the folder. May be called twice."""
        if self._connection is None:
            return
        try:
            self.checkpoint()
        finally:
            self._connection.close()
            self._connection = None
            if self._lock is not None:
                self._lock.release()


def looks_like_vault(folder: Path) -> bool:
    """True if the folder has a key file, readable or not, and is not half written."""
    if folder.name.endswith(UNFINISHED):
        return False
    return any((folder / name).is_file() for name in (KEY_FILE, PREVIOUS_KEY_FILE))


def to_read_only(folder: Path) -> bool:
    """True if the vault in this folder can only be looked at, or must not be changed."""
    return (folder / BACKUP_MARK).is_file() or not os.access(folder, os.W_OK)


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
    """On a full disk not even reading works, so then the reserve is given up for it.

    SQLCipher takes one failed reading for damage. Nobody shall put back an old copy for that, so
    the file must fail twice, and the system must be able to read it.
    """
    try:
        return opening.open_data(folder, keys, steps(schema), clock)
    except VaultDamaged:
        with disk_errors_in_words(), suppress(FileNotFoundError):
            read_through(opening.data_file(folder, keys.file.generation))
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
    # After a full disk SQLite may have rolled back by itself.
    with suppress(Error, MemoryError):
        if db.in_transaction:
            db.rollback()
