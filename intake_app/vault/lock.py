"""One program at a time: a lock that the system gives back even if the program is killed."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from intake_app.errors import VaultInUse
from intake_app.i18n import _
from intake_app.values import Clock
from intake_app.vault.files import disk_errors_in_words

LOCK_NAME = "vault.lock"
_MOST_READ = 4096


class VaultLock:
    """The held lock of a vault folder. The file says which login holds it, and since when."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Take the lock. Raises VaultInUse, naming the holder, if another program has it."""
        self._clock = clock
        with disk_errors_in_words():
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(folder / LOCK_NAME, flags, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            holder = _holder(self._descriptor)
            os.close(self._descriptor)
            raise VaultInUse(_in_use(holder)) from error
        self.note("")

    def note(self, label: str) -> None:
        """Write into the lock file who holds it; ``label`` is the login's public label.

        A full disk is no reason not to open: then the file says nothing, and the lock still holds.
        """
        holder = {"label": label, "pid": os.getpid(), "since": self._clock().isoformat()}
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, json.dumps(holder, sort_keys=True).encode("utf-8"))

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two programs lock two files."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _holder(descriptor: int) -> dict[str, str]:
    """What the lock file says, or nothing if it is being written or was damaged."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = json.loads(os.read(descriptor, _MOST_READ).decode("utf-8"))
        since = datetime.fromisoformat(holder["since"]).astimezone()
        label = "".join(c for c in str(holder["label"])[:40] if c.isprintable())
        return {"label": label, "since": f"{since:%d/%m/%Y %H:%M}"}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _in_use(holder: dict[str, str]) -> str:
    if holder.get("label"):
        return _(
            "The vault is already open on this computer: {label}, since {since}. "
            "Close it there first."
        ).format(**holder)
    return _("The vault is already open on this computer. Close it there first.")


if sys.platform == "win32":
    import msvcrt

    _BEYOND_THE_TEXT = 1 << 30  # Windows forbids others to read a locked part of a file

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND_THE_TEXT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
