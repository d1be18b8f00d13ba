"""Lets Enter press the button that has the keyboard, as Space does on every system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def press_with_enter(*buttons: QAbstractButton) -> None:
    """Qt leaves Enter on a button to the theme of the system; here it always presses."""
    for button in buttons:
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), button)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
