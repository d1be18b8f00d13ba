"""The photographs and scans about a person who may have no case yet, as a page of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.people.service import person
from intake_app.session import Session
from ui.attachments.attachments_tab import AttachmentsTab
from ui.buttons import Button, Kind
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M


class AttachmentsScreen(Screen):
    """Esc goes back to the profile. Signals: those of a screen."""

    help_page = "attachments"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, person_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._person_id = session, tasks, person_id
        self._name = ""
        self.title = TitleLine()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc", hint_only=True)
        self.title.add(self.back)
        self.files = AttachmentsTab(session, tasks, messages, "", person_id=person_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.files, 1)
        self.setFocusProxy(self.files)
        self.back.clicked.connect(self._leave)
        self.files.status_changed.connect(self.status_changed)
        self.retranslate()

    def reload(self) -> None:
        """Whose files they are, and the files."""
        session, person_id = self._session, self._person_id
        self._tasks.read(self, lambda: person(session, person_id), self._show)
        self.files.reload()

    def _show(self, found: Person) -> None:
        self._name = found.display_name
        self.retranslate()

    def retranslate(self) -> None:
        """The title; the files follow by themselves."""
        self.title.set_title(_("Attachments"), self._name)
        self.back.set_text(_("Back"))

    def panes(self) -> Sequence[QWidget]:
        """The parts of the files."""
        return self.files.panes()

    def _leave(self) -> None:
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
