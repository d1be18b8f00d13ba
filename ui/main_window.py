"""The one window: the sign-in page while the vault is locked, the desk while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from ui.clipboard import ClipboardGuard
from ui.cover import Cover, hide_all_but
from ui.help.opener import help_on_f1
from ui.language import Language
from ui.messages import Messages
from ui.process.life import HandedOver, Life
from ui.process.loading import load_desk
from ui.process.place import place_of
from ui.screen import Screen
from ui.sign_in.sign_in_screen import SignInScreen
from ui.tab_walk import go_on
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.frame import Frame

WARM_AFTER_MS = 300
"""After the sign-in page is painted the desk gets ready, while the passphrase is typed."""


class MainWindow(QMainWindow):
    """Signals: ``folder_chosen`` a vault folder was chosen or founded, to be remembered;
    ``leaving`` where the window stands when it is locked or closed; ``language_chosen`` its code.

    ``life`` says what signing in and locking do to this process; one for all if None.
    """

    folder_chosen = Signal(str)
    language_chosen = Signal(str)
    leaving = Signal(str)

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        screen_language: Language,
        packs: Mapping[str, Pack],
        folder: Path | None,
        life: Life | None = None,
    ) -> None:
        super().__init__()
        self._life = life or Life()
        self.tasks, self.messages, self.language = tasks, messages, screen_language
        self.packs, self.folder = packs, folder
        self.desk: Desk | None = None
        self.gate: Screen | None = None
        self._clipboard = ClipboardGuard(self)
        help_on_f1(self)
        self.retranslate()
        self.resize(1280, 760)
        self._life.begin(self)

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
        screen = SignInScreen(
            folder, self.packs, self.tasks, self.messages, sign_in=self._life.sign_in
        )
        screen.signed_in.connect(self._came_in)
        screen.other_vault_chosen.connect(self._open_other)
        screen.new_vault_wanted.connect(self._show_wizard)
        screen.restore_wanted.connect(self._show_restore)
        screen.forgotten.connect(lambda login_id: self._show_forgotten(folder, login_id))
        screen.language_chosen.connect(self._switch_language)
        self._set_gate(screen)

    def _show_forgotten(self, folder: Path, login_id: str) -> None:
        # Needed once in years; the sign-in page must not wait for it.
        from ui.custody.forgotten_page import ForgottenPage

        page = ForgottenPage(folder, self.tasks, login_id)
        page.language_chosen.connect(self._switch_language)
        page.closed.connect(self.show_gate)
        page.recovered.connect(self._recovered)
        self._set_gate(page)

    def _recovered(self, sentence: str) -> None:
        self.show_gate()
        if isinstance(self.gate, SignInScreen):
            self.gate.bar.info(sentence)

    def _show_wizard(self) -> None:
        # Needed once in the life of a vault; the sign-in page must not wait for it.
        from ui.sign_in.first_start_wizard import FirstStartWizard

        wizard = FirstStartWizard(self.packs, self.tasks, self.messages)
        wizard.founded.connect(self.open_desk)
        wizard.other_vault_chosen.connect(self._open_other)
        wizard.language_chosen.connect(self._switch_language)
        wizard.closed.connect(self.show_gate)
        wizard.restore_wanted.connect(self._show_restore)
        self._set_gate(wizard)

    def _show_restore(self) -> None:
        # Needed after an accident; the sign-in page must not wait for it.
        from ui.sign_in.restore_page import RestorePage

        page = RestorePage(self.tasks, self.messages)
        page.restored.connect(self._open_other)
        page.language_chosen.connect(self._switch_language)
        page.closed.connect(self.show_gate)
        self._set_gate(page)

    def _open_other(self, folder: Path) -> None:
        self.folder_chosen.emit(str(folder))
        self._show_sign_in(folder)

    def _set_gate(self, screen: Screen) -> None:
        self.gate = screen
        self._show(screen)
        QTimer.singleShot(WARM_AFTER_MS, self, lambda: self._life.warm(self))

    def _show(self, page: QWidget) -> None:
        old = self.takeCentralWidget()
        self.setCentralWidget(page)
        if old is not None:
            old.deleteLater()
        page.setFocus()

    # ------------------------------------------------------------------ the desk

    def _came_in(self, came: Session | HandedOver) -> None:
        if isinstance(came, HandedOver):
            self.folder_chosen.emit(str(came.folder))
            self._life.handed_over(came)
        else:
            self.open_desk(came)

    def open_desk(self, session: Session) -> None:
        """Show the desk of a user who has just signed in."""
        desk = load_desk()(session, self.tasks, self.messages)
        self.desk, self.gate = desk, None
        self.folder = session.vault.folder
        self.folder_chosen.emit(str(self.folder))
        desk.lock_wanted.connect(self.lock)
        desk.restore_wanted.connect(self._leave_to_restore)
        desk.language_chosen.connect(self._switch_language)
        self._show(desk.frame)
        desk.begin()

    def open_destination(self, kind: str, about: str) -> None:
        """Go to a case, a person or a page of the desk, if somebody is signed in."""
        if self.desk is not None:
            self.desk.open_destination(kind, about)

    def lock(self) -> None:
        """Hide everything at once, keep what is being typed, and close the vault in its thread.

        Long work stops at its next step; what is being saved at this moment is saved. A vault that
        could not be closed well, on a full disk for instance, is closed all the same.
        """
        desk = self.desk
        if desk is None:
            return
        self.desk = None
        self.leaving.emit(place_of(self))
        session = desk.session

        def closed_badly(_error: Exception) -> bool:
            self._life.locked(self)
            return False

        try:
            desk.end()
        finally:
            self.tasks.cancel()
            self._clipboard.clear()
            hide_all_but(self)
            self._show(Cover())
            self._life.locking(self)
            self.tasks.read(
                self,
                lambda: users.lock(session),
                lambda _nothing: self._life.locked(self),
                closed_badly,
            )

    def _leave_to_restore(self) -> None:
        """Close the vault like ``lock``, and show how a backup is restored."""
        desk = self.desk
        if desk is None or not desk.may_leave():
            return
        desk.end()
        self.desk = None
        session = desk.session
        self.tasks.read(self, lambda: users.lock(session), lambda _nothing: self._show_restore())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Tab and Shift+Tab stop at everything that can be used."""
        return go_on(self, onward=next)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing the window locks first; what was being typed is kept as a draft."""
        desk = self.desk
        if desk is not None and not desk.may_leave():
            event.ignore()
            return
        self.leaving.emit(place_of(self))
        session = self.session or getattr(self.gate, "session", None)  # founded a moment ago
        self._life.end()
        if desk is not None:
            desk.end()
        self.desk = None
        self.tasks.close((lambda: users.lock(session)) if session else None)
        event.accept()

    def _switch_language(self, code: str) -> None:
        self.language.switch(code)
        self.language_chosen.emit(code)
