"""Rotation: the vault moves into a new generation, with new keys, so that old ones open nothing.

Everything is copied into a new data file, compared, re-sealed and synced; the key file that names
the new generation is then put in the place of the old one, and that renaming is the only moment
that counts. A crash before it leaves the old generation as it was, a crash after it the new one.
Whichever is not named in the key file is deleted at the next opening.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake_app.acts import Role
from intake_app.errors import IntakeError, NotAllowed, StorageFull
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault import authorizer, keyfile, opening
from intake_app.vault.anchor import NEXT_ANCHOR, Mark, count_up, renew
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.db import (
    Connection,
    OperationalError,
    connect,
    database_damaged,
    database_errors_in_words,
    set_up,
    tree_is_whole,
)
from intake_app.vault.files import (
    disk_errors_in_words,
    disk_fails,
    disk_full,
    replace_file,
    sync_folder,
)
from intake_app.vault.keyfile import KEY_FILE, PREVIOUS_KEY_FILE, OpenedKeys
from intake_app.vault.keyring import Keyring
from intake_app.vault.keyslots import MAY_HOLD_ROLE_KEYS, resealed_slot

Reseal = Callable[[Connection, OpenedKeys, OpenedKeys], object]
"""Inside the transaction of the new data file: opens everything that was sealed with the role keys
of the old generation (second), and seals it with those of the new one (third)."""
Step = Callable[[int, int, str], None]

_SPARE = 16 * 1024 * 1024
_OPERATIONS_PER_STEP = 20_000
_COPIED, _COMPARED, _WHOLE = 50, 90, 100


def nobody_watches(_done: int, _total: int, _words: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Rotation:
    """What the new generation shall be. ``gone`` are logins to remove, ``roles`` new roles by
    login; ``record`` writes what was done, in the transaction that makes the new data file whole.
    ``step`` hears how far it is, in percent, until the moment that counts, and may raise.
    """

    reseal: Collection[Reseal]
    gone: Collection[str] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    record: Callable[[Connection], None] = lambda _db: None
    step: Step = nobody_watches


def next_generation(keys: Keyring, wish: Rotation) -> OpenedKeys:
    """New keys for everybody who stays, sealed to their public keys. Nothing is written.

    NotFound for an unknown login, NotAllowed for one's own and without the role keys.
    """
    opened = keys.opened
    named = {opened.file.slot_of(login).id for login in (*wish.gone, *wish.roles)}
    if opened.slot.id in named or not opened.vault.role_keys:
        raise NotAllowed(_("Another supervisor must do this."))
    gone = {opened.file.slot_of(login).id for login in wish.gone}
    fresh = opened.vault.next_generation()
    stays = opened.file.without(gone)
    slots = tuple(
        resealed_slot(slot, fresh, wish.roles.get(slot.login.id, slot.role)) for slot in stays.slots
    )
    file = replace(stays, generation=fresh.generation, counter=opened.file.counter + 1, slots=slots)
    own = file.slot_of(opened.slot.login.id)
    held = fresh.role_keys if own.role in MAY_HOLD_ROLE_KEYS else {}
    return OpenedKeys(file, own, opened.user, replace(fresh, role_keys=held))


def rotate(
    folder: Path, keys: Keyring, new: OpenedKeys, wish: Rotation, clock: Clock
) -> tuple[Connection, Mark]:
    """Copy, compare, re-seal, sync, commit. Returns the new data file, open and ready for work, and
    the mark from which its anchor starts.

    Whoever holds the lock calls this, with the write-ahead log of the old file brought in. If it
    raises before the commit, the new data file is gone again and the old generation untouched.
    """
    old = keys.opened
    path = opening.data_file(folder, new.file.generation)
    source = opening.data_file(folder, old.file.generation)
    checkpoint("rotation: begun")
    _check_room(folder, source)
    _remove(path)
    try:
        _copy(source, old, path, new, wish)
        checkpoint("rotation: copied")
        _compare(source, old, path, new, wish)
        checkpoint("rotation: compared")
        connection = _made_own(path, keys, new, wish)
        try:
            checkpoint("rotation: resealed")
            _sync(path)
            mark = opening.mark_of(connection, new.file.generation, clock())
            renew(folder, new.vault.data_key, mark, name=NEXT_ANCHOR)
            wish.step(_WHOLE, _WHOLE, _("Changing the keys…"))
            checkpoint("rotation: synced")
            _commit(folder, new)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        if _generation_in(folder / KEY_FILE) == old.file.generation:
            _remove(path)
        raise
    checkpoint("rotation: committed")
    return connection, mark


def clear_other_generations(folder: Path, keys: OpenedKeys) -> None:
    """After the vault opened: what belongs to another generation is deleted, with its keys.

    Not if only the previous key file could be read: the damaged one may have named another. What
    the disk refuses now is tried again at the next opening.
    """
    if keys.from_previous:
        return
    own = opening.data_file(folder, keys.file.generation).name
    others = [path for path in folder.glob("data-*.db*") if not path.name.startswith(own)]
    previous, current = folder / PREVIOUS_KEY_FILE, folder / KEY_FILE
    stale = _generation_in(previous) not in {None, keys.file.generation}
    unfinished = folder / NEXT_ANCHOR  # of a generation that never counted
    if not (others or stale or unfinished.exists()):
        return
    with suppress(IntakeError, OSError):
        sync_folder(folder)  # a renaming that the disk could forget must not cost the old data
        if others:
            (folder / f"{KEY_FILE}.damaged").unlink(missing_ok=True)
        if stale:
            replace_file(previous, current.read_bytes())
        checkpoint("rotation: previous")
        for path in (*others, unfinished):
            path.unlink(missing_ok=True)
        sync_folder(folder)
        checkpoint("rotation: removed")


# ---------------------------------------------------------------------------- the steps


def _check_room(folder: Path, source: Path) -> None:
    with disk_errors_in_words():
        needed = source.stat().st_size + _SPARE
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise StorageFull(
            _(
                "Changing the keys needs {number} MB of free space on the disk of the vault. "
                "Nothing was changed. Make room, then do it again."
            ).format(number=-(-needed // 1_000_000))
        )


def _copy(source: Path, old: OpenedKeys, path: Path, new: OpenedKeys, wish: Rotation) -> None:
    """Export into the new file. It is synced later, so that here nothing waits for the disk."""
    size = max(1, source.stat().st_size)

    def heard() -> None:
        written = path.stat().st_size if path.exists() else 0
        share = min(_COPIED, written * _COPIED // size)
        wish.step(share, _WHOLE, _("Copying everything under new keys…"))

    with (
        closing(connect(path, new.vault.data_key, new.vault.database_salt)) as db,
        database_errors_in_words(),
    ):
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA secure_delete = OFF")  # nothing is deleted while copying
        raw_key = b"x'" + (old.vault.data_key + old.vault.database_salt).hex().encode() + b"'"
        db.execute("ATTACH ? AS old KEY ?", (str(source), raw_key))  # a key that dies with this
        with _stopping(db, heard), _export_errors_in_words():
            db.execute("SELECT sqlcipher_export('main', 'old')").fetchone()
        version = int(db.execute("PRAGMA old.user_version").fetchone()[0])
        db.execute(f"PRAGMA main.user_version = {version:d}")
        db.execute("DETACH old")


@contextmanager
def _export_errors_in_words() -> Iterator[None]:
    """The export passes errors of the disk on as its own, with nothing but their text."""
    try:
        yield
    except OperationalError as error:
        if "memory" in str(error):
            raise MemoryError from error
        raise (disk_full() if "full" in str(error) else disk_fails()) from error


@contextmanager
def _stopping(db: Connection, heard: Callable[[], None]) -> Iterator[None]:
    """Call ``heard`` while one long statement runs; what it raises stops the statement."""
    raised: list[BaseException] = []

    def ask() -> int:
        try:
            heard()
        except BaseException as error:  # noqa: BLE001 - it goes on below
            raised.append(error)
        return len(raised)

    db.set_progress_handler(ask, _OPERATIONS_PER_STEP)
    try:
        yield
    except BaseException:
        if raised:
            raise raised[0] from None
        raise
    finally:
        db.set_progress_handler(None, 0)


def _compare(source: Path, old: OpenedKeys, path: Path, new: OpenedKeys, wish: Rotation) -> None:
    """The new file read by itself: every page and index is whole, every table as it was."""
    words = _("Comparing old and new…")
    with (
        closing(connect(path, new.vault.data_key, new.vault.database_salt)) as copy,
        closing(connect(source, old.vault.data_key, old.vault.database_salt)) as original,
        database_errors_in_words(),
    ):
        wish.step(_COPIED, _WHOLE, words)
        if copy.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise database_damaged()
        with _stopping(copy, lambda: wish.step(_COPIED, _WHOLE, words)):
            if not tree_is_whole(copy):
                raise database_damaged()
        tables = _schema(original)
        if tables != _schema(copy):
            raise _copy_differs()
        named = [name for name, is_stored in tables.values() if is_stored]
        for number, name in enumerate(named):
            done = _COPIED + (_COMPARED - _COPIED) * number // len(named)

            def heard(done: int = done) -> None:
                wish.step(done, _WHOLE, words)

            heard()
            with _stopping(copy, heard):
                if _digest(copy, name) != _digest(original, name):
                    raise _copy_differs()


def _schema(db: Connection) -> dict[tuple[str, str], tuple[str, bool]]:
    """Type and definition of everything → its name, and whether rows are stored under it."""
    rows = db.execute(
        "SELECT type, name, coalesce(sql, name), type = 'table' AND rootpage > 0"
        " FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
    )
    return {(type_, sql): (name, bool(is_stored)) for type_, name, sql, is_stored in rows}


def _digest(db: Connection, table: str) -> bytes:
    """SHA-256 of all rows in the order in which they are stored."""
    digest = hashlib.sha256()
    quoted = table.replace('"', '""')
    rows = db.execute(f'SELECT * FROM "{quoted}" NOT INDEXED')
    while some := rows.fetchmany(500):
        digest.update(marshal.dumps([tuple(row) for row in some], 2))  # same rows, same bytes
    return digest.digest()


def _made_own(path: Path, keys: Keyring, new: OpenedKeys, wish: Rotation) -> Connection:
    """The new file gets its generation, re-sealed notes and the line that says so, at once."""
    connection = connect(path, new.vault.data_key, new.vault.database_salt)
    try:
        set_up(connection)
        authorizer.install(connection)
        with database_errors_in_words():
            connection.execute("BEGIN IMMEDIATE")
            opening.make_identity(connection, new, keys.lasting_keys())
            count_up(connection)
            for reseal in wish.reseal:
                reseal(connection, keys.opened, new)
            wish.record(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        opening.check_identity(connection, new)
    except BaseException:
        connection.close()
        raise
    return connection


def _sync(path: Path) -> None:
    with disk_errors_in_words():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        sync_folder(path.parent)


def _commit(folder: Path, new: OpenedKeys) -> None:
    """Put the new key file in the place of the old one.

    If the disk complains after the renaming, the new file counts all the same.
    """
    try:
        keyfile.write(folder, new.file, new.vault.data_key)
    except IntakeError:
        if _generation_in(folder / KEY_FILE) != new.file.generation:
            raise


def _generation_in(path: Path) -> int | None:
    """The generation that a key file names; None if it cannot be read."""
    with suppress(IntakeError):
        return keyfile.read(path).alleged.generation
    return None


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with suppress(OSError):
            path.with_name(name).unlink()


def _copy_differs() -> StorageFull:
    return StorageFull(
        _("The copy under new keys is not the same. Nothing was changed. Check the disk.")
    )
