"""Killed at any moment while saving: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import disk, works


def told_until_killed(folder: Path, kills: int, longest: float, how: str = "") -> list[str]:
    """What programs said to be saved before each of them was killed."""
    works.make_office(folder)
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", folder, str(kills), str(longest), how],
        cwd=disk.ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return [str(line) for line in json.loads(said)]


def test_no_acknowledged_save_is_lost_in_a_hundred_kills(tmp_path: Path) -> None:
    told = told_until_killed(tmp_path, 100, 0.06)
    assert len(told) > 500
    assert works.judge_saves(tmp_path, told) == ""


@pytest.mark.nightly
@pytest.mark.parametrize("round_", range(4))
def test_no_acknowledged_save_is_lost_in_a_thousand_kills(round_: int, tmp_path: Path) -> None:
    """A vault of its own for each quarter: after a kill, the whole of it is checked."""
    told = told_until_killed(tmp_path, 250, 1.0)
    assert len(told) >= 12_500
    assert works.judge_saves(tmp_path, told) == ""


def test_control_a_save_that_is_acknowledged_too_early_is_found_missing(tmp_path: Path) -> None:
    told = told_until_killed(tmp_path, 1, 0.05, how="too early")
    assert len(told) == 1
    assert works.judge_saves(tmp_path, told) == "an acknowledged save is lost"
