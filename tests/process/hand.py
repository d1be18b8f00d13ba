"""Inside the program: does what the test says through its socket, and tells what there is to see.

What it says: ``<role> <pid> <event> …``. Events: ``ready`` the names can be chosen, or the warm
desk listens; ``list`` the first list is on the screen; ``typed <letters> <seconds>``;
``saved <number>``; ``did``.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app.i18n import language
from intake_app.people.model import ReturnKind, Sex
from intake_app.values import PartialDate, system_clock
from tests.benches.painting import names_are_shown
from ui.arrivals.import_page import ImportPage
from ui.cases.case_screen import CaseScreen
from ui.cases.find_screen import CasesScreen
from ui.demo.hand import PreparedMessages, type_text, until
from ui.demo.tour import Reception
from ui.lists.row_table import RowTable
from ui.main_window import MainWindow
from ui.process.life import Life
from ui.today.today_screen import TodayScreen

LETTER_MS = 60


class Hand(QObject):
    """Types and presses in the window of this process."""

    _heard = Signal(str)

    def __init__(self, window: MainWindow, control: str, role: str) -> None:
        super().__init__(window)
        self._window, self._role = window, role
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(control)
        self._heard.connect(self._do)
        self._watch = QTimer(self, interval=5)
        self._watch.timeout.connect(self._look)
        self._seen: set[str] = set()
        self._typed = ""

    @classmethod
    def reach_for(cls, life: Life, control: str, role: str) -> None:
        """Get hold of the window as soon as there is one."""
        start = life.start

        def started(window: MainWindow) -> None:
            hand = cls(window, control, role)
            start(window)
            hand.begin()

        life.start = started  # type: ignore[method-assign]

    def begin(self) -> None:
        """Listen and look."""
        self._watch.start()
        self._watch_paints()
        Thread(target=self._listen, daemon=True).start()
        if self._role == "desk":
            self._once("ready")

    def _listen(self) -> None:
        for line in self._line.makefile("r", encoding="utf-8"):
            self._heard.emit(line.rstrip("\n"))

    def _say(self, *words: object) -> None:
        said = " ".join(map(str, (self._role, os.getpid(), *words)))
        self._line.sendall(f"{said}\n".encode())

    def _once(self, event: str) -> None:
        if event not in self._seen:
            self._seen.add(event)
            self._say(event, time.monotonic())

    def _look(self) -> None:
        if self._role == "gate" and names_are_shown():
            self._once("ready")
        screen = self._window.findChild(TodayScreen)
        if screen is not None and screen._counts is not None and not screen._counts.tallies:
            self._once("list")  # nothing is due yet, and the page says so

    def _watch_paints(self) -> None:
        """The list is there once it was painted with rows; a filter would come too late for it."""
        paint = RowTable.paintEvent

        def painted(table: RowTable, event: QPaintEvent) -> None:
            paint(table, event)
            if "list" not in self._seen and table.model().rowCount():
                QTimer.singleShot(0, self, lambda: self._once("list"))

        RowTable.paintEvent = painted  # type: ignore[method-assign]

    def _do(self, line: str) -> None:
        name, _space, rest = line.partition(" ")
        works: dict[str, Callable[[str], Any]] = {
            "enter": self._enter,
            "passphrase": lambda words: type_text(self._gate.passphrase, words),
            "name": self._choose,
            "press": self._press,
            "person": lambda _rest: self._window.open_destination("new_person", ""),
            "open": lambda words: self._window.open_destination(*words.split(" ", 1)),
            "list": self._open_list,
            "screen": lambda _rest: self._screen(),
            "type": self._type,
            "write": self._write,
            "register": lambda _rest: self._register(),
            "search": self._search,
            "lock": lambda _rest: self._window.lock(),
            "close": lambda _rest: self._window.close(),
            "french": lambda _rest: self._gate.language_switch.buttons["fr"].click(),
            "resize": lambda _rest: self._window.resize(*map(int, rest.split())),
            "fail": int,
            "hang": lambda _rest: self._window.tasks.read(self, Event().wait, lambda _done: None),
            "tell": lambda _rest: self._say("is", *self._state()),
        }
        works[name](rest)
        self._say("did", name)

    def _state(self) -> tuple[object, ...]:
        """Language, width, and whether the bar of the sign-in page says something."""
        bar = getattr(self._gate, "bar", None)
        return language(), self._window.width(), bool(bar and bar.text())

    @property
    def _gate(self) -> Any:
        return self._window.gate

    def _choose(self, label: str) -> None:
        names = self._gate.names
        for row in range(names.count()):
            if names.item(row).text() == label:
                names.setCurrentRow(row)

    def _enter(self, _rest: str) -> None:
        QTest.keyClick(self._gate.passphrase.line, Qt.Key.Key_Return)

    def _press(self, key: str) -> None:
        QTest.keySequence(QApplication.focusWidget() or self._window, key)

    def _search(self, words: str) -> None:
        self._window.open_destination("cases", "")
        screen = until(lambda: self._window.findChild(CasesScreen), "the list of the cases")
        screen.list.text.clear()
        type_text(screen.list.text, words)

    def _register(self) -> None:
        """One person after the other, pressed and typed; ``saved`` when the page says so."""
        clerk = Reception(self._window, lambda _words: None, PreparedMessages())
        for number in count():
            clerk.register(
                {
                    "family_name": "Diallo", "given_names": f"N{number}", "sex": Sex.FEMALE.value,
                    "birth": PartialDate.from_edtf("1994~"), "nationality": "GN", "language": "fr",
                    "from_country": "FR", "kind": ReturnKind.ASSISTED_VOLUNTARY.value,
                    "arrived_on": system_clock().date(),
                }
            )  # fmt: skip
            self._say("saved", number)

    def _type(self, words: str) -> None:
        """Once, into whatever has the keyboard."""
        field = QApplication.focusWidget()
        assert field is not None
        type_text(field, words)

    def _open_list(self, path: str) -> None:
        """Look at a list on the page that imports it."""
        page = until(lambda: self._window.findChild(ImportPage), "the page of the list")
        until(lambda: page._arrival, "the arrival")
        page.open_file(Path(path))
        until(lambda: page._seen, "what would become of the list")

    def _screen(self) -> None:
        """Begin the screening of the case in sight."""
        case = until(lambda: self._window.findChild(CaseScreen), "the case")
        until(lambda: case.facts, "the head of the case")
        case.show_tab("screening")
        until(lambda: case.tabs.screening._read, "the screening")
        case.tabs.screening.begin()

    def _write(self, words: str) -> None:
        """Letter by letter, without a rest, as a quick hand does."""
        field = QApplication.focusWidget()
        assert field is not None
        if not self._typed:
            self._typed = words
            self._letters = 0
        type_text(field, self._typed[self._letters % len(self._typed)])
        self._letters += 1
        self._say("typed", self._letters, time.monotonic())
        QTimer.singleShot(LETTER_MS, self, lambda: self._write(words))
