"""The consents of one person: what was agreed, what was taken back, and recording one more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent
from intake_app.errors import IntakeError
from intake_app.formats import format_date, format_short_date, language_name
from intake_app.i18n import _, language
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.cases.consent_form import ConsentForm, purpose_words
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import L, M, Text, Tone


@dataclass(frozen=True)
class Consents:
    """Everything the tab shows, read at one moment."""

    person: Person
    consents: tuple[Consent, ...] = ()
    providers: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)


def read_consents(session: Session, case_id: str) -> Consents:
    """Read the consents of the case's person. Raises NotFound."""
    view = cases.reload_case(session, case_id)
    return Consents(
        view.person,
        view.consents,
        {entry.id: entry.name for entry in referrals.providers(session)},
        users.names_of_staff(session),
    )


class ConsentTab(Screen):
    """Signals: ``recorded`` a consent was given or withdrawn here."""

    recorded = Signal(object)

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id = case_id
        self._shown: Consents | None = None
        self.record = Button(Kind.PRIMARY, "plus", "Alt+N")
        self.withdraw_button = Button(Kind.PLAIN, "undo-2")
        self.bar = MessageBar()
        self.empty = EmptyState(
            "hand-heart",
            lambda: _("Nothing has been agreed yet. Without a consent nothing may be shared."),
            lambda: _("Record a consent"),
        )
        self.details = ConsentDetails()
        self.list = ListPanes(
            tasks, self._columns(), lambda consent: consent.id, empty=self.empty,
            preview=self.details,
        )  # fmt: skip
        self.form: ConsentForm | None = None
        self._pages = QStackedWidget()
        self._lay_out()
        self.record.clicked.connect(self.record_consent)
        self.empty.acted.connect(self.record_consent)
        self.list.selected.connect(self._show_details)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.bar.faded.connect(self.status_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self.withdraw_button)
        head.addWidget(self.record)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.list)

    def _columns(self) -> list[Column[Consent]]:
        return [
            Column(lambda: _("Agreed to"), self._purpose, stretch=True),
            Column(lambda: _("How"), lambda consent: word("given", consent.given_how), width=24),
            Column(
                lambda: _("On"),
                lambda consent: format_short_date(consent.given_on, language()),
                width=11,
            ),
            Column(
                lambda: _("State"),
                lambda consent: _state(consent, self._session)[2],
                width=14,
                icon=lambda consent: _state(consent, self._session)[0],
                tone=lambda consent: _state(consent, self._session)[1],
            ),
        ]

    def _purpose(self, consent: Consent) -> str:
        return purpose_words(consent, self._shown.providers if self._shown else {})

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.record.set_text(_("Record a consent"))
        self.list.table.setAccessibleName(_("Consents"))
        may = self._session.may(Act.CONSENT_GIVEN)
        reason = "" if may else _("Your role may not record consents.")
        self.record.set_reason(reason)
        self.empty.action.set_reason(reason)
        self.withdraw_button.set_text(_("Withdraw…"))
        self._show_details(self.list.current())

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read the consents again."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_consents(session, case_id), self._show)

    def _show(self, consents: Consents) -> None:
        self._shown = consents
        self.list.show_rows(consents.consents)
        self.retranslate()

    def _show_details(self, consent: Consent | None) -> None:
        self.details.show_consent(consent, self._shown, self._session)
        self.withdraw_button.set_reason(self._why_not_withdraw(consent))

    def _why_not_withdraw(self, consent: Consent | None) -> str:
        if not self._session.may(Act.CONSENT_WITHDRAWN):
            return _("Your role may not withdraw consents.")
        if consent is None:
            return _("Choose a consent first.")
        return _("This consent is withdrawn already.") if consent.withdrawn_on else ""

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

    def _was_recorded(self, consent: Consent) -> None:
        self.list.select(consent.id)
        self.bar.success(_("The consent is recorded."))
        self.recorded.emit(consent)

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
        if consent is None or self._why_not_withdraw(consent):
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


class ConsentDetails(Card):
    """Everything about one consent."""

    def __init__(self) -> None:
        super().__init__(L)
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._state = ChipRow()
        self._values = KeyValues()
        for widget in (self._title, self._state, self._values):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.hide()

    def show_consent(
        self, consent: Consent | None, around: Consents | None, session: Session
    ) -> None:
        """Show one consent; None hides everything."""
        self.setVisible(consent is not None)
        if consent is None or around is None:
            return
        self._title.setText(purpose_words(consent, around.providers))
        self._state.set_chips([_state(consent, session)])
        self._values.set_rows(_rows(consent, around))


def _state(consent: Consent, session: Session) -> tuple[str, Tone, str]:
    if consent.withdrawn_on is not None:
        return "circle-slash", Tone.DANGER, _("Withdrawn")
    if consent.is_valid(session.today()):
        return "circle-check", Tone.SUCCESS, _("Valid")
    return "clock", Tone.WARNING, _("Not yet valid")


def _rows(consent: Consent, around: Consents) -> list[tuple[str, str]]:
    rows = [
        (_("How the person agreed"), word("given", consent.given_how)),
        (_("Day"), format_date(consent.given_on, language())),
        (_("Witness"), consent.witness),
        (_("Language"), language_name(consent.language, language())),
        (_("Interpreter"), consent.interpreter),
        (_("Legal basis"), word("basis", consent.legal_basis)),
        (_("Reason"), consent.basis_reason),
        (_("Must not be passed on"), consent.withhold),
        (_("Recorded by"), around.staff.get(consent.taken_by, "")),
        (_("Text read aloud, version"), consent.text_version),
    ]
    if consent.withdrawn_on is not None:
        rows += [
            (_("Withdrawn on"), format_date(consent.withdrawn_on, language())),
            (_("What the person said"), consent.withdrawal_reason),
        ]
    return [(name, value) for name, value in rows if value]
