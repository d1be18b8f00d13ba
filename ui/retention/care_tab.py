"""Data protection in the office: retention, corrections, complaints, the breach log: a tab each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.breaches.breach_tab import BreachTab
from ui.complaints.complaint_tab import ComplaintTab
from ui.messages import Messages
from ui.plain import Words, action_text
from ui.retention.retention_tab import RetentionTab
from ui.rights.corrections_tab import CorrectionsTab
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M


class CareTab(Screen):
    """Who may only look is told so in each tab. Signals: those of a screen."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.tabs = QTabWidget()
        self.retention = RetentionTab(session, tasks, messages)
        self.corrections = CorrectionsTab(session, tasks, messages)
        self.complaints = ComplaintTab(session, tasks, messages)
        self.breaches = BreachTab(session, tasks, messages)
        self._parts: list[tuple[Screen, Words]] = [
            (self.retention, lambda: _("Retention")),
            (self.corrections, lambda: _("Corrections")),
            (self.complaints, lambda: _("Complaints")),
            (self.breaches, lambda: _("Breach log")),
        ]
        for part, _words in self._parts:
            part.status_changed.connect(self.status_changed)
            part.destination_chosen.connect(self.destination_chosen)
            self.tabs.addTab(part, "")
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(lambda _index: self.reload())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, M, 0, 0)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.tabs)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        for index, (_part, words) in enumerate(self._parts):
            self.tabs.setTabText(index, action_text(words()))

    def panes(self) -> Sequence[QWidget]:
        """The row of tabs, and what the one in front has."""
        return [self.tabs.tabBar(), *self._front().panes()]

    def reload(self) -> None:
        """Read what the tab in front shows."""
        self._front().reload()

    def may_leave(self) -> bool:
        """Every tab stays alive behind the others, so each is asked."""
        return all(part.may_leave() for part, _words in self._parts)

    def _front(self) -> Screen:
        return self._parts[self.tabs.currentIndex()][0]
