"""The commands without a window say what is wrong and end with the right code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake_app import __version__
from intake_app.cli import main
from intake_app.packs.loader import packs_folder
from intake_app.selftest import CHECKS, run_checks


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_version_is_told() -> None:
    assert __version__ in _run("--version").output


def test_a_good_pack_is_called_good() -> None:
    result = _run("check-pack", str(packs_folder() / "eurp"))
    assert result.exit_code == 0
    assert "eurp" in result.output


def test_every_mistake_of_a_pack_is_named_and_the_code_is_1(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(packs_folder() / "eurp", broken)
    (broken / "ceilings.csv").write_text("nonsense\n1\n", "utf-8")
    result = _run("check-pack", str(broken))
    assert result.exit_code == 1
    assert "ceilings.csv" in result.output


def test_a_folder_without_catalogues_is_an_error(tmp_path: Path) -> None:
    result = _run("compile-catalogues", str(tmp_path))
    assert result.exit_code == 1
    assert "no catalogue" in result.output


def test_this_installation_passes_its_own_test() -> None:
    result = _run("selftest")
    report = json.loads(result.output)
    assert [name for name, outcome in report["checks"].items() if not outcome["ok"]] == []
    assert report["ok"]
    assert report["version"] == __version__
    assert set(report["checks"]) == set(CHECKS)
    assert result.exit_code == 0


def test_a_check_that_breaks_makes_the_whole_fail_and_is_named() -> None:
    def breaks() -> str:
        raise OSError("no such library")

    report = run_checks({**CHECKS, "languages": breaks})
    assert not report["ok"]
    assert report["checks"]["languages"]["found"] == "OSError: no such library"
    assert report["checks"]["vault"]["ok"]


@pytest.mark.parametrize("command", ["check-pack", "compile-catalogues"])
def test_a_folder_that_does_not_exist_is_refused(command: str) -> None:
    assert _run(command, "/nowhere/at/all").exit_code == 2
