"""Tasks without a thread: the answer is there when the call returns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from ui.tasks import Done, Failed, Tasks, Work, nobody

T = TypeVar("T")


class DirectTasks(Tasks):
    """Runs work at once. What the program would have shown as an error is in ``errors``."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        super().__init__(self.errors.append)
        self.garbage.stop()  # there is no second thread

    def later(self, screen: QObject, work: Work[T], done: Done[T], failed: Failed = nobody) -> None:
        """Nobody waits for a painted page here."""
        self.read(screen, work, done, failed)

    def _submit(self, work: Callable[[], Any], deliver: Callable[[Future[Any]], None]) -> None:
        future: Future[Any] = Future()
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)
        deliver(future)

    def _submit_beside(
        self, work: Callable[[], Any], deliver: Callable[[Future[Any]], None]
    ) -> None:
        self._submit(work, deliver)
