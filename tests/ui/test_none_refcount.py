"""The installed PySide6 does not destroy ``None`` (6.12.0 does, on Python 3.11 and older)."""

from __future__ import annotations

import subprocess
import sys

import pytest

ALLOWED = 20


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_into_qt_leave_none_alone() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.ui.none_refcount"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    drifts = dict(line.split() for line in run.stdout.splitlines())
    control = int(drifts.pop("control"))
    assert control == 200  # the count does see references that are kept
    assert len(drifts) == 8
    assert {name: drift for name, drift in drifts.items() if abs(int(drift)) >= ALLOWED} == {}
