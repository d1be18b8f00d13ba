"""The tabs of a case: each is built when it is first shown or used, not all with the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.session import Session
from ui.attachments.attachments_tab import AttachmentsTab
from ui.cases.consent_tab import ConsentTab
from ui.cases.history_tab import HistoryTab
from ui.cases.profile_tab import ProfileTab
from ui.children.child_tab import ChildTab
from ui.documents.papers_tab import PapersTab
from ui.followups.followups_tab import FollowUpsTab
from ui.grants.grants_tab import GrantsTab
from ui.messages import Messages
from ui.needs.aid_tab import AidTab
from ui.needs.needs_tab import NeedsTab
from ui.notes.notes_tab import NotesTab
from ui.plain import Words, action_text
from ui.plans.plan_tab import PlanTab
from ui.plans.planning_tab import PlanningTab
from ui.referrals.referrals_tab import ReferralsTab
from ui.screen import Screen, born_in
from ui.screening.screening_tab import ScreeningTab
from ui.tasks import Tasks
from ui.tight_tabs import TightTabs
from ui.tokens import M

PROFILE = "profile"
"""The key of the tab in front."""

TITLES: dict[str, Words] = {
    PROFILE: lambda: _("Profile"),
    "consent": lambda: _("Consent"),
    "screening": lambda: _("Screening"),
    "child": lambda: _("Child"),
    "planning": lambda: _("Plan"),
    "aid": lambda: _("Aid"),
    "referrals": lambda: _("Referrals"),
    "after": lambda: _("Follow-up"),
    "papers": lambda: _("Papers"),
    "notes": lambda: _("Notes"),
    "attachments": lambda: _("Attachments"),
    "history": lambda: _("History"),
}
"""The tabs in their order; Alt+1 to Alt+9 and Alt+0 open them, a letter those of ``LETTERS``."""

LETTERS = {"child": "C", "after": "F"}
"""There are ten figures: a tab that came later has a letter, and no other one moves."""


def keys_of(tab: str) -> QKeySequence:
    """What opens this tab."""
    if tab in LETTERS:
        return QKeySequence(f"Alt+{LETTERS[tab]}")
    numbered = [one for one in TITLES if one not in LETTERS]
    return QKeySequence(f"Alt+{(numbered.index(tab) + 1) % 10}")


PART_OF = {
    "needs": "aid",
    "interests": "child",
    "search": "child",
    "counterpart": "child",
    "steps": "child",
    "grants": "aid",
    "plan": "planning",
    "assessments": "planning",
    "progress": "planning",
    "programme": "planning",
    "surveys": "planning",
    "follow_ups": "after",
    "closure": "after",
}
"""Places that are a part of a tab."""

_Tab = TypeVar("_Tab", bound=Screen)


class TitledTabs(QTabWidget):
    """A place for each of ``TITLES`` with its name; a case need not have them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for _title in TITLES:
            place = QWidget(self)
            QVBoxLayout(place).setContentsMargins(0, M, 0, 0)
            self.addTab(place, "")
        self.setDocumentMode(True)
        TightTabs(self)
        self.set_child(False)
        self.retranslate()

    def is_there(self, key: str) -> bool:
        """False for a tab that this case does not have."""
        return self.isTabVisible(list(TITLES).index(key))

    def set_child(self, there: bool) -> None:
        """Only the case of a child, or of a programme for children, has its file."""
        self.setTabVisible(list(TITLES).index("child"), there)

    def current_key(self) -> str:
        """The key of the tab in sight."""
        return list(TITLES)[self.currentIndex()]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the titles are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """The titles of the tabs; everything in them follows by itself."""
        for place, (tab, words) in enumerate(TITLES.items()):
            self.setTabText(place, action_text(words()))
            self.setTabToolTip(place, keys_of(tab).toString(QKeySequence.SequenceFormat.NativeText))


class CaseTabs(TitledTabs):
    """Signals: those of the screens in it; ``place_chosen`` the key of another tab;
    ``consent_wanted`` the id of a service that the case may not be shared with yet;
    ``referral_wanted`` the person has to be referred now; ``part_shown`` another part of a tab.
    """

    status_changed = Signal(object)
    destination_chosen = Signal(str, str)
    place_chosen = Signal(str)
    consent_wanted = Signal(str)
    referral_wanted = Signal()
    part_shown = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._around = (session, tasks, messages, case_id)
        self.built: dict[str, Screen] = {}

    @cached_property
    def profile(self) -> ProfileTab:
        """The person and the family."""
        return self._put_in(PROFILE, ProfileTab)

    @cached_property
    def consent(self) -> ConsentTab:
        """The consents, given and withdrawn."""
        return self._put_in("consent", ConsentTab)

    @cached_property
    def screening(self) -> ScreeningTab:
        """What was asked after arrival."""
        tab = self._put_in("screening", ScreeningTab)
        tab.place_chosen.connect(self.place_chosen)
        tab.referral_wanted.connect(self.referral_wanted)
        return tab

    @cached_property
    def child(self) -> ChildTab:
        """The file of a child; hidden in the case of an adult."""
        tab = self._put_in("child", ChildTab)
        tab.place_chosen.connect(self.place_chosen)
        tab.part_shown.connect(self.part_shown)
        return tab

    @cached_property
    def planning(self) -> PlanningTab:
        """The plan, and what it rests on."""
        tab = self._put_in("planning", PlanningTab)
        tab.place_chosen.connect(self.place_chosen)
        tab.part_shown.connect(self.part_shown)
        return tab

    @property
    def plan(self) -> PlanTab:
        """The versions of the reintegration plan: a part of a tab."""
        return self.planning.plan

    @cached_property
    def aid(self) -> AidTab:
        """What the person gets: on arrival, and as grants."""
        tab = self._put_in("aid", AidTab)
        tab.place_chosen.connect(self.place_chosen)
        tab.part_shown.connect(self.part_shown)
        return tab

    @property
    def grants(self) -> GrantsTab:
        """The requests for money and their payment: a part of a tab."""
        return self.aid.grants

    @property
    def needs(self) -> NeedsTab:
        """What was given on arrival: a part of the same tab."""
        return self.aid.needs

    @cached_property
    def referrals(self) -> ReferralsTab:
        """The referrals to services."""
        tab = self._put_in("referrals", ReferralsTab)
        tab.consent_wanted.connect(self.consent_wanted)
        tab.place_chosen.connect(self.place_chosen)
        return tab

    @cached_property
    def after(self) -> FollowUpsTab:
        """What comes after the help: follow-ups, and the closure."""
        tab = self._put_in("after", FollowUpsTab)
        tab.place_chosen.connect(self.place_chosen)
        tab.part_shown.connect(self.part_shown)
        return tab

    @cached_property
    def papers(self) -> PapersTab:
        """What can be printed."""
        tab = self._put_in("papers", PapersTab)
        tab.place_chosen.connect(self.place_chosen)
        return tab

    @cached_property
    def attachments(self) -> AttachmentsTab:
        """Photographs and scans about the person."""
        return self._put_in("attachments", AttachmentsTab)

    @cached_property
    def notes(self) -> NotesTab:
        """What only some roles may read."""
        return self._put_in("notes", NotesTab)

    @cached_property
    def history(self) -> HistoryTab:
        """Who did what in this case."""
        return self._put_in("history", HistoryTab)

    def _put_in(self, key: str, make: Callable[[Session, Tasks, Messages, str], _Tab]) -> _Tab:
        place = self.widget(list(TITLES).index(key))
        assert place is not None
        layout = place.layout()
        assert layout is not None
        with born_in(place):
            tab = make(*self._around)
        tab.status_changed.connect(self.status_changed)
        tab.destination_chosen.connect(self.destination_chosen)
        layout.addWidget(tab)
        self.built[key] = tab
        return tab

    def tab(self, key: str) -> Screen:
        """The tab of this key, built now if nobody looked at it yet."""
        tab: Screen = getattr(self, key)
        return tab
