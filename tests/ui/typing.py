"""Typing and pressing keys as a person does, in every script.

``QTest.keyClicks`` aborts the whole process on ``é`` and ``œ``; these helpers do not.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type each character into the widget (or into the inner one that takes its keyboard)."""
    target = widget.focusProxy() or widget
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(target, event)


def press(widget: QWidget, keys: str) -> None:
    """Press a key or a combination, written as in a menu: ``Return``, ``Ctrl+K``, ``Tab``."""
    combination = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
