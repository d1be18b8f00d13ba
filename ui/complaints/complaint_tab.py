"""Complaints and feedback: the register for supervisors; for the others the way to the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.complaints import service as complaints
from intake_app.complaints.service import Complaint, Registered
from intake_app.formats import format_date, format_short_date
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, KeyValues
from ui.cases.days import moment_words
from ui.cases.list_and_details import ListAndDetails
from ui.cases.short_form import ShortForm
from ui.complaints.answer_form import AnswerForm
from ui.complaints.complaint_form import ComplaintForm
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class ComplaintTab(StackedScreen[ShortForm]):
    """Signals: those of a screen."""

    help_page = "complaints"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._may_read = session.may(Act.COMPLAINT_ANSWERED)
        self.note = PlainLabel(Text.SECONDARY, wrap=True)
        self.add, self.answer = Button(Kind.PRIMARY, "plus"), Button(icon="pencil")
        self.details = KeyValues()
        card = Card()
        card.body.addWidget(self.details)
        self.list = ListAndDetails(tasks, _columns(), lambda row: str(row.complaint.id), card)
        self.empty = EmptyState("message-square", self._nothing, lambda: _("Write it down"))
        self._arrange()
        self.list.selected.connect(lambda _row: self._show_details())
        self.list.opened.connect(lambda _row: self._answer())
        self.empty.acted.connect(self._add)
        self.add.clicked.connect(self._add)
        self.answer.clicked.connect(self._answer)
        self.retranslate()

    def _arrange(self) -> None:
        overview, head = QWidget(), QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.note, 1)
        for button in (self.answer, self.add):
            head.addWidget(button)
            button.setVisible(self._may_read)
        self._content = QStackedWidget()
        self._content.addWidget(self.empty)
        self._content.addWidget(self.list)
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self._content, 1)
        self.build(overview, self.list if self._may_read else self.empty, QWidget(), may=True)

    def _nothing(self) -> str:
        if self._may_read:
            return _("Nobody has complained so far. What people say is written down here.")
        return _(
            "Somebody complains, or says what was good? Write it down in their words. The"
            " supervisor reads and answers it; you give the person its number."
        )

    def reload(self) -> None:
        """Read the register."""
        session = self._session
        if self._may_read:
            self._tasks.read(self, lambda: complaints.complaints(session), self._show)

    def _show(self, entries: list[Registered]) -> None:
        self.list.show_rows(entries)
        self._content.setCurrentIndex(1 if entries else 0)
        self._show_details()

    def _show_details(self) -> None:
        row = self.list.current()
        if row is None:
            self.answer.set_reason(_("Choose an entry first."))
            return
        one: Complaint = row.complaint
        self.answer.set_reason("" if one.is_open else _("This is closed."))
        written = moment_words(one.written_at, self._session.clock())
        self.details.set_rows(
            [
                (_("What the person says"), one.what),
                (_("Received on"), _day(one.received_on)),
                (_("How it came"), word("complaint_channel", one.channel)),
                (_("How to reach the person"), one.contact or _no_contact(one)),
                (_("Acknowledged on"), _day(one.acknowledged_on)),
                (_("Answer due on"), _day(one.due_on)),
                (_("What came of it"), one.outcome),
                (_("The person was told"), _told(one)),
                (_("Taken down by"), row.taken_by),
                (
                    _("Last written"),
                    _("{who}, {when}, entry {number}").format(
                        who=row.written_by, when=written, number=one.revision
                    ),
                ),
            ]
        )

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _("Taken down by everybody, read by supervisors only. What was said is never changed.")
            if self._may_read
            else ""
        )
        self.add.set_text(_("Write it down"))
        self.answer.set_text(_("Answer…"))
        self.list.table.setAccessibleName(_("Complaints and feedback"))
        self._show_details()

    def panes(self) -> Sequence[QWidget]:
        """The list and the details; or the form on top."""
        if self.page is not None:
            return [self.page]
        return self.list.panes() if self._may_read else [self.empty]

    def _add(self) -> None:
        self.open_page(ComplaintForm(self._session, self._tasks, self._messages))

    def _answer(self) -> None:
        row = self.list.current()
        if row is not None and row.complaint.is_open:
            self.open_page(AnswerForm(self._session, self._tasks, self._messages, row.complaint))


def _day(day: object) -> str:
    return format_date(day, language()) if day else ""  # type: ignore[arg-type]


def _no_contact(one: Complaint) -> str:
    return _("Nobody left a way to be reached.") if one.is_open else _("Forgotten when it closed.")


def _told(one: Complaint) -> str:
    return "" if one.told is None else word("answer", "yes" if one.told else "no")


def _state(one: Complaint) -> str:
    if one.closed_on is not None:
        return _("closed on {day}").format(day=format_short_date(one.closed_on, language()))
    if one.due_on is not None:
        return _("answer due on {day}").format(day=format_short_date(one.due_on, language()))
    return _("new")


def _columns() -> list[Column[Registered]]:
    return [
        Column(lambda: _("Number"), lambda row: str(row.complaint.number), 7, right=True),
        Column(
            lambda: _("What it is about"),
            lambda row: word("complaint", row.complaint.matter),
            26,
            stretch=True,
        ),
        Column(lambda: _("State"), lambda row: _state(row.complaint), 26),
    ]
