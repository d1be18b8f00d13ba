"""The paper of the answers: the form to print and sign, and its scan in the file of the person."""

from __future__ import annotations

from intake_app.attachments.model import AttachmentKind
from intake_app.documents import service as documents
from intake_app.i18n import LANGUAGES, _, language, ngettext
from intake_app.people.model import Person
from intake_app.session import Session
from ui.attachments.paper_scans import PaperScans
from ui.cases.answers import Answer, Consents
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class ConsentPapers(PaperScans):
    """Signals: those of scans of a paper."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar
    ) -> None:  # fmt: skip
        super().__init__(session, tasks, messages, bar)
        self.paper = LoosePaper(tasks, bar)
        self.paper.setParent(self)

    def added_words(self) -> str:
        """What is said when the scan is there."""
        return _("The signed paper is in the file.")

    def print_form(self, person: Person) -> None:
        """The form to read out, tick and sign, with what was answered until now; in the person's
        language, whatever the screen shows."""
        session = self._session
        tongue = person.language if person.language in LANGUAGES else language()
        self.paper.open(
            lambda: _("Consent form"),
            lambda: documents.consent_form_to_sign(session, person.id, tongue),
            lambda: documents.note_consent_form_printed(session, person.id),
        )

    def why_not_scan(self, answer: Answer | None) -> str:
        """Why no scan can be added to this answer now; empty if it can."""
        if answer is None:
            return _("Choose a consent first.")
        return _("A file is being added.") if self.adding.is_running else ""

    def scan(self, answer: Answer, around: Consents) -> None:
        """Add the scan of the signed form to this answer, and to others of the sheet."""
        sources = self.choose(_("Choose the scan of the signed paper"))
        if not sources:
            return
        others = around.same_paper(answer)
        if others and not self._on_one_sheet(len(others)):
            others = []
        about = (answer.id, *(one.id for one in others))
        self.adding.start(around.person.id, None, AttachmentKind.CONSENT, sources, about)

    def _on_one_sheet(self, others: int) -> bool:
        words = ngettext(
            "{count} other answer of that day has no signed paper yet.",
            "{count} other answers of that day have no signed paper yet.",
            others,
        )
        return self._messages.ask(
            _("Is this the paper of the other answers, too?"),
            words.format(count=others),
            _("Of all of them"),
            _("Of this one only"),
        )
