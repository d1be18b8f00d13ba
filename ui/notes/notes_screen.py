"""The sealed notes of a person who may have no case yet, as a page of their own."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.session import Session
from ui.messages import Messages
from ui.notes.notes_tab import NotesTab
from ui.people.person_page import PersonPage
from ui.tasks import Tasks


class NotesScreen(PersonPage):
    """Signals: those of a screen."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, person_id: str) -> None:
        notes = NotesTab(session, tasks, messages, "", person_id=person_id)
        super().__init__(session, tasks, person_id, notes, lambda: _("Sealed notes"))
        self.notes = notes
        notes.writing.connect(self.back.setHidden)  # that page has its own
