"""The ways to the help: F1 in every window, at the page that fits what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from ui.help.help_button import HELP_KEY
from ui.help.pages import FIRST
from ui.screen import Screen

if TYPE_CHECKING:
    from ui.help.help_window import HelpWindow


def help_on_f1(window: QWidget) -> None:
    """Let F1 in this window open the help."""
    QShortcut(QKeySequence(HELP_KEY), window).activated.connect(lambda: open_help(window))


def open_help(asking: QWidget) -> HelpWindow:
    """Open the help for what is in sight, or bring the open one to the front.

    It belongs to the window that asks: while a dialog is open, only its own windows can be used.
    """
    # The first window must not wait for the reader of a help that is seldom open.
    from ui.help.help_window import HelpWindow

    window = asking.window()
    known = [child for child in window.children() if isinstance(child, HelpWindow)]
    opened = known[0] if known else HelpWindow(window)
    opened.open_at(page_in_sight(window))
    opened.showNormal()
    opened.raise_()
    opened.activateWindow()
    return opened


def page_in_sight(asking: QWidget) -> str:
    """The help page of the screen in this window, or in the one behind this dialog."""
    window = asking.window()
    while not isinstance(window, QMainWindow):
        behind = window.parentWidget()
        if behind is None:
            return FIRST
        window = behind.window()
    shown = window.centralWidget()
    screen = getattr(shown, "current", lambda: shown)()  # the frame tells which page it shows
    return screen.help_page if isinstance(screen, Screen) else FIRST
