"""Sealed values: encrypted once more inside the vault, for those who hold a role key (FORMAT.md 7).

Everybody who can sign in holds the data key; the role keys lie only in the slots of some. What is
sealed here stays closed for the others, whatever program they open the data file with.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from intake_app.errors import NotAllowed
from intake_app.i18n import _
from intake_app.values import canonical_json
from intake_app.vault.derivation import hkdf
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.keyslots import RoleKey

NONCE = 24
BLOCK = 512
"""Contents are filled up with spaces to a multiple of this, so that a length tells little."""

_NOTE_KEY, _LETTER_SECRET = b"sealed-note", b"letter-box"


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs: moved anywhere else, it does not open."""

    table: str
    record_id: str
    field: str
    revision: int


@dataclass(frozen=True)
class Seals:
    """The role keys of one generation of a vault, as far as a user holds them."""

    vault_id: str
    generation: int
    role_keys: Mapping[int, bytes] = field(repr=False)

    def seal(self, role: RoleKey, place: Place, content: bytes) -> bytes:
        """``content`` for the holders of this role key. NotAllowed if the user is none of them."""
        return seal(self._note_key(role), self._bound(place), content)

    def open(self, place: Place, sealed: bytes) -> tuple[RoleKey, bytes] | None:
        """The role key that opens the value, and its content. None if none does: not for this
        user, from another place or generation, or altered."""
        for role in self._held():
            content = unseal(self._note_key(role), self._bound(place), sealed)
            if content is not None:
                return role, content
        return None

    def letter_public(self, role: RoleKey) -> bytes:
        """The public key (X25519, 32 bytes) to which letters for this role are sealed."""
        return bytes(self._letter_secret(role).public_key)

    def open_letter(self, sealed: bytes) -> tuple[RoleKey, bytes] | None:
        """The role key that opens the letter, and its content; None as for ``open``."""
        for role in self._held():
            try:
                return role, SealedBox(self._letter_secret(role)).decrypt(sealed)
            except (CryptoError, ValueError, TypeError):
                continue
        return None

    def _held(self) -> list[RoleKey]:
        return [role for role in RoleKey if role in self.role_keys]

    def _key(self, role: RoleKey) -> bytes:
        try:
            return self.role_keys[role]
        except KeyError:
            raise NotAllowed(_("Your role may not read these notes.")) from None

    def _note_key(self, role: RoleKey) -> bytes:
        return hkdf(self._key(role), _NOTE_KEY)

    def _letter_secret(self, role: RoleKey) -> PrivateKey:
        return PrivateKey(hkdf(self._key(role), _LETTER_SECRET))

    def _bound(self, place: Place) -> bytes:
        parts = [self.vault_id, place.table, place.record_id, place.field, place.revision]
        return canonical_json([*parts, self.generation]).encode()


def seals_of(keys: OpenedKeys) -> Seals:
    """The role keys of whoever opened the vault; reception holds none."""
    vault_id = str(uuid.UUID(bytes=keys.file.vault_id))
    return Seals(vault_id, keys.vault.generation, keys.vault.role_keys)


def seal_letter(public: bytes, content: bytes) -> bytes:
    """``content`` for whoever holds the secret of ``public``; its author cannot open it again."""
    return bytes(SealedBox(PublicKey(public)).encrypt(_filled_up(content)))


def seal(key: bytes, bound: bytes, content: bytes) -> bytes:
    """``content`` (JSON in UTF-8) under a 32-byte key, good only together with ``bound``."""
    nonce = os.urandom(NONCE)
    filled = _filled_up(content)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(filled, bound, nonce, key)


def unseal(key: bytes, bound: bytes, sealed: bytes) -> bytes | None:
    """The content; None if key or ``bound`` are others, or a byte was altered."""
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[NONCE:], bound, sealed[:NONCE], key
        )
    except (CryptoError, ValueError, TypeError):
        return None


def _filled_up(content: bytes) -> bytes:
    return content.ljust(-(-len(content) // BLOCK) * BLOCK)
