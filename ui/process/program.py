"""How this program starts itself again: from source, or as a bundle that needs no Python."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

WARM, AFTER, VAULT, FAULT = "--warm", "--after", "--vault", "--fault"
"""Arguments: be the next desk; show the sign-in page after that process; of that vault; and say
that it ended by a fault. Nothing secret is an argument: everybody on the computer sees them."""

LOCKED = 75
"""The exit code of a desk that was locked. 0 is a window that was closed; others are faults."""

MAY_BECOME = sys.platform != "win32"
"""Windows cannot replace a process; there the next one is started before this one ends."""


@dataclass(frozen=True)
class Program:
    """The command that starts this program; tests put their own in its place."""

    command: tuple[str, ...]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start it beside this one, with a pipe to its standard input and from its output."""
        return subprocess.Popen(
            [*self.command, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def replace_this(self, *arguments: str) -> NoReturn:
        """End this process, and everything in its memory, in favour of a fresh one."""
        if MAY_BECOME:
            os.execv(self.command[0], [*self.command, *arguments])
        subprocess.Popen([*self.command, *arguments])
        os._exit(0)


def this_program() -> Program:
    """The program as it was started now."""
    if getattr(sys, "frozen", False):
        return Program((sys.executable,))
    return Program((sys.executable, "-m", "ui"))


def wait_for_desk(program: Program, pid: int, vault: Path) -> int:
    """Stay as the process that was started first until the desk ends.

    Returns the exit code if its window was closed. Otherwise this process becomes the sign-in
    page. It has never seen a key: it replaced the one that had.
    """
    _pid, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return 0
    why = () if code == LOCKED else (FAULT,)
    return program.replace_this(VAULT, str(vault), *why)
