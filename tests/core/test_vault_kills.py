"""Killed in any step of a backup, a restoring or a migration: the old or the new, always whole."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import VaultAlarm, VaultDamaged
from intake_app.vault import restoring
from intake_app.vault.content import Content, content_of
from intake_app.vault.vault import logins_of, looks_like_vault
from tests.core.kills import (
    BACKUP,
    MIGRATION,
    RESTORE,
    killed_at,
    killed_some_time,
    places_of,
)
from tests.core.test_vault_frozen import NEXT, content_as_expected, planned_schema
from tests.core.vault_kit import CHEAP_BOUNDS, WORDS, enter, new_vault, opened, save, saved
from tests.frozen_vaults import expected_of, frozen, thawed, unlocked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

BACKUP_PLACES = [
    "backup: folder made", "backup: pages copied", "backup: data copied", "backup: files written",
    "backup: verified", "backup: named",
]  # fmt: skip
RESTORE_PLACES = [
    "restore: folder made", "restore: data copied", "restore: files copied", "restore: finished",
    "restore: named",
]  # fmt: skip
MIGRATION_PLACES = [
    "migration: data copied", "migration: copy checked", "migration: copy named",
    "migration: step run", "migration: step committed",
]  # fmt: skip
EACH, RANDOM = 5, 200
"""How often in each named place, and how often at a random moment (nightly)."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault with some rows."""
    vault = new_vault(tmp_path / "vault")
    for number in range(20):
        save(vault, f"a{number}", os.urandom(5_000).hex())
    vault.close()
    return tmp_path / "vault"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def nothing(*_step: object) -> None:
    """Nobody hears of the progress."""


def content_in(folder: Path) -> Content:
    login = logins_of(folder)[0].id
    return restoring.examine(folder, login, WORDS, nothing, bounds=CHEAP_BOUNDS).content


def without_notes(content: Content) -> dict[str, tuple[int, str]]:
    """Everything but what opening the vault notes about the file."""
    return {name: table for name, table in content.tables.items() if name != "meta"}


# ---------------------------------------------------------------------------- backup


def judge_backup(folder: Path, stick: Path, before: Content) -> None:
    """The vault is what it was; what has the name of a backup is whole; the next one works."""
    with opened(folder) as vault, vault.read() as db:
        assert content_of(db).tables["office_setting"] == before.tables["office_setting"]
    for path in stick.iterdir():
        if path.name.endswith(".part"):
            assert not looks_like_vault(path)
            with pytest.raises(VaultDamaged):
                content_in(path)
        else:
            assert without_notes(content_in(path)) == without_notes(before)
    whole = {path.name for path in stick.iterdir() if looks_like_vault(path)}
    assert killed_at(BACKUP, folder, stick, "nowhere") is False
    assert {path.name for path in stick.iterdir()} == whole | {f"GN-2026-05-12-{len(whole) + 1}"}
    shutil.rmtree(stick)
    stick.mkdir()


def test_the_places_of_a_backup_are_those_that_are_killed_in(folder: Path, stick: Path) -> None:
    assert places_of(BACKUP, folder, stick) == BACKUP_PLACES


@pytest.mark.parametrize("place", BACKUP_PLACES)
def test_killed_in_a_backup_nothing_half_looks_whole(folder: Path, stick: Path, place: str) -> None:
    before = content_in(folder)
    assert killed_at(BACKUP, folder, stick, place)
    judge_backup(folder, stick, before)


@pytest.mark.nightly
@pytest.mark.parametrize("place", BACKUP_PLACES)
def test_killed_five_times_in_each_step_of_a_backup(folder: Path, stick: Path, place: str) -> None:
    before = content_in(folder)
    for time in range(1, EACH + 1):
        times = time if place == "backup: pages copied" else 1
        assert killed_at(BACKUP, folder, stick, place, times)
        judge_backup(folder, stick, before)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_killed_at_any_moment_of_a_backup(folder: Path, stick: Path) -> None:
    before, chance = content_in(folder), random.Random(16)
    killed = 0
    for _time in range(RANDOM):
        killed += killed_some_time(BACKUP, folder, stick, chance, 0.9)
        judge_backup(folder, stick, before)
    assert killed > RANDOM // 4


def test_control_a_backup_that_gets_its_name_too_early_is_found_half(
    folder: Path, stick: Path
) -> None:
    before = content_in(folder)
    early = BACKUP.replace("backup._PAGES_AT_ONCE = 32", "backup.UNFINISHED = ''")
    assert killed_at(early, folder, stick, "backup: data copied")
    with pytest.raises(VaultDamaged):
        judge_backup(folder, stick, before)


# ---------------------------------------------------------------------------- restoring


@pytest.fixture
def backup_folder(folder: Path, stick: Path) -> Path:
    assert killed_at(BACKUP, folder, stick, "nowhere") is False
    return stick / "GN-2026-05-12-1"


def judge_restore(backup_folder: Path, target: Path, before: Content) -> None:
    """The backup is what it was; there is a whole vault or none; trying again works."""
    assert content_in(backup_folder) == before
    assert not looks_like_vault(target.with_name(target.name + ".part"))
    if not target.exists():
        assert killed_at(RESTORE, backup_folder, target, "nowhere") is False
    assert not target.with_name(target.name + ".part").exists()
    with opened(target) as vault:
        rows = saved(vault)
        assert rows.pop("restored") == "yes"
        assert len(rows) == 20
    shutil.rmtree(target)


def test_the_places_of_a_restoring_are_those_that_are_killed_in(
    backup_folder: Path, tmp_path: Path
) -> None:
    assert places_of(RESTORE, backup_folder, tmp_path / "new") == RESTORE_PLACES


@pytest.mark.parametrize("place", RESTORE_PLACES)
def test_killed_in_a_restoring_there_is_a_whole_vault_or_none(
    backup_folder: Path, tmp_path: Path, place: str
) -> None:
    before = content_in(backup_folder)
    assert killed_at(RESTORE, backup_folder, tmp_path / "new", place)
    assert (tmp_path / "new").exists() is (place == "restore: named")
    judge_restore(backup_folder, tmp_path / "new", before)


@pytest.mark.nightly
@pytest.mark.parametrize("place", RESTORE_PLACES)
def test_killed_five_times_in_each_step_of_a_restoring(
    backup_folder: Path, tmp_path: Path, place: str
) -> None:
    before = content_in(backup_folder)
    for _time in range(EACH):
        assert killed_at(RESTORE, backup_folder, tmp_path / "new", place)
        judge_restore(backup_folder, tmp_path / "new", before)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_killed_at_any_moment_of_a_restoring(backup_folder: Path, tmp_path: Path) -> None:
    before, chance = content_in(backup_folder), random.Random(16)
    killed = 0
    for _time in range(RANDOM):
        killed += killed_some_time(RESTORE, backup_folder, tmp_path / "new", chance, 0.9)
        judge_restore(backup_folder, tmp_path / "new", before)
    assert killed > RANDOM // 4


TOO_EARLY = """
restoring.UNFINISHED = ""
restoring._check_target = lambda target: None
nothing ="""


def test_control_a_restoring_that_gets_its_name_too_early_is_found_half(
    backup_folder: Path, tmp_path: Path
) -> None:
    before = content_in(backup_folder)
    early = RESTORE.replace("nothing =", TOO_EARLY)
    assert killed_at(early, backup_folder, tmp_path / "new", "restore: files copied")
    with pytest.raises(VaultAlarm):  # it has no anchor yet, and nothing says that it was restored
        judge_restore(backup_folder, tmp_path / "new", before)


# ---------------------------------------------------------------------------- migration


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """Today's steps and a planned one."""
    return planned_schema(tmp_path)


def judge_migration(folder: Path, planned: Path) -> None:
    """The vault has the old or the new schema, and all its content; the next opening finishes."""
    expected = expected_of(frozen()[-1])
    copy = Path(shutil.copytree(folder, folder.with_name("look")))
    vault = unlocked(copy, Role.SUPERVISOR, schema=planned)
    with vault.read() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == NEXT
        assert db.execute("SELECT count(*) FROM school").fetchone()[0] > 0
        assert content_of(db).rows("person") == expected["tables"]["person"]["rows"]
    assert content_as_expected(vault, expected) == expected["tables"]
    vault.close()
    for safety in (copy / "backups").glob(f"before-schema-{NEXT:04}"):
        old = unlocked(Path(shutil.copytree(safety, copy / "old")), Role.SUPERVISOR)
        assert content_as_expected(old, expected) == expected["tables"]
        old.close()
    shutil.rmtree(copy)


def old_vault(tmp_path: Path) -> Path:
    """A frozen vault that was brought to today's schema."""
    folder = thawed(frozen()[-1], tmp_path / "old")
    unlocked(folder, Role.SUPERVISOR).close()
    (folder / "ballast").unlink()
    return folder


def test_the_places_of_a_migration_are_those_that_are_killed_in(
    planned: Path, tmp_path: Path
) -> None:
    assert places_of(MIGRATION, old_vault(tmp_path), planned) == MIGRATION_PLACES


@pytest.mark.parametrize("place", MIGRATION_PLACES)
def test_killed_in_a_migration_nothing_is_half_done(
    planned: Path, tmp_path: Path, place: str
) -> None:
    folder = old_vault(tmp_path)
    assert killed_at(MIGRATION, folder, planned, place)
    judge_migration(folder, planned)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_killed_at_any_moment_of_a_migration(planned: Path, tmp_path: Path) -> None:
    whole, chance, killed = old_vault(tmp_path), random.Random(17), 0
    for _time in range(RANDOM):
        folder = Path(shutil.copytree(whole, tmp_path / "again"))
        killed += killed_some_time(MIGRATION, folder, planned, chance, 0.9)
        judge_migration(folder, planned)
        shutil.rmtree(folder)
    assert killed > RANDOM // 4


def test_control_a_step_outside_of_a_transaction_is_found_half_done(
    tmp_path: Path, planned: Path
) -> None:
    """The same judge on a vault in which half of the step was done for good."""
    folder = old_vault(tmp_path)
    vault = unlocked(folder, Role.SUPERVISOR)
    vault._open.set_authorizer(None)
    vault._open.execute("ALTER TABLE person ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")
    vault.close()
    with pytest.raises(Exception, match="duplicate column"):
        judge_migration(folder, planned)


def test_of_the_copies_before_steps_the_newest_three_stay(folder: Path) -> None:
    kept = folder / "backups"
    for number in (2, 3, 4, 5, 6):
        (kept / f"before-schema-{number:04}").mkdir(parents=True)
    (kept / "mine").mkdir()
    enter(folder).close()
    assert sorted(path.name for path in kept.iterdir()) == [
        "before-schema-0004", "before-schema-0005", "before-schema-0006", "mine",
    ]  # fmt: skip
