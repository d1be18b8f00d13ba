"""The slip that came back: scanned with a hand scanner, or its code read out on the telephone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Channel, ReferralLine, is_slip
from intake_app.session import Session
from ui.buttons import Button
from ui.fields.field import Field
from ui.fields.text_edit import TextLine
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import M


class SlipLine(QWidget):
    """A hand scanner types like a keyboard and ends with Enter, so one line serves both.

    Signals: ``found`` the referral (ReferralLine) and how the answer came; ``failed`` a sentence.
    """

    found = Signal(object, str)
    failed = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self.code = TextLine(60)
        self.field = Field(
            self.code,
            lambda: _("Slip or reply code"),
            helper=lambda: _("Scan the slip, or type what the service reads out."),
        )
        self.search = Button(icon="search")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self.field, 1)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.code)
        self.code.line.returnPressed.connect(self._look)
        self.search.clicked.connect(self._look)
        self.code.edited.connect(lambda: self.field.show_mistake(""))
        self.retranslate()

    def retranslate(self) -> None:
        """Buttons; the field follows by itself."""
        self.search.set_text(_("Find the referral"))
        may = self._session.may(Act.REFERRAL_ANSWERED)
        self.search.set_reason("" if may else _("Only a counsellor records answers."))

    def _look(self) -> None:
        typed = str(self.code.value())
        if typed and self.search.isEnabled():
            self.look_for(typed)

    def look_for(self, typed: str) -> None:
        """Find the referral of a code that was typed or scanned."""
        session = self._session
        channel = Channel.SLIP if is_slip(typed) else Channel.CODE

        def done(lines: list[ReferralLine]) -> None:
            if lines:
                self.code.set_value("")
                self.found.emit(lines[0], channel.value)
            else:
                self.field.show_mistake(_("No referral of this desk has this code."))

        def failed(error: Exception) -> bool:
            if isinstance(error, InvalidInput):
                self.field.show_mistake(next(iter(error.problems.values())))
            elif isinstance(error, IntakeError):
                self.failed.emit(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.read(self, lambda: referrals.find_code(session, typed), done, failed)
