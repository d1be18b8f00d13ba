"""Who decided what: the signature under each decision, against the keys that a desk announced.

The first key that a login had counts. Whoever can write into a desk's database, but cannot open
the key of a supervisor, cannot make the hub believe in an approval.
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


def keys_of(db: Database, opened: OpenedBatch) -> dict[str, str]:
    """The keys of a desk by login, those announced by this batch included and remembered."""
    desk, manifest = opened.sender.ed25519, opened.manifest
    for signer in manifest.signers:
        db.execute(
            "INSERT INTO signer (desk, id, key, batch) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (desk, signer.id, signer.key, manifest.batch),
        )
    rows = db.execute("SELECT id, key FROM signer WHERE desk = %s", (desk,)).fetchall()
    return {row[0]: row[1] for row in rows}


def doubt(body: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    """Why a decision is not believed: ``signer`` (nobody by that name), ``signer_changed`` (not
    the key that this login had first) or ``decision_signature``; "" if it is.
    """
    key = keys.get(str(body.get("decided_by")))
    if key is None:
        return "signer"
    if body.get("public_key") != key:
        return "signer_changed"
    facts = [body.get(name) for name in ("kind", "record_id", "revision", "verdict")]
    facts += [body.get(name) for name in ("content_hash", "decided_by", "decided_at")]
    try:
        text = signed_text(*facts)  # type: ignore[arg-type]
        VerifyKey(bytes.fromhex(key)).verify(text, bytes.fromhex(str(body.get("signature"))))
    except (BadSignatureError, ValueError, TypeError):
        return "decision_signature"
    return ""
