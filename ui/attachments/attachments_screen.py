"""The photographs and scans about a person who may have no case yet, as a page of their own."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.session import Session
from ui.attachments.attachments_tab import AttachmentsTab
from ui.messages import Messages
from ui.people.person_page import PersonPage
from ui.tasks import Tasks


class AttachmentsScreen(PersonPage):
    """Signals: those of a screen."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, person_id: str) -> None:
        files = AttachmentsTab(session, tasks, messages, "", person_id=person_id)
        super().__init__(session, tasks, person_id, files, lambda: _("Attachments"))
        self.files = files
