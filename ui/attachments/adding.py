"""Adding files one after the other: read beside the work, kept on the vault's thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from intake_app.attachments.model import AttachmentKind, Readable
from intake_app.attachments.service import Attachment, add
from intake_app.errors import IntakeError
from intake_app.i18n import ngettext
from intake_app.session import Session
from ui.attachments.sources import Source
from ui.fields.message_bar import ProgressPanel
from ui.tasks import Tasks

Refusal = tuple[str, str]
"""The name of a file, and the sentence that says why it was not taken."""


class Adding(QObject):
    """A file that cannot be taken stops nothing; Cancel stops before the next file.

    Signals: ``finished`` the files that were added, the refusals, and how many Cancel left out.
    """

    finished = Signal(object, object, int)

    def __init__(self, session: Session, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self.panel = ProgressPanel()
        self._left: deque[Source] = deque()
        self._total = 0
        self._work: Callable[[Readable], Attachment] | None = None
        self._added: list[Attachment] = []
        self._refused: list[Refusal] = []
        self.panel.cancelled.connect(self.cancel)
        self._cancelled = False

    @property
    def is_running(self) -> bool:
        """True until ``finished``."""
        return self._work is not None

    def start(
        self,
        person_id: str,
        case_id: str | None,
        kind: AttachmentKind,
        sources: Sequence[Source],
        about: tuple[str, ...] = (),
    ) -> None:
        """Add these files about a person; ``about`` are the consents that they prove."""
        session = self._session
        self.start_with(sources, lambda file: add(session, person_id, case_id, kind, file, about))

    def start_with(self, sources: Sequence[Source], keep: Callable[[Readable], Attachment]) -> None:
        """Add these files by a service of another notion; ``keep`` works on the vault's thread."""
        self._work = keep
        self._left, self._total = deque(sources), len(sources)
        self._added, self._refused, self._cancelled = [], [], False
        words = ngettext("Adding {count} file", "Adding {count} files", self._total)
        self.panel.start(words.format(count=self._total))
        self._next()

    def cancel(self) -> None:
        """Stop before the next file; what was added stays."""
        self._cancelled = True

    def _next(self) -> None:
        if self._cancelled or not self._left:
            self._finish()
            return
        source = self._left.popleft()
        self.panel.step(self._total - len(self._left) - 1, self._total, source.name)

        def failed(error: Exception) -> bool:
            if not isinstance(error, IntakeError):
                self._finish()
                return False
            self._refused.append((source.name, error.sentence))
            self._next()
            return True

        def keep(file: Readable) -> None:
            work = self._work
            assert work is not None
            self._tasks.change(self, lambda: work(file), self._keep_on, failed)

        self._tasks.beside(self, source.read, keep, failed)

    def _keep_on(self, added: Attachment) -> None:
        self._added.append(added)
        self._next()

    def _finish(self) -> None:
        left = len(self._left)
        self._left.clear()
        self._work = None
        self.panel.finish()
        self.finished.emit(self._added, self._refused, left)
