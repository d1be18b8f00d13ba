"""Adding the scan of a signed paper to the file of a person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.attachments.service import Attachment
from intake_app.i18n import _
from intake_app.session import Session
from ui.attachments.adding import Adding, Refusal
from ui.attachments.sources import FILES, Source, of_path
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class PaperScans(QWidget):
    """Shows the progress of a scan that is being added, else nothing. Its class says of what.

    Signals: ``changed`` a scan was added or refused; read again.
    """

    changed = Signal()

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._messages, self._bar = session, messages, bar
        self.adding = Adding(session, tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.adding.panel)
        self.adding.finished.connect(self._was_added)

    def added_words(self) -> str:
        """What is said when the scan is there."""
        raise NotImplementedError

    def choose(self, title: str) -> list[Source]:
        """Ask for the files; none if the user gave up."""
        paths = self._messages.choose_files(title, [(_("Photographs and scans"), FILES)])
        return [of_path(path) for path in paths]

    def _was_added(
        self, added: Sequence[Attachment], refused: Sequence[Refusal], _left: int
    ) -> None:  # fmt: skip
        if refused:
            self._bar.error(refused[0][1])
        elif added:
            self._bar.success(self.added_words())
        self.changed.emit()
