"""When a window was painted, as the person before it sees it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.benches.child import BEGAN, memory_mb


def since_start() -> float:
    """Milliseconds since the process was started, as its parent saw it."""
    return (time.monotonic() - float(os.environ[BEGAN])) * 1000


class FirstPaint(QObject):
    """Notes when the first paint was done, and the first at which ``complete()`` is true; then
    ends the program."""

    def __init__(self, complete: Callable[[], bool]) -> None:
        super().__init__()
        self._complete = complete
        self._noted: dict[str, Any] = {}
        self._waiting = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look again as soon as this paint is done."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and not self._waiting:
            self._waiting = True
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._waiting = False
        self._noted.setdefault("painted", since_start())
        if "complete" not in self._noted and self._complete():
            self._noted |= {"complete": since_start(), "rss": memory_mb()}
            QApplication.exit()

    def answer(self) -> dict[str, Any]:
        """What was noted."""
        return self._noted


def names_are_shown() -> bool:
    """True once the sign-in page lists the people who may sign in."""
    gates = (getattr(window, "gate", None) for window in QApplication.topLevelWidgets())
    lists = (getattr(gate, "names", None) for gate in gates if gate is not None)
    return any(names.count() > 0 for names in lists if names is not None)
