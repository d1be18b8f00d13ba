"""New role keys: every sealed value is encrypted anew, and the letter box gets new keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nacl.signing import SigningKey

from intake_app.errors import NotAllowed
from intake_app.i18n import _
from intake_app.vault import letterbox
from intake_app.vault.db import Connection
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.sealing import Place, Seals, seal_letter, seals_of

NOTES, BODY = "sealed_note", "body"
"""The table of the sealed notes and the name of its one sealed field, as ``Place`` takes them."""

_AT_ONCE = 200


@dataclass(frozen=True)
class Resealed:
    """How many values were encrypted anew, and how many did not open and were left as they were:
    those had been altered, and open with no key."""

    done: int
    unreadable: int


def reseal(
    db: Connection, old: Seals, new: Seals, sign: Callable[[bytes], bytes], signed_by: str
) -> Resealed:
    """Encrypt every sealed note and every waiting letter from ``old`` to ``new`` keys.

    ``old`` and ``new`` may differ in keys, generation and vault id. In the caller's transaction, on
    the data file of the new generation. ``sign`` and ``signed_by`` vouch for the new letter box
    (the login that runs the rotation). NotAllowed if a role key is missing on either side.
    """
    if not all(role in seals.role_keys for seals in (old, new) for role in RoleKey):
        raise NotAllowed(_("Only a counsellor or a supervisor can renew the keys of the notes."))
    done = unreadable = 0
    for key, place, is_letter, sealed in _rows(db):
        found = old.open_letter(sealed) if is_letter else old.open(place, sealed)
        if found is None:
            unreadable += 1
            continue
        role, content = found
        again = (
            seal_letter(new.letter_public(role), content)
            if is_letter
            else new.seal(role, place, content)
        )
        db.execute("UPDATE sealed_note SET sealed = ? WHERE rowid = ?", (again, key))
        done += 1
    letterbox.publish(db, new, sign, signed_by)
    return Resealed(done, unreadable)


def reseal_notes(db: Connection, old: OpenedKeys, new: OpenedKeys) -> Resealed:
    """What a rotation calls: ``reseal`` from the old generation to the new one, whose letter box
    the login that runs it vouches for."""

    def sign(message: bytes) -> bytes:
        return bytes(SigningKey(new.user.signing_seed).sign(message).signature)

    return reseal(db, seals_of(old), seals_of(new), sign, new.slot.login.id)


def _rows(db: Connection) -> Iterator[tuple[int, Place, bool, bytes]]:
    """All sealed values, some at a time: rows are altered while this goes on."""
    last = 0
    while True:
        rows = db.execute(
            "SELECT rowid, id, revision, is_letter, sealed FROM sealed_note"
            " WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (last, _AT_ONCE),
        ).fetchall()
        if not rows:
            return
        for row in rows:
            place = Place(NOTES, row[1], BODY, row[2])
            yield row[0], place, bool(row[3]), bytes(row[4])
        last = rows[-1][0]
