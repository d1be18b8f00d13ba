"""The tab of a case for what comes after the help: the follow-ups, and the closure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.closure.closure_part import ClosurePart
from ui.followups.case_part import FollowUpsPart
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import S

PARTS = ("follow_ups", "closure")
"""The parts in their order."""


class FollowUpsTab(Screen):
    """Signals: those of a screen; ``place_chosen`` another tab; ``part_shown`` another part is in
    front.
    """

    place_chosen = Signal(str)
    part_shown = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self.follow_ups = FollowUpsPart(session, tasks, messages, case_id)
        self.closure = ClosurePart(session, tasks, messages, case_id)
        self.parts = ManyTabs(
            [
                (self.follow_ups, lambda: _("Follow-ups")),
                (self.closure, lambda: _("Closure")),
            ]
        )
        self._fresh: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts)
        for part in (self.follow_ups, self.closure):
            layout = part.layout()
            assert layout is not None
            layout.setContentsMargins(0, S, 0, 0)
            part.status_changed.connect(self.status_changed)
            part.destination_chosen.connect(self.destination_chosen)
            part.place_chosen.connect(self.place_chosen)
        self.parts.currentChanged.connect(self._part_came)
        self._follow()

    @property
    def front(self) -> FollowUpsPart | ClosurePart:
        """The part in front."""
        shown = self.parts.currentWidget()
        return self.follow_ups if shown is self.follow_ups else self.closure

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
        for name, part in zip(PARTS, (self.follow_ups, self.closure), strict=True):
            if not part.may_leave():
                self.show_part(name)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in either part."""
        self.follow_ups.keep_draft()
        self.closure.keep_draft()

    def retranslate(self) -> None:
        """The parts say their texts by themselves."""
