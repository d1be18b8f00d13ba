"""Writing a file to a stick so that "it is safe to remove" can be believed."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from intake_app.errors import StorageFull
from intake_app.i18n import _

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_BLOCK = 1 << 20


def write_verified(folder: Path, name: str, content: bytes | BinaryIO) -> Path:
    """Write, flush to the medium, give it its name, read it back and compare.

    The file appears under ``name`` only when it is whole (before, it is ``name.part``). A file
    object is read from its start. Raises StorageFull when the medium is full, gone, write-protected
    or gives back other bytes; then no part is left behind, where the medium still allows it.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("not a plain file name")
    source = BytesIO(content) if isinstance(content, bytes) else content
    part, target = folder / f"{name}.part", folder / name
    try:
        expected = _write(part, source)
        os.replace(part, target)
        _sync_folder(folder)
        if _read_back(target) != expected:
            _remove(target)
            raise StorageFull(
                _("The stick gave back other bytes than were written. Use another stick.")
            )
    except OSError as error:
        _remove(part)
        raise StorageFull(_sentence(error)) from error
    return target


def _write(part: Path, source: BinaryIO) -> bytes:
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0)
    source.seek(0)
    with os.fdopen(os.open(part, flags, 0o600), "wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.digest()


def _read_back(target: Path) -> bytes:
    """The hash of what the medium holds; the system's own copy is dropped first where it can be."""
    with target.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").digest()


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut. Windows and some sticks cannot, and need not."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):  # the stick may be gone: then there is nothing to remove
        path.unlink()


def _sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("There is not enough room there. Nothing was written; choose another place.")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return _("This place is write-protected. Nothing was written; choose another place.")
    return _("The folder or stick cannot be written (any more). Put it back in, then try again.")
