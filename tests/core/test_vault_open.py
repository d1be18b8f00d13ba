"""Opening a vault: every step that can fail says what is wrong, and nothing is ever made anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotFound,
    VaultDamaged,
    VaultInUse,
    VaultTooNew,
    WrongPassphrase,
)
from intake_app.vault import db, keyfile, opening
from intake_app.vault.vault import Vault, logins_of, looks_like_vault
from tests.core.vault_kit import (
    CHEAP,
    CHEAP_BOUNDS,
    WORDS,
    closed_vault,
    data_file,
    enter,
    new_vault,
    opened,
    raw_key,
    read_with_another_program,
    save,
    saved,
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An open vault of one supervisor."""
    made = new_vault(tmp_path / "vault")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


# ------------------------------------------------------------------------------- what can be wrong


def test_wrong_passphrase_unknown_login_and_damaged_slot_are_told_apart(folder: Path) -> None:
    with pytest.raises(WrongPassphrase, match="desk 1"):
        enter(folder, "violin harbour")
    with pytest.raises(NotFound):
        Vault.unlock(folder, "nobody", WORDS, bounds=CHEAP_BOUNDS)
    key_file = folder / keyfile.KEY_FILE
    content = bytearray(key_file.read_bytes())
    content[0xA0] ^= 1
    key_file.write_bytes(content)
    with pytest.raises(VaultDamaged, match="key file"):
        enter_as_first(folder)
    with pytest.raises(VaultDamaged, match="key file"):
        logins_of(folder)


def enter_as_first(folder: Path) -> Vault:
    """Unlock when the sign-in list cannot be read."""
    return Vault.unlock(folder, "any", WORDS, bounds=CHEAP_BOUNDS)


def test_a_folder_without_a_vault_is_told_and_left_alone(tmp_path: Path) -> None:
    assert not looks_like_vault(tmp_path)
    with pytest.raises(VaultDamaged, match="no vault"):
        enter_as_first(tmp_path)
    with pytest.raises(VaultDamaged, match="missing"):
        logins_of(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _missing(path: Path) -> None:
    path.unlink()


def _cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def _without_last_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def _one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _plain_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(4080))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_emptied, "is empty"),
        (_missing, "is missing"),
        (_cut_off, "is cut off"),
        (_without_last_page, "is damaged"),
        (_zeroed, "is damaged"),
        (_garbage, "is damaged"),
        (_one_bit, "is damaged"),
        (_plain_database, "is damaged"),
    ],
)
def test_a_damaged_data_file_is_refused_and_never_replaced(
    folder: Path, damage: object, sentence: str
) -> None:
    assert callable(damage)
    path = data_file(folder)
    damage(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(VaultDamaged, match=f"data file.* {sentence}"):
        enter(folder)
    assert (path.read_bytes() if path.exists() else None) == before


def test_control_the_library_alone_would_open_an_emptied_file_as_a_new_vault(
    folder: Path,
) -> None:
    with opened(folder) as vault:
        keys = vault.keys._opened.vault
    path = data_file(folder)
    path.write_bytes(b"")
    connection = db.connect(path, keys.data_key, keys.database_salt)
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    connection.close()


def test_a_key_of_the_wrong_length_is_never_given_to_the_library(tmp_path: Path) -> None:
    for key, salt in ((b"short", bytes(16)), (bytes(32), b""), (b"", b"")):
        with pytest.raises(ValueError, match="32 bytes"):
            db.connect(tmp_path / "x.db", key, salt)
    assert not list(tmp_path.iterdir())


def test_both_ways_of_setting_the_key_open_the_same_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_CONNECTION_SIZE", 0)
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row"}
        key = raw_key(vault)
    monkeypatch.undo()
    spec = bytearray(f"x'{key}'".encode())
    connection = db.sqlcipher.connect(data_file(folder))
    assert db._key_by_pointer(connection, spec), "this build should take the key without a text"
    assert connection.execute("SELECT count(*) FROM meta").fetchone()[0] > 3
    connection.close()


def test_a_destroyed_salt_in_the_data_file_heals(folder: Path) -> None:
    path = data_file(folder)
    with path.open("rb+") as file:
        file.write(os.urandom(16))
    with opened(folder) as vault:
        save(vault, "second", "row")
        assert saved(vault) == {"first": "row", "second": "row"}


def test_key_file_and_data_file_of_two_vaults_do_not_mix(folder: Path, tmp_path: Path) -> None:
    other = closed_vault(tmp_path / "other")
    shutil.copy(data_file(other), data_file(folder))
    with pytest.raises(VaultDamaged, match="data file"):
        enter(folder)
    with opened(other) as vault:  # the same, if one key opened both
        connection = vault._open
        connection.execute("UPDATE meta SET value = 'another' WHERE name = 'vault_id'")
    with pytest.raises(VaultDamaged, match="belong together"):
        enter(other)


def test_a_data_file_of_another_generation_is_refused(folder: Path) -> None:
    with opened(folder) as vault:
        vault._open.execute("UPDATE meta SET value = '2' WHERE name = 'generation'")
    with pytest.raises(VaultDamaged, match="belong together"):
        enter(folder)


def test_a_newer_vault_is_refused_and_left_alone(folder: Path) -> None:
    with opened(folder) as vault:
        vault._open.set_authorizer(None)
        vault._open.execute("PRAGMA user_version = 999")
    before = data_file(folder).read_bytes()
    with pytest.raises(VaultTooNew, match="newest version"):
        enter(folder)
    assert data_file(folder).read_bytes() == before
    key_file = folder / keyfile.KEY_FILE
    key_file.write_bytes(b"CASEVLT2" + key_file.read_bytes()[8:])
    with pytest.raises(VaultTooNew):
        logins_of(folder)
    with pytest.raises(VaultTooNew):
        enter_as_first(folder)


@pytest.mark.parametrize(
    ("options", "version"),
    [(["TEMP_STORE=1"], "3.53.4"), ([], "3.53.4"), (["TEMP_STORE=2"], "3.51.2")],
)
def test_an_unsafe_database_library_is_refused(options: list[str], version: str) -> None:
    with pytest.raises(IntakeError, match="not safe"):
        db.check_library(options, version)
    db.check_library(["THREADSAFE=1", "TEMP_STORE=2"], "3.51.3")


def test_only_a_small_vault_is_read_whole_at_its_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[db.Connection] = []
    monkeypatch.setattr(opening, "check_pages", lambda db, **_at_rest: checked.append(db))
    enter(folder).close()
    assert len(checked) == 1
    monkeypatch.setattr(opening, "_ALWAYS_CHECK_BELOW", 0)
    enter(folder).close()
    assert len(checked) == 1


def test_the_full_check_is_due_once_a_day_and_after_every_crash(folder: Path) -> None:
    now = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)

    def is_due_at(moment: datetime) -> bool:
        login = logins_of(folder)[0].id
        vault = Vault.unlock(folder, login, WORDS, bounds=CHEAP_BOUNDS, clock=lambda: moment)
        due = vault.check_is_due
        vault.note({"checked_at": moment.isoformat()})
        vault.close()
        return due

    assert is_due_at(now)
    assert not is_due_at(now + timedelta(hours=23))
    assert is_due_at(now + timedelta(hours=48))
    assert is_due_at(now - timedelta(days=30))  # the clock was set back
    assert not is_due_at(now - timedelta(days=30))
    data_file(folder).with_name("data-0001.db-wal").write_bytes(b"")
    assert is_due_at(now - timedelta(days=30))


# --------------------------------------------------------------------------- the previous key file


def with_colleague(folder: Path) -> bytes:
    """Add a login, so that a previous key file exists. Returns the newest key file."""
    with opened(folder) as vault:
        vault.keys.add_login("desk 2", Role.RECEPTION, "walnut", cost=CHEAP)
    return (folder / keyfile.KEY_FILE).read_bytes()


@pytest.mark.parametrize("damage", [_missing, _emptied, _cut_off, _garbage, _one_bit])
def test_a_damaged_key_file_is_replaced_by_the_one_before(folder: Path, damage: object) -> None:
    assert callable(damage)
    with_colleague(folder)
    damage(folder / keyfile.KEY_FILE)
    assert [login.label for login in logins_of(folder)] == ["desk 1"]
    with opened(folder) as vault:
        assert vault.keys.opened.from_previous
        assert saved(vault) == {"first": "row"}
        vault.keys.add_login("desk 2", Role.RECEPTION, "walnut", cost=CHEAP)
    with opened(folder, "walnut", 1) as vault:
        assert not vault.keys.opened.from_previous


def test_the_previous_key_file_does_not_help_against_a_wrong_passphrase(folder: Path) -> None:
    with opened(folder) as vault:
        vault.keys.change_passphrase(WORDS, "new words")
    with pytest.raises(WrongPassphrase):
        enter(folder)


def test_an_old_key_file_put_back_is_noticed(folder: Path) -> None:
    old = (folder / keyfile.KEY_FILE).read_bytes()
    newest = with_colleague(folder)
    (folder / keyfile.KEY_FILE).write_bytes(old)
    with pytest.raises(VaultDamaged, match="older than the data"):
        enter(folder)
    (folder / keyfile.KEY_FILE).write_bytes(newest)  # control
    enter(folder).close()


def test_a_previous_key_file_that_is_too_old_is_noticed(folder: Path) -> None:
    old = (folder / keyfile.KEY_FILE).read_bytes()
    with_colleague(folder)
    with opened(folder) as vault:
        vault.keys.change_passphrase(WORDS, "new words")
    (folder / keyfile.KEY_FILE).unlink()
    (folder / keyfile.PREVIOUS_KEY_FILE).write_bytes(old)
    with pytest.raises(VaultDamaged, match="older than the data"):
        enter(folder)


def test_a_previous_key_file_of_a_stranger_is_refused(folder: Path, tmp_path: Path) -> None:
    """The same login and passphrase, the right shape, but not made with this vault's key."""
    with_colleague(folder)
    current = folder / keyfile.KEY_FILE
    stolen = keyfile.read(current).alleged
    forged = replace(stolen, slots=stolen.slots[:1], counter=99).encode(os.urandom(32))
    (folder / keyfile.PREVIOUS_KEY_FILE).write_bytes(forged)
    current.unlink()
    with pytest.raises(VaultDamaged):
        enter(folder)


# ---------------------------------------------------------------------------------------- creation


def test_a_vault_is_not_made_over_something_else(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not empty"):
        new_vault(folder)
    enter(folder).close()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    with pytest.raises(InvalidInput):
        new_vault(tmp_path / "papers")
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_a_vault_that_could_not_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        new_vault(tmp_path / "deep" / "vault", label="x" * 99)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput):
        new_vault(tmp_path / "empty", label="x" * 99)
    assert not (tmp_path / "deep" / "vault").exists()
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_new_folder_is_for_its_owner_only_and_holds_the_named_files(vault: Vault) -> None:
    assert vault.folder.stat().st_mode & 0o777 == 0o700
    vault.close()
    assert {path.name for path in vault.folder.iterdir()} == {
        "keys.cvk", "data-0001.db", "anchor", "vault.lock", "ballast", "backups",
    }  # fmt: skip


def test_another_program_reads_the_data_file_with_the_raw_key(vault: Vault) -> None:
    save(vault, "office", "Conakry")
    key = raw_key(vault)
    vault.close()
    rows = read_with_another_program(
        data_file(vault.folder), key, "SELECT value FROM office_setting"
    )
    assert rows == [("Conakry",)]
    wrong = ("0" if key[0] != "0" else "1") + key[1:]
    with pytest.raises(Exception, match="not a database"):
        read_with_another_program(data_file(vault.folder), wrong, "SELECT * FROM meta")


def test_two_openings_in_one_program_are_refused_too(vault: Vault) -> None:
    with pytest.raises(VaultInUse, match="desk 1, since "):
        enter(vault.folder)
    save(vault, "still", "works")
