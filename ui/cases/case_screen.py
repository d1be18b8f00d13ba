"""A case: its head stays in sight, the work is done in the tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.cases.service import assign
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.case_facts import CaseFacts, read_facts
from ui.cases.case_header import CaseHeader
from ui.cases.consent_tab import ConsentTab
from ui.cases.history_tab import HistoryTab
from ui.cases.profile_tab import ProfileTab
from ui.documents.papers_tab import PapersTab
from ui.fields.message_bar import MessageBar
from ui.grants.grants_tab import GrantsTab
from ui.messages import Messages
from ui.plain import Words, action_text
from ui.plans.plan_tab import PlanTab
from ui.referrals.referrals_tab import ReferralsTab
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, S

TITLES: dict[str, Words] = {
    "profile": lambda: _("Profile"),
    "consent": lambda: _("Consent"),
    "plan": lambda: _("Plan"),
    "grants": lambda: _("Grants"),
    "referrals": lambda: _("Referrals"),
    "papers": lambda: _("Papers"),
    "history": lambda: _("History"),
}
"""The tabs in their order; Alt+1 to Alt+7 open them."""

_Tab = TypeVar("_Tab", bound=Screen)


class CaseScreen(Screen):
    """The first ``reload()`` opens the case, which the audit log notes; later ones read again.

    Signals: those of a screen.
    """

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._opened = False
        self._fresh: set[str] = set()  # the tabs that were read since the last change
        self.facts: CaseFacts | None = None
        self.header = CaseHeader(session)
        self.bar = MessageBar()
        self._around = (session, tasks, messages, case_id)
        self._places: dict[str, QVBoxLayout] = {}
        self._built: dict[str, Screen] = {}
        self.tabs = QTabWidget()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        for key in TITLES:
            place = QWidget()
            self._places[key] = QVBoxLayout(place)
            self._places[key].setContentsMargins(0, M, 0, 0)
            self.tabs.addTab(place, "")
        self.tabs.setDocumentMode(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.header)
        column.addWidget(self.bar)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs.tabBar())

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_shown)
        for number, key in enumerate(TITLES, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(_shower(self, key))
        self.header.place_chosen.connect(self.show_tab)
        self.header.referral_wanted.connect(self._new_referral)
        self.header.grant_wanted.connect(self._new_grant)
        self.header.paper_wanted.connect(self._choose_paper)
        self.header.counsellor_chosen.connect(self._assign)
        self.bar.faded.connect(self.status_changed)

    # ------------------------------------------------------------------ the tabs

    # Each is built when it is first shown or used: a case opens with one tab, not with seven.

    @cached_property
    def profile(self) -> ProfileTab:
        """The person and the family."""
        return self._put_in("profile", ProfileTab(*self._around))

    @cached_property
    def consent(self) -> ConsentTab:
        """The consents, given and withdrawn."""
        return self._put_in("consent", ConsentTab(*self._around))

    @cached_property
    def plan(self) -> PlanTab:
        """The versions of the reintegration plan."""
        return self._put_in("plan", PlanTab(*self._around))

    @cached_property
    def grants(self) -> GrantsTab:
        """The requests for money and their payment."""
        tab = GrantsTab(*self._around)
        tab.place_chosen.connect(self.show_tab)
        return self._put_in("grants", tab)

    @cached_property
    def referrals(self) -> ReferralsTab:
        """The referrals to services."""
        tab = ReferralsTab(*self._around)
        tab.consent_wanted.connect(self.ask_consent)
        tab.place_chosen.connect(self.show_tab)
        return self._put_in("referrals", tab)

    @cached_property
    def papers(self) -> PapersTab:
        """What can be printed."""
        tab = PapersTab(*self._around)
        tab.place_chosen.connect(self.show_tab)
        return self._put_in("papers", tab)

    @cached_property
    def history(self) -> HistoryTab:
        """Who did what in this case."""
        return self._put_in("history", HistoryTab(*self._around))

    def _put_in(self, key: str, tab: _Tab) -> _Tab:
        tab.status_changed.connect(self.status_changed)
        tab.destination_chosen.connect(self.destination_chosen)
        self._places[key].addWidget(tab)
        self._built[key] = tab
        return tab

    def _tab(self, key: str) -> Screen:
        """The tab of this key, built now if nobody looked at it yet."""
        tab: Screen = getattr(self, key)
        return tab

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the head and the tab in sight again; the other tabs when they are shown."""
        session, case_id, first = self._session, self._case_id, not self._opened
        self._opened = True
        self._tasks.read(self, lambda: read_facts(session, case_id, first=first), self._show)
        self._fresh.clear()
        self._tab_shown()

    def _show(self, facts: CaseFacts) -> None:
        self.facts = facts
        self.header.show_facts(facts)

    def _tab_shown(self) -> None:
        key = self.current_key()
        tab = self._tab(key)
        self.help_page = tab.help_page
        if self._opened and key not in self._fresh:
            self._fresh.add(key)
            tab.reload()

    # ------------------------------------------------------------------ going round

    def current_key(self) -> str:
        """The key of the tab in sight."""
        return list(TITLES)[self.tabs.currentIndex()]

    def show_tab(self, key: str) -> None:
        """Show a tab and put the keyboard into it."""
        self.tabs.setCurrentIndex(list(TITLES).index(key))
        self._tab(key).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """The head, the tabs, and the parts of the tab in sight."""
        return [self.header, self.tabs.tabBar(), *self._tab(self.current_key()).panes()]

    def ask_consent(self, provider_id: str) -> None:
        """Go to the consents with a new one for sharing with this service.

        Each step waits for what the step before it reads.
        """
        self.show_tab("consent")

        def open_form(_read: None) -> None:
            self.consent.record_consent()
            self._tasks.read(self, _wait, choose_service)

        def choose_service(_read: None) -> None:
            page = self.consent.form
            if page is not None:
                for key, value in (("purpose", Purpose.SHARING), ("recipient_id", provider_id)):
                    page.form[key].set_value(value)
                    page.form[key].edited.emit()
                page.take_keyboard()

        self._tasks.read(self, _wait, open_form)

    def _new_referral(self) -> None:
        self.show_tab("referrals")
        self._tasks.read(self, _wait, lambda _read: self.referrals.begin())

    def _new_grant(self) -> None:
        self.show_tab("grants")
        self._tasks.read(self, _wait, lambda _read: self.grants.begin())

    def _choose_paper(self, kind: str) -> None:
        self.show_tab("papers")
        self.papers.show_kind(kind)

    def _assign(self, counsellor: str) -> None:
        session, case_id = self._session, self._case_id

        def assigned(_case: CaseFile) -> None:
            self.bar.success(_("The case has a new counsellor."))

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, lambda: assign(session, case_id, counsellor), assigned, failed)

    # ------------------------------------------------------------------ leaving

    def may_leave(self) -> bool:
        """Ask each tab; the first that wants to keep its page is shown."""
        for key, page in self._built.items():
            if not page.may_leave():
                self.show_tab(key)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in any tab; called before the vault is locked."""
        for tab in self._built.values():
            tab.keep_draft()

    def retranslate(self) -> None:
        """The titles of the tabs; everything else follows by itself."""
        for place, (key, words) in enumerate(TITLES.items()):
            self.tabs.setTabText(place, action_text(words()))
            keys = QKeySequence(f"Alt+{list(TITLES).index(key) + 1}")
            self.tabs.setTabToolTip(place, keys.toString(QKeySequence.SequenceFormat.NativeText))


def _shower(screen: CaseScreen, key: str) -> Callable[[], None]:
    return lambda: screen.show_tab(key)


def _wait() -> None:
    """Nothing to read; the answer comes after those that were asked for before."""
