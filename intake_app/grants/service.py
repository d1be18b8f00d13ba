"""The life of a grant: prepared, sent, decided step by step, paid out, proved, looked at, closed.

Which state follows which is one table (``states``); ``keeping.keep`` writes nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.cases.decision import Decision, Verdict
from intake_app.dossier.service import require_answers
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.grants import proof, quotes, rules, states, store
from intake_app.grants.board import BoardLine
from intake_app.grants.instalments import asks_for_trigger, due_after_approval, is_to_close
from intake_app.grants.keeping import (
    cleaned,
    decide,
    earlier_of,
    ended,
    keep,
    needed_reason,
    new_entry,
    require_quote_files,
    sent,
    settle,
    with_way,
    without,
)
from intake_app.grants.model import WAITING, GrantRequest, GrantState, refusal
from intake_app.grants.parts import Delivery, Entry, Proof, Refund, StepDone, Visit
from intake_app.i18n import _
from intake_app.packs.model import GrantStep, Moment
from intake_app.plans.service import frame_in
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.values import clean_text
from intake_app.vault.db import Connection

# ---------------------------------------------------------------------------- writing and sending


def prepare_grant(session: Session, request: GrantRequest) -> GrantRequest:
    """Save a request that is not sent yet, while quotes are gathered: it holds no money.

    Raises InvalidInput for quotes that do not fit; NotAllowed once it was sent.
    """
    session.require(Act.GRANT_PREPARED)
    request = cleaned(request)
    with session.act(Act.GRANT_PREPARED, request.id) as change:
        rules.require_consent(change.db, request, session.today())
        line = rules.approved_line(change.db, request)
        request = replace(request, package=line.package, form=line.form.value, pack=line.pack)
        earlier = earlier_of(change.db, request)
        state = earlier.state if earlier else GrantState.DRAFT
        found = {
            field: sentence
            for field, sentence in quotes.problems(request, session.today()).items()
            if field.startswith("quotes.")
        }
        if found:
            raise InvalidInput(found)
        require_quote_files(change.db, request)
        return keep(
            change, Act.GRANT_PREPARED, earlier, sent(session, change, request, earlier, state)
        )


def request_grant(session: Session, request: GrantRequest) -> GrantRequest:
    """Ask for money of a line of the approved plan, or send a prepared or returned request.

    Raises InvalidInput with the reason in words if the plan line does not carry it or the quotes do
    not fit; NotAllowed if it is cash for a child, or without the consent to managing the
    case; NotAnswered while something is missing that the programme asks for before a grant.
    """
    session.require(Act.GRANT_REQUESTED)
    request = cleaned(request)
    request.check()
    if found := quotes.problems(request, session.today()):
        raise InvalidInput(found)
    with session.act(Act.GRANT_REQUESTED, request.id) as change:
        today = session.today()
        rules.require_consent(change.db, request, today)
        line = rules.approved_line(change.db, request)
        about = {line.id: line.text}
        require_answers(
            session, change.db, request.case_id, Moment.GRANT, about, paid_by=(line.pack,)
        )
        request = replace(request, package=line.package, form=line.form.value, pack=line.pack)
        others = store.of_case(change.db, request.case_id)
        if reason := refusal(request, line, others):
            raise InvalidInput({"amount": reason})
        rules.refuse_cash_for_child(change.db, request, today)
        frame = frame_in(session, change.db, request.case_id)
        rules.require_payment(rules.programme(frame, request), request.payment, request.form)
        rules.require_time(frame, request, today, "line")
        require_quote_files(change.db, request)
        earlier = earlier_of(change.db, request)
        wanted = sent(session, change, request, earlier, GrantState.REQUESTED)
        wanted = with_way(wanted, frame)
        return keep(change, Act.GRANT_REQUESTED, earlier, wanted)


def cancel_grant(session: Session, request_id: str, reason: str) -> GrantRequest:
    """Give up one's own request, with a reason, as long as nothing of it was paid."""
    session.require(Act.GRANT_CANCELLED)
    reason = needed_reason(reason, _("Say in a sentence why it is cancelled."))
    with session.act(Act.GRANT_CANCELLED, request_id) as change:
        request = rules.existing(change.db, request_id)
        states.require(request, Act.GRANT_CANCELLED, session.user.id)
        _require_nothing_paid(request)
        given_up = ended(session, change, request, GrantState.CANCELLED, reason)
        return keep(change, Act.GRANT_CANCELLED, request, given_up)


def _require_nothing_paid(request: GrantRequest) -> None:
    if request.paid().minor:
        raise NotAllowed(_("Something was paid already. Write down what came back, then close it."))


# ---------------------------------------------------------------------------- deciding


def approve_grant(
    session: Session, request_id: str, step: GrantStep = GrantStep.CHECK, note: str = ""
) -> GrantRequest:
    """Say yes at one step; after the last one it may be handed over.

    ``step`` is the one that was read: if the request does not wait for it (any more), nothing
    happens. Raises NotAllowed for whoever wrote it, for want of quotes, for cash to a child,
    while the family of a child alone is not verified, and without the consent to managing the case.
    """
    with session.act(Act.GRANT_APPROVED, request_id) as change:
        request = rules.existing(change.db, request_id)
        if request.waits_for is not step:
            raise NotAllowed(_already(request))
        states.require(request, Act.GRANT_APPROVED, session.user.id)
        _require_may_go_on(session, change.db, request)
        if step is GrantStep.CHECK:
            _require_quotes(session, change.db, request)
        decision = decide(session, change, request, proof.KIND_OF[step], Verdict.APPROVED, note)
        said = StepDone(step, session.user.id, change.at, decision.id, decision.reason)
        agreed = replace(request, done=(*request.done, said))
        if agreed.waits_for is None:
            agreed = _approved(session, change.db, agreed)
        else:
            after = GrantState.CHECKED if step is GrantStep.CHECK else GrantState.AGREED
            agreed = replace(agreed, state=after)
        return keep(change, Act.GRANT_APPROVED, request, agreed)


def _already(request: GrantRequest) -> str:
    if request.state in WAITING:
        return _("This step was decided already. The request waits for its next step.")
    return _("This grant request is not waiting for a decision.")


def _require_may_go_on(session: Session, db: Connection, request: GrantRequest) -> None:
    """Consent and safeguards, asked again before every yes."""
    rules.require_consent(db, request, session.today())
    rules.refuse_cash_for_child(db, request, session.today())
    gate.before_hand_over(db, request.case_id, session.today())


def _require_quotes(session: Session, db: Connection, request: GrantRequest) -> None:
    case = rules.open_case(db, request.case_id)
    pack = session.packs.get(request.pack or case.pack)
    others = store.of_case(db, request.case_id)
    if pack is not None and (reason := quotes.missing(request, pack.grants, others)):
        raise NotAllowed(reason)


def _approved(session: Session, db: Connection, request: GrantRequest) -> GrantRequest:
    """The last step said yes: from now on the days of the instalments count."""
    pack = session.packs.get(request.pack or rules.open_case(db, request.case_id).pack)
    rule = pack.instalments_of(request.package) if pack else None
    parts = due_after_approval(request.parts, rule, session.today())
    return replace(request, state=GrantState.APPROVED, parts=parts)


def return_grant(session: Session, request_id: str, reason: str) -> GrantRequest:
    """Send a request back to its author with a reason, at whatever step it waits for."""
    return _refuse(session, Act.GRANT_RETURNED, request_id, Verdict.RETURNED, reason)


def reject_grant(session: Session, request_id: str, reason: str) -> GrantRequest:
    """Say no for good, with a reason: while it waits, and later as long as nothing was paid."""
    return _refuse(session, Act.GRANT_REJECTED, request_id, Verdict.REJECTED, reason)


def _refuse(
    session: Session, act: Act, request_id: str, verdict: Verdict, reason: str
) -> GrantRequest:
    with session.act(act, request_id) as change:
        request = rules.existing(change.db, request_id)
        states.require(request, act, session.user.id)
        _require_nothing_paid(request)
        step = request.waits_for or request.deciding_steps[-1]
        decide(session, change, request, proof.KIND_OF[step], verdict, reason)
        state = GrantState.RETURNED if verdict is Verdict.RETURNED else GrantState.REJECTED
        return keep(change, act, request, replace(request, state=state))


# ---------------------------------------------------------------------------- paying out


def release_part(
    session: Session,
    request_id: str,
    number: int,
    ground: str,
    met_on: date | None,
    seen_by: str,
) -> GrantRequest:
    """Confirm that what an instalment waits for has happened: on which day, who saw it, and how one
    knows.

    Signed like an approval, and never by whoever asked for the grant. Raises InvalidInput without
    one of the three, and for a day that has not come.
    """
    session.require(Act.GRANT_RELEASED)
    seen_by = clean_text(seen_by)
    ground = needed_reason(
        ground, _("Say in a sentence how you know that it has happened."), "ground"
    )
    with session.act(Act.GRANT_RELEASED, request_id) as change:
        request = rules.existing(change.db, request_id)
        states.require(request, Act.GRANT_RELEASED, session.user.id)
        part = rules.require_part(request, number)
        if not part.waits:
            raise NotAllowed(_("This instalment does not wait for anything."))
        rules.require_seen(met_on, seen_by, session.today(), part)
        _require_may_go_on(session, change.db, request)
        decide(
            session, change, request, proof.INSTALMENT, Verdict.APPROVED, ground,
            proof.instalment_hash(request, number),
        )  # fmt: skip
        parts = tuple(
            replace(
                part,
                confirmed_by=session.user.id,
                confirmed_at=change.at,
                ground=ground,
                met_on=met_on,
                seen_by=seen_by,
            )
            if part.number == number
            else part
            for part in request.parts
        )
        return keep(change, Act.GRANT_RELEASED, request, replace(request, parts=parts))


def deliver(session: Session, request_id: str, delivery: Delivery) -> GrantRequest:
    """Write down that money or goods of an approved grant reached somebody.

    Raises InvalidInput field by field and NotAllowed: not approved, an instalment before its
    turn or its trigger, more than is left, after the last day of the package, a payment that the
    programme does not make, anything against a child's safeguards, signatures that do not fit;
    NotAnswered while something is missing that the programme asks for before it pays.
    """
    session.require(Act.GRANT_DELIVERED)
    delivery = delivery.cleaned()
    delivery.check(session.today())
    with session.act(Act.GRANT_DELIVERED, request_id) as change:
        db, today = change.db, session.today()
        request = _begin(session, change, Act.GRANT_DELIVERED, request_id, delivery)
        rules.require_consent(db, request, today)
        about = rules.line_words(db, request)
        require_answers(
            session, db, request.case_id, Moment.PAYMENT, about, paid_by=(request.pack,)
        )
        rules.refuse_child_receiver(db, request, delivery, today)
        rules.require_next_part(request, delivery)
        _require_signatures(request, delivery.part, cases_store.decisions_about(db, request.id))
        if not asks_for_trigger(request, rules.require_part(request, delivery.part)):
            delivery = replace(delivery, met_on=None, seen_by="")
        frame = frame_in(session, db, request.case_id)
        rules.require_approved_payment(rules.programme(frame, request), request, delivery.payment)
        rules.require_time(frame, request, delivery.on, "on")
        kept = replace(
            request, deliveries=(*request.deliveries, new_entry(session, change, delivery))
        )
        return keep(change, Act.GRANT_DELIVERED, request, settle(kept))


def _require_signatures(request: GrantRequest, part: int, decisions: Collection[Decision]) -> None:
    """Every step was signed by somebody else, and so was the trigger of a later instalment."""
    is_released = part == 1 or proof.is_released(request, part, decisions)
    if proof.unproved(request, decisions) or not is_released:
        raise NotAllowed(
            _("The signatures do not fit this request. Tell a supervisor; pay nothing.")
        )


def prove(session: Session, request_id: str, entry: Proof) -> GrantRequest:
    """Add a proof of what was paid. Raises InvalidInput if it proves more than is open."""
    session.require(Act.GRANT_PROVED)
    entry = entry.cleaned()
    entry.check(session.today())
    with session.act(Act.GRANT_PROVED, request_id) as change:
        request = _begin(session, change, Act.GRANT_PROVED, request_id, entry)
        rules.require_room(request, entry)
        kept = replace(request, proofs=(*request.proofs, new_entry(session, change, entry)))
        return keep(change, Act.GRANT_PROVED, request, kept)


def record_visit(session: Session, request_id: str, visit: Visit) -> GrantRequest:
    """Write down what a visit found. Raises InvalidInput before anything was paid."""
    session.require(Act.GRANT_VISITED)
    visit = visit.cleaned()
    visit.check(session.today())
    with session.act(Act.GRANT_VISITED, request_id) as change:
        request = _begin(session, change, Act.GRANT_VISITED, request_id, visit)
        if not request.paid().minor:
            raise NotAllowed(_("Nothing was paid yet: there is nothing to look at."))
        visit = replace(new_entry(session, change, visit), saw=len(request.deliveries))
        kept = replace(request, visits=(*request.visits, visit))
        return keep(change, Act.GRANT_VISITED, request, settle(kept))


def refund(session: Session, request_id: str, entry: Refund) -> GrantRequest:
    """Write down that money came back: the plan line has it again.

    Raises InvalidInput if it is more than what is paid and not proved.
    """
    session.require(Act.GRANT_REFUNDED)
    entry = entry.cleaned()
    entry.check(session.today())
    with session.act(Act.GRANT_REFUNDED, request_id) as change:
        request = _begin(session, change, Act.GRANT_REFUNDED, request_id, entry)
        rules.require_room(request, entry)
        kept = replace(request, refunds=(*request.refunds, new_entry(session, change, entry)))
        return keep(change, Act.GRANT_REFUNDED, request, kept)


def take_back_entry(session: Session, request_id: str, entry_id: str, reason: str) -> GrantRequest:
    """Take back a delivery, proof, visit or refund that was a slip. It stays in the list.

    Raises NotAllowed if something else rests on it: proofs on a delivery, another request on a
    refund.
    """
    session.require(Act.GRANT_ENTRY_TAKEN_BACK)
    reason = needed_reason(reason, _("Say in a sentence why it is taken back."))
    with session.act(Act.GRANT_ENTRY_TAKEN_BACK, request_id) as change:
        request = rules.existing(change.db, request_id)
        states.require(request, Act.GRANT_ENTRY_TAKEN_BACK, session.user.id)
        entry = next((one for one in request.entries() if one.id == entry_id), None)
        if entry is None or not entry.stands:
            raise NotAllowed(_("This was taken back already."))
        if isinstance(entry, Refund):
            rules.require_room_on_line(change.db, request, entry.amount)
        kept = without(request, entry, session.user.id, change.at, reason)
        if kept.open_amount(entry.part).minor < 0:
            raise NotAllowed(_("Proofs or refunds rest on this payment. Take them back first."))
        return keep(change, Act.GRANT_ENTRY_TAKEN_BACK, request, settle(kept))


def close_grant(
    session: Session, request_id: str, reason: str = "", read: str | None = None
) -> GrantRequest:
    """Close a grant whose account is even: paid = proved + given back, instalment by instalment.

    A supervisor who wrote down nothing of it signs the whole account. ``reason`` is needed if less
    was paid out than was approved in instalments; ``read`` is the ``account_hash`` of what was on
    the screen. Raises NotAllowed with what is missing, StaleRecord if something else was read.
    """
    reason = clean_text(reason)
    with session.act(Act.GRANT_CLOSED, request_id) as change:
        request = rules.existing(change.db, request_id)
        states.require(request, Act.GRANT_CLOSED, session.user.id)
        if read not in (None, request.account_hash()):
            raise StaleRecord(_("Something was written down meanwhile. Read it before you decide."))
        rules.require_even(request, reason)
        decide(
            session, change, request, proof.CLOSURE, Verdict.APPROVED, reason,
            request.account_hash(),
        )  # fmt: skip
        closed = ended(session, change, request, GrantState.CLOSED, reason)
        return keep(change, Act.GRANT_CLOSED, request, closed)


def _begin(
    session: Session, change: Change, act: Act, request_id: str, entry: Entry
) -> GrantRequest:
    """The grant that an entry is for, if it may be written down now."""
    request = rules.existing(change.db, request_id)
    states.require(request, act, session.user.id)
    if any(one.id == entry.id for one in request.entries()):
        raise NotAllowed(_("This was written down already. Take it back if it is wrong."))
    rules.require_part(request, entry.part)
    rules.require_days(request, entry)
    case = rules.open_case(change.db, request.case_id)
    rules.require_files(change.db, case.person_id, entry.attachments)
    return request


# ---------------------------------------------------------------------------- reading


def grants_of(session: Session, case_id: str) -> list[GrantRequest]:
    """The case's requests in the order they were made."""
    with session.read() as db:
        return store.of_case(db, case_id)


def waiting_grants(session: Session) -> list[GrantRequest]:
    """All requests that wait for a decision at any step, the longest waiting first."""
    return grants_in(session, WAITING)


def grants_to_close(session: Session) -> list[GrantRequest]:
    """All grants of which only the closing is left, in the order they were asked for."""
    with session.read() as db:
        return [request for request in store.even(db) if is_to_close(request)]


def grants_in(session: Session, wanted: Collection[GrantState]) -> list[GrantRequest]:
    """All requests of the desk in any of these states, the oldest first."""
    with session.read() as db:
        return store.in_states(db, wanted)


def board(session: Session) -> list[BoardLine]:
    """All open grants of the desk, the oldest first."""
    with session.read() as db:
        return store.board(db)


def decisions_about(session: Session, record_id: str) -> list[Decision]:
    """What was decided about a plan or a grant, the latest first."""
    with session.read() as db:
        return cases_store.decisions_about(db, record_id)
