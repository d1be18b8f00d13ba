"""Saying yes, returning, rejecting, and reading the paper: what an approver does to one request."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.documents import service as documents
from intake_app.errors import IntakeError
from intake_app.grants import service as grants
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.approvals.reading_dialog import ReadingDialog
from ui.approvals.waiting import Waiting
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class Deciding(QWidget):
    """Asks, decides and says what happened in ``bar``. Invisible; lives with its screen.

    Signals: ``refused`` the service did not take the decision: read the queue again.
    """

    refused = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._messages, self._bar = session, tasks, messages, bar
        self.paper: ReadingDialog | None = None
        self.hide()

    def approve(self, row: Waiting) -> None:
        """Say yes, after saying to whom and to how much. It carries a signature."""
        if row.is_closing:
            self._close(row)
            return
        said = _(
            "{what} for {person}, case {case}, {amount}. Your signature goes with it, and it"
            " cannot be taken back."
        )
        if row.kind == "closure":
            said = _(
                "The case {case} of {person} is closed, and nothing can be written in it any more."
                " Your signature goes with it."
            )
        said = said.format(
            what=row.what(),
            person=row.view.person.display_name,
            case=row.view.case.number,
            amount=row.total() or _("without money"),
        )
        verb, not_yet = _("Approve"), _("Do not decide yet")
        if self._messages.ask(_("Approve this?"), said, verb, not_yet):
            done = _("Approved: {case}.").format(case=row.view.case.number)
            self._decide(lambda: row.approve(self._session), done)

    def _close(self, row: Waiting) -> None:
        said = _(
            "{person}, case {case}: {amount} were spent. Your signature goes with the whole"
            " account, and it cannot be taken back."
        ).format(person=row.view.person.display_name, case=row.view.case.number, amount=row.total())
        verb, not_yet = _("Close the grant"), _("Do not decide yet")
        if self._messages.ask(_("Close the grant?"), said, verb, not_yet):
            done = _("The grant is closed: {case}.").format(case=row.view.case.number)
            self._decide(lambda: row.approve(self._session), done)

    def send_back(self, row: Waiting) -> None:
        """Return it to its author with a reason."""
        reason = self._messages.ask_text(
            _("Return to the author"),
            _("{author} reads your reason, changes the text and sends it again.").format(
                author=row.author_name
            ),
            _("What has to change"),
            _("Send back"),
            _("Do not decide yet"),
        )
        if reason is not None:
            done = _("Returned with your reason: {case}.").format(case=row.view.case.number)
            self._decide(lambda: row.send_back(self._session, reason), done)

    def reject(self, row: Waiting) -> None:
        """Say no to a grant for good, with a reason."""
        reason = self._messages.ask_text(
            _("Reject the grant request"),
            _("This request ends here. {author} reads your reason.").format(author=row.author_name),
            _("Why not"),
            _("Reject"),
            _("Do not decide yet"),
            danger=True,
        )
        if reason is not None:
            done = _("Rejected: {case}.").format(case=row.view.case.number)
            self._decide(lambda: grants.reject_grant(self._session, row.record.id, reason), done)

    def show_paper(self, row: Waiting) -> None:
        """Show the paper in the language that the office prints in; nothing is kept."""
        session, record, kind = self._session, row.record, row.paper
        words = session.office.document_language
        self._tasks.read(
            self,
            lambda: documents.preview(session, record.case_id, kind, record.id, words),
            lambda pdf: self._open(kind, pdf),
            self._failed,
        )

    def _decide(self, decision: Callable[[], object], done: str) -> None:
        self._tasks.change(
            self, decision, lambda _decided: self._bar.success(done), self._not_decided
        )

    def _not_decided(self, error: Exception) -> bool:
        self.refused.emit()  # somebody may have decided meanwhile
        return self._failed(error)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
            return True
        return False

    def _open(self, kind: str, pdf: bytes) -> None:
        dialog = ReadingDialog(self._bar.window(), lambda: word("paper", kind), str)
        dialog.show_preview(pdf)
        self.paper = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self.paper = None
