"""The one window: the sign-in page while the vault is locked, the desk while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from ui.gate_pages import GatePages
from ui.help.opener import help_on_f1
from ui.language import Language
from ui.messages import Messages
from ui.process.life import HandedOver, Life
from ui.process.loading import load_desk
from ui.process.place import place_of
from ui.screen import Screen
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
        self.pages = GatePages(self, self._life)
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

    @property
    def gate(self) -> Screen | None:
        """The page that is shown while nobody is signed in."""
        return self.pages.page

    def show_gate(self) -> None:
        """The sign-in page, or the first-start pages where there is no vault yet."""
        self.pages.show()

    def warm_soon(self) -> None:
        """Get ready for the desk once the page of the gate is painted."""
        QTimer.singleShot(WARM_AFTER_MS, self, lambda: self._life.warm(self))

    def show_page(self, page: QWidget) -> None:
        """Show this instead of what was shown."""
        old = self.takeCentralWidget()
        self.setCentralWidget(page)
        if old is not None:
            old.deleteLater()
        page.setFocus()

    # ------------------------------------------------------------------ the desk

    def came_in(self, came: Session | HandedOver) -> None:
        """Somebody has signed in, here or in another process."""
        if isinstance(came, HandedOver):
            self.folder_chosen.emit(str(came.folder))
            self.hide()
            self._life.handed_over(came)
        else:
            self.open_desk(came)

    def open_desk(self, session: Session) -> None:
        """Show the desk of a user who has just signed in."""
        desk = load_desk()(session, self.tasks, self.messages, self)
        self.desk, self.pages.page = desk, None
        self.folder = session.vault.folder
        self.folder_chosen.emit(str(self.folder))
        desk.lock_wanted.connect(self.lock)
        desk.restore_wanted.connect(
            lambda: self._leave_for(lambda _session: self.pages.show_restore())
        )
        desk.salvage_wanted.connect(lambda: self._leave_for(self.pages.show_salvage))
        desk.language_chosen.connect(self.switch_language)
        self.show_page(desk.frame)
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
            self.show_page(Cover())
            self._life.locking(self)
            self.tasks.read(
                self,
                lambda: users.lock(session),
                lambda _nothing: self._life.locked(self),
                closed_badly,
            )

    def _leave_for(self, show: Callable[[Session], None]) -> None:
        """Close the vault like ``lock``, and go on with what needs it closed."""
        desk = self.desk
        if desk is None or not desk.may_leave():
            return
        desk.end()
        self.desk = None
        session = desk.session
        self.tasks.read(self, lambda: users.lock(session), lambda _nothing: show(session))

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

    def switch_language(self, code: str) -> None:
        """From now on everything is said in this language."""
        self.language.switch(code)
        self.language_chosen.emit(code)
