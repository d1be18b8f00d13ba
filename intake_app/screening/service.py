"""Screening a person after arrival, and the emergency referrals that follow by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.cases.model import Stage
from intake_app.cases.permissions import Use, require
from intake_app.cases.service import move_to
from intake_app.errors import InvalidInput, NotAllowed, NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.notes.model import About, NoteKind, NoteLine, NoteText
from intake_app.notes.service import notes_about, seal_in
from intake_app.people import store as people_store
from intake_app.people.model import Person
from intake_app.screening import gate, store
from intake_app.screening.model import (
    Cause,
    Emergency,
    EmergencyState,
    ExploitationAnswers,
    Screening,
    exploitation_text,
)
from intake_app.screening.safeguards import (
    GOING_ON,
    Answer,
    against_approval,
    against_hand_over,
)
from intake_app.session import Change, Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class ScreeningView:
    """Everything that the tab of a case shows, read at one moment."""

    person: Person
    screening: Screening
    is_child: bool
    emergencies: tuple[EmergencyState, ...]

    @property
    def stops(self) -> list[str]:
        """The sentences that stand against the approval of a plan, in the language of now."""
        return against_approval(self.screening.child) if self.is_child else []

    @property
    def hand_over_stops(self) -> list[str]:
        """The sentences that stand against handing anything over, in the language of now."""
        return against_hand_over(self.screening.child) if self.is_child else []


def screening_of(session: Session, case_id: str) -> ScreeningView:
    """The screening of a case; an empty one if nobody has screened yet. Raises NotFound."""
    with session.read() as db:
        person = _person(db, case_id)
        found = store.newest(db, case_id) or Screening(case_id)
        emergencies = store.emergencies_of(db, case_id)
        child = gate.child_of_case(db, case_id, session.today())
    return ScreeningView(person, found, child is not None, tuple(emergencies))


def save_screening(
    session: Session, screening: Screening, exploitation: ExploitationAnswers | None = None
) -> Screening:
    """Write a new version, and seal the answers to the exploitation questions if there are any.

    A yes to suicidal ideation makes an emergency referral due in the same moment. Raises
    InvalidInput with a sentence per answer, StaleRecord, NotFound; NotAllowed if the role may not
    change an assessment, while no colleague has vouched for the letter box, and for what only the
    file of the child changes (``keep_facts``).
    """
    session.require(Act.SCREENING_SAVED)
    screening = screening.cleaned()
    act = _act_of(session, screening)
    with session.act(act, screening.case_id) as change:
        person = _person(change.db, screening.case_id)
        screening.check(person, session.today())
        before = store.newest(change.db, screening.case_id) or Screening(screening.case_id)
        if before.revision != screening.revision:
            raise StaleRecord(
                _("A colleague has changed this screening meanwhile. Reload it, then type again.")
            )
        if screening.child.kept_in_file != before.child.kept_in_file:
            raise NotAllowed(
                _(
                    "The best-interests assessment, the determination and the search for the family"
                    " are written down in the tab “Child”. What you typed stays here."
                )
            )
        saved = replace(
            screening,
            revision=screening.revision + 1,
            author=session.user.id,
            written_at=change.at,
        )
        store.put(change.db, saved)
        change.bind("screening", saved.case_id, saved.revision, saved)
        if exploitation:
            about = About(person.id, saved.case_id)
            note = NoteText(NoteKind.EXPLOITATION, exploitation_text(exploitation))
            seal_in(change, session, about, note)
        _raise_emergency(session, change, before, saved)
        move_to(change, saved.case_id, Stage.ASSESSMENT)
    return saved


def _person(db: Connection, case_id: str) -> Person:
    case = cases_store.get(db, case_id)
    person = people_store.get(db, case.person_id) if case else None
    if person is None:
        raise NotFound(_("This case is not in the vault any more."))
    return person


def keep_facts(session: Session, change: Change, case_id: str, **facts: object) -> Screening:
    """Write what follows from the file of the child into a new version of the screening, in the
    running transaction: what the safeguards read is what the file says.

    ``facts`` are fields of ``ChildFacts``. Raises NotAllowed if tracing would go on although the
    person refused it; to stop is always possible. Raises NotFound.
    """
    person = _person(change.db, case_id)
    before = store.newest(change.db, case_id) or Screening(case_id)
    child = replace(before.child, **facts)  # type: ignore[arg-type]
    if child.tracing != before.child.tracing and child.tracing in GOING_ON:
        require(change.db, person.id, Use.TRACE, session.today())
    saved = replace(
        before,
        child=child,
        revision=before.revision + 1,
        author=session.user.id,
        written_at=change.at,
    )
    store.put(change.db, saved)
    change.bind("screening", saved.case_id, saved.revision, saved)
    move_to(change, saved.case_id, Stage.ASSESSMENT)
    return saved


def _act_of(session: Session, screening: Screening) -> Act:
    """Whoever changes what takes training does another act than who asks the questions."""
    with session.read() as db:
        before = store.newest(db, screening.case_id) or Screening(screening.case_id)
    if before.assessed_parts() == screening.assessed_parts():
        return Act.SCREENING_SAVED
    if not session.may(Act.SAFEGUARDS_ASSESSED):
        raise NotAllowed(
            _(
                "Only a counsellor or a supervisor may write down assessments, tracing and"
                " vulnerability. What you typed stays here."
            )
        )
    return Act.SAFEGUARDS_ASSESSED


def _raise_emergency(session: Session, change: Change, before: Screening, now: Screening) -> None:
    """Once for each time that the answer becomes a yes; one that is open keeps its time."""
    if now.health.suicidal_ideation is not Answer.YES:
        return
    states = store.emergencies_of(change.db, now.case_id)
    is_new = before.health.suicidal_ideation is not Answer.YES
    if not is_new or any(state.is_open for state in states):
        return
    emergency = Emergency(
        new_id(), now.case_id, Cause.SUICIDAL_IDEATION, session.user.id, change.at
    )
    _put(change, emergency)


def _put(change: Change, emergency: Emergency) -> None:
    store.put_emergency(change.db, emergency)
    change.bind("emergency", emergency.id, emergency.revision, emergency)


def open_emergencies(session: Session) -> list[EmergencyState]:
    """Every emergency referral that is still to be made, in all cases, the first due first."""
    with session.read() as db:
        return store.open_emergencies(db)


def close_emergency(session: Session, case_id: str, emergency_id: str, reason: str) -> Emergency:
    """Say why no emergency referral is made: a slip, or help that came another way.

    Raises InvalidInput without a reason; NotAllowed if it was met or closed already.
    """
    session.require(Act.EMERGENCY_CLOSED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why no emergency referral is made.")})
    with session.act(Act.EMERGENCY_CLOSED, case_id) as change:
        states = store.emergencies_of(change.db, case_id)
        found = next((one for one in states if one.emergency.id == emergency_id), None)
        if found is None:
            raise NotFound(_("This emergency is not in the vault any more."))
        if not found.is_open:
            raise NotAllowed(_("This emergency is answered already."))
        closed = replace(
            found.emergency,
            revision=found.emergency.revision + 1,
            closed_by=session.user.id,
            closed_at=change.at,
            reason=reason,
        )
        _put(change, closed)
    return closed


def exploitation_screens(session: Session, case_id: str) -> list[NoteLine]:
    """The sealed answers to the exploitation questions in this case, the newest first.

    NotAllowed for a role that may not read sealed notes. They are read as every sealed note is.
    """
    session.require(Act.NOTE_READ)
    with session.read() as db:
        person = _person(db, case_id)
    return [
        line
        for line in notes_about(session, person.id)
        if line.kind is NoteKind.EXPLOITATION and line.about.case_id == case_id
    ]
