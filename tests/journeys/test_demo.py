"""What ``make demo`` does on a machine without a display: the README's first command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source_code import ROOT


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_the_demonstration_goes_to_its_end_on_the_sample_caseload(tmp_path: Path) -> None:
    """The sample grows with every part of the program; the tour has to get through all of it."""
    without = ("DISPLAY", "WAYLAND_DISPLAY")
    ended = subprocess.run(
        [sys.executable, "-m", "ui", "demo", "--offscreen", "--out", str(tmp_path)],
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in without},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-2_000:]
    found = {path.suffix for path in tmp_path.rglob("*") if path.is_file()}
    assert {".png", ".pdf", ".casebatch", ".casereceipt"} <= found
    assert all(path.stat().st_size > 10_000 for path in tmp_path.rglob("*.png"))
