"""Who decided what: the signature under each decision, against the keys that a desk announced.

The first key that a login had counts, and later ones (after a forgotten passphrase) once somebody
at headquarters has compared them by telephone: ``accept-keys``. Whoever can write into a desk's
database, but cannot open the key of a supervisor, cannot make the hub believe in an approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from intake_app.cases.decision import signed_text
from intake_app.hub.database import Database
from intake_app.sync.batch import OpenedBatch

KIND = "decision"


def keys_of(db: Database, opened: OpenedBatch) -> dict[str, set[str]]:
    """The keys of a desk that count, by login; what this batch announces is remembered first."""
    desk, manifest = opened.sender.ed25519, opened.manifest
    for signer in manifest.signers:
        db.execute(
            "INSERT INTO signer (desk, id, key, batch, accepted) VALUES (%s, %s, %s, %s,"
            " NOT EXISTS (SELECT 1 FROM signer WHERE desk = %s AND id = %s AND batch <> %s))"
            " ON CONFLICT DO NOTHING",
            (desk, signer.id, signer.key, manifest.batch, desk, signer.id, manifest.batch),
        )
    keys: dict[str, set[str]] = {}
    for login, key in db.execute(
        "SELECT id, key FROM signer WHERE desk = %s AND accepted", (desk,)
    ).fetchall():
        keys.setdefault(login, set()).add(key)
    return keys


def waiting_keys(db: Database, desk: bytes) -> list[tuple[str, str]]:
    """Login and key (hex) of what a desk has announced and nobody has compared yet."""
    rows = db.execute(
        "SELECT id, key FROM signer WHERE desk = %s AND NOT accepted ORDER BY id, key", (desk,)
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def accept(db: Database, desk: bytes, login: str, key: str) -> None:
    """From now on decisions under this key count. Those set aside come with the next batch."""
    db.execute(
        "UPDATE signer SET accepted = true WHERE desk = %s AND id = %s AND key = %s",
        (desk, login, key),
    )


def doubt(body: Mapping[str, Any], keys: Mapping[str, set[str]]) -> str:
    """Why a decision is not believed: ``signer`` (nobody by that name), ``signer_changed`` (a key
    of this login that nobody has compared) or ``decision_signature``; "" if it is.
    """
    known = keys.get(str(body.get("decided_by")))
    if known is None:
        return "signer"
    key = str(body.get("public_key"))
    if key not in known:
        return "signer_changed"
    facts = [body.get(name) for name in ("kind", "record_id", "revision", "verdict")]
    facts += [body.get(name) for name in ("content_hash", "decided_by", "decided_at")]
    try:
        text = signed_text(*facts)  # type: ignore[arg-type]
        VerifyKey(bytes.fromhex(key)).verify(text, bytes.fromhex(str(body.get("signature"))))
    except (BadSignatureError, ValueError, TypeError):
        return "decision_signature"
    return ""
