"""The key file: every altered byte is refused, hostile costs are refused before they are paid."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from argon2.low_level import hash_secret_raw
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.errors import (
    IntakeError,
    InvalidInput,
    NotFound,
    VaultDamaged,
    VaultTooNew,
    WrongPassphrase,
)
from intake_app.vault import derivation, keyfile, keyslots
from intake_app.vault.keyfile import KeyFile, OpenedKeys, parse
from intake_app.vault.keyslots import (
    BOUNDS,
    FLOOR_COST,
    KdfCost,
    RoleKey,
    Slot,
    SlotKind,
    VaultKeys,
    new_slot,
    open_slot,
)
from tests.core.vault_kit import CHEAP, CHEAP_BOUNDS

VECTOR = Path(__file__).parents[1] / "data" / "vault" / "key_file_v1.json"
FORMAT = Path(keyfile.__file__).with_name("FORMAT.md")
STAFF = (
    ("desk 1", Role.SUPERVISOR, "teapot"),
    ("desk 2", Role.COUNSELLOR, "lantern"),
    ("bureau é", Role.RECEPTION, "walnut"),
)

KEYS = VaultKeys.make()
SLOTS = tuple(
    new_slot((label, role), words, KEYS, cost=CHEAP, bounds=CHEAP_BOUNDS)[0]
    for label, role, words in STAFF
)
RECOVERY, _user = new_slot(
    ("recovery", Role.SUPERVISOR), "A" * 32, KEYS, cost=CHEAP, bounds=CHEAP_BOUNDS,
    kind=SlotKind.RECOVERY,
)  # fmt: skip
RETIRED = ((os.urandom(16), os.urandom(32)), (SLOTS[2].id, os.urandom(32)))
FILE = KeyFile(os.urandom(16), 1, 7, (*SLOTS, RECOVERY), RETIRED)
BYTES = FILE.encode(KEYS.data_key)


def opened(content: bytes, number: int = 1) -> OpenedKeys:
    return keyfile._opened(parse(content), SLOTS[number].login.id, STAFF[number][2], CHEAP_BOUNDS)


def with_checksum(content: bytes) -> bytes:
    """What an attacker would do: the checksum needs no key."""
    return content[:-8] + keyfile._checksum(content[:-8])


@pytest.mark.parametrize("number", range(3))
def test_every_login_opens_the_same_vault_with_its_own_keys(number: int) -> None:
    keys = opened(BYTES, number)
    assert keys.file == FILE
    assert (keys.vault.data_key, keys.vault.database_salt) == (KEYS.data_key, KEYS.database_salt)
    assert keys.slot.login.label == STAFF[number][0]
    assert keys.slot.verify_public == FILE.verify_keys_of(keys.slot.login.id)[0]


def test_role_keys_are_sealed_for_those_who_may_read_the_notes_only() -> None:
    held = [opened(BYTES, number).vault.role_keys for number in range(3)]
    assert held == [KEYS.role_keys, KEYS.role_keys, {}]
    assert set(KEYS.role_keys) == set(RoleKey)


def test_no_two_slots_or_files_share_a_key_salt_or_nonce() -> None:
    fields = [(s.salt, s.nonce, s.box_public, s.verify_public, s.wrapped) for s in SLOTS]
    flat = [field for slot in fields for field in slot]
    assert len(set(flat)) == len(flat)


# ------------------------------------------------------------------------------ altered files (K1)


def test_every_flipped_byte_is_refused() -> None:
    for at in range(len(BYTES)):
        altered = bytearray(BYTES)
        altered[at] ^= 1 << (at % 8)
        with pytest.raises((VaultDamaged, VaultTooNew)):
            opened(bytes(altered))


def test_every_flipped_bit_is_refused_even_if_the_checksum_is_repaired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only MAC, slot encryption and strict reading are left to notice it.

    What Argon2 gave for the same salt and cost is not computed again.
    """
    monkeypatch.setattr(keyslots, "passphrase_key", cache(derivation.passphrase_key))
    accepted = []
    for at in range(len(BYTES) - 8):
        for bit in range(8):
            altered = bytearray(BYTES)
            altered[at] ^= 1 << bit
            try:
                opened(with_checksum(bytes(altered)))
            except IntakeError:
                continue
            accepted.append((at, bit))
    assert accepted == []


def test_every_truncation_and_every_longer_file_is_refused() -> None:
    for length in range(len(BYTES)):
        for content in (BYTES[:length], with_checksum(BYTES[:length].ljust(8, b"\0"))):
            with pytest.raises((VaultDamaged, VaultTooNew)):
                opened(content)
    for tail in (b"\0", BYTES, bytes(keyfile.MOST_BYTES)):
        with pytest.raises(VaultDamaged):
            opened(with_checksum(BYTES + tail))


def test_control_without_the_mac_an_altered_role_would_be_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Shows that the tests above would notice a program that forgets to check."""
    promoted = FILE.with_slot(replace(SLOTS[2], role=Role.SUPERVISOR))
    forged = with_checksum(promoted.encode(KEYS.data_key)[:-40] + BYTES[-40:])
    with pytest.raises(VaultDamaged):
        opened(forged, 2)
    monkeypatch.setattr(keyfile, "_mac", lambda content, key: BYTES[-40:-8])
    assert opened(forged, 2).slot.role is Role.SUPERVISOR


def test_a_removed_slot_cannot_be_pasted_back() -> None:
    without = replace(FILE, slots=(SLOTS[0], SLOTS[2], RECOVERY), counter=8).encode(KEYS.data_key)
    pasted = replace(FILE, counter=8).encode(KEYS.data_key)
    with pytest.raises(VaultDamaged):
        opened(with_checksum(pasted[:-40] + without[-40:]))
    with pytest.raises(NotFound):
        opened(without)
    assert opened(pasted)  # control: with its own MAC the same slot opens


@pytest.mark.parametrize("change", [{"generation": 2}, {"counter": 6}, {"vault_id": bytes(16)}])
def test_numbers_of_the_header_cannot_be_altered(change: dict[str, int | bytes]) -> None:
    altered = replace(FILE, **change).encode(bytes(32))  # type: ignore[arg-type]
    with pytest.raises(VaultDamaged):
        opened(with_checksum(altered[:-40] + BYTES[-40:]))


def test_a_slot_of_another_generation_is_refused() -> None:
    mixed = replace(FILE, generation=2).encode(KEYS.data_key)
    with pytest.raises(VaultDamaged):
        opened(mixed)


def test_a_slot_of_another_vault_is_refused() -> None:
    stranger, _user = new_slot(
        ("desk 2", Role.COUNSELLOR), "lantern", VaultKeys.make(), cost=CHEAP, bounds=CHEAP_BOUNDS
    )
    content = FILE.with_slot(stranger).encode(KEYS.data_key)
    with pytest.raises(VaultDamaged):
        keyfile._opened(parse(content), stranger.login.id, "lantern", CHEAP_BOUNDS)


def test_the_same_login_twice_is_refused() -> None:
    with pytest.raises(VaultDamaged):
        opened(replace(FILE, slots=(*SLOTS, SLOTS[1])).encode(KEYS.data_key))


@settings(deadline=None)
@given(st.binary(max_size=1500))
def test_garbage_is_refused(content: bytes) -> None:
    with pytest.raises(VaultDamaged):
        parse(with_checksum(b"CASEVLT1" + content + bytes(8)))


def test_a_file_of_a_newer_version_is_named_as_such() -> None:
    with pytest.raises(VaultTooNew):
        parse(b"CASEVLT2" + BYTES[8:])


# ------------------------------------------------------------------------- right and wrong answers


def test_wrong_passphrase_unknown_login_and_damaged_slot_are_told_apart() -> None:
    login = SLOTS[0].login.id
    with pytest.raises(WrongPassphrase, match="desk 1"):
        keyfile._opened(parse(BYTES), login, "teapots", CHEAP_BOUNDS)
    with pytest.raises(NotFound):
        keyfile._opened(parse(BYTES), "00000000-0000-4000-8000-000000000000", "x", CHEAP_BOUNDS)
    damaged = bytearray(BYTES)
    damaged[BYTES.index(SLOTS[0].wrapped)] ^= 1
    with pytest.raises(VaultDamaged):
        opened(bytes(damaged), 0)


def test_an_unknown_login_takes_as_long_as_a_wrong_passphrase(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paid: list[KdfCost] = []
    real = hash_secret_raw

    def counted(*arguments: object) -> bytes:
        paid.append(KdfCost(*arguments[2:5]))  # type: ignore[arg-type]
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("intake_app.vault.derivation.hash_secret_raw", counted)
    for login in (SLOTS[0].login.id, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises((WrongPassphrase, NotFound)):
            keyfile._opened(parse(BYTES), login, "x", CHEAP_BOUNDS)
    assert paid[0] == paid[1]


def _cpu_seconds(login: str, times: int = 3) -> float:
    """The least time of all lanes together: a busy machine only ever adds to it."""
    content = parse(REAL)
    spent = []
    for _time in range(times):
        began = time.process_time()
        with pytest.raises((WrongPassphrase, NotFound)):
            keyfile._opened(content, login, "not it", BOUNDS)
        spent.append(time.process_time() - began)
    return min(spent)


_REAL_SLOT, _user = new_slot(
    ("desk 1", Role.SUPERVISOR), "teapot", KEYS, cost=FLOOR_COST, bounds=BOUNDS
)
REAL = replace(FILE, slots=(_REAL_SLOT,), retired=()).encode(KEYS.data_key)


def test_the_time_tells_nobody_whether_a_login_exists() -> None:
    """At the real floor cost, within a tenth (K3 of security.md)."""
    wrong = _cpu_seconds(_REAL_SLOT.login.id)
    unknown = _cpu_seconds("00000000-0000-4000-8000-000000000000")
    assert 0.9 < unknown / wrong < 1.1


def test_control_without_the_derivation_an_unknown_login_would_be_told_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = _cpu_seconds(_REAL_SLOT.login.id, 1)
    monkeypatch.setattr(keyfile, "_spend_the_same_time", lambda _slot, _bounds: None)
    assert _cpu_seconds("00000000-0000-4000-8000-000000000000") < wrong / 10


@pytest.mark.parametrize("label", ["", "  ", "x" * 41, "é" * 21, "a\nb", "a\u202eb"])
def test_a_label_that_does_not_show_or_fit_is_refused(label: str) -> None:
    with pytest.raises(InvalidInput):
        new_slot((label, Role.RECEPTION), "x", KEYS, cost=CHEAP, bounds=CHEAP_BOUNDS)


def test_passphrases_are_compared_after_one_unicode_normalisation_and_never_stripped() -> None:
    slot, _user = new_slot(
        ("desk 4", Role.RECEPTION), " é\u00a0ﬁ ", KEYS, cost=CHEAP, bounds=CHEAP_BOUNDS
    )
    assert open_slot(slot, " e\u0301 fi ", CHEAP_BOUNDS)
    with pytest.raises(WrongPassphrase):
        open_slot(slot, "é fi", CHEAP_BOUNDS)
    with pytest.raises(InvalidInput):
        open_slot(slot, "half \ud800 character", CHEAP_BOUNDS)


# ------------------------------------------------------------------------------ hostile costs (K2)


def with_cost(slot: Slot, cost: KdfCost) -> bytes:
    altered = replace(slot, cost=cost)
    return with_checksum(FILE.with_slot(altered).encode(KEYS.data_key)[:-40] + BYTES[-40:])


def refused_quickly(
    open_it: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> tuple[bool, float]:
    """Whether Argon2 was never called, and the seconds until the refusal."""
    calls: list[object] = []

    def never(*arguments: object) -> bytes:
        calls.append(arguments)
        return bytes(32)

    monkeypatch.setattr("intake_app.vault.derivation.hash_secret_raw", never)
    times = []
    for _time in range(5):  # the quickest counts: the machine may be busy with something else
        began = time.perf_counter()
        with pytest.raises((VaultDamaged, WrongPassphrase)):
            open_it()
        times.append(time.perf_counter() - began)
    return not calls, min(times)


HOSTILE = [
    KdfCost(8, 1, 1),
    KdfCost(64 * 1024 - 1, 3, 4),
    KdfCost(64 * 1024, 2, 4),
    KdfCost(64 * 1024, 3, 0),
    KdfCost(64 * 1024, 3, 9),
    KdfCost(64 * 1024, 11, 1),
    KdfCost(64 * 1024, 65535, 1),
    KdfCost(1024 * 1024 + 1, 3, 1),
    KdfCost(1024 * 1024, 5, 1),
    KdfCost(2**32 - 1, 3, 1),
    KdfCost(0, 0, 0),
]


@pytest.mark.parametrize("cost", HOSTILE)
def test_a_hostile_cost_is_refused_before_it_is_paid(
    cost: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = with_cost(SLOTS[1], cost)
    login = SLOTS[1].login.id
    unpaid, seconds = refused_quickly(
        lambda: keyfile._opened(parse(content), login, "lantern", BOUNDS), monkeypatch
    )
    assert unpaid
    assert seconds < 0.005


@pytest.mark.parametrize(
    "cost", [KdfCost(64 * 1024, 3, 1), KdfCost(1024 * 1024, 4, 8), KdfCost(256 * 1024, 10, 4)]
)
def test_control_a_cost_inside_the_bounds_is_paid(
    cost: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = with_cost(SLOTS[1], cost)
    login = SLOTS[1].login.id
    unpaid, _seconds = refused_quickly(
        lambda: keyfile._opened(parse(content), login, "lantern", BOUNDS), monkeypatch
    )
    assert not unpaid


@settings(deadline=None)
@given(
    st.builds(
        KdfCost,
        st.integers(0, 2**32 - 1),
        st.integers(0, 2**16 - 1),
        st.integers(0, 2**16 - 1),
    )
)
def test_the_bounds_hold_for_any_cost(cost: KdfCost) -> None:
    if BOUNDS.allow(cost):
        assert 64 * 1024 <= cost.memory_kib <= 1024 * 1024
        assert 3 <= cost.passes <= 10
        assert 1 <= cost.lanes <= 8
        assert cost.memory_kib * cost.passes <= 4 * 1024 * 1024


@settings(deadline=None, max_examples=200)
@given(
    st.builds(
        KdfCost,
        st.integers(0, 2**32 - 1),
        st.integers(0, 2**16 - 1),
        st.integers(0, 2**16 - 1),
    ).filter(lambda cost: not BOUNDS.allow(cost))
)
def test_any_cost_outside_the_bounds_is_refused_without_argon2(cost: KdfCost) -> None:
    content = with_cost(SLOTS[1], cost)
    with pytest.MonkeyPatch.context() as patch:
        unpaid, seconds = refused_quickly(
            lambda: keyfile._opened(parse(content), SLOTS[1].login.id, "lantern", BOUNDS), patch
        )
    assert unpaid
    assert seconds < 0.005


# ---------------------------------------------------------------------------------- frozen vectors


def test_the_frozen_key_file_still_opens_bit_for_bit() -> None:
    vector = json.loads(VECTOR.read_text(encoding="utf-8"))
    content = bytes.fromhex(vector["file"])
    for login in vector["logins"]:
        keys = keyfile._opened(parse(content), login["id"], login["passphrase"], CHEAP_BOUNDS)
        assert keys.vault.data_key.hex() == vector["data_key"]
        assert keys.vault.database_salt.hex() == vector["database_salt"]
        assert keys.vault.generation == keys.file.generation == vector["generation"]
        assert {str(k): v.hex() for k, v in keys.vault.role_keys.items()} == login["role_keys"]
        assert keys.user.box_secret.hex() == login["x25519_secret"]
        assert keys.user.signing_seed.hex() == login["ed25519_seed"]
        assert (keys.slot.label, keys.slot.role.value) == (login["label"], login["role"])
        assert keys.file.counter == vector["counter"]
        assert keys.file.vault_id.hex() == vector["vault_id"]
        assert [[i.hex(), k.hex()] for i, k in keys.file.retired] == vector["retired"]
        assert keys.file.encode(keys.vault.data_key) == content
    for label, expected in vector["subkeys"].items():
        key = derivation.hkdf(bytes.fromhex(vector["data_key"]), label.encode())
        assert key.hex() == expected


def test_the_worked_example_in_the_format_document_is_true() -> None:
    """The example's table gives offset, bytes and meaning; the bytes make a whole key file."""
    lines = FORMAT.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| `0x")]
    content = b"".join(bytes.fromhex(row[2].strip(" `")) for row in rows)
    offset = 0
    for row in rows:
        assert int(row[1].strip(" `"), 16) == offset
        offset += len(bytes.fromhex(row[2].strip(" `")))
    login = parse(content).alleged.slots[0].login
    keys = keyfile._opened(parse(content), login.id, "correct horse", CHEAP_BOUNDS)
    assert login.label == "desk 1"
    assert login.role is Role.RECEPTION
    assert keys.vault.data_key == bytes(range(32))
    assert keys.vault.database_salt == bytes(range(32, 48))
