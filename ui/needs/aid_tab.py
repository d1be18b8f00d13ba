"""The tab of a case for everything that the person gets: on arrival, and as grants."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.session import Session
from ui.grants.grants_tab import GrantsTab
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.needs.needs_tab import NeedsTab
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import S

PARTS = ("needs", "grants")
"""The parts in their order."""


class AidTab(Screen):
    """Who asks for grants finds them in front; the others what was given on arrival.

    Signals: those of a screen; ``place_chosen`` another tab; ``part_shown`` another part is in
    front.
    """

    place_chosen = Signal(str)
    part_shown = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self.needs = NeedsTab(session, tasks, messages, case_id)
        self.grants = GrantsTab(session, tasks, messages, case_id)
        self.parts = ManyTabs(
            [
                (self.needs, lambda: _("Given on arrival")),
                (self.grants, lambda: _("Grants")),
            ]
        )
        self._fresh: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts)
        for part in (self.needs, self.grants):
            layout = part.layout()
            assert layout is not None
            layout.setContentsMargins(0, S, 0, 0)
            part.status_changed.connect(self.status_changed)
            part.destination_chosen.connect(self.destination_chosen)
            part.place_chosen.connect(self.place_chosen)
        self.parts.setCurrentIndex(
            PARTS.index("grants" if session.may(Act.GRANT_REQUESTED) else "needs")
        )
        self.parts.currentChanged.connect(self._part_came)
        self._follow()

    @property
    def front(self) -> NeedsTab | GrantsTab:
        """The part in front."""
        return self.needs if self.parts.currentWidget() is self.needs else self.grants

    def show_part(self, part: str) -> None:
        """Bring one of ``PARTS`` to the front."""
        self.parts.setCurrentIndex(PARTS.index(part))

    def reload(self) -> None:
        """Read the part in front again; the other one when it comes to the front."""
        self._fresh = {PARTS[self.parts.currentIndex()]}
        self.front.reload()

    def _part_came(self, place: int) -> None:
        self._follow()
        if self._fresh and PARTS[place] not in self._fresh:
            self._fresh.add(PARTS[place])
            self.front.reload()
        self.part_shown.emit()

    def _follow(self) -> None:
        self.help_page = self.front.help_page
        self.setFocusProxy(self.front)

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round."""
        return [self.parts.names, *self.front.panes()]

    def may_leave(self) -> bool:
        """Ask each part; the one that wants to keep its page comes to the front."""
        for name, part in zip(PARTS, (self.needs, self.grants), strict=True):
            if not part.may_leave():
                self.show_part(name)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in either part."""
        self.needs.keep_draft()
        self.grants.keep_draft()

    def retranslate(self) -> None:
        """The parts say their texts by themselves."""
