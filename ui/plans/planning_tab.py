"""The tab of a case for the plan and the assessments that it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.assessments.assessments_tab import AssessmentsTab
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.plans.plan_tab import PlanTab
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import S

PARTS = ("plan", "assessments")
"""The parts in their order."""


class PlanningTab(Screen):
    """Signals: those of a screen; ``place_chosen`` another tab; ``part_shown`` another part is in
    front.
    """

    place_chosen = Signal(str)
    part_shown = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self.plan = PlanTab(session, tasks, messages, case_id)
        self._around = (session, tasks, messages, case_id)
        self._assessments: AssessmentsTab | None = None
        self._place = QWidget()
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self.parts = ManyTabs(
            [(self.plan, lambda: _("Plan")), (self._place, lambda: _("Assessments"))]
        )
        self._fresh: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts)
        self._take_in(self.plan)
        self.plan.place_chosen.connect(self.place_chosen)
        self.parts.currentChanged.connect(self._part_came)
        self._follow()

    def _take_in(self, part: Screen) -> None:
        layout = part.layout()
        assert layout is not None
        layout.setContentsMargins(0, S, 0, 0)
        part.status_changed.connect(self.status_changed)
        part.destination_chosen.connect(self.destination_chosen)

    @property
    def assessments(self) -> AssessmentsTab:
        """What the goals rest on; built when it is first shown."""
        if self._assessments is None:
            tab = self._assessments = AssessmentsTab(*self._around)
            self._take_in(tab)
            tab.place_chosen.connect(self.place_chosen)
            layout = self._place.layout()
            assert layout is not None
            layout.addWidget(tab)
        return self._assessments

    @property
    def front(self) -> PlanTab | AssessmentsTab:
        """The part in front."""
        return self.plan if self.parts.currentWidget() is self.plan else self.assessments

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
        for name in PARTS:
            part = self.plan if name == "plan" else self._assessments
            if part is not None and not part.may_leave():
                self.show_part(name)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in either part."""
        self.plan.keep_draft()
        if self._assessments is not None:
            self._assessments.keep_draft()

    def retranslate(self) -> None:
        """The parts say their texts by themselves."""
