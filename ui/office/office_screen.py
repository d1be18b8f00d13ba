"""The office: colleagues, the audit log, programmes, settings and one's own passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.custody import service as custody
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users import service as users
from ui.custody.recovery_tab import RecoveryTab
from ui.custody.sheet_panel import KeepKey
from ui.instruments.instruments_tab import InstrumentsTab
from ui.many_tabs import ManyTabs
from ui.messages import Messages
from ui.office.audit_tab import AuditTab
from ui.office.backup_tab import BackupTab
from ui.office.integrity_tab import IntegrityTab
from ui.office.passphrase_tab import PassphraseTab
from ui.office.people_tab import PeopleTab
from ui.office.settings_tab import SettingsTab
from ui.places.places_tab import PlacesTab
from ui.plain import Words
from ui.programmes.programmes_tab import ProgrammesTab
from ui.retention.care_tab import CareTab
from ui.screen import Screen, TitleLine
from ui.sign_in.colleagues_page import AddUser
from ui.tasks import Tasks
from ui.tokens import S


class OfficeScreen(Screen):
    """One tab for each care of the office. Who may only look is told so in the tab.

    ``add`` is the service that makes a login, ``keep`` the one that lets a recovery key count.
    """

    help_page = "office"

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        *,
        add: AddUser = users.add_user,
        keep: KeepKey = custody.keep_recovery_key,
    ) -> None:
        super().__init__()
        self.title = TitleLine()
        self.people = PeopleTab(session, tasks, messages, add)
        self.recovery = RecoveryTab(session, tasks, messages, keep)
        self.audit = AuditTab(session, tasks)
        self.programmes = ProgrammesTab(session, tasks, messages)
        self.places = PlacesTab(session, tasks, messages)
        self.instruments = InstrumentsTab(session, tasks, messages)
        self.backup = BackupTab(session, tasks, messages)
        self.settings, self.passphrase = SettingsTab(session, tasks), PassphraseTab(session, tasks)
        self.care = CareTab(session, tasks, messages)
        self.integrity = IntegrityTab(session, tasks)
        self.integrity.salvage_wanted.connect(lambda: self.destination_chosen.emit("salvage", ""))
        parts: list[tuple[Screen, Words]] = [
            (self.people, lambda: _("Colleagues")),
            (self.recovery, lambda: _("Recovery key")),
            (self.backup, lambda: _("Backup")),
            (self.integrity, lambda: _("Integrity")),
            (self.audit, lambda: _("Audit log")),
            (self.care, lambda: _("Data protection")),
            (self.programmes, lambda: _("Programmes")),
            (self.places, lambda: _("Places")),
            (self.instruments, lambda: _("Questionnaires")),
            (self.settings, lambda: _("Settings")),
            (self.passphrase, lambda: _("My passphrase")),
        ]
        self._parts = [part for part, _words in parts]
        for part in self._parts:
            part.status_changed.connect(self.status_changed)
            part.destination_chosen.connect(self.destination_chosen)
        self.tabs = ManyTabs(parts)
        self.tabs.currentChanged.connect(lambda _index: self._came_to_front())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.title)
        column.addWidget(self.tabs, 1)
        self.setFocusProxy(self.tabs)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        self.title.set_title(_("Office"))

    def show_part(self, part: Screen) -> None:
        """Bring the tab of this part to the front."""
        self.tabs.setCurrentWidget(part)

    def panes(self) -> Sequence[QWidget]:
        """The names of the tabs, and what the one in front has."""
        return [self.tabs.names, *self._front().panes()]

    def reload(self) -> None:
        """Read what the tab in front shows; the audit log notes that it was opened."""
        self._front().reload()

    def _came_to_front(self) -> None:
        self.help_page = self._front().help_page if self._front().help_page != "start" else "office"
        self.reload()

    def may_leave(self) -> bool:
        """Every tab stays alive behind the others, so each is asked."""
        return all(part.may_leave() for part in self._parts)

    def _front(self) -> Screen:
        return self._parts[self.tabs.currentIndex()]
