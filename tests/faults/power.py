"""What a disk may hold after a power cut, worked out from a record of the calls.

The model is a file system that promises as little as it may: the data of a file is safe once that
file was synced, its name once its folder was synced, and names change in the order in which they
were changed. Of all data written since, any part may have arrived, torn at 512 bytes.
"""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cIIQQ")
_SECTOR = 512
_MOST_ROUNDS = 100

Image = Mapping[str, bytes]
"""Paths relative to the watched folder, each with its bytes; a folder ends in "/"."""


@dataclass(frozen=True)
class Event:
    """One call that changed something, or (kind A) what the user was told."""

    kind: str
    path: str
    other: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class CrashState:
    """What the disk holds if the power fails right after an event, and what was said by then."""

    image: Image
    acknowledged: tuple[str, ...]


def events(log: Path, folder: Path) -> list[Event]:
    """The record, with paths relative to the folder."""
    content, at, found = log.read_bytes(), 0, []

    def text(length: int) -> str:
        nonlocal at
        at += length
        return content[at - length : at].decode()

    while at < len(content):
        kind, first, second, offset, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        path, other = text(first), text(second)
        size = length if kind == b"W" else 0
        at += size
        if kind != b"A":
            path, other = _within(path, folder), _within(other, folder)
        found.append(Event(kind.decode(), path, other, offset, content[at - size : at]))
    return found


def _within(path: str, folder: Path) -> str:
    return "" if path == str(folder) else path.removeprefix(f"{folder}/")


def image_of(folder: Path) -> dict[str, bytes]:
    """What lies in a folder now."""
    return {
        f"{path.relative_to(folder)}{'/' if path.is_dir() else ''}": (
            b"" if path.is_dir() else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
    }


def put(image: Image, folder: Path) -> None:
    """Write an image into an empty or new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in image.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def digest(image: Image) -> bytes:
    """Tells images apart."""
    whole = hashlib.sha256()
    for name, content in sorted(image.items()):
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.digest()


@dataclass
class _File:
    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Written at an offset; None cuts or grows the file to that size."""


Name = tuple[str, str, _File | None]
"""The name that goes, the name that comes ("" for none), and its file (None for a folder)."""

Change = tuple[Name, ...]
"""What happens to names in one step: a folder takes what is in it along."""


class Medium:
    """The disk: what is safe, and what is still on its way."""

    def __init__(self, image: Image) -> None:
        self._now: dict[str, _File | None] = {
            name: None if name.endswith("/") else _File(bytearray(content))
            for name, content in image.items()
        }
        self._safe = dict(self._now)
        self._pending: list[Change] = []
        self.acknowledged: tuple[str, ...] = ()

    def take(self, event: Event) -> None:
        """One more call."""
        if event.kind == "A":
            self.acknowledged = (*self.acknowledged, event.path)
        elif event.kind == "C":
            self._rename(("", event.path, _File()))
        elif event.kind == "D":
            self._rename(("", f"{event.path}/", None))
        elif event.kind == "U":
            gone = event.path if event.path in self._now else f"{event.path}/"
            self._rename((gone, "", None))
        elif event.kind == "R":
            moved = [
                (name, event.other + name.removeprefix(event.path), file)
                for name, file in self._now.items()
                if name == event.path or name.startswith(f"{event.path}/")
            ]
            self._rename(*moved)
        elif event.kind == "F":
            self._sync(event.path)
        elif file := self._now.get(event.path):  # a removed file may still be written
            file.pending.append((event.offset, event.data if event.kind == "W" else None))

    def _rename(self, *names: Name) -> None:
        _change(self._now, names)
        self._pending.append(names)

    def _sync(self, path: str) -> None:
        file = self._now.get(path)
        if file is not None:
            file.safe = _applied(file.safe, file.pending)
            file.pending = []
            return
        inside = [
            number
            for number, change in enumerate(self._pending, start=1)
            if any(
                path in {_folder_of(name) for name in (gone, comes) if name}
                for gone, comes, _file in change
            )
        ]
        safe = max(inside, default=0)
        for change in self._pending[:safe]:
            _change(self._safe, change)
        self._pending = self._pending[safe:]

    def state(self, chance: random.Random, how: str) -> Image:
        """Of what is on its way, "none", "all", a "prefix" or any "torn" part has arrived."""
        names = dict(self._safe)
        arrived = {"none": 0, "all": len(self._pending)}
        count = arrived.get(how, chance.randint(0, len(self._pending)))
        for change in self._pending[:count]:
            _change(names, change)
        return {
            name: b"" if file is None else bytes(_arrived(file, chance, how))
            for name, file in names.items()
        }


def _folder_of(name: str) -> str:
    return name.rstrip("/").rpartition("/")[0]


def _change(names: dict[str, _File | None], change: Change) -> None:
    for gone, comes, file in change:
        names.pop(gone, None)
        if comes:
            names[comes] = file


def _applied(content: bytearray, pending: list[tuple[int, bytes | None]]) -> bytearray:
    content = bytearray(content)
    for offset, data in pending:
        if offset > len(content):
            content.extend(bytes(offset - len(content)))
        if data is None:
            del content[offset:]
        else:
            content[offset : offset + len(data)] = data
    return content


def _arrived(file: _File, chance: random.Random, how: str) -> bytearray:
    if how == "none" or not file.pending:
        return file.safe
    if how == "all":
        return _applied(file.safe, file.pending)
    if how == "prefix":
        return _applied(file.safe, file.pending[: chance.randint(0, len(file.pending))])
    some: list[tuple[int, bytes | None]] = []
    for offset, data in file.pending:
        luck = chance.random()
        if luck < 0.45:
            some.append((offset, data))
        elif luck < 0.7 and data is not None:
            some += [
                (offset + at, data[at : at + _SECTOR])
                for at in range(0, len(data), _SECTOR)
                if chance.random() < 0.5
            ]
    return _applied(file.safe, some)


def crash_states(
    image: Image, record: list[Event], wanted: int, seed: int = 7
) -> Iterator[CrashState]:
    """``wanted`` different states, spread over the whole record; less if there are not as many."""
    chance = random.Random(seed)
    seen: set[tuple[bytes, tuple[str, ...]]] = set()
    for how in ("none", "all", "torn", *_MOST_ROUNDS * ("prefix", "torn", "torn")):
        medium = Medium(image)
        missing = wanted - len(seen)
        share = min(wanted / 3, 1.1 * missing) / len(record)  # not at every event of a long record
        for event in record:
            medium.take(event)
            if chance.random() > share:
                continue
            state = medium.state(chance, how)
            key = (digest(state), medium.acknowledged)
            if key not in seen:
                seen.add(key)
                yield CrashState(state, medium.acknowledged)
                if len(seen) == wanted:
                    return
