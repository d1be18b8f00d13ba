"""Today: what is overdue and due over everything, each line leading to its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Asked, Counts, Line
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.buttons import Button
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import PAGE, Column
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.today.line_preview import LinePreview
from ui.today.places import ICONS, LOOK, destination, near_words
from ui.today.ready_filters import asked_by, ready_filters
from ui.tokens import M

LOOK_AT_CLOCK_MS = 20_000
"""How often the page sees whether midnight has come, or the hour of a line. The clock is asked, not
waited for: a laptop sleeps, and somebody may set its clock."""


class _Answer(NamedTuple):
    lines: list[Line]
    staff: Mapping[str, str]


class TodayScreen(Screen):
    """Enter goes where the line leads. Signals: those of a screen; ``counted`` how much is overdue
    or for today."""

    help_page = "today"
    counted = Signal(int)

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._staff: Mapping[str, str] = {}
        self._counts: Counts | None = None
        self._asked, self._shown = 0, Asked()
        self.title, self.bar = TitleLine(), MessageBar()
        self.print = Button(icon="printer")
        self.paper = LoosePaper(tasks, self.bar)
        self.preview = LinePreview(session)
        self.empty = EmptyState("circle-check", self._empty_words, lambda: _("Go to the cases"))
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            lambda line: str(line.key),
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name or case number"),
            parent=self,
        )
        self._clock = QTimer(self, interval=LOOK_AT_CLOCK_MS)
        self._lay_out()
        self._connect()
        self.list.set_filters(ready_filters(self._session, self._counts))
        self.retranslate()

    def _lay_out(self) -> None:
        self.title.add(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.paper.setParent(self)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.print.clicked.connect(self.show_paper)
        self.empty.acted.connect(lambda: self.destination_chosen.emit("cases", ""))
        self.list.wanted.connect(self._ask)
        self.list.selected.connect(self._show_preview)
        self.list.opened.connect(self.open_line)
        self.preview.open.clicked.connect(lambda: self.open_line(self.list.current()))
        self._clock.timeout.connect(self.look_at_clock)
        self._clock.start()

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(
                lambda: _("Due"),
                self._near,
                width=14,
                icon=lambda line: LOOK[line.group][0],
                tone=lambda line: LOOK[line.group][1],
            ),
            Column(
                lambda: _("What"),
                lambda line: deadlines.what_words(self._session, line),
                width=24,
                stretch=True,
                icon=lambda line: ICONS[deadlines.kind_of(line).family],
            ),
            Column(lambda: _("Case"), lambda line: line.case_number or "–", width=17),
            Column(lambda: _("Name"), lambda line: line.person or "–", width=13),
        ]

    def _near(self, line: Line) -> str:
        return near_words(line, self._session.today(), self._session.clock())

    def retranslate(self) -> None:
        """Title and button; list and preview follow by themselves."""
        self.title.set_title(_("Today"), format_date(self._session.today(), language()))
        self.print.set_text(_("Print for the wall"))
        self.preview.retranslate()

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Show the first page, and count everything again behind it."""
        self._staff, self._counts = {}, None
        self.title.set_title(_("Today"), format_date(self._session.today(), language()))
        self._ask()

    def question(self) -> Asked:
        """What the wall is asked for now."""
        return asked_by(self.list.filter_key, self.list.search_text)

    def _ask(self) -> None:
        session, question, staff = self._session, self.question(), self._staff
        self._asked += 1
        asked = self._asked

        def read() -> _Answer:
            lines = deadlines.wall(session, question, PAGE)
            return _Answer(lines, staff or users.names_of_staff(session))

        def done(answer: _Answer) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                self._show(answer, question)
                if self._counts is None:
                    self._count(asked)

        self._tasks.read(self, read, done)

    def _show(self, answer: _Answer, question: Asked) -> None:
        session, lines = self._session, answer.lines
        self._staff, self._shown = answer.staff, question
        total: int | None = len(lines)
        if len(lines) == PAGE:
            counts = None if question.text else self._counts
            total = deadlines.total(counts, question) if counts else None
        with QSignalBlocker(self.list):  # the preview is shown once, when all rows are there
            self.list.show_pages(
                total,
                lambda offset, limit: deadlines.wall(session, question, limit, offset),
                lines,
            )
        self.empty.retranslate()
        self._show_preview(self.list.current())

    def _count(self, asked: int) -> None:
        session, text = self._session, self.list.search_text

        def read() -> tuple[Counts, Counts]:
            whole = deadlines.counts(session)
            return whole, deadlines.counts(session, text) if text else whole

        def done(counted: tuple[Counts, Counts]) -> None:
            if asked != self._asked:  # a new question counts on
                return
            self._counts, meant = counted
            self.list.set_filters(ready_filters(self._session, self._counts))
            self.list.set_count(deadlines.total(meant, self.question()))
            self._say_counts()

        self._tasks.read(self, read, done)

    def _say_counts(self) -> None:
        assert self._counts is not None
        pressing = self._counts.pressing(mine=deadlines.asked_first(self._session).mine)
        self.counted.emit(pressing)
        words = ngettext(
            "{count} line is overdue or for today",
            "{count} lines are overdue or for today",
            pressing,
        )
        self.status_changed.emit(words.format(count=pressing))

    def _empty_words(self) -> str:
        question = self._shown
        if question.text:
            return _("Nothing here matches “{words}”.").format(words=question.text)
        if question == Asked():
            return _("Nothing is overdue or due in the next 30 days.")
        return _("Nothing is due here. Choose another line at the left to see the rest.")

    def _show_preview(self, line: Line | None) -> None:
        self.preview.show_line(line, self._staff)

    # ------------------------------------------------------------------ going on

    def open_line(self, line: Line | None) -> None:
        """Go where the line leads."""
        if line is not None:
            self.destination_chosen.emit(*destination(line))

    def look_at_clock(self) -> None:
        """Read again if a line stands in another group by now, and say again how near it is."""
        if self._counts is None:
            return
        turned = self._session.clock() >= self._counts.turns_at
        if turned and self.isVisible():
            self.reload()
        elif turned:
            self.recount()
        else:
            self.list.model.retranslate()

    def recount(self) -> None:
        """Count again for the rail, while another page is shown."""
        self._count(self._asked)

    def show_paper(self) -> None:
        """Show what is chosen as a sheet for the wall, to print."""
        session, question = self._session, self.question()
        tongue = session.office.document_language
        self.paper.open(
            lambda: word("paper", "deadlines_wall"),
            lambda: deadlines.sheet(session, question, tongue),
            lambda: deadlines.note_printed(session),
        )

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return self.list.panes()
