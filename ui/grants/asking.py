"""What needs one sentence: taking back, cancelling and closing a grant."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from intake_app.errors import IntakeError
from intake_app.formats import format_money
from intake_app.grants import service as grants
from intake_app.grants.instalments import next_part
from intake_app.grants.model import GrantRequest
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.buttons import Kind
from ui.fields.message_bar import MessageBar
from ui.grants.grant_details import CANCEL, CLOSE, TAKE_BACK
from ui.grants.grant_words import entry_words
from ui.messages import Answer, Messages
from ui.plain import shortened
from ui.tasks import Tasks


class Asking(QWidget):
    """Asks, does it, and says in ``bar`` what happened. Invisible; lives with its tab."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, bar: MessageBar) -> None:
        super().__init__()
        self._session, self._tasks, self._messages, self._bar = session, tasks, messages, bar
        self._staff: Mapping[str, str] = {}
        self.hide()

    def ask(self, key: str, grant: GrantRequest, staff: Mapping[str, str]) -> None:
        """Ask what the button needs to know, and do it. ``staff`` are names by login."""
        self._staff = staff
        ways: dict[str, Callable[[GrantRequest], None]] = {
            TAKE_BACK: self._take_back,
            CANCEL: self._cancel,
            CLOSE: self._close,
        }
        ways[key](grant)

    def _take_back(self, grant: GrantRequest) -> None:
        staff = self._staff
        standing = [entry for entry in grant.entries() if entry.stands]
        entry_id = standing[0].id if len(standing) == 1 else None
        if entry_id is None:
            answers = [Answer("", _("Leave it"))]
            answers += [
                Answer(entry.id, shortened(entry_words(grant, entry, staff), 60), Kind.PLAIN)
                for entry in standing
            ]
            entry_id = self._messages.ask_which(
                _("What is taken back?"),
                _("It stays in the list with your reason and counts no more."),
                answers,
            )
        entry = next((one for one in standing if one.id == entry_id), None)
        if entry is None:
            return
        reason = self._messages.ask_text(
            _("Take this back?"),
            entry_words(grant, entry, staff),
            _("Reason"),
            _("Take this back"),
            _("Leave it"),
            danger=True,
        )
        if reason is not None:
            self._do(
                lambda: grants.take_back_entry(self._session, grant.id, entry.id, reason),
                _("It is taken back."),
            )

    def _cancel(self, grant: GrantRequest) -> None:
        reason = self._messages.ask_text(
            _("Cancel the request?"),
            _("It ends here, and its money is free again on the plan line."),
            _("Reason"),
            _("Cancel the request"),
            _("Leave it"),
            danger=True,
        )
        if reason is not None:
            self._do(
                lambda: grants.cancel_grant(self._session, grant.id, reason),
                _("The request is cancelled."),
            )

    def _close(self, grant: GrantRequest) -> None:
        reason: str | None = ""
        spent = format_money(grant.paid() - grant.refunded(), language())
        said = _("{amount} were spent. Your signature goes with the whole account.").format(
            amount=spent
        )
        if next_part(grant) is not None:
            reason = self._messages.ask_text(
                _("Close the grant?"),
                said,
                _("Why the rest is not paid out"),
                _("Close the grant"),
                _("Not yet"),
            )
        elif not self._messages.ask(
            _("Close the grant?"), said, _("Close the grant"), _("Not yet")
        ):
            reason = None
        if reason is not None:
            words = reason
            self._do(
                lambda: grants.close_grant(self._session, grant.id, words),
                _("The grant is closed."),
            )

    def _do(self, work: Callable[[], object], done: str) -> None:
        self._tasks.change(self, work, lambda _kept: self._bar.success(done), self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
        return isinstance(error, IntakeError)
