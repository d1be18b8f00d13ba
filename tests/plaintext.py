"""Looks for words in bytes, in every form in which they could lie there without being encrypted."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import zstandard

_MOST_UNPACKED = 8 << 20


def forms_of(word: str) -> dict[str, bytes]:
    """The word as it is, wide, in digits, backwards; base64 from each of three places."""
    plain = word.encode()
    forms = {
        "utf-8": plain,
        "utf-16-le": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "backwards": plain[::-1],
    }
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + plain)
        forms[f"base64 at {shift}"] = packed[4 if shift else 0 : len(packed) - 4]
    return forms


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Everything inside that is packed with zlib or zstd."""
    for magic in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = content.find(magic)
        while at >= 0:
            try:
                inside = zlib.decompressobj().decompress(content[at:], _MOST_UNPACKED)
            except zlib.error:
                inside = b""
            if len(inside) > 3:
                yield inside
            at = content.find(magic, at + 1)
    at = content.find(b"\x28\xb5\x2f\xfd")
    while at >= 0:
        with suppress(zstandard.ZstdError):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(content[at:])
        at = content.find(b"\x28\xb5\x2f\xfd", at + 1)


def found_in(content: bytes, words: Sequence[str]) -> set[str]:
    """Each word and form that can be read in these bytes."""
    found = set()
    for place, piece in (("", content), *(("packed ", inside) for inside in _unpacked(content))):
        for word in words:
            for form, needle in forms_of(word).items():
                if needle in piece:
                    found.add(f"{word}: {place}{form}")
    return found


def found_under(folder: Path, words: Sequence[str]) -> Mapping[str, set[str]]:
    """The same for every file under a folder, by path; names of files count too."""
    found = {}
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        if hits := found_in(content + b"\0" + str(path.relative_to(folder)).encode(), words):
            found[str(path.relative_to(folder))] = hits
    return found
