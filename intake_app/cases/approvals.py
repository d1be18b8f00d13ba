"""Decisions by a second person: who decided what about exactly which text, signed with their key.

Author and approver are never the same (``domain.md`` 4.5). The rule is checked here, in the same
transaction as the decision, and the signature lets a reader of the batch prove it.
"""

from __future__ import annotations

from intake_app.cases import store
from intake_app.cases.decision import Decision, Verdict, signed_text
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.i18n import _
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id


def decide(
    session: Session,
    change: Change,
    *,
    kind: str,
    record_id: str,
    revision: int,
    author: str,
    content_hash: str,
    verdict: Verdict,
    reason: str,
    case_id: str,
) -> Decision:
    """Write a decision in the running transaction.

    Raises NotAllowed if the decider wrote it themselves, InvalidInput if a "no" has no reason.
    """
    if author == session.user.id:
        raise NotAllowed(_("You wrote this yourself. Another supervisor has to decide about it."))
    reason = clean_text(reason)
    if verdict is not Verdict.APPROVED and not reason:
        raise InvalidInput({"reason": _("Say in a sentence what has to change, or why not.")})
    text = signed_text(kind, record_id, revision, verdict, content_hash, session.user.id, change.at)
    keys = session.vault.keys
    decision = Decision(
        new_id(), kind, record_id, revision, verdict, reason, content_hash,
        session.user.id, change.at, keys.verify_key.hex(), keys.sign(text).hex(),
    )  # fmt: skip
    store.put_decision(change.db, decision)
    change.send("decision", decision.id, 1, decision, case_id)
    return decision
