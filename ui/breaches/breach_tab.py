"""The breach log: what got away, what it held, what was done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.breaches import service as breaches
from intake_app.breaches.service import LogEntry
from intake_app.formats import format_date, format_number, format_short_date
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.words import word
from ui.breaches.breach_form import BreachForm
from ui.buttons import Button, Kind
from ui.cards import Card, KeyValues
from ui.cases.days import moment_words
from ui.cases.list_and_details import ListAndDetails
from ui.cases.short_form import ShortForm
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class BreachTab(StackedScreen[ShortForm]):
    """Signals: those of a screen."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self.bar, self.note = MessageBar(), PlainLabel(Text.SECONDARY, wrap=True)
        self.paper = LoosePaper(tasks, self.bar)
        self.add, self.go_on = Button(Kind.PRIMARY, "plus"), Button(icon="pencil")
        self.report = Button(icon="file-text")
        self.details = KeyValues()
        card = Card()
        card.body.addWidget(self.details)
        self.list = ListAndDetails(tasks, _columns(), lambda row: str(row.breach.id), card)
        self.empty = EmptyState(
            "shield",
            lambda: _("Nothing has got away so far. Write it down here the day it happens."),
            lambda: _("Write an incident down"),
        )
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.list.selected.connect(lambda _row: self._show_details())
        self.list.opened.connect(lambda _row: self._go_on())
        self.empty.acted.connect(self._add)
        self.add.clicked.connect(self._add)
        self.go_on.clicked.connect(self._go_on)
        self.report.clicked.connect(self._report)
        self.retranslate()

    def _arrange(self) -> None:
        overview, head = QWidget(), QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.note, 1)
        for button in (self.report, self.go_on, self.add):
            head.addWidget(button)
        self._content = QStackedWidget()
        self._content.addWidget(self.empty)
        self._content.addWidget(self.list)
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self._content, 1)
        self.paper.setParent(self)
        forbidden = EmptyState("lock", lambda: _("Only a supervisor keeps the breach log."))
        may = self._session.may(Act.BREACH_RECORDED)
        self.build(overview, self.list, forbidden, may=may)

    def reload(self) -> None:
        """Read the entries."""
        session = self._session
        if session.may(Act.BREACH_RECORDED):
            self._tasks.read(self, lambda: breaches.breaches(session), self._show)

    def _show(self, entries: list[LogEntry]) -> None:
        self.list.show_rows(entries)
        self._content.setCurrentIndex(1 if entries else 0)
        self._show_details()

    def _show_details(self) -> None:
        row = self.list.current()
        none = _("Choose an entry first.") if row is None else ""
        self.go_on.set_reason(none)
        self.report.set_reason(none)
        if row is None:
            return
        one: breaches.Breach = row.breach
        batches = ", ".join(str(number) for number in one.batches)
        written = moment_words(one.written_at, self._session.clock())
        self.details.set_rows(
            [
                (_("The incident"), one.what),
                (_("Happened on"), format_date(one.happened_on, language())),
                (_("What it held"), _("The whole vault, encrypted") if one.has_vault else ""),
                (_("Encrypted batches on it"), batches),
                (_("Printed papers"), format_number(len(one.prints), language())),
                (_("People concerned"), format_number(one.persons, language())),
                (_("What was done"), one.measures),
                (_("Who was told, and when"), one.notified),
                (
                    _("Last written"),
                    _("{who}, {when}, entry {number}").format(
                        who=row.who, when=written, number=one.revision
                    ),
                ),
            ]
        )

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _("Every state of an entry stays. Note a lost computer, stick or paper at once.")
        )
        self.add.set_text(_("Write an incident down"))
        self.go_on.set_text(_("Add what is known now"))
        self.report.set_text(_("Report…"))
        self.list.table.setAccessibleName(_("Breach log"))
        self._show_details()

    def panes(self) -> Sequence[QWidget]:
        """The list and the details; or the form on top."""
        return [self.page] if self.page is not None else self.list.panes()

    def _add(self) -> None:
        self.open_page(BreachForm(self._session, self._tasks, self._messages, None))

    def _go_on(self) -> None:
        row = self.list.current()
        if row is not None:
            self.open_page(BreachForm(self._session, self._tasks, self._messages, row.breach))

    def _report(self) -> None:
        row, session = self.list.current(), self._session
        if row is None:
            return
        tongue = session.office.document_language
        self.paper.open(
            lambda: _("Breach report"),
            lambda: breaches.report(session, row.breach.id, tongue),
            lambda: breaches.note_report_printed(session, row.breach.id),
        )


def _columns() -> list[Column[LogEntry]]:
    return [
        Column(lambda: _("Number"), lambda row: str(row.breach.number), 7, right=True),
        Column(
            lambda: _("Noticed on"),
            lambda row: format_short_date(row.breach.noticed_on, language()),
            11,
        ),
        Column(lambda: _("Kind"), lambda row: word("breach", row.breach.kind), 30, stretch=True),
        Column(
            lambda: _("People concerned"),
            lambda row: format_number(row.breach.persons, language()),
            16,
            right=True,
        ),
    ]
