"""The tab of a case for what comes after the help: the follow-ups, and the closure."""

from __future__ import annotations

from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.parts_tab import Make, PartsTab
from ui.closure.closure_part import ClosurePart
from ui.followups.case_part import FollowUpsPart
from ui.messages import Messages
from ui.plain import Words
from ui.tasks import Tasks


class FollowUpsTab(PartsTab):
    """Signals: those of a tab with parts."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        parts: dict[str, tuple[Words, Make]] = {
            "follow_ups": (lambda: _("Follow-ups"), FollowUpsPart),
            "closure": (lambda: _("Closure"), ClosurePart),
        }
        super().__init__(session, tasks, messages, case_id, parts)

    @property
    def follow_ups(self) -> FollowUpsPart:
        """Contacts with the person after the help."""
        return self.part("follow_ups", FollowUpsPart)

    @property
    def closure(self) -> ClosurePart:
        """How the case ends, or is opened again."""
        return self.part("closure", ClosurePart)
