"""Rotation: the new generation holds everything, and nothing old opens it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import apsw
import pytest

from intake_app.acts import Role
from intake_app.errors import (
    NotAllowed,
    NotFound,
    StorageFull,
    VaultDamaged,
)
from intake_app.vault import keyfile, opening, recovery, rotation
from intake_app.vault.db import Connection
from intake_app.vault.keyfile import KEY_FILE, PREVIOUS_KEY_FILE, OpenedKeys
from intake_app.vault.keyslots import Login, RoleKey
from intake_app.vault.recovery import RecoveryKey
from intake_app.vault.rotation import Rotation
from intake_app.vault.vault import Vault
from tests.core import key_file_reader
from tests.core.vault_kit import (
    CHEAP,
    CHEAP_BOUNDS,
    WORDS,
    data_file,
    enter,
    new_vault,
    opened,
    raw_key,
    read_with_another_program,
    save,
    saved,
)

ROWS = {str(number): "é" * number for number in range(200)}


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An open vault with rows, a counsellor and a clerk."""
    vault = new_vault(tmp_path / "vault")
    with vault.transaction() as db:
        db.executemany("INSERT INTO office_setting VALUES (?, ?)", ROWS.items())
    yield vault
    vault.close()


@pytest.fixture
def counsellor(vault: Vault) -> Login:
    return vault.keys.add_login("desk 2", Role.COUNSELLOR, "lantern", cost=CHEAP)


@pytest.fixture
def clerk(vault: Vault) -> Login:
    return vault.keys.add_login("desk 3", Role.RECEPTION, "walnut", cost=CHEAP)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


# ---------------------------------------------------------------------------------- what it keeps


def test_everybody_who_stays_opens_the_new_generation_with_the_old_passphrase(
    vault: Vault, counsellor: Login, clerk: Login
) -> None:
    sheet = RecoveryKey.make()
    recovery.put_in(vault.keys, sheet, cost=CHEAP)
    before = vault.keys.opened.vault
    signatures = {login.id: vault.keys.verify_keys_of(login.id) for login in vault.keys.logins()}
    vault.rotate(Rotation(()))
    after = vault.keys.opened.vault
    assert after.generation == 2
    assert {after.data_key, after.database_salt} & {before.data_key, before.database_salt} == set()
    assert set(after.role_keys) == set(RoleKey)
    assert set(after.role_keys.values()) & set(before.role_keys.values()) == set()
    save(vault, "after", "row")
    vault.close()
    for number, words in enumerate((WORDS, "lantern", "walnut")):
        with opened(vault.folder, words, number) as theirs:
            assert saved(theirs) == {**ROWS, "after": "row"}
            assert (
                theirs.keys.verify_keys_of(theirs.keys.login.id) == signatures[theirs.keys.login.id]
            )
            held = theirs.keys.opened.vault.role_keys
            assert held == ({} if theirs.keys.login == clerk else after.role_keys)
    slot = recovery.slot_in(vault.folder)
    Vault.unlock(vault.folder, slot.login.id, sheet.characters, bounds=CHEAP_BOUNDS).close()


def test_nothing_of_the_old_generation_is_left_beside_the_data(vault: Vault) -> None:
    old = raw_key(vault)
    vault.rotate(Rotation(()))
    new = raw_key(vault)
    vault.close()
    assert files(vault.folder) == {
        KEY_FILE, PREVIOUS_KEY_FILE, "data-0002.db", "anchor", "vault.lock", "ballast", "backups",
    }  # fmt: skip
    assert (vault.folder / KEY_FILE).read_bytes() == (vault.folder / PREVIOUS_KEY_FILE).read_bytes()
    path = data_file(vault.folder)
    ask = "SELECT count(*) FROM office_setting"
    assert read_with_another_program(path, new, ask) == [(len(ROWS),)]
    with pytest.raises(apsw.Error):
        read_with_another_program(path, old, ask)


def test_the_previous_key_file_still_saves_a_damaged_one_after_a_rotation(vault: Vault) -> None:
    vault.rotate(Rotation(()))
    vault.close()
    (vault.folder / KEY_FILE).write_bytes(b"damaged")
    with opened(vault.folder) as again:
        assert again.keys.opened.from_previous
        assert saved(again) == ROWS


def test_a_generation_can_follow_a_generation(vault: Vault) -> None:
    keys = {label: vault.keys.subkey(label) for label in ("audit-mac", "record-mac", "anchor-mac")}
    for generation in (2, 3, 4):
        vault.rotate(Rotation(()))
        assert vault.keys.opened.file.generation == generation
    vault.close()
    with opened(vault.folder) as again:
        assert saved(again) == ROWS
        assert again.keys.subkey("audit-mac") == keys["audit-mac"]
        assert again.keys.subkey("record-mac") == keys["record-mac"]
        assert again.keys.subkey("anchor-mac") != keys["anchor-mac"]


def test_virtual_tables_triggers_and_the_version_of_the_schema_move_too(vault: Vault) -> None:
    with vault.transaction() as db:
        db.execute("INSERT INTO person_words (rowid, names, numbers) VALUES (1, 'Diallo', '77')")
        version = db.execute("PRAGMA user_version").fetchone()[0]
    vault.rotate(Rotation(()))
    with vault.read() as db:
        found = db.execute("SELECT rowid FROM person_words WHERE person_words MATCH 'diallo'")
        assert [row[0] for row in found] == [1]
        assert db.execute("PRAGMA user_version").fetchone()[0] == version > 0
    assert (vault.folder / "data-0002.db-wal").exists()  # as before: write-ahead log
    with vault.transaction() as db:
        db.execute("INSERT INTO audit VALUES (1, '', '', '', '', '', '')")
    with pytest.raises(Exception, match="append-only"), vault.transaction() as db:
        db.execute("DELETE FROM audit")
    with pytest.raises(Exception, match="not authorized"), vault.read() as db:
        db.execute("ATTACH 'x' AS y KEY ''")


# -------------------------------------------------------------------------------------- K4: removal


def test_a_removed_user_cannot_open_the_new_generation_even_with_an_old_key_file(
    vault: Vault, counsellor: Login, clerk: Login, tmp_path: Path
) -> None:
    vault.checkpoint()
    copy = tmp_path / "copy"
    shutil.copytree(vault.folder, copy)
    old_role_keys = vault.keys.opened.vault.role_keys
    signed_with = vault.keys.verify_key_of(counsellor.id)
    vault.rotate(Rotation((), gone=[counsellor.id]))
    save(vault, "after", "secret")
    assert vault.keys.logins() == [vault.keys.login, clerk]
    assert vault.keys.verify_keys_of(counsellor.id) == (signed_with,)
    new_role_keys = vault.keys.opened.vault.role_keys
    vault.close()
    with pytest.raises(NotFound):
        Vault.unlock(vault.folder, counsellor.id, "lantern", bounds=CHEAP_BOUNDS)

    # the copy of that time opens (so says the help), and has nothing of what came after
    theirs = Vault.unlock(copy, counsellor.id, "lantern", bounds=CHEAP_BOUNDS)
    assert saved(theirs) == ROWS
    stolen = raw_key(theirs)
    assert theirs.keys.opened.vault.role_keys == old_role_keys
    theirs.close()
    assert set(old_role_keys.values()) & set(new_role_keys.values()) == set()

    # the old key file beside the new data
    for name in (KEY_FILE, PREVIOUS_KEY_FILE):
        shutil.copy(copy / KEY_FILE, vault.folder / name)
    with pytest.raises(VaultDamaged, match="missing"):
        Vault.unlock(vault.folder, counsellor.id, "lantern", bounds=CHEAP_BOUNDS)
    (vault.folder / "data-0002.db").rename(vault.folder / "data-0001.db")
    with pytest.raises(VaultDamaged):
        Vault.unlock(vault.folder, counsellor.id, "lantern", bounds=CHEAP_BOUNDS)
    with pytest.raises(apsw.Error):
        read_with_another_program(
            vault.folder / "data-0001.db", stolen, "SELECT * FROM office_setting"
        )


@pytest.mark.parametrize("key_generation", [1, 2])
@pytest.mark.parametrize("data_generation", [1, 2])
@pytest.mark.parametrize("named", [1, 2])
def test_key_file_and_data_of_two_generations_never_open_together(
    vault: Vault, tmp_path: Path, key_generation: int, data_generation: int, named: int
) -> None:
    folders = {1: tmp_path / "old", 2: tmp_path / "new"}
    vault.checkpoint()
    shutil.copytree(vault.folder, folders[1])
    vault.rotate(Rotation(()))
    vault.checkpoint()
    shutil.copytree(vault.folder, folders[2])
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for name in (KEY_FILE, PREVIOUS_KEY_FILE):
        shutil.copy(folders[key_generation] / KEY_FILE, mixed / name)
    source = folders[data_generation] / f"data-{data_generation:04}.db"
    shutil.copy(source, mixed / f"data-{named:04}.db")
    shutil.copy(folders[data_generation] / "anchor", mixed)
    if key_generation == data_generation == named:
        with opened(mixed) as again:
            assert saved(again) == ROWS
        return
    with pytest.raises(VaultDamaged):
        enter(mixed)


def test_control_without_rotation_a_removed_slot_keeps_the_key(
    vault: Vault, counsellor: Login
) -> None:
    """Dropping the slot alone would leave the data under the key that the removed user knows."""
    old_file = (vault.folder / KEY_FILE).read_bytes()
    slot = vault.keys.opened.file.slot_of(counsellor.id)
    vault.keys.rewrite(vault.keys.opened.file.without({slot.id}))
    save(vault, "after", "secret")
    vault.close()
    known = key_file_reader.read(old_file, "desk 2", "lantern")
    stolen = (known.data_key + known.database_salt).hex()
    rows = read_with_another_program(
        data_file(vault.folder), stolen, "SELECT value FROM office_setting WHERE name = 'after'"
    )
    assert rows == [("secret",)]


def test_the_second_reader_reads_the_key_file_of_the_new_generation(
    vault: Vault, counsellor: Login, clerk: Login
) -> None:
    vault.rotate(Rotation((), gone=[clerk.id], roles={counsellor.id: Role.RECEPTION}))
    content = (vault.folder / KEY_FILE).read_bytes()
    read = key_file_reader.read(content, "desk 1", WORDS)
    keys = vault.keys.opened
    assert (read.generation, read.counter) == (2, 4)
    assert (read.data_key, read.database_salt) == (keys.vault.data_key, keys.vault.database_salt)
    assert read.role_keys == keys.vault.role_keys
    assert [(slot.label, slot.role) for slot in read.slots] == [("desk 1", 2), ("desk 2", 0)]
    assert [login for login, _key in read.retired] == [clerk.id]
    assert key_file_reader.read(content, "desk 2", "lantern").role_keys == {}
    with pytest.raises(key_file_reader.Refused, match="passphrase"):
        key_file_reader.read(content, "desk 1", "lantern")


def test_nobody_removes_or_lowers_themselves_and_only_holders_of_role_keys_rotate(
    vault: Vault, counsellor: Login, clerk: Login
) -> None:
    own = vault.keys.login.id
    for wish in (Rotation((), gone=[own]), Rotation((), roles={own: Role.RECEPTION})):
        with pytest.raises(NotAllowed):
            vault.rotate(wish)
    with pytest.raises(NotFound):
        vault.rotate(Rotation((), gone=["00000000-0000-4000-8000-000000000000"]))
    vault.close()
    theirs = enter(vault.folder, "walnut", 2)
    with pytest.raises(NotAllowed):
        theirs.rotate(Rotation((), gone=[counsellor.id]))
    theirs.close()
    assert data_file(vault.folder).name == "data-0001.db"


# ---------------------------------------------------------------------------- re-sealing, recording


def test_what_was_sealed_is_opened_with_the_old_and_sealed_with_the_new_keys(vault: Vault) -> None:
    seen: list[tuple[OpenedKeys, OpenedKeys]] = []

    def reseal(db: Connection, old: OpenedKeys, new: OpenedKeys) -> None:
        seen.append((old, new))
        sealed = old.vault.role_keys[RoleKey.MEDICAL].hex(), new.vault.role_keys[2].hex()
        db.execute("UPDATE office_setting SET value = ? WHERE value = ?", sealed[::-1])

    before = vault.keys.opened
    save(vault, "sealed", before.vault.role_keys[RoleKey.MEDICAL].hex())
    vault.rotate(Rotation((reseal,), record=lambda db: opening.note(db, "noted", "in time")))
    assert seen == [(before, vault.keys.opened)]
    assert saved(vault)["sealed"] == vault.keys.role_key(RoleKey.MEDICAL).hex()
    with vault.read() as db:
        assert opening.noted(db, "noted") == "in time"


def test_a_resealing_that_fails_leaves_the_old_generation_in_use(vault: Vault) -> None:
    def fail(db: Connection, _old: OpenedKeys, _new: OpenedKeys) -> None:
        db.execute("DELETE FROM office_setting")
        raise RuntimeError("a note that does not open")

    with pytest.raises(RuntimeError):
        vault.rotate(Rotation((fail,)))
    _is_as_before(vault)


def _is_as_before(vault: Vault) -> None:
    assert vault.keys.opened.file.generation == 1
    assert "data-0002.db" not in files(vault.folder)
    save(vault, "goes on", "row")
    vault.close()
    with opened(vault.folder) as again:
        assert saved(again) == {**ROWS, "goes on": "row"}


# ------------------------------------------------------------------------------ stopped, refused


class Stopped(Exception):
    """Somebody pressed Cancel."""


def _stopping_after(steps: int, heard: list[int]) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, words: str) -> None:
        assert (total, bool(words)) == (100, True)
        heard.append(done)
        if len(heard) > steps:
            raise Stopped

    return step


def test_cancelling_at_any_step_leaves_the_old_generation(vault: Vault) -> None:
    stopped = 0
    while vault.keys.opened.file.generation == 1:
        heard: list[int] = []

        with suppress(Stopped):
            vault.rotate(Rotation((), step=_stopping_after(stopped, heard)))
            break
        assert heard == sorted(heard)
        assert "data-0002.db" not in files(vault.folder)
        save(vault, f"goes on {stopped}", "row")
        stopped += 1
    assert stopped >= 20
    assert len(saved(vault)) == len(ROWS) + stopped


def test_a_copy_can_be_stopped_while_it_runs(vault: Vault) -> None:
    with vault.transaction() as db:
        many = ((f"n{number}", "x" * 300) for number in range(20_000))
        db.executemany("INSERT INTO office_setting VALUES (?, ?)", many)
    heard: list[int] = []

    def step(done: int, _total: int, _words: str) -> None:
        heard.append(done)
        if len(heard) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        vault.rotate(Rotation((), step=step))
    assert max(heard) < 50
    assert "data-0002.db" not in files(vault.folder)


def test_a_disk_without_room_is_told_before_anything_is_written(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(vault.folder)
    monkeypatch.setattr(
        "intake_app.vault.rotation.shutil.disk_usage", lambda _folder: usage._replace(free=1000)
    )
    with pytest.raises(StorageFull, match="MB of free space"):
        vault.rotate(Rotation(()))
    monkeypatch.undo()
    _is_as_before(vault)


_real_copy = rotation._copy


def _copy_and_forget(
    source: Path, old: OpenedKeys, path: Path, new: OpenedKeys, wish: Rotation
) -> None:
    _real_copy(source, old, path, new, wish)
    copy = rotation.connect(path, new.vault.data_key, new.vault.database_salt)
    copy.execute("UPDATE office_setting SET value = 'other' WHERE name = '7'")
    copy.close()


def test_a_copy_that_differs_is_never_committed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_copy", _copy_and_forget)
    with pytest.raises(StorageFull, match="not the same"):
        vault.rotate(Rotation(()))
    _is_as_before(vault)


def test_control_without_comparing_the_difference_would_be_committed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "_copy", _copy_and_forget)
    monkeypatch.setattr(rotation, "_compare", lambda *_all: None)
    vault.rotate(Rotation(()))
    assert saved(vault)["7"] == "other"


def test_a_key_file_that_cannot_be_written_leaves_the_old_generation(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object) -> None:
        raise StorageFull("no")

    monkeypatch.setattr(keyfile, "write", refuse)
    with pytest.raises(StorageFull):
        vault.rotate(Rotation(()))
    monkeypatch.undo()
    _is_as_before(vault)


def test_a_disk_that_complains_after_the_renaming_does_not_undo_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keyfile.write

    def complain(*all_: object) -> None:
        real(*all_)  # type: ignore[arg-type]
        raise StorageFull("after the renaming")

    monkeypatch.setattr(keyfile, "write", complain)
    vault.rotate(Rotation(()))
    monkeypatch.undo()
    assert saved(vault) == ROWS
    vault.close()
    with opened(vault.folder) as again:
        assert again.keys.opened.file.generation == 2


def test_while_the_folder_cannot_be_synced_the_old_data_stays(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(5, "I/O error")

    monkeypatch.setattr(rotation, "sync_folder", refuse)
    with pytest.raises(StorageFull):
        vault.rotate(Rotation(()))  # before the commit: the data could not be synced
    monkeypatch.undo()
    real = keyfile.write

    def lose_the_disk(*all_: object) -> None:
        real(*all_)  # type: ignore[arg-type]
        monkeypatch.setattr(rotation, "sync_folder", refuse)

    monkeypatch.setattr(keyfile, "write", lose_the_disk)
    vault.rotate(Rotation(()))
    assert {"data-0001.db", "data-0002.db"} <= files(vault.folder)
    monkeypatch.undo()
    vault.close()
    with opened(vault.folder) as again:
        assert saved(again) == ROWS
    assert "data-0001.db" not in files(vault.folder)


def test_a_vault_opened_by_the_previous_key_file_deletes_no_generation(vault: Vault) -> None:
    vault.close()
    shutil.copy(data_file(vault.folder), vault.folder / "data-0002.db")
    shutil.copy(vault.folder / KEY_FILE, vault.folder / PREVIOUS_KEY_FILE)
    (vault.folder / KEY_FILE).write_bytes(b"damaged")
    with opened(vault.folder):
        assert "data-0002.db" in files(vault.folder)
    with opened(vault.folder):  # control: now the key file itself was read
        assert "data-0002.db" not in files(vault.folder)
