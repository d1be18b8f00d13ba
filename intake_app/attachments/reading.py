"""Reading a file from outside: size first, then everything else in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer

from intake_app.attachments import jobs
from intake_app.attachments.model import (
    MOST_BYTES,
    MOST_BYTES_IN_MB,
    MOST_PIXELS_IN_MILLIONS,
    FileType,
    Readable,
    clean_name,
)
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _

_PATIENCE = 10.0
"""Seconds by the clock until the process is ended; its own limit of computing time is shorter."""
_MOST_HEAD = 4096
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_SOURCES = Path(__file__).resolve().parents[2]


def read_path(path: Path) -> Readable:
    """Read a file by its path. Raises InvalidInput with a sentence if it cannot be taken."""
    return read_bytes(bytes_of(path), path.name)


def bytes_of(path: Path) -> bytes:
    """What is in a file, not looked at yet. Raises InvalidInput if it is gone or too large."""
    try:
        if not path.is_file():
            raise _refusal("folder" if path.is_dir() else "gone")
        if path.stat().st_size > MOST_BYTES:
            raise _refusal("size")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _refusal("gone") from error


def read_bytes(content: bytes, name: str) -> Readable:
    """Read a file that is in memory, such as a pasted picture. Raises InvalidInput."""
    _require_size(content)
    said = _answer_of_child(content)
    head, found, rest = said.partition(b"\n")
    try:
        meaning = json.loads(head[:_MOST_HEAD])
        if "refused" in meaning:
            raise _refusal(str(meaning["refused"]))
        type_, pages = FileType(meaning["type"]), int(meaning["pages"])
        kept, thumbnail = int(meaning["content"]), int(meaning["thumbnail"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refusal("damaged") from error
    if not found or min(kept, thumbnail, pages) < 1 or kept + thumbnail != len(rest):
        raise _refusal("damaged")
    return Readable(type_, pages, rest[:kept], rest[kept:], clean_name(name, type_))


def codes_in(content: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a picture or scan, each once; empty for one that is no short
    plain text. Raises InvalidInput with a sentence if the file cannot be read."""
    _require_size(content)
    said = _answer_of_child(content, _command(jobs.CODES))
    try:
        meaning = json.loads(said[:_MOST_HEAD])
        if "refused" in meaning:
            raise _refusal(str(meaning["refused"]))
        return tuple(str(one) for one in meaning["codes"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refusal("damaged") from error


def _require_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise _refusal("size")
    if not content:
        raise _refusal("empty")


def _answer_of_child(content: bytes, command: Sequence[str] = ()) -> bytes:
    """Everything that the process said before it ended; nothing if it died."""
    with subprocess.Popen(  # noqa: S603 - this program itself
        command or _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_SOURCES,
        creationflags=_NO_WINDOW,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        alarm = Timer(_PATIENCE, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            with suppress(OSError):  # it may be dead already
                child.stdin.write(content)
                child.stdin.close()
            return child.stdout.read(_MOST_HEAD + 2 * MOST_BYTES)
        finally:
            alarm.cancel()
            child.kill()


def _command(job: str = jobs.READ) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, job]
    return [sys.executable, "-m", jobs.MODULES[job]]


def _refusal(why: str) -> IntakeError:
    sentences = {
        "type": _(
            "Only photographs (JPEG, PNG) and PDF files can be read, and this is none of them, "
            "whatever its name says."
        ),
        "size": _(
            "This file is larger than {limit} MB. Scan it with fewer dots per inch (300 are "
            "enough), or in several parts."
        ).format(limit=MOST_BYTES_IN_MB),
        "pixels": _(
            "This picture has more than {limit} million dots. Take it again with a smaller setting."
        ).format(limit=MOST_PIXELS_IN_MILLIONS),
        "locked": _("This PDF asks for a password. Save it without one, then add it again."),
        "gone": _("This file cannot be read. Is the stick still in its place?"),
        "folder": _("This is a folder. Open it and choose the files in it."),
        "empty": _("This file is empty."),
    }
    damaged = _("This file is damaged and cannot be opened. Scan or photograph it again.")
    return InvalidInput({"file": sentences.get(why, damaged)})
