"""Tasks that wait until the test lets them run: what a person can do meanwhile is testable."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from tests.ui.direct_tasks import DirectTasks


class LateTasks(DirectTasks):
    """Collects work; ``run_next`` does the first, ``run_all`` all of it.

    ``errors`` as in ``DirectTasks``.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], Any], Callable[[Future[Any]], None]]] = []
        super().__init__()

    def _submit(self, work: Callable[[], Any], deliver: Callable[[Future[Any]], None]) -> None:
        self._waiting.append((work, deliver))

    def run_next(self) -> None:
        """Do what has waited longest."""
        super()._submit(*self._waiting.pop(0))

    def run_all(self) -> None:
        """Do everything that waits, and what that asks for."""
        while self._waiting:
            self.run_next()
