"""What the tests of the anchor share: vaults that crash, are altered, and what they say then."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.errors import VaultAlarm
from intake_app.vault import anchor, opening
from intake_app.vault.standing import Standing
from tests.core.vault_kit import enter, python


def alarm_of(folder: Path) -> VaultAlarm:
    """The alarm that opening raises."""
    with pytest.raises(VaultAlarm) as raised:
        enter(folder)
    return raised.value


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


@pytest.fixture
def no_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it was without an anchor: for negative controls."""

    def nothing(*_arguments: object) -> Standing:
        return Standing(anchor.Mark(1, 0, 0, "0" * 64, 1, 0))

    monkeypatch.setattr(opening, "compare", nothing)
