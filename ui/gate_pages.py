"""The pages before anybody is signed in: signing in, the first start, and what helps in trouble."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from intake_app.errors import DataDamaged, IntakeError, VaultAlarm
from intake_app.session import Session
from intake_app.users import service as users
from ui.screen import Screen
from ui.sign_in.gate_page import GatePage
from ui.sign_in.login_list import LoginLine
from ui.sign_in.sign_in_screen import SignInScreen

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.process.life import Life


class GatePages(QObject):
    """Makes the pages and shows them in the window; ``page`` is the one that is shown.

    Only the sign-in page is loaded with the program: it must not wait for those needed once.
    """

    def __init__(self, window: MainWindow, life: Life) -> None:
        super().__init__(window)
        self._window, self._life = window, life
        self.page: Screen | None = None

    def show(self) -> None:
        """The sign-in page, or the first-start pages where there is no vault yet."""
        folder = self._window.folder
        if folder is not None and users.looks_like_vault(folder):
            self.show_sign_in(folder)
        else:
            self.show_wizard()

    def show_sign_in(self, folder: Path) -> None:
        """Sign in to the vault in this folder."""
        window = self._window
        window.folder = folder
        screen = SignInScreen(
            folder, window.packs, window.tasks, window.messages, sign_in=self._life.sign_in
        )
        screen.signed_in.connect(window.came_in)
        screen.other_vault_chosen.connect(self.open_other)
        screen.new_vault_wanted.connect(self.show_wizard)
        screen.restore_wanted.connect(self.show_restore)
        screen.forgotten.connect(lambda login_id: self.show_forgotten(folder, login_id))
        screen.alarmed.connect(lambda line, error: self.show_alarm(folder, line, error))
        self._set(screen)

    def open_other(self, folder: Path) -> None:
        """Sign in to another vault, and remember it."""
        self._window.folder_chosen.emit(str(folder))
        self.show_sign_in(folder)

    def show_forgotten(self, folder: Path, login_id: str) -> None:
        """A new passphrase with the recovery key on paper."""
        from ui.custody.forgotten_page import ForgottenPage

        page = ForgottenPage(folder, self._window.tasks, login_id)
        page.closed.connect(self.show)
        page.recovered.connect(self._recovered)
        self._set(page)

    def _recovered(self, sentence: str) -> None:
        self.show()
        if isinstance(self.page, SignInScreen):
            self.page.bar.info(sentence)

    def show_alarm(self, folder: Path, line: LoginLine, error: IntakeError) -> None:
        """The vault is not as it was left, or damaged: a page that only a supervisor gets past."""
        from ui.sign_in.alarm_page import AlarmPage
        from ui.sign_in.damage_page import DamagePage

        window = self._window
        page: AlarmPage | DamagePage
        if isinstance(error, VaultAlarm):
            page = AlarmPage(folder, window.packs, window.tasks, line, error)
        else:
            page = DamagePage(folder, window.packs, window.tasks, window.messages, line)
        page.signed_in.connect(window.open_desk)
        page.restore_wanted.connect(self.show_restore)
        page.closed.connect(self.show)
        self._set(page)

    def show_salvage(self, session: Session) -> None:
        """What can be read of a damaged vault shall be saved; the session has been closed."""
        user = session.user
        line = LoginLine(user.id, user.label, user.role)
        self.show_alarm(session.vault.folder, line, DataDamaged(""))

    def show_wizard(self) -> None:
        """Make a vault."""
        from ui.sign_in.first_start_wizard import FirstStartWizard

        window = self._window
        wizard = FirstStartWizard(window.packs, window.tasks, window.messages)
        wizard.founded.connect(window.open_desk)
        wizard.other_vault_chosen.connect(self.open_other)
        wizard.closed.connect(self.show)
        wizard.restore_wanted.connect(self.show_restore)
        self._set(wizard)

    def show_restore(self) -> None:
        """Make a vault of a backup."""
        from ui.sign_in.restore_page import RestorePage

        page = RestorePage(self._window.tasks, self._window.messages)
        page.restored.connect(self.open_other)
        page.closed.connect(self.show)
        self._set(page)

    def _set(self, page: GatePage) -> None:
        page.language_chosen.connect(self._window.switch_language)
        self.page = page
        self._window.show_page(page)
        self._window.warm_soon()
