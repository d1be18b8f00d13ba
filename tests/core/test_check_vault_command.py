"""``check-vault`` and ``salvage``: what they say, the code they end with, and what they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake_app.acts import Role
from intake_app.cli import main
from intake_app.people import service as people
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES, SignIn
from tests.core.anchor_kit import contents, flip
from tests.factories import a_homecoming, a_person

SUPERVISOR = PASSPHRASES[Role.SUPERVISOR]


def run(*arguments: object, passphrase: str = SUPERVISOR) -> Result:
    """A command with the passphrase on standard input."""
    return CliRunner().invoke(
        main,
        [*map(str, arguments), "--login", LABELS[Role.SUPERVISOR], "--passphrase-file", "-"],
        input=passphrase + "\n",
        obj=CHEAP_BOUNDS,
    )


@pytest.fixture
def office(sign_in: SignIn, fresh_office: Path) -> Path:
    """A closed vault with three persons."""
    session = sign_in(Role.RECEPTION)
    for _time in range(3):
        person = a_person()
        people.save_person(session, person, a_homecoming(person))
    users.lock(session)
    return fresh_office


def everything(office: Path) -> dict[str, bytes]:
    """All files except the lock, which says who had the vault last."""
    return {
        path.name: path.read_bytes()
        for path in office.rglob("*")
        if path.is_file() and path.name != "vault.lock"
    }


def test_a_whole_vault_is_called_whole_and_left_as_it_was(office: Path) -> None:
    before = everything(office)
    result = run("check-vault", office)
    assert result.exit_code == 0, result.output
    assert "The vault is whole." in result.output
    assert "6 records" in result.output
    assert everything(office) == before


def test_a_vault_that_was_not_closed_well_is_checked_and_left_as_it_was(
    office: Path, sign_in: SignIn, tmp_path: Path
) -> None:
    session = sign_in(Role.RECEPTION)
    people.save_person(session, a_person())
    whole = contents(office)  # as a crash leaves it
    session.vault.close()
    for name, content in whole.items():
        (office / name).write_bytes(content)
    before = everything(office)
    result = run("check-vault", office)
    assert result.exit_code == 0, result.output
    assert "saves wait in its log" in result.output
    assert everything(office) == before


def test_missing_saves_and_damage_end_with_code_1(office: Path, sign_in: SignIn) -> None:
    older = contents(office)
    sign_in(Role.RECEPTION).vault.close()
    (office / "data-0001.db").write_bytes(older["data-0001.db"])
    before = everything(office)
    result = run("check-vault", office)
    assert result.exit_code == 1
    assert "is missing in the vault" in result.output
    assert everything(office) == before
    flip(office / "data-0001.db", 9 * 4096 + 100)
    result = run("check-vault", office)
    assert result.exit_code == 1
    assert "damaged" in result.output


def test_a_wrong_passphrase_ends_with_code_1(office: Path) -> None:
    assert run("check-vault", office, passphrase="wrong").exit_code == 1


def test_an_unknown_name_ends_with_code_2_and_says_which_there_are(office: Path) -> None:
    result = CliRunner().invoke(
        main, ["check-vault", str(office), "--login", "nobody"], input="x\n", obj=CHEAP_BOUNDS
    )
    assert result.exit_code == 2
    assert all(label in result.output for label in LABELS.values())


def test_the_passphrase_is_asked_for_and_not_shown(office: Path) -> None:
    result = CliRunner().invoke(
        main,
        ["check-vault", str(office), "--login", LABELS[Role.SUPERVISOR]],
        input=SUPERVISOR + "\n",
        obj=CHEAP_BOUNDS,
    )
    assert result.exit_code == 0, result.output
    assert SUPERVISOR not in result.output


def test_a_damaged_vault_is_salvaged_into_a_new_folder(office: Path, tmp_path: Path) -> None:
    size = (office / "data-0001.db").stat().st_size
    flip(office / "data-0001.db", size - 4096 + 100)
    assert run("check-vault", office).exit_code == 1
    result = run("salvage", office, tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert "Rows that could be read" in result.output
    assert len(logins_of(tmp_path / "new")) == 3
    assert run("check-vault", tmp_path / "new").exit_code == 0
    assert run("salvage", office, tmp_path / "new").exit_code == 1  # not empty any more
