"""Media that cannot be written: a vault there is read and never written; a full one is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app.errors import ReadOnly
from intake_app.vault.vault import to_read_only
from tests.core.vault_kit import closed_vault, opened, python, save, saved

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="mounts")


def mounted_here(size: str = "64m") -> tuple[str, ...]:
    """Run a program where the folder that is its first argument is a disk of its own."""
    mounts = f'mount -t tmpfs -o size={size} tmpfs "$0" && exec "$@"'
    return ("unshare", "-Urm", "sh", "-c", mounts)


def test_this_machine_can_mount_a_disk_of_its_own() -> None:
    """Without it the tests below would say nothing."""
    done = subprocess.run(["unshare", "-Urm", "true"], check=False)
    assert done.returncode == 0, "allow user namespaces: sysctl kernel.unprivileged_userns_clone=1"


LOCKED_DISK = """
import json, os, subprocess, sys
from pathlib import Path
from intake_app.errors import IntakeError, ReadOnly
from tests.core.vault_kit import WORDS, closed_vault, enter, save, saved
folder = closed_vault(Path(sys.argv[1]) / "vault")
lock = sys.argv[2] == "locked"
if lock:
    subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
vault = enter(folder)
told = []
for attempt in (
    lambda: save(vault, "second", "row"),
    lambda: vault.keys.change_passphrase(WORDS, "new words"),
):
    try:
        attempt()
    except ReadOnly as error:
        told.append(error.sentence)
rows = saved(vault)
vault.checkpoint()
vault.close()
after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
print(json.dumps([vault.read_only, rows, told, before == after]))
"""


@pytest.mark.parametrize("state", ["locked", "control"])
def test_a_vault_on_a_locked_disk_is_read_and_every_save_refused(
    tmp_path: Path, state: str
) -> None:
    out, _errors = python(
        LOCKED_DISK, str(tmp_path), state, before=(*mounted_here(), str(tmp_path))
    ).communicate()
    read_only, rows, told, unchanged = json.loads(out)
    if state == "locked":
        assert (read_only, rows, unchanged) == (True, {"first": "row"}, True)
        assert len(told) == 2
        assert all("reading only" in sentence for sentence in told)
    else:
        assert (read_only, rows, told) == (False, {"first": "row", "second": "row"}, [])


def test_nothing_is_written_on_a_locked_disk_not_even_tried(tmp_path: Path) -> None:
    """Every call of the system that would write, make or change a file there is looked for."""
    folder = closed_vault(tmp_path / "vault")
    (folder / "backup.json").write_text('{"made_at": "2026-05-12T09:00:00+00:00"}')
    code = """
import sys
from pathlib import Path
def watch(event, arguments):
    if event == "open" and str(arguments[0]).startswith(sys.argv[1]):
        mode, flags = arguments[1], arguments[2]
        assert flags & 3 == 0 and not flags & 64, (arguments[0], mode, flags)
    assert event not in {"os.rename", "os.remove", "os.mkdir", "os.truncate", "os.rmdir"}, event
from tests.core.vault_kit import enter, saved
sys.addaudithook(watch)
vault = enter(Path(sys.argv[1]))
assert saved(vault) == {"first": "row"}
vault.close()
print("read")
"""
    out, _errors = python(code, str(folder)).communicate()
    assert out == "read\n"
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [
        "anchor", "backup.json", "ballast", "data-0001.db", "keys.cvk", "vault.lock",
    ]  # fmt: skip
    (folder / "backup.json").unlink()  # the control: a vault that is worked in is locked and noted
    out, _errors = python(code, str(folder)).communicate()
    assert out == ""


def test_saves_that_wait_in_a_log_are_not_passed_over(tmp_path: Path) -> None:
    folder = closed_vault(tmp_path / "vault")
    child = """
import os, sys
from pathlib import Path
from tests.core.vault_kit import enter, save
save(enter(Path(sys.argv[1])), "second", "row")
os._exit(9)
"""
    python(child, str(folder)).communicate()
    mark = folder / "backup.json"
    mark.write_text("{}")
    assert to_read_only(folder)
    with pytest.raises(ReadOnly, match="not closed well"), opened(folder):
        pass
    mark.unlink()
    with opened(folder) as vault:
        assert saved(vault) == {"first": "row", "second": "row"}
    mark.write_text("{}")
    with opened(folder) as vault:
        assert vault.read_only
        assert saved(vault) == {"first": "row", "second": "row"}


def test_an_open_folder_that_may_be_written_is_worked_in(tmp_path: Path) -> None:
    folder = closed_vault(tmp_path / "vault")
    assert not to_read_only(folder)
    with opened(folder) as vault:
        assert not vault.read_only
        save(vault, "second", "row")


# ---------------------------------------------------------------------------- backups to bad media

TO_A_SMALL_STICK = """
import json, os, subprocess, sys
from datetime import datetime, UTC
from pathlib import Path
from intake_app.errors import IntakeError
from intake_app.vault import backup
from tests.core.vault_kit import new_vault, save, saved
stick, vault_folder, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
vault = new_vault(vault_folder)
for number in range(30):
    save(vault, str(number), os.urandom(20_000).hex())
steps = 0
def step(*_step):
    global steps
    steps += 1
    if steps == 2 and how == "fills up":
        free = backup.shutil.disk_usage(stick).free
        (stick / "film").write_bytes(os.urandom(free - 100_000))
    if steps == 2 and how == "is pulled":
        subprocess.run(["umount", "-l", str(stick)], check=True)
    if steps == 2 and how == "is locked":
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=False)
backup._PAGES_AT_ONCE = 64
if how == "is small":
    (stick / "film").write_bytes(os.urandom(backup.shutil.disk_usage(stick).free - 500_000))
told = ""
try:
    backup.write(vault, stick, "GN", datetime(2026, 5, 12, tzinfo=UTC), step)
except IntakeError as error:
    told = error.sentence
save(vault, "after", "row")
left = [path.name for path in stick.iterdir() if path.name != "film"]
rows = len(saved(vault))
vault.close()
print(json.dumps([told, left, rows, steps]))
"""


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("is small", "not enough room"),
        ("fills up", "medium is full"),
        ("is pulled", "could not be written|other bytes"),
        ("control", ""),
    ],
)
def test_a_stick_that_fails_during_a_backup_is_told_and_holds_none(
    tmp_path: Path, how: str, words: str
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    out, _errors = python(
        TO_A_SMALL_STICK, str(stick), str(tmp_path / "vault"), how,
        before=(*mounted_here("4m"), str(stick)),
    ).communicate()  # fmt: skip
    told, left, rows, _steps = json.loads(out)
    assert rows == 31
    if how == "control":
        assert (told, left) == ("", ["GN-2026-05-12-1"])
    else:
        assert any(word in told for word in words.split("|")), told
        assert left == []


FULL_DISK = """
import json, os, sys
from pathlib import Path
from intake_app.errors import StorageFull
from tests.core.vault_kit import enter, new_vault, save, saved
folder, with_reserve = Path(sys.argv[1]) / "vault", sys.argv[2] == "reserve"
vault = new_vault(folder, ballast_size=256 * 1024)
if not with_reserve:
    (folder / "ballast").unlink()
number, told = 0, ""
while number < 5000 and not told:
    try:
        save(vault, str(number), os.urandom(2000).hex())
        number += 1
    except StorageFull as error:
        told = error.sentence
once_more = ""
try:
    save(vault, "after", os.urandom(20_000).hex())
except StorageFull as error:
    once_more = error.sentence
rows = len(saved(vault))
vault.close()
print(json.dumps([number, rows, told, once_more, vault.reserve_given]))
"""


@pytest.mark.parametrize("reserve", ["reserve", "control"])
def test_a_full_disk_is_told_with_its_free_space_and_the_reserve_saves_once(
    tmp_path: Path, reserve: str
) -> None:
    out, _errors = python(
        FULL_DISK, str(tmp_path), reserve, before=(*mounted_here("2600k"), str(tmp_path))
    ).communicate()
    number, rows, told, once_more, given = json.loads(out)
    assert number > 10
    if reserve == "reserve":
        assert given
        assert "reserve" in told
        assert once_more == ""
        assert rows == number + 1
    else:
        assert not given
        assert "MB are free" in told
        assert "Make room" in told
        assert "Make room" in once_more
        assert rows == number
