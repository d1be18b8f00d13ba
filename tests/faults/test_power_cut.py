"""Power cuts at every moment: what was said to be saved is there, and nothing is there half."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults import disk, power
from tests.faults.works import WORKS


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory: thousands of states are written, opened and thrown away."""
    with TemporaryDirectory(prefix="intake-", dir="/dev/shm", ignore_cleanup_errors=True) as memory:
        yield Path(memory)


def judged(
    name: str,
    place: Path,
    wanted: int,
    how: str = "record",
    enough: int = 1_000_000,
    seed: int = 7,
) -> Counter[str]:
    """How many of the states that a power cut may leave are judged how; "" is well.

    Ends early when ``enough`` are not well.
    """
    work, ground, log = WORKS[name], place / "ground", place / "log"
    work.prepare(ground)
    before = power.image_of(ground)
    subprocess.run(
        [sys.executable, "-m", "tests.faults.child", how, name, ground, log],
        env=disk.environment(),
        cwd=disk.ROOT,
        check=True,
    )
    verdicts: Counter[str] = Counter()
    for state in power.crash_states(before, power.events(log, ground), wanted, seed):
        left = place / "left"
        power.put(state.image, left)
        try:
            verdicts[work.judge(left, state.acknowledged)] += 1
        except Exception as error:  # a judge that stumbles is a verdict too
            verdicts[f"{type(error).__name__}: {error}"] += 1
        shutil.rmtree(left)
        if verdicts.total() - verdicts[""] >= enough:
            break
    return verdicts


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("saves", 2000),
        ("keys", 60),
        ("batch", 60),
        ("migration", 60),
        ("rotation", 60),
        ("backup", 60),
    ],
)
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    name: str, wanted: int, place: Path
) -> None:
    verdicts = judged(name, place, wanted)
    assert verdicts[""] >= wanted
    assert set(verdicts) == {""}


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("name", "wanted", "seed"),
    [
        *(("saves", 5_000, seed) for seed in range(10)),
        *((name, 1_000, 0) for name in WORKS if name != "saves"),
    ],
)
def test_fifty_thousand_power_cuts_lose_nothing(
    name: str, wanted: int, seed: int, place: Path
) -> None:
    verdicts = judged(name, place, wanted, seed=seed)
    assert verdicts[""] >= wanted
    assert set(verdicts) == {""}


@pytest.mark.parametrize("name", WORKS)
def test_control_a_program_that_does_not_wait_for_the_disk_is_caught(
    name: str, place: Path
) -> None:
    verdicts = judged(name, place, 600, how="careless", enough=1)
    assert verdicts.total() - verdicts[""] == 1
