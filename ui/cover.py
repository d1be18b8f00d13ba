"""A page with nothing on it, and taking everything else off the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.plain import PlainLabel
from ui.tokens import Text


class Cover(QWidget):
    """Hides what is under it. ``words`` say how to go on, nothing more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.words = PlainLabel(Text.SECONDARY, wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self.words)


def hide_all_but(window: QWidget) -> None:
    """Take every other window of the program off the screen: dialogs, menus, the help.

    A dialog that is hidden ends as if Esc had been pressed.
    """
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.hide()
