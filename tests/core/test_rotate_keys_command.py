"""``intake rotate-keys``: new keys and removal without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake_app.acts import Role
from intake_app.cli import main
from intake_app.vault import keyfile
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES

WORDS = PASSPHRASES[Role.SUPERVISOR]


def rotate(folder: Path, *options: str, words: str = WORDS, role: Role = Role.SUPERVISOR) -> Result:
    arguments = ["rotate-keys", str(folder), "--login", LABELS[role], *options]
    return CliRunner().invoke(main, arguments, input=words + "\n", obj=CHEAP_BOUNDS)


def generation(folder: Path) -> int:
    return keyfile.read(folder / keyfile.KEY_FILE).alleged.generation


@pytest.mark.parametrize("options", [(), ("--passphrase-file", "-")])
def test_the_vault_gets_new_keys_and_everybody_stays(
    fresh_office: Path, options: tuple[str, ...]
) -> None:
    result = rotate(fresh_office, *options)
    assert result.exit_code == 0, result.output
    assert "new keys" in result.stdout
    assert "100 %" in result.stderr
    assert WORDS not in result.output
    assert generation(fresh_office) == 2
    assert len(logins_of(fresh_office)) == 3


def test_a_colleague_is_removed_by_sign_in_name(fresh_office: Path) -> None:
    result = rotate(fresh_office, "--remove", LABELS[Role.COUNSELLOR])
    assert result.exit_code == 0, result.output
    assert generation(fresh_office) == 2
    assert {login.role for login in logins_of(fresh_office)} == {Role.SUPERVISOR, Role.RECEPTION}


@pytest.mark.parametrize(
    ("options", "words", "role", "code", "said"),
    [
        ((), "wrong", Role.SUPERVISOR, 1, "not the passphrase"),
        ((), PASSPHRASES[Role.RECEPTION], Role.RECEPTION, 1, "Ask a supervisor"),
        (("--remove", "nobody"), WORDS, Role.SUPERVISOR, 2, "sign-in name nobody"),
        (("--remove", LABELS[Role.SUPERVISOR]), WORDS, Role.SUPERVISOR, 1, "Another supervisor"),
        (("--passphrase", WORDS), WORDS, Role.SUPERVISOR, 2, "No such option"),
    ],
)
def test_what_may_not_be_is_told_and_changes_nothing(
    fresh_office: Path, options: tuple[str, ...], words: str, role: Role, code: int, said: str
) -> None:
    result = rotate(fresh_office, *options, words=words, role=role)
    assert result.exit_code == code, result.output
    assert said in result.output
    assert generation(fresh_office) == 1
    assert len(logins_of(fresh_office)) == 3
