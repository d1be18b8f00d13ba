"""A real window on a virtual screen, a real keyboard, and the program as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from intake_app import sample
from intake_app.acts import Role
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.source_code import ROOT

PACKAGES = {"Xvfb": "xvfb", "xdotool": "xdotool"}
SCREEN = ":87"


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a program that shows its windows on a virtual screen."""
    for program, package in PACKAGES.items():
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: install it (apt-get install {package}).")
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "DISPLAY": SCREEN,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    screen = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield environment
    screen.terminate()
    screen.wait(10)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    sample.make_sample(folder, load_packs(packs_folder()), date(2026, 5, 12))
    return folder


@pytest.mark.xvfb
@pytest.mark.timeout(180)
def test_the_program_opens_signs_in_by_keyboard_finds_and_locks(
    display: dict[str, str], vault: Path
) -> None:
    def xdotool(*arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=display, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def until(ready: Callable[[], bool], what: str) -> None:
        for _turn in range(200):
            if ready():
                return
            xdotool("sleep", "0.2")
        pytest.fail(f"waited in vain for {what}")

    program = subprocess.Popen(
        [sys.executable, "-m", "ui", "--vault", str(vault)],
        env=display,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        window = xdotool("search", "--sync", "--onlyvisible", "--name", "^Intake Desk$")
        window = window.split()[0]
        assert not any(letter.isdigit() for letter in xdotool("getwindowname", window))
        xdotool("windowfocus", "--sync", window, "sleep", "1.5")
        # The names are sorted: counsellor, reception, supervisor. Enter takes the first.
        xdotool("key", "Return")
        xdotool("type", "--delay", "12", sample.PASSPHRASES[Role.COUNSELLOR])
        xdotool("key", "Return")
        until(lambda: _is_open(vault), "the vault to be opened")
        xdotool("sleep", "3", "key", "ctrl+f")
        xdotool("type", "--delay", "30", "diallo")
        xdotool("sleep", "1", "key", "Return")
        xdotool("sleep", "1.5", "key", "ctrl+l")
        until(lambda: not _is_open(vault), "the vault to be closed")
        assert program.poll() is None
    finally:
        program.terminate()
        _out, errors = program.communicate(timeout=20)
    assert "Traceback" not in errors
    assert {"user.signed_in", "user.locked"} <= _acts_of_today(vault)


def _is_open(vault: Path) -> bool:
    """An open vault has its write-ahead log beside it."""
    return any(vault.glob("data-*.db-wal"))


def _acts_of_today(vault: Path) -> set[str]:
    """What the audit log says was done in the window."""
    login = next(login for login in logins_of(vault) if login.role is Role.SUPERVISOR)
    session = users.sign_in(
        vault, login.id, sample.PASSPHRASES[Role.SUPERVISOR], load_packs(packs_folder())
    )
    try:
        lines = users.audit_lines(session)
        assert users.check_audit(session) is None
        return {
            line.act for line in lines if line.at > "2026-05-13" and line.who == "Cheikh Ndiaye"
        }
    finally:
        session.vault.close()
