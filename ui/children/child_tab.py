"""The tab of a case with the file of a child."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.parts_tab import Make, PartsTab
from ui.children.counterpart_part import CounterpartPart
from ui.children.interests_part import InterestsPart
from ui.children.search_part import SearchPart
from ui.children.steps_part import StepsPart
from ui.messages import Messages
from ui.plain import Words
from ui.tasks import Tasks


class ChildTab(PartsTab):
    """Signals: those of a tab with parts."""

    help_page = "children"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        parts: dict[str, tuple[Words, Make]] = {
            "interests": (lambda: _("Best interests"), InterestsPart),
            "search": (lambda: _("Family"), SearchPart),
            "counterpart": (lambda: _("Other country"), CounterpartPart),
            "steps": (lambda: _("Steps"), StepsPart),
        }
        super().__init__(session, tasks, messages, case_id, parts)

    @property
    def interests(self) -> InterestsPart:
        """Assessment, planning, determination."""
        return self.part("interests", InterestsPart)

    @property
    def search(self) -> SearchPart:
        """The search for the family."""
        return self.part("search", SearchPart)

    @property
    def counterpart(self) -> CounterpartPart:
        """Who works on the case in the other country."""
        return self.part("counterpart", CounterpartPart)

    @property
    def steps(self) -> StepsPart:
        """The steps of the programme."""
        return self.part("steps", StepsPart)
