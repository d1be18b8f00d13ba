"""A decision by a second person, and the text that they sign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake_app.values import canonical_json

DOMAIN = "intake-desk/decision/v1\n"
"""Put before the signed text, so that a signature can never be used for anything else."""


class Verdict(StrEnum):
    """What a supervisor can say."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Decision:
    """One final decision. ``content_hash`` is the SHA-256 of what was read and decided on."""

    id: str
    kind: str
    record_id: str
    revision: int
    verdict: Verdict
    reason: str
    content_hash: str
    decided_by: str
    decided_at: str
    public_key: str
    signature: str


def signed_text(
    kind: str, record_id: str, revision: int, verdict: str, content_hash: str, by: str, at: str
) -> bytes:
    """The bytes under the signature of a decision."""
    facts = [kind, record_id, revision, verdict, content_hash, by, at]
    return (DOMAIN + canonical_json(facts)).encode()
