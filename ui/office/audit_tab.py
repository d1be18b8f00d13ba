"""The audit log: who did what, and whether the chain is whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_moment, format_number
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.users.service import AuditLine
from intake_app.values import folded
from intake_app.words import word
from ui.buttons import Button
from ui.cards import Card
from ui.cases.days import local_moment
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.office.log_filters import LogFilters
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.search_box import SearchBox
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class AuditTab(Screen):
    """The newest lines first; older ones are added by a button."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._lines: list[AuditLine] = []
        self._is_open = self._is_whole = False
        self.bar, self.text = MessageBar(), SearchBox("Ctrl+F")
        self.verify, self.older = Button(icon="shield-check"), Button(icon="history")
        self.filters, self.count = LogFilters(session), PlainLabel(Text.SECONDARY)
        self.model: PagedModel[AuditLine] = PagedModel(tasks, _columns(), lambda row: str(row.seq))
        self.table = RowTable(self.model)
        self.nothing = EmptyState(
            "filter", lambda: _("No line fits. Take a choice away to see more.")
        )
        self.forbidden = EmptyState("lock", lambda: _("Only a supervisor reads the audit log."))
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.text.textEdited.connect(lambda _text: self._show())
        self.verify.clicked.connect(self._verify)
        self.older.clicked.connect(self._read_older)
        self.filters.changed.connect(self._read)
        self.filters.record_wanted.connect(self._only_this_record)
        self.table.selected.connect(self._allow)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._go_to_text)
        self.retranslate()

    def _arrange(self) -> None:
        page = QWidget()
        column, head, self._card = QVBoxLayout(page), QHBoxLayout(), Card(margin=1)
        head.setSpacing(S)
        head.addWidget(self.text, 1)
        head.addWidget(self.count)
        head.addWidget(self.older)
        head.addWidget(self.verify)
        self._card.body.addWidget(self.table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(self._card, 1)
        column.addWidget(self.nothing, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self.forbidden)
        self._pages.setCurrentIndex(0 if self._session.may(Act.AUDIT_READ) else 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, M, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.table)

    def retranslate(self) -> None:
        """Set every text."""
        self.text.setPlaceholderText(_("Colleague or act"))
        self.text.setAccessibleName(_("Colleague or act"))
        self.table.setAccessibleName(_("Audit log"))
        self.verify.set_text(_("Verify the chain"))
        self.older.set_text(_("Older lines"))
        self.filters.retranslate()
        self._show()

    def reload(self) -> None:
        """Read the newest lines; opening the log is itself a line of it."""
        if not self._session.may(Act.AUDIT_READ):
            return
        session, first, self._is_open = self._session, not self._is_open, True

        def read() -> dict[str, str]:
            if first:
                users.audit_lines(session)
            return users.names_of_staff(session)

        self._tasks.read(self, read, self.filters.set_names)
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever comes back opens the log again."""
        self._is_open = False
        super().hideEvent(event)

    def _read(self) -> None:
        session, question = self._session, self.filters.question()

        def take(lines: list[AuditLine]) -> None:
            if question.record == self.filters.question().record:  # else the next answer comes
                self._lines, self._is_whole = lines, len(lines) < users.LINES_AT_ONCE
                self._show()

        self._tasks.read(self, lambda: users.audit_lines(session, question), take)

    def _only_this_record(self) -> None:
        line = self.table.current()
        if line is not None:
            self.filters.show_record(line.record)

    def _allow(self, line: AuditLine | None) -> None:
        self.filters.set_reason("" if line is not None else _("Choose a line first."))

    def _show(self) -> None:
        wanted = folded(self.text.text().strip())
        shown = [
            line for line in self._lines if wanted in folded(f"{line.who} {word('act', line.act)}")
        ]
        self.model.show_rows(shown)
        words = ngettext("{count} line", "{count} lines", len(shown))
        self.count.setText(words.format(count=format_number(len(shown), language())))
        self.older.set_reason(_("These are all lines.") if self._is_whole else "")
        self.nothing.setVisible(self._is_whole and not shown)
        self._card.setVisible(bool(shown) or not self._is_whole)
        self._allow(self.table.current())

    def _go_to_text(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _read_older(self) -> None:
        oldest, question = self._lines[-1].seq, self.filters.question()

        def done(older: list[AuditLine]) -> None:
            if self._lines and self._lines[-1].seq == oldest:  # else it was pressed twice
                self._lines = [*self._lines, *older]
                self._is_whole = len(older) < users.LINES_AT_ONCE
                self._show()

        self._tasks.read(
            self, lambda: users.audit_lines(self._session, question, before=oldest), done
        )

    def _verify(self) -> None:
        session = self._session
        self._tasks.read(
            self,
            lambda: (users.check_audit(session), sync.first_lost_line(session)),
            self._verified,
        )

    def _verified(self, found: tuple[int | None, int | None]) -> None:
        broken, lost = found
        if broken is not None:
            self.bar.error(
                _(
                    "Line {number} was altered, or one before it is missing. Keep this vault as it"
                    " is and tell headquarters."
                ).format(number=format_number(broken, language()))
            )
        elif lost is not None:
            self.bar.error(log_was_cut(lost))
        else:
            self.bar.success(_("The chain is whole: no line was altered or taken out."))


def log_was_cut(line: int) -> str:
    """What to say when a line that a batch carried is not in the log any more."""
    return _(
        "Lines were taken off the end of the audit log: line {number} went to headquarters and is"
        " not here any more. Keep this vault as it is and tell headquarters."
    ).format(number=format_number(line, language()))


def _columns() -> list[Column[AuditLine]]:
    return [
        Column(lambda: _("Number"), lambda row: str(row.seq), 9, right=True),
        Column(
            lambda: _("When"),
            lambda row: format_moment(local_moment(row.at), language()),
            18,
        ),
        Column(lambda: _("Who"), lambda row: row.who, 24),
        Column(lambda: _("What"), lambda row: word("act", row.act), 28, stretch=True),
        Column(lambda: _("Record"), _record_words, 11),
    ]


def _record_words(line: AuditLine) -> str:
    """Which record; of wrong passphrases, how many there were."""
    if line.act != Act.SIGN_IN_FAILED:
        return _beginning(line.record)
    attempts = users.Attempts.of_audit(line.record)
    return _("{count} since {when}").format(
        count=format_number(attempts.count, language()),
        when=format_moment(local_moment(attempts.since), language()),
    )


def _beginning(record: str) -> str:
    """Enough of an id to tell records apart; what is no id stands for the whole office."""
    return record[:8] if len(record) > 8 or record.isdigit() else ""
