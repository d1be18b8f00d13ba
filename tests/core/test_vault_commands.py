"""The commands on a vault: the passphrase is typed or piped, and wrong ends are told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake_app.acts import Role
from intake_app.cli import main
from intake_app.vault.vault import looks_like_vault
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES
from tests.core.vault_kit import ROOT

WORDS = PASSPHRASES[Role.SUPERVISOR]


def run(
    *arguments: object, typed: str = WORDS + "\n", label: str = LABELS[Role.SUPERVISOR]
) -> Result:
    options = ["--login", label] if label else []
    return CliRunner().invoke(main, [*map(str, arguments), *options], input=typed, obj=CHEAP_BOUNDS)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_backup_is_made_and_restored_with_a_typed_passphrase(
    fresh_office: Path, stick: Path, tmp_path: Path
) -> None:
    result = run("backup", fresh_office, stick)
    assert result.exit_code == 0, result.output
    assert WORDS not in result.output
    (made,) = stick.iterdir()
    assert str(made) in result.output
    result = run("restore", made, tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert looks_like_vault(tmp_path / "new")
    again = run("restore", made, tmp_path / "new")
    assert again.exit_code == 1
    assert "not empty" in again.output


@pytest.mark.parametrize("how", ["file", "-"])
def test_the_passphrase_may_come_from_a_file_or_a_pipe(
    fresh_office: Path, stick: Path, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "words.txt"
    file.write_text(WORDS + "\r\nnothing else\n", "utf-8")
    source = file if how == "file" else "-"
    result = run("backup", fresh_office, stick, "--passphrase-file", source)
    assert result.exit_code == 0, result.output
    assert len(list(stick.iterdir())) == 1


def test_a_wrong_passphrase_ends_with_a_sentence_and_code_1(
    fresh_office: Path, stick: Path
) -> None:
    result = run("backup", fresh_office, stick, typed="violin\n")
    assert result.exit_code == 1
    assert "not the passphrase" in result.output
    assert list(stick.iterdir()) == []


def test_who_may_not_is_refused_and_who_is_unknown_is_asked_for(
    fresh_office: Path, stick: Path
) -> None:
    clerk = run(
        "backup", fresh_office, stick,
        typed=PASSPHRASES[Role.RECEPTION] + "\n", label=LABELS[Role.RECEPTION],
    )  # fmt: skip
    assert clerk.exit_code == 1
    assert "supervisor" in clerk.output
    for label in ("", "nobody"):
        unknown = run("backup", fresh_office, stick, label=label)
        assert unknown.exit_code == 2
        assert LABELS[Role.SUPERVISOR] in unknown.output
    assert list(stick.iterdir()) == []


def test_no_option_takes_a_passphrase(fresh_office: Path) -> None:
    for command in ("backup", "restore"):
        told = CliRunner().invoke(main, [command, "--help"]).output
        assert "--passphrase-file" in told
        assert "--passphrase " not in told


def test_the_real_program_reads_a_pipe(fresh_office: Path, stick: Path) -> None:
    """Refused here only for the cheap keys of the tests, after the passphrase was read."""
    shutil.rmtree(fresh_office / "backups", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "intake_app", "backup", fresh_office, stick,
         "--login", LABELS[Role.SUPERVISOR], "--passphrase-file", "-"],
        cwd=ROOT, input=WORDS, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "key file" in done.stderr
    assert WORDS not in done.stderr + done.stdout


def test_the_list_of_commands_names_them() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    assert "backup" in told
    assert "restore" in told
    assert "check-pack" in told
