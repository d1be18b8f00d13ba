"""One part of what is kept about a person who may have no case yet, as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.people.service import person
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.plain import Words
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M


class PersonPage(Screen):
    """The tab of a case that shows ``part``, with a title and a way back. Esc goes back to the
    profile. Signals: those of a screen."""

    def __init__(
        self, session: Session, tasks: Tasks, person_id: str, part: Screen, title: Words
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._person_id = session, tasks, person_id
        self.part, self._title_words = part, title
        self.help_page = part.help_page
        self._name = ""
        self.title = TitleLine()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc", hint_only=True)
        self.title.add(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(part, 1)
        self.setFocusProxy(part)
        self.back.clicked.connect(self._leave)
        part.status_changed.connect(self.status_changed)
        self.retranslate()

    def reload(self) -> None:
        """Whose page it is, and what is on it."""
        session, person_id = self._session, self._person_id
        self._tasks.read(self, lambda: person(session, person_id), self._show)
        self.part.reload()

    def _show(self, found: Person) -> None:
        self._name = found.display_name
        self.retranslate()

    def retranslate(self) -> None:
        """The title; the part follows by itself."""
        self.title.set_title(self._title_words(), self._name)
        self.back.set_text(_("Back"))

    def panes(self) -> Sequence[QWidget]:
        """Those of the part."""
        return self.part.panes()

    def may_leave(self) -> bool:
        """Ask about what is typed."""
        return self.part.may_leave()

    def keep_draft(self) -> None:
        """Keep what is typed; called before the vault is locked."""
        self.part.keep_draft()

    def _leave(self) -> None:
        if self.may_leave():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
