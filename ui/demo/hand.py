"""A hand at the keyboard and the mouse: types, presses and waits like a person would."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.messages import Filters, Messages

PATIENCE = 60.0
"""Seconds; deriving a key on a slow machine takes two, everything else much less."""

Found = TypeVar("Found")


class StuckError(Exception):
    """What was waited for did not happen."""


def until(ready: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> Found:
    """Let the program work until ``ready()`` is true, and give what it gave."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        QApplication.processEvents()
        found = ready()
        if found:
            return found
        time.sleep(0.005)
    raise StuckError(f"waited in vain for {what}")


def settle(seconds: float = 0.15) -> None:
    """Let timers and repaints come to rest before a picture."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def type_text(widget: QWidget, text: str) -> None:
    """Type into a widget, letters of every script (QTest stops at an é)."""
    target = widget.focusProxy() or widget
    target.setFocus()
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(target, event)
    QApplication.processEvents()


def press(button: QAbstractButton) -> None:
    """Press a button that can be seen and works."""
    until(lambda: button.isVisible() and button.isEnabled(), f"button {button.text()!r}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def key(
    widget: QWidget,
    code: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press one key."""
    QTest.keyClick(widget, code, modifier)
    QApplication.processEvents()


class PreparedMessages(Messages):
    """Answers decisions with yes, and file dialogs with what was prepared in ``paths``."""

    def __init__(self) -> None:
        super().__init__(None)
        self.paths: list[Path] = []

    def ask(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        """Yes."""
        return True

    def choose_file(self, title: str, filters: Filters) -> Path | None:
        """The next prepared path."""
        return self.paths.pop(0)

    def choose_folder(self, title: str) -> Path | None:
        """The next prepared path."""
        return self.paths.pop(0)

    def show_error(self, error: Exception) -> None:
        """An error that no screen handled ends the demonstration."""
        raise error
