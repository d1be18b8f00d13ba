"""Planning a case conference, deciding at it, and closing its minutes.

What is decided is the grant's or plan's own act, with the same refusals and the same signature.
Who is shown as the decider is whoever signed: usually the chair, and never the author.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.cases.decision import Decision, Verdict
from intake_app.conferences import store
from intake_app.conferences.model import (
    Conference,
    ConferenceState,
    Matter,
    MatterKind,
    Outcome,
)
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.grants import service as grants
from intake_app.grants import store as grants_store
from intake_app.grants.model import WAITING, GrantRequest
from intake_app.grants.proof import KIND_OF
from intake_app.i18n import _, language
from intake_app.packs.model import GrantStep
from intake_app.plans import service as plans
from intake_app.plans import store as plans_store
from intake_app.plans.model import Plan, PlanState
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

KIND_OF_DECISION = {MatterKind.GRANT: KIND_OF[GrantStep.COMMITTEE], MatterKind.PLAN: "plan"}
"""What the signed decision of a matter is about."""


@dataclass(frozen=True)
class ConferenceLine:
    """A conference in the list, with the number of its matters."""

    conference: Conference
    matters: int


@dataclass(frozen=True)
class MatterView:
    """A matter with its record and the case number. ``outcome`` is what stands now: written down,
    or said by the signed decision. ``name`` is for the screen; no paper of a committee has it."""

    matter: Matter
    record: GrantRequest | Plan | None
    case_number: str
    name: str
    outcome: Outcome
    decision: Decision | None


@dataclass(frozen=True)
class ConferenceView:
    """A conference with its agenda in order."""

    conference: Conference
    matters: tuple[MatterView, ...]

    def undecided(self) -> tuple[MatterView, ...]:
        """The matters about which nothing is said yet."""
        return tuple(one for one in self.matters if one.outcome is Outcome.OPEN)


@dataclass(frozen=True)
class Candidate:
    """Something that waits for a committee and is on no agenda yet."""

    kind: MatterKind
    record: GrantRequest | Plan
    case_number: str
    name: str


# ---------------------------------------------------------------------------- planning


def save_conference(session: Session, conference: Conference) -> Conference:
    """Plan a conference or change it, also during the meeting (who is present, remarks).

    Raises InvalidInput field by field, and NotAllowed once the minutes are closed.
    """
    session.require(Act.CONFERENCE_SAVED)
    conference = conference.cleaned()
    conference.check()
    with session.act(Act.CONFERENCE_SAVED, conference.id) as change:
        earlier = store.get(change.db, conference.id)
        if earlier is not None:
            _require_open(earlier)
        saved = replace(
            conference,
            state=ConferenceState.PLANNED,
            number=earlier.number if earlier else store.next_number(change.db),
            author=earlier.author if earlier else session.user.id,
            written_at=change.at,
            closed_by="",
            closed_at="",
            revision=(earlier.revision if earlier else 0) + 1,
        )
        _keep(change, saved)
    return saved


def list_matter(session: Session, conference_id: str, kind: MatterKind, record_id: str) -> Matter:
    """Put a grant or plan that waits for the committee on the agenda, as the last point.

    Raises NotAllowed if it does not wait for this committee or is on an agenda already.
    """
    with session.act(Act.MATTER_LISTED, conference_id) as change:
        conference = _open_conference(change.db, conference_id)
        agenda = store.matters_of(change.db, conference_id)
        waiting = _candidates(session, change.db, conference.pack)
        found = next(
            (one for one in waiting if (one.kind, one.record.id) == (kind, record_id)), None
        )
        if found is None or any(one.record_id == record_id for one in agenda):
            raise NotAllowed(
                _("This does not wait for the committee, or is on the agenda of a conference.")
            )
        matter = Matter(
            id=new_id(),
            conference_id=conference_id,
            kind=kind,
            record_id=record_id,
            case_id=found.record.case_id,
            position=max((one.position for one in agenda), default=0) + 1,
            added_by=session.user.id,
            added_at=change.at,
            revision=1,
        )
        _keep_matter(change, matter)
    return matter


def drop_matter(session: Session, matter_id: str) -> None:
    """Take a matter off the agenda, as long as nothing was said about it."""
    with session.act(Act.MATTER_LISTED, matter_id) as change:
        matter = _open_matter(change.db, matter_id)
        outcome, _decision = _said(change.db, matter)
        if outcome is not Outcome.OPEN:
            raise NotAllowed(_("This matter was decided or put off: it stays in the minutes."))
        store.remove_matter(change.db, matter.id)
        change.erased("conference_matter", matter.id)


def move_matter(session: Session, matter_id: str, steps: int) -> None:
    """Move a matter up (-1) or down (1) on its agenda; at an end it stays where it is."""
    with session.act(Act.MATTER_LISTED, matter_id) as change:
        matter = _open_matter(change.db, matter_id)
        agenda = store.matters_of(change.db, matter.conference_id)
        here = next(place for place, one in enumerate(agenda) if one.id == matter_id)
        there = min(max(here + steps, 0), len(agenda) - 1)
        agenda.insert(there, agenda.pop(here))
        for position, one in enumerate(agenda, start=1):
            if one.position != position:
                _keep_matter(change, replace(one, position=position, revision=one.revision + 1))


# ---------------------------------------------------------------------------- the meeting


def decide_matter(session: Session, matter_id: str, outcome: Outcome, reason: str) -> None:
    """Say what the committee decided, with its reason, and sign it as the grant or plan wants.

    Raises NotAllowed before the day of the conference, for whoever wrote the request, and for every
    reason for which the grant or plan itself would refuse; InvalidInput without a reason.
    """
    session.require(Act.MATTER_DECIDED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why the committee decided so.")})
    with session.read() as db:
        matter = _open_matter(db, matter_id)
        conference = _open_conference(db, matter.conference_id)
        said, _earlier = _said(db, matter)
    if said not in (Outcome.OPEN, Outcome.PUT_OFF):
        raise NotAllowed(_("This matter was decided already."))
    if conference.held_on > session.today():
        raise NotAllowed(
            _("The conference has not taken place yet. Change its date if it was early.")
        )
    if not any(member.present for member in conference.members):
        raise NotAllowed(_("Note first who of the committee is present."))
    _decide_record(session, matter, outcome, reason)
    with session.act(Act.MATTER_DECIDED, matter_id) as change:
        said, decision = _said(change.db, replace(matter, outcome=Outcome.OPEN))
        put_off = outcome is Outcome.PUT_OFF
        _keep_matter(
            change,
            replace(
                matter,
                reason=reason,
                outcome=Outcome.PUT_OFF if put_off else Outcome.OPEN,
                decision=decision.id if decision else "",
                revision=matter.revision + 1,
            ),
        )


def _decide_record(session: Session, matter: Matter, outcome: Outcome, reason: str) -> None:
    """The act of the grant or plan itself; nothing for what is put off."""
    if outcome is Outcome.OPEN:
        raise NotAllowed(_("Choose what the committee decided."))
    if outcome is Outcome.PUT_OFF:
        return
    if matter.kind is MatterKind.GRANT:
        if outcome is Outcome.APPROVED:
            grants.approve_grant(session, matter.record_id, GrantStep.COMMITTEE, reason)
        elif outcome is Outcome.RETURNED:
            grants.return_grant(session, matter.record_id, reason)
        else:
            grants.reject_grant(session, matter.record_id, reason)
    elif outcome is Outcome.APPROVED:
        plans.approve_plan(session, matter.record_id)
    elif outcome is Outcome.RETURNED:
        plans.return_plan(session, matter.record_id, reason)
    else:
        raise NotAllowed(_("A plan is approved or returned; it cannot be rejected."))


def close_conference(session: Session, conference_id: str) -> Conference:
    """Close the minutes: from now on nothing of this conference changes.

    Raises NotAllowed while a matter is undecided, and without a matter.
    """
    with session.act(Act.CONFERENCE_CLOSED, conference_id) as change:
        conference = _open_conference(change.db, conference_id)
        agenda = store.matters_of(change.db, conference_id)
        if not agenda:
            raise NotAllowed(_("Nothing stands on the agenda: there is nothing to close."))
        for matter in agenda:
            outcome, decision = _said(change.db, matter)
            if outcome is Outcome.OPEN:
                raise NotAllowed(_("Decide about every matter first, or put it off."))
            kept = replace(
                matter,
                outcome=outcome,
                decision=decision.id if decision else "",
                reason=matter.reason or (decision.reason if decision else ""),
                revision=matter.revision + 1,
            )
            _keep_matter(change, kept)
        closed = replace(
            conference,
            state=ConferenceState.HELD,
            closed_by=session.user.id,
            closed_at=change.at,
            revision=conference.revision + 1,
        )
        _keep(change, closed)
    return closed


# ---------------------------------------------------------------------------- reading


def conferences(session: Session) -> list[ConferenceLine]:
    """All conferences of this desk, the newest first."""
    with session.read() as db:
        many = store.counts(db)
        return [ConferenceLine(one, many.get(one.id, 0)) for one in store.everything(db)]


def conference_view(session: Session, conference_id: str) -> ConferenceView:
    """A conference with its agenda. Raises NotFound."""
    with session.read() as db:
        return view_in(db, conference_id)


def view_in(db: Connection, conference_id: str) -> ConferenceView:
    """Assemble the view in a running transaction. Raises NotFound."""
    conference = _existing(db, conference_id)
    matters = [_matter_view(db, one) for one in store.matters_of(db, conference_id)]
    return ConferenceView(conference, tuple(matters))


def _matter_view(db: Connection, matter: Matter) -> MatterView:
    outcome, decision = _said(db, matter)
    record: GrantRequest | Plan | None = (
        grants_store.get(db, matter.record_id)
        if matter.kind is MatterKind.GRANT
        else plans_store.get(db, matter.record_id)
    )
    number, name = cases_store.number_and_name(db, matter.case_id)
    return MatterView(matter, record, number, name, outcome, decision)


def _said(db: Connection, matter: Matter) -> tuple[Outcome, Decision | None]:
    """What is decided about a matter: as it was written down, or as the signed decision says that
    somebody made since it came on the agenda."""
    decisions = cases_store.decisions_about(db, matter.record_id)
    if matter.outcome is not Outcome.OPEN:
        return matter.outcome, next((one for one in decisions if one.id == matter.decision), None)
    kind = KIND_OF_DECISION[matter.kind]
    since = [one for one in decisions if one.kind == kind and one.decided_at >= matter.added_at]
    if not since:
        return Outcome.OPEN, None
    first = since[-1]  # the latest stands first
    return Outcome(Verdict(first.verdict).value), first


def candidates(session: Session, pack: str) -> list[Candidate]:
    """What waits for the committee of a programme and is on no agenda, the oldest first."""
    with session.read() as db:
        return _candidates(session, db, pack)


def _candidates(session: Session, db: Connection, pack: str) -> list[Candidate]:
    taken = store.listed(db)
    known = session.packs.get(pack)
    has_committee = known is not None and GrantStep.COMMITTEE in known.grants.steps
    waiting: Iterable[tuple[MatterKind, GrantRequest | Plan]] = [
        *(
            (MatterKind.GRANT, one)
            for one in grants_store.in_states(db, WAITING)
            if one.waits_for is GrantStep.COMMITTEE
        ),
        *(
            (MatterKind.PLAN, one)
            for one in (plans_store.in_state(db, PlanState.SUBMITTED) if has_committee else ())
        ),
    ]
    found = []
    for kind, record in waiting:
        case = cases_store.get(db, record.case_id)
        fund = record.pack if isinstance(record, GrantRequest) else ""
        if case is None or (fund or case.pack) != pack or record.id in taken:
            continue
        number, name = cases_store.number_and_name(db, case.id)
        found.append(Candidate(kind, record, number, name))
    return found


def committees(session: Session) -> dict[str, str]:
    """The programmes of this desk whose grants go before a committee, with its name as the screen
    would show it; keys are ids of packs."""
    return {
        pack.id: pack.grants.committee.in_(language()) if pack.grants.committee else ""
        for pack in session.packs.values()
        if GrantStep.COMMITTEE in pack.grants.steps
    }


def _existing(db: Connection, conference_id: str) -> Conference:
    conference = store.get(db, conference_id)
    if conference is None:
        raise NotFound(_("This conference is not in the vault any more."))
    return conference


def _open_conference(db: Connection, conference_id: str) -> Conference:
    conference = _existing(db, conference_id)
    _require_open(conference)
    return conference


def _require_open(conference: Conference) -> None:
    if not conference.is_open:
        raise NotAllowed(_("The minutes of this conference are closed."))


def _open_matter(db: Connection, matter_id: str) -> Matter:
    matter = store.matter(db, matter_id)
    if matter is None:
        raise NotFound(_("This matter is not on the agenda any more."))
    _open_conference(db, matter.conference_id)
    return matter


def _keep(change: Change, conference: Conference) -> None:
    store.put(change.db, conference)
    change.bind("conference", conference.id, conference.revision, conference)


def _keep_matter(change: Change, matter: Matter) -> None:
    store.put_matter(change.db, matter)
    change.bind("conference_matter", matter.id, matter.revision, matter)
