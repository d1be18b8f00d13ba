"""What every process of the program does first, so that the system keeps no copy of its memory."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import sys
from collections.abc import MutableMapping

if sys.platform == "win32":

    def _no_core() -> None:
        """Windows writes none unless its administrator wants it."""
else:
    import resource

    def _no_core() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_PR_SET_DUMPABLE = 4

PLATFORMS = {"xcb", "wayland", "offscreen", "windows", "cocoa"}
"""Ways to show windows that the program is made for. Qt has others, one of which sends the screen
to the network."""

_LEADS_ELSEWHERE = (
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_GENERIC_PLUGINS",
)
"""Variables that let Qt load other code than what the program brings along."""


_BUSES = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
"""D-Bus can run over a network; ours stays on this computer."""


def keep_to_ourselves(*, readable: bool = False) -> None:
    """No dump of this process, and no reading of its memory by the same user's other programs.

    A crash tells the lines of the program on the error output, without values. ``readable`` is
    for tests that look into the memory without being root.
    """
    clean_environment(os.environ)
    if sys.stderr is not None:
        faulthandler.enable()
    _no_core()
    if sys.platform.startswith("linux") and not readable:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def clean_environment(environment: MutableMapping[str, str]) -> None:
    """Take away what would make Qt load or show something else. To be called before Qt is."""
    for name in _LEADS_ELSEWHERE:
        environment.pop(name, None)
    for name in _BUSES:
        if not environment.get(name, "unix:").startswith("unix:"):
            environment.pop(name)
    wanted = environment.get("QT_QPA_PLATFORM", "").split(";")
    if not all(platform.split(":")[0] in PLATFORMS for platform in wanted):
        environment.pop("QT_QPA_PLATFORM", None)
