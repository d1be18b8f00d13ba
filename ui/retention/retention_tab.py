"""Retention: what the office has decided, the files whose date has passed, the signed lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from intake_app.erasure import service as erasure
from intake_app.erasure.service import Erasure
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.retention import service as retention
from intake_app.retention.service import DueList, FileKind
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, SectionTitle
from ui.cases.days import on_day
from ui.cases.short_form import ShortForm
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import NumberEdit
from ui.flow import flowing
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.retention.date_form import DateForm
from ui.retention.erasing_work import ErasingWork
from ui.retention.retention_columns import DueRow, ListRow, due_columns, list_columns
from ui.retention.rule_form import RuleForm
from ui.stacked_screen import StackedScreen
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone


@dataclass(frozen=True)
class _Read:
    due: DueList
    lists: Sequence[Erasure] = ()
    staff: Mapping[str, str] = field(default_factory=dict)


class RetentionTab(StackedScreen[ShortForm]):
    """For supervisors: decide, review, sign, erase. Signals: those of a screen."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._read: _Read | None = None
        self.bar = MessageBar()
        self.work = ErasingWork(session, tasks, messages, self.bar)
        self.rule, self.clock = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.decide, self.confirm = Button(icon="pencil"), Button(icon="calendar")
        self.mark, self.mark_all = Button(icon="trash-2"), Button(icon="list")
        self.keep, self.open_file = Button(icon="calendar-clock"), Button(icon="folder-open")
        self.sign = Button(Kind.DANGER, "pencil")
        self.go_on = Button(Kind.PRIMARY, "arrow-right")
        self.protocol, self.copies = Button(icon="file-text"), Button(icon="hard-drive")
        self._due_rows = PagedModel[DueRow](tasks, due_columns(), lambda row: row.file.id)
        self._list_rows = PagedModel[ListRow](tasks, list_columns(), lambda row: row.erasure.id)
        self.due, self.lists = RowTable(self._due_rows), RowTable(self._list_rows)
        self.nothing = EmptyState("hourglass", self._nothing_words)
        self._arrange()
        self._connect()
        self.retranslate()

    # ------------------------------------------------------------------ building

    def _arrange(self) -> None:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.bar, self.work.panel):
            column.addWidget(widget)
        for words, button in ((self.rule, self.decide), (self.clock, self.confirm)):
            line = QHBoxLayout()
            line.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(button)
            column.addLayout(line)
        self._due_part = _part(
            SectionTitle(lambda: _("Files whose date has passed")),
            self.due,
            (self.open_file, self.keep, self.mark, self.mark_all, self.sign),
        )
        self._lists_part = _part(
            SectionTitle(lambda: _("Signed lists")),
            self.lists,
            (self.go_on, self.protocol, self.copies),
        )
        self._parts = QSplitter(Qt.Orientation.Vertical)
        for part, share in ((self._due_part, 3), (self._lists_part, 2)):
            self._parts.addWidget(part)
            self._parts.setStretchFactor(self._parts.count() - 1, share)
        self._parts.setChildrenCollapsible(False)
        column.addWidget(self._parts, 1)
        column.addWidget(self.nothing, 1)
        for later in (self.clock, self.confirm, self._parts, self.nothing):
            later.hide()  # nothing is claimed before the vault was read
        forbidden = EmptyState(
            "lock", lambda: _("Only a supervisor decides how long files are kept.")
        )
        self.work.setParent(self)
        self.build(overview, self.due, forbidden, may=retention.may_review(self._session))

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.due.selected.connect(lambda _row: self._allow())
        self.due.opened.connect(lambda _row: self._open_file())
        self.lists.selected.connect(lambda _row: self._allow())
        self.work.erasing_changed.connect(self._allow)
        self.decide.clicked.connect(self._decide)
        self.confirm.clicked.connect(self._confirm)
        self.mark.clicked.connect(self._mark)
        self.mark_all.clicked.connect(self._mark_all)
        self.keep.clicked.connect(self._keep)
        self.open_file.clicked.connect(self._open_file)
        self.sign.clicked.connect(lambda: self.work.sign_and_erase(self._marked()))
        self.go_on.clicked.connect(lambda: self._with_list(self.work.go_on))
        self.protocol.clicked.connect(lambda: self._with_list(self.work.show_protocol))
        self.copies.clicked.connect(lambda: self._with_list(self.work.destroy_copies))

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the rule, what is due and what was signed."""
        session = self._session
        if not retention.may_review(session):
            return

        def read() -> _Read:
            return _Read(
                retention.due_list(session), erasure.lists(session), names_of_staff(session)
            )

        self._tasks.read(self, read, self._show)

    def _show(self, read: _Read) -> None:
        self._read = read
        due = read.due
        self._due_rows.show_rows([DueRow(file, due.until(file)) for file in due.files])
        self._list_rows.show_rows([ListRow(one, read.staff) for one in read.lists])
        self._say()
        some = bool(due.files or read.lists)
        # What goes goes first: both at once would push the window beyond a small screen.
        self.nothing.setVisible(False)
        self._parts.setVisible(False)
        self._due_part.setVisible(bool(due.files))
        self._lists_part.setVisible(bool(read.lists))
        self._parts.setVisible(some)
        self.nothing.setVisible(not some)
        self._allow()

    def _say(self) -> None:
        """The rule, and whether the date can be trusted."""
        if self._read is None:
            return
        due = self._read.due
        if due.rule is None:
            self.rule.show_text(
                _(
                    "To be confirmed by the office: for how many years after the last act files are"
                    " kept. Nothing is due until that is decided."
                ),
                "triangle-alert",
                Tone.WARNING,
            )
        else:
            words = ngettext(
                "Files are kept {years} year after the last act. Based on: {basis}",
                "Files are kept {years} years after the last act. Based on: {basis}",
                due.rule.value,
            )
            self.rule.show_text(words.format(years=due.rule.value, basis=due.rule.basis), "info")
        for widget in (self.clock, self.confirm):
            widget.setVisible(due.jump is not None)
        if due.jump is not None:
            words = _(
                "The clock of this computer went from {before} to {after}. Nothing is due until"
                " somebody has looked whether today is {today}."
            )
            self.clock.show_text(
                words.format(
                    before=on_day(due.jump.before),
                    after=on_day(due.jump.after),
                    today=format_date(due.today, language()),
                ),
                "clock",
                Tone.WARNING,
            )
        self.nothing.retranslate()

    def _nothing_words(self) -> str:
        due = self._read.due if self._read else None
        if due is None or due.rule is None:
            return _("No file has a date that has passed. First decide how long files are kept.")
        if due.jump is not None:
            return _("First confirm the date of this computer.")
        return _("No file has a date that has passed. Nothing is to be done.")

    def retranslate(self) -> None:
        """Set every text."""
        self.decide.set_text(_("Decide…"))
        self.confirm.set_text(_("The date is right"))
        self.mark_all.set_text(_("Mark all"))
        self.keep.set_text(_("Keep longer…"))
        self.open_file.set_text(_("Open"))
        self.go_on.set_text(_("Go on erasing"))
        self.protocol.set_text(_("Protocol…"))
        self.copies.set_text(_("Copies…"))
        self.due.setAccessibleName(_("Files whose date has passed"))
        self.lists.setAccessibleName(_("Signed lists"))
        self._say()
        self._allow()

    def _marked(self) -> int:
        return sum(file.is_marked for file in self._read.due.files) if self._read else 0

    def _allow(self) -> None:
        """Grey what cannot be done now, each with its reason."""
        row, marked = self.due.current(), self._marked()
        one = self.lists.current()
        busy = _("Files are being erased.") if self.work.erasing else ""
        none = _("Choose a file first.") if row is None else ""
        is_marked = row is not None and row.file.is_marked
        self.mark.set_text(_("Take the mark back") if is_marked else _("Mark for destruction"))
        words = ngettext("Sign and destroy {count}…", "Sign and destroy {count}…", marked)
        self.sign.set_text(words.format(count=marked) if marked else _("Sign and destroy…"))
        begun = any(not one.finished_at for one in self._read.lists) if self._read else False
        unfinished = _("Finish the erasure that was begun first.") if begun else ""
        unmarked = "" if marked else _("Mark the files that are to be destroyed first.")
        for button in (self.mark, self.keep, self.open_file):
            button.set_reason(busy or none)
        self.mark_all.set_reason(busy)
        self.sign.set_reason(busy or unfinished or unmarked)
        done = one is None or bool(one.erasure.finished_at)
        self.go_on.setVisible(not done)
        self.go_on.set_reason(busy)
        no_list = _("Choose a list first.") if one is None else ""
        self.protocol.set_reason(no_list or busy)
        self.copies.set_reason(no_list or busy)

    # ------------------------------------------------------------------ acting

    def _confirm(self) -> None:
        session = self._session
        self._tasks.change(self, lambda: retention.confirm_date(session), lambda _done: None)

    def _mark(self) -> None:
        row, session = self.due.current(), self._session
        if row is None:
            return
        act = retention.unmark if row.file.is_marked else retention.mark
        self._tasks.change(self, lambda: act(session, row.file.id), lambda _done: None)

    def _mark_all(self) -> None:
        session = self._session
        ids = [file.id for file in self._read.due.files if not file.is_marked] if self._read else []
        self._tasks.change(self, lambda: retention.mark(session, *ids), lambda _done: None)

    def _open_file(self) -> None:
        row = self.due.current()
        if row is not None:
            kind = "case" if row.file.kind is FileKind.CASE else "person"
            self.destination_chosen.emit(kind, row.file.id)

    def _with_list(self, act: Callable[[Erasure], None]) -> None:
        row = self.lists.current()
        if row is not None:
            act(row.erasure)

    # ------------------------------------------------------------------ pages on top

    def _keep(self) -> None:
        row = self.due.current()
        if row is not None:
            self.open_page(DateForm(self._session, self._tasks, self._messages, row.file.id))

    def _decide(self) -> None:
        form = RuleForm(
            self._session,
            self._tasks,
            self._messages,
            words=(
                lambda: _("How long files are kept"),
                lambda: _("Years after the last act"),
            ),
            number=("years", NumberEdit(1, 100)),
            decide=retention.set_rule,
        )
        rule = self._read.due.rule if self._read else None
        if rule is not None:
            form.show_rule(rule.value, rule.basis)
        self.open_page(form)

    def panes(self) -> Sequence[QWidget]:
        """What is due, and what was signed; or the form on top."""
        return [self.page] if self.page is not None else [self._due_part, self._lists_part]


def _part(title: SectionTitle, table: RowTable, buttons: Sequence[Button]) -> QWidget:
    part, card, head = QWidget(), Card(margin=1), QHBoxLayout()
    head.setSpacing(M)
    head.addWidget(title)
    head.addWidget(flowing(buttons), 1)
    card.body.addWidget(table)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(S)
    column.addLayout(head)
    column.addWidget(card, 1)
    return part
