"""A second reader of the key file, written from FORMAT.md alone: it shares no line with the
program and believes nothing before the MAC is right."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import uuid
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_box_seal_open,
    crypto_scalarmult_base,
    crypto_sign_seed_keypair,
)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """Something in the file is not as FORMAT.md says."""


@dataclass
class Slot:
    """The fields of one slot, in the order of FORMAT.md."""

    login: str
    kind: int
    cost: tuple[int, int, int]
    salt: bytes
    box_public: bytes
    verify_public: bytes
    head: bytes
    nonce: bytes
    wrapped: bytes
    role: int
    label: str
    sealed: bytes
    role_keys: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Contents:
    """What one passphrase reads."""

    vault_id: str
    generation: int
    counter: int
    slots: list[Slot]
    retired: list[tuple[str, bytes]]
    data_key: bytes = b""
    database_salt: bytes = b""
    role_keys: dict[int, bytes] = field(default_factory=dict)


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.left = content

    def take(self, count: int) -> bytes:
        if count > len(self.left):
            raise Refused("cut off")
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")


def read(content: bytes, login: str, passphrase: str) -> Contents:
    """Open the file as this login (its label). Raises Refused."""
    if len(content) > 65536 or hashlib.sha256(content[:-8]).digest()[:8] != content[-8:]:
        raise Refused("checksum")
    found = _structure(content[:-40])
    slot = next((slot for slot in found.slots if slot.label == login), None)
    if slot is None:
        raise Refused("no such login")
    _open(found, slot, passphrase)
    extracted = hmac.new(bytes(32), found.data_key, hashlib.sha256).digest()
    key = hmac.new(extracted, b"header-mac\x01", hashlib.sha256).digest()
    mac = hmac.new(key, content[:-40], hashlib.sha256).digest()
    if not hmac.compare_digest(mac, content[-40:-8]):
        raise Refused("MAC")
    return found


def _structure(content: bytes) -> Contents:
    data = _Bytes(content)
    if data.take(8) != b"CASEVLT1":
        raise Refused("magic")
    vault_id = str(uuid.UUID(bytes=data.take(16)))
    generation, counter = data.number(4), data.number(8)
    slots = [_slot(_Bytes(data.take(data.number(2)))) for _number in range(data.number(2))]
    retired = [
        (str(uuid.UUID(bytes=data.take(16))), data.take(32)) for _number in range(data.number(2))
    ]
    if data.left:
        raise Refused("bytes left over")
    return Contents(vault_id, generation, counter, slots, retired)


def _slot(data: _Bytes) -> Slot:
    whole = data.left
    login, kind = str(uuid.UUID(bytes=data.take(16))), data.number(1)
    cost = (data.number(4), data.number(2), data.number(2))
    salt, box_public, verify_public = data.take(16), data.take(32), data.take(32)
    head = whole[: len(whole) - len(data.left)]
    nonce, wrapped, role = data.take(24), data.take(80), data.number(1)
    label = data.take(data.number(1)).decode("utf-8")
    slot = Slot(
        login, kind, cost, salt, box_public, verify_public, head, nonce, wrapped, role, label,
        data.take(100),
    )  # fmt: skip
    for _number in range(data.number(1)):
        name = data.number(1)
        slot.role_keys[name] = data.take(80)
    if data.left:
        raise Refused("bytes left over in a slot")
    if kind == 1 and role != 2:
        raise Refused("a recovery slot of another role")
    return slot


def _open(found: Contents, slot: Slot, passphrase: str) -> None:
    memory, passes, lanes = slot.cost
    text = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    key = hash_secret_raw(text, slot.salt, passes, memory, lanes, 32, Type.ID, 0x13)
    try:
        private = crypto_aead_xchacha20poly1305_ietf_decrypt(
            slot.wrapped, b"CASEVLT1" + slot.head, slot.nonce, key
        )
    except Exception as error:
        raise Refused("passphrase") from error
    box, seed = private[:32], private[32:]
    publics = (crypto_scalarmult_base(box), crypto_sign_seed_keypair(seed)[0])
    if publics != (slot.box_public, slot.verify_public):
        raise Refused("public keys")
    sealed = crypto_box_seal_open(slot.sealed, slot.box_public, box)
    found.data_key, found.database_salt = sealed[:32], sealed[32:48]
    if int.from_bytes(sealed[48:], "little") != found.generation:
        raise Refused("generation")
    found.role_keys = {
        name: crypto_box_seal_open(key, slot.box_public, box)
        for name, key in slot.role_keys.items()
    }


def recovery_passphrase(printed: str) -> str:
    """The passphrase of the recovery slot, from what is printed on a sheet. Raises Refused."""
    characters = "".join(c for c in printed if c.isalnum())
    values = [CROCKFORD.index(c) for c in characters]
    plain = weighted = 0
    for place, value in enumerate(values[:32]):
        plain ^= value
        weighted ^= _product(place, value)
    if values[32:] != [plain, weighted]:
        raise Refused("check characters")
    return characters[:32]


def _product(left: int, right: int) -> int:
    """Multiplication in GF(32) by doubling: another way than the program's."""
    total = 0
    while right:
        if right & 1:
            total ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return total
