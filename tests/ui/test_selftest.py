"""The self-test of the frozen program draws the real window in every language."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from intake_app.selftest import CHECKS
from ui.selftest import run_all_checks


def test_the_window_passes_the_self_test(qtbot: QtBot) -> None:
    report = run_all_checks()
    assert set(report["checks"]) == {*CHECKS, "window"}
    assert report["checks"]["window"]["ok"], report["checks"]["window"]["found"]
    assert "Annuler" in report["checks"]["window"]["found"]
