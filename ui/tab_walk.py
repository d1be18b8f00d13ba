"""Tab goes to everything that can be used, in the order of the page.

Qt lets Tab jump from a page straight to the widget that the page gives its keyboard to (its focus
proxy). On a list that is the table, so neither the search nor the buttons above it were ever
reached. Here a page is no stop at all; the widgets in it are.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_MOST = 10_000
"""Widgets of one window; ends a walk that does not come round."""


def is_stop(widget: QWidget) -> bool:
    """True if Tab can come to rest on this widget."""
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.isVisible() and widget.isEnabled() and not widget.focusProxy()


def following(window: QWidget, *, onward: bool) -> QWidget | None:
    """The next stop of the window after the one with the keyboard, or the one before.

    The last stop is followed by the first; None if there is no other.
    """
    start = window.focusWidget() or window
    here = start
    for _step in range(_MOST):
        beside = here.nextInFocusChain() if onward else here.previousInFocusChain()
        if beside is None or beside is start:
            return None
        here = beside
        if is_stop(here):
            return here
    return None


def go_on(window: QWidget, *, onward: bool) -> bool:
    """Put the keyboard on the stop that follows; False if there is none."""
    stop = following(window, onward=onward)
    if stop is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason
    stop.setFocus(reason)
    return True
