"""Noticing that nobody is at the desk, also when the computer slept meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,  # a shortcut keeps its press to itself
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}
_MOVES = {QEvent.Type.MouseMove, QEvent.Type.Wheel}
_LOOK_EVERY_MS = 500
"""The clock is asked so often, since timers stand still while the computer sleeps: the desk is
locked within a second of its time, and of waking up."""

LONGEST = 12 * 3600.0
"""Nobody stays signed in for longer, however busy they are: whoever types may be somebody else."""

WARN_BEFORE = 30
"""Seconds before the end in which ``closing_in`` is emitted."""


def boottime() -> float:
    """Seconds since the computer started, sleep included where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleLock(QObject):
    """Watches for signs of life. ``seconds`` without one, or ``longest`` in all, are enough.

    Signals: ``idle`` the time is over, once; ``closing_in`` the seconds left,
    during the last half minute, and 0 when somebody came back in time.
    """

    idle = Signal()
    closing_in = Signal(int)

    def __init__(
        self,
        seconds: float,
        now: Callable[[], float] = boottime,
        longest: float = LONGEST,
        keys: Mapping[int, Callable[[], object]] | None = None,
    ) -> None:
        """``keys`` work in every window, also while a question or a menu is open: what to do for
        each ``Qt.Key``. They are here because each watch over the windows costs time."""
        super().__init__()
        self._keys = keys or {}
        self._seconds, self._now = seconds, now
        self._last = now()
        self._end = self._last + longest
        self._warned = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(_LOOK_EVERY_MS)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._watch)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        self._watch()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)

    def _watch(self, _window: object = None) -> None:
        """Every window of the program, where keys and mouse come in before any widget hears of
        them. To look at all events of all widgets took a fifth of the time that a form needs."""
        if self._timer.isActive():
            for window in QGuiApplication.allWindows():
                window.installEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        if self._left() <= 0:
            self.check()  # woken from sleep: the time is over, whoever moved the mouse
            return
        self._last = self._now()
        if self._warned and self._left() > WARN_BEFORE:
            self._warned = False
            self.closing_in.emit(0)

    def _left(self) -> float:
        return min(self._last + self._seconds, self._end) - self._now()

    def check(self) -> None:
        """Look at the clock; called by a timer."""
        if not self._timer.isActive():
            return
        self._watch()
        left = self._left()
        if left <= 0:
            self.stop()
            self.idle.emit()
        elif left <= WARN_BEFORE:
            self._warned = True
            self.closing_in.emit(int(left) or 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Every key and every move of the mouse counts."""
        kind = event.type()
        if kind in _SIGNS_OF_LIFE:
            self.touch()
            if kind not in _MOVES:
                self._soon.start()  # a list that it opens takes the keys, but no focus
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                do = self._keys.get(event.key())
                if do is not None and not event.isAutoRepeat():
                    do()
                    return True
        return False
