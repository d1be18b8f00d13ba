"""The answers of one person: agreed, refused, taken back; recording one more, and its paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent
from intake_app.cases.refusal import Refusal
from intake_app.errors import IntakeError
from intake_app.formats import format_short_date
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cases.answer_details import AnswerDetails, Standings
from ui.cases.answers import (
    Answer,
    Consents,
    day_of,
    how_words,
    read_consents,
    state_of,
)
from ui.cases.consent_form import ConsentForm
from ui.cases.consent_papers import ConsentPapers
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, S, Tone


class ConsentTab(Screen):
    """Signals: ``recorded`` a consent or refusal was recorded, or a consent withdrawn, here."""

    recorded = Signal(object)

    help_page = "consent"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id = case_id
        self._shown: Consents | None = None
        self.record = Button(Kind.PRIMARY, "plus", "Alt+N")
        self.withdraw_button = Button(Kind.PLAIN, "undo-2")
        self.print = Button(Kind.PLAIN, "printer")
        self.scan = Button(Kind.PLAIN, "image")
        self.bar = MessageBar()
        self.standings = Standings()
        self.papers = ConsentPapers(session, tasks, messages, self.bar)
        self.empty = EmptyState(
            "hand-heart",
            lambda: _("Nobody has asked yet. Without a consent nothing may be shared."),
            lambda: _("Record an answer"),
        )
        self.details = AnswerDetails()
        self.list = ListPanes(
            tasks, self._columns(), lambda answer: answer.id, empty=self.empty,
            preview=self.details,
        )  # fmt: skip
        self.form: ConsentForm | None = None
        self._pages = QStackedWidget()
        self._lay_out()
        self.record.clicked.connect(self.record_consent)
        self.empty.acted.connect(self.record_consent)
        self.list.selected.connect(self._show_details)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.print.clicked.connect(self.print_form)
        self.scan.clicked.connect(self.scan_paper)
        self.papers.changed.connect(self.reload)
        self.bar.faded.connect(self.status_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(page)
        buttons = FlowLayout(row, spacing=S)
        for button in (self.record, self.print, self.scan, self.withdraw_button):
            buttons.addWidget(button)
        column.addWidget(row)
        column.addWidget(self.bar)
        column.addWidget(self.papers)
        column.addWidget(self.standings)
        column.addWidget(self.list, 1)
        area = QScrollArea()  # with large text, what follows from an answer takes its room
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self._pages.addWidget(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.list)

    def _columns(self) -> list[Column[Answer]]:
        return [
            Column(
                lambda: _("Asked about"),
                lambda answer: self._shown.purpose_words(answer) if self._shown else "",
                stretch=True,
            ),
            Column(lambda: _("Answer"), how_words, width=20),
            Column(
                lambda: _("On"),
                lambda answer: format_short_date(day_of(answer), language()),
                width=11,
            ),
            Column(
                lambda: _("State"),
                lambda answer: self._state(answer)[2],
                width=15,
                icon=lambda answer: self._state(answer)[0],
                tone=lambda answer: self._state(answer)[1],
            ),
            Column(
                lambda: _("Signed paper"),
                lambda answer: self._shown.paper_words(answer) if self._shown else "",
                width=12,
            ),
        ]

    def _state(self, answer: Answer) -> tuple[str, Tone, str]:
        around = self._shown or Consents(person=None)  # type: ignore[arg-type]
        return state_of(answer, around, self._session.today())

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.record.set_text(_("Record an answer"))
        self.print.set_text(_("Print the form"))
        self.list.table.setAccessibleName(_("Consents and refusals"))
        may = self._session.may(Act.CONSENT_GIVEN)
        reason = "" if may else _("Your role may not record consents.")
        self.record.set_reason(reason)
        self.empty.action.set_reason(reason)
        self.withdraw_button.set_text(_("Withdraw…"))
        self.scan.set_text(_("Scan of the signed paper…"))
        if self._shown is not None:
            self.standings.show_read(self._shown, self._session.today())
        self._show_details(self.list.current())

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read the consents again."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_consents(session, case_id), self._show)

    def _show(self, consents: Consents) -> None:
        self._shown = consents
        self.list.show_rows(consents.answers())
        self.retranslate()

    def _show_details(self, answer: Answer | None) -> None:
        self.details.show_answer(answer, self._shown, self._session.today())
        self.withdraw_button.set_reason(self._why_not_withdraw(answer))
        self.scan.set_reason(self.papers.why_not_scan(answer))

    def _why_not_withdraw(self, answer: Answer | None) -> str:
        if not self._session.may(Act.CONSENT_WITHDRAWN):
            return _("Your role may not withdraw consents.")
        if answer is None:
            return _("Choose a consent first.")
        if isinstance(answer, Refusal):
            return _("This is a refusal. If the person agrees now, record that answer.")
        return _("This consent is withdrawn already.") if answer.withdrawn_on else ""

    # ------------------------------------------------------------------ one more

    def record_consent(self) -> None:
        """Ask for a consent, on a page of its own inside the tab."""
        if self._shown is None or self.form is not None or not self.record.isEnabled():
            return
        form = ConsentForm(self._session, self._tasks, self._messages, self._shown.person)
        form.saved.connect(self._was_recorded)
        form.closed.connect(self._close_form)
        form.status_changed.connect(self.status_changed)
        form.destination_chosen.connect(self.destination_chosen)
        self.form = form
        self._pages.setCurrentIndex(self._pages.addWidget(form))
        self.setFocusProxy(form)
        form.take_keyboard()

    def _was_recorded(self, answer: Answer) -> None:
        self.list.select(answer.id)
        is_no = isinstance(answer, Refusal)
        self.bar.success(_("The refusal is recorded.") if is_no else _("The consent is recorded."))
        self.recorded.emit(answer)

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is None:
            return
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(form)
        form.deleteLater()
        self.setFocusProxy(self.list)
        self.reload()
        self.list.setFocus()

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        if self.form is not None:
            self.form.keep_draft()

    def may_leave(self) -> bool:
        """What is typed waits as a draft."""
        self.keep_draft()
        return True

    # ------------------------------------------------------------------ taking back

    def withdraw(self) -> None:
        """The person takes the selected consent back; asks for the reason first."""
        consent = self.list.current()
        if not isinstance(consent, Consent) or self._why_not_withdraw(consent):
            return
        reason = self._messages.ask_text(
            _("Withdraw this consent?"),
            _("From today on nothing more may be done or shared because of it."),
            _("What the person said"),
            _("Withdraw"),
            _("Keep"),
            danger=True,
        )
        if reason is None:
            return
        session = self._session
        self._tasks.change(
            self,
            lambda: cases.withdraw_consent(session, consent, reason),
            self._was_withdrawn,
            self._was_refused,
        )

    def _was_withdrawn(self, consent: Consent) -> None:
        self.bar.success(_("The consent is withdrawn."))
        self.recorded.emit(consent)
        self.reload()

    def _was_refused(self, error: Exception) -> bool:
        if not isinstance(error, IntakeError):
            return False
        self.bar.error(error.sentence)
        return True

    # ------------------------------------------------------------------ the paper

    def print_form(self) -> None:
        """The form to read out, tick and sign."""
        if self._shown is not None:
            self.papers.print_form(self._shown.person)

    def scan_paper(self) -> None:
        """Add the scan of the signed form to the selected answer."""
        answer = self.list.current()
        if self._shown is not None and answer is not None and self.scan.isEnabled():
            self.papers.scan(answer, self._shown)
            self._show_details(answer)
