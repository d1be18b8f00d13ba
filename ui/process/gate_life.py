"""The process of the sign-in page: it hears the passphrase, and never sees a record.

It starts a second process that loads the desk while the passphrase is typed, gives it the user's
keys through a pipe, and goes away once the desk is painted.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from intake_app.errors import VaultClosed
from intake_app.i18n import language
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.service import UserKeys
from ui.process.life import MOST_MS_TO_LOCK, HandedOver, Life, SignIn
from ui.process.pipe import SHOWN, Handover
from ui.process.place import place_of
from ui.process.program import AFTER, MAY_BECOME, VAULT, WARM, Program

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_log = logging.getLogger(__name__)

KeysOf = Callable[[Path, str, str], UserKeys]


class GateLife(Life):
    """``keys_of`` and ``open_here`` are the services, which tests give a cheap key derivation."""

    def __init__(
        self,
        program: Program,
        *,
        keys_of: KeysOf = users.keys_of,
        open_here: Callable[[Path, str, UserKeys, Mapping[str, Pack]], Session] = users.sign_in,
    ) -> None:
        self._program, self._keys_of, self._open_here = program, keys_of, open_here
        self._warm: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._places: _Places | None = None
        self.sign_in: SignIn = self._sign_in

    def begin(self, window: MainWindow) -> None:
        """The sign-in page, or the first start."""
        self._places = _Places(window)
        window.show_gate()

    def warm(self, _window: MainWindow) -> None:
        """Start the process of the next desk."""
        self._start()

    def _start(self) -> None:
        if self._warm is None:
            with suppress(OSError):  # no room for another process: the desk opens in this one
                self._warm = self._program.start(WARM)

    def _sign_in(
        self, folder: Path, login_id: str, passphrase: str, packs: Mapping[str, Pack]
    ) -> Session | HandedOver:
        """Runs on the vault's thread. Raises what opening the vault raises."""
        keys = self._keys_of(folder, login_id, passphrase)
        self._start()
        warm = self._warm
        shown = warm is not None and self._shows(warm, folder, login_id, keys)
        self._warm = None
        if warm is not None and shown:
            return HandedOver(folder, warm.pid)
        if self._ended:
            raise VaultClosed("the window was closed meanwhile")
        # Opening it here says why it did not open there; and if it was the other process that
        # failed, somebody can work all the same until they lock.
        _log.warning("the warm desk did not open the vault")
        try:
            return self._open_here(folder, login_id, keys, packs)
        except BaseException:
            self._start()
            raise

    def _shows(
        self, warm: subprocess.Popen[bytes], folder: Path, login_id: str, keys: UserKeys
    ) -> bool:
        """True once the other process has painted the desk; otherwise it is gone."""
        assert warm.stdin is not None
        assert warm.stdout is not None
        place = self._places.now if self._places else ""
        answer = b""
        with suppress(OSError):
            Handover(str(folder), login_id, language(), place).send(warm.stdin, keys)
            answer = warm.stdout.readline()
        if answer != SHOWN:
            _stop(warm)
        return answer == SHOWN

    def handed_over(self, to: HandedOver) -> None:
        """Forget the passphrase by ceasing to be this process. Does not return."""
        if MAY_BECOME:
            self._program.replace_this(AFTER, str(to.pid), VAULT, str(to.folder))
        os._exit(0)

    def locking(self, window: MainWindow) -> None:
        """As in the desk's own process."""
        QTimer.singleShot(MOST_MS_TO_LOCK, window, lambda: self.locked(window))

    def locked(self, window: MainWindow) -> None:
        """A desk that was opened here is locked: a fresh process shows the sign-in page."""
        self.end()
        if self._warm is not None:
            self._warm.wait()  # a process keeps its children when it is replaced
        self._program.replace_this(VAULT, str(window.folder))

    def end(self) -> None:
        """The window is being closed: the next desk is not needed."""
        self._ended = True
        if self._warm is not None:
            self._warm.kill()


class _Places(QObject):
    """Where the window stands, to be read from any thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.now = ""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note each move, on the screen's thread."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange}:
            self.now = place_of(self._window)
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a desk that nobody has seen. It holds no unsaved work, and the vault bears a kill."""
    process.kill()
    process.communicate()
