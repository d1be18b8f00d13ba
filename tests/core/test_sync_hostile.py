"""Batches with a perfect signature and a hostile inside: refused quickly, politely, by name."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
import zstandard

from intake_app.errors import BatchRefused
from intake_app.sync import age, contents, envelope
from intake_app.sync.batch import BadRecord, open_batch
from tests.batches import (
    a_line,
    an_attachment,
    encrypted,
    framed,
    hostile,
    loose,
    parties,
    refusal,
    sealed,
    signed,
    table,
    unpacked,
    with_lines,
)


def test_the_hand_made_batch_of_these_tests_is_accepted() -> None:
    """Negative control: the refusals below come from what is wrong, not from how it is built."""
    assert refusal(hostile(with_lines(a_line()))) == ""


def huge_lines() -> bytes:
    return with_lines(*[b"a" * 4_000] * 20_000)


def many_stanzas() -> bytes:
    stanza = b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" + b"A" * 43 + b"\n"
    return signed([age.MAGIC + stanza * 10_000 + b"--- " + b"A" * 43 + b"\n" + bytes(100)])


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "1 GB of zeros": (lambda: hostile(bytes(10**9), 1), "json"),
    "1 GB body": (lambda: hostile(unpacked(table()) + bytes(10**9), 1), "records"),
    "80 MB that fit the hashes": (lambda: hostile(huge_lines()), "inflate_limit"),
    "window of 128 MiB": (
        lambda: signed(
            [
                encrypted(
                    framed(
                        zstandard.ZstdCompressor(
                            compression_params=zstandard.ZstdCompressionParameters.from_level(
                                3, window_log=27
                            )
                        )
                        .compressobj()
                        .compress(os.urandom(1 << 20))
                    )
                )
            ]
        ),
        "inflate_limit",
    ),
    "not compressed": (lambda: signed([encrypted(framed(b"plain text"))]), "compression"),
    "100,000 levels": (lambda: hostile(unpacked(b"[" * 100_000)), "json"),
    "33 levels": (lambda: hostile(unpacked(b"[" * 33 + b"]" * 33)), "json"),
    "duplicate keys": (
        lambda: hostile(unpacked(loose(table()).replace(b'"n":0', b'"n":0,"n":0'))),
        "json",
    ),
    "NaN": (lambda: hostile(unpacked(table(len=float("nan")))), "json"),
    "float": (lambda: hostile(unpacked(table(len=0.0))), "json"),
    "2**53 + 1": (lambda: hostile(unpacked(table(seq=2**53 + 1))), "json"),
    "not NFC": (lambda: hostile(unpacked(table(more="e\u0301"))), "json"),
    "spaces": (lambda: hostile(unpacked(json.dumps(table(), sort_keys=True).encode())), "json"),
    "1,000,000 keys": (
        lambda: hostile(unpacked({**table(), **{str(n): n for n in range(1_000_000)}})),
        "manifest",
    ),
    "200,000 keys, which is odd but allowed": (
        lambda: hostile(unpacked({**table(), **{str(n): n for n in range(200_000)}})),
        "",
    ),
    "a manifest of 5 MiB": (
        lambda: hostile(struct.pack(">I", 5 << 20) + bytes(5 << 20)),
        "manifest",
    ),
    "10,000 stanzas": (many_stanzas, "age_header"),
    "armoured": (
        lambda: signed([b"-----BEGIN AGE ENCRYPTED FILE-----\n" + bytes(200)]),
        "age_header",
    ),
    "no age at all": (lambda: signed([os.urandom(500)]), "age_header"),
    "an empty section": (lambda: signed([b""]), "age_header"),
    "no section": (lambda: signed([]), "format"),
    "a section too many": (
        lambda: signed([encrypted(framed(zstandard.compress(unpacked(table())))), b"x"]),
        "format",
    ),
    "garbage plaintext": (lambda: signed([encrypted(os.urandom(1024))]), "format"),
    "no plaintext": (lambda: signed([encrypted(b"")]), "format"),
    "padding that is not zero": (
        lambda: signed([encrypted(framed(zstandard.compress(unpacked(table())))[:-1] + b"x")]),
        "format",
    ),
    "a line of 50 MB": (lambda: hostile(with_lines(b"a" * 50_000_000)), "records"),
    "a newer reader is needed": (lambda: hostile(unpacked({"min_reader": 2})), "newer_schema"),
    "a date that is none": (
        lambda: hostile(unpacked(table(created="2026-13-41T12:00:00Z"))),
        "manifest",
    ),
    "number 2 without number 1": (lambda: hostile(unpacked(table(seq=2))), "manifest"),
    "a record too few": (lambda: hostile(with_lines(a_line()) + b"\n" + a_line(id="b")), "records"),
    "a document that is not there": (
        lambda: hostile(unpacked(table(attachments=[{"id": "a", "sha256": "0" * 64, "size": 1}]))),
        "format",
    ),
    "a line with duplicate keys": (
        lambda: hostile(with_lines(a_line().replace(b'"x":1', b'"x":1,"x":2'))),
        "json",
    ),
    "a line with NaN": (lambda: hostile(with_lines(a_line(body={"x": float("nan")}))), "json"),
    "a line of 33 levels": (
        lambda: hostile(with_lines(a_line().replace(b"1", b"[" * 33 + b"]" * 33, 1))),
        "json",
    ),
    "a line of 100,000 levels": (
        lambda: hostile(with_lines(a_line().replace(b"1", b"[" * 100_000, 1))),
        "json",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_signed_bomb_is_refused_within_a_second(name: str) -> None:
    build, code = BOMBS[name]
    file = build()
    identity = parties().hub.identity
    began = time.process_time()  # not the wall: other tests run beside this one
    assert refusal(file, identity) == code
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["1 GB of zeros", "1 GB body", "80 MB that fit the hashes"])
def test_a_bomb_takes_no_memory(name: str) -> None:
    file = BOMBS[name][0]()
    tracemalloc.start()
    assert refusal(file)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30 << 20


def test_a_line_that_is_no_record_comes_with_a_code_and_stops_nothing() -> None:
    lines = [a_line(), b'{"a":NaN}', a_line(id="../../etc"), a_line(office="SN"), a_line(id="b")]
    opened = open_batch(
        io.BytesIO(hostile(with_lines(*lines))), parties().known, parties().hub.identity
    )
    found = [e.code if isinstance(e, BadRecord) else e.id for e in opened.entries()]
    assert found == ["a", "json", "shape", "office", "b"]


def test_a_document_altered_by_its_own_desk_is_refused_when_it_is_read() -> None:
    who = parties()
    paper = an_attachment(b"true")
    file = sealed([], [paper])[0]
    first_end = envelope.PREFIX + 8 + struct.unpack_from(">Q", file, envelope.PREFIX)[0]
    first = file[envelope.PREFIX + 8 : first_end]

    def with_document(plain: bytes) -> bytes:
        return signed([first, encrypted(plain)], file[8:24])

    assert refusal(with_document(b"true" + bytes(1020))) == "", "control"
    assert refusal(with_document(b"trve" + bytes(1020))) == "attachment"
    assert refusal(with_document(b"true" + bytes(1019) + b"x")) == "attachment"
    assert refusal(with_document(b"true")) == "attachment"
    assert refusal(with_document(b"true" + bytes(5000))) == "too_large"
    assert refusal(signed([first, b"x" * 2000], file[8:24])) == "age_header"
    opened = open_batch(io.BytesIO(file), who.known, who.hub.identity)
    with pytest.raises(KeyError):
        opened.attachment("another")


ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**53, "", "x", "0" * 64, "0" * 64 + "\n", [], [[]], ["x"], {},
    {"id": "a"}, [{"id": "a"}], [None], "age1" + "q" * 58, ["age1" + "q" * 58] * 9, "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(table()))
def test_an_odd_value_in_the_manifest_is_refused_politely(name: str) -> None:
    for value in ODD_VALUES:
        content = table()
        if value == content[name]:
            continue
        content[name] = value
        refusal(hostile(unpacked(content)))
    content = table()
    del content[name]
    assert refusal(hostile(unpacked(content))) == "manifest"


def test_bytes_altered_behind_the_signature_only_ever_give_a_refusal() -> None:
    """Byte fuzzing in front of the signature only tests the signature, so this goes behind it."""
    dice = random.Random(20261122)
    good = with_lines(a_line(), a_line(id="b"))
    outcomes = set()
    for _ in range(20_000):
        raw = bytearray(good)
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(raw))
            change = dice.randrange(3)
            if change == 0:
                raw[at] ^= 1 << dice.randrange(8)
            elif change == 1:
                del raw[at : at + dice.randrange(1, 9)]
            else:
                raw[at:at] = dice.randbytes(dice.randrange(1, 9))
        try:
            list(contents.read_plain(framed(zstandard.compress(bytes(raw)))).entries())
            outcomes.add("")
        except BatchRefused as error:
            outcomes.add(error.code)
    assert {"json", "manifest", "records"} <= outcomes
    for _ in range(2_000):
        plain = bytearray(framed(zstandard.compress(good)))
        plain[dice.randrange(len(plain))] ^= 1 << dice.randrange(8)
        try:
            contents.read_plain(bytes(plain))
        except BatchRefused as error:
            outcomes.add(error.code)
    assert {"format", "compression"} <= outcomes
