"""Older pages and files put back, vaults from before, and going on after an alarm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import AlarmKind, IntakeError, NotAllowed, VaultAlarm
from intake_app.vault import anchor, opening
from intake_app.vault import vault as vault_module
from intake_app.vault.anchor import FILE_SIZE
from intake_app.vault.migrations import SCHEMA_FOLDER
from intake_app.vault.vault import Vault, logins_of
from tests.core.anchor_kit import alarm_of, contents, crash, no_anchor
from tests.core.vault_kit import (
    CHEAP,
    CHEAP_BOUNDS,
    WORDS,
    closed_vault,
    data_file,
    enter,
    new_vault,
    opened,
    save,
    saved,
)

__all__ = ["no_anchor"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


# ----------------------------------------------------------------------- older files of the vault


def test_an_older_data_file_is_told_with_the_number_of_saves(folder: Path) -> None:
    older = data_file(folder).read_bytes()
    with opened(folder) as vault:
        for number in range(7):
            save(vault, f"row {number}", "x")
    data_file(folder).write_bytes(older)
    alarm = alarm_of(folder)
    assert (alarm.kind, alarm.count) == (AlarmKind.SAVES_MISSING, 7)


@pytest.mark.usefixtures("no_anchor")
def test_control_without_the_anchor_an_older_data_file_opens(folder: Path) -> None:
    older = data_file(folder).read_bytes()
    with opened(folder) as vault:
        save(vault, "second", "row")
    data_file(folder).write_bytes(older)
    with opened(folder) as vault:
        assert set(saved(vault)) == {"first"}


def test_an_older_key_file_is_told(folder: Path) -> None:
    kept = []
    for number in range(4):
        kept.append((folder / "keys.cvk").read_bytes())
        with opened(folder) as vault:
            vault.keys.add_login(f"desk {number + 2}", Role.RECEPTION, "walnut", cost=CHEAP)
    for older in kept:
        (folder / "keys.cvk").write_bytes(older)
        with pytest.raises(IntakeError, match="older than the data"):
            enter(folder)


def test_a_whole_older_folder_opens(folder: Path, tmp_path: Path) -> None:
    """Everything rolled back together: only the hub's receipts can tell (FORMAT.md)."""
    older = shutil.copytree(folder, tmp_path / "older")
    with opened(folder) as vault:
        save(vault, "second", "row")
    with opened(older) as vault:
        assert set(saved(vault)) == {"first"}


def test_a_data_file_that_ends_in_another_line_of_the_log_is_told(folder: Path) -> None:
    with opened(folder) as vault:
        vault._open.execute("INSERT INTO audit VALUES (1, 't', 'u', 'a', 'r', '', ?)", ("ab" * 32,))
        vault._anchor.closed = lambda _path: None  # type: ignore[method-assign]
    assert alarm_of(folder).kind is AlarmKind.LOG_DIFFERS


# ------------------------------------------------------------------------------ old vaults, renewal


def test_a_vault_from_before_the_anchor_opens_once_and_has_one_from_then_on(
    tmp_path: Path,
) -> None:
    folder = older_vault(tmp_path)
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row"}
        save(vault, "second", "row")
    (folder / "anchor").unlink()
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_MISSING


def test_a_crash_before_the_first_save_of_such_a_vault_is_no_alarm(tmp_path: Path) -> None:
    folder = older_vault(tmp_path)
    vault = enter(folder)
    vault._open.close()
    vault._lock.release()
    (folder / "anchor").unlink()
    enter(folder).close()


def older_vault(tmp_path: Path) -> Path:
    """A closed vault of schema 1 with one row, as the first program left it."""
    schema = tmp_path / "schema"
    schema.mkdir()
    shutil.copy(SCHEMA_FOLDER / "0001_start.sql", schema)
    folder = tmp_path / "older"
    with pytest.MonkeyPatch.context() as before_the_anchor:
        before_the_anchor.setattr(anchor, "count_up", lambda _db: 0)
        vault = Vault.create(
            folder, "desk 1", Role.SUPERVISOR, WORDS,
            cost=CHEAP, bounds=CHEAP_BOUNDS, ballast_size=1, schema=schema,
        )  # fmt: skip
        save(vault, "first", "row")
        vault.close()
    (folder / "anchor").unlink()
    return folder


def test_a_renewed_anchor_makes_an_older_data_file_legitimate(folder: Path) -> None:
    older = data_file(folder).read_bytes()
    with opened(folder) as vault:
        save(vault, "second", "row")
        keys = vault.keys._opened
    data_file(folder).write_bytes(older)
    mark = opening.renew_anchor(folder, keys, vault_module.system_clock)
    with opened(folder) as vault, vault.read() as db:
        assert db.execute("SELECT count FROM saves").fetchone()[0] == mark.saves


def test_the_next_anchor_counts_until_it_has_taken_its_place(folder: Path) -> None:
    """A rotation may be cut off between its commit and the rename of the anchor."""
    with opened(folder) as vault:
        keys = vault.keys._opened
    opening.renew_anchor(folder, keys, vault_module.system_clock, name=anchor.NEXT_ANCHOR)
    (folder / "anchor").write_bytes(bytes(FILE_SIZE))
    with opened(folder) as vault:
        save(vault, "second", "row")
        save(vault, "third", "row")
    enter(folder).close()
    assert not (folder / anchor.NEXT_ANCHOR).exists()


# ----------------------------------------------------------------------------------- going on


def test_a_supervisor_goes_on_and_everything_is_kept_aside_first(folder: Path) -> None:
    log = crash(folder, 3)
    log.unlink()
    before = contents(folder)
    alarm = alarm_of(folder)
    login = logins_of(folder)[0].id
    vault = Vault.unlock(folder, login, WORDS, bounds=CHEAP_BOUNDS, going_on=alarm)
    (aside,) = (folder / "backups").glob("aside-*")
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before
    vault.close()
    assert alarm_of(folder).is_about(alarm)  # nothing was saved, so nothing is decided yet
    vault = Vault.unlock(folder, login, WORDS, bounds=CHEAP_BOUNDS, going_on=alarm)
    save(vault, "decided", "yes")
    vault.close()
    with opened(folder) as vault:
        assert set(saved(vault)) == {"first", "decided"}


def test_only_a_supervisor_goes_on(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    vault.keys.add_login("desk 2", Role.COUNSELLOR, "walnut", cost=CHEAP)
    save(vault, "first", "row")
    vault.close()
    folder = vault.folder
    (folder / "anchor").unlink()
    alarm = alarm_of(folder)
    before = contents(folder)
    login = logins_of(folder)[1].id
    with pytest.raises(NotAllowed):
        Vault.unlock(folder, login, "walnut", bounds=CHEAP_BOUNDS, going_on=alarm)
    assert contents(folder) == before
    assert not list((folder / "backups").iterdir())


def test_who_accepted_one_alarm_has_not_accepted_another(folder: Path) -> None:
    log = crash(folder, 3)
    log.unlink()
    other = VaultAlarm(AlarmKind.SAVES_MISSING, "", 2)
    login = logins_of(folder)[0].id
    with pytest.raises(VaultAlarm, match="3 saves"):
        Vault.unlock(folder, login, WORDS, bounds=CHEAP_BOUNDS, going_on=other)
