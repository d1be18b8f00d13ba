"""Coming near a vault before its keys are there: the lock, and what can be read without a key.

Deriving a key takes longer than reading the MACs of all pages, so the two go on at once, in one
process or in two.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.values import Clock
from intake_app.vault import keyfile, opening
from intake_app.vault.anchor import page_macs
from intake_app.vault.lock import VaultLock

MOST_COMPARED = 512 * 1024 * 1024
"""Bytes; whether a larger data file is the one that was closed is not compared at its opening:
reading it would take longer than deriving the key."""


class Approach:
    """The held lock of a vault folder, and its pages being read.

    Whoever opens the vault takes the lock over; anybody else calls ``give_up``. Any thread may.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Take the lock and begin to read. Raises VaultInUse, naming the holder."""
        self.folder = folder
        self.lock = VaultLock(folder, clock)
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="pages")
        self._macs = self._beside.submit(_macs_of, folder)
        self._beside.shutdown(wait=False)

    def macs(self) -> bytes | None:
        """``anchor.page_macs``, as soon as they are read. None if they cannot be: what is wrong
        with the file is said at its opening."""
        return self._macs.result()

    def give_up(self) -> None:
        """Let go of the folder. May be called twice."""
        self.lock.release()


def _macs_of(folder: Path) -> bytes | None:
    with suppress(OSError, ValueError, IntakeError):
        generation = keyfile.read_either(folder).alleged.generation
        path = opening.data_file(folder, generation)
        return page_macs(path) if path.stat().st_size <= MOST_COMPARED else None
    return None
