"""The vault: an encrypted folder that one signed-in user has open."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from intake_app.acts import Role
from intake_app.errors import (
    DiskFull,
    IntakeError,
    StorageFull,
    VaultAlarm,
    VaultClosed,
    VaultDamaged,
)
from intake_app.i18n import _
from intake_app.values import Clock, system_clock
from intake_app.vault import anchor, keyfile, looking, opening, rotation, scrubbing
from intake_app.vault.anchor import ANCHOR
from intake_app.vault.approach import Approach
from intake_app.vault.beside import Beside
from intake_app.vault.db import Connection, Error, database_errors_in_words, has_log
from intake_app.vault.files import (
    disk_errors_in_words,
    disk_fails,
    make_ballast,
    make_empty_folder,
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
from intake_app.vault.opening import OpenFile
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
        opened: OpenFile,
        lock: VaultLock | None,
        *,
        bounds: Bounds,
        clock: Clock,
    ) -> None:
        self.folder = folder
        self.vault_id = str(uuid.UUID(bytes=keys.file.vault_id))
        self._connection: Connection | None = opened.connection
        self._anchor, self._clock = opened.anchor, clock
        self._lock = lock
        self.check_is_due = opened.check_is_due
        self.reserve_given = False
        """True once a full disk has cost the reserve: the user is to be told to make room."""
        self.keys = Keyring(
            folder,
            keys,
            bounds,
            self._note_key_counter,
            opened.lasting,
            read_only=self.read_only,
        )
        self.beside = Beside(opening.data_file(folder, keys.file.generation), keys)

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
        made = make_empty_folder(folder)
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
            opened = opening.open_data(folder, keys, steps(schema), clock)
        except BaseException:
            lock.release()
            empty_again(folder, made)
            raise
        return cls(folder, keys, opened, lock, bounds=bounds, clock=clock)

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
        going_on: VaultAlarm | None = None,
        approach: Approach | None = None,
    ) -> Self:
        """Open a vault by passphrase or ``UserKeys``. ``bounds`` and ``schema`` are for tests.

        ``approach`` is what ``approach_of`` gave while the keys were still to come; it belongs to
        the vault from now on, also if this fails.

        A backup, and a folder that may not be written, are opened for reading only.
        Raises VaultInUse, NotFound (login), WrongPassphrase, VaultDamaged, VaultTooNew or
        StorageFull, each with a sentence that says what to do; VaultAlarm if the vault is not as
        it was left. A supervisor who has read that alarm may pass it as ``going_on``: then the
        files are kept aside in ``backups``, and the caller's first save says so in the audit log.
        """
        if approach is not None and (not looks_like_vault(folder) or to_read_only(folder)):
            approach.give_up()  # it has changed a moment ago
        if not looks_like_vault(folder):
            raise VaultDamaged(_("There is no vault in this folder. Choose another folder."))
        if to_read_only(folder):
            keys = keyfile.open_keys(folder, login_id, secret, bounds)
            looked = looking.open_to_look(folder, keys, steps(schema), clock)
            return cls(folder, keys, looked, None, bounds=bounds, clock=clock)
        approach = approach or Approach(folder, clock)
        try:
            keys = keyfile.open_keys(folder, login_id, secret, bounds)
            approach.lock.note(keys.slot.label)
            opened = _opened_with_reserve(folder, keys, schema, clock, approach.macs(), going_on)
            vault = cls(folder, keys, opened, approach.lock, bounds=bounds, clock=clock)
            try:
                vault.keys.repair()
                if going_on is None:  # else the first save is the supervisor's decision
                    vault.note(opened.notes)
            except BaseException:
                opened.connection.close()
                raise
        except BaseException:
            approach.give_up()
            raise
        rotation.clear_other_generations(folder, keys)
        restore_ballast(folder)
        return vault

    @property
    def read_only(self) -> bool:
        """True if nothing can be saved: a backup, or a disk that may not be written."""
        return self._lock is None

    def _note_key_counter(self, counter: int) -> None:
        noted = {"key_counter": str(counter)}
        if self._open.in_transaction:
            self.note_in(self._open, noted)
        else:
            self.note(noted)

    def note(self, notes: Mapping[str, str]) -> None:
        """Keep lines about the vault itself. On a full disk they are kept at another time."""
        known = self.notes()
        if any(known.get(name) != value for name, value in notes.items()):
            with suppress(StorageFull), self.transaction() as db:
                self.note_in(db, notes)

    def note_in(self, db: Connection, notes: Mapping[str, str]) -> None:
        """Keep lines about the vault itself in a running transaction."""
        for name, value in notes.items():
            opening.note(db, name, value)

    def notes(self) -> dict[str, str]:
        """All lines about the vault itself."""
        with self.read() as db:
            return opening.notes(db)

    @property
    def trouble(self) -> IntakeError | None:
        """Why the last save, which is safe, could not be marked in the anchor; None if it was.

        The next save is refused until that is possible again.
        """
        return self._anchor.trouble

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
            self._anchor.catch_up()
            with self.damage_seen_twice(), database_errors_in_words():
                db.execute("BEGIN IMMEDIATE")
                before = db.total_changes
                try:
                    yield db
                    saves = anchor.count_up(db) if db.total_changes != before else None
                    head = anchor.head(db)
                    db.execute("COMMIT")
                finally:
                    _roll_back(db)
        except DiskFull as full:
            raise self._without_reserve() from full
        if saves is not None:  # before anybody is told that it was saved
            self._anchor.saved(saves, head, self._clock())

    @contextmanager
    def damage_seen_twice(self) -> Iterator[None]:
        """SQLCipher takes one failed reading for damage. Nobody shall put back an old copy for
        that, so what a second look does not find is only told as a failing disk."""
        try:
            yield
        except VaultDamaged as damaged:
            if self._reads_well():
                self._reconnect()
                raise disk_fails() from damaged
            raise

    def _reads_well(self) -> bool:
        """Looks at the pages alone: in the middle of an act on the keys, the key file and the count
        of its changes in the data do not agree yet."""
        look: AbstractContextManager[Connection]
        with suppress(IntakeError, VaultClosed):
            if self.read_only:
                look = self.beside.reader()
            else:
                look = closing(opening.connect_again(self.beside.path, self.keys.opened))
            with look as db:
                opening.check_pages(db, at_rest=False)
            return True
        return False

    def _reconnect(self) -> None:
        """SQLCipher refuses everything after one failed reading; who tries again shall succeed."""
        if self.read_only:
            return
        with suppress(IntakeError):  # the old one says what is wrong as long as the disk fails
            fresh = opening.connect_again(self.beside.path, self.keys.opened)
            self._open.close()
            self._connection = fresh

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
        with self.damage_seen_twice(), database_errors_in_words():
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
        with self.damage_seen_twice():
            connection, mark = rotation.rotate(self.folder, self.keys, new, wish, self._clock)
        old, self._connection = self._open, connection
        self.beside.end()
        old.close()
        self.keys.moved_to(new)
        anchor.adopt_next(self.folder)
        rotation.clear_other_generations(self.folder, new)
        self._anchor = anchor.Anchor(self.folder, new.vault.data_key, mark)
        self.beside = Beside(opening.data_file(self.folder, new.file.generation), new)

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
            self.beside.end()
            self.checkpoint()
        finally:
            self._connection.close()
            self._connection = None
            if self._lock is not None:
                if not has_log(self.beside.path):
                    self._anchor.closed(self.beside.path)
                self._lock.release()


def looks_like_vault(folder: Path) -> bool:
    """True if the folder has a key file, readable or not, and is not half written."""
    if folder.name.endswith(UNFINISHED):
        return False
    return any((folder / name).is_file() for name in (KEY_FILE, PREVIOUS_KEY_FILE))


def to_read_only(folder: Path) -> bool:
    """True if the vault in this folder can only be looked at, or must not be changed."""
    return (folder / BACKUP_MARK).is_file() or not os.access(folder, os.W_OK)


def approach_of(folder: Path, clock: Clock = system_clock) -> Approach | None:
    """Take the lock and read ahead, for ``Vault.unlock``. None where that is of no use: there is
    no vault, it is only read, or another program has it, which the opening will say."""
    if not looks_like_vault(folder) or to_read_only(folder):
        return None
    with suppress(IntakeError):
        return Approach(folder, clock)
    return None


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


def _opened_with_reserve(
    folder: Path,
    keys: OpenedKeys,
    schema: Path,
    clock: Clock,
    macs: bytes | None,
    going_on: VaultAlarm | None,
) -> OpenFile:
    """On a full disk not even reading works, so then the reserve is given up for it.

    SQLCipher takes one failed reading for damage. Nobody shall put back an old copy for that, so
    the file must fail twice, and the system must be able to read it.
    """

    def open_data() -> OpenFile:
        return opening.open_data(folder, keys, steps(schema), clock, macs=macs, going_on=going_on)

    try:
        return open_data()
    except VaultAlarm:
        raise
    except VaultDamaged:
        with disk_errors_in_words(), suppress(FileNotFoundError):
            read_through(opening.data_file(folder, keys.file.generation))
        return open_data()
    except StorageFull:
        if not release_ballast(folder):
            raise
        return open_data()


def empty_again(folder: Path, made: bool) -> None:
    """Leave an empty folder (or none) when a vault could not be made."""
    ours = [*folder.glob("data-*"), *folder.glob(f"{KEY_FILE}*"), *folder.glob(f"{ANCHOR}*")]
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
