"""K8 and K9 of the test plan: what an outside reader finds in the memory of the program."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.users import service as users
from intake_app.vault import keyfile
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES
from tests.factories import a_homecoming, a_person
from tests.process.watched import Watched, copies, watched
from tests.source_code import ROOT

CLERK = Role.RECEPTION
MARKERS = [f"ZQ{chr(65 + number // 26)}{chr(65 + number % 26)}XVMARK" for number in range(50)]
MOST_SECONDS_TO_LOCK = 1.0


@pytest.fixture(scope="module")
def office(
    template_office: Path, packs: Mapping[str, Pack], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A vault with fifty persons whose names stand nowhere else."""
    folder = Path(shutil.copytree(template_office, tmp_path_factory.mktemp("memory") / "office"))
    session = users.sign_in(folder, _login(folder), PASSPHRASES[CLERK], packs, bounds=CHEAP_BOUNDS)
    for marker in MARKERS:
        person = a_person(family_name=marker)
        people.save_person(session, person, a_homecoming(person))
    users.lock(session)
    return folder


def _login(folder: Path) -> str:
    return next(login.id for login in logins_of(folder) if login.role is CLERK)


@pytest.fixture(scope="module")
def data_key(office: Path) -> bytes:
    opened = keyfile.open_keys(office, _login(office), PASSPHRASES[CLERK], CHEAP_BOUNDS)
    return opened.vault.data_key


@pytest.fixture
def program(office: Path, tmp_path: Path) -> Iterator[Watched]:
    with watched(tmp_path / "program", office) as started:
        yield started


def _in_both(name: str, *letters: str) -> dict[str, bytes]:
    """A pattern in UTF-8 and in UTF-16; each part stands for one letter."""
    return {
        f"{name} UTF-8": "".join(letters).encode(),
        f"{name} UTF-16": b"".join(letter.encode() + rb"\x00" for letter in letters),
    }


def secrets(data_key: bytes) -> dict[str, bytes]:
    """What must not even be in memory while the desk is open."""
    digits = data_key.hex()
    return {
        **_in_both("passphrase", *PASSPHRASES[CLERK]),
        "key in hex": digits.encode(),
        "key in HEX": digits.upper().encode(),
    }


def records(data_key: bytes) -> dict[str, bytes]:
    """What an open desk needs and a locked one must not have."""
    return {
        "key": re.escape(data_key),
        **_in_both("record", *"ZQ", "[A-Z]", "[A-Z]", *"XVMARK"),
        **_in_both("search", *"zq", "[a-z]", "[a-z]", *"xvmark"),
    }


def in_all(program: Watched, wanted: Mapping[str, bytes]) -> set[str]:
    """What is in the memory of any process of the program."""
    return {name for pid in program.processes() for name in copies(pid, wanted)}


@pytest.mark.timeout(180)
def test_an_open_desk_knows_no_passphrase_and_a_locked_one_nothing_at_all(
    program: Watched, data_key: bytes
) -> None:
    gate = program.until("gate", "ready")
    program.until("desk", "ready")
    program.tell(gate.pid, f"name {LABELS[CLERK]}")
    program.tell(gate.pid, f"passphrase {PASSPHRASES[CLERK]}")
    for _each in range(2):
        program.until("gate", "did")
    # The control: this reader finds what is there.
    assert in_all(program, secrets(data_key)) >= {"passphrase UTF-8", "passphrase UTF-16"}

    program.tell(gate.pid, "enter")
    desk = program.until("desk", "list")
    _until_it_waits(program)
    program.tell(desk.pid, f"search {MARKERS[0].lower()}")
    program.until("desk", "did")
    assert in_all(program, secrets(data_key)) == set()
    shown = copies(desk.pid, records(data_key))
    assert "key" in shown
    assert len(shown["record UTF-8"]) == len(MARKERS)
    assert {"record UTF-16", "search UTF-8"} <= set(shown)

    began = program.tell(desk.pid, "lock")
    _until_gone(desk.pid)
    assert time.monotonic() - began <= MOST_SECONDS_TO_LOCK
    program.until("gate", "ready")
    program.until("desk", "ready")
    assert len(program.processes()) == 2
    assert in_all(program, secrets(data_key) | records(data_key)) == set()


def _until_it_waits(program: Watched) -> None:
    """Until the process of the sign-in page has become the one that waits."""
    waiting = Path(f"/proc/{program.first.pid}/cmdline")
    end = time.monotonic() + 20
    while b"--after" not in waiting.read_bytes():
        assert time.monotonic() < end, "the sign-in page is still there"


def _until_gone(pid: int) -> None:
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end, "the desk is still there"


# ---------------------------------------------------------------------------- K9

_READER = """
import ctypes, os, signal, subprocess, sys
def ordinary():
    # Changing the user makes a process unreadable by itself; only what we do shall count.
    if os.geteuid() == 0:
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
if sys.argv[1] == "read":
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        ordinary()
        if sys.argv[2] == "ours":
            from ui.process.hygiene import keep_to_ourselves
            keep_to_ourselves()
        os.write(write, b".")
        signal.pause()
    os.read(read, 1)
    ordinary()
    try:
        open(f"/proc/{child}/mem", "rb").close()
        print("read")
    except PermissionError:
        print("denied")
    finally:
        os.kill(child, 9)
else:
    import resource
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    if sys.argv[2] == "ours":
        from ui.process.hygiene import keep_to_ourselves
        keep_to_ourselves()
    os.kill(os.getpid(), signal.SIGSEGV)
"""


def _child(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", "import ui.process.hygiene\n" + _READER, *arguments],
        capture_output=True, text=True, check=False, cwd=folder, env=environment,
    )  # fmt: skip


@pytest.mark.parametrize(("whose", "answer"), [("ours", "denied"), ("any", "read")])
def test_the_same_user_may_not_read_our_memory(whose: str, answer: str, tmp_path: Path) -> None:
    """With the control that without our care they may."""
    done = _child("read", whose, folder=tmp_path)
    assert done.stdout.strip() == answer, done.stderr


@pytest.mark.parametrize("whose", ["ours", "any"])
def test_a_crash_leaves_no_core(whose: str, tmp_path: Path) -> None:
    """With the control that without our care there is one, wherever this system puts it."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 2)
        os.chdir(tmp_path)
        os.environ["PYTHONPATH"] = str(ROOT)
        program = "import ui.process.hygiene\n" + _READER
        os.execv(sys.executable, [sys.executable, "-c", program, "crash", whose])
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as errors:
        said = errors.read()
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert os.WCOREDUMP(status) == (whose == "any"), said
    assert ("Segmentation fault" in said) == (whose == "ours")  # places are told, no values
    assert list(tmp_path.iterdir()) == [] or whose == "any"
