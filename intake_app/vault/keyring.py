"""The keys in the hands of the user who unlocked the vault, and the key file they came from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from intake_app.acts import Role
from intake_app.errors import IntakeError, InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.values import folded
from intake_app.vault import keyfile
from intake_app.vault.derivation import Bounds, KdfCost, calibrate, hkdf, is_weaker
from intake_app.vault.files import disk_errors_in_words, read_only_vault
from intake_app.vault.keyfile import KEY_FILE, KeyFile, OpenedKeys
from intake_app.vault.keyslots import Login, RoleKey, Slot, new_slot, open_slot, rewrapped_slot
from intake_app.vault.sealing import Seals, seals_of

LASTING_KEYS = ("audit-mac", "record-mac")
"""Sub-keys that outlive a generation: what they once proved must be provable later."""


class Keyring:
    """Who may open the vault, and what the keys of the user who did are good for.

    ``note_counter`` is told the number of every key file that is written. ``lasting`` are the
    sub-keys that came from an earlier generation.
    """

    def __init__(
        self,
        folder: Path,
        opened: OpenedKeys,
        bounds: Bounds,
        note_counter: Callable[[int], None],
        lasting: Mapping[str, bytes],
        *,
        read_only: bool = False,
    ) -> None:
        self._folder = folder
        self._opened = opened
        self.bounds = bounds
        self._note_counter = note_counter
        self._read_only = read_only
        self._lasting = lasting

    @property
    def opened(self) -> OpenedKeys:
        """The keys themselves, for the code of this folder only."""
        return self._opened

    @property
    def login(self) -> Login:
        """Who unlocked the vault."""
        return self._opened.slot.login

    def logins(self) -> list[Login]:
        """Everybody who can open this vault, in the order in which they were added."""
        return self._opened.file.logins()

    def add_login(
        self, label: str, role: Role, passphrase: str, *, cost: KdfCost | None = None
    ) -> Login:
        """Let one more person in. The key file is written at once: no rollback undoes it.

        InvalidInput if the label is taken or unsuitable, NotAllowed if the new role needs role
        keys and this user has none, StorageFull.
        """
        if any(folded(login.label) == folded(label) for login in self.logins()):
            raise InvalidInput({"label": _("There is a login of this name already.")})
        if role is not Role.RECEPTION and not self._opened.vault.role_keys:
            raise NotAllowed(_("Only a counsellor or a supervisor can add this login."))
        file = self._opened.file
        if len(file.slots) >= keyfile.MOST_SLOTS:
            raise IntakeError(_("This vault has as many logins as it can have."))
        slot, _user = new_slot(
            (label, role),
            passphrase,
            self._opened.vault,
            cost=cost or calibrate(),
            bounds=self.bounds,
        )
        self.rewrite(file.with_slot(slot))
        return slot.login

    def change_passphrase(self, old: str, new: str, *, cost: KdfCost | None = None) -> None:
        """Wrap the keys of the user who unlocked with a new passphrase.

        WrongPassphrase if ``old`` is not right. Old copies of the folder still open with the old
        one (FORMAT.md).
        """
        user, _vault_keys = open_slot(self._opened.slot, old, self.bounds)
        slot = rewrapped_slot(
            self._opened.slot, user, new, cost=cost or self._opened.slot.cost, bounds=self.bounds
        )
        self.rewrite(self._opened.file.with_slot(slot), own=slot)

    def repair(self) -> None:
        """If only the previous key file could be read, make it the current one.

        The damaged one is kept aside. Its number may have been one higher, so that is skipped.
        """
        if not self._opened.from_previous:
            return
        damaged = self._folder / KEY_FILE
        with disk_errors_in_words(), suppress(FileNotFoundError):
            os.replace(damaged, damaged.with_name(damaged.name + ".damaged"))
        file = self._opened.file
        self.rewrite(replace(file, counter=file.counter + 1))

    def subkey(self, label: str) -> bytes:
        """A 32-byte key for one purpose, the same each time: one label, one purpose.

        Those of ``LASTING_KEYS`` stay the same in later generations.
        """
        return self._lasting.get(label) or hkdf(self._opened.vault.data_key, label.encode("utf-8"))

    def role_key(self, name: RoleKey) -> bytes:
        """The 32-byte key of the notes that only some roles may read. NotAllowed otherwise."""
        try:
            return self._opened.vault.role_keys[name]
        except KeyError:
            raise NotAllowed(_("Your role may not read these notes.")) from None

    @property
    def seals(self) -> Seals:
        """The role keys as far as this user holds them; reception holds none."""
        return seals_of(self._opened)

    def own_key(self, label: str) -> bytes:
        """A 32-byte key for one purpose that only the user who unlocked has, not the vault."""
        return hkdf(self._opened.user.box_secret, label.encode("utf-8"))

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (64 bytes) of the user who unlocked the vault."""
        return bytes(SigningKey(self._opened.user.signing_seed).sign(message).signature)

    @property
    def verify_key(self) -> bytes:
        """The Ed25519 public key (32 bytes) of the user who unlocked the vault."""
        return self._opened.slot.verify_public

    def verify_key_of(self, login_id: str) -> bytes:
        """The newest Ed25519 public key of any login, also of one that is gone. NotFound."""
        return self.verify_keys_of(login_id)[0]

    def is_signed_by(self, login_id: str, message: bytes, signature: bytes) -> bool:
        """True if this login, here or gone, has signed the message with a key it had."""
        with suppress(NotFound):
            for key in self.verify_keys_of(login_id):
                with suppress(BadSignatureError, ValueError):
                    VerifyKey(key).verify(message, signature)
                    return True
        return False

    def verify_keys_of(self, login_id: str) -> tuple[bytes, ...]:
        """Every Ed25519 public key a login has had, the newest first. NotFound if unknown."""
        return self._opened.file.verify_keys_of(login_id)

    def verify_keys(self) -> list[tuple[str, bytes]]:
        """Every Ed25519 public key (32 bytes) that a login has or had, with the login's id."""
        file = self._opened.file
        retired = [(str(UUID(bytes=login)), key) for login, key in file.retired]
        return retired + [(login.id, file.verify_keys_of(login.id)[0]) for login in file.logins()]

    def rewrite(self, file: KeyFile, *, own: Slot | None = None) -> None:
        """Write this key file with the next number. ``own`` is the slot of the user who unlocked,
        if it has changed. StorageFull; then the old one holds."""
        if self._read_only:
            raise read_only_vault()
        file = replace(file, counter=file.counter + 1)
        keyfile.write(self._folder, file, self._opened.vault.data_key)
        self._opened = replace(self._opened, file=file, slot=own or self._opened.slot)
        self._note_counter(file.counter)

    def lasting_keys(self) -> dict[str, bytes]:
        """The sub-keys that the next generation takes over."""
        return {label: self.subkey(label) for label in LASTING_KEYS}

    def moved_to(self, opened: OpenedKeys) -> None:
        """A rotation was committed: these are the keys now."""
        self._lasting = self.lasting_keys()
        self._opened = opened


def take_wrapping(keys: Keyring, alleged: bytes) -> None:
    """Keep the slot of the user who unlocked as another process has wrapped it: the same keys
    under the same passphrase, at a higher cost. ValueError for any other slot."""
    slot, own = Slot.parse(alleged), keys.opened.slot
    unwrapped = replace(slot, cost=own.cost, salt=own.salt, nonce=own.nonce, wrapped=own.wrapped)
    dearer = keys.bounds.allow(slot.cost) and is_weaker(own.cost, slot.cost)
    if unwrapped != own or not dearer:
        raise ValueError("not the same slot at a higher cost")
    keys.rewrite(keys.opened.file.with_slot(slot), own=slot)
