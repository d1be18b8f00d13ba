"""The anchor: what is lost, put back or altered is noticed before anybody works with it."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.errors import AlarmKind, IntakeError, NotAllowed, StorageFull, VaultAlarm
from intake_app.vault import anchor, opening
from intake_app.vault import vault as vault_module
from intake_app.vault.anchor import FILE_SIZE, RECORD_SIZE, SECOND_AT
from intake_app.vault.derivation import hkdf
from intake_app.vault.migrations import SCHEMA_FOLDER
from intake_app.vault.standing import Standing
from intake_app.vault.vault import Vault, logins_of
from tests.core.vault_kit import (
    CHEAP,
    CHEAP_BOUNDS,
    WORDS,
    closed_vault,
    data_file,
    enter,
    new_vault,
    opened,
    python,
    save,
    saved,
)

RECORDS = (*range(RECORD_SIZE), *range(SECOND_AT, FILE_SIZE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


def alarm_of(folder: Path) -> VaultAlarm:
    """The alarm that opening raises."""
    with pytest.raises(VaultAlarm) as raised:
        enter(folder)
    return raised.value


def marks_of(folder: Path) -> list[dict[str, object]]:
    """Both records as FORMAT.md describes them, read by other code than the program's."""
    with opened(folder) as vault:
        data_key = vault.keys._opened.vault.data_key
    content = (folder / "anchor").read_bytes()
    assert len(content) == 4224
    names = ("magic", "turn", "saves", "line", "link", "generation", "at", "pages", "zeros")
    found = []
    for start in (0, 4096):
        record = content[start : start + 128]
        mac = hmac.digest(hkdf(data_key, b"anchor-mac"), record[:96], "sha256")
        assert mac == record[96:]
        values = struct.unpack("<8sQQQ32sIQ16s4s", record[:96])
        found.append(dict(zip(names, values, strict=True)))
    return found


def test_every_save_is_marked_and_the_records_take_turns(folder: Path) -> None:
    first = marks_of(folder)
    with opened(folder) as vault:
        for number in range(5):
            save(vault, f"row {number}", "x")
    marks = marks_of(folder)
    newest = max(marks, key=lambda mark: int(str(mark["turn"])))
    with opened(folder) as vault, vault.read() as db:
        count = db.execute("SELECT count FROM saves").fetchone()[0]
        pages = hashlib.sha256()
    assert newest["saves"] == count == max(int(str(m["saves"])) for m in first) + 5
    assert abs(int(str(marks[0]["turn"])) - int(str(marks[1]["turn"]))) == 1
    content = data_file(folder).read_bytes()
    for end in range(4096, len(content) + 1, 4096):
        pages.update(content[end - 64 : end])
    pages.update(len(content).to_bytes(8, "little"))
    with opened(folder) as vault:
        key = hkdf(vault.keys._opened.vault.data_key, b"anchor-mac")
    assert newest["pages"] == hmac.digest(key, b"pages" + pages.digest(), "sha256")[:16]


def test_reading_alone_writes_nothing(folder: Path) -> None:
    before = (folder / "anchor").read_bytes()
    with opened(folder) as vault:
        saved(vault)
        with vault.transaction() as db:
            db.execute("DELETE FROM office_setting WHERE name = 'nobody'")
    assert (folder / "anchor").read_bytes() == before


# ------------------------------------------------------------------- crashes that lose nothing

CRASH = """
import os, sys
from pathlib import Path
from intake_app.vault import anchor
from tests.core.vault_kit import enter, save
vault = enter(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    save(vault, f"row {number}", "x" * 500)
if sys.argv[3] == "before the mark":
    anchor.Anchor.saved = lambda *_arguments: os._exit(9)
    save(vault, "last", "row")
if sys.argv[3] == "in the mark":
    whole = anchor.Mark.encode
    anchor.Mark.encode = lambda mark, key: whole(mark, key)[:60]
    save(vault, "last", "row")
os._exit(9)
"""


def crash(folder: Path, saves: int, moment: str = "after the mark") -> Path:
    """Save so many rows and die. Returns the write-ahead log that is left."""
    python(CRASH, str(folder), str(saves), moment).communicate()
    (log,) = folder.glob("data-*-wal")
    return log


@pytest.mark.parametrize("moment", ["after the mark", "before the mark", "in the mark"])
def test_a_crash_at_any_moment_of_a_save_is_no_alarm(folder: Path, moment: str) -> None:
    crash(folder, 3, moment)
    for _time in range(2):
        with opened(folder) as vault:
            rows = saved(vault)
            assert len(rows) == 4 + (moment != "after the mark")
            save(vault, f"then {len(rows)}", "row")
            vault._open.execute("DELETE FROM office_setting WHERE name LIKE 'then%'")
    marks_of(folder)


def test_a_torn_record_that_a_crash_explains_is_mended_and_noted(folder: Path) -> None:
    crash(folder, 3, "in the mark")
    with opened(folder) as vault:
        assert vault.notes()["anchor_mended_at"]
    assert len(marks_of(folder)) == 2


# --------------------------------------------------------------------------- lost and put back


def test_a_log_that_is_taken_away_is_told_with_the_number_of_saves(folder: Path) -> None:
    log = crash(folder, 3)
    log.unlink()
    alarm = alarm_of(folder)
    assert (alarm.kind, alarm.count) == (AlarmKind.SAVES_MISSING, 3)
    assert alarm.known_at
    assert "3 saves are missing" in alarm.sentence


def test_looking_at_a_vault_with_missing_saves_changes_nothing(folder: Path) -> None:
    log = crash(folder, 4)
    flip(log, log.stat().st_size // 2)
    before = contents(folder)
    assert 1 <= alarm_of(folder).count <= 4
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    """All that the vault consists of, byte by byte."""
    ours = (*folder.glob("data-*.db*"), *folder.glob("keys*"), *folder.glob("anchor*"))
    return {path.name: path.read_bytes() for path in ours if not path.name.endswith("-shm")}


def flip(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 0x10]))


def places_in_log(log: Path) -> Iterator[int]:
    """The header, and seven places in every frame: header, checksum, page, end."""
    yield from (0, 9, 17, 25, 31)
    for frame in range(32, log.stat().st_size, 24 + 4096):
        yield from (frame + inside for inside in (1, 6, 13, 20, 30, 2000, 24 + 4095))


def unreported_flips(folder: Path, places: Callable[[Path], list[int]]) -> tuple[int, list[int]]:
    """How many places of the log were damaged, one at a time, and which went unnoticed."""
    log = folder / "data-0001.db-wal"
    whole = contents(folder)
    chosen = places(log)
    unnoticed = []
    for offset in chosen:
        for name, content in whole.items():
            (folder / name).write_bytes(content)
        (folder / "data-0001.db-shm").unlink(missing_ok=True)
        flip(log, offset)
        with suppress(VaultAlarm):
            enter(folder).close()
            unnoticed.append(offset)
    return len(chosen), unnoticed


def test_every_frame_of_the_log_is_guarded(folder: Path) -> None:
    crash(folder, 8)
    count, unnoticed = unreported_flips(folder, lambda log: list(places_in_log(log)))
    assert count > 100
    assert unnoticed == []


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_every_frame_of_a_long_log_is_guarded(folder: Path) -> None:
    crash(folder, 60)
    count, unnoticed = unreported_flips(folder, lambda log: list(places_in_log(log)))
    assert count > 900
    assert unnoticed == []


@pytest.fixture
def no_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it was without an anchor: for negative controls."""

    def nothing(*_arguments: object) -> Standing:
        return Standing(anchor.Mark(1, 0, 0, "0" * 64, 1, 0))

    monkeypatch.setattr(opening, "compare", nothing)


@pytest.mark.usefixtures("no_anchor")
def test_control_without_the_anchor_saves_vanish_without_a_word(folder: Path) -> None:
    log = crash(folder, 8)
    flip(log, 32 + 30)
    with opened(folder) as vault:
        assert len(saved(vault)) < 9
        assert vault._open.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


# ------------------------------------------------------------------------------ the anchor itself


def reported(
    folder: Path, offsets: Iterator[int] | range | tuple[int, ...], mask: int
) -> list[int]:
    """The places of the anchor whose alteration goes unnoticed."""
    whole = (folder / "anchor").read_bytes()
    with opened(folder) as vault:
        keys = vault.keys._opened
    unnoticed = []
    key = anchor.anchor_key(keys.vault.data_key)
    path = data_file(folder)
    pages = anchor.fingerprint(key, anchor.page_macs(path))
    connection = opening.open_to_read(path, keys)
    for offset in offsets:
        content = bytearray(whole)
        content[offset] ^= mask
        (folder / "anchor").write_bytes(content)
        with suppress(VaultAlarm):
            opening.compare(connection, folder, key, 1, pages)
            unnoticed.append(offset)
    connection.close()
    (folder / "anchor").write_bytes(whole)
    enter(folder).close()
    return unnoticed


def test_every_byte_of_the_anchor_is_guarded(folder: Path) -> None:
    assert reported(folder, RECORDS, 0x01) == []
    assert reported(folder, range(RECORD_SIZE, SECOND_AT, 97), 0x80) == []


@pytest.mark.nightly
@pytest.mark.parametrize("bit", range(8))
def test_every_bit_of_the_anchor_is_guarded(folder: Path, bit: int) -> None:
    assert reported(folder, range(FILE_SIZE), 1 << bit) == []


@pytest.mark.parametrize("offset", [0, 20, 100, 127, 2000, 4096, 4200])
def test_an_altered_anchor_is_told_at_opening(folder: Path, offset: int) -> None:
    flip(folder / "anchor", offset)
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_DAMAGED


@pytest.mark.parametrize("size", [0, 1, 127, 128, 129, 4095, 4096, 4200, 4223, 4225])
def test_an_anchor_of_another_length_is_told(folder: Path, size: int) -> None:
    os.truncate(folder / "anchor", size)
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_DAMAGED


def test_a_missing_anchor_is_told(folder: Path) -> None:
    (folder / "anchor").unlink()
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_MISSING


@pytest.mark.usefixtures("no_anchor")
def test_control_without_the_comparison_a_missing_anchor_is_not_told(folder: Path) -> None:
    (folder / "anchor").unlink()
    enter(folder).close()


def test_an_older_anchor_is_told(folder: Path) -> None:
    older = (folder / "anchor").read_bytes()
    with opened(folder) as vault:
        save(vault, "second", "row")
        save(vault, "third", "row")
    (folder / "anchor").write_bytes(older)
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_OLDER


def test_the_anchor_of_another_vault_is_no_anchor(folder: Path, tmp_path: Path) -> None:
    other = closed_vault(tmp_path / "other")
    shutil.copy(other / "anchor", folder / "anchor")
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_DAMAGED


def test_a_spoiled_record_does_not_hide_that_the_last_save_is_gone(folder: Path) -> None:
    """Cutting the newest save off and its mark too would else look like an interrupted write."""
    older = data_file(folder).read_bytes()
    with opened(folder) as vault:
        save(vault, "second", "row")
        newest = vault._anchor.newest.turn
        content = (folder / "anchor").read_bytes()
    data_file(folder).write_bytes(older)
    (folder / "anchor").write_bytes(content)
    flip(folder / "anchor", SECOND_AT if newest % 2 else 0)
    assert alarm_of(folder).kind is AlarmKind.ANCHOR_DAMAGED


# ------------------------------------------------------------- saved, but the mark was refused


def test_a_mark_that_the_disk_refuses_is_told_and_holds_up_the_next_save(folder: Path) -> None:
    with opened(folder) as vault:
        (folder / "anchor").rename(folder / "away")
        save(vault, "second", "row")  # committed, so this is no error
        assert isinstance(vault.trouble, StorageFull)
        with pytest.raises(StorageFull):
            save(vault, "third", "row")
        assert set(saved(vault)) == {"first", "second"}
        (folder / "away").rename(folder / "anchor")
        save(vault, "third", "row")
        assert vault.trouble is None
    with opened(folder) as vault:
        assert set(saved(vault)) == {"first", "second", "third"}


def test_a_mark_that_was_never_written_is_no_alarm_the_next_day(folder: Path) -> None:
    with opened(folder) as vault:
        (folder / "anchor").rename(folder / "away")
        save(vault, "second", "row")
    (folder / "away").rename(folder / "anchor")
    with opened(folder) as vault:
        assert set(saved(vault)) == {"first", "second"}


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
