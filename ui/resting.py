"""Giving back memory while nobody does anything: pages of the vault that were read for a list."""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QObject, QTimer

from intake_app.session import Session
from ui.tasks import Tasks

REST_AFTER_MS = 3_000
"""Longer than between two words of a name. What is asked next is read anew in some milliseconds."""


class Resting(QObject):
    """Lets the vault rest once after each time of work."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._resting = False
        self._timer = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._timer.timeout.connect(self._rest)
        tasks.busy.connect(self._note)

    def stop(self) -> None:
        """The vault is about to be closed."""
        self._timer.stop()
        self._tasks.busy.disconnect(self._note)

    def _note(self, busy: bool) -> None:
        if busy:
            self._timer.stop()
        elif not self._resting:  # its own work is no work to rest from
            self._timer.start()
        self._resting = self._resting and busy

    def _rest(self) -> None:
        self._resting = True
        self._tasks.read(self, self._session.rest, lambda _nothing: _to_the_system())


def _to_the_system() -> None:
    """The C library keeps what was freed; where it is GNU's it can be asked for it."""
    if not sys.platform.startswith("linux"):
        return  # Windows has no library without a name to ask
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
