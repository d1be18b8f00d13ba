"""Ranges of keys that can be halved: numbers and texts, alone or one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Key = tuple[Any, ...]

_LETTERS = 12
"""So many letters tell texts apart: the beginning of an id. They are taken for ASCII."""
_MOST = 1 << 62
_LAST = "\x7f" * _LETTERS
_FIRST = {int: 0, str: ""}
_BEYOND = {int: _MOST, str: _LAST}


@dataclass(frozen=True)
class Range:
    """From ``low`` on, up to before ``high``."""

    low: Key
    high: Key

    def halves(self) -> list[Range]:
        """The second half and the first, as a stack wants them; none if no key lies between."""
        middle = _middle(self.low, self.high)
        return [Range(middle, self.high), Range(self.low, middle)] if middle is not None else []

    def above(self, key: Key) -> Range:
        """What is left after ``key`` has been read."""
        return Range(_after(key), self.high)

    def below(self, key: Key) -> Range:
        """What is left before ``key``."""
        return Range(self.low, key)


def between(types: tuple[str, ...]) -> Range:
    """Everything, for a key of these column types (``INTEGER`` or ``TEXT``)."""
    kinds = [int if name == "INTEGER" else str for name in types]
    return Range(tuple(_FIRST[kind] for kind in kinds), tuple(_BEYOND[kind] for kind in kinds))


def _after(key: Key) -> Key:
    """The next key that there can be."""
    last = key[-1]
    return (*key[:-1], last + 1 if isinstance(last, int) else last + "\x00")


def _middle(low: Key, high: Key) -> Key | None:
    """A key strictly between, or None."""
    if low >= high:
        return None
    for place, (a, z) in enumerate(zip(low, high, strict=True)):
        if a == z:
            continue
        half = (a + z) // 2 if isinstance(a, int) else _text((_number(a) + _number(z)) // 2)
        begins = tuple(_FIRST[type(value)] for value in low[place + 1 :])
        if a < half < z:
            return (*low[:place], half, *begins)
        rest = tuple(_BEYOND[type(value)] for value in low[place + 1 :])
        inner = _middle(low[place + 1 :], rest)
        if inner is not None:
            return (*low[: place + 1], *inner)
        last = (*low[:place], z, *begins)
        return last if low < last < high else None
    return None


def _number(text: str) -> int:
    value = 0
    for letter in text[:_LETTERS].ljust(_LETTERS, "\0"):
        value = value * 128 + min(ord(letter), 127)
    return value


def _text(value: int) -> str:
    letters = []
    for _place in range(_LETTERS):
        value, code = divmod(value, 128)
        letters.append(chr(code))
    return "".join(reversed(letters)).rstrip("\0")
