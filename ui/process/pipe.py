"""What the sign-in page tells the warm desk through the pipe, and the other way round.

Somebody presses Enter: one line says who comes in where, so that the desk can go near the vault
while the key is derived. Then one byte: ``NO_KEYS`` if the passphrase was wrong, and the next try
begins with a line; or ``KEYS`` with the 64 bytes. After ``SHOWN_WEAK`` the slot may follow, wrapped
at a higher cost.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from io import FileIO
from typing import IO, Self

from intake_app.users.service import UserKeys

SHOWN, SHOWN_WEAK, REFUSED = b"shown\n", b"shown weak\n", b"refused\n"
"""What the desk answers: its window is painted, also with a slot that could cost more to guess, or
it could not open the vault."""

KEYS, NO_KEYS = b"K", b"N"

_KEYS = 64
_MOST_LINE = 16_384


@dataclass(frozen=True)
class Handover:
    """Who comes in where. ``place`` is where the window stands, as Qt writes it in base64."""

    folder: str
    login: str
    language: str
    place: str

    def announce(self, pipe: IO[bytes]) -> None:
        """Somebody may come in. OSError if nobody reads."""
        _write(pipe, json.dumps(asdict(self)).encode("ascii") + b"\n")

    @classmethod
    def receive(cls, pipe: FileIO) -> Self | None:
        """Wait for it; None if the sign-in page went away first. ValueError for anything else."""
        line = pipe.readline(_MOST_LINE)
        return cls(**json.loads(line)) if line else None


def send_keys(pipe: IO[bytes], keys: UserKeys | None) -> None:
    """The keys of whoever was announced; None if they cannot come in. OSError if nobody reads."""
    _write(pipe, KEYS + keys.box_secret + keys.signing_seed if keys else NO_KEYS)


def receive_keys(pipe: FileIO) -> UserKeys | None:
    """Wait for them. EOFError if the sign-in page went away, ValueError for anything else."""
    told = pipe.read(1)
    if not told:
        raise EOFError("nobody comes in")
    return UserKeys.of(_read(pipe, _KEYS)) if told == KEYS else None


def send_slot(pipe: IO[bytes], slot: bytes) -> None:
    """A slot that was wrapped again. OSError if nobody reads."""
    _write(pipe, len(slot).to_bytes(2, "little") + slot)


def receive_slot(pipe: FileIO) -> bytes | None:
    """Wait for it; None if none came."""
    length = int.from_bytes(_read(pipe, 2), "little")
    slot = _read(pipe, length)
    return slot if length and len(slot) == length else None


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(content)
    pipe.flush()


def _read(pipe: FileIO, count: int) -> bytes:
    """So many bytes, or fewer at the end."""
    space = bytearray(count)
    got, view = 0, memoryview(space)
    while got < count and (more := pipe.readinto(view[got:])):
        got += more
    return bytes(space[:got])


def take_standard_pipes() -> tuple[FileIO, FileIO]:
    """Keep the pipes that this process was started with for ourselves.

    What libraries print goes to the error output from now on; they must not answer for us.
    """
    told, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return FileIO(told, "r"), FileIO(answers, "w")
