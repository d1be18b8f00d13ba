"""The record section of a batch before encryption: manifest and records, compressed and padded.

``u32 z_len | zstd frames of ( u32 m_len | manifest | body ) | zeros``. Everything is bounded while
it is unpacked, and nothing is handed out before all of it has been verified.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import zstandard

from intake_app.sync import age
from intake_app.sync.manifest import (
    MAX_LINE,
    MAX_RECORDS,
    BadRecord,
    Manifest,
    Record,
    read_manifest,
    read_record,
    record_line,
)
from intake_app.sync.refusals import refused

LEVEL = 3
"""``performance.md`` section 4: the knee of size against speed."""
MAX_WINDOW = 8 << 20
MAX_UNPACKED = 64 << 20
MAX_MANIFEST = 4 << 20
MAX_PLAIN = 80 << 20
"""Of the padded section: 64 MiB that would not compress, zstd's overhead and 12 % of padding."""
_READ = 128 * 1024
_U32 = struct.Struct(">I")


@dataclass(frozen=True)
class Packed:
    """Records as compressed pieces, with the hashes that the manifest needs."""

    pieces: list[bytes] = field(repr=False)
    lines: list[str] = field(repr=False)
    sha256: str
    length: int


def pack_records(records: Iterable[Record], office: str) -> Packed:
    """Compress the records one by one; memory holds only what came out of the compressor.

    Raises BatchRefused ``too_large`` beyond 20,000 records or 64 MiB, ValueError for a record that
    breaks the rules or belongs to another office.
    """
    compressor = zstandard.ZstdCompressor(level=LEVEL).compressobj()
    pieces: list[bytes] = []
    lines: list[str] = []
    whole = hashlib.sha256()
    length = 0
    for record in records:
        if record.office != office:
            raise ValueError(f"record {record.kind} {record.id}: of another office")
        line = record_line(record)
        lines.append(hashlib.sha256(line).hexdigest())
        joined = line if length == 0 else b"\n" + line
        whole.update(joined)
        length += len(joined)
        if len(lines) > MAX_RECORDS or length > MAX_UNPACKED - MAX_MANIFEST:
            raise refused("too_large")
        if piece := compressor.compress(joined):
            pieces.append(piece)
    pieces.append(compressor.flush())
    return Packed(pieces, lines, whole.hexdigest(), length)


def plain_pieces(manifest: Manifest, packed: Packed) -> list[bytes]:
    """The whole section in pieces: the manifest is a zstd frame of its own before the records'."""
    text = manifest.to_bytes()
    if len(text) > MAX_MANIFEST:
        raise refused("too_large")
    first = zstandard.ZstdCompressor(level=LEVEL).compress(_U32.pack(len(text)) + text)
    size = len(first) + sum(map(len, packed.pieces))
    padding = age.padded(_U32.size + size) - _U32.size - size
    return [_U32.pack(size), first, *packed.pieces, bytes(padding)]


@dataclass(frozen=True)
class Contents:
    """A verified record section. ``entries`` unpacks it a second time, line by line."""

    manifest: Manifest
    _frames: bytes = field(repr=False)

    def entries(self) -> Iterator[Record | BadRecord]:
        """Each record in order; a line that is none comes as BadRecord."""
        stream = _Unpacked(self._frames)
        stream.manifest_text()
        for number, line in enumerate(stream.lines(lambda _piece: None), start=1):
            yield read_record(number, line, self.manifest.office)


def read_plain(plain: bytes) -> Contents:
    """Read a decrypted record section and verify every hash in it. Raises BatchRefused.

    This is what a validly signed but hostile sender reaches.
    """
    frames = _without_padding(plain)
    stream = _Unpacked(frames)
    manifest = read_manifest(stream.manifest_text())
    whole = hashlib.sha256()
    count = 0
    for line in stream.lines(whole.update):
        if count >= manifest.n or hashlib.sha256(line).hexdigest() != manifest.rec[count]:
            raise refused("records")
        count += 1
    if (count, stream.body_length) != (manifest.n, manifest.len):
        raise refused("records")
    if whole.hexdigest() != manifest.body:
        raise refused("records")
    return Contents(manifest, frames)


def _without_padding(plain: bytes) -> bytes:
    if len(plain) < _U32.size:
        raise refused("format")
    end = _U32.size + _U32.unpack_from(plain)[0]
    if end > len(plain) or len(plain) != age.padded(end) or plain.count(0, end) != len(plain) - end:
        raise refused("format")
    return plain[_U32.size : end]


class _Unpacked:
    """The decompressed stream, counted: no more than 64 MiB and no window above 8 MiB."""

    def __init__(self, frames: bytes) -> None:
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._stream = unpacker.stream_reader(frames, read_across_frames=True)
        self._total = 0
        self.body_length = 0

    def _read(self, size: int) -> bytes:
        try:
            piece = self._stream.read(size)
        except zstandard.ZstdError as error:
            window = "too much memory" in str(error)
            raise refused("inflate_limit" if window else "compression") from error
        self._total += len(piece)
        if self._total > MAX_UNPACKED:
            raise refused("inflate_limit")
        return piece

    def manifest_text(self) -> bytes:
        """The manifest's bytes; comes first."""
        head = self._read(_U32.size)
        size = _U32.unpack(head)[0] if len(head) == _U32.size else MAX_MANIFEST + 1
        if size > MAX_MANIFEST:
            raise refused("manifest")
        text = self._read(size)
        if len(text) != size:
            raise refused("manifest")
        return text

    def lines(self, seen: Callable[[bytes], object]) -> Iterator[bytes]:
        """The lines of the body; ``seen`` gets every piece of it."""
        rest = b""
        while piece := self._read(_READ):
            seen(piece)
            self.body_length += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            if any(len(line) > MAX_LINE for line in (*whole, rest)):
                raise refused("records")
            yield from whole
        if self.body_length:
            yield rest
