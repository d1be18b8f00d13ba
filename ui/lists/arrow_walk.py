"""Down and Up from a line of text through a short list below it, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class ArrowWalk(QObject):
    """``entries`` are what can be gone to at the moment; each has to be watched, too."""

    def __init__(self, parent: QObject, entries: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__(parent)
        self._entries = entries

    def watch(self, widget: QWidget) -> None:
        """Down goes from here to the first entry, or from one to the next."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Other keys, and Down where nothing is below, stay with the widget."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        entries = self._entries()
        here = next((place for place, one in enumerate(entries) if one is watched), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not 0 <= here + step < len(entries):
            return False
        entries[here + step].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
