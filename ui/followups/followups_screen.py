"""All follow-ups of the desk: what is overdue, due, one's own, and whose case it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.followups import service as followups
from intake_app.followups.model import Standing
from intake_app.followups.service import Counts, Line
from intake_app.formats import format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.documents.blanks_menu import BlanksMenu
from ui.fields.message_bar import MessageBar
from ui.followups.follow_up_details import FollowUpDetails
from ui.followups.follow_up_words import LOOK
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import PAGE, Column
from ui.messages import Messages
from ui.plain import PlainLabel, Words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

MINE, ALL = "mine", "all"


@dataclass(frozen=True)
class _Answer:
    rows: list[Line]
    count: int
    counts: Counts
    staff: Mapping[str, str]


class FollowUpsScreen(Screen):
    """Enter opens the case at its follow-ups. Signals: those of a screen."""

    help_page = "followups"

    def __init__(self, session: Session, tasks: Tasks, _messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._counts: Counts | None = None
        self._staff: Mapping[str, str] = {}
        self._asked = 0
        self.title, self.bar = TitleLine(), MessageBar()
        self.work = Button(icon="users")
        self.blanks = BlanksMenu(session, tasks, self.bar, documents.OF_A_FOLLOW_UP)
        self.preview = LinePreview(session)
        self.empty = EmptyState("calendar", self._empty_words)
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            lambda line: line.id,
            empty=self.empty,
            preview=self.preview,
            placeholder=lambda: _("Name or case number"),
            parent=self,
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.blanks, self.work):
            self.title.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.blanks.all_wanted.connect(lambda: self.destination_chosen.emit("blank_forms", ""))
        self.work.clicked.connect(lambda: self.destination_chosen.emit("workload", ""))
        self.list.wanted.connect(self._ask)
        self.list.selected.connect(self.preview.show_line)
        self.list.opened.connect(self._open)
        self.preview.open.clicked.connect(lambda: self._open(self.list.current()))

    def _columns(self) -> list[Column[Line]]:
        def standing(line: Line) -> Standing:
            return line.follow_up.standing(self._session.today())

        return [
            Column(
                lambda: _("State"),
                lambda line: word("follow_up", standing(line)),
                width=13,
                icon=lambda line: LOOK[standing(line)][0],
                tone=lambda line: LOOK[standing(line)][1],
            ),
            Column(
                lambda: _("Due on"),
                lambda line: format_short_date(line.follow_up.due_on, language()),
                width=10,
            ),
            Column(lambda: _("Name"), lambda line: line.person, width=16, stretch=True),
            Column(lambda: _("Case"), lambda line: line.case_number, width=17),
            Column(
                lambda: _("Who makes it"),
                lambda line: self._staff.get(line.counsellor, ""),
                width=13,
            ),
        ]

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Follow-ups"))
        self.work.set_text(_("Who does what"))
        self.blanks.retranslate()
        self.preview.retranslate()
        self._show_filters()

    def panes(self) -> Sequence[QWidget]:
        """The panes of the list."""
        return self.list.panes()

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read the first page and count everything again."""
        self._counts = None
        self._ask()

    def _question(self) -> tuple[str, str | None]:
        """The standing and the colleague that the chosen filter asks for."""
        key = self.list.filter_key or self._first_filter()
        if key == MINE:
            return "open", self._session.user.id
        return ("" if key == ALL else key), None

    def _first_filter(self) -> str:
        return MINE if self._session.may(Act.CLOSURE_ASKED) else Standing.OVERDUE.value

    def _ask(self) -> None:
        session, known, staff = self._session, self._counts, self._staff
        standing, who = self._question()
        text = self.list.search_text
        self._asked += 1
        asked = self._asked

        def fetch(offset: int, limit: int) -> list[Line]:
            return followups.follow_up_lines(session, standing, text, who, offset, limit)

        def read() -> _Answer:
            rows = fetch(0, PAGE)
            count = len(rows)
            if count == PAGE:
                count = followups.follow_up_number(session, standing, text, who)
            return _Answer(
                rows,
                count,
                known or followups.list_counts(session),
                staff if known else users.names_of_staff(session),
            )

        def done(answer: _Answer) -> None:
            if asked != self._asked:  # somebody typed on meanwhile
                return
            self._counts, self._staff = answer.counts, answer.staff
            self.preview.details.staff = answer.staff
            self._show_filters()
            self.empty.retranslate()
            self.list.show_pages(answer.count, fetch, answer.rows)
            self.preview.show_line(self.list.current())
            self._say_count()

        self._tasks.read(self, read, done)

    def _say_count(self) -> None:
        if self._counts is not None:
            late = self._counts.by_standing[Standing.OVERDUE.value]
            words = ngettext("{count} follow-up overdue", "{count} follow-ups overdue", late)
            self.status_changed.emit(words.format(count=late))

    def _show_filters(self) -> None:
        counts = self._counts
        if counts is None:
            return
        of = counts.by_standing
        ready = [
            Filter(standing.value, _standing_words(standing), of[standing.value], *LOOK[standing])
            for standing in Standing
        ]
        mine = Filter(MINE, lambda: _("Mine, still open"), counts.mine, "user", Tone.NEUTRAL)
        every = Filter(ALL, lambda: _("All"), of[""], "list", Tone.NEUTRAL)
        first = [mine, *ready] if self._first_filter() == MINE else [*ready, mine]
        self.list.set_filters([*first, every])

    def _empty_words(self) -> str:
        if self._counts is not None and not self._counts.by_standing[""]:
            return _("Follow-ups are planned when a plan is approved. There is none yet.")
        return _("No follow-up fits. Choose another filter to see the others.")

    def _open(self, line: Line | None) -> None:
        if line is not None:
            self.destination_chosen.emit("case_follow_ups", line.follow_up.case_id)


def _standing_words(standing: Standing) -> Words:
    return lambda: word("follow_up", standing)


class LinePreview(Card):
    """The selected follow-up and the way to its case."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._line: Line | None = None
        self.name, self.number = PlainLabel(Text.SECTION, wrap=True), PlainLabel(Text.SECONDARY)
        self.details = FollowUpDetails(session)
        self.open = Button(Kind.PRIMARY, "arrow-right")
        for widget in (self.name, self.number, self.open):
            self.body.addWidget(widget)
        self.body.addSpacing(S)
        self.body.addWidget(self.details)
        self.body.addStretch(1)
        self.retranslate()

    def show_line(self, line: Any) -> None:
        """Show this one; nothing leaves the card empty."""
        self._line = line
        for widget in (self.name, self.number, self.details, self.open):
            widget.setVisible(line is not None)
        if line is None:
            return
        pack = self._session.packs.get(line.pack)
        self.details.attempts = pack.follow_up.attempts if pack else 0
        self.name.setText(line.person)
        self.number.setText(line.case_number)
        self.details.show_one(line.follow_up, line.counsellor)

    def retranslate(self) -> None:
        """Button and facts."""
        self.open.set_text(_("Open the case"))
        self.show_line(self._line)
