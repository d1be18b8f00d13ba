"""May this be done with what a person told us, and if not, why: asked by every service.

One place for all purposes and all acts. ``require`` runs in the transaction of the act itself, so
that nothing can change in between; screens ask ``agreement`` for the same answer. A refusal blocks
like a withdrawal. What law or a vital interest demands is a consent record with that legal basis
and its reason: it is never blocked, and everybody sees that it is no consent.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from intake_app.cases import store
from intake_app.cases.agreement import Agreement, agreement, refused_words
from intake_app.cases.consent import Consent, Purpose
from intake_app.errors import NotAllowed
from intake_app.vault.db import Connection


def agreement_in(
    db: Connection, person_id: str, purpose: Purpose, day: date, recipient_id: str | None = None
) -> Agreement:
    """The same, read in a running transaction."""
    return agreement(
        store.consents_of(db, person_id),
        store.refusals_of(db, person_id),
        purpose,
        day,
        recipient_id,
    )


class Use(StrEnum):
    """What is done with what a person told."""

    OPEN_CASE = "open_case"
    PLAN = "plan"
    GRANT = "grant"
    REFER = "refer"
    ANSWER = "answer"
    TRACE = "trace"
    COUNT = "count"
    FOLLOW_UP = "follow_up"
    PHOTOGRAPH = "photograph"
    CONTACT_AFTER = "contact_after"
    SEND = "send"
    """To headquarters, in a batch."""


PURPOSE_OF = {
    Use.OPEN_CASE: Purpose.CASE_MANAGEMENT,
    Use.PLAN: Purpose.CASE_MANAGEMENT,
    Use.GRANT: Purpose.CASE_MANAGEMENT,
    Use.REFER: Purpose.SHARING,
    Use.ANSWER: Purpose.SHARING,
    Use.TRACE: Purpose.TRACING,
    Use.COUNT: Purpose.STATISTICS,
    Use.FOLLOW_UP: Purpose.CASE_MANAGEMENT,
    Use.PHOTOGRAPH: Purpose.PHOTO,
    Use.CONTACT_AFTER: Purpose.CONTACT_AFTER,
    Use.SEND: Purpose.CASE_MANAGEMENT,
}
UNASKED_MAY = frozenset({Use.ANSWER, Use.TRACE, Use.COUNT, Use.SEND})
"""What is done as long as nobody said no: who sent somebody hears what became of it, a child's
family is looked for in the child's interest, a count shows nobody, and headquarters knows who was
registered."""


def why_not(
    db: Connection, person_id: str, use: Use, day: date, recipient_id: str | None = None,
    service: str = "",
) -> str:  # fmt: skip
    """The sentences that stand against it, in the language of now; empty if it may be done."""
    found = agreement_in(db, person_id, PURPOSE_OF[use], day, recipient_id)
    if not found.holds and (found.is_denied or use not in UNASKED_MAY):
        return refused_words(found, service)
    if use is Use.REFER and found.exception is None:
        case = agreement_in(db, person_id, Purpose.CASE_MANAGEMENT, day)
        return refused_words(case) if case.is_denied else ""
    return ""


def require(
    db: Connection, person_id: str, use: Use, day: date, recipient_id: str | None = None,
    service: str = "",
) -> Consent | None:  # fmt: skip
    """Raises NotAllowed with the sentences of ``why_not``; returns the record that allows it.

    A referral of somebody who does not want the case managed goes on the other legal basis alone.
    """
    if reason := why_not(db, person_id, use, day, recipient_id, service):
        raise NotAllowed(reason)
    found = agreement_in(db, person_id, PURPOSE_OF[use], day, recipient_id)
    if use is Use.REFER and found.exception is not None:
        case = agreement_in(db, person_id, Purpose.CASE_MANAGEMENT, day)
        return found.exception if case.is_denied else found.consent
    return found.consent if found.holds else None


def exception(
    db: Connection, person_id: str, purpose: Purpose, day: date, recipient_id: str | None = None
) -> Consent | None:
    """The newest record of another legal basis that holds, whatever the person said."""
    return agreement_in(db, person_id, purpose, day, recipient_id).exception


def persons_who_denied(db: Connection, purpose: Purpose, day: date) -> set[str]:
    """The ids of all persons for whom this purpose (without recipient) is refused or withdrawn."""
    return {
        person_id
        for person_id in store.persons_with_a_no(db, purpose)
        if agreement_in(db, person_id, purpose, day).is_denied
    }
