"""A tab of a case with a page to write on: opened instead of the overview, kept as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.parts_tab import CasePage
from ui.cases.record_form import RecordForm
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.tasks import Tasks


class WritingTab(CasePage):
    """Its class lays out the overview, gives it to ``show_overview``, and makes the page.

    ``kind`` names its drafts. Signals: those of a page of a case.
    """

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, case_id: str, kind: str
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id = case_id
        self.page: RecordForm | None = None
        self.bar = MessageBar()
        self.keeper = DraftKeeper(session, tasks, kind, case_id, self._typed)
        self.keeper.setParent(self)
        self._pages = QStackedWidget()
        self._home: QWidget = self
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.bar.faded.connect(self.status_changed)
        self.keeper.kept.connect(self.status_changed)

    def show_overview(self, overview: QWidget, home: QWidget) -> None:
        """What is shown while nothing is written; ``home`` has the keyboard there."""
        self._pages.addWidget(overview)
        self._home = home
        self.setFocusProxy(home)

    def saved_words(self, record: Any) -> str:
        """What is said after a record was sent."""
        raise NotImplementedError

    def open_page(self, page: RecordForm) -> None:
        """Show a page instead of the overview until it is closed, with what was typed before."""
        self.page = page
        page.edited.connect(self.keeper.touch)
        page.saved.connect(self.was_saved)
        page.closed.connect(self._close_page)
        page.destination_chosen.connect(self.destination_chosen)
        page.place_chosen.connect(self.place_chosen)
        self._pages.setCurrentIndex(self._pages.addWidget(page))
        self.setFocusProxy(page)
        page.setFocus()

        def restore(kept: Mapping[str, str] | None) -> None:
            if kept and page.restore(kept):
                page.say_restored()

        self._tasks.read(page, self.keeper.read, restore)

    def was_saved(self, record: Any) -> None:
        """Back to the overview, which says so."""
        page, self.page = self.page, None
        self.keeper.forget()
        self._put_away(page)
        self.bar.success(self.saved_words(record))

    def _close_page(self) -> None:
        """Back to the overview; what was typed waits as a draft."""
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
        self.setFocusProxy(self._home)
        self._home.setFocus()

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
