"""The slip that came back: scanned by hand, as a picture, or its code read out on the telephone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.attachments.service import bytes_of
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Channel, ReferralLine, is_slip
from intake_app.session import Session
from ui.attachments.sources import FILES, Content, contents_of, holds_files
from ui.buttons import Button
from ui.fields.field import Field
from ui.fields.message_bar import ProgressPanel
from ui.fields.text_edit import TextLine
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import M


class SlipLine(QWidget):
    """A hand scanner types like a keyboard and ends with Enter, so one line serves both; a picture
    of the slip is chosen, or dropped on the page.

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
            helper=lambda: _(
                "Scan the slip, drop a picture of it on this page, or type what the service reads"
                " out."
            ),
        )
        self.search, self.picture = Button(icon="search"), Button(icon="image")
        self.progress = ProgressPanel()
        self._asked = 0
        self._build()
        self.setFocusProxy(self.code)
        self.code.line.returnPressed.connect(self._look)
        self.search.clicked.connect(self._look)
        self.picture.clicked.connect(self._choose)
        self.progress.cancelled.connect(self._end_reading)
        self.code.edited.connect(lambda: self.field.show_mistake(""))
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.field)
        column.addWidget(self.progress)
        self.code.row.setSpacing(M)
        for button in (self.search, self.picture):
            self.code.row.addWidget(button)  # beside the line, however much stands under it

    def retranslate(self) -> None:
        """Buttons; the field follows by itself."""
        self.search.set_text(_("Find the referral"))
        self.picture.set_text(_("From a picture"))
        may = self._session.may(Act.REFERRAL_ANSWERED)
        for button in (self.search, self.picture):
            button.set_reason("" if may else _("Only a counsellor records answers."))

    # ------------------------------------------------------------------ a picture of the slip

    def _choose(self) -> None:
        kinds = [(_("Pictures and scans"), FILES), (_("All files"), "*")]
        path = self._messages.choose_file(_("Choose the picture of the slip"), kinds)
        if path is not None:
            self.read(partial(bytes_of, path))

    def takes(self, mime: QMimeData) -> bool:
        """True if this could be a picture of a slip, and one may be read now."""
        return self.picture.isEnabled() and holds_files(mime)

    def drop(self, mime: QMimeData) -> None:
        """Read the picture that was dropped."""
        contents = contents_of(mime)
        if len(contents) == 1:
            self.read(contents[0])
        elif contents:
            self.field.show_mistake(_("Drop one picture at a time."))

    def read(self, content: Content) -> None:
        """Look for the slip in a picture; another process does it, beside all other work."""
        if not self.picture.isEnabled():
            return
        self._asked += 1
        asked = self._asked
        self.field.show_mistake("")
        self.picture.setEnabled(False)
        self.progress.start(_("The slip is being looked for in the picture"))

        def done(code: str) -> None:
            if asked == self._asked:
                self._end_reading()
                self.look_for(code)

        def failed(error: Exception) -> bool:
            if asked == self._asked:
                self._end_reading()
                return self._failed(error)
            return isinstance(error, IntakeError)  # cancelled meanwhile

        self._tasks.beside(self, lambda: referrals.read_slip(content()), done, failed)

    def _end_reading(self) -> None:
        self._asked += 1
        self.progress.finish()
        self.picture.setEnabled(True)

    # ------------------------------------------------------------------ the code

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

        self._tasks.read(self, lambda: referrals.find_code(session, typed), done, self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            self.field.show_mistake(next(iter(error.problems.values())))
        elif isinstance(error, IntakeError):
            self.failed.emit(error.sentence)
        return isinstance(error, IntakeError)
