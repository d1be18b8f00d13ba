"""The tab of a case for everything that the person gets: on arrival, and as grants."""

from __future__ import annotations

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.parts_tab import Make, PartsTab
from ui.grants.grants_tab import GrantsTab
from ui.messages import Messages
from ui.needs.needs_tab import NeedsTab
from ui.plain import Words
from ui.tasks import Tasks


class AidTab(PartsTab):
    """Who asks for grants finds them in front; the others what was given on arrival.

    Signals: those of a tab with parts.
    """

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        parts: dict[str, tuple[Words, Make]] = {
            "needs": (lambda: _("Given on arrival"), NeedsTab),
            "grants": (lambda: _("Grants"), GrantsTab),
        }
        first = "grants" if session.may(Act.GRANT_REQUESTED) else "needs"
        super().__init__(session, tasks, messages, case_id, parts, first)

    @property
    def needs(self) -> NeedsTab:
        """What was given on arrival."""
        return self.part("needs", NeedsTab)

    @property
    def grants(self) -> GrantsTab:
        """The requests for money and their payment."""
        return self.part("grants", GrantsTab)
