"""The tab of a case for the plan, what it rests on, its progress, and what is asked beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.assessments.assessments_tab import AssessmentsTab
from ui.dossier.dossier_tab import DossierTab
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.plans.plan_tab import PlanTab
from ui.progress.progress_tab import ProgressTab
from ui.screen import Screen
from ui.surveys.surveys_tab import SurveysTab
from ui.tasks import Tasks
from ui.tokens import S

PARTS = ("plan", "assessments", "progress", "programme", "surveys")
"""The parts in their order."""

Part = PlanTab | AssessmentsTab | ProgressTab | DossierTab | SurveysTab
_Part = TypeVar("_Part", PlanTab, AssessmentsTab, ProgressTab, DossierTab, SurveysTab)


class PlanningTab(Screen):
    """Each part is built when it first comes to the front.

    Signals: those of a screen; ``place_chosen`` another tab; ``part_shown`` another part is in
    front.
    """

    place_chosen = Signal(str)
    part_shown = Signal()

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._around = (session, tasks, messages, case_id)
        self._places = {part: QWidget() for part in PARTS}
        for place in self._places.values():
            QVBoxLayout(place).setContentsMargins(0, S, 0, 0)
        self.built: dict[str, Part] = {}
        plan, assessments, progress, programme, surveys = self._places.values()
        self.parts = ManyTabs(
            [
                (plan, lambda: _("Plan")),
                (assessments, lambda: _("Assessments")),
                (progress, lambda: _("Progress")),
                (programme, lambda: _("Programme")),
                (surveys, lambda: _("Surveys")),
            ]
        )
        self._fresh: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts)
        self.parts.currentChanged.connect(self._part_came)
        self._follow()

    def _take_in(self, key: str, part: _Part) -> _Part:
        part.status_changed.connect(self.status_changed)
        part.destination_chosen.connect(self.destination_chosen)
        part.place_chosen.connect(self.place_chosen)
        layout = self._places[key].layout()
        assert layout is not None
        layout.addWidget(part)
        self.built[key] = part
        return part

    @cached_property
    def plan(self) -> PlanTab:
        """The versions of the plan."""
        return self._take_in("plan", PlanTab(*self._around))

    @cached_property
    def assessments(self) -> AssessmentsTab:
        """What the goals rest on."""
        return self._take_in("assessments", AssessmentsTab(*self._around))

    @cached_property
    def progress(self) -> ProgressTab:
        """How far the activities of the plan in force are."""
        return self._take_in("progress", ProgressTab(*self._around))

    @cached_property
    def programme(self) -> DossierTab:
        """What the programme asks beside the common profile."""
        return self._take_in("programme", DossierTab(*self._around))

    @cached_property
    def surveys(self) -> SurveysTab:
        """The questionnaires that are asked in rounds."""
        return self._take_in("surveys", SurveysTab(*self._around))

    @property
    def front(self) -> Part:
        """The part in front."""
        part: Part = getattr(self, PARTS[self.parts.currentIndex()])
        return part

    def show_part(self, part: str) -> None:
        """Bring one of ``PARTS`` to the front."""
        self.parts.setCurrentIndex(PARTS.index(part))

    def reload(self) -> None:
        """Read the part in front again; the others when they come to the front."""
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
        for name, part in self.built.items():
            if not part.may_leave():
                self.show_part(name)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in every part."""
        for part in self.built.values():
            part.keep_draft()

    def retranslate(self) -> None:
        """The parts say their texts by themselves."""
