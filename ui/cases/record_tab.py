"""A tab with the records of one kind in a case, their details, and a page to write one more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cases.list_and_details import ListAndDetails
from ui.cases.record_form import RecordForm
from ui.cases.writing_tab import WritingTab
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import M, Text


class RecordTab(WritingTab):
    """Its class reads the records, shows one in ``details``, and makes the form."""

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
        super().__init__(session, tasks, messages, case_id, kind)
        self.new = Button(Kind.PRIMARY, "plus", "Alt+N")
        self.count = PlainLabel(Text.SECONDARY, parent=self)
        self.empty = empty
        self.list = ListAndDetails(tasks, columns, lambda record: str(record.id), details)
        self._content = QStackedWidget()
        self._lay_out()
        self.new.clicked.connect(self.begin)
        self.empty.acted.connect(self.act_on_empty)

    def _lay_out(self) -> None:
        self.head = head = QHBoxLayout()
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
        self.show_overview(overview, self.list)

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

    def was_saved(self, record: Any) -> None:
        """The new one is selected."""
        super().was_saved(record)
        self.list.select(record.id)
