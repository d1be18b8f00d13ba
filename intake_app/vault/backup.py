"""A backup: a whole vault folder in another place, encrypted like the vault, and verified.

It is written beside its later name (``….part``), synced, opened with the key and compared with the
vault, and only then gets its name. A backup that has its name is whole.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake_app.errors import IntakeError, ReadOnly, StorageFull, VaultDamaged
from intake_app.i18n import _
from intake_app.vault import keyfile, looking, opening
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.content import Content, Progress, content_of
from intake_app.vault.db import PAGE_SIZE, Connection, Error, connect
from intake_app.vault.files import disk_errors_in_words, forget_cached, sync_folder, write_synced
from intake_app.vault.keyfile import KEY_FILE, OpenedKeys
from intake_app.vault.migrations import steps
from intake_app.vault.vault import BACKUP_MARK, UNFINISHED, Vault, looks_like_vault

"""The file of the save counter; in the copy it belongs to, as in the vault."""

_PAGES_AT_ONCE = 512
_SPARE = 256 * 1024
"""Bytes beside the data: key file, marks, and what the file system needs for itself."""


@dataclass(frozen=True)
class Written:
    """A backup that was verified. ``size`` in bytes."""

    folder: Path
    content: Content
    size: int


def size_of(vault: Vault) -> int:
    """How many bytes a backup takes now."""
    with vault.read() as db:
        pages = int(db.execute("PRAGMA page_count").fetchone()[0])
    return pages * PAGE_SIZE + _SPARE


def on_same_disk(one: Path, other: Path) -> bool:
    """True if both folders would be lost with one disk, as far as the system tells."""
    with suppress(OSError):
        return one.stat().st_dev == other.stat().st_dev
    return False


def write(vault: Vault, place: Path, stem: str, at: datetime, progress: Progress) -> Written:
    """Write a backup ``<stem>-<date>-<n>`` into ``place``, which exists, and verify it.

    ``progress`` hears of each step and may raise to stop it. Never replaces anything. Raises
    StorageFull (no room, gone, write-protected), VaultDamaged, IntakeError (a place that will not
    do). Whatever it raises, nothing is left that has the name of a backup.
    """
    _check_place(vault, place)
    size = size_of(vault)
    _check_room(place, size)
    name = _free_name(place, f"{stem}-{at:%Y-%m-%d}")
    part = place / f"{name}{UNFINISHED}"
    with _target_errors_in_words(vault, place):
        part.mkdir(mode=0o700)
    try:
        with vault.damage_seen_twice(), _target_errors_in_words(vault, place):
            checkpoint("backup: folder made")
            content = _copy(vault, part, at, progress)
            _verify(part, vault.keys.opened, content, progress)
            checkpoint("backup: verified")
            os.rename(part, place / name)
            sync_folder(place)
            checkpoint("backup: named")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Written(place / name, content, size)


def _check_place(vault: Vault, place: Path) -> None:
    inside = vault.folder.resolve() in (place.resolve(), *place.resolve().parents)
    if inside or looks_like_vault(place):
        raise IntakeError(_("This is the folder of a vault. Choose a folder outside of it."))


def _check_room(place: Path, size: int) -> None:
    with disk_errors_in_words():
        free = shutil.disk_usage(place).free
    if free < size:
        raise StorageFull(
            _(
                "There is not enough room there: the backup needs {needed} MB, and {free} MB are "
                "free. Nothing was written; choose another place."
            ).format(needed=-(-size // 1_000_000), free=free // 1_000_000)
        )


def _free_name(place: Path, beginning: str) -> str:
    """The first name that nothing has. What a killed backup left behind is cleared away."""
    with disk_errors_in_words():
        unfinished = re.compile(re.escape(beginning) + r"-\d+" + re.escape(UNFINISHED))
        for path in place.iterdir():
            if unfinished.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
        taken = {path.name for path in place.iterdir()}
    number = 1
    while {f"{beginning}-{number}", f"{beginning}-{number}{UNFINISHED}"} & taken:
        number += 1
    return f"{beginning}-{number}"


def _copy(vault: Vault, part: Path, at: datetime, progress: Progress) -> Content:
    """The files, all of one moment: within one reading of the vault, on the vault's thread."""
    keys = vault.keys.opened
    target = opening.data_file(part, keys.file.generation)
    with vault.read() as db:
        _copy_data(db, target, keys, progress)
        checkpoint("backup: data copied")
        content = content_of(db, progress)
    write_synced(part / KEY_FILE, keys.file.encode(keys.vault.data_key))
    opening.renew_anchor(part, keys, lambda: at)
    mark = {"made_at": at.isoformat()}
    write_synced(part / BACKUP_MARK, json.dumps(mark).encode("ascii"))
    sync_folder(part)
    checkpoint("backup: files written")
    return content


def _copy_data(db: Connection, target: Path, keys: OpenedKeys, progress: Progress) -> None:
    """Page by page, each authenticated when it is read, and encrypted anew."""
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on nothing changes

    def step(_status: int, left: int, pages: int) -> None:
        checkpoint("backup: pages copied")
        progress(pages - left, pages, _("Copying"))

    with closing(connect(target, keys.vault.data_key, keys.vault.database_salt)) as copy:
        db.backup(copy, pages=_PAGES_AT_ONCE, progress=step)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _verify(part: Path, keys: OpenedKeys, content: Content, progress: Progress) -> None:
    """Read the copy back from the medium as whoever needs it one day will."""
    for path in part.iterdir():
        forget_cached(path)
    keyfile.read(part / KEY_FILE).verified(keys.vault.data_key)
    try:
        with closing(looking.open_checked(part, keys, steps())) as copy:
            same = content_of(copy, progress) == content
    except VaultDamaged as error:
        raise _other_bytes() from error
    if not same:
        raise _other_bytes()


def _other_bytes() -> IntakeError:
    return IntakeError(
        _("The medium gave back other bytes than were written. No backup was made; use another.")
    )


@contextmanager
def _target_errors_in_words(vault: Vault, place: Path) -> Iterator[None]:
    """What the medium refuses, in words that say that the vault itself is well."""
    try:
        yield
    except (OSError, Error, StorageFull) as error:
        with vault.beside.reader() as db:  # a fresh connection: a failed reading spoils one
            opening.check_pages(db, at_rest=False)  # if the vault is damaged, that is said
        raise _sentence_for(error, place) from error


def _sentence_for(error: Exception, place: Path) -> StorageFull:
    number = getattr(error, "errno", None)
    if isinstance(error, ReadOnly) or number in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return StorageFull(
            _("This place is write-protected. No backup was made; choose another place.")
        )
    with suppress(OSError):
        if number == errno.ENOSPC or shutil.disk_usage(place).free < _SPARE:
            return StorageFull(
                _("The medium is full. No backup was made; make room, or choose another place.")
            )
    return StorageFull(
        _(
            "The folder or stick could not be written (any more). No backup was made. Put it back "
            "in, or choose another place."
        )
    )
