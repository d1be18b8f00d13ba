"""Taking a complaint down, for everybody at the desk; answering it, for a supervisor."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.complaints import store
from intake_app.complaints.model import Channel, Complaint, Matter
from intake_app.errors import NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.values import clean_text, new_id

__all__ = [
    "Channel", "Complaint", "Matter", "Registered", "answer", "complaints", "new_complaint",
    "take_down",
]  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """A line of the register, with the names of who took it down and who wrote last."""

    complaint: Complaint
    taken_by: str
    written_by: str


def new_complaint(session: Session) -> Complaint:
    """A complaint that is not written down yet."""
    return Complaint(new_id(), Matter.SERVICE, Channel.PERSON, session.today(), "")


def take_down(session: Session, complaint: Complaint) -> Complaint:
    """Keep what was said, under a number that the person can ask with. Raises InvalidInput.

    Whoever is not a supervisor can not read it again: it may be about a colleague.
    """
    session.require(Act.COMPLAINT_TAKEN)
    complaint = replace(
        complaint, what=clean_text(complaint.what), contact=clean_text(complaint.contact)
    )
    complaint.check_said(session.today())
    with session.act(Act.COMPLAINT_TAKEN, complaint.id) as change:
        taken = Complaint(
            complaint.id,
            complaint.matter,
            complaint.channel,
            complaint.received_on,
            complaint.what,
            complaint.contact,
            number=store.next_number(change.db),
            revision=1,
            taken_by=session.user.id,
            written_by=session.user.id,
            written_at=change.at,
        )
        store.add(change.db, taken)
    return taken


def complaints(session: Session) -> list[Registered]:
    """The register: open ones first, by the day an answer is due. Raises NotAllowed."""
    session.require(Act.COMPLAINT_ANSWERED)
    with session.read() as db:
        names = users_store.names(db)
        return [
            Registered(one, names.get(one.taken_by, ""), names.get(one.written_by, ""))
            for one in store.all_of(db)
        ]


def answer(session: Session, complaint: Complaint) -> Complaint:
    """Keep what became of a complaint; what was said stays as it was said.

    When it is closed, how to reach the person is forgotten. Raises InvalidInput, NotFound,
    StaleRecord if it was answered or closed since it was read.
    """
    session.require(Act.COMPLAINT_ANSWERED)
    with session.act(Act.COMPLAINT_ANSWERED, complaint.id) as change:
        stored = store.get(change.db, complaint.id)
        if stored is None:
            raise NotFound(_("This complaint is not in the vault."))
        if stored.revision != complaint.revision or not stored.is_open:
            raise StaleRecord(
                _("A colleague has changed this entry meanwhile. Open it again, then type again.")
            )
        answered = replace(
            stored,
            contact=stored.contact if complaint.is_open else "",
            acknowledged_on=complaint.acknowledged_on,
            due_on=complaint.due_on,
            outcome=clean_text(complaint.outcome),
            told=complaint.told if not complaint.is_open else None,
            closed_on=complaint.closed_on,
            revision=stored.revision + 1,
            written_by=session.user.id,
            written_at=change.at,
        )
        answered.check_answer(session.today())
        store.answer(change.db, answered)
    return answered
