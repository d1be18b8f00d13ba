"""The only import of pyrage: age v1 files with X25519 recipients, bounded before they are parsed.

pyrage's header parser needs quadratic time, and its header is not signed by anybody. So the caller
checks the sender's signature first, and ``check_header`` bounds the header before pyrage sees it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Protocol

from nacl import bindings, exceptions
from pyrage import (  # type: ignore[import-untyped]
    DecryptError,
    IdentityError,
    RecipientError,
    decrypt_io,
    encrypt_io,
    passphrase,
    x25519,
)

from intake_app.sync.refusals import refused

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER = 8 * 1024
MAX_STANZAS = 20
CHUNK = 64 * 1024

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Reader(Protocol):
    """What encrypting and decrypting read from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""


class Writer(Protocol):
    """What encrypting and decrypting write to."""

    def write(self, piece: bytes, /) -> int:
        """Take all of it."""

    def flush(self) -> None:
        """Hand on what waits."""


class Limited(io.BytesIO):
    """A buffer that refuses to grow beyond ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        """Append; raises BatchRefused("too_large") beyond the limit."""
        if self.tell() + len(piece) > self.limit:
            raise refused("too_large")
        return super().write(piece)


class Pieces:
    """Several byte strings read as one file, without joining them."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._waiting = [memoryview(piece) for piece in reversed(pieces)]

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        while self._waiting and not self._waiting[-1]:
            self._waiting.pop()
        if not self._waiting:
            return b""
        piece = self._waiting[-1]
        end = len(piece) if size < 0 else size
        self._waiting[-1] = piece[end:]
        return bytes(piece[:end])


def new_identity() -> str:
    """A new X25519 secret key, as age writes it (``AGE-SECRET-KEY-1…``)."""
    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public recipient (``age1…``) of a secret key. Raises ValueError if it is not one."""
    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def check_recipient(recipient: str) -> None:
    """Raise ValueError unless this is an X25519 recipient that can really be encrypted to.

    A point of small order would make pyrage panic when the first file is encrypted to it.
    """
    try:
        if str(x25519.Recipient.from_str(recipient)) != recipient:
            raise ValueError("not written as age writes it")
        bits = "".join(f"{_BECH32.index(c):05b}" for c in recipient[4:-6])
        point = int(bits[:256], 2).to_bytes(32, "big")
        bindings.crypto_scalarmult(bytes([8]) + bytes(30) + bytes([64]), point)
    except (RecipientError, exceptions.CryptoError) as error:
        raise ValueError("not an age recipient") from error


def padded(size: int) -> int:
    """``size`` rounded up by Padmé (at most 12 % more, at least 1 KiB), so that a file's size says
    little about its contents. Nikitin et al., "Reducing Metadata Leakage from Encrypted Files".
    """
    if size < 1024:
        return 1024
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def sealed_limit(size: int) -> int:
    """The most bytes that an age file over ``size`` bytes (before padding) can take."""
    chunks = padded(size) // CHUNK + 1
    return MAX_HEADER + 16 + padded(size) + 16 * chunks


def encrypt(source: Reader, out: Writer, recipients: Sequence[str]) -> None:
    """Write ``source`` as a binary age file to ``out``, in constant memory."""
    encrypt_io(source, out, [x25519.Recipient.from_str(text) for text in recipients])


def check_header(start: bytes) -> None:
    """Refuse an age file by its first 8 KiB, before pyrage parses it (code ``age_header``)."""
    end = start.find(b"\n--- ", 0, MAX_HEADER)
    if not start.startswith(MAGIC) or end < 0 or start.count(b"\n-> ", 0, end) > MAX_STANZAS:
        raise refused("age_header")


def decrypt(source: Reader, out: Writer, identity: str) -> None:
    """Decrypt a binary age file whose header was checked.

    Raises BatchRefused ``not_addressed`` or ``decrypt``. What ``out`` received before the error
    must be thrown away: a cut-off file shows only at its end.
    """
    try:
        decrypt_io(source, out, [x25519.Identity.from_str(identity)])
    except DecryptError as error:
        unknown = "No matching keys" in str(error)
        raise refused("not_addressed" if unknown else "decrypt") from error
    except OSError as error:
        if error.errno is not None:  # the stick, not age
            raise
        raise refused("decrypt") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust library
            raise
        raise refused("decrypt") from error


def lock_with_passphrase(secret: bytes, words: str) -> bytes:
    """An age file that this passphrase opens (scrypt)."""
    return bytes(passphrase.encrypt(secret, words))


def unlock_with_passphrase(sealed: bytes, words: str) -> bytes:
    """The contents. Raises ValueError if the passphrase does not open it."""
    try:
        return bytes(passphrase.decrypt(sealed, words))
    except DecryptError as error:
        raise ValueError("the passphrase does not open it") from error
