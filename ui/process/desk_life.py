"""The process of the desk: it has never heard a passphrase, and ends when the desk is locked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from intake_app.custody import service as custody
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.service import Approach, UserKeys
from ui.process.life import MOST_MS_TO_LOCK, Life
from ui.process.loading import read_first_page, rehearse_desk
from ui.process.pipe import REFUSED, SHOWN, SHOWN_WEAK, Handover, receive_keys, receive_slot
from ui.process.place import put
from ui.process.program import LOCKED, MAY_BECOME, VAULT, Program

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class OpenVault(Protocol):
    """The service that signs somebody in."""

    def __call__(
        self,
        folder: Path,
        login_id: str,
        secret: UserKeys,
        packs: Mapping[str, Pack],
        /,
        *,
        approach: Approach | None,
    ) -> Session: ...


class _Arrival(NamedTuple):
    """Who comes in, with the keys, and with what could be done before these were there."""

    told: Handover
    keys: UserKeys
    approach: Approach | None


class DeskLife(Life):
    """A desk that nobody has seen yet waits, hidden, for the keys of whoever comes in."""

    def __init__(
        self,
        program: Program,
        pipes: tuple[FileIO, FileIO],
        *,
        open_vault: OpenVault = users.sign_in,
        wants_strengthening: Callable[[Session], bool] = custody.wants_strengthening,
    ) -> None:
        self._program, self._open_vault = program, open_vault
        self._wants_strengthening = wants_strengthening
        self._told, self._answers = pipes
        self._ear: _Ear | None = None

    def begin(self, window: MainWindow) -> None:
        """Nothing is shown until somebody comes in."""

    def start(self, window: MainWindow) -> None:
        """Load the desk, and listen for the keys while the window's loop runs."""
        self.warm(window)
        rehearse_desk(window)

        self._ear = _Ear(self._told)
        self._ear.gone.connect(lambda: os._exit(0))
        self._ear.heard.connect(lambda arrival: self._come_in(window, arrival))
        self._ear.start()

    def _come_in(self, window: MainWindow, arrival: _Arrival) -> None:
        told, keys, approach = arrival
        window.language.switch(told.language)
        put(window, told.place)
        folder = Path(told.folder)

        def open_vault() -> tuple[Session, bool]:
            session = self._open_vault(folder, told.login, keys, window.packs, approach=approach)
            return session, self._wants_strengthening(session)

        def show(opened: tuple[Session, bool]) -> None:
            session, weak = opened
            # While the desk is made the vault's thread has time: the list finds its pages read.
            window.tasks.read(window, lambda: read_first_page(session), lambda _lines: None)
            self._show(window, session, weak)

        window.tasks.read(window, open_vault, show, self._refuse)

    def _show(self, window: MainWindow, session: Session, weak: bool) -> None:
        painted = _FirstPaint(window)
        painted.done.connect(lambda: self._answer(SHOWN_WEAK if weak else SHOWN))
        if self._ear is not None:
            self._ear.slot.connect(lambda slot: _keep(window, session, slot))
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


def _keep(window: MainWindow, session: Session, slot: bytes) -> None:
    """The slot at a higher cost. If that fails nobody is told: it is tried at another sign-in."""
    window.tasks.read(
        window.tasks,
        lambda: custody.take_stronger_slot(session, slot),
        lambda _nothing: None,
        lambda _error: True,
    )


class _Ear(QObject):
    """Reads the pipe on a thread of its own. Signals: ``heard`` an ``_Arrival``; ``gone`` the
    sign-in page went away before; ``slot`` the bytes of the slot, wrapped again."""

    heard = Signal(object)
    gone = Signal()
    slot = Signal(object)

    def __init__(self, pipe: FileIO) -> None:
        super().__init__()
        self._pipe = pipe

    def start(self) -> None:
        Thread(target=self._listen, name="ear", daemon=True).start()

    def _listen(self) -> None:
        try:
            arrival = self._arrival()
        except (OSError, EOFError, ValueError, TypeError):
            arrival = None
        if arrival is None:
            self.gone.emit()
            return
        self.heard.emit(arrival)
        with suppress(OSError):
            if slot := receive_slot(self._pipe):
                self.slot.emit(slot)

    def _arrival(self) -> _Arrival | None:
        """Each try with a wrong passphrase is announced, and nobody comes in."""
        while (told := Handover.receive(self._pipe)) is not None:
            approach = users.approach_of(Path(told.folder))
            keys = None
            try:
                keys = receive_keys(self._pipe)
            finally:
                if keys is None and approach is not None:
                    approach.give_up()
            if keys is not None:
                return _Arrival(told, keys, approach)
        return None


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
