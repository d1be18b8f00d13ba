"""The approvals queue: read what a colleague has written, then say yes or why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.errors import IntakeError
from intake_app.formats import format_short_date
from intake_app.grants import service as grants
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.values import folded
from intake_app.words import word
from ui.approvals.decision_pane import DecisionPane
from ui.approvals.reading_dialog import ReadingDialog
from ui.approvals.waiting import Matter, Waiting, read_matter, read_waiting
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

ALL, PLAN, GRANT = "all", "plan", "grant"
BESIDE = 132
"""Letters of width from which the request stands beside the list and not below it."""

BESIDE_SIZES, BELOW_SIZES = (61, 39), (38, 62)
"""How list and request share the room; the splitter keeps what the user makes of it."""


class ApprovalsScreen(Screen):
    """Plans and grant requests that wait, with what the approver has to read beside them."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._rows: list[Waiting] = []
        self._matter: tuple[Waiting, Matter] | None = None
        self._asked: Waiting | None = None
        self.paper: ReadingDialog | None = None
        self.title, self.bar = TitleLine(), MessageBar()
        self.pane = DecisionPane()
        self.empty = EmptyState("badge-check", self._empty_words)
        self.list: ListPanes = ListPanes(
            tasks,
            _columns(),
            lambda row: row.record.id,
            empty=self.empty,
            placeholder=lambda: _("Name, case number or author"),
        )
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._shared_out = False
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        for part in (self.list, self.pane):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.count() - 1, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self._select)
        self.list.opened.connect(self._open_case)
        self.pane.approved.connect(self._approve)
        self.pane.returned.connect(self._return)
        self.pane.rejected.connect(self._reject)
        self.pane.paper_wanted.connect(self._paper)
        self.pane.case_wanted.connect(lambda: self._open_case(self.list.current()))

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Approvals"))
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """List and request."""
        return [*self.list.panes(), self.pane]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Beside each other, or below each other where that would be too narrow to read."""
        self._turn(event.size().width())
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A larger font needs more room."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._turn(self.width())
        super().changeEvent(event)

    def _turn(self, width: int) -> None:
        beside = width >= BESIDE * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)
            self._shared_out = False
        self._share_out()

    def _share_out(self) -> None:
        """Share the room as soon as both parts are there; later the splitter is the user's."""
        if self._shared_out or self.pane.isHidden():
            return
        beside = self.split.orientation() == Qt.Orientation.Horizontal
        room = self.split.width() if beside else self.split.height()
        shares = BESIDE_SIZES if beside else BELOW_SIZES
        self.split.setSizes([room * share // 100 for share in shares])
        self._shared_out = self.isVisible()

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read what waits."""
        self._tasks.read(self, lambda: read_waiting(self._session), self._take)

    def _take(self, rows: list[Waiting]) -> None:
        self._rows = rows
        self._matter = self._asked = None
        self._show()
        words = ngettext("{count} decision waiting", "{count} decisions waiting", len(rows))
        self.status_changed.emit(words.format(count=len(rows)))

    def _show(self) -> None:
        kinds = [row.kind for row in self._rows]
        self.list.set_filters(
            [
                Filter(ALL, lambda: _("All"), len(kinds), "inbox"),
                Filter(PLAN, lambda: _("Plans"), kinds.count(PLAN), "target"),
                Filter(GRANT, lambda: _("Grant requests"), kinds.count(GRANT), "coins"),
            ]
            if self._rows
            else []
        )
        wanted, kind = folded(self.list.search_text), self.list.filter_key
        shown = [
            row
            for row in self._rows
            if kind in ("", ALL, row.kind) and wanted in folded(_searched(row))
        ]
        self.empty.retranslate()
        self.list.show_rows(shown)
        self.pane.setVisible(bool(shown))
        self._share_out()
        self._select(self.list.current())

    def _empty_words(self) -> str:
        if self._rows:
            return _("No request fits. Take the filter away to see the others.")
        return _("Nothing waits for a decision. New requests appear here by themselves.")

    def _select(self, row: Waiting | None) -> None:
        known = self._matter
        matter = known[1] if known is not None and known[0] == row else None
        self.pane.show_waiting(row, matter, self._session.today(), self._reason_against(row))
        if row is not None and matter is None and row is not self._asked:
            self._read_matter(row)

    def _read_matter(self, row: Waiting) -> None:
        self._asked = row

        def done(matter: Matter) -> None:
            if self.list.current() == row:  # else another one is selected by now
                self._matter = (row, matter)
                self.pane.show_waiting(
                    row, matter, self._session.today(), self._reason_against(row)
                )

        self._tasks.read(self, lambda: read_matter(self._session, row), done)

    def _reason_against(self, row: Waiting | None) -> str:
        """Why the signed-in user may not decide about this one; empty if they may."""
        if not self._session.may(Act.PLAN_APPROVED):
            return _("Only a supervisor decides.")
        if row is None:
            return _("Choose a request first.")
        if row.record.author == self._session.user.id:
            return _("You wrote this yourself. Another supervisor has to decide about it.")
        return ""

    def _open_case(self, row: Waiting | None) -> None:
        if row is not None:
            self.destination_chosen.emit("case", row.record.case_id)

    def _paper(self) -> None:
        """Show the paper in the language that the office prints in; nothing is kept."""
        row = self.list.current()
        if row is None:
            return
        session = self._session
        record, kind, words = row.record, row.paper, session.office.document_language
        self._tasks.read(
            self,
            lambda: documents.preview(session, record.case_id, kind, record.id, words),
            lambda pdf: self._open_paper(kind, pdf),
            self._failed,
        )

    def _open_paper(self, kind: str, pdf: bytes) -> None:
        dialog = ReadingDialog(self, lambda: word("paper", kind), str)
        dialog.show_preview(pdf)
        self.paper = dialog
        dialog.finished.connect(self._paper_closed)
        dialog.open()

    def _paper_closed(self, _result: int) -> None:
        self.paper = None

    # ------------------------------------------------------------------ decisions

    def _approve(self) -> None:
        row = self.list.current()
        if row is None or not self._messages.ask(
            _("Approve this?"),
            _(
                "{what} for {person}, case {case}, {amount}. Your signature goes with it, and it"
                " cannot be taken back."
            ).format(
                what=word("record", row.kind),
                person=row.view.person.display_name,
                case=row.view.case.number,
                amount=row.total() or _("without money"),
            ),
            _("Approve"),
            _("Do not decide yet"),
        ):
            return
        said = _("Approved: {case}.").format(case=row.view.case.number)
        self._decide(lambda: row.approve(self._session), said)

    def _return(self) -> None:
        row = self.list.current()
        if row is None:
            return
        reason = self._messages.ask_text(
            _("Return to the author"),
            _("{author} reads your reason, changes the text and sends it again.").format(
                author=row.author_name
            ),
            _("What has to change"),
            _("Return"),
            _("Do not decide yet"),
        )
        if reason is not None:
            said = _("Returned with your reason: {case}.").format(case=row.view.case.number)
            self._decide(lambda: row.send_back(self._session, reason), said)

    def _reject(self) -> None:
        row = self.list.current()
        if row is None:
            return
        reason = self._messages.ask_text(
            _("Reject the grant request"),
            _("This request ends here. {author} reads your reason.").format(author=row.author_name),
            _("Why not"),
            _("Reject"),
            _("Do not decide yet"),
            danger=True,
        )
        if reason is not None:
            said = _("Rejected: {case}.").format(case=row.view.case.number)
            self._decide(lambda: grants.reject_grant(self._session, row.record.id, reason), said)

    def _decide(self, decision: Callable[[], object], said: str) -> None:
        self._tasks.change(
            self, decision, lambda _decided: self.bar.success(said), self._not_decided
        )

    def _not_decided(self, error: Exception) -> bool:
        self.reload()  # somebody may have decided meanwhile
        return self._failed(error)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _searched(row: Waiting) -> str:
    return f"{row.view.person.display_name} {row.view.case.number} {row.author_name}"


def _columns() -> list[Column[Waiting]]:
    return [
        Column(lambda: _("Person"), lambda row: row.view.person.display_name, 20, stretch=True),
        Column(
            lambda: _("What"),
            lambda row: word("record", row.kind),
            14,
            icon=lambda row: "target" if row.kind == PLAN else "coins",
        ),
        Column(lambda: _("Amount"), lambda row: row.total(), 14, right=True),
        Column(lambda: _("Since"), lambda row: format_short_date(row.since, language()), 11),
    ]
