"""A disk, memory or limit that fails at any point: told in a sentence, and nothing is broken."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults import disk, works
from tests.faults.child import FILE_SIZE, MEMORY, Point
from tests.faults.works import WORKS

ALL = 100_000
FAR_APART = 3
"""Points of each sweep in the normal run, however much the work grows; at night it is every one."""
ONCE, FROM_THEN_ON = "0", "1"

CALLS = [
    ("w", errno.EIO),
    ("w", errno.ENOSPC),
    ("s", errno.EIO),
    ("t", errno.EIO),
    ("u", errno.EIO),
    ("m", errno.EIO),
    ("d", errno.ENOSPC),
    ("o", errno.EMFILE),
    ("r", errno.EIO),
]


def points(
    name: str,
    ground: Path,
    kinds: str,
    error: int,
    goes_on: str,
    *,
    first: int,
    step: int,
    end: int,
    most: int = 0,
) -> list[Point]:
    """What came of every ``step``-th point from ``first`` on, or of about ``most``, far apart."""
    if not ground.exists():
        WORKS[name].prepare(ground)
    said = subprocess.run(
        [
            sys.executable, "-m", "tests.faults.child", "fail", name, str(ground),
            kinds, str(error), goes_on, str(first), str(step), str(end), str(most),
        ],
        env=disk.environment(),
        cwd=disk.ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout  # fmt: skip
    return [Point(**json.loads(line)) for line in said.splitlines()]


def bad(found: Sequence[Point]) -> list[Point]:
    """Points after which something is lost, torn, broken or untold, or which accuse the vault."""
    return [point for point in found if point.wrong or "damaged" in point.sentence]


@pytest.mark.parametrize(
    ("kinds", "error", "goes_on"),
    [
        (disk.EVERY_KIND, errno.EIO, ONCE),
        (disk.EVERY_KIND, errno.ENOSPC, FROM_THEN_ON),
        ("o", errno.EMFILE, ONCE),
        ("r", errno.EIO, ONCE),
    ],
)
@pytest.mark.parametrize("name", WORKS)
def test_a_call_that_fails_is_told_and_breaks_nothing(
    name: str, kinds: str, error: int, goes_on: str, tmp_path: Path
) -> None:
    found = points(
        name, tmp_path / name, kinds, error, goes_on, first=2, step=1, end=ALL, most=FAR_APART
    )
    assert bad(found) == []
    assert sum(point.was_hit for point in found) >= (1 if kinds in "or" else 3)
    assert not found[-1].was_hit, "the sweep went on until nothing was left to fail"
    assert goes_on == ONCE or any(point.sentence for point in found)


@pytest.mark.nightly
@pytest.mark.parametrize("goes_on", [ONCE, FROM_THEN_ON])
@pytest.mark.parametrize(("kind", "error"), CALLS, ids=str)
@pytest.mark.parametrize("name", WORKS)
def test_every_call_that_fails_is_told_and_breaks_nothing(
    name: str, kind: str, error: int, goes_on: str, tmp_path: Path
) -> None:
    found = points(name, tmp_path / name, kind, error, goes_on, first=1, step=1, end=ALL)
    assert bad(found) == []


@pytest.mark.parametrize("how", ["", "control"])
def test_after_one_failed_reading_the_next_try_works_in_the_same_session(
    how: str, tmp_path: Path
) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.going_on", str(tmp_path), how],
        env=disk.environment(),
        cwd=disk.ROOT,
        check=not how,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if how else None,
        text=True,
    ).stdout.split()
    tries = [tuple(said[place : place + 2]) for place in range(0, len(said), 2)]
    if how:  # the control: without connecting again, nothing works any more
        assert tries[:3] == [("1", "StorageFull")] * 3
    else:
        each = ("StorageFull", "30", "30")
        assert tries == [*((str(n), word) for n in range(1, 7) for word in each), ("6", "31")]


@pytest.mark.parametrize(("name", "step"), [("saves", 150), ("keys", 400), ("migration", 400)])
def test_too_little_memory_is_told_and_breaks_nothing(name: str, step: int, tmp_path: Path) -> None:
    found = points(name, tmp_path / name, MEMORY, 0, ONCE, first=130, step=step, end=1500)
    assert bad(found) == []
    assert any("no memory" in point.sentence for point in found)


@pytest.mark.nightly
@pytest.mark.parametrize("name", WORKS)
def test_every_limit_of_memory_is_told_and_breaks_nothing(name: str, tmp_path: Path) -> None:
    found = points(name, tmp_path / name, MEMORY, 0, ONCE, first=120, step=3, end=1500)
    assert bad(found) == []
    assert len(found) == 460


@pytest.mark.parametrize("name", WORKS)
def test_a_limit_for_the_size_of_files_is_told_and_breaks_nothing(
    name: str, tmp_path: Path
) -> None:
    found = points(name, tmp_path / name, FILE_SIZE, 0, ONCE, first=1, step=180, end=700)
    assert bad(found) == []
    assert any(point.sentence for point in found)


def test_control_the_judges_notice_what_was_told_and_is_not_there(tmp_path: Path) -> None:
    for name, untrue in (
        ("saves", "00000000-0000-4000-8000-000000000003 aa"),
        ("keys", "copper walrus meadow stairs anvil"),
        ("batch", "00000000.casebatch"),
    ):
        WORKS[name].prepare(tmp_path / name)
        assert WORKS[name].judge(tmp_path / name, []) == ""
        assert WORKS[name].judge(tmp_path / name, [untrue]) != ""


def test_control_the_judges_notice_a_torn_save(tmp_path: Path) -> None:
    works.make_office(tmp_path)
    works.save_persons(tmp_path, lambda _told: None, count=2)
    assert works.judge_saves(tmp_path, []) == ""
    session = works.enter(tmp_path)
    with session.vault.transaction() as db:
        db.execute("DELETE FROM person WHERE key = 1")
    session.vault.close()
    assert works.judge_saves(tmp_path, []).startswith("MISSING")


def test_control_a_batch_cut_off_under_its_name_is_noticed(tmp_path: Path) -> None:
    works.make_sealed_batch(tmp_path)
    works.write_batch(tmp_path, lambda _told: None)
    (path,) = (tmp_path / works.STICK).iterdir()
    os.truncate(path, path.stat().st_size - 1)
    assert works.judge_batch(tmp_path, []).startswith("half a batch")
