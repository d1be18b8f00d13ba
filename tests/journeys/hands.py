"""A clerk at the keyboard of the real window: every letter and every other key is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.packs.model import Pack
from intake_app.session import Session
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text
from ui.frame import Frame
from ui.language import Language
from ui.main_window import MainWindow
from ui.screen import Screen


class Hands:
    """Keys go where the keyboard is, as from a real one; the mouse is not touched.

    ``keys`` counts everything that is no letter of an answer, by its name.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.keys: Counter[str] = Counter()
        self.letters = 0

    def focus(self) -> QWidget:
        """Who has the keyboard; a list that is open comes first, as on a real screen."""
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def type(self, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            type_text(self.focus(), letter)
        self.letters += len(text)
        settle()

    def press(self, keys: str, times: int = 1) -> None:
        """A key or a combination, written as in a menu."""
        for _time in range(times):
            press(self.focus(), keys)
            settle()
        self.keys[keys] += times

    def answer(self, *texts: str) -> None:
        """Type one answer after the other, each followed by Enter."""
        for text in texts:
            self.type(text)
            self.press("Return")

    def pressed(self) -> int:
        """How many keys beyond the letters, since the last time it was asked."""
        count, self.keys = self.keys.total(), Counter()
        return count

    @property
    def frame(self) -> Frame:
        """The desk of whoever is signed in."""
        assert self.window.frame is not None
        return self.window.frame

    @property
    def page(self) -> Screen:
        """The page in sight."""
        page = self.frame.current()
        assert page is not None
        return page


def settle() -> None:
    """Let everything that waits for its turn happen, without letting time pass."""
    for _round in range(2):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def at_the_window(
    qtbot: QtBot,
    session: Session,
    tasks: DirectTasks,
    messages: ScriptedMessages,
    packs: Mapping[str, Pack],
) -> Iterator[Hands]:
    """The real window with the desk of ``session``; closed afterwards."""
    language = Language(QApplication.instance())  # type: ignore[arg-type]
    window = MainWindow(tasks, messages, language, packs, session.vault.folder)
    window.resize(1366, 768)
    with qtbot.waitActive(window):  # keys reach the active window only
        window.show()
        window.activateWindow()
    window.open_desk(session)
    settle()
    try:
        yield Hands(window)
    finally:
        window.lock()
        window.close()
        window.deleteLater()
        language.switch("en")
        settle()
