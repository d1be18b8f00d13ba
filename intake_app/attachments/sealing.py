"""Medical files lie in the vault under the medical role key, as sealed notes do."""

from __future__ import annotations

from intake_app.attachments import store
from intake_app.vault.db import Connection
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.keyslots import RoleKey
from intake_app.vault.resealing import Resealed
from intake_app.vault.sealing import Place, Seals, seals_of

TABLE, CONTENT, THUMBNAIL = "attached_content", "content", "thumbnail"
"""The names that ``Place`` binds into the sealed bytes (FORMAT.md 8)."""

_REVISION = 1
"""Bytes of a file never change."""


def sealed(seals: Seals, file_id: str, field: str, content: bytes) -> bytes:
    """The bytes for the holders of the medical key. NotAllowed if the user is none of them."""
    body = len(content).to_bytes(8, "big") + content  # what is sealed is filled up at its end
    return seals.seal(RoleKey.MEDICAL, Place(TABLE, file_id, field, _REVISION), body)


def opened(seals: Seals, file_id: str, field: str, content: bytes) -> bytes | None:
    """The bytes again; None if they were altered, or are not for this user."""
    found = seals.open(Place(TABLE, file_id, field, _REVISION), content)
    if found is None or found[0] is not RoleKey.MEDICAL:
        return None
    size = int.from_bytes(found[1][:8], "big")
    return found[1][8 : 8 + size]


def reseal_files(db: Connection, old: OpenedKeys, new: OpenedKeys) -> Resealed:
    """What a rotation calls: every medical file from the old role key to the new one."""
    before, after = seals_of(old), seals_of(new)
    done = unreadable = 0
    for file_id, thumbnail, content in store.sealed_contents(db):
        small = opened(before, file_id, THUMBNAIL, thumbnail)
        whole = opened(before, file_id, CONTENT, content)
        if small is None or whole is None:
            unreadable += 1
            continue
        store.put_sealed_again(
            db,
            file_id,
            sealed(after, file_id, CONTENT, whole),
            sealed(after, file_id, THUMBNAIL, small),
        )
        done += 1
    return Resealed(done, unreadable)
