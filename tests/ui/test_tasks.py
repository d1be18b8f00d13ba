"""Work on the vault thread, with the real thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.errors import VaultClosed
from tests.ui.direct_tasks import DirectTasks
from ui.tasks import Cancelled, Progress, Tasks


@pytest.fixture
def shown() -> list[Exception]:
    """The errors that the program showed."""
    return []


@pytest.fixture
def real(qapp: object, shown: list[Exception]) -> Iterator[Tasks]:
    """Tasks with their thread."""
    running = Tasks(shown.append)
    yield running
    running.close()


def test_work_runs_on_the_vault_thread_and_the_answer_here(qtbot: QtBot, real: Tasks) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    answers: list[tuple[str, str]] = []
    real.read(
        screen,
        lambda: threading.current_thread().name,
        lambda name: answers.append((name, threading.current_thread().name)),
    )
    qtbot.waitUntil(lambda: len(answers) == 1)
    name, here = answers[0]
    assert name.startswith("vault")
    assert here == threading.main_thread().name


def test_a_closed_screen_gets_no_answer_but_the_program_hears_of_the_change(
    qtbot: QtBot, real: Tasks, shown: list[Exception]
) -> None:
    screen = QWidget()
    gate = threading.Event()
    answers: list[bool] = []
    with qtbot.waitSignal(real.changed):
        real.change(screen, gate.wait, answers.append)
        shiboken6.delete(screen)
        gate.set()
    assert answers == []
    assert shown == []


def test_an_error_is_shown_even_if_its_screen_is_gone(
    qtbot: QtBot, real: Tasks, shown: list[Exception]
) -> None:
    screen = QWidget()
    gate = threading.Event()

    def fail() -> None:
        gate.wait()
        raise OSError

    asked: list[Exception] = []

    def failed(error: Exception) -> bool:
        asked.append(error)
        return True

    real.change(screen, fail, lambda _nothing: None, failed)
    shiboken6.delete(screen)
    with qtbot.assertNotEmitted(real.changed):
        gate.set()
        qtbot.waitUntil(lambda: len(shown) == 1)
    assert isinstance(shown[0], OSError)
    assert asked == []


def test_a_screen_may_handle_its_own_error(
    qtbot: QtBot, real: Tasks, shown: list[Exception]
) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    handled: list[Exception] = []

    def fail() -> None:
        raise OSError

    def failed(error: Exception) -> bool:
        handled.append(error)
        return True

    with qtbot.waitSignals([real.busy, real.busy]):
        real.read(screen, fail, lambda _nothing: None, failed)
    assert len(handled) == 1
    assert shown == []


def test_works_run_one_after_the_other_in_their_order(qtbot: QtBot, real: Tasks) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    order: list[int] = []
    for number in range(20):
        real.read(screen, partial(int, number), order.append)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_long_work_tells_its_steps_and_stops_when_cancelled(
    qtbot: QtBot, real: Tasks, shown: list[Exception]
) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    steps: list[tuple[int, int, str]] = []
    ends: list[object] = []
    go_on = threading.Event()

    def work(progress: Progress) -> str:
        progress.step(1, 3, "one")
        go_on.wait()
        progress.step(2, 3, "two")
        return "done"

    def step(done: int, total: int, words: str) -> None:
        steps.append((done, total, words))

    def failed(error: Exception) -> bool:
        ends.append(error)
        return False  # told, but whoever cancels need not be told that it is cancelled

    progress = real.long(screen, work, step, ends.append, failed)
    qtbot.waitUntil(lambda: bool(steps))
    progress.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ends))
    assert steps == [(1, 3, "one")]
    assert isinstance(ends[0], Cancelled)
    assert shown == []


def test_the_last_work_runs_on_the_vault_thread_before_it_ends(qapp: object) -> None:
    names: list[str] = []
    closing = Tasks(lambda _error: None)
    closing.close(lambda: names.append(threading.current_thread().name))
    assert names[0].startswith("vault")


def test_direct_tasks_answer_at_once_and_keep_unexpected_errors(qtbot: QtBot) -> None:
    direct = DirectTasks()
    screen = QWidget()
    qtbot.addWidget(screen)
    answers: list[int] = []
    with qtbot.waitSignal(direct.changed):
        direct.change(screen, lambda: 7, answers.append)

    def fail() -> None:
        raise OSError

    direct.read(screen, fail, lambda _nothing: None)
    assert answers == [7]
    assert [type(error) for error in direct.errors] == [OSError]


def test_pages_of_somebody_who_has_signed_out_may_ask_in_vain(
    qtbot: QtBot, real: Tasks, shown: list[Exception]
) -> None:
    def closed() -> str:
        raise VaultClosed

    def broken() -> str:
        raise ZeroDivisionError

    screen = QWidget()
    qtbot.addWidget(screen)
    answers: list[str] = []
    real.read(screen, closed, answers.append)
    real.read(screen, broken, answers.append)
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert isinstance(shown[0], ZeroDivisionError)
    assert answers == []


def test_garbage_is_never_collected_on_the_vault_thread(qtbot: QtBot, real: Tasks) -> None:
    threads: list[str] = []

    def heard(phase: str, _facts: dict[str, int]) -> None:
        threads.append(threading.current_thread().name)

    def wasteful() -> int:
        for _turn in range(3_000):
            circle: list[object] = []
            circle.append(circle)
        return len(threads)

    screen = QWidget()
    qtbot.addWidget(screen)
    answers: list[int] = []
    gc.callbacks.append(heard)
    try:
        real.read(screen, wasteful, answers.append)
        qtbot.waitUntil(lambda: len(answers) == 1)
        real.garbage.look()
    finally:
        gc.callbacks.remove(heard)
    assert set(threads) == {threading.main_thread().name}


def test_what_can_wait_is_asked_after_what_is_wanted_now(qtbot: QtBot, real: Tasks) -> None:
    screen, gone = QWidget(), QWidget()
    qtbot.addWidget(screen)
    answers: list[str] = []
    real.later(gone, lambda: "of a page that went", answers.append)
    real.later(screen, lambda: "later", answers.append)
    real.read(screen, lambda: "now", answers.append)
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == ["now", "later"]
