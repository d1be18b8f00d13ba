"""A hand scanner that types like a keyboard: its burst of a machine-readable zone is told apart."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from intake_app.people import mrz

GAP_MS = 50
"""Between two keys of a scanner; people are slower."""
REST_MS = 150
"""After the last key, in which a further line may come."""
SHORTEST = 28
"""Characters before Enter that no name typed in a burst has."""

_ENDS = ("\r", "\n")


class Scanner(QObject):
    """Watches the keys that go to a form. A zone that is scanned while another field has the
    keyboard goes to the zone's field, and the other field is as it was.

    Signals: ``scanned`` the text of the zone, line by line.
    """

    scanned = Signal(str)

    def __init__(self, form: QWidget, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(form)
        self._form, self._clock = form, clock
        self._text, self._last = "", 0.0
        self._line: tuple[QLineEdit, str] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._finish)
        self._watched: QLineEdit | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._watch)

    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Only the line that has the keyboard is watched, not every event of the program."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        here = isinstance(now, QLineEdit) and self._form.isAncestorOf(now)
        self._watched = now if here and isinstance(now, QLineEdit) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Every key goes its way, but for the Enter at the end of a scanned line."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QLineEdit):
            return False
        now = self._clock()
        if (now - self._last) * 1000 > GAP_MS:
            self._begin(watched)
        self._last = now
        if event.text() in _ENDS and len(self._text.split("\n")[-1]) >= SHORTEST:
            self._text += "\n"
            self._rest.start()
            return True
        self._text += event.text() if event.text().isprintable() else ""
        return False

    def _begin(self, line: QLineEdit) -> None:
        self._rest.stop()
        self._text, self._line = "", (line, line.text())

    def _finish(self) -> None:
        text, line = self._text, self._line
        self._text, self._line = "", None
        if not mrz.is_complete(text) or line is None or not isValid(line[0]):
            return
        line[0].setText(line[1])
        line[0].textEdited.emit(line[1])
        self.scanned.emit(text.strip())
