"""The requests for correction of all persons, for the supervisors who answer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import format_date, format_short_date
from intake_app.i18n import _, language
from intake_app.rights import service as rights
from intake_app.rights.service import AnswerTime, AskedCorrection, CorrectionState
from intake_app.session import Session
from intake_app.users.model import StaffMember
from intake_app.users.service import staff
from intake_app.words import word
from ui.buttons import Button, MenuButton
from ui.cards import Card, IconLabel, KeyValues
from ui.cases.days import due_tone, nearness
from ui.cases.list_and_details import ListAndDetails
from ui.cases.short_form import ShortForm
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import NumberEdit
from ui.flow import flowing
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import action_text, shortened
from ui.retention.rule_form import RuleForm
from ui.rights.correction_form import answer_words
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone

_Read = tuple[list[AskedCorrection], AnswerTime, list[StaffMember]]


class CorrectionsTab(StackedScreen[ShortForm]):
    """Signals: those of a screen; ``destination_chosen("person", id)`` to make the change."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._time: AnswerTime | None = None
        self._staff: Sequence[StaffMember] = ()
        self.bar, self.time = MessageBar(), IconLabel(Text.BODY)
        self.decide = Button(icon="pencil")
        self.accept, self.refuse = MenuButton("check"), Button(icon="x")
        self.done, self.open_person = Button(icon="circle-check"), Button(icon="user")
        self.details = KeyValues()
        card = Card()
        card.body.addWidget(self.details)
        self.list = ListAndDetails(tasks, self._columns(), lambda row: str(row.correction.id), card)
        self.empty = EmptyState(
            "pencil",
            lambda: _(
                "Nobody has asked for a correction. A request is written down at the person’s"
                " profile."
            ),
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        overview, first, second = QWidget(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.time, 1, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self.decide)
        second.addWidget(flowing((self.open_person, self.accept, self.refuse, self.done)))
        self._content = QStackedWidget()
        self._content.addWidget(self.empty)
        self._content.addWidget(self.list)
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._content, 1)
        forbidden = EmptyState("lock", lambda: _("Only a supervisor answers these requests."))
        may = self._session.may(Act.CORRECTION_DECIDED)
        self.build(overview, self.list, forbidden, may=may)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.list.selected.connect(lambda _row: self._show_details())
        self.list.opened.connect(lambda _row: self._open_person())
        self.decide.clicked.connect(self._decide)
        self.refuse.clicked.connect(self._refuse)
        self.done.clicked.connect(self._done)
        self.open_person.clicked.connect(self._open_person)

    def _columns(self) -> list[Column[AskedCorrection]]:
        today = self._session.today
        return [
            Column(lambda: _("Name"), lambda row: row.person, 24, stretch=True),
            Column(
                lambda: _("Asked on"),
                lambda row: format_short_date(row.correction.asked_on, language()),
                11,
            ),
            Column(
                lambda: _("Answer"),
                lambda row: (
                    nearness(row.correction.answer_by, today()) if row.correction.is_open else ""
                ),
                14,
                tone=lambda row: (
                    due_tone(row.correction.answer_by, today()) if row.correction.is_open else None
                ),
                icon=lambda row: "clock" if row.correction.is_open else "",
            ),
            Column(lambda: _("State"), lambda row: word("correction", row.correction.state), 16),
        ]

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the requests."""
        session = self._session
        if session.may(Act.CORRECTION_DECIDED):
            self._tasks.read(
                self,
                lambda: (rights.corrections(session), rights.answer_time(session), staff(session)),
                self._show,
            )

    def _show(self, read: _Read) -> None:
        rows, self._time, self._staff = read
        self.list.show_rows(rows)
        self._content.setCurrentIndex(1 if rows else 0)
        self._fill_menu()
        self.retranslate()

    def _fill_menu(self) -> None:
        menu = self.accept.menu()
        menu.clear()
        for member in self._staff:
            name = action_text(shortened(member.full_name))
            menu.addAction(name).triggered.connect(self._acceptor(member.id))

    def _acceptor(self, login_id: str) -> Callable[..., None]:
        def accept(*_pressed: object) -> None:
            session, row = self._session, self.list.current()
            if row is not None:
                self._change(
                    lambda: rights.accept_correction(session, row.correction.id, login_id),
                    _("Accepted. The colleague finds it at the person’s profile."),
                )

        return accept

    def _show_details(self) -> None:
        row = self.list.current()
        if row is not None:
            one = row.correction
            decided = _("{state}, {reason}") if one.reason else "{state}"
            self.details.set_rows(
                [
                    (_("What is wrong, and what it should be"), one.wish),
                    (_("Written down by"), row.taken_by),
                    (_("Answer by"), format_date(one.answer_by, language())),
                    (
                        _("State"),
                        decided.format(state=word("correction", one.state), reason=one.reason),
                    ),
                    (_("Who makes the change"), row.changed_by),
                ]
            )
        self._allow()

    def _allow(self) -> None:
        row = self.list.current()
        none = _("Choose a request first.") if row is None else ""
        state = row.correction.state if row is not None else None
        decided = "" if state is CorrectionState.ASKED else _("This request was decided before.")
        not_accepted = (
            ""
            if state is CorrectionState.ACCEPTED
            else _("Only a correction that was accepted can be made.")
        )
        self.open_person.set_reason(none)
        self.accept.set_reason(none or decided)
        self.refuse.set_reason(none or decided)
        self.done.set_reason(none or not_accepted)

    def retranslate(self) -> None:
        """Set every text."""
        self.decide.set_text(_("Decide…"))
        self.open_person.set_text(_("Open the profile"))
        self.accept.set_text(_("Accept: who changes it?"))
        self.refuse.set_text(_("Refuse…"))
        self.done.set_text(_("It is changed"))
        self.list.table.setAccessibleName(_("Correction requests"))
        if self._time is not None:
            tone = Tone.NEUTRAL if self._time.rule else Tone.WARNING
            icon = "info" if self._time.rule else "triangle-alert"
            self.time.show_text(answer_words(self._time), icon, tone)
        self._show_details()

    def panes(self) -> Sequence[QWidget]:
        """The list and the details; or the form on top."""
        return [self.page] if self.page is not None else self.list.panes()

    # ------------------------------------------------------------------ acting

    def _change(self, work: Callable[[], object], said: str) -> None:
        self._tasks.change(self, work, lambda _done: self.bar.success(said), self._failed)

    def _refuse(self) -> None:
        session, row = self._session, self.list.current()
        if row is None:
            return
        reason = self._messages.ask_text(
            _("Refuse this correction?"),
            _("The reason is told to the person and stands in their copy."),
            _("Why it stays as it is"),
            _("Refuse"),
            _("Go back"),
        )
        if reason:
            self._change(
                lambda: rights.refuse_correction(session, row.correction.id, reason),
                _("Refused. Tell the person the reason."),
            )

    def _done(self) -> None:
        session, row = self._session, self.list.current()
        if row is not None:
            self._change(
                lambda: rights.close_correction(session, row.correction.id),
                _("Noted. Tell the person that it is changed."),
            )

    def _open_person(self) -> None:
        row = self.list.current()
        if row is not None:
            self.destination_chosen.emit("person", row.correction.person_id)

    def _decide(self) -> None:
        form = RuleForm(
            self._session,
            self._tasks,
            self._messages,
            words=(
                lambda: _("How soon a correction is answered"),
                lambda: _("Days"),
            ),
            number=("days", NumberEdit(1, 365)),
            decide=rights.set_answer_days,
        )
        if self._time is not None:
            form.show_rule(self._time.days, self._time.rule.basis if self._time.rule else "")
        self.open_page(form)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)
