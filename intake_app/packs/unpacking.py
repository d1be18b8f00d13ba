"""A pack that somebody chose, a folder or a zip file, taken in as if a stranger had sent it.

Only the files that a pack has are read, each up to its limit; nothing is followed and nothing is
written anywhere. What is in them is for ``loader`` to judge.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from itertools import islice
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.packs.loader import PACK_FILES, PACK_TOML
from intake_app.packs.reading import MAX_BYTES, PackFiles

MOST_ENTRIES = 60
"""Of a folder or a zip file: a pack has four files, and perhaps some forms beside them."""
MOST_ZIP = 2 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


class PackRefused(IntakeError):
    """What was chosen is no pack, or nothing that can be looked into."""


def take_in(path: Path) -> PackFiles:
    """The files of a chosen folder or zip file. Raises PackRefused."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            files = _of_folder(path)
        elif stat.S_ISREG(mode):
            files = _of_zip(_content(path))
        else:
            raise PackRefused(_("Choose the folder or the zip file itself, not a link to it."))
    except OSError as error:
        raise PackRefused(_("It cannot be read. Is the stick still in?")) from error
    if PACK_TOML not in files:
        raise PackRefused(_("There is no pack.toml in it. Choose the folder of one programme."))
    return PackFiles(_name(files[PACK_TOML]), files)


def _name(toml: bytes) -> str:
    """The id of the programme; the folder may be called as somebody liked. Empty if it has none."""
    top = re.split(rb"(?m)^[ \t]*\[", toml[:MAX_BYTES], maxsplit=1)[0]  # before the first table
    named = re.search(rb"""(?m)^[ \t]*id[ \t]*=[ \t]*["']([a-z][a-z0-9_]{1,31})["']""", top)
    return named[1].decode() if named else ""


# ---------------------------------------------------------------------------- folder


def _of_folder(folder: Path) -> dict[str, bytes]:
    with os.scandir(folder) as entries:
        seen = list(islice(entries, MOST_ENTRIES + 1))
    if len(seen) > MOST_ENTRIES:
        raise _not_a_pack()
    files = {}
    for entry in seen:
        if entry.name not in PACK_FILES:
            continue
        if not entry.is_file(follow_symlinks=False):
            raise _a_link(entry.name)
        with Path(entry.path).open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # changed meanwhile
                raise _a_link(entry.name)
            files[entry.name] = file.read(MAX_BYTES + 1)
    return files


# ---------------------------------------------------------------------------- zip


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_ZIP + 1)
    if len(content) > MOST_ZIP:
        raise PackRefused(_("The file is larger than any programme. Choose another one."))
    if not content.startswith(b"PK\x03\x04"):
        raise PackRefused(_("This is no zip file. Choose the folder of the programme, or its zip."))
    return content


def _of_zip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise PackRefused(_("The zip file is damaged. Ask for it again.")) from error


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The files of a pack in it, from the top or from the one folder that it has."""
    entries = [one for one in archive.infolist() if not _is_noise(one.filename)]
    if len(archive.infolist()) > MOST_ENTRIES:
        raise _not_a_pack()
    for one in entries:
        _require_harmless(one)
    tops = {one.filename.split("/")[0] for one in entries if "/" in one.filename}
    nested = all("/" in one.filename for one in entries) and len(tops) == 1
    prefix = f"{tops.pop()}/" if nested else ""
    files: dict[str, bytes] = {}
    for one in entries:
        name = one.filename.removeprefix(prefix)
        if name not in PACK_FILES:
            continue
        if name in files:
            raise PackRefused(_("“{file}” is in it twice. Ask for it again.").format(file=name))
        with archive.open(one) as file:  # at most so much, whatever the directory says
            files[name] = file.read(MAX_BYTES + 1)
    return files


def _is_noise(name: str) -> bool:
    """What some systems add to every zip file."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in {".DS_Store", "Thumbs.db"}


def _require_harmless(one: zipfile.ZipInfo) -> None:
    name = one.filename
    steps = name.split("/")
    if name.startswith("/") or ".." in steps or re.search(r"[\\:\0]", name):
        raise PackRefused(_("The zip file holds a path that leads out of it. Do not use it."))
    if stat.S_ISLNK(one.external_attr >> 16):
        raise _a_link(steps[-1])
    if one.flag_bits & _ENCRYPTED:
        raise PackRefused(_("The zip file has a password. Ask for it without one."))
    if one.compress_type not in _METHODS:
        raise PackRefused(_("The zip file is packed in a way that is not read. Pack it as usual."))
    if steps[-1] in PACK_FILES and one.file_size > MAX_BYTES:
        raise PackRefused(
            _("“{file}” is larger than {number} bytes.").format(file=steps[-1], number=MAX_BYTES)
        )


def _not_a_pack() -> PackRefused:
    return PackRefused(_("There is too much in it. Choose the folder of one programme."))


def _a_link(name: str) -> PackRefused:
    # a name from outside: only those of a pack, or cut to what a line holds
    shown = name if name in PACK_FILES else ascii(name)[1:41]
    return PackRefused(_("“{file}” is a link or no plain file. Do not use it.").format(file=shown))
