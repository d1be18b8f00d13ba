"""SQL that would lead out of the vault is refused, and would work without the refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.vault import authorizer
from intake_app.vault.db import DatabaseError
from intake_app.vault.vault import Vault
from tests.core.vault_kit import new_vault, save, saved

OUTSIDE = "outside.db"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """An open vault with one row; files named in SQL land in the test's folder."""
    monkeypatch.chdir(tmp_path)
    made = new_vault(tmp_path / "vault")
    save(made, "name", "SecretMarker")
    yield made
    made.close()


REFUSED = [
    f"ATTACH '{OUTSIDE}' AS outside KEY ''",
    "DETACH main",
    "SELECT sqlcipher_export('main')",
    f"VACUUM INTO '{OUTSIDE}'",
    "VACUUM",
    f"SELECT load_extension('{OUTSIDE}')",
    "SELECT fts3_tokenizer('simple')",
    "PRAGMA temp_store = 1",
    f"PRAGMA temp_store_directory = '{OUTSIDE}'",
    "PRAGMA writable_schema = 1",
    "PRAGMA rekey = 'x'",
    "PRAGMA key = 'x'",
    "PRAGMA cipher_log = 'outside.log'",
    "PRAGMA cipher_profile = 'outside.log'",
    "PRAGMA cipher_plaintext_header_size = 32",
    "PRAGMA cipher_log_level = TRACE",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA secure_delete = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA trusted_schema = ON",
    "PRAGMA cell_size_check = OFF",
    "PRAGMA user_version = 7",
    "SELECT * FROM pragma_temp_store",
    "DROP TRIGGER audit_is_append_only_delete",
    "DROP TABLE audit",
    "ALTER TABLE audit RENAME TO gone",
    "CREATE TABLE mine (a)",
    "CREATE TRIGGER mine AFTER INSERT ON meta BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER mine AFTER INSERT ON main.meta BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE mine USING fts5(a)",
    "CREATE VIRTUAL TABLE mine USING fts3(a)",
    "REINDEX",
    "ANALYZE",
    "UPDATE sqlite_schema SET sql = ''",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_a_statement_that_leads_outside_is_refused(vault: Vault, sql: str, tmp_path: Path) -> None:
    with pytest.raises(
        DatabaseError, match="not authorized|authorization denied|prohibited|may not be modified"
    ):
        vault._open.execute(sql).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    assert saved(vault) == {"name": "SecretMarker"}


def test_control_without_the_authorizer_one_line_writes_a_plain_copy(
    vault: Vault, tmp_path: Path
) -> None:
    connection = vault._open
    connection.set_authorizer(None)
    connection.execute(f"ATTACH '{OUTSIDE}' AS outside KEY ''")
    connection.execute("SELECT sqlcipher_export('outside')").fetchall()
    connection.execute("DETACH outside")
    assert b"SecretMarker" in (tmp_path / OUTSIDE).read_bytes()
    connection.execute("PRAGMA temp_store = 1")
    connection.execute("DROP TRIGGER audit_is_append_only_delete")


ALLOWED = [
    "SELECT count(*), max(name), group_concat(value, ', ') FROM office_setting",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "INSERT INTO person_words (person_words) VALUES ('rebuild')",
    "INSERT INTO person_words (person_words) VALUES ('integrity-check')",
    "SELECT bm25(person_words), highlight(person_words, 0, '', '') FROM person_words"
    " WHERE person_words MATCH 'x'",
    "SAVEPOINT here",
    "CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)",
    "PRAGMA user_version",
    "PRAGMA quick_check",
    "PRAGMA integrity_check",
    "PRAGMA cipher_integrity_check",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA foreign_key_check",
]


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_the_program_needs_is_allowed(vault: Vault, sql: str) -> None:
    vault._open.execute(sql).fetchall()


def test_an_unknown_kind_of_action_is_refused() -> None:
    for action in (0, 2, 34, 99, 1000):
        assert authorizer._judge(action, None, None, None, None) == 1
