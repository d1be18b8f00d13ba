"""Who follows the keyboard never touches a page that Qt is destroying at that moment."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.keyboard_watch import KeyboardWatch


class _Page(QWidget):
    """Two fields, and what was heard of the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[QWidget | None] = []
        self.fields = (QLineEdit(), QLineEdit())
        column = QVBoxLayout(self)
        for field in self.fields:
            column.addWidget(field)

    def hear(self, now: QWidget | None) -> None:
        """What ``KeyboardWatch`` says."""
        self.heard.append(now)


def _shown(qtbot: QtBot) -> _Page:
    page = _Page()
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.fields[0].setFocus()
    return page


def test_the_keyboard_is_told_of_while_the_page_lives_and_not_while_it_goes(qtbot: QtBot) -> None:
    page = _shown(qtbot)
    heard = page.heard
    KeyboardWatch(page).moved.connect(page.hear)
    page.fields[1].setFocus()
    assert heard == [page.fields[1]]
    with qtbot.captureExceptions() as errors:
        shiboken6.delete(page)
    assert errors == []
    assert len(heard) == 1


def test_control_who_listens_to_qt_itself_meets_a_page_that_is_gone(
    qtbot: QtBot, qapp: QApplication
) -> None:
    page = _shown(qtbot)

    def follow(_before: QWidget | None, _now: QWidget | None) -> None:
        page.isVisible()

    qapp.focusChanged.connect(follow)
    with qtbot.captureExceptions() as errors:
        shiboken6.delete(page)
    qapp.focusChanged.disconnect(follow)
    assert [kind for kind, _error, _trace in errors] == [RuntimeError]
