"""A tab with the records of one kind in a case, their details, and a page to write one more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.list_and_details import ListAndDetails
from ui.cases.record_form import RecordForm
from ui.fields.message_bar import MessageBar
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, Text


class RecordTab(Screen):
    """Its class reads the records, shows one in ``details``, and makes the form.

    Signals: ``place_chosen`` the key of another tab of the case.
    """

    place_chosen = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        *,
        kind: str,
        columns: Sequence[Column[Any]],
        details: QWidget,
        empty: EmptyState,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id = case_id
        self.page: RecordForm | None = None
        self.new = Button(Kind.PRIMARY, "plus", "Alt+N")
        self.count = PlainLabel(Text.SECONDARY)
        self.bar, self.empty = MessageBar(), empty
        self.list = ListAndDetails(tasks, columns, lambda record: str(record.id), details)
        self.keeper = DraftKeeper(session, tasks, kind, case_id, self._typed)
        self._content, self._pages = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.new.clicked.connect(self.begin)
        self.empty.acted.connect(self.act_on_empty)
        self.bar.faded.connect(self.status_changed)
        self.keeper.kept.connect(self.status_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.new)
        for content in (QWidget(), self.empty, self.list):
            self._content.addWidget(content)
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self._content, 1)
        self._pages.addWidget(overview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.keeper.setParent(self)
        self.setFocusProxy(self.list)

    # ------------------------------------------------------------------ what its class says

    def make_form(self) -> RecordForm | None:
        """A page to write a new record; None if nothing can be written now."""
        raise NotImplementedError

    def act_on_empty(self) -> None:
        """The way out of the empty state."""
        self.begin()

    # ------------------------------------------------------------------ the list

    def show_records(self, records: Sequence[Any]) -> None:
        """Show these records, or the empty state."""
        self.list.show_rows(records)
        self._content.setCurrentWidget(self.list if records else self.empty)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.page] if self.page is not None else [self.new, *self.list.panes()]

    # ------------------------------------------------------------------ the page to write

    def begin(self) -> None:
        """Open the page for one more record."""
        if self.page is not None:
            return
        page = self.make_form()
        if page is not None:
            self.open_page(page)

    def open_page(self, page: RecordForm) -> None:
        """Show a page instead of the list until it is closed, with what was typed before."""
        self.page = page
        page.edited.connect(self.keeper.touch)
        page.saved.connect(self._was_saved)
        page.closed.connect(self._close_page)
        page.destination_chosen.connect(self.destination_chosen)
        self._pages.setCurrentIndex(self._pages.addWidget(page))
        self.setFocusProxy(page)
        page.setFocus()
        self._tasks.read(page, self.keeper.read, _restorer(page))

    def saved_words(self, record: Any) -> str:
        """What is said after a record was sent."""
        raise NotImplementedError

    def _was_saved(self, record: Any) -> None:
        page, self.page = self.page, None
        self.keeper.forget()
        self._put_away(page)
        self.list.select(record.id)
        self.bar.success(self.saved_words(record))

    def _close_page(self) -> None:
        """Back to the list; what was typed waits as a draft."""
        if self.page is None:
            return
        waits = self._typed() is not None
        self.keeper.keep_now()
        page, self.page = self.page, None
        self._put_away(page)
        if waits:
            self.bar.info(_("What you typed is kept as a draft and comes back when you go on."))

    def _put_away(self, page: RecordForm | None) -> None:
        if page is not None:
            self._pages.setCurrentIndex(0)
            self._pages.removeWidget(page)
            page.deleteLater()
        self.setFocusProxy(self.list)
        self.list.setFocus()

    # ------------------------------------------------------------------ drafts

    def _typed(self) -> Mapping[str, str] | None:
        return self.page.typed() if self.page is not None else None

    def keep_draft(self) -> None:
        """Keep what is typed; called before the vault is locked."""
        self.keeper.keep_now()

    def may_leave(self) -> bool:
        """Ask if something was typed and not sent; it is then kept as a draft."""
        if self._typed() is None:
            return True
        leave = self._messages.ask(
            _("Something is not sent yet"),
            _("What you typed is kept as a draft. You find it here when you come back."),
            _("Keep the draft and leave"),
            _("Stay"),
        )
        if leave:
            self.keep_draft()
        return leave


def _restorer(page: RecordForm) -> Callable[[Mapping[str, str] | None], None]:
    def restore(kept: Mapping[str, str] | None) -> None:
        if kept and page.restore(kept):
            page.say_restored()

    return restore
