"""The library in front of the system's file calls: building it, loading it, and its switches."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("disk.c")

EVERY_KIND = "wstumdo"
"""Writing, syncing, truncating, unlinking, moving, making folders, opening (``r``: reading)."""


def library() -> Path:
    """The compiled library. RuntimeError that says what to install if there is no compiler."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    built = ROOT / "build" / "faults" / f"disk-{digest}.so"
    if built.exists():
        return built
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        raise RuntimeError(
            "The tests of the failing disk need Linux and a C compiler: "
            "apt-get install gcc libc6-dev"
        )
    built.parent.mkdir(parents=True, exist_ok=True)
    beside = built.with_suffix(f".{os.getpid()}")  # another worker may be building it too
    command = [compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", beside, SOURCE, "-ldl"], check=True)
    os.replace(beside, built)
    return built


def environment() -> dict[str, str]:
    """The environment of a program whose file calls go through the library."""
    return {**os.environ, "LD_PRELOAD": str(library())}


class Disk:
    """The switches, inside a program that was started with ``environment()``."""

    def __init__(self) -> None:
        self._calls = ctypes.CDLL(None)
        self._calls.faults_disarm.restype = ctypes.c_long

    def record(self, folder: Path, log: Path) -> None:
        """From now on, write down what changes under ``folder``."""
        self._calls.faults_record(os.fsencode(folder), os.fsencode(log))

    def acknowledge(self, what: str) -> None:
        """Write into the record that the user was told so now."""
        self._calls.faults_acknowledge(what.encode())

    def arm(self, folder: Path, kinds: str, at: int, error: int, *, goes_on: bool) -> None:
        """Let the ``at``-th call of these kinds under ``folder`` fail, or all from there on."""
        self._calls.faults_arm(
            os.fsencode(folder), kinds.encode(), ctypes.c_long(at), error, int(goes_on)
        )

    def disarm(self) -> int:
        """Let everything succeed again; returns how many such calls there were."""
        return int(self._calls.faults_disarm())
