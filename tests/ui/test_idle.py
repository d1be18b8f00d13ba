"""The desk locks when nobody is there, also when the computer slept meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.idle import IdleLock, boottime


class Clock:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lock(qapp: object, clock: Clock) -> Iterator[IdleLock]:
    watching = IdleLock(300, clock)
    yield watching
    watching.stop()


def shown(qtbot: QtBot, widget: QWidget) -> QWindow:
    """The window where the keys of a person come in."""
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    window = widget.windowHandle()
    assert window is not None
    return window


def test_it_locks_after_so_long_and_only_once(qtbot: QtBot, lock: IdleLock, clock: Clock) -> None:
    clock.now += 299
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()
    clock.now += 1
    with qtbot.waitSignal(lock.idle):
        lock.check()
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()


def test_a_key_anywhere_begins_anew(qtbot: QtBot, lock: IdleLock, clock: Clock) -> None:
    widget = QWidget()
    window = shown(qtbot, widget)
    clock.now += 200
    QTest.keyClick(window, Qt.Key.Key_A)
    clock.now += 200
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()


def test_after_sleep_the_first_move_locks_and_does_not_wake(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    widget = QWidget()
    window = shown(qtbot, widget)
    clock.now += 8 * 3600
    with qtbot.waitSignal(lock.idle):
        QTest.keyClick(window, Qt.Key.Key_A)


def test_the_last_half_minute_is_told_and_taken_back(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    clock.now += 280
    with qtbot.waitSignal(lock.closing_in) as told:
        lock.check()
    assert told.args == [20]
    with qtbot.waitSignal(lock.closing_in) as told:
        lock.touch()
    assert told.args == [0]


def test_after_twelve_hours_the_busiest_hand_signs_in_again(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    for _minute in range(12 * 60 - 1):
        clock.now += 60
        lock.touch()
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()
    clock.now += 60
    with qtbot.waitSignal(lock.idle):
        lock.touch()


def test_it_looks_at_the_clock_by_itself_within_a_second(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    clock.now += 300
    with qtbot.waitSignal(lock.idle, timeout=1000):
        pass


def test_nothing_happens_after_it_is_stopped(qtbot: QtBot, lock: IdleLock, clock: Clock) -> None:
    lock.stop()
    clock.now += 1000
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()


@pytest.mark.parametrize("year", [1970, 2038])
def test_who_sets_the_calendar_does_not_move_the_lock(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    """The lock asks only the clock that counts from the start of the computer, sleep included."""
    before = boottime()
    for name in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, name, lambda: (year - 1970) * 31_556_952.0)
    assert 0 <= boottime() - before < 60
    watching = IdleLock(300)
    with qtbot.assertNotEmitted(watching.idle):
        watching.check()
    watching.stop()


def test_a_key_that_works_everywhere_is_taken_and_counts_as_life(
    qtbot: QtBot, clock: Clock
) -> None:
    pressed: list[int] = []
    watching = IdleLock(300, clock, keys={Qt.Key.Key_F12: lambda: pressed.append(1)})
    widget = QLineEdit()
    window = shown(qtbot, widget)
    clock.now += 200
    QTest.keyClick(window, Qt.Key.Key_F12)
    clock.now += 200
    with qtbot.assertNotEmitted(watching.idle):
        watching.check()
    watching.stop()
    QTest.keyClick(window, Qt.Key.Key_F12)
    assert pressed == [1]


def test_windows_that_open_later_and_shortcuts_count_too(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    first = QWidget()
    shown(qtbot, first)
    dialog = QWidget()
    done: list[int] = []
    action = QAction("Save", dialog)
    action.setShortcut("Ctrl+S")
    action.triggered.connect(lambda: done.append(1))
    dialog.addAction(action)
    later = shown(qtbot, dialog)
    clock.now += 200
    QTest.keyClick(later, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert done == [1]
    clock.now += 200
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()
    popup = QMenu(dialog)  # takes no focus
    popup.addAction("One")
    popup.popup(QPoint(5, 5))
    lock.check()
    handle = popup.windowHandle()
    assert handle is not None
    clock.now += 99
    QTest.mouseMove(handle, QPoint(3, 3))
    QTest.mouseMove(handle, QPoint(6, 6))
    clock.now += 250
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()
    popup.close()


def test_what_happens_inside_a_window_is_no_sign_of_life(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    widget = QLineEdit()
    shown(qtbot, widget)
    clock.now += 200
    widget.setText("by the program")
    QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    clock.now += 101
    with qtbot.waitSignal(lock.idle):
        lock.check()


def test_the_clock_goes_on() -> None:
    assert boottime() > 0
    assert boottime() <= boottime()
