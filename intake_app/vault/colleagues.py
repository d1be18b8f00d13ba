"""What a supervisor does to the slots of others, without their passphrases."""

from __future__ import annotations

from intake_app.acts import Role
from intake_app.errors import NotAllowed
from intake_app.i18n import _
from intake_app.vault.keyring import Keyring
from intake_app.vault.keyslots import (
    MAY_HOLD_ROLE_KEYS,
    KdfCost,
    Login,
    Slot,
    SlotKind,
    new_slot,
    open_slot,
    resealed_slot,
)


def check_passphrase(keys: Keyring, passphrase: str) -> None:
    """WrongPassphrase if this is not the passphrase of the user who unlocked the vault."""
    open_slot(keys.opened.slot, passphrase, keys.bounds)


def renew_login(
    keys: Keyring, login_id: str, passphrase: str, *, cost: KdfCost | None = None
) -> Login:
    """Give a colleague a new passphrase without the old one.

    Their private keys cannot be unwrapped, so they get new ones; the Ed25519 key they had is
    retired, and what it signed stays verifiable. ``cost`` None: what one's own slot costs.
    NotFound, NotAllowed for one's own login.
    """
    old = _colleague(keys, login_id)
    slot, _user = new_slot(
        (old.label, old.role),
        passphrase,
        keys.opened.vault,
        cost=cost or keys.opened.slot.cost,
        bounds=keys.bounds,
        slot_id=old.id,
    )
    keys.rewrite(keys.opened.file.with_slot(slot))
    return slot.login


def set_role(keys: Keyring, login_id: str, role: Role) -> Login:
    """Give a colleague another role, with the role keys it may hold.

    Whoever loses role keys has seen them: then ``rotation`` must follow instead (ValueError).
    NotFound, NotAllowed for one's own login.
    """
    slot = _colleague(keys, login_id)
    if loses_role_keys(slot.role, role):
        raise ValueError("role keys that somebody keeps must be replaced")
    changed = resealed_slot(slot, keys.opened.vault, role)
    keys.rewrite(keys.opened.file.with_slot(changed))
    return changed.login


def loses_role_keys(old: Role, new: Role) -> bool:
    """True if somebody who changes roles keeps keys that the new role may not hold."""
    return old in MAY_HOLD_ROLE_KEYS and new not in MAY_HOLD_ROLE_KEYS


def _colleague(keys: Keyring, login_id: str) -> Slot:
    """The slot of somebody else, in the hands of who holds every role key."""
    slot = keys.opened.file.slot_of(login_id)
    if slot.kind is not SlotKind.USER:
        raise ValueError("the recovery slot is nobody's login")
    if slot.id == keys.opened.slot.id or not keys.opened.vault.role_keys:
        raise NotAllowed(_("Another supervisor must do this."))
    return slot
