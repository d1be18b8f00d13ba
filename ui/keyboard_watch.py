"""Knowing where the keyboard is, without ever touching a widget that is being destroyed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class KeyboardWatch(QObject):
    """As long as ``owner`` lives, ``moved`` says which widget of the program has the keyboard now
    (None if none has).

    Qt also says which one had it, and does so while it destroys that widget, or the page around it:
    so nothing is taken from Qt's signal, and nothing is said to an owner that is going.
    """

    moved = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._look)

    def _look(self) -> None:
        if isValid(self._owner):
            self.moved.emit(QApplication.focusWidget())
