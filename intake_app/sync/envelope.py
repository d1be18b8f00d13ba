"""The signed outside of batches and receipts: checked before anything else is looked at.

``magic 8 | id 16 | sender's Ed25519 key 32 | length u64 | signature 64 | ciphertext``.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import BinaryIO

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from intake_app.sync.refusals import refused

_HEADER = struct.Struct(">8s16s32sQ")
SIGNATURE = 64
PREFIX = _HEADER.size + SIGNATURE
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``domain`` keeps a signature from ever fitting another kind."""

    magic: bytes
    domain: bytes
    max_size: int


@dataclass(frozen=True)
class Envelope:
    """The outside of a file whose signature fits. ``sha256`` is of the whole file, as hex."""

    id: bytes
    sender: bytes
    length: int
    sha256: str


def reserve(out: BinaryIO) -> None:
    """Leave room for the header; the ciphertext follows. ``out`` must be empty and readable."""
    out.write(bytes(PREFIX))


def finish(
    out: BinaryIO, kind: Kind, id_: bytes, sender: bytes, sign: Callable[[bytes], bytes]
) -> Envelope:
    """Hash what was written, sign it, write the header. Raises BatchRefused if too large."""
    length = out.seek(0, os.SEEK_END) - PREFIX
    if PREFIX + length > kind.max_size:
        raise refused("too_large")
    header = _HEADER.pack(kind.magic, id_, sender, length)
    out.seek(PREFIX)
    digest = hashlib.sha512()
    while block := out.read(_BLOCK):
        digest.update(block)
    out.seek(0)
    out.write(header + sign(kind.domain + header + digest.digest()))
    out.flush()
    out.seek(0)
    whole = hashlib.sha256()
    while block := out.read(_BLOCK):
        whole.update(block)
    return Envelope(id_, sender, length, whole.hexdigest())


def check(file: BinaryIO, kind: Kind, known: Container[bytes]) -> Envelope:
    """Check size, sender and signature, in that order. Raises BatchRefused.

    Only after this may anything parse the ciphertext, and the file must not change meanwhile:
    a file on a stick is copied to a private place first.
    """
    size = file.seek(0, os.SEEK_END)
    if size > kind.max_size:
        raise refused("too_large")
    file.seek(0)
    start = file.read(PREFIX)
    if not start.startswith(kind.magic):
        raise refused("format")
    if len(start) < PREFIX:
        raise refused("truncated")
    _, id_, sender, length = _HEADER.unpack_from(start)
    if sender not in known:
        raise refused("unknown_sender")
    if PREFIX + length != size:
        raise refused("truncated" if PREFIX + length > size else "format")
    digest, whole = hashlib.sha512(), hashlib.sha256(start)
    while block := file.read(_BLOCK):
        digest.update(block)
        whole.update(block)
    signed = kind.domain + start[: _HEADER.size] + digest.digest()
    try:
        VerifyKey(sender).verify(signed, start[_HEADER.size :])
    except (BadSignatureError, ValueError) as error:
        raise refused("signature") from error
    return Envelope(id_, sender, length, whole.hexdigest())
