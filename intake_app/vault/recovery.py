"""The recovery key: 160 random bits on paper that open the vault when a passphrase is forgotten.

It is written as 32 characters of Crockford's base 32 in groups of four, and two check characters.
A key pair like everybody's hangs on it: a slot of kind 1 in the key file (FORMAT.md).
"""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from intake_app.acts import Role
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _
from intake_app.vault import keyfile
from intake_app.vault.derivation import KdfCost
from intake_app.vault.keyring import Keyring
from intake_app.vault.keyslots import Slot, SlotKind, new_slot

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O, which look like digits, and U."""

LABEL = "recovery"
GROUPS, GROUP_LENGTH = 8, 4
LENGTH = GROUPS * GROUP_LENGTH
CHECK_LENGTH = 2

_LOOKS_LIKE = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—−.·_]+")


@dataclass(frozen=True, repr=False)
class RecoveryKey:
    """A recovery key. ``characters`` are the 32 without the check; ``slot_id`` is its number."""

    characters: str
    slot_id: bytes

    @classmethod
    def make(cls) -> Self:
        """A new random one. It opens nothing until ``put_in`` was called."""
        characters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        return cls(characters, uuid.uuid4().bytes)

    def groups(self) -> tuple[str, ...]:
        """Eight groups of four characters, then the two check characters."""
        whole = self.characters + check_characters(self.characters)
        return tuple(whole[at : at + GROUP_LENGTH] for at in range(0, len(whole), GROUP_LENGTH))

    def number(self) -> str:
        """What tells this sheet from an older one; it is no secret."""
        return sheet_number(self.slot_id)


def sheet_number(slot_id: bytes) -> str:
    """The number of a custody sheet: eight hexadecimal digits of the id of its slot."""
    digits = slot_id.hex()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def check_characters(characters: str) -> str:
    """The two check characters of 32: the sum, and the sum weighted with the place.

    Both are sums in the field of 32 elements, so one wrong character is always noticed and its
    place is known, and two that changed places are noticed too.
    """
    plain = weighted = 0
    for place, character in enumerate(characters):
        value = ALPHABET.index(character)
        plain ^= value
        weighted ^= _times(place, value)
    return ALPHABET[plain] + ALPHABET[weighted]


def read_typed(typed: str) -> str:
    """The 32 characters of a typed recovery key.

    Small letters, O for 0, I and L for 1, and anything between the groups are accepted.
    InvalidInput (``recovery_key``) says which group to look at.
    """
    whole = normalised(typed)
    strange = next((character for character in whole if character not in ALPHABET), None)
    if strange is not None:
        raise _mistyped(
            _("“{character}” is in no recovery key. Compare group {group} with the sheet.").format(
                character=strange, group=whole.index(strange) // GROUP_LENGTH + 1
            )
        )
    if len(whole) != LENGTH + CHECK_LENGTH:
        raise _mistyped(
            _("A recovery key has {right} characters; these are {number}.").format(
                right=LENGTH + CHECK_LENGTH, number=len(whole)
            )
        )
    characters, check = whole[:LENGTH], whole[LENGTH:]
    expected = check_characters(characters)
    plain, weighted = (
        ALPHABET.index(is_) ^ ALPHABET.index(should)
        for is_, should in zip(check, expected, strict=True)
    )
    if plain and weighted:
        raise _mistyped(
            _("Something is wrong in group {group}. Compare it with the sheet.").format(
                group=_place_of(plain, weighted) // GROUP_LENGTH + 1
            )
        )
    if plain:
        raise _mistyped(_("Compare group 1 and the two last characters with the sheet."))
    if weighted:
        raise _mistyped(
            _("Two characters may have changed places. Compare all groups with the sheet.")
        )
    return characters


def normalised(typed: str) -> str:
    """Typed characters as they are printed, without what stands between the groups."""
    plain = unicodedata.normalize("NFKC", typed)
    return _BETWEEN.sub("", plain).upper().translate(_LOOKS_LIKE)


def put_in(keys: Keyring, key: RecoveryKey, *, cost: KdfCost | None = None) -> None:
    """Let the recovery key open the vault, in the place of the one before.

    ``cost`` None: what the slot of who does it costs. Copies of the key file still open with the
    key before; only a new generation ends that. StorageFull.
    """
    opened = keys.opened
    slot, _user = new_slot(
        (LABEL, Role.SUPERVISOR),
        key.characters,
        opened.vault,
        cost=cost or opened.slot.cost,
        bounds=keys.bounds,
        kind=SlotKind.RECOVERY,
        slot_id=key.slot_id,
    )
    before = opened.file.recovery()
    file = opened.file.without({before.id}) if before else opened.file
    keys.rewrite(file.with_slot(slot))


def slot_in(folder: Path) -> Slot:
    """The recovery slot of a vault, before anything is verified. NotFound if it has none."""
    slot = keyfile.read_either(folder).alleged.recovery()
    if slot is None:
        raise NotFound(_("No recovery key was made for this vault. Ask a supervisor to sign in."))
    return slot


def _times(left: int, right: int) -> int:
    """The product in the field of 32 elements, modulo x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in (8, 7, 6, 5):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def _place_of(plain: int, weighted: int) -> int:
    """The place at which one wrong character gives these two differences."""
    return next(place for place in range(LENGTH) if _times(place, plain) == weighted)


def _mistyped(sentence: str) -> InvalidInput:
    return InvalidInput({"recovery_key": sentence})
