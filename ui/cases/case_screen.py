"""A case: its head stays in sight, the work is done in the tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.attachments.service import portrait_of
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.cases.service import assign
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.case_facts import CaseFacts, read_facts
from ui.cases.case_header import CaseHeader
from ui.cases.case_tabs import PART_OF, PROFILE, TITLES, CaseTabs, keys_of
from ui.cases.profile_tab import ProfileRead, read_profile
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import S

LOW_BELOW = 30
"""Lines; in a page of fewer the head of the case takes as little of it as it can."""


class CaseScreen(Screen):
    """The first ``reload()`` opens the case, which the audit log notes; later ones read again.

    Signals: those of a screen.
    """

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        *,
        giving: bool = False,
    ) -> None:
        """``giving`` begins with the page on which something is given on arrival."""
        super().__init__()
        self._giving = giving
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._opened = False
        self._fresh: set[str] = set()  # the tabs that were read since the last change
        self.facts: CaseFacts | None = None
        self._wanted = ""
        self.header = CaseHeader(session, self)
        self.bar = MessageBar(parent=self)
        self.tabs = CaseTabs(session, tasks, messages, case_id, self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.header)
        column.addWidget(self.bar)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs.tabBar())

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_shown)
        self.tabs.status_changed.connect(self.status_changed)
        self.tabs.destination_chosen.connect(self.destination_chosen)
        self.tabs.place_chosen.connect(self.show_tab)
        self.tabs.part_shown.connect(self._tab_shown)
        self.tabs.consent_wanted.connect(self.ask_consent)
        self.tabs.referral_wanted.connect(self._new_referral)
        for key in TITLES:
            shortcut = QShortcut(keys_of(key), self)
            shortcut.activated.connect(_shower(self, key))
        self.header.place_chosen.connect(self.show_tab)
        self.header.referral_wanted.connect(self._new_referral)
        self.header.grant_wanted.connect(self._new_grant)
        self.header.paper_wanted.connect(self._choose_paper)
        self.header.counsellor_chosen.connect(self._assign)
        self.bar.faded.connect(self.status_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A low window needs its lines for the page, not for the head."""
        super().resizeEvent(event)
        self.header.set_low(self.height() < LOW_BELOW * self.fontMetrics().height())

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read the head and the tab in sight again; the other tabs when they are shown."""
        session, case_id, first = self._session, self._case_id, not self._opened
        self._opened = True
        profile = self.tabs.current_key() == PROFILE

        def read() -> tuple[CaseFacts, ProfileRead | None]:
            facts = read_facts(session, case_id, first=first)
            return facts, read_profile(session, facts.view) if profile else None

        self._tasks.read(self, read, self._show)
        self._fresh = {PROFILE} if profile else set()
        self._tab_shown()
        if first and self._giving:
            self._give()

    def _show(self, read: tuple[CaseFacts, ProfileRead | None]) -> None:
        """The head and the profile come together, so that the page is arranged once."""
        facts, profile = read
        self.facts = facts
        self.header.show_facts(facts)
        self.tabs.set_child(facts.has_child_file)
        show = self.header.face.show_picture
        if profile is not None:
            show(profile.portrait)
            self.tabs.profile.show_read(profile)
        else:
            session, person_id = self._session, facts.view.person.id
            self._tasks.later(self, lambda: portrait_of(session, person_id), show)
        if self._wanted:
            self.show_tab(self._wanted)
        self._wanted = ""

    def _tab_shown(self) -> None:
        key = self.tabs.current_key()
        tab = self.tabs.tab(key)
        self.help_page = tab.help_page
        if self._opened and key not in self._fresh:
            self._fresh.add(key)
            tab.reload()

    # ------------------------------------------------------------------ going round

    def show_tab(self, key: str) -> None:
        """Show a tab and put the keyboard into it."""
        tab = PART_OF.get(key, key)
        if not self.tabs.is_there(tab):
            self._wanted = key if self.facts is None else ""  # nobody knows yet whether it comes
            return
        if tab != key:
            getattr(self.tabs, tab).show_part(key)
        self.tabs.setCurrentIndex(list(TITLES).index(tab))
        self.tabs.tab(tab).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> Sequence[QWidget]:
        """The head, the tabs, and the parts of the tab in sight."""
        return [self.header, self.tabs.tabBar(), *self.tabs.tab(self.tabs.current_key()).panes()]

    def ask_consent(self, provider_id: str) -> None:
        """Go to the consents with a new one for sharing with this service.

        Each step waits for what the step before it reads.
        """
        self.show_tab("consent")

        def open_form(_read: None) -> None:
            self.tabs.consent.record_consent()
            self._tasks.read(self, _wait, choose_service)

        def choose_service(_read: None) -> None:
            page = self.tabs.consent.form
            if page is not None:
                for key, value in (("purpose", Purpose.SHARING), ("recipient_id", provider_id)):
                    page.form[key].set_value(value)
                    page.form[key].edited.emit()
                page.take_keyboard()

        self._tasks.read(self, _wait, open_form)

    def _new_referral(self) -> None:
        self.show_tab("referrals")
        self._tasks.read(self, _wait, lambda _read: self.tabs.referrals.begin())

    def _new_grant(self) -> None:
        self.show_tab("grants")
        self._tasks.read(self, _wait, lambda _read: self.tabs.grants.begin())

    def _give(self) -> None:
        self.show_tab("needs")
        self._tasks.read(self, _wait, lambda _read: self.tabs.needs.begin())

    def _choose_paper(self, kind: str) -> None:
        self.show_tab("papers")
        self.tabs.papers.show_kind(kind)

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
        for key, page in self.tabs.built.items():
            if not page.may_leave():
                self.show_tab(key)
                return False
        return True

    def keep_draft(self) -> None:
        """Keep what is typed in any tab; called before the vault is locked."""
        for tab in self.tabs.built.values():
            tab.keep_draft()


def _shower(screen: CaseScreen, key: str) -> Callable[[], None]:
    return lambda: screen.show_tab(key)


def _wait() -> None:
    """Nothing to read; the answer comes after those that were asked for before."""
