"""When what is typed shall be kept: as soon as the hands rest, and never much later than typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

LATEST_MS = 4_000
"""Whoever types without a rest loses at most this much and the time of one write: less than five
seconds, whatever happens to the computer."""


class TypingRest(QObject):
    """Signals: ``due`` keep it now."""

    due = Signal()

    def __init__(self, parent: QObject, pause_ms: int) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(self._ring)

    def touch(self) -> None:
        """A key was pressed."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def stop(self) -> None:
        """It was kept, or there is nothing to keep."""
        self._pause.stop()
        self._latest.stop()

    def _ring(self) -> None:
        self.stop()
        self.due.emit()
