"""What the sign-in page tells the warm desk through the pipe: one line, then 64 bytes of keys."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from io import FileIO
from typing import IO, Self

from intake_app.users.service import UserKeys

SHOWN, REFUSED = b"shown\n", b"refused\n"
"""What the desk answers: its window is painted, or it could not open the vault."""

_KEYS = 64
_MOST_LINE = 16_384


@dataclass(frozen=True)
class Handover:
    """Who comes in where. ``place`` is where the window stands, as Qt writes it in base64."""

    folder: str
    login: str
    language: str
    place: str

    def send(self, pipe: IO[bytes], keys: UserKeys) -> None:
        """Write it all. OSError if nobody reads."""
        line = json.dumps(asdict(self)).encode("ascii") + b"\n"
        pipe.write(line + keys.box_secret + keys.signing_seed)
        pipe.flush()

    @classmethod
    def receive(cls, pipe: FileIO) -> tuple[Self, UserKeys] | None:
        """Wait for it; None if the sign-in page went away first. ValueError for anything else."""
        line = pipe.readline(_MOST_LINE)
        if not line:
            return None
        told = cls(**json.loads(line))
        keys = bytearray(_KEYS)
        got, space = 0, memoryview(keys)
        while got < _KEYS and (more := pipe.readinto(space[got:])):
            got += more
        return told, UserKeys.of(bytes(keys[:got]))


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
