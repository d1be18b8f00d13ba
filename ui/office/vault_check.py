"""The full check of the vault, beside the work: once a day by itself, or when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from intake_app.integrity import service as integrity
from intake_app.integrity.model import Report
from intake_app.session import Session
from ui.tasks import Progress, Tasks


class VaultCheck(QObject):
    """Runs one check at a time, and keeps its result in the vault.

    Signals: ``stepped`` how much is done, of how much, and what; ``ended`` the Report, or the
    exception that ended it.
    """

    stepped = Signal(int, int, str)
    ended = Signal(object)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._progress: Progress | None = None

    def run(self) -> None:
        """Begin, unless one is running."""
        if self._progress is None:
            self._progress = Progress()
            self._tasks.read(
                self, lambda: integrity.prepare(self._session), lambda _nothing: self._look(),
                self._failed,
            )  # fmt: skip

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._progress is not None:
            self._progress.cancel()

    def _look(self) -> None:
        progress = self._progress
        assert progress is not None
        progress.stepped.connect(self.stepped)
        self._tasks.beside(
            self,
            lambda: integrity.check(self._session, progress.step, progress.is_cancelled),
            self._keep,
            self._failed,
        )

    def _keep(self, report: Report) -> None:
        self._tasks.change(
            self,
            lambda: integrity.keep(self._session, report),
            lambda _nothing: self._end(report),
            self._failed,
        )

    def _failed(self, error: Exception) -> bool:
        self._end(error)
        return True

    def _end(self, outcome: object) -> None:
        self._progress = None
        self.ended.emit(outcome)
