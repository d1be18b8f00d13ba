"""Nothing that was typed can be read in any file of the vault, open or closed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.vault.vault import Vault
from tests.core.vault_kit import (
    CHEAP,
    WORDS,
    forms_of,
    new_vault,
    opened,
    places_of,
    raw_key,
    save,
)

MARKER = "ZanzibarMarkerQuince"


def worked_in(folder: Path) -> Vault:
    """An open vault in which a marker was saved, found, sorted, altered and deleted."""
    vault = new_vault(folder)
    save(vault, "a", MARKER * 400)
    with vault.transaction() as db:
        db.execute("INSERT INTO person_words (names, numbers) VALUES (?, '')", (MARKER,))
        db.executemany(
            "INSERT INTO office_setting VALUES (?, ?)",
            ((f"{MARKER}{number}", MARKER) for number in range(2000)),
        )
        db.execute("DELETE FROM office_setting WHERE name LIKE '%7'")
        db.execute("CREATE TEMP TABLE sorted AS SELECT * FROM office_setting ORDER BY value, name")
    vault.keys.add_login("desk 2", Role.RECEPTION, MARKER, cost=CHEAP)
    vault.keys.change_passphrase(WORDS, MARKER + WORDS)
    return vault


def test_nothing_saved_or_typed_is_readable_in_any_file(tmp_path: Path) -> None:
    vault = worked_in(tmp_path / "vault")
    secrets = [MARKER, WORDS, raw_key(vault)[:64], vault.keys._opened.user.signing_seed.hex()]
    assert list(vault.folder.glob("*-wal")), "look while the log is there"
    assert [places_of(secret, vault.folder) for secret in secrets] == [set()] * len(secrets)
    vault.close()
    assert [places_of(secret, vault.folder) for secret in secrets] == [set()] * len(secrets)
    with opened(vault.folder, MARKER + WORDS) as again, again.read() as db:
        assert db.execute("SELECT value FROM office_setting").fetchone()[0] == MARKER * 400


def test_the_key_is_not_in_any_file_as_bytes(tmp_path: Path) -> None:
    vault = worked_in(tmp_path / "vault")
    keys = vault.keys._opened
    secrets = [keys.vault.data_key, keys.user.box_secret, keys.user.signing_seed]
    vault.close()
    content = b"".join(p.read_bytes() for p in vault.folder.iterdir() if p.is_file())
    assert not [secret for secret in secrets if secret in content]
    assert keys.slot.box_public in content  # control: the search finds what is public


def test_control_a_plain_database_would_be_found(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "plain.db")
    connection.execute("CREATE TABLE office_setting (name, value)")
    connection.execute("INSERT INTO office_setting VALUES ('a', ?)", (MARKER,))
    connection.commit()
    connection.close()
    assert places_of(MARKER, tmp_path) == {"plain.db: utf-8"}


@pytest.mark.parametrize("form", list(forms_of(MARKER)))
def test_control_every_form_of_the_marker_would_be_found(tmp_path: Path, form: str) -> None:
    (tmp_path / "file").write_bytes(b"xx" + forms_of(MARKER)[form] + b"yy")
    assert f"file: {form}" in places_of(MARKER, tmp_path)


def test_objects_that_hold_keys_do_not_show_them(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    shown = (
        repr(vault)
        + repr(vault.keys._opened)
        + repr(vault.keys._opened.vault)
        + repr(vault.keys._opened.user)
    )
    assert vault.keys._opened.vault.data_key.hex() not in shown
    assert repr(vault.keys._opened.vault.data_key) not in shown
    vault.close()
