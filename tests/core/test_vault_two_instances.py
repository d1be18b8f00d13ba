"""C11 of the test plan: the second program is refused with a name, and no lock is ever stale."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import VaultInUse
from intake_app.packs.model import Pack
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES

ROUNDS = 100


def _enter(folder: Path, role: Role, packs: Mapping[str, Pack]) -> users.Session:
    login = next(login for login in logins_of(folder) if login.role is role)
    return users.sign_in(folder, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS)


def _other_program(folder: Path, packs: Mapping[str, Pack]) -> int:
    """Another process that has the vault open; returns its number once it has."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _session = _enter(folder, Role.RECEPTION, packs)
            os.write(write, b".")
            signal.pause()
        finally:
            os._exit(1)
    os.close(write)
    assert os.read(read, 1) == b"."
    os.close(read)
    return child


def test_the_second_is_told_who_works_there_and_a_kill_leaves_no_lock(
    fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    for _round in range(ROUNDS):
        child = _other_program(fresh_office, packs)
        try:
            with pytest.raises(VaultInUse) as refused:
                _enter(fresh_office, Role.COUNSELLOR, packs)
            assert LABELS[Role.RECEPTION] in refused.value.sentence
            assert "since" in refused.value.sentence
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        _enter(fresh_office, Role.COUNSELLOR, packs).vault.close()  # nobody was asked anything
