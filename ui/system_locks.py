"""When the computer goes to sleep or its screen is locked, the desk locks as well.

Linux only: logind and the screen saver tell it on D-Bus, through sockets of this computer. On
Windows and macOS the desk locks by itself, at the latest when the computer wakes up.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_LOGIN = "org.freedesktop.login1"
_MANAGER = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SCREENS = (
    ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    ("/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    ("/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
)
"""GNOME answers for the first name but sends the signal only from its own."""


class SystemLocks(QObject):
    """Signals: ``wanted`` the system locks or sleeps.

    While this object lives, logind waits up to some seconds before it lets the computer sleep, so
    that the vault is closed first. Without D-Bus nothing happens.
    """

    wanted = Signal()

    def __init__(
        self,
        system: QDBusConnection | None = None,
        session: QDBusConnection | None = None,
    ) -> None:
        super().__init__()
        self._held: object = None
        if not sys.platform.startswith("linux"):
            return
        self._system = system or QDBusConnection.systemBus()
        if self._system.isConnected():
            self._hear(self._system, *_MANAGER, "PrepareForSleep", "sleeps(bool)")
            self._hear(self._system, "", f"{_LOGIN}.Session", "Lock", "locks()")
            self._ask_to_wait()
        session = session or QDBusConnection.sessionBus()
        if session.isConnected():
            for path, interface in _SCREENS:
                self._hear(session, path, interface, "ActiveChanged", "sleeps(bool)")

    def _hear(
        self, bus: QDBusConnection, path: str, interface: str, signal: str, slot: str
    ) -> None:
        bus.connect("", path, interface, signal, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask_to_wait(self) -> None:
        call = QDBusMessage.createMethodCall(_LOGIN, *_MANAGER, "Inhibit")
        call.setArguments(["sleep", "Intake Desk", "closes the vault", "delay"])
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(call), self)
        watcher.finished.connect(self._hold)

    def _hold(self, watcher: QDBusPendingCallWatcher) -> None:
        """logind waits for as long as we keep the descriptor that it answers with."""
        answer = watcher.reply()
        if answer.type() == QDBusMessage.MessageType.ReplyMessage:
            self._held = answer
        watcher.deleteLater()

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """False tells that it is over."""
        if begins:
            self.wanted.emit()

    @Slot()
    def locks(self) -> None:
        """The session is asked to lock."""
        self.wanted.emit()
