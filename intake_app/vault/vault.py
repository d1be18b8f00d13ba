"""The vault: an encrypted folder that one signed-in user has open."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from nacl.signing import SigningKey

from intake_app.acts import Role
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotAllowed,
    StorageFull,
    VaultClosed,
    VaultDamaged,
)
from intake_app.i18n import _
from intake_app.values import Clock, folded, system_clock
from intake_app.vault import keyfile, opening
from intake_app.vault.db import Connection, Error, database_errors_in_words
from intake_app.vault.derivation import hkdf
from intake_app.vault.files import disk_errors_in_words, make_ballast, sync_folder
from intake_app.vault.keyfile import KEY_FILE, PREVIOUS_KEY_FILE, KeyFile, OpenedKeys
from intake_app.vault.keyslots import (
    BOUNDS,
    Bounds,
    KdfCost,
    Login,
    RoleKey,
    VaultKeys,
    calibrate,
    new_slot,
    open_slot,
    rewrapped_slot,
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
        self._keys = keys
        self._connection: Connection | None = connection
        self._lock = lock
        self._bounds = bounds

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
        passphrase: str,
        *,
        clock: Clock = system_clock,
        bounds: Bounds = BOUNDS,
        schema: Path = SCHEMA_FOLDER,
    ) -> Self:
        """Open a vault. ``bounds`` and ``schema`` are for tests.

        Raises VaultInUse, NotFound (login), WrongPassphrase, VaultDamaged, VaultTooNew or
        StorageFull, each with a sentence that says what to do.
        """
        if not looks_like_vault(folder):
            raise VaultDamaged(_("There is no vault in this folder. Choose another folder."))
        lock = VaultLock(folder, clock)
        try:
            keys = keyfile.open_keys(folder, login_id, passphrase, bounds)
            lock.note(keys.slot.label)
            connection = _opened_with_reserve(folder, keys, schema, clock)
            vault = cls(folder, keys, connection, lock, bounds=bounds)
            try:
                vault._repair_key_file()
            except BaseException:
                connection.close()
                raise
        except BaseException:
            lock.release()
            raise
        restore_ballast(folder)
        return vault

    def _repair_key_file(self) -> None:
        """If only the previous key file could be read, make it the current one.

        The damaged one is kept aside. Its number may have been one higher, so that is skipped.
        """
        if not self._keys.from_previous:
            return
        damaged = self.folder / KEY_FILE
        with disk_errors_in_words(), suppress(FileNotFoundError):
            os.replace(damaged, damaged.with_name(damaged.name + ".damaged"))
        file = self._keys.file
        self._write_key_file(replace(file, counter=file.counter + 1))

    @property
    def login(self) -> Login:
        """Who unlocked the vault."""
        return self._keys.slot.login

    @property
    def opened_with_previous_keys(self) -> bool:
        """True if the key file was damaged and the copy before it was used: the last change of
        logins or passphrases may be gone, which the user should be told."""
        return self._keys.from_previous

    def logins(self) -> list[Login]:
        """Everybody who can open this vault, in the order in which they were added."""
        return self._keys.file.logins()

    def add_login(
        self, label: str, role: Role, passphrase: str, *, cost: KdfCost | None = None
    ) -> Login:
        """Let one more person in. The key file is written at once: no rollback undoes it.

        InvalidInput if the label is taken or unsuitable, NotAllowed if the new role needs role
        keys and this user has none, StorageFull.
        """
        if any(folded(login.label) == folded(label) for login in self.logins()):
            raise InvalidInput({"label": _("There is a login of this name already.")})
        if role is not Role.RECEPTION and not self._keys.vault.role_keys:
            raise NotAllowed(_("Only a counsellor or a supervisor can add this login."))
        file = self._keys.file
        if len(file.slots) >= keyfile.MOST_SLOTS:
            raise IntakeError(_("This vault has as many logins as it can have."))
        slot, _user = new_slot(
            (label, role),
            passphrase,
            self._keys.vault,
            cost=cost or calibrate(),
            bounds=self._bounds,
        )
        self._write_key_file(file.with_slot(slot))
        return slot.login

    def change_passphrase(self, old: str, new: str, *, cost: KdfCost | None = None) -> None:
        """Wrap the keys of the user who unlocked with a new passphrase.

        WrongPassphrase if ``old`` is not right. Old copies of the folder still open with the old
        one (FORMAT.md).
        """
        user, _vault_keys = open_slot(self._keys.slot, old, self._bounds)
        slot = rewrapped_slot(
            self._keys.slot, user, new, cost=cost or self._keys.slot.cost, bounds=self._bounds
        )
        self._write_key_file(self._keys.file.with_slot(slot))
        self._keys = replace(self._keys, slot=slot)

    def _write_key_file(self, file: KeyFile) -> None:
        file = replace(file, counter=file.counter + 1)
        keyfile.write(self.folder, file, self._keys.vault.data_key)
        self._keys = replace(self._keys, file=file)
        db = self._open
        with suppress(*(() if db.in_transaction else (StorageFull,))):  # noted at the next opening
            opening.note(db, "key_counter", str(file.counter))

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

    def subkey(self, label: str) -> bytes:
        """A 32-byte key for one purpose, the same each time: one label, one purpose."""
        return hkdf(self._keys.vault.data_key, label.encode("utf-8"))

    def role_key(self, name: RoleKey) -> bytes:
        """The 32-byte key of the notes that only some roles may read. NotAllowed otherwise."""
        try:
            return self._keys.vault.role_keys[name]
        except KeyError:
            raise NotAllowed(_("Your role may not read these notes.")) from None

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of the user who unlocked the vault."""
        return bytes(SigningKey(self._keys.user.signing_seed).sign(message).signature)

    @property
    def verify_key(self) -> bytes:
        """The Ed25519 public key (32 bytes) of the user who unlocked the vault."""
        return self._keys.slot.verify_public

    def verify_key_of(self, login_id: str) -> bytes:
        """The Ed25519 public key of any login, also of one that is gone. NotFound if unknown."""
        return self._keys.file.verify_key_of(login_id)

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
