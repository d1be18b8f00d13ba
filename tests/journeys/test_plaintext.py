"""A whole day of work leaves nothing that can be read: not in files, not in calls, not in a log."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import zstandard

from intake_app.acts import Role
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.journeys.whole_day import WORDS
from tests.plaintext import forms_of, found_in, found_under
from tests.source_code import ROOT

SETTINGS = "home/.config/intake-desk/device.json"


@dataclass(frozen=True)
class Day:
    """What a day left behind: the folder, what was said, and the clerk's passphrase."""

    folder: Path
    said: str
    passphrase: str


def spent_in(folder: Path, *before: str) -> Day:
    """A day whose home, temporary and configuration folders are all in this folder."""
    home = folder / "home"
    for name in ("tmp", "run"):
        (home / name).mkdir(parents=True, mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.journeys.whole_day", folder],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    assert lines, done.stderr[-3000:]
    return Day(folder, "\n".join(lines[:-1]) + done.stderr, lines[-1])


def files_of(day: Day) -> set[str]:
    """Every file that the day left, but those of the vault and those that were asked for."""
    return {
        str(path.relative_to(day.folder))
        for path in day.folder.rglob("*")
        if not path.is_dir()
        and path.relative_to(day.folder).parts[0] not in {"vault", "calls"}
        and path.suffix not in {".casebatch", ".deskcard"}
        and path.name != "hub-card.json"
    }


def in_the_vault(day: Day) -> set[str]:
    """The words that whoever has the passphrase reads."""
    login = next(one for one in logins_of(day.folder / "vault") if one.role is Role.RECEPTION)
    session = users.sign_in(day.folder / "vault", login.id, day.passphrase, {})
    with session.read() as db:
        text = str(
            [
                tuple(row)
                for table in ("person", "identity_document", "plan", "draft")
                for row in db.execute("SELECT * FROM " + table)
            ]
        )
    session.vault.close()
    return {word for word in WORDS if word in text or word.upper() in text}


def all_words(day: Day) -> Sequence[str]:
    return [*WORDS, *(word.upper() for word in WORDS), day.passphrase]


@pytest.mark.timeout(300)
def test_no_file_of_a_day_can_be_read_and_none_lies_outside(tmp_path: Path) -> None:
    day = spent_in(tmp_path)
    assert found_under(day.folder, all_words(day)) == {}
    assert files_of(day) == {SETTINGS}
    assert found_in(day.said.encode(), all_words(day)) == set()
    assert in_the_vault(day) == set(WORDS), "control: all of it was typed and kept"
    (day.folder / "note").write_text(WORDS[0])
    assert set(found_under(day.folder, all_words(day))) == {"note"}, "control: the search finds"


_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def written(calls: Path) -> Iterator[bytes]:
    """The bytes that a recorded program handed to the system, call by call."""
    with calls.open() as lines:
        for line in lines:
            for text in _TEXT.findall(line):
                yield bytes.fromhex(text.replace("\\x", ""))


@pytest.mark.nightly
def test_no_call_of_a_day_hands_over_a_word_or_asks_for_the_internet(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: apt-get install strace", pytrace=False)
    calls = tmp_path / "calls"
    calls.mkdir()
    day = spent_in(
        tmp_path, "strace", "-f", "-qq", "-xx", "-s", "70000", "-o", str(calls / "trace"),
        "-e", "trace=write,pwrite64,writev,sendto,sendmsg,socket,connect,openat,rename,mkdir",
    )  # fmt: skip
    words = [word for word in all_words(day) if word != day.passphrase]
    needles = [form for word in words for form in forms_of(word).values()]
    hits = [piece[:80] for piece in written(calls / "trace") if any(n in piece for n in needles)]
    assert hits == []
    trace = (calls / "trace").read_text()
    assert "AF_INET" not in trace
    assert trace.count("pwrite64(") > 100, "control: the calls were recorded"


PACKED = {
    "plain": lambda word: word.encode(),
    "wide": lambda word: word.encode("utf-16-le"),
    "wide the other way": lambda word: word.encode("utf-16-be"),
    "base64": lambda word: base64.b64encode(b"ab" + word.encode() + b"cdef"),
    "hex": lambda word: word.encode().hex().encode(),
    "backwards": lambda word: word.encode()[::-1],
    "zlib": lambda word: zlib.compress(b"around " * 9 + word.encode()),
    "zstd": lambda word: zstandard.compress(b"around " * 9 + word.encode()),
}


@pytest.mark.parametrize("form", PACKED)
def test_control_a_word_is_found_in_every_form(form: str) -> None:
    assert found_in(b"\x01\x02" + PACKED[form](WORDS[3]) + b"\x78\x9c\x03", WORDS)
    assert not found_in(b"\x01\x02" + PACKED[form]("Another") + b"\x78\x9c\x03", WORDS)
