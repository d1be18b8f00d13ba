"""C2 of the test plan: the real program is killed while somebody types and saves."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake_app import search
from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.packs.model import Pack
from intake_app.search import Question
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES
from tests.process.watched import Watched, watched

CLERK = Role.RECEPTION
MOST_SECONDS_LOST = 5.0
FEWEST_LETTERS = 100
MANY = 200


def _killed_while_typing(folder: Path, office: Path, seed: int) -> tuple[Watched, float]:
    """Types without a rest and is killed at some moment; returns the program and the moment."""
    patience = FEWEST_LETTERS + random.Random(seed).randrange(40)
    with watched(folder, office) as program:
        desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
        program.tell(desk.pid, "person")
        program.until("desk", "did")
        program.tell(desk.pid, "write " + "abcdefghij")
        for _letter in range(patience):
            said = program.until("desk", "typed")
        os.kill(desk.pid, signal.SIGKILL)
        program.until("gate", "ready")
    return program, said.at


def _kept(office: Path, packs: Mapping[str, Pack]) -> str:
    """What is there of the typed name when its author comes back."""
    login = next(login for login in logins_of(office) if login.role is CLERK)
    session = users.sign_in(office, login.id, PASSPHRASES[CLERK], packs, bounds=CHEAP_BOUNDS)
    try:
        found = drafts.found(session, "person", "new")
        assert search.count(session, Question()) == 0  # nothing was saved that nobody saved
        return (found or {}).get("family_name", "")
    finally:
        session.vault.close()


def _check_one(folder: Path, office: Path, packs: Mapping[str, Pack], seed: int) -> None:
    program, killed = _killed_while_typing(folder, office, seed)
    typed = [said for said in program.said if said.event == "typed"]
    old = [said for said in typed if killed - float(said.rest.split()[1]) > MOST_SECONDS_LOST]
    kept = len(_kept(office, packs))
    assert old, "it was killed too early to say anything"
    assert kept >= int(old[-1].rest.split()[0]), f"{kept} of {len(typed)} letters, {len(old)} old"
    # The control: what was typed last is gone, so the draft is not kept at every letter.
    assert kept < len(typed)


@pytest.mark.timeout(180)
def test_a_kill_loses_less_than_five_seconds_of_typing(
    fresh_office: Path, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    _check_one(tmp_path / "program", fresh_office, packs, seed=1)


@pytest.mark.nightly
@pytest.mark.timeout(14_400)
def test_two_hundred_kills_lose_less_than_five_seconds_of_typing_each(
    template_office: Path, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:

    for number in range(MANY):
        office = Path(shutil.copytree(template_office, tmp_path / f"office-{number}"))
        _check_one(tmp_path / f"program-{number}", office, packs, seed=number)
