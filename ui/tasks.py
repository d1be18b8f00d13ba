"""Work on the vault thread, answers on the screen's thread: the only thread code of the program.

A SQLCipher connection belongs to the thread that opened it, so there is exactly one such thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from intake_app.errors import VaultClosed
from ui.garbage import GarbageOnScreenThread

LATER_MS = 100
"""Until what can wait is asked: by then the page is painted."""

T = TypeVar("T")
Work = Callable[[], T]
Done = Callable[[T], object]
Failed = Callable[[Exception], bool]


def nobody(_error: Exception) -> bool:
    """The screen does not handle the error; the program shows it."""
    return False


class Cancelled(Exception):  # noqa: N818 - not an error: the clerk asked for it
    """Raised inside long work at its next step after Cancel was pressed."""


class Progress(QObject):
    """The way between long work and the pane that shows it.

    Signals: ``stepped`` how much is done, of how much, and what is happening.
    """

    stepped = Signal(int, int, str)
    _said = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = Event()
        self._said.connect(self._hear)  # crosses from the vault thread to this object's thread

    def _hear(self, done: int, total: int, words: str) -> None:
        self.stepped.emit(done, total, words)

    def step(self, done: int, total: int, words: str = "") -> None:
        """Called by the work: say how far it is. Raises Cancelled if it shall stop."""
        if self._cancelled.is_set():
            raise Cancelled
        self._said.emit(done, total, words)

    def cancel(self) -> None:
        """Called by the pane: the work stops at its next step."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Asked by work that takes long between two steps."""
        return self._cancelled.is_set()


class Tasks(QObject):
    """Runs work one after the other on the vault thread.

    Signals: ``changed`` something was saved, visible screens read again; ``busy`` work is waiting
    or running (True), or nothing is (False).
    """

    changed = Signal()
    busy = Signal(bool)
    _answered = Signal(object)
    _answered_beside = Signal(object)

    def __init__(self, show_error: Callable[[Exception], object]) -> None:
        super().__init__()
        self._show_error = show_error
        self._running = 0
        self._closed = False
        self._long: set[Progress] = set()
        self.garbage = GarbageOnScreenThread(self)
        self._vault_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._answered_beside.connect(_run, Qt.ConnectionType.QueuedConnection)
        self._second_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        self._answered.connect(self._run_answer, Qt.ConnectionType.QueuedConnection)

    def read(self, screen: QObject, work: Work[T], done: Done[T], failed: Failed = nobody) -> None:
        """Run ``work`` on the vault thread, then ``done(result)`` here if ``screen`` still exists.

        ``failed(error)`` returns True if it showed the error itself; otherwise, and if the screen
        is gone, the program shows it.
        """
        self._submit(work, lambda future: self._deliver(screen, future, done, failed))

    def later(self, screen: QObject, work: Work[T], done: Done[T], failed: Failed = nobody) -> None:
        """Like ``read`` for what nobody waits for: it is asked once the page is painted, so that
        the page need not be arranged twice before anybody sees it."""
        QTimer.singleShot(LATER_MS, screen, lambda: self.read(screen, work, done, failed))

    def change(
        self, screen: QObject, work: Work[T], done: Done[T], failed: Failed = nobody
    ) -> None:
        """Like ``read`` for work that saves: emits ``changed`` after the answer."""

        def deliver(future: Future[T]) -> None:
            try:
                self._deliver(screen, future, done, failed)
            finally:
                if future.exception() is None:
                    self.changed.emit()

        self._submit(work, deliver)

    def long(
        self,
        screen: QObject,
        work: Callable[[Progress], T],
        step: Callable[[int, int, str], object],
        done: Done[T],
        failed: Failed = nobody,
    ) -> Progress:
        """Like ``change`` for work of many steps; ``step`` hears of each while it runs.

        Cancelled work ends with ``failed(Cancelled())``, and is nobody's error if unhandled.
        """
        progress = Progress()

        def heard(count: int, total: int, words: str) -> None:
            if shiboken6.isValid(screen):
                step(count, total, words)

        def quiet_failed(error: Exception) -> bool:
            return failed(error) or isinstance(error, Cancelled)

        def whole() -> T:
            try:
                return work(progress)
            finally:
                self._long.discard(progress)

        progress.stepped.connect(heard)
        self._long.add(progress)
        self.change(screen, whole, done, quiet_failed)
        return progress

    def cancel(self) -> None:
        """Stop all long work at its next step, as its Cancel would; what is saved stays saved."""
        for progress in tuple(self._long):
            progress.cancel()

    def beside(
        self, screen: QObject, work: Work[T], done: Done[T], failed: Failed = nobody
    ) -> None:
        """Like ``read`` for long work that opens its own connections to the vault: it runs on a
        second thread, and nobody waits for it. Closing the vault stops it."""
        self._submit_beside(work, lambda future: self._deliver(screen, future, done, failed))

    @property
    def idle(self) -> bool:
        """True if no work waits or runs on the vault thread."""
        return self._running == 0

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Finish what is waiting, run ``last`` on the vault thread, and end the thread.

        The vault is closed this way, in the thread that opened it. Raises what ``last`` raises.
        """
        self._closed = True  # answers that are on their way may still ask for more
        future = self._vault_thread.submit(last) if last else None
        self._vault_thread.shutdown(wait=True)
        self._second_thread.shutdown(wait=True)
        self.garbage.stop()
        if future:
            future.result()

    def _submit(self, work: Work[T], deliver: Callable[[Future[T]], None]) -> None:
        if self._closed:
            return
        self._running += 1
        if self._running == 1:
            self.busy.emit(True)
        future = self._vault_thread.submit(work)
        future.add_done_callback(lambda done: self._answered.emit(lambda: deliver(done)))

    def _submit_beside(self, work: Work[T], deliver: Callable[[Future[T]], None]) -> None:
        if self._closed:
            return
        future = self._second_thread.submit(work)
        future.add_done_callback(lambda done: self._answered_beside.emit(lambda: deliver(done)))

    def _run_answer(self, answer: Callable[[], None]) -> None:
        self._running -= 1
        try:
            answer()
        finally:
            if self._running == 0:
                self.busy.emit(False)

    def _deliver(
        self, screen: QObject, future: Future[Any], done: Done[Any], failed: Failed
    ) -> None:
        alive = shiboken6.isValid(screen)  # the clerk may have closed it meanwhile
        error = future.exception()
        if isinstance(error, Exception):
            # Pages of somebody who has just signed out may still ask; nobody waits for the answer.
            quiet = isinstance(error, Cancelled | VaultClosed)
            if not (alive and failed(error)) and not quiet:
                self._show_error(error)
        elif alive:
            done(future.result())


def _run(answer: Callable[[], None]) -> None:
    answer()
