"""The one way to write a JSON value as bytes, and a reader that accepts nothing else.

Sorted keys (by code point), no spaces, no floats, whole numbers up to 2**53, NFC text without NUL,
at most 32 levels. Because a value has exactly one spelling, equal records hash equally and two
readers can never understand the same bytes differently.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import msgspec

MAX_DEPTH = 32
MAX_INTEGER = 2**53
"""Beyond this, programs that read JSON numbers as floats would change them."""

_BELOW_U0300 = bytes(range(0xCC))
_ENCODER = msgspec.json.Encoder(order="deterministic")


def _no_float(text: str) -> float:
    raise ValueError("a float")


_DECODER = msgspec.json.Decoder(float_hook=_no_float)


def encode(value: object) -> bytes:
    """The canonical bytes of a JSON value (dict, list, str, int, bool, None).

    Raises ValueError for anything that has no canonical form; the text never names the content.
    """
    _check_shape(value, 1)
    try:
        line = _ENCODER.encode(value)
        _check_texts(value, line)
    except (msgspec.MsgspecError, TypeError, UnicodeError) as error:
        raise ValueError("not canonical JSON") from error
    return line


def decode(line: bytes) -> Any:
    """The value of canonical bytes. Raises ValueError if they are anything else.

    The value is written again and compared: duplicate keys, spaces, other escapes, other orders
    and NaN all fail that one comparison.
    """
    try:
        value = _DECODER.decode(line)
        _check_shape(value, 1)
        again = _ENCODER.encode(value)
        _check_texts(value, again)
    except (msgspec.MsgspecError, TypeError, UnicodeError, RecursionError) as error:
        raise ValueError("not canonical JSON") from error
    if again != line:
        raise ValueError("not canonical JSON")
    return value


def _check_shape(value: object, depth: int) -> None:
    if isinstance(value, dict):
        if depth > MAX_DEPTH:
            raise ValueError("too many levels")
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("a key that is not text")
            if type(item) is not str:  # most values are text: this halves the time
                _check_shape(item, depth + 1)
    elif isinstance(value, int):  # bool too: True is 1
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise ValueError("a number beyond 2**53")
    elif isinstance(value, list):
        if depth > MAX_DEPTH:
            raise ValueError("too many levels")
        for item in value:
            _check_shape(item, depth + 1)
    elif value is not None and not isinstance(value, str):
        raise ValueError(f"a {type(value).__name__} is not a JSON value")


def _check_texts(value: object, line: bytes) -> None:
    """Refuse text that is not NFC or holds NUL (PostgreSQL's jsonb cannot store it).

    The whole line is looked at first: every character below U+0300 is NFC by itself and is written
    with bytes below 0xCC. Only where the line is suspicious are the texts looked at one by one; an
    escape before a combining mark can make the line, but not the text, look wrong.
    """
    if b"\\u0000" in line or (
        line.translate(None, _BELOW_U0300) and not unicodedata.is_normalized("NFC", line.decode())
    ):
        _check_each_text(value)


def _check_each_text(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value or not unicodedata.is_normalized("NFC", value):
            raise ValueError("text that is not NFC or holds NUL")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_each_text(key)
            _check_each_text(item)
    elif isinstance(value, list):
        for item in value:
            _check_each_text(item)
