"""C2 of the test plan: the real program is killed while somebody types and saves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import pytest

from intake_app import search
from intake_app.acts import Role
from intake_app.arrivals import service as arrivals
from intake_app.drafts import service as drafts
from intake_app.packs.model import Pack
from intake_app.search import Question
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES
from tests.core.lists_kit import HEADINGS, a_list, an_arrival, people_rows
from tests.core.test_case_journey import opened_case
from tests.process.watched import Watched, watched

CLERK = Role.RECEPTION
MOST_SECONDS_LOST = 5.0
SECONDS_OF_A_PERSON = 1.0
FEWEST_LETTERS = 100
MANY_TYPING, MANY_SAVING = 60, 140
"""Together the 200 kills of the plan."""


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


def _said_to_be_saved(folder: Path, office: Path, seed: int) -> set[str]:
    """Whom the page said to be saved, one after the other, until the program was killed."""
    chance = random.Random(seed)
    with watched(folder, office) as program:
        desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
        program.tell(desk.pid, "register")
        for _person in range(chance.randrange(1, 6)):
            program.until("desk", "saved")
        Event().wait(chance.random() * SECONDS_OF_A_PERSON)
        os.kill(desk.pid, signal.SIGKILL)
        program.until("gate", "ready")
    return {f"N{said.rest}" for said in program.said if said.event == "saved"}


def _saved(office: Path, packs: Mapping[str, Pack]) -> list[str]:
    """Whom the vault has."""
    session = _signed_in(office, packs, Role.SUPERVISOR)
    try:
        assert users.check_audit(session) is None
        return [found.given_names for found in search.find(session, Question())]
    finally:
        session.vault.close()


def _check_saves(folder: Path, office: Path, packs: Mapping[str, Pack], seed: int) -> None:
    told = _said_to_be_saved(folder, office, seed)
    saved = _saved(office, packs)
    assert told <= set(saved)
    assert len(told) <= len(saved) <= len(told) + 1  # one may have been on its way to the screen


def _signed_in(office: Path, packs: Mapping[str, Pack], role: Role) -> Session:
    login = next(login for login in logins_of(office) if login.role is role)
    return users.sign_in(office, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS)


def _kept(office: Path, packs: Mapping[str, Pack]) -> str:
    """What is there of the typed name when its author comes back."""
    session = _signed_in(office, packs, CLERK)
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


@pytest.mark.timeout(180)
def test_a_kill_loses_nobody_who_was_said_to_be_saved(
    fresh_office: Path, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    _check_saves(tmp_path / "program", fresh_office, packs, seed=1)


# ---------------------------------------------------------------------------- every form at once


def _prepared(office: Path, packs: Mapping[str, Pack]) -> tuple[str, str]:
    """An arrival and a case to write about, by id."""
    session = _signed_in(office, packs, CLERK)
    try:
        charter = arrivals.save_arrival(session, an_arrival(arrives_on=session.today()))
        return charter.id, opened_case(session)[1].id
    finally:
        session.vault.close()


def _cut_off(folder: Path, office: Path, charter: str, case: str, manifest: Path) -> None:
    """A person, a row of a mass arrival, a list and a screening are begun; the last one is still
    being typed five seconds later, when the power goes."""
    with watched(folder, office) as program:
        desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
        for words in (
            "person", "type Zqfamily", f"open arrival_desk {charter}", "type 17",
            f"open arrival_list {charter}", f"list {manifest}",
            f"open case {case}", "screen", "write 3",
        ):  # fmt: skip
            begun = program.tell(desk.pid, words)
            program.until("desk", "did")
        while time.monotonic() - begun < MOST_SECONDS_LOST + 1:
            program.until("desk", "typed")
        os.kill(desk.pid, signal.SIGKILL)
        program.until("gate", "ready")


@pytest.mark.timeout(180)
def test_a_power_cut_gives_every_begun_form_back_to_its_author_and_imports_nothing(
    fresh_office: Path, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    charter, case = _prepared(fresh_office, packs)
    manifest = a_list(tmp_path, [HEADINGS, *people_rows(20)])
    _cut_off(tmp_path / "program", fresh_office, charter, case, manifest)
    session = _signed_in(fresh_office, packs, CLERK)
    try:
        kept = {
            (one.form, one.about): drafts.found(session, one.form, one.about) or {}
            for one in drafts.drafts(session)
        }
        assert kept["person", "new"]["family_name"] == "Zqfamily"
        assert kept["arrival_desk", charter]["token"] == "17"
        assert kept["arrival_list", charter]["1"] == "family_name"
        assert kept["screening", case]["seeing"] == "3"
        assert arrivals.roll(session, charter).people == ()
        assert search.count(session, Question()) == 1  # the person of the case
    finally:
        session.vault.close()
    other = _signed_in(fresh_office, packs, Role.SUPERVISOR)  # the control: they are not hers
    try:
        assert drafts.drafts(other) == []
        assert users.check_audit(other) is None
    finally:
        other.vault.close()


@pytest.mark.nightly
@pytest.mark.timeout(14_400)
@pytest.mark.parametrize(
    ("check", "many"), [(_check_one, MANY_TYPING), (_check_saves, MANY_SAVING)]
)
def test_two_hundred_kills_lose_nobody_and_less_than_five_seconds_of_typing(
    template_office: Path,
    tmp_path: Path,
    packs: Mapping[str, Pack],
    check: Callable[[Path, Path, Mapping[str, Pack], int], None],
    many: int,
) -> None:
    for number in range(many):
        office = Path(shutil.copytree(template_office, tmp_path / f"office-{number}"))
        check(tmp_path / f"program-{number}", office, packs, number)
        shutil.rmtree(office)
