"""The batch file: signed outside, encrypted inside, described byte by byte in FORMAT.md.

Writing and reading stream: one attachment at a time is in memory, however many there are.
"""

from __future__ import annotations

import hashlib
import os
import struct
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from intake_app.sync import age, envelope
from intake_app.sync.cards import DeskCard, DeskKeys, HubCard
from intake_app.sync.contents import (
    MAX_PLAIN,
    Contents,
    pack_records,
    plain_pieces,
    read_plain,
)
from intake_app.sync.manifest import (
    MAX_ATTACHMENT,
    MAX_ATTACHMENTS,
    Attachment,
    BadRecord,
    Enclosure,
    Heading,
    Manifest,
    Record,
    make_manifest,
)
from intake_app.sync.refusals import refused

__all__ = [
    "SUFFIX", "Attachment", "BadRecord", "Heading", "Manifest", "OpenedBatch", "Record", "Sealed",
    "SignedBatch", "attachment_cost", "batch_file_name", "open_batch", "seal", "verify_batch",
]  # fmt: skip

MAX_FILE = 256 << 20
KIND = envelope.Kind(b"CASEBAT1", b"intake-desk/batch/v1\0", MAX_FILE)
SUFFIX = ".casebatch"
_U64 = struct.Struct(">Q")


@dataclass(frozen=True)
class Sealed:
    """A batch that was written. ``sha256`` is of the whole file."""

    batch: str
    seq: int
    sha256: str
    size: int
    records: int
    attachments: int


def batch_file_name(batch: str) -> str:
    """The name on the stick: eight characters of the random number, which say nothing."""
    return batch.replace("-", "")[:8] + SUFFIX


def attachment_cost(size: int) -> int:
    """The most bytes that an attachment of ``size`` bytes adds to a batch file."""
    return _U64.size + age.sealed_limit(size)


def seal(
    records: Iterable[Record],
    attachments: Sequence[Attachment],
    desk: DeskKeys,
    hub: HubCard,
    heading: Heading,
    *,
    out: BinaryIO,
) -> Sealed:
    """Write a batch for the hub (and its offline spare) to ``out``.

    ``out`` is empty, seekable and readable (``w+b`` or BytesIO). Raises BatchRefused ``too_large``
    (send fewer records or documents at once) or ``attachment`` (a document is not what its hash
    says); ValueError for a record that breaks the rules, which is a bug of the caller.
    """
    _check_sizes(attachments)
    packed = pack_records(records, heading.office)
    manifest = make_manifest(
        heading,
        desk.verify_key,
        hub.recipients,
        attachments,
        lines=packed.lines,
        body=packed.sha256,
        length=packed.length,
    )
    envelope.reserve(out)
    _write_section(out, plain_pieces(manifest, packed), hub.recipients)
    for attachment in attachments:
        content = attachment.open()
        if _name_of(content) != (attachment.size, attachment.sha256):
            raise refused("attachment")
        padding = bytes(age.padded(attachment.size) - attachment.size)
        _write_section(out, [content, padding], hub.recipients)
    batch_id = uuid.UUID(heading.batch).bytes
    outside = envelope.finish(out, KIND, batch_id, desk.verify_key, desk.sign)
    return Sealed(
        heading.batch,
        heading.seq,
        outside.sha256,
        envelope.PREFIX + outside.length,
        manifest.n,
        len(attachments),
    )


def _check_sizes(attachments: Sequence[Attachment]) -> None:
    """Refuse early what would be too large at the end."""
    total = sum(age.padded(attachment.size) for attachment in attachments)
    largest = max((attachment.size for attachment in attachments), default=0)
    if total > MAX_FILE or largest > MAX_ATTACHMENT or len(attachments) > MAX_ATTACHMENTS:
        raise refused("too_large")
    if len({attachment.id for attachment in attachments}) != len(attachments):
        raise ValueError("the same attachment twice")


def _name_of(content: bytes) -> tuple[int, str]:
    return len(content), hashlib.sha256(content).hexdigest()


def _write_section(out: BinaryIO, pieces: Sequence[bytes], recipients: Sequence[str]) -> None:
    """One age file with its length before it; the length is known only afterwards."""
    start = out.seek(0, os.SEEK_END)
    out.write(_U64.pack(0))
    age.encrypt(age.Pieces(pieces), out, recipients)
    end = out.seek(0, os.SEEK_END)
    out.seek(start)
    out.write(_U64.pack(end - start - _U64.size))
    out.seek(end)


@dataclass(frozen=True)
class SignedBatch:
    """A file whose signature fits a known desk; nothing inside has been looked at yet."""

    batch: str
    sha256: str
    sender: DeskCard
    _file: BinaryIO = field(repr=False)
    _outside: envelope.Envelope = field(repr=False)

    def open(self, identity: str) -> OpenedBatch:
        """Decrypt and verify. ``identity`` is the age secret of the live hub or of the spare.

        Raises BatchRefused.
        """
        section, after = _section_at(self._file, self._outside, envelope.PREFIX, MAX_PLAIN)
        contents = read_plain(_decrypted(section, identity, MAX_PLAIN))
        manifest = contents.manifest
        bound = (manifest.sender, manifest.batch, manifest.office)
        if bound != (self.sender.ed25519.hex(), self.batch, self.sender.office):
            raise refused("binding")
        if age.recipient_of(identity) not in manifest.to:
            raise refused("binding")
        sections: dict[str, tuple[Enclosure, _Section]] = {}
        for enclosure in manifest.attachments:
            limit = age.padded(enclosure.size)
            section, after = _section_at(self._file, self._outside, after, limit)
            sections[enclosure.id] = (enclosure, section)
        if after != envelope.PREFIX + self._outside.length:
            raise refused("format")
        return OpenedBatch(manifest, self.sha256, self.sender, contents, sections, identity)


def verify_batch(file: BinaryIO, known: Mapping[bytes, DeskCard]) -> SignedBatch:
    """Check size, sender and signature, and nothing else. ``known`` is keyed by Ed25519 key.

    The file must not change while it is used: copy it from the stick first. Raises BatchRefused.
    """
    outside = envelope.check(file, KIND, known)
    batch = str(uuid.UUID(bytes=outside.id))
    return SignedBatch(batch, outside.sha256, known[outside.sender], file, outside)


def open_batch(file: BinaryIO, known: Mapping[bytes, DeskCard], identity: str) -> OpenedBatch:
    """``verify_batch`` and ``SignedBatch.open`` in one step. Raises BatchRefused."""
    return verify_batch(file, known).open(identity)


@dataclass(frozen=True)
class OpenedBatch:
    """A verified batch: signature, bindings and the hash of every line fit."""

    manifest: Manifest
    sha256: str
    sender: DeskCard
    _contents: Contents = field(repr=False)
    _sections: Mapping[str, tuple[Enclosure, _Section]] = field(repr=False)
    _identity: str = field(repr=False)

    def entries(self) -> Iterator[Record | BadRecord]:
        """Every line in order; one that is no record comes as BadRecord and stops nothing."""
        return self._contents.entries()

    def records(self) -> Iterator[Record]:
        """Every record in order. Raises BatchRefused ``json`` at a line that is none."""
        for entry in self.entries():
            if isinstance(entry, BadRecord):
                raise refused("json")
            yield entry

    def attachment(self, id_: str) -> bytes:
        """One document, decrypted and checked against its hash.

        Raises BatchRefused (attachment, age_header, decrypt, …); KeyError if it is not named.
        """
        stated, section = self._sections[id_]
        size = age.padded(stated.size)
        plain = _decrypted(section, self._identity, size)
        content = plain[: stated.size]
        if len(plain) != size or plain.count(0, stated.size) != size - stated.size:
            raise refused("attachment")
        if _name_of(content) != (stated.size, stated.sha256):
            raise refused("attachment")
        return content


class _Section:
    """One age file inside the batch file, read as if it were a file of its own."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self._file = file
        self._start = start
        self._length = length
        self._at = 0

    def rewind(self) -> None:
        """Start again at the first byte."""
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        left = self._length - self._at
        self._file.seek(self._start + self._at)
        piece = self._file.read(left if size < 0 else min(size, left))
        self._at += len(piece)
        return piece


def _section_at(
    file: BinaryIO, outside: envelope.Envelope, at: int, plain: int
) -> tuple[_Section, int]:
    """The section that starts at ``at`` and where it ends; its length is bounded first."""
    start = at + _U64.size
    end = envelope.PREFIX + outside.length
    if start > end:
        raise refused("format")
    file.seek(at)
    length = _U64.unpack(file.read(_U64.size))[0]
    if length > age.sealed_limit(plain) or start + length > end:
        raise refused("format")
    return _Section(file, start, length), start + length


def _decrypted(section: _Section, identity: str, limit: int) -> bytes:
    section.rewind()
    age.check_header(section.read(age.MAX_HEADER))
    section.rewind()
    plain = age.Limited(limit)
    age.decrypt(section, plain, identity)
    return plain.getvalue()
