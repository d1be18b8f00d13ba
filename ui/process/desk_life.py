"""The process of the desk: it has never heard a passphrase, and ends when the desk is locked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.service import UserKeys
from ui.process.life import MOST_MS_TO_LOCK, Life
from ui.process.loading import rehearse_desk
from ui.process.pipe import REFUSED, SHOWN, Handover
from ui.process.place import put
from ui.process.program import LOCKED, MAY_BECOME, VAULT, Program

if TYPE_CHECKING:
    from ui.main_window import MainWindow

OpenVault = Callable[[Path, str, UserKeys, Mapping[str, Pack]], Session]


class DeskLife(Life):
    """A desk that nobody has seen yet waits, hidden, for the keys of whoever comes in."""

    def __init__(
        self,
        program: Program,
        pipes: tuple[FileIO, FileIO],
        *,
        open_vault: OpenVault = users.sign_in,
    ) -> None:
        self._program, self._open_vault = program, open_vault
        self._told, self._answers = pipes
        self._ear: _Ear | None = None

    def begin(self, window: MainWindow) -> None:
        """Nothing is shown until somebody comes in."""

    def start(self, window: MainWindow) -> None:
        """Load the desk, and listen for the keys while the window's loop runs."""
        self.warm(window)
        rehearse_desk(window)

        def come_in(told: Handover, keys: UserKeys) -> None:
            window.language.switch(told.language)
            put(window, told.place)
            folder = Path(told.folder)
            window.tasks.read(
                window,
                lambda: self._open_vault(folder, told.login, keys, window.packs),
                lambda session: self._show(window, session),
                self._refuse,
            )

        self._ear = _Ear(self._told)
        self._ear.heard.connect(lambda heard: come_in(*heard) if heard else os._exit(0))
        self._ear.start()

    def _show(self, window: MainWindow, session: Session) -> None:
        painted = _FirstPaint(window)
        painted.done.connect(lambda: self._answer(SHOWN))
        window.open_desk(session)
        window.show()
        window.activateWindow()

    def _refuse(self, error: Exception) -> bool:
        """The sign-in page will find out why by itself; it can show it, this process cannot."""
        self._answer(REFUSED)
        os._exit(1)

    def _answer(self, word: bytes) -> None:
        with suppress(OSError):  # the sign-in page may be gone
            self._answers.write(word)
            self._answers.close()

    def locking(self, window: MainWindow) -> None:
        """Work that does not come to an end must not keep the keys in memory."""
        QTimer.singleShot(MOST_MS_TO_LOCK, window, lambda: self.locked(window))

    def locked(self, window: MainWindow) -> None:
        """End at once, whatever is still open on the screen: the memory goes with the process."""
        if MAY_BECOME:
            os._exit(LOCKED)
        self._program.replace_this(VAULT, str(window.folder))


class _Ear(QObject):
    """Reads the pipe on a thread of its own. Signals: ``heard`` the answer, or None at its end."""

    heard = Signal(object)

    def __init__(self, pipe: FileIO) -> None:
        super().__init__()
        self._pipe = pipe

    def start(self) -> None:
        Thread(target=self._listen, name="ear", daemon=True).start()

    def _listen(self) -> None:
        try:
            heard = Handover.receive(self._pipe)
        except (OSError, ValueError, TypeError):
            heard = None
        self.heard.emit(heard)


class _FirstPaint(QObject):
    """Signals: ``done`` once the window has been painted."""

    done = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Once is enough."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.done.emit)
        return False
