"""The tab of a case for the plan, what it rests on, its progress, and what the programme asks."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.session import Session
from ui.assessments.assessments_tab import AssessmentsTab
from ui.cases.parts_tab import Make, PartsTab
from ui.dossier.dossier_tab import DossierTab
from ui.messages import Messages
from ui.plain import Words
from ui.plans.plan_tab import PlanTab
from ui.progress.progress_tab import ProgressTab
from ui.surveys.surveys_tab import SurveysTab
from ui.tasks import Tasks


class PlanningTab(PartsTab):
    """Signals: those of a tab with parts."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        parts: dict[str, tuple[Words, Make]] = {
            "plan": (lambda: _("Plan"), PlanTab),
            "assessments": (lambda: _("Assessments"), AssessmentsTab),
            "progress": (lambda: _("Progress"), ProgressTab),
            "programme": (lambda: _("Programme"), DossierTab),
            "surveys": (lambda: _("Surveys"), SurveysTab),
        }
        super().__init__(session, tasks, messages, case_id, parts)

    @property
    def plan(self) -> PlanTab:
        """The versions of the plan."""
        return self.part("plan", PlanTab)

    @property
    def assessments(self) -> AssessmentsTab:
        """What the goals rest on."""
        return self.part("assessments", AssessmentsTab)

    @property
    def progress(self) -> ProgressTab:
        """How far the activities of the plan in force are."""
        return self.part("progress", ProgressTab)

    @property
    def programme(self) -> DossierTab:
        """What the programme asks beside the common profile."""
        return self.part("programme", DossierTab)

    @property
    def surveys(self) -> SurveysTab:
        """The questionnaires that are asked in rounds."""
        return self.part("surveys", SurveysTab)
