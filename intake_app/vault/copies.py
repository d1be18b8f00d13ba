"""The copies of the vault that lie in its own folder: before a migration, before a rotation."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from intake_app.vault.files import disk_errors_in_words, sync_folder
from intake_app.vault.opening import BACKUPS


@dataclass(frozen=True)
class LocalCopy:
    """A file or folder in ``backups``. ``size`` in bytes; ``made_on`` as the disk says."""

    name: str
    made_on: date
    size: int


def local_copies(folder: Path) -> list[LocalCopy]:
    """What lies in ``backups``, the newest first. StorageFull if it cannot be read."""
    with disk_errors_in_words():
        found = list((folder / BACKUPS).iterdir()) if (folder / BACKUPS).is_dir() else []
        made = [_copy(path) for path in found]
    return sorted(made, key=lambda copy: (copy.made_on, copy.name), reverse=True)


def _copy(path: Path) -> LocalCopy:
    files = [file for file in (path, *path.rglob("*")) if file.is_file()]
    changed = max((file.stat().st_mtime for file in files), default=path.stat().st_mtime)
    day = datetime.fromtimestamp(changed, UTC).date()
    return LocalCopy(path.name, day, sum(file.stat().st_size for file in files))


def delete_copies(folder: Path, copies: Iterable[LocalCopy]) -> None:
    """Delete these for good. StorageFull if the disk refuses."""
    with disk_errors_in_words():
        for copy in copies:
            path = folder / BACKUPS / copy.name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        if (folder / BACKUPS).is_dir():
            sync_folder(folder / BACKUPS)
