"""Files on a stick: whole under their name, or not there at all."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intake_app.errors import StorageFull
from intake_app.sync import files


def test_a_written_file_is_whole_and_has_no_part_beside_it(tmp_path: Path) -> None:
    (tmp_path / "0a1b2c3d.casebatch.part").write_bytes(b"left over from a pulled stick")
    content = os.urandom(3_000_000)
    for given_content in (content, io.BytesIO(content)):
        path = files.write_verified(tmp_path, "0a1b2c3d.casebatch", given_content)
        assert path.read_bytes() == content
        assert [entry.name for entry in tmp_path.iterdir()] == ["0a1b2c3d.casebatch"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "con\0", "x" * 200])
def test_a_name_that_is_a_path_is_never_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        files.write_verified(tmp_path, name, b"x")


def test_a_missing_stick_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageFull):
        files.write_verified(tmp_path / "gone", "a.casebatch", b"x")


def test_a_stick_that_gives_back_other_bytes_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.replace

    def bad_medium(source: Path, target: Path) -> None:
        content = bytearray(source.read_bytes())
        content[-1] ^= 1
        source.write_bytes(content)
        rename(source, target)

    monkeypatch.setattr(os, "replace", bad_medium)
    with pytest.raises(StorageFull):
        files.write_verified(tmp_path, "a.casebatch", b"content")
    assert list(tmp_path.iterdir()) == []


FULL_STICK = """
import sys
from pathlib import Path
from intake_app.errors import StorageFull
from intake_app.sync.files import write_verified
folder = Path(sys.argv[1])
write_verified(folder, "small.casebatch", bytes(100_000))
try:
    write_verified(folder, "large.casebatch", bytes(2_000_000))
except StorageFull as error:
    print(error.sentence)
print(sorted(path.name for path in folder.iterdir()))
"""


def test_a_full_and_a_protected_stick_leave_no_part_behind(tmp_path: Path) -> None:
    assert shutil.which("unshare"), "unshare is missing: install util-linux."
    mounts = {"full": "", "protected": f"&& mount -o remount,ro {tmp_path}"}
    said = {}
    for name, then in mounts.items():
        script = (
            FULL_STICK if name == "full" else FULL_STICK.replace("write_verified(f", "0 and (f", 1)
        )
        done = subprocess.run(
            [
                "unshare", "-Urm", "sh", "-c",
                f"mount -t tmpfs -o size=1m none {tmp_path} {then} && exec \"$@\"",
                "sh", sys.executable, "-c", script, tmp_path,
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        said[name] = done.stdout.splitlines()
    assert "not enough room" in said["full"][0]
    assert said["full"][1] == "['small.casebatch']"
    assert "write-protected" in said["protected"][0]
    assert said["protected"][1] == "[]"
