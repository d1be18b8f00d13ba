"""The real window at work, offscreen: it types like a clerk and notes when the screen has followed.

Runs in a process of its own (``child.py``), so that its memory is the program's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.packs.loader import load_packs, packs_folder
from intake_app.session import Session
from intake_app.settings import DeviceSettings
from tests.benches.child import memory_mb
from tests.benches.ground import office_at
from ui.app import application
from ui.cases.case_screen import CaseScreen
from ui.cases.find_screen import CasesScreen
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.people.person_form import PersonForm
from ui.resting import REST_AFTER_MS
from ui.tasks import LATER_MS, Tasks
from ui.today.today_screen import TodayScreen

PATIENCE = 20.0
WORK_BETWEEN_EVENTS = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Desk:
    """The window with a signed-in counsellor."""

    def __init__(self, folder: Path, messages: Messages | None = None) -> None:
        self.app = application(DeviceSettings())
        self.problems: list[Exception] = []
        self.tasks = Tasks(self.problems.append)
        self._busy = False
        self.tasks.busy.connect(self._note_busy)
        self._pulse = QTimer(interval=50)  # so that waiting for events always ends
        self._pulse.start()
        messages = messages or Messages(None)
        packs = load_packs(packs_folder())
        self.window = MainWindow(self.tasks, messages, Language(self.app), packs, folder)
        messages.set_parent(self.window)
        self.window.show()
        self.settle()

    def _note_busy(self, busy: bool) -> None:
        self._busy = busy

    def until(self, ready: Callable[[], object]) -> None:
        """Let the program work until something is so."""
        end = time.monotonic() + PATIENCE
        while not ready():
            self.app.processEvents(WORK_BETWEEN_EVENTS)
            if self.problems:
                raise self.problems[0]
            if time.monotonic() > end:
                raise TimeoutError("the screen did not follow")

    def settle(self) -> None:
        """Until all has been read and painted."""
        self.app.processEvents()
        while self._busy:
            self.until(lambda: not self._busy)
            self.app.processEvents()

    def settle_later(self) -> float:
        """Until what was asked once the page is painted stands on it; milliseconds of work."""
        end, busy = time.monotonic() + LATER_MS / 1000 + 0.05, time.process_time()
        self.until(lambda: time.monotonic() > end)
        self.settle()
        return (time.process_time() - busy) * 1000

    def rest(self) -> None:
        """Do nothing for so long that the vault rests."""
        end = time.monotonic() + REST_AFTER_MS / 1000 + 1
        self.until(lambda: time.monotonic() > end)

    def open(self, folder: Path) -> float:
        """Sign in with the quick key derivation; milliseconds from the session to the desk."""
        office = office_at(folder)
        came: list[Session] = []
        self.tasks.read(self.window, office.session, came.append)
        self.until(lambda: came)
        came[0].vault.check_is_due = False  # rows that came in bulk stand in no audit log
        began = time.perf_counter()
        self.window.open_desk(came[0])
        assert self.window.desk is not None
        # Invented rows are not bound in the audit log: the check would ask what to do about them.
        self.window.desk._check_soon.stop()
        self.settle()
        return (time.perf_counter() - began) * 1000

    def cases(self) -> CasesScreen:
        """The list of the cases, shown now if it was not."""
        frame = self.window.frame
        assert frame is not None
        if not isinstance(frame.current(), CasesScreen):
            frame.show_entry("cases")
            self.settle()
        screen = self.window.findChild(CasesScreen)
        assert isinstance(screen, CasesScreen)
        return screen


def today_at_work(folder: Path, rounds: int) -> dict[str, Any]:
    """Open the desk, and go to Today from another page: until its rows are painted, and until all
    is counted; milliseconds of each."""
    desk = Desk(folder)
    first = desk.open(folder)
    frame = desk.window.frame
    assert frame is not None
    page = frame.current()
    assert isinstance(page, TodayScreen)
    watch = ListWatch(page)
    opened: list[float] = []
    busy: list[float] = []
    counted: list[float] = []
    for _round in range(rounds):
        frame.show_entry("directory")
        desk.settle()
        watch.start()
        began, working = time.perf_counter(), time.process_time()
        frame.show_entry("today")
        desk.until(watch.painted)
        opened.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - working) * 1000)
        desk.settle()
        counted.append((time.perf_counter() - began) * 1000)
    return {"first": first, "opened": opened, "busy": busy, "counted": counted}


class ListWatch(QObject):
    """Whether the list has been read again and painted since ``start``."""

    def __init__(self, screen: CasesScreen | TodayScreen) -> None:
        super().__init__()
        self._step = 0
        self._model, self._view = screen.list.model, screen.list.table.viewport()
        self._view.installEventFilter(self)
        screen.list.model.modelReset.connect(lambda: self._go_on(0, 1))
        screen.list.model.loaded.connect(lambda: self._go_on(1, 2))

    def start(self) -> None:
        """Begin to watch."""
        self._step = 0

    def painted(self) -> bool:
        """True when the rows that were read last are on the screen, or there are none."""
        return self._step == 3 or (self._step == 1 and not self._model.rowCount())

    def _go_on(self, after: int, to: int) -> None:
        if self._step == after:
            self._step = to

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the paint after the rows have come."""
        if watched is self._view and event.type() == QEvent.Type.Paint:
            self._go_on(2, 3)
        return False


def at_work(folder: Path, words: Sequence[str], case_ids: Sequence[str]) -> dict[str, Any]:
    """Type the words, open the cases; milliseconds each, and MB at the end."""
    desk = Desk(folder)
    opened = desk.open(folder)
    keystrokes = _type(desk, words)
    with_list = memory_mb()
    at_rest = _rested(desk)
    frames = [_repainted(desk.cases().list.table.viewport()) for _time in range(20)]
    forms = [_open_form(desk) for _case in range(2 * len(case_ids) + 1)][1:]
    cases = [_open_case(desk, case_id) for case_id in case_ids]
    return {
        "forms": [waited for waited, _busy in forms],
        "forms_busy": [busy for _waited, busy in forms],
        "opened": opened,
        "keystrokes": [waited for waited, _busy in keystrokes],
        "keystrokes_busy": [busy for _waited, busy in keystrokes],
        "frames": frames,
        "cases": cases,
        "rss": with_list,
        "rss_at_rest": at_rest,
        "rss_after_cases": _rested(desk),
    }


def _rested(desk: Desk) -> float:
    desk.rest()
    return memory_mb()


def _type(desk: Desk, words: Sequence[str]) -> list[tuple[float, float]]:
    """Milliseconds of each keystroke by the clock, and of work."""
    screen = desk.cases()
    watch = ListWatch(screen)
    taken: list[tuple[float, float]] = []
    box = screen.list.text
    box.setFocus()
    for word in words:
        for letter in word:
            watch.start()
            began, busy = time.perf_counter(), time.process_time()
            _press(box, letter)
            desk.until(watch.painted)
            busy = time.process_time() - busy
            taken.append(((time.perf_counter() - began) * 1000, busy * 1000))
            desk.settle()
        watch.start()
        QTest.keyClick(box, Qt.Key.Key_Escape)
        desk.until(watch.painted)
        desk.settle()
    # The program's own loop does this; processEvents alone does not.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return taken


def _press(box: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest stops at an é
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(box, event)


def _repainted(view: QWidget) -> float:
    began = time.perf_counter()
    view.repaint()
    return (time.perf_counter() - began) * 1000


def _open_form(desk: Desk) -> tuple[float, float]:
    """From the key to the painted form of a new person: milliseconds by the clock, and of work."""
    began, busy = time.perf_counter(), time.process_time()
    desk.window.open_destination("new_person", "")
    for _round in range(4):  # layout, then paint, and not the sections that are built afterwards
        QApplication.sendPostedEvents()
    taken = (time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000
    desk.settle()
    frame = desk.window.frame
    opened = frame.current() if frame else None
    assert frame is not None
    assert isinstance(opened, PersonForm)
    frame.close_screen(opened)
    desk.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return taken


def _open_case(desk: Desk, case_id: str) -> float:
    began = time.perf_counter()
    desk.window.open_destination("case", case_id)
    desk.settle()
    taken = (time.perf_counter() - began) * 1000
    desk.settle_later()
    frame = desk.window.frame
    opened = frame.current() if frame else None
    assert frame is not None
    assert isinstance(opened, CaseScreen)
    frame.close_screen(opened)  # else the next one would lie on top of it
    desk.settle()
    # The program's own loop does this; processEvents alone does not.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return taken
