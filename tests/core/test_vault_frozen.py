"""Vaults made by every released program open today with everything that was in them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from intake_app import sample
from intake_app.acts import Role
from intake_app.errors import VaultTooNew
from intake_app.packs.model import Pack
from intake_app.users import service as users
from intake_app.vault.migrations import SCHEMA_FOLDER, steps
from intake_app.vault.vault import Vault, logins_of
from tests.frozen_vaults import (
    CHEAP_BOUNDS,
    content_of,
    expected_of,
    freeze,
    frozen,
    thawed,
    unlocked,
)

NEXT = len(steps()) + 1
PLANNED = """
ALTER TABLE person ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
CREATE TABLE school (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id)
) STRICT;
INSERT INTO school SELECT 'of ' || id, id FROM person;
"""


def content_as_expected(vault: Vault, expected: dict[str, Any]) -> dict[str, Any]:
    """The same tables and columns, as they are in the open vault."""
    columns = {name: table["columns"] for name, table in expected["tables"].items()}
    with vault.read() as db:
        return content_of(db, columns)


def planned_schema(tmp_path: Path, script: str = PLANNED) -> Path:
    """Today's steps and one more."""
    schema = Path(shutil.copytree(SCHEMA_FOLDER, tmp_path / "schema"))
    step = f"{script}\nPRAGMA user_version = {NEXT};\n"
    (schema / f"{NEXT:04}_planned.sql").write_text(step, "utf-8")
    return schema


def test_the_first_released_schema_is_frozen() -> None:
    assert [path.name for path in frozen()][0] == "v0001"


@pytest.mark.parametrize("old", frozen(), ids=lambda path: path.name)
def test_an_old_vault_opens_with_all_its_content(old: Path, tmp_path: Path) -> None:
    expected = expected_of(old)
    vault = unlocked(thawed(old, tmp_path / "vault"), Role.SUPERVISOR)
    try:
        assert content_as_expected(vault, expected) == expected["tables"]
        assert expected["tables"]["person"]["rows"] >= 24
        assert expected["tables"]["document"]["rows"] >= 3
    finally:
        vault.close()


@pytest.mark.parametrize("old", frozen(), ids=lambda path: path.name)
def test_everybody_of_an_old_vault_signs_in_and_its_audit_chain_is_whole(
    old: Path, tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    folder = thawed(old, tmp_path / "vault")
    for login in logins_of(folder):
        words = sample.PASSPHRASES[login.role]
        session = users.sign_in(folder, login.id, words, packs, bounds=CHEAP_BOUNDS)
        if login.role is Role.SUPERVISOR:
            assert users.check_audit(session) is None
        users.lock(session)


@pytest.mark.parametrize("old", frozen(), ids=lambda path: path.name)
def test_a_planned_step_keeps_the_content_and_an_older_program_refuses_politely(
    old: Path, tmp_path: Path
) -> None:
    folder, expected = thawed(old, tmp_path / "vault"), expected_of(old)
    vault = unlocked(folder, Role.SUPERVISOR, schema=planned_schema(tmp_path))
    assert content_as_expected(vault, expected) == expected["tables"]
    with vault.read() as db:
        assert (
            db.execute("SELECT count(*) FROM school").fetchone()[0]
            == (expected["tables"]["person"]["rows"])
        )
    vault.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(VaultTooNew, match="newest version"):
        unlocked(folder, Role.SUPERVISOR)
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert {**after, "vault.lock": b""} == {**before, "vault.lock": b""}


def test_control_a_step_that_changes_an_old_field_is_noticed(tmp_path: Path) -> None:
    old = frozen()[0]
    folder, expected = thawed(old, tmp_path / "vault"), expected_of(old)
    careless = "UPDATE person SET mother_name = upper(mother_name) || ' ';"
    vault = unlocked(folder, Role.SUPERVISOR, schema=planned_schema(tmp_path, careless))
    found = content_as_expected(vault, expected)
    assert found["person"] != expected["tables"]["person"]
    assert found["case_file"] == expected["tables"]["case_file"]
    vault.close()


def test_freezing_gives_a_vault_that_passes_the_same_test(tmp_path: Path) -> None:
    freeze(tmp_path / "made")
    expected = expected_of(tmp_path / "made")
    assert expected["schema"] == NEXT - 1
    vault = unlocked(thawed(tmp_path / "made", tmp_path / "vault"), Role.SUPERVISOR)
    assert content_as_expected(vault, expected) == expected["tables"]
    vault.close()
