"""Files that are on the disk when we say so: whole, synced, or not changed at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from intake_app.errors import DiskFull, IntakeError, InvalidInput, ReadOnly, StorageFull
from intake_app.i18n import _

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_WRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_CHUNK = 1024 * 1024


def disk_full() -> DiskFull:
    """What to say, and how to go on, when there is no room."""
    return DiskFull(
        _(
            "The disk is full. Nothing was saved. Make room by deleting or moving other files, "
            "then do it again."
        )
    )


def vault_disk_full(folder: Path, freed: int) -> DiskFull:
    """The same for a save: how much is free, and whether ``freed`` bytes of reserve help."""
    free = "?"
    with suppress(OSError):
        free = f"{shutil.disk_usage(folder).free / 1_000_000:.1f}"
    if freed:
        words = _(
            "The disk is full. Nothing was saved. The reserve of the program was given up, so that "
            "{free} MB are free now: save once more. Make room by deleting or moving other files."
        )
    else:
        words = _(
            "The disk is full: {free} MB are free. Nothing was saved. Make room by deleting or "
            "moving other files, then do it again."
        )
    return DiskFull(words.format(free=free))


def disk_fails() -> StorageFull:
    """What to say when the disk answers with an error."""
    return StorageFull(
        _(
            "The disk could not be read or written. Nothing was saved. Check that it is connected "
            "and has free space, then do it again."
        )
    )


def not_writable() -> ReadOnly:
    """What to say when writing is forbidden."""
    return ReadOnly(
        _(
            "The folder of the vault may not be changed. Nothing was saved. "
            "Copy the folder to a disk that may be written."
        )
    )


def read_only_vault() -> ReadOnly:
    """What to say to whoever wants to save in a vault that was opened to read."""
    return ReadOnly(
        _(
            "This vault is open for reading only. Nothing was saved. To work with it, restore it, "
            "or copy it to a disk that may be written."
        )
    )


@contextmanager
def disk_errors_in_words() -> Iterator[None]:
    """Turn the system's disk errors into sentences, also that the folder is gone."""
    try:
        yield
    except OSError as error:
        raise _sentence_for(error) from error


def _sentence_for(error: OSError) -> IntakeError:
    if error.errno in _NO_ROOM:
        return disk_full()
    if error.errno in _NOT_WRITABLE:
        return not_writable()
    return disk_fails()


def make_empty_folder(folder: Path) -> bool:
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


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, so that after any crash the old or the new file is there whole.

    Written beside it, synced, renamed, folder synced, read back. StorageFull if the disk refuses.
    """
    beside = path.with_name(path.name + ".tmp")
    with disk_errors_in_words():
        try:
            write_synced(beside, content)
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)
        if path.read_bytes() != content:
            raise disk_fails()


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it. Readable by its owner only. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_synced(source: Path, target: Path) -> None:
    """Copy a file and wait until the disk has it. Raises OSError."""
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def forget_cached(path: Path) -> None:
    """Ask the system to drop its copy, so that the next reading is of the medium itself."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_through(path: Path) -> None:
    """Read a file to its end, to see whether the disk gives it at all. Raises OSError."""
    with path.open("rb") as file:
        while file.read(_CHUNK):
            pass


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder. Windows has no such call and no need."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_ballast(path: Path, size: int) -> None:
    """A file of ``size`` random bytes that can be deleted to get room on a full disk.

    Random, because a file system may store zeros, or anything that compresses, in no space.
    Raises OSError and leaves nothing behind if there is no room now.
    """
    try:
        with path.open("wb") as file:
            for start in range(0, size, _CHUNK):
                file.write(secrets.token_bytes(min(_CHUNK, size - start)))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


_BINARY = getattr(os, "O_BINARY", 0)  # exists on Windows only
