"""The key file: who may open the vault, under one MAC, written so that a crash cannot lose it.

The bytes are described in FORMAT.md. Nothing in the file is believed before ``verified``.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import uuid
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from intake_app.errors import IntakeError, NotFound, VaultDamaged, VaultTooNew
from intake_app.i18n import _
from intake_app.vault.derivation import Bounds, hkdf, passphrase_key
from intake_app.vault.files import disk_errors_in_words, replace_file
from intake_app.vault.keyslots import (
    MAGIC,
    Login,
    Reader,
    Secret,
    Slot,
    SlotKind,
    UserKeys,
    VaultKeys,
    open_slot,
    slot_damaged,
)

KEY_FILE = "keys.cvk"
PREVIOUS_KEY_FILE = "keys.cvk.prev"

MOST_BYTES = 64 * 1024
MOST_SLOTS = 64
MOST_RETIRED = 512

_HEAD = struct.Struct("<8s16sIQ")  # magic, vault id, generation, counter
_MAC_LENGTH = 32
_CHECKSUM_LENGTH = 8


@dataclass(frozen=True)
class KeyFile:
    """The content of a key file. ``retired`` keeps, oldest first, the login and Ed25519 public key
    of key pairs that sign no more, so that what they signed can still be verified."""

    vault_id: bytes
    generation: int
    counter: int
    slots: tuple[Slot, ...]
    retired: tuple[tuple[bytes, bytes], ...] = ()

    def encode(self, data_key: bytes) -> bytes:
        """The bytes of the file, authenticated with the data key."""
        parts = [_HEAD.pack(MAGIC, self.vault_id, self.generation, self.counter)]
        parts.append(len(self.slots).to_bytes(2, "little"))
        for slot in self.slots:
            encoded = slot.encode()
            parts += [len(encoded).to_bytes(2, "little"), encoded]
        parts.append(len(self.retired).to_bytes(2, "little"))
        parts += [login + verify_public for login, verify_public in self.retired]
        content = b"".join(parts)
        content += _mac(content, data_key)
        content += _checksum(content)
        if len(content) > MOST_BYTES or len(self.slots) > MOST_SLOTS:
            raise ValueError("a key file that nobody could open")
        return content

    def slot_of(self, login_id: str) -> Slot:
        """The slot of a login. NotFound if there is none."""
        for slot in self.slots:
            if slot.login.id == login_id:
                return slot
        raise NotFound(_("This login does not exist in this vault. Choose another one."))

    def logins(self) -> list[Login]:
        """The logins of people, in the order in which they were added."""
        return [slot.login for slot in self.slots if slot.kind is SlotKind.USER]

    def recovery(self) -> Slot | None:
        """The slot that the recovery key on paper opens, if one was made."""
        return next((slot for slot in self.slots if slot.kind is SlotKind.RECOVERY), None)

    def verify_keys_of(self, login_id: str) -> tuple[bytes, ...]:
        """All Ed25519 public keys that a login has had, the newest first. NotFound if none."""
        past = [key for login, key in self.retired if str(uuid.UUID(bytes=login)) == login_id]
        now = [slot.verify_public for slot in self.slots if slot.login.id == login_id]
        if not now and not past:
            self.slot_of(login_id)  # raises
        return (*now, *reversed(past))

    def with_slot(self, slot: Slot) -> KeyFile:
        """The same file with this slot added, or put in the place of the one with its id.

        If the slot has new private keys, the public key it had is retired.
        """
        for place, old in enumerate(self.slots):
            if old.id == slot.id:
                slots = (*self.slots[:place], slot, *self.slots[place + 1 :])
                same_keys = old.verify_public == slot.verify_public
                return replace(
                    self, slots=slots, retired=self._retired(() if same_keys else (old,))
                )
        return replace(self, slots=(*self.slots, slot))

    def without(self, slot_ids: Collection[bytes]) -> KeyFile:
        """The same file without these slots. The public keys of people are retired."""
        gone = tuple(slot for slot in self.slots if slot.id in slot_ids)
        kept = tuple(slot for slot in self.slots if slot.id not in slot_ids)
        return replace(self, slots=kept, retired=self._retired(gone))

    def _retired(self, slots: Iterable[Slot]) -> tuple[tuple[bytes, bytes], ...]:
        people = (slot for slot in slots if slot.kind is SlotKind.USER)
        retired = (*self.retired, *((slot.id, slot.verify_public) for slot in people))
        if len(retired) > MOST_RETIRED:
            raise IntakeError(_("This vault has changed as many logins as it can. Make a new one."))
        return retired


@dataclass(frozen=True)
class AllegedKeyFile:
    """A key file that is well formed; who wrote it is not known yet."""

    alleged: KeyFile
    _content: bytes
    _mac: bytes

    def verified(self, data_key: bytes) -> KeyFile:
        """The content, if the holder of ``data_key`` wrote all of it. VaultDamaged otherwise."""
        if not hmac.compare_digest(_mac(self._content, data_key), self._mac):
            raise slot_damaged()
        return self.alleged


@dataclass(frozen=True, repr=False)
class OpenedKeys:
    """What a passphrase opened. ``from_previous`` if only ``keys.cvk.prev`` was usable."""

    file: KeyFile
    slot: Slot
    user: UserKeys
    vault: VaultKeys
    from_previous: bool = False


def parse(content: bytes) -> AllegedKeyFile:
    """Read a key file strictly. Raises VaultTooNew or VaultDamaged."""
    if content[: len(MAGIC) - 1] == MAGIC[:-1] and content[len(MAGIC) - 1 : 8] > MAGIC[-1:]:
        raise VaultTooNew(
            _("A newer version of the program made this vault. Install the newest version.")
        )
    end = len(content) - _CHECKSUM_LENGTH
    if (
        len(content) > MOST_BYTES
        or content[: len(MAGIC)] != MAGIC
        or end < _HEAD.size
        or _checksum(content[:end]) != content[end:]
    ):
        raise _damaged()
    mac_start = end - _MAC_LENGTH
    try:
        alleged = _parsed(Reader(content[:mac_start]))
    except ValueError as error:
        raise _damaged() from error
    return AllegedKeyFile(alleged, content[:mac_start], content[mac_start:end])


def _parsed(take: Reader) -> KeyFile:
    _magic, vault_id, generation, counter = _HEAD.unpack(take(_HEAD.size))
    slot_count = take.number(2)
    if not 1 <= slot_count <= MOST_SLOTS or not 1 <= generation <= 9999 or counter < 1:
        raise ValueError("number out of bounds")
    slots = tuple(Slot.parse(take(take.number(2))) for _number in range(slot_count))
    retired_count = take.number(2)
    if retired_count > MOST_RETIRED:
        raise ValueError("number out of bounds")
    retired = tuple((take(16), take(32)) for _number in range(retired_count))
    take.end()
    recoveries = [slot for slot in slots if slot.kind is SlotKind.RECOVERY]
    if len({slot.id for slot in slots}) != len(slots) or len(recoveries) > 1:
        raise ValueError("the same login twice")
    public_keys = [slot.verify_public for slot in slots] + [key for _login, key in retired]
    if len(set(public_keys)) != len(public_keys):
        raise ValueError("a retired key in use")
    return KeyFile(vault_id, generation, counter, slots, retired)


def read(path: Path) -> AllegedKeyFile:
    """Read one key file. Raises VaultTooNew, VaultDamaged (also if it is missing), StorageFull."""
    with disk_errors_in_words():
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError as error:
            raise _missing() from error
    return parse(content)


def read_either(folder: Path) -> AllegedKeyFile:
    """The key file, or the previous one if it is missing or damaged. For the sign-in screen."""
    try:
        return read(folder / KEY_FILE)
    except VaultDamaged:
        with suppress(VaultDamaged):
            return read(folder / PREVIOUS_KEY_FILE)
        raise


def open_keys(folder: Path, login_id: str, secret: Secret, bounds: Bounds) -> OpenedKeys:
    """Open the slot of a login and verify the whole file with what it gave.

    The previous key file is tried only if the current one is missing or damaged. Raises NotFound,
    WrongPassphrase, VaultDamaged, VaultTooNew.
    """
    try:
        return _opened(read(folder / KEY_FILE), login_id, secret, bounds)
    except VaultDamaged as damaged:
        try:
            previous = read(folder / PREVIOUS_KEY_FILE)
        except VaultDamaged:
            raise damaged from None
        return replace(_opened(previous, login_id, secret, bounds), from_previous=True)


def _opened(key_file: AllegedKeyFile, login_id: str, secret: Secret, bounds: Bounds) -> OpenedKeys:
    try:
        slot = key_file.alleged.slot_of(login_id)
    except NotFound:
        _spend_the_same_time(key_file.alleged.slots[0], bounds)
        raise
    user, vault = open_slot(slot, secret, bounds)
    file = key_file.verified(vault.data_key)
    if vault.generation != file.generation:
        raise slot_damaged()
    return OpenedKeys(file, slot, user, vault)


def _spend_the_same_time(slot: Slot, bounds: Bounds) -> None:
    """An unknown login takes as long as a wrong passphrase (K3 of security.md)."""
    with suppress(VaultDamaged):
        passphrase_key(b"", slot.salt, slot.cost, bounds)


def write(folder: Path, file: KeyFile, data_key: bytes) -> None:
    """Replace the key file; what it said until now becomes the previous one. Safe in a crash."""
    current = folder / KEY_FILE
    with suppress(VaultDamaged), disk_errors_in_words():  # never keep a damaged one
        read(current)
        replace_file(folder / PREVIOUS_KEY_FILE, current.read_bytes())
    replace_file(current, file.encode(data_key))


def _mac(content: bytes, data_key: bytes) -> bytes:
    return hmac.digest(hkdf(data_key, b"header-mac"), content, "sha256")


def _checksum(content: bytes) -> bytes:
    """Tells an accident from a wrong passphrase; it protects against nobody."""
    return hashlib.sha256(content).digest()[:_CHECKSUM_LENGTH]


def _damaged() -> VaultDamaged:
    return VaultDamaged(
        _("The key file of the vault is damaged. Put back a copy of the vault folder.")
    )


def _missing() -> VaultDamaged:
    return VaultDamaged(
        _("The key file of the vault is missing. Put back a copy of the vault folder.")
    )
