"""The letter box: public keys to which reception seals what it may not read (FORMAT.md 7).

Whoever can write to the data file could put a key of their own there and read the letters of
others. So each key is signed by a colleague who holds the role keys, and nobody writes a letter to
a key without such a signature.
"""

from __future__ import annotations

from collections.abc import Callable

from intake_app.acts import Role
from intake_app.errors import NotAllowed
from intake_app.i18n import _
from intake_app.values import canonical_json
from intake_app.vault.db import Connection
from intake_app.vault.keyring import Keyring
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.sealing import Seals

_SIGNERS = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})


def publish(db: Connection, seals: Seals, sign: Callable[[bytes], bytes], signed_by: str) -> None:
    """Write the public key of every role key, signed by the login ``signed_by``.

    ``sign`` makes that login's Ed25519 signature. In the caller's transaction; NotAllowed if
    ``seals`` lacks a role key.
    """
    for role in RoleKey:
        public = seals.letter_public(role)
        signature = sign(_signed_text(seals, role, public))
        db.execute(
            "INSERT OR REPLACE INTO letter_box (role_key, public_key, signed_by, signature)"
            " VALUES (?, ?, ?, ?)",
            (int(role), public, signed_by, signature),
        )


def is_right(db: Connection, keys: Keyring) -> bool:
    """True if reception can write letters that only the role keys open. For their holders."""
    seals = keys.seals
    return all(_proven(db, keys, role) == seals.letter_public(role) for role in RoleKey)


def public_key(db: Connection, keys: Keyring, role: RoleKey) -> bytes:
    """The key to seal a letter to. NotAllowed if none is there that a colleague vouches for."""
    public = _proven(db, keys, role)
    if public is None:
        raise NotAllowed(
            _(
                "Letters cannot be sealed yet: a counsellor or a supervisor has to sign in once "
                "more. What you typed stays here."
            )
        )
    return public


def _proven(db: Connection, keys: Keyring, role: RoleKey) -> bytes | None:
    row = db.execute(
        "SELECT public_key, signed_by, signature FROM letter_box WHERE role_key = ?", (int(role),)
    ).fetchone()
    if row is None:
        return None
    public, signed_by, signature = bytes(row[0]), str(row[1]), bytes(row[2])
    signers = {login.id for login in keys.logins() if login.role in _SIGNERS}
    if signed_by not in signers:  # also when they have left: their successor signs again
        return None
    signed = keys.is_signed_by(signed_by, _signed_text(keys.seals, role, public), signature)
    return public if signed else None


def _signed_text(seals: Seals, role: RoleKey, public: bytes) -> bytes:
    parts = ["letter-box-1", seals.vault_id, seals.generation, int(role), public.hex()]
    return canonical_json(parts).encode()
