"""The anchor: what is lost, put back or altered is noticed before anybody works with it."""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import shutil
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from intake_app.errors import AlarmKind, StorageFull, VaultAlarm
from intake_app.vault import anchor, opening
from intake_app.vault.anchor import FILE_SIZE, RECORD_SIZE, SECOND_AT
from intake_app.vault.derivation import hkdf
from tests.core.anchor_kit import alarm_of, contents, crash, flip, no_anchor
from tests.core.vault_kit import (
    closed_vault,
    data_file,
    enter,
    opened,
    save,
    saved,
)

__all__ = ["no_anchor"]

RECORDS = (*range(RECORD_SIZE), *range(SECOND_AT, FILE_SIZE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


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


@pytest.mark.parametrize("call", ["open", "lseek", "write", "short write", "fdatasync", "close"])
def test_every_fault_of_writing_the_mark_leaves_a_save_that_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    whole = getattr(os, call.split()[-1])

    def fails(*arguments: object, **named: object) -> object:
        if call == "short write":
            return whole(arguments[0], bytes(arguments[1])[:50])  # type: ignore[call-overload]
        if call == "close":
            whole(*arguments)
        raise OSError(errno.EIO, "injected")

    with opened(folder) as vault:
        with monkeypatch.context() as faulty:
            faulty.setattr(os, call.split()[-1], fails)
            save(vault, "second", "row")
        assert vault.trouble is not None
        with monkeypatch.context() as faulty:
            faulty.setattr(os, call.split()[-1], fails)
            with pytest.raises(StorageFull):
                save(vault, "third", "row")
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
