"""The approvals queue: read what a colleague has written, then say yes or why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.values import folded
from intake_app.words import word
from ui.approvals.deciding import Deciding
from ui.approvals.decision_pane import DecisionPane
from ui.approvals.turning_split import TurningSplit
from ui.approvals.waiting import Matter, Waiting, read_matter, read_waiting
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import Words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

ALL, PLAN, GRANT, CLOSING, CLOSURE = "all", "plan", "grant", "closing", "closure"
LOOK: dict[str, tuple[Words, str]] = {
    PLAN: (lambda: _("Plan"), "target"),
    GRANT: (lambda: _("Grant"), "coins"),
    CLOSING: (lambda: word("grant_step", "closure"), "file-check"),
    CLOSURE: (lambda: _("Closure"), "lock"),
}
"""What each kind is called in the list, and its icon."""


class ApprovalsScreen(Screen):
    """Plans, grants and closures that wait for a decision, with what has to be read."""

    help_page = "approvals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._rows: list[Waiting] = []
        self._matter: tuple[Waiting, Matter] | None = None
        self._asked: Waiting | None = None
        self._looked_at: set[str] = set()
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
        self.split = TurningSplit(self.list, self.pane)
        self.deciding = Deciding(session, tasks, messages, self.bar)
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.split, 1)
        self.deciding.setParent(self)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.bar.faded.connect(self.status_changed)
        self.list.wanted.connect(self._show)
        self.list.selected.connect(self._select)
        self.list.opened.connect(self._open_case)
        self.deciding.refused.connect(self.reload)
        for wanted, act in (
            (self.pane.approved, self.deciding.approve),
            (self.pane.returned, self.deciding.send_back),
            (self.pane.rejected, self.deciding.reject),
            (self.pane.paper_wanted, self.deciding.show_paper),
            (self.pane.case_wanted, self._open_case),
        ):
            wanted.connect(partial(self._with_current, act))

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Approvals"))
        self._show()
        if self.isVisible():
            self._say_count()

    def panes(self) -> Sequence[QWidget]:
        """List and request."""
        return [*self.list.panes(), self.pane]

    # ------------------------------------------------------------------ the list

    def reload(self) -> None:
        """Read what waits."""
        self._tasks.read(self, lambda: read_waiting(self._session), self._take)

    def _take(self, rows: list[Waiting]) -> None:
        self._rows = rows
        self._matter = self._asked = None
        self._show()
        self._say_count()

    def _say_count(self) -> None:
        count = len(self._rows)
        words = ngettext("{count} decision waiting", "{count} decisions waiting", count)
        self.status_changed.emit(words.format(count=count))

    def _show(self) -> None:
        kinds = [_kind(row) for row in self._rows]
        self.list.set_filters(
            [
                Filter(ALL, lambda: _("All"), len(kinds), "inbox"),
                Filter(PLAN, lambda: _("Plans"), kinds.count(PLAN), "target"),
                Filter(GRANT, lambda: _("Grant requests"), kinds.count(GRANT), "coins"),
                Filter(CLOSING, lambda: _("Grants to close"), kinds.count(CLOSING), "file-check"),
                Filter(CLOSURE, lambda: _("Closures"), kinds.count(CLOSURE), "lock"),
            ]
            if self._rows
            else []
        )
        wanted, kind = folded(self.list.search_text), self.list.filter_key
        shown = [
            row
            for row in self._rows
            if kind in ("", ALL, _kind(row)) and wanted in folded(_searched(row))
        ]
        self.empty.retranslate()
        self.list.show_rows(shown)
        self.split.show_second(bool(shown))
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
        first = row.record.id not in self._looked_at
        self._looked_at.add(row.record.id)

        def done(matter: Matter) -> None:
            if self.list.current() == row:  # else another one is selected by now
                self._matter = (row, matter)
                self.pane.show_waiting(
                    row, matter, self._session.today(), self._reason_against(row)
                )

        self._tasks.read(self, lambda: read_matter(self._session, row, first=first), done)

    def _reason_against(self, row: Waiting | None) -> str:
        """Why the signed-in user may not decide about this one; empty if they may."""
        if not self._session.may(Act.PLAN_APPROVED):
            return _("Only a supervisor decides.")
        if row is None:
            return _("Choose a request first.")
        return row.reason_against(self._session.user.id)

    def _with_current(self, act: Callable[[Waiting], object]) -> None:
        row = self.list.current()
        if row is not None:
            act(row)

    def _open_case(self, row: Waiting) -> None:
        self.destination_chosen.emit("case", row.record.case_id)


def _kind(row: Waiting) -> str:
    return CLOSING if row.is_closing else row.kind


def _searched(row: Waiting) -> str:
    return f"{row.view.person.display_name} {row.view.case.number} {row.author_name}"


def _columns() -> list[Column[Waiting]]:
    return [
        Column(lambda: _("Person"), lambda row: row.view.person.display_name, 20, stretch=True),
        Column(
            lambda: _("What"),
            lambda row: LOOK[_kind(row)][0](),
            13,
            icon=lambda row: LOOK[_kind(row)][1],
        ),
        Column(lambda: _("Amount"), lambda row: row.total(), 13, right=True),
        Column(lambda: _("Since"), lambda row: format_short_date(row.since, language()), 10),
    ]
