"""Outside the program: starts it, hears what it says, and looks into its memory."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import NamedTuple

from tests.source_code import ROOT

PATIENCE = 60.0
_CHUNK, _OVERLAP = 16 * 1024 * 1024, 256


class Said(NamedTuple):
    """One event of one process. ``at`` is when it was heard, in monotonic seconds."""

    role: str
    pid: int
    event: str
    rest: str
    at: float


class Watched:
    """The program and all the processes that it becomes."""

    def __init__(self, folder: Path, vault: Path, under: Sequence[str] = ()) -> None:
        self._control = folder / "control"
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(self._control))
        self._server.listen()
        self._lines: dict[int, socket.socket] = {}
        self._heard: Queue[Said] = Queue()
        self.said: list[Said] = []
        self._accepting = Thread(target=self._accept, daemon=True)
        self._accepting.start()
        settings = folder / "settings"
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(settings),
            "XDG_CONFIG_HOME": str(settings),
            "XDG_CACHE_HOME": str(settings),
        }
        command = [sys.executable, "-m", "tests.process.program", str(self._control)]
        self.errors = folder / "errors.txt"
        with self.errors.open("wb") as errors:
            self.first = subprocess.Popen(
                [*under, *command, "--vault", str(vault)],
                cwd=ROOT,
                env=environment,
                stderr=errors,
                stdin=subprocess.DEVNULL,
            )

    def _accept(self) -> None:
        with self._server, suppress(OSError):  # it is shut down at the end
            while True:
                line, _address = self._server.accept()
                Thread(target=self._hear, args=(line,), daemon=True).start()

    def _hear(self, line: socket.socket) -> None:
        with line, suppress(OSError), line.makefile("r", encoding="utf-8") as lines:
            for words in lines:
                role, pid, event, *rest = words.split()
                self._lines[int(pid)] = line
                self._heard.put(Said(role, int(pid), event, " ".join(rest), time.monotonic()))

    def until(self, role: str, event: str, patience: float = PATIENCE) -> Said:
        """The next time that this happens. Fails with what the program wrote."""
        end = time.monotonic() + patience
        while (left := end - time.monotonic()) > 0:
            with suppress(Empty):
                said = self._heard.get(timeout=min(left, 0.5))
                self.said.append(said)
                if (said.role, said.event) == (role, event):
                    return said
        raise AssertionError(f"no {role} {event}: {self.said} {self.errors.read_text()}")

    def tell(self, pid: int, words: str) -> float:
        """Let a process do something; returns when it was told."""
        at = time.monotonic()
        self._lines[pid].sendall(f"{words}\n".encode())
        return at

    def sign_in(self, label: str, passphrase: str) -> Said:
        """From the sign-in page to the first list; returns what the desk said."""
        return self.sign_in_again(self.until("gate", "ready"), label, passphrase)

    def sign_in_again(self, gate: Said, label: str, passphrase: str) -> Said:
        """The same on a page that has been heard already."""
        self.until("desk", "ready")
        self.tell(gate.pid, f"name {label}")
        self.tell(gate.pid, f"passphrase {passphrase}")
        self.tell(gate.pid, "enter")
        return self.until("desk", "list")

    def processes(self) -> list[int]:
        """The first process and all that came from it and still live."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                pid, rest = status.read_text().split(" ", 1)
                parents[int(pid)] = int(rest.rsplit(")", 1)[1].split()[1])
        known = {self.first.pid}
        while more := {pid for pid, parent in parents.items() if parent in known} - known:
            known |= more
        return sorted(known)

    def end(self) -> None:
        """End what we started."""
        for pid in reversed(self.processes()):
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        self.first.wait(20)
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._accepting.join(20)


@contextmanager
def watched(folder: Path, vault: Path, under: Sequence[str] = ()) -> Iterator[Watched]:
    """The program for a block."""
    folder.mkdir()
    program = Watched(folder, vault, under)
    try:
        yield program
    finally:
        program.end()


def copies(pid: int, wanted: Mapping[str, bytes]) -> dict[str, Counter[bytes]]:
    """What of the wanted patterns stands in the memory of a process, and how often.

    Each pattern begins with a letter of its own, which makes it quick. PermissionError if the
    system does not let us look.
    """
    patterns = {name: re.compile(pattern, re.DOTALL) for name, pattern in wanted.items()}
    found: dict[str, Counter[bytes]] = {}
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, end in _readable(pid):
            with suppress(OSError, ValueError, OverflowError):
                for chunk in _chunks(memory, start, end):
                    for name, pattern in patterns.items():
                        hits = pattern.findall(chunk)
                        if hits:
                            found.setdefault(name, Counter()).update(hits)
    return found


def _chunks(memory: RawIOBase, start: int, end: int) -> Iterator[bytes]:
    """The memory in pieces that overlap a little: what lies across an edge is not missed."""
    for at in range(start, end, _CHUNK):
        memory.seek(at)
        yield memory.read(min(_CHUNK + _OVERLAP, end - at)) or b""


def _readable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        place, rights = line.split()[:2]
        if rights.startswith("r") and not line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
            start, end = (int(part, 16) for part in place.split("-"))
            yield start, end
