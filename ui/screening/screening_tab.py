"""The screening of a case: what was answered, what is due, and the page to answer on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.screening.service import (
    ScreeningView,
    close_emergency,
    exploitation_screens,
    screening_of,
)
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from ui.buttons import Button, Kind
from ui.cases.days import moment_words
from ui.cases.writing_tab import WritingTab
from ui.messages import Messages
from ui.plain import ElidedLabel
from ui.screening.overview import Overview
from ui.screening.screening_form import ScreeningForm
from ui.tasks import Tasks
from ui.tokens import M, Text


@dataclass(frozen=True)
class ScreeningRead:
    """Everything that the tab shows, read at one moment."""

    view: ScreeningView
    sealed: int
    author: str


class ScreeningTab(WritingTab):
    """Signals: ``referral_wanted`` somebody has to be referred now."""

    referral_wanted = Signal()

    help_page = "screening"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, "screening")
        self._read: ScreeningRead | None = None
        self.start = Button(Kind.PRIMARY, "clipboard-list", "Alt+N")
        self.state = ElidedLabel(Text.SECONDARY)
        self.overview = Overview(session)
        self._lay_out()
        self.start.clicked.connect(self.begin)
        self.overview.referral_wanted.connect(self.referral_wanted)
        self.overview.close_wanted.connect(self.close_emergency)
        self.overview.notes_wanted.connect(lambda: self.place_chosen.emit("notes"))
        self.overview.child_wanted.connect(lambda: self.place_chosen.emit("child"))
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        head.addWidget(self.start)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.overview, 1)
        self.show_overview(page, self.start)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the screening again; a page that is being filled in stays."""
        session, case_id = self._session, self._case_id

        def work() -> ScreeningRead:
            view = screening_of(session, case_id)
            reads = session.may(Act.NOTE_READ)
            sealed = len(exploitation_screens(session, case_id)) if reads else 0
            author = names_of_staff(session).get(view.screening.author, "")
            return ScreeningRead(view, sealed, author)

        self._tasks.read(self, work, self._show)

    def _show(self, read: ScreeningRead) -> None:
        self._read = read
        self.retranslate()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.page] if self.page is not None else [self.start, self.overview]

    # ------------------------------------------------------------------ answering

    def begin(self) -> None:
        """Open the page with the questions, with what was typed before."""
        if self.page is not None or self._read is None:
            return
        self.open_page(ScreeningForm(self._session, self._tasks, self._read.view))

    def saved_words(self, _record: Any) -> str:
        """What is said after it was sent."""
        return _("The screening is saved.")

    # ------------------------------------------------------------------ an emergency

    def close_emergency(self, emergency_id: str) -> None:
        """Ask why no referral is made, and write it down."""
        reason = self._messages.ask_text(
            _("No emergency referral?"),
            _("The person said that they think of suicide. Say why nobody is referred."),
            _("Reason"),
            _("Close without a referral"),
            _("Leave it due"),
            danger=True,
        )
        if reason is None:
            return
        session, case_id = self._session, self._case_id

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(
            self,
            lambda: close_emergency(session, case_id, emergency_id, reason),
            lambda _closed: self.bar.success(_("The emergency is closed.")),
            failed,
        )

    # ------------------------------------------------------------------ words

    def retranslate(self) -> None:
        """Every text of the tab."""
        read = self._read
        done = read is not None and read.view.screening.revision > 0
        self.start.set_text(_("Go on with the screening") if done else _("Start the screening"))
        may = self._session.may(Act.SCREENING_SAVED)
        self.start.set_reason("" if may else _("Your role may not screen anybody."))
        if read is None:
            return
        self.overview.show_view(read.view, read.sealed)
        self.state.setText(_("Nobody has screened this person in this case yet."))
        if done:
            words = _("Saved {when} by {who}")
            when = moment_words(read.view.screening.written_at, self._session.clock())
            self.state.setText(words.format(when=when, who=read.author))
