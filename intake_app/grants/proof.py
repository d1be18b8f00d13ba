"""Whether the decisions about a grant fit: the right step, the same text, another person, signed.

Pure, so that whoever has the records of a batch can ask the same as the desk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from intake_app.cases.decision import Decision, Verdict, signed_text
from intake_app.grants.model import GrantRequest
from intake_app.packs.model import GrantStep
from intake_app.values import canonical_json
from intake_app.vault.signatures import fits

KIND_OF = {
    GrantStep.CHECK: "grant",
    GrantStep.COMMITTEE: "grant_committee",
    GrantStep.FINANCE: "grant_finance",
}
"""What the decision of each deciding step is about, as its signature says it."""

INSTALMENT, CLOSURE = "grant_instalment", "grant_closure"
"""The same for a trigger that is confirmed, and for closing."""


def unproved(
    request: GrantRequest,
    decisions: Collection[Decision],
    keys: Mapping[str, Collection[str]] | None = None,
) -> tuple[GrantStep, ...]:
    """The deciding steps of a grant for which there is no yes that holds.

    A yes holds if its signature fits, if it is about exactly this text (the hash), if whoever gave
    it did not write the request, and if it was given after the request was sent for the last time.
    ``keys`` are the known public keys (hex) of each login, from the manifest of a batch; without
    them the key in the decision is taken.
    """
    return tuple(
        step
        for step in request.deciding_steps
        if not any(_holds(one, KIND_OF[step], request, keys) for one in _yes(request, decisions))
    )


def is_released(request: GrantRequest, number: int, decisions: Iterable[Decision]) -> bool:
    """True if somebody else has signed that what an instalment waits for has happened."""
    wanted = instalment_hash(request, number)
    return any(
        one.kind == INSTALMENT
        and one.content_hash == wanted
        and not request.wrote(one.decided_by)
        and is_signed(one)
        for one in _yes(request, decisions)
    )


def _yes(request: GrantRequest, decisions: Iterable[Decision]) -> Iterable[Decision]:
    return (
        one for one in decisions if one.record_id == request.id and one.verdict == Verdict.APPROVED
    )


def _holds(
    one: Decision,
    kind: str,
    request: GrantRequest,
    keys: Mapping[str, Collection[str]] | None,
) -> bool:
    return (
        one.kind == kind
        and (not request.done or one.id in {done.decision for done in request.done})
        and one.content_hash == request.content_hash()
        and not request.wrote(one.decided_by)
        and (keys is None or one.public_key in keys.get(one.decided_by, ()))
        and is_signed(one)
    )


def is_signed(one: Decision) -> bool:
    """True if the signature of a decision fits its facts and its key."""
    text = signed_text(
        one.kind, one.record_id, one.revision, one.verdict, one.content_hash, one.decided_by,
        one.decided_at,
    )  # fmt: skip
    return fits(text, one.public_key, one.signature)


def instalment_hash(request: GrantRequest, number: int) -> str:
    """SHA-256 of what is signed when a trigger is confirmed: the request and the instalment."""
    return hashlib.sha256(canonical_json([request.content_hash(), number]).encode()).hexdigest()
