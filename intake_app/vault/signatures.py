"""Whether a signature (Ed25519) fits a text and a public key."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey


def fits(text: bytes, public_key: str, signature: str) -> bool:
    """True if ``signature`` over ``text`` was made with this key; both are hex."""
    try:
        VerifyKey(bytes.fromhex(public_key)).verify(text, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True
