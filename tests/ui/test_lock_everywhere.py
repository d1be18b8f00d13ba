"""K13 of the test plan: whatever is open, the desk locks in time and shows nothing after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.errors import VaultClosed
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.users import service as users
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES
from tests.factories import a_homecoming, a_person
from ui.cover import Cover
from ui.demo.hand import type_text
from ui.documents import printer
from ui.help.opener import open_help
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.sign_in.sign_in_screen import SignInScreen
from ui.tasks import Cancelled, Progress, Tasks

NAME = "ZQMARKER"


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def window(
    qtbot: QtBot,
    fresh_office: Path,
    packs: Mapping[str, Pack],
    screen_language: Language,
    errors: list[Exception],
) -> Iterator[MainWindow]:
    """A counsellor's desk on the real vault thread, with a person on it."""
    tasks, messages = Tasks(errors.append), Messages()
    opened = MainWindow(tasks, messages, screen_language, packs, fresh_office)
    messages.set_parent(opened)
    opened.show()
    login = next(each for each in users.logins_of(fresh_office) if each.role is Role.COUNSELLOR)

    def enter() -> Session:
        session = users.sign_in(
            fresh_office, login.id, PASSPHRASES[login.role], packs, bounds=CHEAP_BOUNDS
        )
        person = a_person(family_name=NAME)
        people.save_person(session, person, a_homecoming(person))
        return session

    tasks.read(opened, enter, opened.open_desk)
    qtbot.waitUntil(lambda: opened.desk is not None)
    opened.desk.frame.show_entry("cases")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: NAME in words_on_screen())
    yield opened
    opened.close()
    opened.deleteLater()


def words_on_screen() -> str:
    """Every text in every window that can be seen, titles included."""
    return " ".join(
        text
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        for widget in [window, *window.findChildren(QWidget)]
        if widget.isVisibleTo(window)
        for text in _texts(widget)
    )


def _texts(widget: QWidget) -> list[str]:
    found = [widget.windowTitle(), widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        found.append(widget.text())
    elif isinstance(widget, QPlainTextEdit):
        found.append(widget.toPlainText())
    elif isinstance(widget, QAbstractItemView) and (rows := widget.model()) is not None:
        found += [
            str(rows.index(row, column).data() or "")
            for row in range(min(rows.rowCount(QModelIndex()), 50))
            for column in (range(rows.columnCount()) if isinstance(widget, QTableView) else [0])
        ]
    return found


# ---------------------------------------------------------------------------- what may be open


def nothing(window: MainWindow) -> None:
    """The list."""


def form_half_typed(window: MainWindow) -> None:
    window.open_destination("new_person", "")
    _page(window).form["family_name"].set_value(NAME)


def search_list(window: MainWindow) -> None:
    assert window.frame is not None
    type_text(window.frame.top.search, "zq")


def help_open(window: MainWindow) -> None:
    open_help(window)


def question(window: MainWindow) -> None:
    window.messages.ask(NAME, NAME, NAME, NAME)


def question_with_text(window: MainWindow) -> None:
    window.messages.ask_text(NAME, NAME, NAME, NAME, NAME)


def error_message(window: MainWindow) -> None:
    window.messages.show_error(ValueError(NAME))


def file_dialog(window: MainWindow) -> None:
    window.messages.choose_folder(NAME)


def save_dialog(window: MainWindow) -> None:
    window.messages.save_file(NAME, f"{NAME}.pdf", [("PDF", "*.pdf")])


def print_dialog(window: MainWindow) -> None:
    assert printer.choose_printer(window, 2) is None


def menu(window: MainWindow) -> None:
    opened = QMenu(window)
    opened.addAction(NAME)
    opened.exec(window.mapToGlobal(QPoint(10, 10)))


def drop_down(window: MainWindow) -> None:
    box = QComboBox(_page(window))
    box.addItems([NAME, "another"])
    box.show()
    box.showPopup()


def dialog_over_dialog(window: MainWindow) -> None:
    outer = QDialog(window)
    outer.setWindowTitle(NAME)
    QTimer.singleShot(0, lambda: question(window))
    outer.exec()


STATES: list[Callable[[MainWindow], None]] = [
    nothing, form_half_typed, search_list, help_open, question, question_with_text, error_message,
    file_dialog, save_dialog, print_dialog, menu, drop_down, dialog_over_dialog,
]  # fmt: skip


def _page(window: MainWindow) -> Any:
    assert window.frame is not None
    return window.frame.current()


class Clock:
    """The clock of the idle lock, moved by hand."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = window.desk
        assert desk is not None
        self.now = 0.0
        self._idle = desk._idle
        real = self._idle._now
        monkeypatch.setattr(self._idle, "_now", lambda: real() + self.now)

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("how", ["idle", "suspend"])
def test_it_locks_whatever_is_open(
    qtbot: QtBot,
    window: MainWindow,
    errors: list[Exception],
    state: Callable[[MainWindow], None],
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = window.desk
    assert desk is not None
    clock = Clock(window, monkeypatch)
    began: list[float] = []

    def leave() -> None:
        before = words_on_screen()
        assert NAME in before  # the control: it could be read until now
        began.append(time.monotonic())
        if how == "idle":
            clock.pass_by(5 * 60)
        else:
            desk._system.sleeps(True)

    QTimer.singleShot(300, leave)
    state(window)  # some of them return only when they are closed
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen), timeout=10_000)
    if how == "idle":
        assert time.monotonic() - began[0] < 1 + 2  # the limit and a second; two for a busy machine
    assert NAME not in words_on_screen()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
    assert all(isinstance(error, VaultClosed) for error in errors)


def test_before_its_time_nothing_locks(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of all of these."""
    clock = Clock(window, monkeypatch)
    clock.pass_by(5 * 60 - 60)
    desk = window.desk
    assert desk is not None
    desk._idle.check()
    assert window.desk is desk
    assert NAME in words_on_screen()


def test_what_is_half_typed_is_there_again(
    qtbot: QtBot, window: MainWindow, fresh_office: Path
) -> None:
    window.open_destination("new_person", "")
    type_text(_page(window).form["family_name"], NAME)
    session = window.session
    assert session is not None
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen))
    packs = session.packs
    again = users.sign_in(
        fresh_office, session.user.id, PASSPHRASES[Role.COUNSELLOR], packs, bounds=CHEAP_BOUNDS
    )
    from intake_app.drafts import service as drafts

    found = drafts.found(again, "person", "new")
    again.vault.close()
    assert found is not None
    assert found["family_name"] == NAME


def test_long_work_stops_at_its_next_step_and_what_was_saved_stays(
    qtbot: QtBot, window: MainWindow
) -> None:
    steps: list[int] = []
    ends: list[Exception] = []

    def work(progress: Progress) -> None:
        for number in range(100_000):
            progress.step(number, 100_000)
            steps.append(number)
            time.monotonic()
            if number == 10:
                QTimer.singleShot(0, window, window.lock)

    window.tasks.long(window, work, lambda *_step: None, lambda _done: None, _collect(ends))
    qtbot.waitUntil(lambda: len(steps) > 20)
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen))
    assert len(steps) < 100_000
    assert [type(end) for end in ends] == [Cancelled]


def _collect(ends: list[Exception]) -> Callable[[Exception], bool]:
    def failed(error: Exception) -> bool:
        ends.append(error)
        return True

    return failed


def test_work_that_cannot_stop_is_finished_behind_the_cover(
    qtbot: QtBot, window: MainWindow
) -> None:
    from threading import Event

    goes_on, done = Event(), []
    window.tasks.change(window, lambda: goes_on.wait(20), done.append)
    window.lock()
    assert isinstance(window.centralWidget(), Cover)
    assert NAME not in words_on_screen()
    assert window.gate is None
    goes_on.set()
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen))
    assert done == [True]


def test_a_vault_that_cannot_be_closed_well_is_closed_all_the_same(
    qtbot: QtBot, window: MainWindow, errors: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    assert session is not None

    def fails(_session: Session) -> None:
        session.vault.close()
        raise OSError("disk")

    monkeypatch.setattr(users, "lock", fails)
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen))
    assert [type(error) for error in errors] == [OSError]


def test_another_user_comes_in_with_one_passphrase(
    qtbot: QtBot, window: MainWindow, fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    window.lock()
    qtbot.waitUntil(lambda: isinstance(window.gate, SignInScreen) and window.gate.names.count() > 0)
    gate = window.gate
    assert isinstance(gate, SignInScreen)
    gate._sign_in = partial(users.sign_in, bounds=CHEAP_BOUNDS)
    for row in range(gate.names.count()):
        gate.names.setCurrentRow(row)
        if gate.names.label() == "desk R":
            break
    gate.passphrase.set_value(PASSPHRASES[Role.RECEPTION])
    gate.submit()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.session is not None
    assert window.session.role is Role.RECEPTION
