"""Every page of the data file is guarded: one changed bit, a page cut off, exchanged or emptied."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest

from intake_app.errors import DataDamaged, VaultAlarm, VaultDamaged
from intake_app.vault import opening
from tests.core.anchor_kit import flip
from tests.core.vault_kit import closed_vault, data_file, enter, opened, save

PAGE = 4096
PLACES = (16, 100, 1000, 2000, 3000, 4015, 4020, 4090)
"""Offsets in a page: content, initialisation vector, MAC. The first 16 bytes of the file are the
salt, which the key file has too."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault with some rows, and some pages that are free again."""
    folder = closed_vault(tmp_path / "vault")
    with opened(folder) as vault:
        for number in range(12):
            save(vault, f"row {number}", "x" * 3000)
        with vault.transaction() as db:
            db.execute("DELETE FROM office_setting WHERE name LIKE 'row 1%'")
    return folder


def unnoticed_flips(folder: Path, offsets: Iterable[int]) -> tuple[int, list[int]]:
    """How many bits were flipped, one at a time, and which of them opening did not notice."""
    path, count, unnoticed = data_file(folder), 0, []
    for offset in offsets:
        count += 1
        flip(path, offset)
        with suppress(DataDamaged, VaultAlarm):
            enter(folder).close()
            unnoticed.append(offset)
        flip(path, offset)
    enter(folder).close()
    return count, unnoticed


def every_place(folder: Path) -> list[int]:
    size = data_file(folder).stat().st_size
    return [page + place for page in range(0, size, PAGE) for place in PLACES]


def test_a_flipped_bit_in_any_page_is_noticed_at_opening(folder: Path) -> None:
    chosen = random.Random(12).sample(every_place(folder), 160)
    count, unnoticed = unnoticed_flips(folder, chosen)
    assert (count, unnoticed) == (160, [])


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_every_place_of_every_page_is_noticed_at_opening(folder: Path) -> None:
    count, unnoticed = unnoticed_flips(folder, every_place(folder))
    assert count > 600
    assert unnoticed == []


def test_a_flipped_bit_of_the_salt_does_no_harm(folder: Path) -> None:
    """SQLCipher is given the salt with the key; it writes the file's again with the first page."""
    for offset in range(16):
        flip(data_file(folder), offset)
    enter(folder).close()


def test_control_pages_that_nobody_reads_go_unnoticed_without_the_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "check_pages", lambda _db, **_at_rest: None)
    size = data_file(folder).stat().st_size
    count, unnoticed = unnoticed_flips(folder, [page + 100 for page in range(0, size, PAGE)])
    assert 0 < len(unnoticed) < count


def _swapped(content: bytes) -> bytes:
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    pages[3], pages[7] = pages[7], pages[3]
    return b"".join(pages)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content[:-PAGE],
        lambda content: content[: -PAGE // 2],
        lambda content: content + bytes(PAGE),
        lambda content: content + content[-PAGE:],
        lambda content: content + b"x" * 100,
        _swapped,
        lambda content: content[: 4 * PAGE] + bytes(PAGE) + content[5 * PAGE :],
        lambda content: content[: 4 * PAGE] + content[5 * PAGE : 6 * PAGE] + content[5 * PAGE :],
        lambda content: bytes(len(content)),
        lambda _content: b"",
    ],
    ids=[
        "last page gone", "half a page gone", "empty page more", "copied page more", "bytes more",
        "two pages exchanged", "page emptied", "page written over", "all emptied", "no byte left",
    ],
)  # fmt: skip
def test_pages_that_are_gone_exchanged_or_more_are_noticed(
    folder: Path, change: Callable[[bytes], bytes]
) -> None:
    path = data_file(folder)
    whole = path.read_bytes()
    path.write_bytes(change(whole))
    with pytest.raises((VaultDamaged, VaultAlarm)):
        enter(folder)
    assert path.read_bytes() == change(whole)
    path.write_bytes(whole)
    enter(folder).close()
