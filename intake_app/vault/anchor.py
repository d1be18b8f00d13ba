"""The anchor: a small file beside the data that proves that no save has gone missing.

SQLCipher proves that a page is genuine, not that it is the newest: an old page, an old file or a
lost write-ahead log opens without a word. So every save counts up inside the data file, and this
file says how far it must have counted (FORMAT.md 5).
"""

from __future__ import annotations

import hashlib
import hmac
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault.db import PAGE_SIZE, Connection
from intake_app.vault.derivation import hkdf
from intake_app.vault.files import disk_errors_in_words, replace_file

ANCHOR = "anchor"
NEXT_ANCHOR = "anchor.next"
RECORD_SIZE = 128
SECOND_AT = 4096
"""The two records lie in two sectors of the disk, so that one torn write cannot spoil both."""
FILE_SIZE = SECOND_AT + RECORD_SIZE
NOT_CLOSED = bytes(16)
"""In place of the fingerprint while the vault is in use."""

_MAGIC = b"CASEANC1"
_FIELDS = struct.Struct("<8sQQQ32sIQ16s4x")
_MAC_SIZE = 32
_PAGE_MAC = 64
"""SQLCipher ends every page with its HMAC-SHA512."""


@dataclass(frozen=True)
class Mark:
    """One record: how the data file stood after a save.

    ``turn`` counts the records, ``saves`` the transactions; ``line`` and ``link`` are the head of
    the audit log (number and 64 hex digits); ``at`` is UTC in seconds since 1970; ``pages`` the
    fingerprint of the closed data file (16 bytes) or ``NOT_CLOSED``.
    """

    turn: int
    saves: int
    line: int
    link: str
    generation: int
    at: int
    pages: bytes = NOT_CLOSED

    def encode(self, key: bytes) -> bytes:
        """128 bytes, the last 32 of them the MAC."""
        fields = _FIELDS.pack(
            _MAGIC, self.turn, self.saves, self.line, bytes.fromhex(self.link),
            self.generation, self.at, self.pages,
        )  # fmt: skip
        return fields + _mac(key, fields)

    @property
    def moment(self) -> str:
        """When it was written, UTC, ISO-8601; empty if the number is no time."""
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(self.at, UTC).isoformat()
        return ""


@dataclass(frozen=True)
class Found:
    """What the file says. ``whole``: both records are genuine and follow each other. ``is_next``:
    it is still called ``anchor.next``."""

    newest: Mark
    whole: bool
    is_next: bool = False


def anchor_key(data_key: bytes) -> bytes:
    """The key of the MAC, from the data key of the generation."""
    return hkdf(data_key, b"anchor-mac")


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _decode(record: bytes, key: bytes, generation: int) -> Mark | None:
    fields, mac = record[:-_MAC_SIZE], record[-_MAC_SIZE:]
    if len(record) != RECORD_SIZE or not hmac.compare_digest(_mac(key, fields), mac):
        return None
    magic, turn, saves, line, link, of, at, pages = _FIELDS.unpack(fields)
    if magic != _MAGIC or of != generation:
        return None
    return Mark(turn, saves, line, link.hex(), of, at, pages)


def _parse(content: bytes, key: bytes, generation: int) -> Found | None:
    first, second = content[:RECORD_SIZE], content[SECOND_AT:]
    marks = [_decode(record, key, generation) for record in (first, second)]
    genuine = [mark for mark in marks if mark is not None]
    if not genuine:
        return None
    newest = max(genuine, key=lambda mark: mark.turn)
    turns = sorted(mark.turn for mark in genuine)
    follow = len(turns) == 2 and turns[1] - turns[0] <= 1
    gap_is_empty = not any(content[RECORD_SIZE:SECOND_AT])
    return Found(newest, follow and gap_is_empty and len(content) == FILE_SIZE)


def read(folder: Path, key: bytes, generation: int) -> Found | None:
    """What the anchor of this generation says; None if the file is there but nothing in it is
    genuine. FileNotFoundError without a file; StorageFull if the disk cannot be read.

    Between the commit of a rotation and its end, the generation's anchor is still ``anchor.next``.
    """
    contents = {name: _content(folder / name) for name in (ANCHOR, NEXT_ANCHOR)}
    if not any(content is not None for content in contents.values()):
        raise FileNotFoundError(ANCHOR)
    for name, content in contents.items():
        found = _parse(content, key, generation) if content is not None else None
        if found is not None:
            return replace(found, is_next=name == NEXT_ANCHOR)
    return None


def _content(path: Path) -> bytes | None:
    with disk_errors_in_words():
        try:
            with path.open("rb") as file:
                return file.read(FILE_SIZE + 1)
        except FileNotFoundError:
            return None


def renew(folder: Path, data_key: bytes, mark: Mark, *, name: str = ANCHOR) -> None:
    """Start the anchor anew: from now on the data file counts as complete at ``mark``.

    Only for what is legitimate: a new vault or generation, a backup that somebody has chosen to
    put back, or a loss that a supervisor has accepted. Write that into the audit log in the same
    breath (``opening.renew_anchor`` reads the mark out of a data file). A rotation writes
    ``name=NEXT_ANCHOR`` before it commits by its key file and calls ``adopt_next`` afterwards.
    Raises StorageFull.
    """
    _replace(folder / name, mark.encode(anchor_key(data_key)))


def _replace(path: Path, record: bytes) -> None:
    replace_file(path, record.ljust(SECOND_AT, b"\0") + record)


def adopt_next(folder: Path) -> None:
    """The anchor of a new generation takes the place of the old one. May be called twice."""
    with disk_errors_in_words(), suppress(FileNotFoundError):
        os.replace(folder / NEXT_ANCHOR, folder / ANCHOR)


class Anchor:
    """The anchor of an open vault: after each save it is brought up to it.

    It is never more than one save behind: while the newest mark could not be written, ``catch_up``
    refuses the next save before that begins.
    """

    def __init__(
        self, folder: Path, data_key: bytes, newest: Mark, *, renews: bool = False
    ) -> None:
        """``newest`` is what the file says. ``renews``: the next mark replaces the whole file."""
        self.folder = folder
        self._key = anchor_key(data_key)
        self._written = self._newest = newest
        self._renews = renews
        self.trouble: IntakeError | None = None

    @property
    def newest(self) -> Mark:
        """How the data file stands, written down or not yet."""
        return self._newest

    def saved(self, saves: int, head: tuple[int, str], at: datetime) -> None:
        """The data file has been saved for the ``saves``-th time. Never raises: that is saved.

        If the disk refuses the mark, ``trouble`` says so, and it is written before the next save.
        """
        self._newest = replace(
            self._written, turn=self._written.turn + 1, saves=saves, line=head[0], link=head[1],
            at=max(0, int(at.timestamp())), pages=NOT_CLOSED,
        )  # fmt: skip
        with suppress(IntakeError):
            self.catch_up()

    def closed(self, data_file: Path) -> None:
        """The data file is at rest: note how its pages look. Never raises."""
        if self._renews:  # nothing was saved, so nobody has decided to go on yet
            return
        with suppress(IntakeError, OSError, ValueError):  # an empty file cannot be mapped
            self.catch_up()
            pages = fingerprint(self._key, page_macs(data_file))
            if pages != self._written.pages:
                self._newest = replace(self._written, turn=self._written.turn + 1, pages=pages)
                self.catch_up()

    def in_use(self) -> None:
        """The pages are about to change without a save (a step of the schema). StorageFull."""
        if self._written.pages != NOT_CLOSED:
            self._newest = replace(self._written, turn=self._written.turn + 1, pages=NOT_CLOSED)
            self.catch_up()

    def catch_up(self) -> None:
        """Write the newest mark if the disk does not have it yet. Raises StorageFull."""
        if self._newest is self._written:
            return
        try:
            with disk_errors_in_words():
                self._put(self._newest)
        except IntakeError as error:
            self.trouble = error
            raise
        self._written, self._renews, self.trouble = self._newest, False, None

    def _put(self, mark: Mark) -> None:
        """Over the older of the two records, and wait until the disk has it."""
        if self._renews:
            _replace(self.folder / ANCHOR, mark.encode(self._key))
            return
        descriptor = os.open(self.folder / ANCHOR, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            os.lseek(descriptor, SECOND_AT if mark.turn % 2 else 0, os.SEEK_SET)
            record = mark.encode(self._key)
            if os.write(descriptor, record) != len(record):
                raise OSError("a part of the mark was written")
            _sync(descriptor)
        finally:
            os.close(descriptor)


def _sync(descriptor: int) -> None:
    """The size never changes, so the content is enough."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


# ------------------------------------------------------------------------------ the data file


def page_macs(data_file: Path) -> bytes:
    """SHA-256 over the MACs of all pages, in their order: any page that is exchanged, taken away
    or added changes it. Needs no key; 100 MB take about 20 ms once they are read. Raises OSError.
    """
    digest = hashlib.sha256()
    with data_file.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        for end in _ends_of_pages(len(all_)):
            digest.update(all_[end - _PAGE_MAC : end])
        digest.update(len(all_).to_bytes(8, "little"))
    return digest.digest()


def _ends_of_pages(size: int) -> Iterator[int]:
    return iter(range(PAGE_SIZE, size + 1, PAGE_SIZE))


def fingerprint(key: bytes, macs: bytes) -> bytes:
    """16 bytes for the mark, from ``page_macs``; never ``NOT_CLOSED``."""
    return _mac(key, b"pages" + macs)[:16]


def count(db: Connection) -> int | None:
    """How many saves the data file counts; None if it is from before there was an anchor."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'saves'").fetchone():
        return None
    return int(db.execute("SELECT count FROM saves").fetchone()[0])


def count_up(db: Connection) -> int:
    """One more save, in the transaction that is that save; returns its number."""
    row = db.execute("UPDATE saves SET count = count + 1 RETURNING count").fetchone()
    return int(row[0])


def head(db: Connection) -> tuple[int, str]:
    """Number and link of the last line of the audit log."""
    row = db.execute("SELECT seq, link FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "0" * 64)
