"""The tab of a case for what its programme asks beside the common profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cases.days import moment_words
from ui.cases.writing_tab import WritingTab
from ui.dossier.dossier_form import DossierForm
from ui.dossier.dossier_overview import DossierOverview
from ui.dossier.dossier_read import DossierRead, read_dossier
from ui.lists.empty_state import EmptyState
from ui.messages import Messages
from ui.plain import ElidedLabel
from ui.tasks import Tasks
from ui.tokens import M, Text


class DossierTab(WritingTab):
    """Signals: those of a tab that is written on."""

    help_page = "programme"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__(session, tasks, messages, case_id, "dossier")
        self._read: DossierRead | None = None
        self.start = Button(Kind.PRIMARY, "clipboard-list", "Alt+N")
        self.state = ElidedLabel(Text.SECONDARY)
        self.overview = DossierOverview()
        self.empty = EmptyState("clipboard-list", self._empty_words)
        self._content = QStackedWidget()
        self._lay_out()
        self.start.clicked.connect(self.begin)
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        head.addWidget(self.start)
        column.addLayout(head)
        column.addWidget(self.bar)
        for content in (QWidget(), self.empty, self.overview):
            self._content.addWidget(content)
        column.addWidget(self._content, 1)
        self.show_overview(page, self.start)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the answers again; a page that is being filled in stays."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_dossier(session, case_id), self._show, self._failed)

    def _show(self, read: DossierRead) -> None:
        self._read = read
        self._content.setCurrentWidget(self.empty if read.asks_nothing else self.overview)
        self.retranslate()

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        return isinstance(error, IntakeError)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.page] if self.page is not None else [self.start, self.overview]

    # ------------------------------------------------------------------ answering

    def begin(self) -> None:
        """Open the page with the questions, with what was typed before."""
        if self.page is None and self._read is not None and not self._read.asks_nothing:
            self.open_page(DossierForm(self._session, self._tasks, self._read))

    def saved_words(self, _record: Any) -> str:
        """What is said after it was saved."""
        return _("The answers are saved.")

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        name = self._read.name(language()) if self._read else ""
        words = _("{programme} asks nothing beside the common profile.")
        return words.format(programme=name)

    def retranslate(self) -> None:
        """Every text of the tab."""
        read = self._read
        done = read is not None and read.view.dossier.revision > 0
        self.start.set_text(_("Change the answers") if done else _("Answer the questions"))
        may = self._session.may(Act.DOSSIER_SAVED)
        self.start.set_reason("" if may else _("Your role may not answer these questions."))
        self.start.setVisible(read is not None and not read.asks_nothing)
        if read is None:
            return
        if read.asks_nothing:
            self.empty.retranslate()
            self.state.setText("")
            return
        self.overview.show_read(read)
        name = read.name(language()) if read.view.funds else read.view.pack.label.in_(language())
        words = _("{programme}. Nobody has answered yet.").format(programme=name)
        if done:
            when = moment_words(read.view.dossier.written_at, self._session.clock())
            words = _("{programme}. Saved {when} by {who}").format(
                programme=name, when=when, who=read.author
            )
        self.state.setText(words)
