"""Keys and cards: who can read and sign, and what a forged card looks like."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from intake_app.errors import BatchRefused
from intake_app.sync import age, canonical
from intake_app.sync.cards import (
    DeskKeys,
    HubKeys,
    card_name,
    desk_card,
    fingerprint,
    hub_card,
    parse_desk_card,
    parse_hub_card,
)
from tests.batches import NOON, parties

SMALL_ORDER = (
    bytes(32),
    bytes([1]) + bytes(31),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
)
ZERO_RECIPIENT = "age1" + "q" * 52 + "5cu47z"


def code(file: bytes) -> str:
    try:
        parse_desk_card(file)
    except BatchRefused as error:
        return error.code
    return ""


def test_keys_survive_being_stored() -> None:
    keys = DeskKeys.generate()
    again = DeskKeys.parse(keys.serialise())
    assert again == keys
    assert again.recipient == age.recipient_of(keys.identity)
    assert keys.identity not in repr(keys)
    assert repr(keys.seed) not in repr(keys)


@pytest.mark.parametrize("stored", ["", "{}", "[]", '{"identity":"x","seed":"00"}', '{"seed":5}'])
def test_damaged_keys_are_refused(stored: str) -> None:
    with pytest.raises(BatchRefused) as caught:
        DeskKeys.parse(stored)
    assert caught.value.code == "damaged_keys"


def test_a_card_survives_the_way_by_mail() -> None:
    card = parties().card
    assert parse_desk_card(card.to_bytes()) == card
    assert parse_desk_card(b"\r\n" + card.to_bytes() + b"\r\n") == card
    hub = parties().hub_card
    assert parse_hub_card(hub.to_bytes()) == hub


def test_every_flipped_bit_and_every_cut_of_a_card_is_refused() -> None:
    file = parties().card.to_bytes().strip()
    for at in range(len(file)):
        for bit in range(8):
            altered = bytearray(file)
            altered[at] ^= 1 << bit
            assert code(bytes(altered)), at
        assert code(file[:at])
    assert code(file) == "", "control: the unaltered card is accepted"


def test_a_fingerprint_is_eight_groups_and_changes_with_anything_on_the_card() -> None:
    card = parties().card
    keys = DeskKeys.generate()
    assert re.fullmatch(r"(\d{4} ){7}\d{4}", fingerprint(card))
    prints = {
        fingerprint(card),
        fingerprint(replace(card, name="Conakry 2")),
        fingerprint(replace(card, office="SN")),
        fingerprint(replace(card, age=keys.recipient)),
        fingerprint(replace(card, ed25519=keys.verify_key)),
        fingerprint(parties().hub_card),
    }
    assert len(prints) == 6
    assert fingerprint(replace(card, created="2027-01-01T00:00:00Z")) == fingerprint(card)


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_of_small_order_is_refused(key: bytes) -> None:
    """With such a key one signature fits every message."""
    content = {**parties().card.content(), "ed25519": key.hex(), "signature": "00" * 64}
    assert code(canonical.encode(content)) == "weak_key"


def test_a_recipient_to_which_nothing_can_be_encrypted_is_refused() -> None:
    """Encrypting to it would make the library panic in the middle of the hub's run."""
    keys = DeskKeys.generate()
    blank = replace(parties().card, ed25519=keys.verify_key, age=ZERO_RECIPIENT)
    signature = keys.sign(b"intake-desk/card/v1\0" + canonical.encode(blank.content()))
    assert code(replace(blank, signature=signature).to_bytes()) == "weak_key"
    good = replace(blank, age=keys.recipient)
    signature = keys.sign(b"intake-desk/card/v1\0" + canonical.encode(good.content()))
    assert code(replace(good, signature=signature).to_bytes()) == "", "control"


@pytest.mark.parametrize(
    ("office", "name"),
    [("", "x"), ("G N", "x"), ("GN'; DROP", "x"), ("x" * 33, "x"), ("GN", ""), ("GN", " x"),
     ("GN", "x" * 81), ("GN", "a\x1b[2J"), ("GN", "cod\u202efdp")],
)  # fmt: skip
def test_odd_names_and_office_codes_make_no_card(office: str, name: str) -> None:
    with pytest.raises(BatchRefused) as caught:
        desk_card(DeskKeys.generate(), office, name, NOON)
    assert caught.value.code == "card"


@pytest.mark.parametrize(
    "name", ["Centre d’accueil " * 9, "two\nlines", "a\x1b[2J", "cod\u202efdp", "می\u200cخواهم"]
)
def test_whatever_an_office_is_called_it_has_a_card(name: str) -> None:
    with pytest.raises(BatchRefused):  # control: as it is written it makes none
        desk_card(DeskKeys.generate(), "GN", name, NOON)
    card = desk_card(DeskKeys.generate(), "GN", card_name(name), NOON)
    assert 1 <= len(card.name) <= 80
    assert card_name("Centre d’accueil de Conakry") == "Centre d’accueil de Conakry"


def test_one_kind_of_card_is_not_taken_for_the_other() -> None:
    assert code(parties().hub_card.to_bytes()) == "card"
    with pytest.raises(BatchRefused):
        parse_hub_card(parties().card.to_bytes())


def test_a_hub_without_a_real_spare_has_no_card() -> None:
    keys = HubKeys.generate()
    with pytest.raises(BatchRefused):
        hub_card(keys, keys.recipient, "Hub", NOON)


@pytest.mark.parametrize("file", [b"", b"null", b"[]", b'"x"', b"{}", b"[" * 10_000, b" " * 20_000])
def test_what_is_no_card_at_all_is_refused(file: bytes) -> None:
    assert code(file) == "card"
