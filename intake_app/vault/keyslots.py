"""Key slots: a key pair per login, wrapped by its passphrase, with the vault's keys sealed to it.

The bytes are described in FORMAT.md. What is read here is only alleged until the MAC of the whole
key file has been verified with the data key that a slot gave (``keyfile.py``).
"""

from __future__ import annotations

import os
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Self

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from intake_app.acts import Role
from intake_app.errors import InvalidInput, VaultDamaged, WrongPassphrase
from intake_app.i18n import _
from intake_app.vault.derivation import (
    BOUNDS,
    DEFAULT_COST,
    FLOOR_COST,
    SALT_LENGTH,
    Bounds,
    KdfCost,
    calibrate,
    passphrase_key,
)
from intake_app.vault.passphrase import passphrase_bytes

__all__ = [
    "BOUNDS", "DEFAULT_COST", "FLOOR_COST", "Bounds", "KdfCost", "Login", "RoleKey", "Secret",
    "Slot", "SlotKind", "UserKeys", "VaultKeys", "calibrate", "new_slot", "open_slot",
    "resealed_slot", "rewrapped_slot",
]  # fmt: skip

MAGIC = b"CASEVLT1"
MOST_LABEL_BYTES = 40
MOST_ROLE_KEYS = 8

_WRAPPED_HEAD = struct.Struct("<16sBIHH16s32s32s")  # uid, kind, m, t, p, salt, two public keys
_NONCE, _WRAPPED = 24, 64 + 16
_VAULT_KEYS = struct.Struct("<32s16sI")  # data key, database salt, generation
_SEAL = 48  # what a sealed box adds
_SEALED_KEYS, _SEALED_ROLE_KEY = _VAULT_KEYS.size + _SEAL, 32 + _SEAL


class SlotKind(IntEnum):
    """Whose slot it is."""

    USER = 0
    RECOVERY = 1


class RoleKey(IntEnum):
    """The keys of the notes that only some roles may read (security.md 2.7)."""

    PROTECTION = 1
    MEDICAL = 2


_ROLES = (Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR)
"""The role's number in the file is its place here. Frozen."""

MAY_HOLD_ROLE_KEYS = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})
"""Whose slots carry the keys of the sealed notes."""


@dataclass(frozen=True)
class Login:
    """The public part of a slot: alleged until the key file's MAC has been verified."""

    id: str
    label: str
    role: Role


@dataclass(frozen=True, repr=False)
class UserKeys:
    """A user's private keys: the X25519 secret and the Ed25519 seed, 32 bytes each."""

    box_secret: bytes
    signing_seed: bytes

    @classmethod
    def make(cls) -> Self:
        """New random keys."""
        return cls(os.urandom(32), os.urandom(32))

    @classmethod
    def of(cls, secrets: bytes) -> Self:
        """The keys from their 64 bytes. ValueError if there are not as many."""
        if len(secrets) != 64:
            raise ValueError("two keys have 64 bytes")
        return cls(secrets[:32], secrets[32:])


Secret = str | UserKeys
"""What opens a slot: its passphrase, or the private keys that the passphrase gave a moment ago to
the process of the sign-in page."""


@dataclass(frozen=True, repr=False)
class VaultKeys:
    """What a slot gives access to: the data file's key and salt, and the keys of the role."""

    data_key: bytes
    database_salt: bytes
    generation: int
    role_keys: Mapping[int, bytes]

    @classmethod
    def make(cls) -> Self:
        """New random keys of the first generation, with every role key."""
        return cls(os.urandom(32), os.urandom(16), 1, _new_role_keys())

    def next_generation(self) -> Self:
        """New random keys of the generation after this one: nothing of these opens them."""
        keys = (os.urandom(32), os.urandom(16), self.generation + 1, _new_role_keys())
        return type(self)(*keys)


def _new_role_keys() -> dict[int, bytes]:
    return {int(key): os.urandom(32) for key in RoleKey}


@dataclass(frozen=True)
class Slot:
    """One slot as it stands in the key file."""

    id: bytes
    kind: SlotKind
    cost: KdfCost
    salt: bytes
    box_public: bytes
    verify_public: bytes
    nonce: bytes
    wrapped: bytes
    role: Role
    label: str
    sealed_keys: bytes
    sealed_role_keys: tuple[tuple[int, bytes], ...]

    @property
    def login(self) -> Login:
        """The public part."""
        return Login(str(uuid.UUID(bytes=self.id)), self.label, self.role)

    @property
    def wrapped_head(self) -> bytes:
        """The bytes above the nonce, which the wrapping authenticates."""
        cost = self.cost
        return _WRAPPED_HEAD.pack(
            self.id, self.kind, cost.memory_kib, cost.passes, cost.lanes, self.salt,
            self.box_public, self.verify_public,
        )  # fmt: skip

    def encode(self) -> bytes:
        """The bytes of the slot, without the length that stands before it in the file."""
        label = self.label.encode("utf-8")
        return b"".join(
            (
                self.wrapped_head,
                self.nonce,
                self.wrapped,
                bytes([_ROLES.index(self.role), len(label)]),
                label,
                self.sealed_keys,
                bytes([len(self.sealed_role_keys)]),
                *(bytes([key]) + sealed for key, sealed in self.sealed_role_keys),
            )
        )

    @classmethod
    def parse(cls, alleged: bytes) -> Self:
        """Read a slot strictly: every byte has its place. Raises ValueError otherwise."""
        take = Reader(alleged)
        head = _WRAPPED_HEAD.unpack(take(_WRAPPED_HEAD.size))
        nonce, wrapped = take(_NONCE), take(_WRAPPED)
        role, label_length = take(2)
        if role >= len(_ROLES) or label_length > MOST_LABEL_BYTES:
            raise ValueError("unknown role or long label")
        label = take(label_length).decode("utf-8")
        if not label.isprintable():
            raise ValueError("a label that could deceive")
        sealed_keys = take(_SEALED_KEYS)
        count = take(1)[0]
        role_keys = tuple((take(1)[0], take(_SEALED_ROLE_KEY)) for _number in range(count))
        kind = SlotKind(head[1])
        if kind is SlotKind.RECOVERY and _ROLES[role] is not Role.SUPERVISOR:
            raise ValueError("a recovery slot that could not give every login back")
        names = [name for name, _sealed in role_keys]
        if count > MOST_ROLE_KEYS or names != sorted(set(names)) or 0 in names:
            raise ValueError("role keys not in order")
        take.end()
        return cls(
            id=head[0], kind=kind, cost=KdfCost(*head[2:5]), salt=head[5],
            box_public=head[6], verify_public=head[7], nonce=nonce, wrapped=wrapped,
            role=_ROLES[role], label=label, sealed_keys=sealed_keys, sealed_role_keys=role_keys,
        )  # fmt: skip


class Reader:
    """Takes bytes from the front; asking for more than there is is a ValueError."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def __call__(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) != count:
            raise ValueError("cut off")
        self._at += count
        return taken

    def number(self, size: int) -> int:
        """The next unsigned number of ``size`` bytes, little-endian."""
        return int.from_bytes(self(size), "little")

    def end(self) -> None:
        """ValueError if something is left."""
        if self._at != len(self._content):
            raise ValueError("bytes left over")


def new_slot(
    login: tuple[str, Role],
    passphrase: str,
    keys: VaultKeys,
    *,
    cost: KdfCost,
    bounds: Bounds,
    kind: SlotKind = SlotKind.USER,
    slot_id: bytes | None = None,
) -> tuple[Slot, UserKeys]:
    """A slot for a new login (its label and role) with new private keys.

    ``slot_id`` gives a login that exists new keys; None makes a new one.

    The role keys go in only for the roles that may read the sealed notes. InvalidInput if the
    label is empty, longer than 40 bytes in UTF-8, or has characters that do not show.
    """
    label, role = login
    if not label.strip() or not label.isprintable() or len(label.encode()) > MOST_LABEL_BYTES:
        raise InvalidInput({"label": _("Use a short name of ordinary letters, such as “desk 1”.")})
    user = UserKeys.make()
    box_public, verify_public = _public_keys(user)
    unwrapped = Slot(
        id=slot_id or uuid.uuid4().bytes,
        kind=kind,
        cost=cost,
        salt=b"",
        box_public=box_public,
        verify_public=verify_public,
        nonce=b"",
        wrapped=b"",
        role=role,
        label=label,
        sealed_keys=b"",
        sealed_role_keys=(),
    )
    slot = resealed_slot(unwrapped, keys, role)
    return rewrapped_slot(slot, user, passphrase, cost=cost, bounds=bounds), user


def resealed_slot(slot: Slot, keys: VaultKeys, role: Role) -> Slot:
    """The same slot, under the same passphrase, in another role or with other keys of the vault.

    Needs nobody's passphrase: everything is sealed to the public key of the slot.
    """
    box = SealedBox(PublicKey(slot.box_public))
    held = keys.role_keys if role in MAY_HOLD_ROLE_KEYS else {}
    return replace(
        slot,
        role=role,
        sealed_keys=box.encrypt(
            _VAULT_KEYS.pack(keys.data_key, keys.database_salt, keys.generation)
        ),
        sealed_role_keys=tuple((name, box.encrypt(key)) for name, key in sorted(held.items())),
    )


def rewrapped_slot(
    slot: Slot, user: UserKeys, passphrase: str, *, cost: KdfCost, bounds: Bounds
) -> Slot:
    """The same slot under a (new) passphrase: new salt, new nonce, same private keys."""
    slot = replace(slot, cost=cost, salt=os.urandom(SALT_LENGTH), nonce=os.urandom(_NONCE))
    key = passphrase_key(passphrase_bytes(passphrase), slot.salt, cost, bounds)
    wrapped = crypto_aead_xchacha20poly1305_ietf_encrypt(
        user.box_secret + user.signing_seed, MAGIC + slot.wrapped_head, slot.nonce, key
    )
    return replace(slot, wrapped=wrapped)


def open_slot(alleged: Slot, secret: Secret, bounds: Bounds) -> tuple[UserKeys, VaultKeys]:
    """The private keys of a login and the vault keys sealed to it.

    Raises WrongPassphrase if the passphrase does not fit; VaultDamaged if the cost is out of
    bounds or the slot holds what this program would never write.
    """
    user = _unwrapped(alleged, secret, bounds) if isinstance(secret, str) else secret
    if _public_keys(user) != (alleged.box_public, alleged.verify_public):
        raise slot_damaged()
    return user, _unsealed(alleged, user)


def _unwrapped(alleged: Slot, passphrase: str, bounds: Bounds) -> UserKeys:
    key = passphrase_key(passphrase_bytes(passphrase), alleged.salt, alleged.cost, bounds)
    try:
        secrets = crypto_aead_xchacha20poly1305_ietf_decrypt(
            alleged.wrapped, MAGIC + alleged.wrapped_head, alleged.nonce, key
        )
    except CryptoError as error:
        raise WrongPassphrase(
            _("This is not the passphrase of {label}. Nothing was opened.").format(
                label=alleged.label
            )
        ) from error
    return UserKeys.of(secrets)


def _public_keys(user: UserKeys) -> tuple[bytes, bytes]:
    verify_key = SigningKey(user.signing_seed).verify_key
    return bytes(PrivateKey(user.box_secret).public_key), bytes(verify_key)


def _unsealed(alleged: Slot, user: UserKeys) -> VaultKeys:
    box = SealedBox(PrivateKey(user.box_secret))
    try:
        data_key, salt, generation = _VAULT_KEYS.unpack(box.decrypt(alleged.sealed_keys))
        role_keys = {name: box.decrypt(sealed) for name, sealed in alleged.sealed_role_keys}
    except (CryptoError, struct.error) as error:
        raise slot_damaged() from error
    return VaultKeys(data_key, salt, generation, role_keys)


def slot_damaged() -> VaultDamaged:
    """What to say when the passphrase was right and the rest of the slot is not."""
    return VaultDamaged(
        _("The key file of the vault is damaged or was altered. Put back a copy of the vault.")
    )
