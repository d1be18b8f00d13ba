"""The one window: the sign-in page while the vault is locked, the desk while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from intake_app.errors import DataDamaged, IntakeError, VaultAlarm
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from ui.help.opener import help_on_f1
from ui.language import Language
from ui.messages import Messages
from ui.screen import Screen
from ui.sign_in.login_list import LoginLine
from ui.sign_in.sign_in_screen import SignInScreen
from ui.tab_walk import go_on
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.frame import Frame

WARM_AFTER_MS = 300
"""After the sign-in page is painted the desk's parts are loaded, while the passphrase is typed."""


class MainWindow(QMainWindow):
    """Signals: ``folder_chosen`` a vault folder was chosen or founded, to be remembered."""

    folder_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        screen_language: Language,
        packs: Mapping[str, Pack],
        folder: Path | None,
    ) -> None:
        super().__init__()
        self.tasks, self.messages, self._language = tasks, messages, screen_language
        self._packs, self.folder = packs, folder
        self.desk: Desk | None = None
        self.gate: Screen | None = None
        help_on_f1(self)
        self.retranslate()
        self.resize(1280, 760)
        self.show_gate()
        QTimer.singleShot(WARM_AFTER_MS, _desk_class)

    @property
    def session(self) -> Session | None:
        """Who is signed in."""
        return self.desk.session if self.desk else None

    @property
    def frame(self) -> Frame | None:
        """The frame of whoever is signed in."""
        return self.desk.frame if self.desk else None

    def retranslate(self) -> None:
        """The title never names a person or a case: it is seen over the shoulder and in lists."""
        self.setWindowTitle(_("Intake Desk"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a live switch of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # ------------------------------------------------------------------ the gate

    def show_gate(self) -> None:
        """The sign-in page, or the first-start pages where there is no vault yet."""
        if self.folder is not None and users.looks_like_vault(self.folder):
            self._show_sign_in(self.folder)
        else:
            self._show_wizard()

    def _show_sign_in(self, folder: Path) -> None:
        self.folder = folder
        screen = SignInScreen(folder, self._packs, self.tasks, self.messages)
        screen.signed_in.connect(self.open_desk)
        screen.other_vault_chosen.connect(self._open_other)
        screen.new_vault_wanted.connect(self._show_wizard)
        screen.alarmed.connect(lambda line, error: self.show_alarm(folder, line, error))
        screen.language_chosen.connect(self._switch_language)
        self._set_gate(screen)

    def show_alarm(self, folder: Path, line: LoginLine, error: IntakeError) -> None:
        """The vault is not as it was left, or damaged: a page that only a supervisor gets past."""
        # Hopefully never needed; the sign-in page must not wait for it.
        from ui.sign_in.alarm_page import AlarmPage
        from ui.sign_in.damage_page import DamagePage

        page: AlarmPage | DamagePage
        if isinstance(error, VaultAlarm):
            page = AlarmPage(folder, self._packs, self.tasks, line, error)
        else:
            page = DamagePage(folder, self._packs, self.tasks, self.messages, line)
        page.signed_in.connect(self.open_desk)
        page.language_chosen.connect(self._switch_language)
        page.closed.connect(self.show_gate)
        self._set_gate(page)

    def _show_wizard(self) -> None:
        # Needed once in the life of a vault; the sign-in page must not wait for it.
        from ui.sign_in.first_start_wizard import FirstStartWizard

        wizard = FirstStartWizard(self._packs, self.tasks, self.messages)
        wizard.founded.connect(self.open_desk)
        wizard.other_vault_chosen.connect(self._open_other)
        wizard.language_chosen.connect(self._switch_language)
        wizard.closed.connect(self.show_gate)
        self._set_gate(wizard)

    def _open_other(self, folder: Path) -> None:
        self.folder_chosen.emit(str(folder))
        self._show_sign_in(folder)

    def _set_gate(self, screen: Screen) -> None:
        self.gate = screen
        self._show(screen)

    def _show(self, page: QWidget) -> None:
        old = self.takeCentralWidget()
        self.setCentralWidget(page)
        if old is not None:
            old.deleteLater()
        page.setFocus()

    # ------------------------------------------------------------------ the desk

    def open_desk(self, session: Session) -> None:
        """Show the desk of a user who has just signed in."""
        desk = _desk_class()(session, self.tasks, self.messages)
        self.desk, self.gate = desk, None
        self.folder = session.vault.folder
        self.folder_chosen.emit(str(self.folder))
        desk.lock_wanted.connect(self.lock)
        desk.salvage_wanted.connect(self._salvage)
        desk.language_chosen.connect(self._switch_language)
        self._show(desk.frame)
        desk.begin()

    def open_destination(self, kind: str, about: str) -> None:
        """Go to a case, a person or a page of the desk, if somebody is signed in."""
        if self.desk is not None:
            self.desk.open_destination(kind, about)

    def lock(self) -> None:
        """Keep what is being typed, close the vault in its own thread and throw all pages away."""
        self._lock_and(self.show_gate)

    def _lock_and(self, show: Callable[[], None]) -> None:
        desk = self.desk
        if desk is None:
            return
        desk.end()
        self.desk = None
        session = desk.session
        self.tasks.read(self, lambda: users.lock(session), lambda _nothing: show())

    def _salvage(self) -> None:
        session = self.session
        if session is not None:
            user, folder = session.user, session.vault.folder
            line = LoginLine(user.id, user.label, user.role)
            self._lock_and(lambda: self.show_alarm(folder, line, DataDamaged("")))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab and Shift+Tab stop at everything that can be used."""
        return go_on(self, onward=next)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing the window locks first; what was being typed is kept as a draft."""
        desk = self.desk
        if desk is not None and not desk.may_leave():
            event.ignore()
            return
        session = self.session or getattr(self.gate, "session", None)  # founded a moment ago
        if desk is not None:
            desk.end()
        self.desk = None
        self.tasks.close((lambda: users.lock(session)) if session else None)
        event.accept()

    def _switch_language(self, code: str) -> None:
        self._language.switch(code)
        self.language_chosen.emit(code)


def _desk_class() -> type[Desk]:
    """The desk with all its screens: loaded once the sign-in page is painted, or when needed."""
    from ui.desk import Desk

    return Desk
