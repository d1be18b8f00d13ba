"""The one window: the sign-in page while the vault is locked, the desk while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from intake_app import search
from intake_app.grants import service as grants
from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.plans import service as plans
from intake_app.search import Found, Question
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from intake_app.words import word
from ui.cases.case_screen import CaseScreen
from ui.frame import Frame
from ui.idle import IdleLock
from ui.language import Language
from ui.messages import Messages
from ui.pages import SCREENS, Page, commands_of, hit_of, pages_of
from ui.palette import Hit
from ui.people.person_form import PersonForm
from ui.rail import Entry
from ui.screen import Screen
from ui.sign_in.first_start_wizard import FirstStartWizard
from ui.sign_in.sign_in_screen import SignInScreen
from ui.tasks import Tasks


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
        self.session: Session | None = None
        self.frame: Frame | None = None
        self.gate: Screen | None = None
        self._idle: IdleLock | None = None
        self._find_generation = 0
        tasks.changed.connect(self._reload)
        self.retranslate()
        self.resize(1280, 760)
        self.show_gate()

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
        screen.language_chosen.connect(self._switch_language)
        self._set_gate(screen)

    def _show_wizard(self) -> None:
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
        self.session, self.gate = session, None
        self.folder = session.vault.folder
        self.folder_chosen.emit(str(self.folder))
        frame = Frame(
            [self._entry(page, session) for page in pages_of(session)],
            office=session.office.name,
            who=lambda: f"{session.full_name} · {word('role', session.role)}",
            language=language(),
            commands=lambda: commands_of(session),
            find=self._find,
        )
        frame.locked.connect(self.lock)
        frame.language_chosen.connect(self._switch_language)
        frame.command_chosen.connect(self._run_command)
        frame.hit_chosen.connect(self.open_destination)
        self.frame = frame
        self._show(frame)
        self._idle = IdleLock(session.office.minutes_to_lock * 60)
        self._idle.idle.connect(self.lock)
        self._idle.closing_in.connect(lambda left: frame.set_status(_lock_words(left)))
        frame.show_entry(SCREENS[0].key)
        self._count()

    def _entry(self, page: Page, session: Session) -> Entry:
        def make() -> Screen:
            return self._wired(page.screen(session, self.tasks, self.messages))

        return Entry(page.key, page.icon, page.title, make)

    def _wired(self, screen: Screen) -> Screen:
        screen.destination_chosen.connect(self.open_destination)
        return screen

    def open_destination(self, kind: str, about: str) -> None:
        """Go where a screen, a search hit or a notice points: a case, a person, a new person."""
        session, frame = self.session, self.frame
        if session is None or frame is None:
            return
        screen: Screen
        if kind == "case":
            screen = CaseScreen(session, self.tasks, self.messages, about)
        elif kind in {"person", "new_person"}:
            screen = PersonForm(session, self.tasks, self.messages, about or None)
        else:
            frame.show_entry(kind)
            return
        frame.open_screen(self._wired(screen))

    def lock(self) -> None:
        """Keep what is being typed, close the vault in its own thread and throw all pages away."""
        session, frame = self.session, self.frame
        if session is None or frame is None:
            return
        if self._idle is not None:
            self._idle.stop()
        for screen in frame.screens():
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()
        self.session = self.frame = None
        self.tasks.read(self, lambda: users.lock(session), lambda _nothing: self.show_gate())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing the window locks first; what was being typed is kept as a draft."""
        frame = self.frame
        if frame is not None and not all(screen.may_leave() for screen in frame.screens()):
            event.ignore()
            return
        session = self.session or getattr(self.gate, "session", None)  # founded a moment ago
        self.session = self.frame = None
        self.tasks.close((lambda: users.lock(session)) if session else None)
        event.accept()

    # ------------------------------------------------------------------ commands, counts, language

    def _run_command(self, key: str) -> None:
        name, _colon, argument = key.partition(":")
        if name == "show" and self.frame is not None:
            self.frame.show_entry(argument)
        elif name == "language":
            self._switch_language(argument)
        elif name == "lock":
            self.lock()
        elif name == "new_person":
            self.open_destination("new_person", "")

    def _find(self, text: str, answer: Callable[[Sequence[Hit]], None]) -> None:
        session = self.session
        if session is None:
            return
        self._find_generation += 1
        asked = self._find_generation

        def done(found: list[Found]) -> None:
            if asked == self._find_generation:
                answer([hit_of(line) for line in found])

        self.tasks.read(self, lambda: search.find(session, Question(text), limit=8), done)

    def _reload(self) -> None:
        if self.frame is not None:
            self.frame.reload_current()
            self._count()

    def _count(self) -> None:
        session = self.session
        if session is None:
            return

        def read() -> tuple[int, int]:
            waiting = len(plans.waiting_plans(session)) + len(grants.waiting_grants(session))
            return waiting, sync.count_pending(session)

        def done(counted: tuple[int, int]) -> None:
            if self.frame is not None:
                self.frame.set_count("approvals", counted[0])
                self.frame.set_outbox(counted[1])

        self.tasks.read(self, read, done)

    def _switch_language(self, code: str) -> None:
        self._language.switch(code)
        self.language_chosen.emit(code)


def _lock_words(seconds: int) -> str:
    """How soon the desk locks; nothing once somebody is back."""
    return _("Locks in {seconds} s").format(seconds=seconds) if seconds else ""
