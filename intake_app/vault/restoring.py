"""A backup becomes a vault again: looked at with a passphrase, then copied into a new folder.

Nothing that exists is ever replaced. The copy is written beside its later name (``….part``), opened
and compared, and only then gets its name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake_app.errors import InvalidInput, StorageFull, VaultDamaged
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault import keyfile, looking, opening
from intake_app.vault.anchor import count, count_up
from intake_app.vault.checkpoints import checkpoint
from intake_app.vault.content import Content, Progress, content_of
from intake_app.vault.db import (
    Connection,
    connect,
    database_damaged,
    database_errors_in_words,
    tree_is_whole,
)
from intake_app.vault.files import (
    copy_synced,
    disk_errors_in_words,
    forget_cached,
    sync_folder,
    write_synced,
)
from intake_app.vault.keyfile import KEY_FILE, OpenedKeys
from intake_app.vault.keyslots import BOUNDS, Bounds
from intake_app.vault.migrations import steps
from intake_app.vault.vault import BACKUP_MARK, UNFINISHED, looks_like_vault

_OURS = re.compile(r"(data-\d{4}\.db(-wal|-shm|-journal)?|keys\.cvk|anchor)(\.tmp)?")
"""What a restoring writes, also half: a file is written beside its place first."""

Finish = Callable[[Connection], object]
"""Writes into the restored data that it was restored; runs in one transaction."""


@dataclass(frozen=True, repr=False)
class Examined:
    """A backup that opens with a passphrase and is whole. ``made_at`` None if it does not say."""

    folder: Path
    keys: OpenedKeys
    content: Content
    made_at: datetime | None
    size: int


def made_at(folder: Path) -> datetime | None:
    """When a backup was made, as its mark says it to anybody; None if there is no mark."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        mark = json.loads((folder / BACKUP_MARK).read_text(encoding="ascii"))
        return datetime.fromisoformat(mark["made_at"])
    return None


def examine(
    folder: Path, login_id: str, passphrase: str, progress: Progress, *, bounds: Bounds = BOUNDS
) -> Examined:
    """Open a backup with a passphrase and read all of it. Changes nothing in its folder.

    Raises NotFound (login), WrongPassphrase, VaultDamaged, VaultTooNew, StorageFull.
    """
    if not looks_like_vault(folder):
        raise VaultDamaged(_("There is no backup in this folder. Choose another folder."))
    keys = keyfile.open_keys(folder, login_id, passphrase, bounds)
    path = opening.data_file(folder, keys.file.generation)
    with closing(looking.open_checked(folder, keys, steps())) as data:
        with database_errors_in_words():
            damaged = data.execute("PRAGMA cipher_integrity_check").fetchall()
            whole = tree_is_whole(data)
        if damaged or not whole:
            raise database_damaged()
        content = content_of(data, progress)
    return Examined(folder, keys, content, made_at(folder), path.stat().st_size)


def restore(
    backup: Examined, target: Path, progress: Progress, finish: Finish, clock: Clock
) -> None:
    """Make a vault of the backup in ``target``, a new or empty folder.

    ``finish`` writes into it before it gets its name. Raises InvalidInput (``folder``),
    StorageFull, VaultDamaged; whatever it raises, nothing is left that looks like a vault.
    """
    _check_target(target)
    part = target.with_name(target.name + UNFINISHED)
    with disk_errors_in_words():
        _clear(part)
        part.mkdir(mode=0o700, parents=True)
    try:
        with disk_errors_in_words():
            checkpoint("restore: folder made")
            _copy(backup, part, progress)
            checkpoint("restore: files copied")
            _finish(backup, part, progress, finish, clock)
            checkpoint("restore: finished")
            if target.exists():
                target.rmdir()
            os.rename(part, target)
            sync_folder(target.parent)
            checkpoint("restore: named")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _check_target(target: Path) -> None:
    problem = ""
    with disk_errors_in_words():
        if target.name.endswith(UNFINISHED):
            problem = _("Choose another name for the folder.")
        elif target.exists() and (not target.is_dir() or any(target.iterdir())):
            problem = _("This folder is not empty. Choose a new or an empty folder.")
    if problem:
        raise InvalidInput({"folder": problem})


def _clear(part: Path) -> None:
    """Take away what a killed restoring left there, and nothing else."""
    if not (part.exists() or part.is_symlink()):
        return
    ours = part.is_dir() and not part.is_symlink()
    if not ours or any(not _OURS.fullmatch(path.name) for path in part.iterdir()):
        raise InvalidInput({"folder": _("Choose another name for the folder.")})
    shutil.rmtree(part)


def _copy(backup: Examined, part: Path, progress: Progress) -> None:
    """The files as they are, and the key file as it was verified."""
    data = opening.data_file(backup.folder, backup.keys.file.generation)
    if shutil.disk_usage(part).free < backup.size:
        raise StorageFull(
            _(
                "There is not enough room there: the vault needs {needed} MB. "
                "Nothing was restored; choose another place."
            ).format(needed=-(-backup.size // 1_000_000))
        )
    progress(0, 3, _("Copying"))
    copy_synced(data, part / data.name)
    checkpoint("restore: data copied")
    keys = backup.keys
    write_synced(part / KEY_FILE, keys.file.encode(keys.vault.data_key))
    sync_folder(part)
    progress(1, 3, _("Comparing"))


def _finish(backup: Examined, part: Path, progress: Progress, finish: Finish, clock: Clock) -> None:
    """Compare the copy with what was examined, and write into it that it was restored."""
    keys = backup.keys
    path = opening.data_file(part, keys.file.generation)
    forget_cached(path)
    with closing(looking.open_checked(part, keys, steps())) as copy:
        if content_of(copy) != backup.content:
            raise StorageFull(
                _("The disk gave back other bytes than were written. Nothing was restored.")
            )
    progress(2, 3, _("Finishing"))
    with (
        closing(connect(path, keys.vault.data_key, keys.vault.database_salt)) as data,
        database_errors_in_words(),
    ):
        data.execute("PRAGMA synchronous = FULL")
        data.execute("BEGIN IMMEDIATE")
        finish(data)
        counted = count(data)
        if counted is not None:  # else from before there was an anchor: it begins when opened
            count_up(data)
        data.execute("COMMIT")
        data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if counted is not None:
        opening.renew_anchor(part, keys, clock)
    progress(3, 3, _("Finishing"))
