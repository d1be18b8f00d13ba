"""Python's cyclic garbage is collected on the screen's thread only.

A collection runs on whichever thread happens to allocate; on the vault's thread it would destroy
widgets there, and Qt ends the program for that (found by the journey tests; Anki does the same).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1_000


class GarbageOnScreenThread(QObject):
    """While it lives, automatic collection is off and a timer of the screen's thread collects."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        """Collect each generation that is due by Python's own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collection back to Python: there is no second thread any more."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
