"""What every act on a grant has in common: who and when, the signed decision, the kept revision."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from intake_app.acts import Act
from intake_app.cases import approvals
from intake_app.cases.decision import Decision, Verdict
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import quotes, rules, states, store
from intake_app.grants.instalments import cut, settled
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.parts import Entry
from intake_app.i18n import _
from intake_app.plans.budget import Frame
from intake_app.session import Change, Session
from intake_app.values import clean_text
from intake_app.vault.db import Connection


def cleaned(request: GrantRequest) -> GrantRequest:
    """The request with the typed texts as they are stored, and the supplier of the chosen quote."""
    offers = tuple(quote.cleaned() for quote in request.quotes)
    request = replace(
        request,
        purpose=clean_text(request.purpose),
        supplier=clean_text(request.supplier),
        choice_reason=clean_text(request.choice_reason),
        quotes=offers,
    )
    taken = quotes.chosen(request)
    return replace(request, supplier=taken.supplier) if taken else request


def earlier_of(db: Connection, request: GrantRequest) -> GrantRequest | None:
    """The same request as it lies in the vault, if it may still be written."""
    earlier = store.get(db, request.id)
    if earlier is not None and earlier.state not in (GrantState.DRAFT, GrantState.RETURNED):
        raise NotAllowed(_("This request is being decided or was decided. Make a new one."))
    if earlier is not None and earlier.case_id != request.case_id:
        raise NotAllowed(_("This request belongs to another case."))
    return earlier


def sent(
    session: Session,
    change: Change,
    request: GrantRequest,
    earlier: GrantRequest | None,
    state: GrantState,
) -> GrantRequest:
    """The request with what nobody types: who, when, its number; nothing decided, nothing paid."""
    me = session.user.id
    wrote = {*earlier.writers, earlier.author} - {me} if earlier else set[str]()
    number = earlier.number if earlier else len(store.of_case(change.db, request.case_id)) + 1
    return replace(
        request,
        number=number,
        state=state,
        author=me,
        writers=tuple(sorted(wrote)),
        requested_at=change.at,
        revision=earlier.revision if earlier else 0,
        parts=(), done=(), deliveries=(), proofs=(), visits=(), refunds=(),
        ended_by="", ended_at="", end_reason="",
    )  # fmt: skip


def with_way(request: GrantRequest, frame: Frame) -> GrantRequest:
    """The request with the steps and instalments that its programme has today."""
    pack = rules.programme(frame, request)
    rule = pack.instalments_of(request.package)
    return replace(
        request,
        steps=pack.grants.steps,
        pack_version=pack.edition,
        parts=cut(request.amount, rule, frame.arrived_on),
    )


def require_quote_files(db: Connection, request: GrantRequest) -> None:
    """The scans of the quotes are in the person's file."""
    case = rules.open_case(db, request.case_id)
    files = (quote.attachment for quote in request.quotes if quote.attachment)
    rules.require_files(db, case.person_id, files)


def ended(
    session: Session, change: Change, request: GrantRequest, state: GrantState, reason: str
) -> GrantRequest:
    """The request as it ends: cancelled or closed, by whom, when and why."""
    return replace(
        request, state=state, ended_by=session.user.id, ended_at=change.at, end_reason=reason
    )


def decide(
    session: Session,
    change: Change,
    request: GrantRequest,
    kind: str,
    verdict: Verdict,
    reason: str,
    content_hash: str = "",
) -> Decision:
    """Write the signed decision; without a hash it is about what the approver reads."""
    return approvals.decide(
        session,
        change,
        kind=kind,
        record_id=request.id,
        revision=request.revision,
        author=request.author,
        content_hash=content_hash or request.content_hash(),
        verdict=verdict,
        reason=reason,
        case_id=request.case_id,
    )


ENTRY = TypeVar("ENTRY", bound=Entry)


def new_entry(session: Session, change: Change, entry: ENTRY) -> ENTRY:
    """An entry with who writes it down and when."""
    return replace(
        entry, by=session.user.id, at=change.at, taken_back_by="", taken_back_at="",
        taken_back_reason="",
    )  # fmt: skip


def without(request: GrantRequest, entry: Entry, by: str, at: str, reason: str) -> GrantRequest:
    """The grant with one entry taken back."""

    def after(entries: tuple[ENTRY, ...]) -> tuple[ENTRY, ...]:
        return tuple(
            replace(one, taken_back_by=by, taken_back_at=at, taken_back_reason=reason)
            if one.id == entry.id
            else one
            for one in entries
        )

    return replace(
        request,
        deliveries=after(request.deliveries),
        proofs=after(request.proofs),
        visits=after(request.visits),
        refunds=after(request.refunds),
    )


def settle(request: GrantRequest) -> GrantRequest:
    """With the state that its entries say."""
    return replace(request, state=settled(request))


def needed_reason(reason: str, wanted: str, field: str = "reason") -> str:
    """The reason as it is stored. Raises InvalidInput with ``wanted`` if there is none."""
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({field: wanted})
    return reason


def keep(
    change: Change, act: Act, before: GrantRequest | None, after: GrantRequest
) -> GrantRequest:
    """Write the next revision. ValueError if the table of states has no such row."""
    state = before.state if before else None
    if states.may_follow(state, after.state, act) is None:
        raise ValueError(f"{act} does not lead from {state} to {after.state}")
    kept = replace(after, revision=(before.revision if before else 0) + 1)
    store.put(change.db, kept)
    change.send("grant", kept.id, kept.revision, kept, kept.case_id)
    return kept
