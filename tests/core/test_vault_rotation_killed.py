"""Killed with -9 anywhere in a rotation: one generation opens, and nothing is lost."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import IntakeError
from intake_app.vault import keyfile, rotation
from intake_app.vault.vault import Vault, logins_of
from tests.core.vault_kit import CHEAP, CHEAP_BOUNDS, ROOT, enter, new_vault, opened, python, saved

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

ROTATE = """
import os, signal, sys
from pathlib import Path
from intake_app.vault import checkpoints
from intake_app.vault.rotation import Rotation
from tests.core.vault_kit import enter
vault = enter(Path(sys.argv[1]))
gone = vault.keys.logins()[1].id
def die(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
checkpoints.listen(die)
print("ready", flush=True)
vault.rotate(Rotation((), gone=[gone]))
print("rotated", flush=True)
vault.close()
"""

STEPS = (
    "begun", "copied", "compared", "resealed", "synced", "committed", "previous", "removed",
)  # fmt: skip
COMMITTED = STEPS.index("committed")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with 200 rows and two logins, copied for each kill."""
    folder = tmp_path_factory.mktemp("killed") / "vault"
    vault = new_vault(folder)
    vault.keys.add_login("desk 2", Role.COUNSELLOR, "lantern", cost=CHEAP)
    with vault.transaction() as db:
        rows = ((str(number), "x" * 900) for number in range(200))
        db.executemany("INSERT INTO office_setting VALUES (?, ?)", rows)
    vault.close()
    return folder


def _state_after(folder: Path, rows: int) -> int:
    """The generation that opens. Whatever it is: all rows, one data file, one way in."""
    with opened(folder) as vault:
        generation = vault.keys.opened.file.generation
        assert len(saved(vault)) == rows
        with vault.read() as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert [path.name for path in folder.glob("data-*")] == [f"data-{generation:04}.db"]
    colleagues = logins_of(folder)[1:]
    assert len(colleagues) == (generation == 1)  # "desk 2" leaves with the rotation, not before
    for colleague in colleagues:
        Vault.unlock(folder, colleague.id, "lantern", bounds=CHEAP_BOUNDS).close()
    for name in (keyfile.KEY_FILE, keyfile.PREVIOUS_KEY_FILE):
        assert keyfile.read(folder / name).alleged.generation == generation
    return generation


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_named_step_the_vault_is_the_old_or_the_new_generation(
    template: Path, tmp_path: Path, step: str
) -> None:
    folder = Path(shutil.copytree(template, tmp_path / "vault"))
    child = python(ROTATE, str(folder), f"rotation: {step}")
    said, _errors = child.communicate()
    assert (said, child.returncode) == ("ready\n", -9)
    expected = 2 if STEPS.index(step) >= COMMITTED else 1
    assert _state_after(folder, 200) == expected


@pytest.mark.nightly
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("time_", range(4))
def test_killed_at_a_named_step_again_and_again(
    template: Path, tmp_path: Path, step: str, time_: int
) -> None:
    """Each step five times in all; the second rotation after the kill ends well."""
    folder = Path(shutil.copytree(template, tmp_path / "vault"))
    python(ROTATE, str(folder), f"rotation: {step}").communicate()
    generation = _state_after(folder, 200)
    with opened(folder) as vault:
        vault.rotate(rotation.Rotation((), gone=[login.id for login in vault.keys.logins()[1:]]))
        assert vault.keys.opened.file.generation == generation + 1, time_
        assert len(saved(vault)) == 200


def _killed_at_random(folder: Path, moment: random.Random, longest: float) -> int:
    child = python(ROTATE, str(folder), "never")
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    with suppress(subprocess.TimeoutExpired):
        child.wait(moment.random() * longest)
    child.kill()
    said, _errors = child.communicate()
    generation = _state_after(folder, 200)
    assert generation == 2 or said == ""  # what was said to be done is done
    return generation


def _seconds_of_a_rotation(folder: Path) -> float:
    began = time.perf_counter()
    with opened(folder) as vault:
        vault.rotate(rotation.Rotation(()))
    return time.perf_counter() - began


def _random_kills(template: Path, tmp_path: Path, kills: int) -> set[int]:
    longest = 1.5 * _seconds_of_a_rotation(Path(shutil.copytree(template, tmp_path / "timed")))
    moment, found = random.Random(302), set()
    for number in range(kills):
        folder = Path(shutil.copytree(template, tmp_path / f"vault{number}"))
        found.add(_killed_at_random(folder, moment, longest))
        shutil.rmtree(folder)
    return found


def test_six_kills_at_random_moments_lose_nothing(template: Path, tmp_path: Path) -> None:
    assert _random_kills(template, tmp_path, 6) <= {1, 2}


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_two_hundred_kills_at_random_moments_lose_nothing(template: Path, tmp_path: Path) -> None:
    assert _random_kills(template, tmp_path, 200) == {1, 2}


CARELESS = """
import sys
from pathlib import Path
from intake_app.vault import rotation
rotation._sync = lambda path: (path.parent / "data-0001.db").unlink()
"""


def test_control_deleting_before_the_commit_loses_the_vault(template: Path, tmp_path: Path) -> None:
    """Shows that a kill between two steps is noticed if they come in the wrong order."""
    folder = Path(shutil.copytree(template, tmp_path / "vault"))
    child = python(CARELESS + ROTATE, str(folder), "rotation: synced", str(ROOT))
    child.communicate()
    with pytest.raises(IntakeError, match="missing"):
        enter(folder)
