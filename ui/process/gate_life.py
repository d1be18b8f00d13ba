"""The process of the sign-in page: it hears the passphrase, and never sees a record.

It starts a second process that loads the desk while the passphrase is typed, gives it the user's
keys through a pipe, and goes away once the desk is painted.
"""

from __future__ import annotations

import logging
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from intake_app.custody import service as custody
from intake_app.errors import IntakeError, VaultClosed
from intake_app.i18n import language
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.service import UserKeys
from ui.process.life import MOST_MS_TO_LOCK, HandedOver, Life, SignIn
from ui.process.pipe import SHOWN, SHOWN_WEAK, Handover, send_keys, send_slot
from ui.process.place import place_of
from ui.process.program import AFTER, MAY_BECOME, VAULT, WARM, Program

if TYPE_CHECKING:
    from ui.main_window import MainWindow

SECONDS_HELD_BACK = 0.4
"""What this process has left to do would take its time from the first list of the desk."""

_log = logging.getLogger(__name__)

KeysOf = Callable[[Path, str, str], UserKeys]


class GateLife(Life):
    """``keys_of``, ``open_here`` and ``stronger_slot`` are the services, which tests give a cheap
    key derivation."""

    def __init__(
        self,
        program: Program,
        *,
        keys_of: KeysOf = users.keys_of,
        open_here: Callable[[Path, str, UserKeys, Mapping[str, Pack]], Session] = users.sign_in,
        stronger_slot: Callable[[Path, str, str], bytes | None] = custody.stronger_slot,
    ) -> None:
        self._program, self._keys_of, self._open_here = program, keys_of, open_here
        self._stronger_slot = stronger_slot
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
        place = self._places.now if self._places else ""
        warm = self._announced(Handover(str(folder), login_id, language(), place))
        keys: UserKeys | None = None
        try:
            keys = self._keys_of(folder, login_id, passphrase)
        finally:
            answer = self._told(warm, keys) if warm else b""
        if warm is not None and answer in {SHOWN, SHOWN_WEAK}:
            self._warm = None
            finish = partial(self._strengthen, warm, folder, login_id, passphrase)
            return HandedOver(folder, warm.pid, finish if answer == SHOWN_WEAK else None)
        self._forget_warm()
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

    def _announced(self, told: Handover) -> subprocess.Popen[bytes] | None:
        """The process that now goes near the vault, if there is one."""
        self._start()
        if self._warm is not None:
            assert self._warm.stdin is not None
            with suppress(OSError):
                told.announce(self._warm.stdin)
                return self._warm
        self._forget_warm()
        return None

    def _told(self, warm: subprocess.Popen[bytes], keys: UserKeys | None) -> bytes:
        """What the other process answers to the keys; without keys it waits for the next try."""
        assert warm.stdin is not None
        assert warm.stdout is not None
        with suppress(OSError):
            send_keys(warm.stdin, keys)
            return warm.stdout.readline() if keys else b""
        return b""

    def _forget_warm(self) -> None:
        """End a desk that nobody has seen. It holds no unsaved work, and the vault bears a kill."""
        warm, self._warm = self._warm, None
        if warm is not None:
            warm.kill()
            warm.communicate()

    def _strengthen(
        self, warm: subprocess.Popen[bytes], folder: Path, login_id: str, passphrase: str
    ) -> None:
        """Only this process knows the passphrase, and only the other one may write."""
        assert warm.stdin is not None
        with suppress(IntakeError, OSError):  # it is tried again at another sign-in
            slot = self._stronger_slot(folder, login_id, passphrase)
            if slot is not None:
                send_slot(warm.stdin, slot)

    def handed_over(self, to: HandedOver) -> None:
        """Forget the passphrase by ceasing to be this process. Does not return."""
        time.sleep(SECONDS_HELD_BACK)
        if to.finish is not None:
            to.finish()
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
