"""Killed, out of room, or opened twice: what was said to be saved is there, and nothing hangs."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from intake_app.errors import IntakeError, StorageFull, VaultInUse, WrongPassphrase
from intake_app.vault.db import connect
from intake_app.vault.files import disk_errors_in_words
from intake_app.vault.vault import BALLAST, release_ballast, restore_ballast
from tests.core.vault_kit import (
    WORDS,
    closed_vault,
    data_file,
    enter,
    opened,
    python,
    save,
    saved,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, limits and mounts")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault that holds one row."""
    return closed_vault(tmp_path / "vault")


# ------------------------------------------------------------------------------------ two programs

HOLD = """
import sys
from pathlib import Path
from tests.core.vault_kit import enter
vault = enter(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_second_program_is_refused_by_name_until_the_first_is_killed(folder: Path) -> None:
    first = python(HOLD, str(folder))
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    with pytest.raises(VaultInUse, match=r"desk 1, since \d\d/\d\d/\d{4} \d\d:\d\d"):
        enter(folder)
    holder = json.loads((folder / "vault.lock").read_text())
    assert (holder["label"], holder["pid"]) == ("desk 1", first.pid)
    first.kill()
    first.communicate()
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row"}


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"label": 1}', "[" * 4000, "\udcff"])
def test_an_unreadable_lock_file_does_not_matter(folder: Path, text: str) -> None:
    (folder / "vault.lock").write_bytes(text.encode("utf-8", "surrogateescape"))
    with opened(folder):
        (folder / "vault.lock").write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(VaultInUse, match="already open"):
            enter(folder)


def test_a_crash_leaves_a_log_that_the_next_opening_takes_in(folder: Path) -> None:
    child = python(
        """
import os, sys
from pathlib import Path
from tests.core.vault_kit import enter, save
vault = enter(Path(sys.argv[1]))
save(vault, "second", "row")
os._exit(9)
""",
        str(folder),
    )
    child.communicate()
    assert list(folder.glob("*-wal"))
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row", "second": "row"}


# ------------------------------------------------------------------------------ kills while saving

SAVE = """
import hashlib, os, sys
from pathlib import Path
from tests.core.vault_kit import enter
too_early = sys.argv[2] == "too early"
vault = enter(Path(sys.argv[1]))
with vault.read() as db:
    number = db.execute("SELECT count(*) FROM office_setting").fetchone()[0]
while True:
    number += 1
    value = os.urandom(200 + number % 2000).hex()
    ack = f"{number} {hashlib.sha256(value.encode()).hexdigest()}\\n"
    with vault.transaction() as db:
        db.execute("INSERT INTO office_setting VALUES (?, ?)", (f"a{number}", value))
        db.execute("INSERT INTO draft VALUES (?, 'x', 'x', ?, '')", (f"a{number}", ack))
        if too_early:
            os.write(1, ack.encode())
            sys.stdin.read()
    os.write(1, ack.encode())
"""


def acknowledged_until_killed(
    folder: Path, kills: int, when: str = "after the commit"
) -> list[tuple[int, str]]:
    """Start the saving program, kill it after a moment, again and again."""
    moment = random.Random(8)
    acknowledged = []
    for _kill in range(kills):
        child = python(SAVE, str(folder), when)
        assert child.stdout is not None
        first = child.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            child.wait(moment.random() * 0.06)
        child.kill()
        rest, _errors = child.communicate()
        for line in (first + rest).splitlines(keepends=True):
            if line.endswith("\n"):
                number, digest = line.split()
                acknowledged.append((int(number), digest))
    return acknowledged


def lost_and_torn(folder: Path, acknowledged: list[tuple[int, str]]) -> tuple[int, int]:
    """Acknowledged saves that are not there, and transactions of which only a half is there."""
    with opened(folder) as vault, vault.read() as db:
        values = {r[0] for r in db.execute("SELECT name FROM office_setting")} - {"first"}
        drafts = {r[0]: r[1] for r in db.execute("SELECT owner, body FROM draft")}
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    lost = sum(drafts.get(f"a{n}") != f"{n} {digest}\n" for n, digest in acknowledged)
    return lost, len(values ^ set(drafts))


def test_no_acknowledged_save_is_lost_in_fifteen_kills(folder: Path) -> None:
    acknowledged = acknowledged_until_killed(folder, 15)
    assert len(acknowledged) >= 15
    assert lost_and_torn(folder, acknowledged) == (0, 0)


def test_control_saves_acknowledged_too_early_are_found_missing(folder: Path) -> None:
    acknowledged = acknowledged_until_killed(folder, 2, when="too early")
    lost, torn = lost_and_torn(folder, acknowledged)
    assert (lost, torn) == (2, 0)


STOP_AT = """
import os, sys
from pathlib import Path
from intake_app.vault import files
from tests.core.vault_kit import WORDS, enter
vault = enter(Path(sys.argv[1]))
left = int(sys.argv[2])

def or_stop(real):
    def call(*arguments):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return real(*arguments)
    return call

files.os.replace = or_stop(os.replace)
files.sync_folder = or_stop(files.sync_folder)
files.write_synced = or_stop(files.write_synced)
vault.keys.change_passphrase(WORDS, "new words")
print("changed", flush=True)
os._exit(0)
"""


def test_a_rewrite_of_the_key_file_that_stops_anywhere_leaves_one_that_opens(
    folder: Path, tmp_path: Path
) -> None:
    opened_by = []
    for stop_at in range(1, 8):
        copy = Path(shutil.copytree(folder, tmp_path / f"copy{stop_at}"))
        said, _errors = python(STOP_AT, str(copy), str(stop_at)).communicate()
        for words in (WORDS, "new words"):
            with suppress(WrongPassphrase):
                enter(copy, words).close()
                opened_by.append(words)
        assert len(opened_by) == stop_at
        assert said == "" or opened_by[-1] == "new words"
    assert opened_by == [WORDS] * 5 + ["new words"] * 2


# --------------------------------------------------------------------------------------- disk full

FILL = """
import json, os, sys
from pathlib import Path
from intake_app.errors import StorageFull
from intake_app.vault.vault import release_ballast
from tests.core.vault_kit import enter, new_vault, save, saved
folder = Path(sys.argv[1]) / "vault"
vault = new_vault(folder, ballast_size=400_000)
save(vault, "first", "row")
number, told = 0, ""
while number < 5000:
    try:
        save(vault, str(number), os.urandom(2000).hex())
    except StorageFull as error:
        told = error.sentence
        break
    number += 1
kept = len(saved(vault)) - 1
vault.close()
vault = enter(folder)                     # on a full disk: the reserve is given up for it
reopened = len(saved(vault)) - 1
reserve_left = (folder / "ballast").exists()
if reserve_left:
    release_ballast(folder)
save(vault, "after", "row")
with vault.transaction() as db:
    db.execute("DELETE FROM office_setting WHERE name = '0'")
vault.close()
vault = enter(folder)
print(json.dumps([number, kept, reopened, told, len(saved(vault)) - 2]))
"""


def _can_mount() -> bool:
    with suppress(OSError):
        return subprocess.run(["unshare", "-Urm", "true"], check=False).returncode == 0
    return False


@pytest.mark.skipif(not _can_mount(), reason="no user namespaces here")
def test_on_a_full_disk_nothing_is_lost_and_the_reserve_lets_work_go_on(tmp_path: Path) -> None:
    mounted = 'mount -t tmpfs -o size=3200k tmpfs "$0" && exec "$@"'
    before = ("unshare", "-Urm", "sh", "-c", mounted, str(tmp_path))
    out, _errors = python(FILL, str(tmp_path), before=before).communicate()
    number, kept, reopened, told, in_the_end = json.loads(out)
    assert number > 10
    assert kept == reopened == number
    assert "disk is full" in told
    assert "Make room" in told
    assert in_the_end == number - 1


def test_a_write_that_the_system_refuses_is_told_and_undone(folder: Path) -> None:
    with opened(folder) as vault:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
        try:
            with pytest.raises(StorageFull, match="Nothing was saved"):
                save(vault, "big", "x" * 400_000)
            with pytest.raises(StorageFull, match="disk is full"), disk_errors_in_words():
                (folder / "backups" / "big").write_bytes(bytes(400_000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert saved(vault) == {"first": "row"}
        save(vault, "small", "row")
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row", "small": "row"}


def test_a_key_file_that_cannot_be_written_keeps_the_old_passphrase(folder: Path) -> None:
    with opened(folder) as vault:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        try:
            with pytest.raises(StorageFull):
                vault.keys.change_passphrase(WORDS, "new words")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    enter(folder).close()
    assert not list(folder.glob("*.tmp"))


def test_the_reserve_is_real_and_can_be_made_again(folder: Path) -> None:
    size = (folder / BALLAST).stat().st_size
    assert (folder / BALLAST).stat().st_blocks * 512 >= size > 0
    assert len(set((folder / BALLAST).read_bytes())) == 256
    assert release_ballast(folder) == size
    assert release_ballast(folder) == 0
    assert restore_ballast(folder, 1000)
    assert (folder / BALLAST).stat().st_size == 1000
    assert not restore_ballast(folder.parent / "nowhere", 1000)


def test_a_folder_that_vanishes_while_open_is_told(folder: Path) -> None:
    """A stick that was pulled out."""
    with opened(folder) as vault:
        folder.rename(folder.with_name("gone"))
        with pytest.raises(StorageFull, match="Check that it is connected"):
            vault.keys.change_passphrase(WORDS, "new words")
        folder.with_name("gone").rename(folder)
    enter(folder).close()


def test_a_save_while_another_program_writes_is_told(folder: Path) -> None:
    """No second copy of ours can do this; a foreign tool with the key could."""
    with opened(folder) as vault:
        db = vault._open
        db.set_authorizer(None)
        db.execute("PRAGMA busy_timeout = 10")
        keys = vault.keys._opened.vault
        foreign = connect(data_file(folder), keys.data_key, keys.database_salt)
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(IntakeError, match="Try again"):
            save(vault, "second", "row")
        foreign.execute("ROLLBACK")
        foreign.close()
        save(vault, "second", "row")
        assert os.getpid() == json.loads((folder / "vault.lock").read_text())["pid"]
