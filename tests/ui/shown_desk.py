"""The window that every screen is shown in: on the sample caseload, signed in as any role.

Nobody answers its questions, so that each stays open to be looked at; no thread, no waiting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from intake_app import sample
from intake_app.acts import Role
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from intake_app.vault.keyslots import BOUNDS, Bounds, KdfCost
from intake_app.vault.vault import logins_of
from tests.ui.direct_tasks import DirectTasks
from ui.buttons import Kind
from ui.decision import Decision
from ui.fields.lazy_form import LazyForm
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Answer, Filters, Messages
from ui.tokens import Tone

Visit = tuple[str, QWidget]
"""The name of what is shown now, and the window or dialog that shows it."""

SIZE = (1366, 768)


class ShownMessages(Messages):
    """Keeps each question as the dialog that a person would see; the answer is always Esc."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Decision] = []

    def ask_text(
        self, title: str, text: str, label: str, yes: str, no: str, *, danger: bool = False
    ) -> str | None:
        tone = Tone.WARNING if danger else Tone.NEUTRAL
        dialog = Decision(self._window(), title, text, tone, label=label)
        self.shown.append(dialog)
        dialog.add("no", no, Kind.PLAIN)
        dialog.add("yes", yes, Kind.DANGER if danger else Kind.PRIMARY)
        return None

    def _decide(self, title: str, text: str, answers: Sequence[Answer], tone: Tone) -> str | None:
        dialog = Decision(self._window(), title, text, tone)
        self.shown.append(dialog)
        for answer in answers:
            dialog.add(*answer)
        return None

    def choose_file(self, title: str, filters: Filters) -> Path | None:
        return None

    def choose_files(self, title: str, filters: Filters) -> list[Path]:
        return []

    def choose_folder(self, title: str) -> Path | None:
        return None

    def save_file(self, title: str, name: str, filters: Filters) -> Path | None:
        return None


@dataclass
class Desk:
    """The window on a vault, and a second vault of an office that has just been founded."""

    folder: Path
    empty: Path
    packs: Mapping[str, Pack]
    language: Language
    size: tuple[int, int] = SIZE
    bounds: Bounds = BOUNDS
    painted: bool = True

    def __post_init__(self) -> None:
        self.tasks, self.messages = DirectTasks(), ShownMessages()
        self.window = self.new_window(self.folder)

    def new_window(self, folder: Path | None) -> MainWindow:
        """One more window: at the gate of this vault, or at the first start."""
        window = MainWindow(self.tasks, self.messages, self.language, self.packs, folder)
        self.messages.set_parent(window)
        window.resize(*self.size)
        window.setUpdatesEnabled(self.painted)
        window.show()
        window.activateWindow()
        return window

    @contextmanager
    def signed_in(self, role: Role, folder: Path | None = None) -> Iterator[Session]:
        """The desk as this role sees it."""
        vault = folder or self.folder
        login = next(login for login in logins_of(vault) if login.role is role)
        words = sample.PASSPHRASES[role]
        session = users.sign_in(vault, login.id, words, self.packs, bounds=self.bounds)
        self.window.open_desk(session)
        try:
            yield session
        finally:
            self.window.lock()

    @property
    def page(self) -> Any:
        """The page that is shown; its type is the scene's business."""
        frame = self.window.frame
        assert frame is not None
        return frame.current()

    def go(self, key: str, about: str | None = None) -> Any:
        """Open a page of the rail, or a case or person, and give it back."""
        frame = self.window.frame
        assert frame is not None
        for screen in reversed(frame.screens()):
            screen.closed.emit()  # what lies on top goes, without asking
        if about is None:
            frame.show_entry(key)
        else:
            self.window.open_destination(key, about)
        settle()
        return frame.current()

    def here(self, name: str) -> Visit:
        """The window as it is now, with everything that is built after the first painting."""
        for form in self.window.findChildren(LazyForm):
            form.complete()
        settle()
        return name, self.window

    def dialogs(self, name: str) -> Iterator[Visit]:
        """Each question that was asked since, and each dialog that is open, one by one."""
        asked, self.messages.shown = self.messages.shown, []
        opened = [d for d in self.window.findChildren(QDialog) if d.isVisible() and d not in asked]
        assert asked or opened, f"{name}: nothing was asked and nothing opened"
        for number, dialog in enumerate([*asked, *opened], start=1):
            dialog.show()
            settle()
            yield f"{name}-{number}", dialog
            dialog.done(0)
            dialog.deleteLater()

    def close(self) -> None:
        """Close the window; no scene may have ended in an error."""
        self.window.close()
        self.window.deleteLater()
        self.language.switch("en")
        assert self.tasks.errors == [], self.tasks.errors


def settle() -> None:
    """Let everything that waits for its turn happen, without letting time pass."""
    for _round in range(6):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_empty_office(
    folder: Path, packs: Mapping[str, Pack], *, cost: KdfCost, bounds: Bounds
) -> None:
    """An office of three colleagues on its first day: every list is empty."""
    names = {
        Role.SUPERVISOR: ("supervisor", "Salimata Keita"),
        Role.RECEPTION: ("reception", "Ramata Bah"),
        Role.COUNSELLOR: ("counsellor", "Cheikh Ndiaye"),
    }
    new = [NewUser(*names[role], role, sample.PASSPHRASES[role]) for role in names]
    office = NewOffice("CKY", "Centre d’accueil (exemple)", "GN", "Conakry", "eurp", "fr")
    session = users.found_office(folder, office, new[0], packs, cost=cost, bounds=bounds)
    for user in new[1:]:
        users.add_user(session, user, cost=cost)
    users.lock(session)
