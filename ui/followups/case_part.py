"""The follow-ups of one case: due, made and lost, and what can be done with the selected one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.followups import service as followups
from intake_app.followups.model import FollowUp, State, still_to_try
from intake_app.followups.service import CaseFollowUps
from intake_app.formats import currency_of, format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.buttons import Button, MenuButton
from ui.cases.record_form import RecordForm
from ui.cases.record_tab import RecordTab
from ui.flow import FlowLayout
from ui.followups.follow_up_details import FollowUpDetails
from ui.followups.follow_up_words import LOOK, name_of
from ui.followups.visit_form import AttemptForm, PlanForm, VisitForm
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import M, S, Text

Read = tuple[CaseFollowUps, Mapping[str, str]]


class FollowUpsPart(RecordTab):
    """Signals: those of a tab of records."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        self._read: CaseFollowUps | None = None
        self.details = FollowUpDetails(session)
        self.attempt, self.more = Button(icon="phone"), MenuButton("ellipsis")
        self.remark = PlainLabel(Text.SECONDARY, wrap=True)
        super().__init__(
            session,
            tasks,
            messages,
            case_id,
            kind="follow_up",
            columns=self._columns(),
            details=self.details,
            empty=EmptyState("calendar", self._empty_words, lambda: _("To the plan")),
        )
        self.lost = self.more.add(lambda: _("Count as lost…"), self.count_as_lost, "user-x")
        self.drop = self.more.add(lambda: _("Not needed any more…"), self.drop_it, "circle-slash")
        self.again = self.more.add(lambda: _("Take up again"), self.take_up, "undo-2")
        self.plan = self.more.add(lambda: _("Plan one more…"), self.plan_one, "plus")
        self.attempt.clicked.connect(self.note_attempt)
        self.list.selected.connect(self._show_details)
        self.list.opened.connect(lambda _one: self.begin())
        self.retranslate()

    def _lay_out(self) -> None:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        row = QWidget(overview)
        buttons = FlowLayout(row, spacing=S)
        for button in (self.new, self.attempt, self.more):
            buttons.addWidget(button)
        for content in (QWidget(), self.empty, self.list):
            self._content.addWidget(content)
        for widget in (row, self.count, self.remark, self.bar):
            column.addWidget(widget)
        column.addWidget(self._content, 1)
        self.show_overview(overview, self.list)

    def _columns(self) -> list[Column[FollowUp]]:
        def standing(one: FollowUp) -> Any:
            return one.standing(self._session.today())

        return [
            Column(lambda: _("Follow-up"), name_of, width=14, stretch=True),
            Column(
                lambda: _("Due on"),
                lambda one: format_short_date(one.due_on, language()),
                width=11,
            ),
            Column(
                lambda: _("State"),
                lambda one: word("follow_up", standing(one)),
                width=14,
                icon=lambda one: LOOK[standing(one)][0],
                tone=lambda one: LOOK[standing(one)][1],
            ),
            Column(
                lambda: _("Attempts"), lambda one: str(len(one.attempts) or ""), width=8, right=True
            ),
        ]

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the follow-ups again; a page that is being written stays."""
        session, case_id = self._session, self._case_id

        def work() -> Read:
            return followups.follow_ups_of(session, case_id), names_of_staff(session)

        self._tasks.read(self, work, self._show)

    def _show(self, read: Read) -> None:
        self._read, self.details.staff = read
        self.details.attempts = self._read.attempts
        first = self.list.current() is None
        self.show_records(self._read.follow_ups)
        wanted = next((one for one in self._read.follow_ups if one.state is State.OPEN), None)
        if first and wanted is not None:
            self.list.select(wanted.id)
        self._show_details(self.list.current())
        self.retranslate()

    def _show_details(self, one: FollowUp | None) -> None:
        case = self._read.case if self._read else None
        who = (one.stand_in if one else "") or (case.counsellor if case else "") or ""
        self.details.show_one(one, who)
        self._show_reasons()

    # ------------------------------------------------------------------ pages

    def make_form(self) -> RecordForm | None:
        """A page for the selected follow-up."""
        one = self.list.current()
        if one is None or self._read is None or self._reason(Act.FOLLOW_UP_DONE):
            return None
        self.keeper.about = f"{self._case_id} {one.id}"
        pack, country = self._read.rule, self._session.office.country
        local = currency_of(country)
        found = [code for code in (local, pack.currency if pack else "") if code] or ["EUR"]
        return VisitForm(self._session, self._tasks, one, tuple(dict.fromkeys(found)))

    def note_attempt(self) -> None:
        """A page for one more attempt."""
        one = self.list.current()
        if one is not None and self.page is None and not self._reason(Act.FOLLOW_UP_TRIED):
            self.keeper.about = self._case_id
            self.open_page(AttemptForm(self._session, self._tasks, self._messages, one))

    def plan_one(self) -> None:
        """A page for the day of one more."""
        if self.page is None:
            self.keeper.about = self._case_id
            self.open_page(PlanForm(self._session, self._tasks, self._messages, self._case_id))

    def act_on_empty(self) -> None:
        """Follow-ups are planned with the approval of the plan."""
        self.place_chosen.emit("plan")

    def saved_words(self, record: FollowUp) -> str:
        """What is said after something was written."""
        if record.state is State.DONE:
            return _("The visit is saved.")
        return _("The attempt is noted.") if record.attempts else _("The follow-up is planned.")

    # ------------------------------------------------------------------ acts without a page

    def count_as_lost(self) -> None:
        """Ask why, and count the person as lost to this follow-up."""
        reason = self._messages.ask_text(
            _("Count as lost?"),
            _("The follow-up is settled. It can be taken up again if the person is found."),
            _("What was tried, and what is known"),
            _("Count as lost"),
            _("Go on trying"),
            danger=True,
        )
        if reason is not None:
            self._do(lambda s, id_: followups.give_up(s, id_, reason), _("Counted as lost."))

    def drop_it(self) -> None:
        """Ask why it is not needed."""
        reason = self._messages.ask_text(
            _("Is this follow-up not needed any more?"),
            _("It stays in the list with your reason."),
            _("Reason"),
            _("Not needed"),
            _("Leave it"),
        )
        if reason is not None:
            words = _("The follow-up is not needed any more.")
            self._do(lambda s, id_: followups.drop_follow_up(s, id_, reason), words)

    def take_up(self) -> None:
        """A lost or dropped one is open again."""
        self._do(followups.take_up_again, _("The follow-up is open again."))

    def _do(self, act: Callable[[Session, str], object], done: str) -> None:
        one, session = self.list.current(), self._session
        if one is None:
            return

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(
            self, lambda: act(session, one.id), lambda _one: self.bar.success(done), failed
        )

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        return _("Follow-ups are planned when the plan is approved.")

    def _reason(self, act: Act) -> str:
        """Why the selected one cannot be made or tried now; empty if it can."""
        one, read = self.list.current(), self._read
        if not self._session.may(act):
            return _("Your role may not do this. Ask a counsellor.")
        if one is None or read is None:
            return _("Choose a follow-up first.")
        if one.state is not State.OPEN:
            return _("This follow-up is settled.")
        return read.against

    def _show_reasons(self) -> None:
        one, read = self.list.current(), self._read
        made = self._reason(Act.FOLLOW_UP_DONE)
        if not made and one is not None and self._session.today() < one.opens_on:
            made = _("Its window begins on {day}.").format(
                day=format_short_date(one.opens_on, language())
            )
        self.new.set_reason(made)
        self.attempt.set_reason(self._reason(Act.FOLLOW_UP_TRIED))
        may = self._session.may(Act.FOLLOW_UP_LOST)
        is_open = one is not None and one.state is State.OPEN
        tried = one is not None and read is not None and not still_to_try(one, read.attempts)
        settled = one is not None and one.state in (State.LOST, State.DROPPED)
        closed = read is not None and read.is_closed
        self.lost.setEnabled(may and is_open and tried)
        self.drop.setEnabled(may and is_open)
        self.again.setEnabled(may and settled and not closed)
        self.plan.setEnabled(may and not closed)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """What is missing is said by the core, in the language of the moment: ask again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.reload()

    def retranslate(self) -> None:
        """Every text of the part."""
        self.list.table.setAccessibleName(_("Follow-ups"))
        self.new.set_text(_("Note the visit"))
        self.attempt.set_text(_("Note an attempt"))
        self.more.set_text(_("More"))
        self.empty.retranslate()
        read = self._read
        every = read.follow_ups if read else ()
        made = sum(one.state is State.DONE for one in every)
        words = ngettext(
            "{made} of {count} follow-up made", "{made} of {count} follow-ups made", len(every)
        )
        self.count.setText(words.format(made=made, count=len(every)) if every else "")
        self.remark.setText(read.against if read and every else "")
        self.remark.setVisible(bool(self.remark.text()))
        self._show_details(self.list.current())
