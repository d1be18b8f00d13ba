"""Steps of the schema: in order, whole or not at all, with a copy that opens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from intake_app.errors import StorageFull, VaultTooNew
from intake_app.vault import opening
from intake_app.vault.db import Error
from intake_app.vault.files import disk_full
from intake_app.vault.migrations import SCHEMA_FOLDER, steps
from intake_app.vault.vault import Vault, logins_of
from tests.core.vault_kit import (
    CHEAP_BOUNDS,
    WORDS,
    closed_vault,
    data_file,
    opened,
    saved,
)

NEXT = len(steps()) + 1
GOOD = "CREATE TABLE school (id TEXT PRIMARY KEY) STRICT;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault of today's schema that holds one row."""
    return closed_vault(tmp_path / "vault")


def schema_with(tmp_path: Path, *scripts: str) -> Path:
    """Today's steps and these after them."""
    schema = Path(shutil.copytree(SCHEMA_FOLDER, tmp_path / "schema"))
    for number, script in enumerate(scripts, start=NEXT):
        text = f"{script}\nPRAGMA user_version = {number};\n"
        (schema / f"{number:04}_step.sql").write_text(text)
    return schema


def enter_with(folder: Path, schema: Path) -> Vault:
    login = logins_of(folder)[0].id
    return Vault.unlock(folder, login, WORDS, bounds=CHEAP_BOUNDS, schema=schema)


def version(vault: Vault) -> int:
    return int(vault._open.execute("PRAGMA user_version").fetchone()[0])


def tables(vault: Vault) -> set[str]:
    with vault.read() as db:
        return {row[0] for row in db.execute("SELECT name FROM sqlite_schema")}


def test_a_new_step_is_applied_once_and_keeps_the_rows(folder: Path, tmp_path: Path) -> None:
    schema = schema_with(tmp_path, GOOD)
    for _time in range(2):
        vault = enter_with(folder, schema)
        assert version(vault) == NEXT
        assert "school" in tables(vault)
        assert saved(vault) == {"first": "row"}
        vault.close()
    with pytest.raises(VaultTooNew):
        enter_with(folder, SCHEMA_FOLDER)


def test_the_copy_made_before_a_step_opens_as_the_vault_it_was(
    folder: Path, tmp_path: Path
) -> None:
    enter_with(folder, schema_with(tmp_path, GOOD)).close()
    copy = folder / "backups" / f"before-schema-{NEXT:04}"
    assert [path.name for path in (folder / "backups").iterdir()] == [copy.name]
    with opened(copy) as vault:
        assert version(vault) == NEXT - 1
        assert saved(vault) == {"first": "row"}


def test_a_step_goes_well_with_the_previous_key_file_too(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as vault:
        vault.keys.add_login(
            "desk 2", vault.keys.login.role, "x", cost=vault.keys._opened.slot.cost
        )
    (folder / "keys.cvk").unlink()
    enter_with(folder, schema_with(tmp_path, GOOD)).close()
    with opened(folder / "backups" / f"before-schema-{NEXT:04}") as vault:
        assert saved(vault) == {"first": "row"}


def test_no_copy_is_made_where_no_step_is_due(folder: Path) -> None:
    with opened(folder):
        pass
    assert list((folder / "backups").iterdir()) == []


@pytest.mark.parametrize(
    "bad",
    [
        GOOD + "INSERT INTO nowhere VALUES (1);",
        GOOD + "DELETE FROM office_setting; SELECT raise(ABORT, 'x');",
        GOOD + "INSERT INTO identity_document (id, person_id, kind) VALUES ('a', 'b', 'c');",
    ],
    ids=["unknown table", "refused", "a row that refers to nothing"],
)
def test_a_step_that_fails_leaves_the_version_before_it(
    folder: Path, tmp_path: Path, bad: str
) -> None:
    schema = schema_with(tmp_path, "CREATE TABLE one (id TEXT) STRICT;", bad)
    with pytest.raises((Error, RuntimeError)):
        enter_with(folder, schema)
    (schema / f"{NEXT + 1:04}_step.sql").unlink()
    vault = enter_with(folder, schema)
    assert version(vault) == NEXT
    assert "one" in tables(vault)
    assert "school" not in tables(vault)
    assert saved(vault) == {"first": "row"}
    vault.close()


def test_a_step_may_rebuild_a_table_that_others_refer_to(folder: Path, tmp_path: Path) -> None:
    rebuild = """
        CREATE TABLE household_new (id TEXT PRIMARY KEY, revision INTEGER NOT NULL,
            name TEXT NOT NULL, head_id TEXT, note TEXT NOT NULL DEFAULT '') STRICT;
        INSERT INTO household_new (id, revision, name, head_id)
            SELECT id, revision, name, head_id FROM household;
        DROP TABLE household;
        ALTER TABLE household_new RENAME TO household;
    """
    with opened(folder) as vault, vault.transaction() as db:
        db.execute("INSERT INTO household (id, revision, name) VALUES ('h', 1, 'Diallo')")
        db.execute(
            "INSERT INTO person (id, revision, family_name, given_names, sex, birth,"
            " birth_earliest, birth_latest, nationality, language, registered_by, registered_at,"
            " household_id) VALUES ('p', 1, 'D', 'A', 'f', '1990', '1990-01-01', '1990-12-31',"
            " 'GN', 'fr', 'u', 't', 'h')"
        )
    vault = enter_with(folder, schema_with(tmp_path, rebuild))
    with vault.read() as db:
        assert db.execute("SELECT note FROM household").fetchone()[0] == ""
        assert db.execute("SELECT household_id FROM person").fetchone()[0] == "h"
    vault.close()


def test_without_room_for_the_copy_nothing_is_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object) -> None:
        raise disk_full()

    before = data_file(folder).read_bytes()
    monkeypatch.setattr(opening, "copy_synced", no_room)
    with pytest.raises(StorageFull):
        enter_with(folder, schema_with(tmp_path, GOOD))
    assert data_file(folder).read_bytes() == before


def test_a_fresh_schema_equals_a_migrated_one(folder: Path, tmp_path: Path) -> None:
    schema = schema_with(tmp_path, GOOD)
    migrated = enter_with(folder, schema)
    fresh = Vault.create(
        tmp_path / "fresh",
        "desk 1",
        migrated.keys.login.role,
        WORDS,
        cost=migrated.keys._opened.slot.cost,
        bounds=CHEAP_BOUNDS,
        ballast_size=1,
        schema=schema,
    )
    both = []
    for vault in (migrated, fresh):
        with vault.read() as db:
            both.append(
                [tuple(row) for row in db.execute("SELECT type, name, sql FROM sqlite_schema")]
            )
        vault.close()
    assert both[0] == both[1]


def test_steps_are_numbered_without_gaps_and_set_their_own_version(tmp_path: Path) -> None:
    for name, text in (
        (f"{NEXT + 1:04}_gap.sql", f"PRAGMA user_version = {NEXT + 1};"),
        (f"{NEXT:04}_forgot.sql", GOOD),
        (f"{NEXT:04}_other.sql", f"PRAGMA user_version = {NEXT + 1};"),
    ):
        schema = Path(shutil.copytree(SCHEMA_FOLDER, tmp_path / name))
        (schema / name).write_text(text)
        with pytest.raises(ValueError, match=re.escape(name[:4])):
            steps(schema)
    with pytest.raises(ValueError, match="no schema"):
        steps(tmp_path / "nowhere")
