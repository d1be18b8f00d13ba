"""Receipts: only the hub's own word, to this desk, and never an old one."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace

import pytest

from intake_app.errors import BatchRefused
from intake_app.sync import age, batch, canonical, envelope, receipt
from intake_app.sync.cards import DeskCard, DeskKeys, HubKeys
from intake_app.sync.receipt import BatchResult, SetAside, Standing, open_receipt, seal_receipt
from tests.batches import parties, sealed

ID = str(uuid.UUID(int=7))
STANDING = Standing(
    received=4,
    extras=[6],
    batches=[
        BatchResult(ID, 6, "ab" * 32, "gap"),
        BatchResult(ID, 0, "cd" * 32, "refused", "json"),
    ],
    set_aside=[SetAside(ID, "person", "p-1", 3, "not_owner")],
    audit_head="ef" * 32,
)


def a_receipt(number: int = 1, hub: HubKeys | None = None, desk: DeskCard | None = None) -> bytes:
    who = parties()
    return seal_receipt(STANDING, number, hub or who.hub, desk or who.card, "2026-11-22T12:00:00Z")


def code(file: bytes, newer_than: int = 0, desk: DeskKeys | None = None) -> str:
    who = parties()
    try:
        open_receipt(file, who.hub_card, desk or who.desk, newer_than)
    except BatchRefused as error:
        return error.code
    return ""


def test_a_receipt_says_what_the_hub_has() -> None:
    who = parties()
    found = open_receipt(a_receipt(), who.hub_card, who.desk)
    assert [found.has(seq) for seq in (1, 4, 5, 6, 7)] == [True, True, False, True, False]
    assert found.batches == STANDING.batches
    assert found.set_aside == STANDING.set_aside
    assert (found.audit_head, found.office, found.number) == ("ef" * 32, "GN", 1)


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    file = a_receipt()
    for at in range(len(file)):
        for bit in range(8):
            altered = bytearray(file)
            altered[at] ^= 1 << bit
            assert code(bytes(altered)), at
        assert code(file[:at])
    assert code(file) == "", "control: the unaltered receipt is read"


def test_a_receipt_signed_by_anybody_but_this_hub_is_refused() -> None:
    assert code(a_receipt(hub=HubKeys.generate())) == "unknown_sender"
    who = parties()
    forged = bytearray(a_receipt(hub=HubKeys.generate()))
    forged[24:56] = who.hub.verify_key  # claims to be the hub
    assert code(bytes(forged)) == "signature"


def test_an_old_receipt_is_refused() -> None:
    assert code(a_receipt(number=4), newer_than=5) == "old_receipt"
    assert code(a_receipt(number=5), newer_than=5) == "old_receipt"
    assert code(a_receipt(number=6), newer_than=5) == "", "control"


def test_a_receipt_for_another_desk_is_refused() -> None:
    who = parties()
    assert code(a_receipt(desk=who.other_card)) == "not_addressed"
    passed_on = replace(who.other_card, age=who.card.age)
    assert code(a_receipt(desk=passed_on)) == "other_desk"
    assert code(a_receipt(desk=who.other_card), desk=who.other) == "", "control: its desk reads it"


def test_a_batch_is_no_receipt_and_a_receipt_is_no_batch() -> None:
    who = parties()
    assert code(sealed()[0]) == "format"
    with pytest.raises(BatchRefused) as caught:
        batch.open_batch(io.BytesIO(a_receipt()), who.known, who.hub.identity)
    assert caught.value.code == "format"


def test_a_number_on_the_outside_that_is_not_the_one_inside_is_refused() -> None:
    who = parties()
    out = io.BytesIO(bytes(envelope.PREFIX) + a_receipt()[envelope.PREFIX :])
    envelope.finish(out, receipt.KIND, bytes(16), who.hub.verify_key, who.hub.sign)
    assert code(out.getvalue()) == "binding"


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        (b"", "format"),
        (b"\0\0\0\5abc", "format"),
        (b"\0\0\0\2{}", "manifest"),
        (b"\0\0\0\1{", "json"),
        (b"\0\0\0\2{}x", "format"),
        (bytes(9_000_000), "too_large"),
    ],
)
def test_a_signed_receipt_that_is_hostile_inside_is_refused(plain: bytes, expected: str) -> None:
    who = parties()
    out = io.BytesIO()
    envelope.reserve(out)
    age.encrypt(io.BytesIO(plain), out, [who.card.age])
    envelope.finish(out, receipt.KIND, bytes(16), who.hub.verify_key, who.hub.sign)
    assert code(out.getvalue()) == expected


def test_unknown_names_in_a_receipt_are_left_for_a_newer_program() -> None:
    who = parties()
    file = a_receipt()
    plain = age.Limited(receipt.MAX_PLAIN)
    age.decrypt(io.BytesIO(file[envelope.PREFIX :]), plain, who.desk.identity)
    size = int.from_bytes(plain.getvalue()[:4], "big")
    content = canonical.decode(plain.getvalue()[4 : 4 + size])
    text = canonical.encode({**content, "something_new": [1]})
    out = io.BytesIO()
    envelope.reserve(out)
    age.encrypt(io.BytesIO(len(text).to_bytes(4, "big") + text), out, [who.card.age])
    envelope.finish(out, receipt.KIND, file[8:24], who.hub.verify_key, who.hub.sign)
    assert code(out.getvalue()) == ""
