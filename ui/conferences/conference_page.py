"""One conference: its agenda, what waits for the committee, what is decided about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.conferences import service as conferences
from intake_app.conferences.model import Outcome
from intake_app.conferences.service import Candidate, ConferenceView, MatterView
from intake_app.documents import service as documents
from intake_app.errors import IntakeError
from intake_app.formats import format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.words import word
from ui.buttons import Button, Kind, MenuButton
from ui.cards import Card, SectionTitle
from ui.conferences.matter_columns import agenda_columns, key_of, waiting_columns
from ui.conferences.matter_details import MatterDetails
from ui.documents.loose_paper import LoosePaper
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M, S, Text


@dataclass(frozen=True)
class _Read:
    view: ConferenceView
    waiting: tuple[Candidate, ...]
    staff: dict[str, str]


class ConferencePage(Screen):
    """Signals: those of a screen."""

    help_page = "conferences"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, about: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._id = about
        self._read: _Read | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.where = PlainLabel(Text.SECONDARY, wrap=True)
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.change, self.papers = Button(icon="pencil"), MenuButton("printer")
        self.close_minutes = Button(Kind.PRIMARY, "lock")
        self.paper = LoosePaper(tasks, self.bar)
        self.agenda_model: PagedModel[MatterView] = PagedModel(
            tasks, agenda_columns(), lambda one: one.matter.id
        )
        self.waiting_model: PagedModel[Candidate] = PagedModel(tasks, waiting_columns(), key_of)
        self.agenda, self.waiting = RowTable(self.agenda_model), RowTable(self.waiting_model)
        self.put_on = Button(icon="plus")
        self.details = MatterDetails(session)
        self.nothing = EmptyState(
            "clipboard-list",
            lambda: _("Nothing stands on the agenda yet. Put on it what waits below."),
        )
        self.none_waiting = EmptyState(
            "circle-check", lambda: _("Nothing else waits for this committee.")
        )
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for button in (self.back, self.papers, self.change, self.close_minutes):
            self.title.add(button)
        self.papers.add(
            lambda: word("paper", "conference_agenda"), lambda: self.show_paper("conference_agenda")
        )
        self.papers.add(
            lambda: word("paper", "conference_minutes"),
            lambda: self.show_paper("conference_minutes"),
        )
        self._agenda_part = _part(SectionTitle(lambda: _("Agenda")), self.agenda, self.nothing)
        self._waiting_part = _part(
            SectionTitle(lambda: _("Waits for the committee")),
            self.waiting,
            self.none_waiting,
            self.put_on,
        )
        left = QSplitter(Qt.Orientation.Vertical)
        for part, share in ((self._agenda_part, 3), (self._waiting_part, 2)):
            left.addWidget(part)
            left.setStretchFactor(left.count() - 1, share)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(S)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(left, 3)
        row.addWidget(self.details, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.title, self.where, self.bar):
            column.addWidget(widget)
        column.addLayout(row, 1)
        self.paper.setParent(self)
        self.setFocusProxy(self.agenda)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.back.clicked.connect(self.closed)
        self.change.clicked.connect(
            lambda: self.destination_chosen.emit("conference_form", self._id)
        )
        self.close_minutes.clicked.connect(self.close_now)
        self.put_on.clicked.connect(lambda: self._list(self.waiting.current()))
        self.waiting.opened.connect(self._list)
        self.waiting.selected.connect(lambda _row: self._allow())
        self.agenda.selected.connect(lambda _row: self._show_details())
        self.agenda.opened.connect(self._open_case)
        self.details.case_wanted.connect(lambda: self._open_case(self.agenda.current()))
        self.details.decided.connect(self.decide)
        self.details.dropped.connect(self._drop)
        self.details.moved.connect(self._move)
        for keys, steps in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(_mover(self, steps))

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the conference, its agenda, and what waits."""
        session, about = self._session, self._id

        def read() -> _Read:
            view = conferences.conference_view(session, about)
            waiting = (
                conferences.candidates(session, view.conference.pack)
                if view.conference.is_open
                else []
            )
            here = {one.matter.record_id for one in view.matters}  # also what was put off
            others = tuple(one for one in waiting if one.record.id not in here)
            return _Read(view, others, dict(users.names_of_staff(session)))

        self._tasks.read(self, read, self._show, self._failed)

    def _show(self, read: _Read) -> None:
        self._read = read
        self.details.staff = read.staff
        self.agenda_model.show_rows(read.view.matters)
        self.waiting_model.show_rows(read.waiting)
        for table, empty, rows in (
            (self.agenda, self.nothing, read.view.matters),
            (self.waiting, self.none_waiting, read.waiting),
        ):
            table.setVisible(bool(rows))
            empty.setVisible(not rows)
        self._waiting_part.setVisible(read.view.conference.is_open)
        self.retranslate()
        left = len(read.view.undecided())
        words = ngettext("{count} matter to decide", "{count} matters to decide", left)
        self.status_changed.emit(words.format(count=left))

    def _show_details(self) -> None:
        view = self._read.view if self._read else None
        self.details.show_matter(self.agenda.current(), view.conference if view else None)

    def panes(self) -> Sequence[QWidget]:
        """The agenda, what waits, and the matter."""
        parts = (self._agenda_part, self._waiting_part, self.details)
        return [part for part in parts if part.isVisible()]

    # ------------------------------------------------------------------ doing

    def decide(self, outcome: Outcome) -> None:
        """Ask for the committee's reason, then decide; it is signed like every decision."""
        row: MatterView | None = self.agenda.current()
        if row is None:
            return
        verbs = {
            Outcome.APPROVED: (_("The committee approves"), _("Approve")),
            Outcome.RETURNED: (_("The committee returns it"), _("Send back")),
            Outcome.REJECTED: (_("The committee rejects it"), _("Reject")),
            Outcome.PUT_OFF: (_("The committee puts it off"), _("Put off")),
        }
        title, verb = verbs[outcome]
        said = _("Case {case}. The reason stands in the minutes.").format(case=row.case_number)
        if outcome is not Outcome.PUT_OFF:
            said = _(
                "Case {case}. The reason stands in the minutes. Your signature goes with it, and it"
                " cannot be taken back."
            ).format(case=row.case_number)
        reason = self._messages.ask_text(
            title, said, _("Reason of the committee"), verb, _("Do not decide yet"),
            danger=outcome is Outcome.REJECTED,
        )  # fmt: skip
        if reason is None:
            return
        session, matter = self._session, row.matter.id
        done = _("Written into the minutes: {case}.").format(case=row.case_number)
        self._do(lambda: conferences.decide_matter(session, matter, outcome, reason), done)

    def close_now(self) -> None:
        """Close the minutes, after asking."""
        if self._messages.ask(
            _("Close the minutes?"),
            _("Nothing of this conference can be changed afterwards."),
            _("Close the minutes"),
            _("Not yet"),
        ):
            session, about = self._session, self._id
            done = _("The minutes are closed. Print them and have them signed.")
            self._do(lambda: conferences.close_conference(session, about), done)

    def show_paper(self, kind: str) -> None:
        """Show the agenda or the minutes, to print."""
        session, about = self._session, self._id
        tongue = session.office.document_language
        self.paper.open(
            lambda: word("paper", kind),
            lambda: documents.conference_paper(session, kind, about, tongue),
            lambda: documents.note_conference_printed(session, about),
        )

    def _list(self, row: Candidate | None) -> None:
        if row is None or not self.put_on.isEnabled():
            return
        session, about = self._session, self._id
        done = _("On the agenda: {case}.").format(case=row.case_number)
        self._do(lambda: conferences.list_matter(session, about, row.kind, row.record.id), done)

    def _drop(self) -> None:
        row: MatterView | None = self.agenda.current()
        if row is not None:
            session, matter = self._session, row.matter.id
            done = _("Taken off the agenda: {case}.").format(case=row.case_number)
            self._do(lambda: conferences.drop_matter(session, matter), done)

    def _move(self, steps: int) -> None:
        row: MatterView | None = self.agenda.current()
        is_open = self._read is not None and self._read.view.conference.is_open
        if row is not None and is_open and self._session.may(Act.MATTER_LISTED):
            session, matter = self._session, row.matter.id
            self._do(lambda: conferences.move_matter(session, matter, steps), "")

    def _do(self, act: Callable[[], object], done: str) -> None:
        def finished(_result: object) -> None:
            if done:
                self.bar.success(done)

        self._tasks.change(self, act, finished, self._failed)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)

    def _open_case(self, row: MatterView | None) -> None:
        if row is not None:
            self.destination_chosen.emit("case", row.matter.case_id)

    # ------------------------------------------------------------------ words

    def retranslate(self) -> None:
        """Every text of the page, and what can be done now."""
        one = self._read.view.conference if self._read else None
        parts = (one.committee, one.place, one.starts) if one else ()
        self.where.setText(" · ".join(part for part in parts if part))
        day = format_short_date(one.held_on, language()) if one else ""
        self.title.set_title(_("Case conference"), day)
        self.back.set_text(_("Back"))
        self.change.set_text(_("Change…"))
        self.papers.set_text(_("Print"))
        self.close_minutes.set_text(_("Close the minutes"))
        self.put_on.set_text(_("Put on the agenda"))
        self.agenda.setAccessibleName(_("Agenda"))
        self.waiting.setAccessibleName(_("Waits for the committee"))
        self._show_details()
        self._allow()

    def _allow(self) -> None:
        """Grey what cannot be done now, each with its reason."""
        view, may = self._read.view if self._read else None, self._session.may
        closed = view is not None and not view.conference.is_open
        final = _("The minutes of this conference are closed.") if closed else ""
        plan = "" if may(Act.CONFERENCE_SAVED) else _("Your role may not do this.")
        end = "" if may(Act.CONFERENCE_CLOSED) else _("Only a supervisor may do this.")
        undecided = bool(view and (view.undecided() or not view.matters))
        open_words = _("Decide about every matter first, or put it off.") if undecided else ""
        row = "" if self.waiting.current() else _("Choose a line in the list first.")
        self.change.set_reason(plan or final)
        self.put_on.set_reason(plan or final or row)
        self.close_minutes.set_reason(end or final or open_words)


def _mover(page: ConferencePage, steps: int) -> Callable[[], None]:
    return lambda: page._move(steps)


def _part(
    title: SectionTitle, table: RowTable, empty: EmptyState, action: Button | None = None
) -> QWidget:
    part, card, head = QWidget(), Card(margin=1), QHBoxLayout()
    head.addWidget(title, 1)
    if action is not None:
        head.addWidget(action)
    card.body.addWidget(table)
    card.body.addWidget(empty)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S)
    column.addLayout(head)
    column.addWidget(card, 1)
    return part
