"""Ctrl+Z in a plan: the last move or removal is taken back; what was typed since goes first."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.keyboard_watch import KeyboardWatch

MOST = 100
"""Steps that are remembered."""

UNDO = "Ctrl+Z"

WayBack = Callable[[], object]
"""Returns False if there was nothing to take back any more."""


class StepsBack(QObject):
    """Remembers how to take moves and removals in one page back.

    A field of text takes Ctrl+Z for itself, so the key is listened to in the field that has the
    keyboard: while nothing was typed since the last step, the step is meant.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._steps: list[WayBack] = []
        self._typed_since = False
        self._field: QWidget | None = None
        KeyboardWatch(page).moved.connect(self._follow)
        shortcut = QShortcut(QKeySequence(UNDO), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.go_back)  # where no field of text has the keyboard

    def remember(self, way_back: WayBack) -> None:
        """One more step that can be taken back."""
        self._steps = [*self._steps[1 - MOST :], way_back]
        self._typed_since = False

    def typed(self) -> None:
        """Something else was changed: in its field, Ctrl+Z means that first."""
        self._typed_since = True

    def go_back(self) -> bool:
        """Take the last step back that is still there. False if there is none."""
        while self._steps:
            done = self._steps.pop()()
            self._typed_since = False
            if done is not False:
                return True
        return False

    def _follow(self, now: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = now if now is not None and self._page.isAncestorOf(now) else None
        if self._field is not None:
            self._field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Ctrl+Z right after a step."""
        wanted = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in wanted or not isinstance(event, QKeyEvent):
            return False
        if self._typed_since or not self._steps:
            return False
        if QKeySequence(event.keyCombination()) != QKeySequence(UNDO):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the field shall not; the key itself comes next
        else:
            self.go_back()
        return True
