"""Sleep and screen lock lock the desk: a private D-Bus with a made-up logind and screen saver."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)
from pytestqt.qtbot import QtBot

from ui.system_locks import SystemLocks

LOGIN_PATH, LOGIN = "/org/freedesktop/login1", "org.freedesktop.login1"


class Logind(QDBusVirtualObject):
    """Answers a wish to wait before sleeping with a pipe, as logind does."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[object]] = []
        self.let_go, self._given = os.pipe()

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, bus: QDBusConnection) -> bool:  # noqa: N802
        self.asked.append(message.arguments())
        bus.send(message.createReply([QDBusUnixFileDescriptor(self._given)]))
        os.close(self._given)
        return True


@pytest.fixture
def address() -> Iterator[str]:
    if shutil.which("dbus-daemon") is None:
        pytest.fail("dbus-daemon is missing: install it (apt-get install dbus).")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    with daemon.stdout:
        yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait(10)


@pytest.fixture
def system(address: str) -> Iterator[QDBusConnection]:
    """The other side: where logind and the screen saver speak."""
    yield QDBusConnection.connectToBus(address, "system side")
    for name in ("system side", "ours"):
        QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def logind(system: QDBusConnection) -> Iterator[Logind]:
    made = Logind()
    assert system.registerVirtualObject(LOGIN_PATH, made)
    assert system.registerService(LOGIN)
    yield made
    system.unregisterObject(LOGIN_PATH)
    os.close(made.let_go)


@pytest.fixture
def locks(qtbot: QtBot, address: str, logind: Logind) -> SystemLocks:
    ours = QDBusConnection.connectToBus(address, "ours")
    made = SystemLocks(ours, ours)
    qtbot.waitUntil(lambda: made._held is not None)
    return made


def tell(bus: QDBusConnection, path: str, interface: str, name: str, *values: object) -> None:
    signal = QDBusMessage.createSignal(path, interface, name)
    signal.setArguments(list(values))
    assert bus.send(signal)


@pytest.mark.parametrize(
    ("path", "interface", "name", "values"),
    [
        (LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", [True]),
        (f"{LOGIN_PATH}/session/_32", f"{LOGIN}.Session", "Lock", []),
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [True]),
    ],
)
def test_the_system_locks_the_desk(
    qtbot: QtBot, locks: SystemLocks, system: QDBusConnection,
    path: str, interface: str, name: str, values: list[object],
) -> None:  # fmt: skip
    with qtbot.waitSignal(locks.wanted, timeout=5000):
        tell(system, path, interface, name, *values)


def test_waking_up_and_unlocking_the_screen_lock_nothing(
    qtbot: QtBot, locks: SystemLocks, system: QDBusConnection
) -> None:
    with qtbot.assertNotEmitted(locks.wanted, wait=300):
        tell(system, LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", False)
        saver = "org.freedesktop.ScreenSaver"
        tell(system, "/org/freedesktop/ScreenSaver", saver, "ActiveChanged", False)


def test_the_computer_waits_with_its_sleep_until_we_are_gone(
    locks: SystemLocks, logind: Logind
) -> None:
    assert [asked[0] for asked in logind.asked] == ["sleep"]
    assert logind.asked[0][3] == "delay"
    waits = select.select([logind.let_go], [], [], 0)[0] == []
    assert waits
    locks._held = None  # as the end of the process does
    assert select.select([logind.let_go], [], [], 5)[0] == [logind.let_go]


def test_without_a_bus_nothing_happens(qtbot: QtBot) -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nonexistent", "nowhere")
    assert not nowhere.isConnected()
    made = SystemLocks(nowhere, nowhere)
    with qtbot.assertNotEmitted(made.wanted, wait=50):
        pass
