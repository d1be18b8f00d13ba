"""The desk locks when nobody is there, also when the computer slept meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.typing import press
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
    qtbot.addWidget(widget)
    clock.now += 200
    press(widget, "A")
    clock.now += 200
    with qtbot.assertNotEmitted(lock.idle):
        lock.check()


def test_after_sleep_the_first_move_locks_and_does_not_wake(
    qtbot: QtBot, lock: IdleLock, clock: Clock
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    clock.now += 8 * 3600
    with qtbot.waitSignal(lock.idle):
        press(widget, "A")


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


def test_the_clock_goes_on() -> None:
    assert boottime() > 0
    assert boottime() <= boottime()
