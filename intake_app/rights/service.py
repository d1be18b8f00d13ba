"""The copy for the person, and requests for correction from the asking to the change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake_app import settings
from intake_app.acts import Act
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.people import store as people_store
from intake_app.retention import service as retention
from intake_app.rights import store
from intake_app.rights.copying import subject_copy_facts
from intake_app.rights.model import (
    ANSWER_DAYS,
    USUAL_ANSWER_DAYS,
    Correction,
    CorrectionState,
)
from intake_app.session import Change, Session
from intake_app.settings import OfficeRule
from intake_app.users import store as users_store
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "AnswerTime", "AskedCorrection", "Correction", "CorrectionState", "accept_correction",
    "answer_time", "ask_correction", "close_correction", "corrections", "corrections_of",
    "note_copy_printed", "refuse_correction", "set_answer_days", "subject_copy",
]  # fmt: skip


def subject_copy(session: Session, person_id: str, language: str) -> bytes:
    """Everything that is held about a person as a PDF, with the same as data inside it.

    Nothing is kept but a line in the audit log. Raises NotFound.
    """
    with session.act(Act.COPY_MADE, person_id) as change:
        facts = subject_copy_facts(session, change.db, person_id, language)
    return documents.form("subject_copy")(facts)


def note_copy_printed(session: Session, person_id: str) -> None:
    """The copy went to a printer."""
    with session.act(Act.COPY_PRINTED, person_id):
        pass


# ---------------------------------------------------------------------------- corrections


@dataclass(frozen=True)
class AskedCorrection:
    """A request with the names that a list shows."""

    correction: Correction
    person: str
    taken_by: str
    changed_by: str


@dataclass(frozen=True)
class AnswerTime:
    """Within how many days a request is answered; not confirmed while the office has no rule."""

    days: int
    rule: OfficeRule | None


def answer_time(session: Session) -> AnswerTime:
    """The time that holds now."""
    with session.read() as db:
        return _answer_time(db)


def _answer_time(db: Connection) -> AnswerTime:
    rule = settings.office_rule(db, ANSWER_DAYS)
    return AnswerTime(rule.value if rule else USUAL_ANSWER_DAYS, rule)


def set_answer_days(session: Session, days: int | None, basis: str) -> OfficeRule:
    """Decide the time for an answer. Raises InvalidInput without a number and a basis."""
    session.require(Act.RETENTION_RULE_SET)
    wrong = ""
    if days is None or not 1 <= days <= 365:
        wrong = _("Type a number of days between 1 and 365.")
    return retention.decide(session, ANSWER_DAYS, days, basis, {"days": wrong})


def ask_correction(session: Session, person_id: str, asked_on: date, wish: str) -> Correction:
    """Write down what a person wants corrected. Raises InvalidInput, NotFound."""
    session.require(Act.CORRECTION_ASKED)
    correction = Correction(new_id(), person_id, asked_on, clean_text(wish), asked_on)
    correction.check(session.today())
    with session.act(Act.CORRECTION_ASKED, correction.id) as change:
        if people_store.get(change.db, person_id) is None:
            raise NotFound(_("This person is not in the vault any more."))
        days = _answer_time(change.db).days
        saved = replace(
            correction,
            answer_by=asked_on + timedelta(days=days),
            taken_by=session.user.id,
            revision=1,
        )
        store.put(change.db, saved)
    return saved


def accept_correction(session: Session, correction_id: str, changed_by: str) -> Correction:
    """Say that it is right, and who of the office makes the change."""
    session.require(Act.CORRECTION_DECIDED)
    if changed_by not in {login.id for login in session.vault.keys.logins()}:
        raise InvalidInput({"changed_by": _("Choose a colleague of this office.")})
    with session.act(Act.CORRECTION_DECIDED, correction_id) as change:
        return _decide(session, change, correction_id, changed_by=changed_by)


def refuse_correction(session: Session, correction_id: str, reason: str) -> Correction:
    """Say that it stays as it is, and why; the person is told the reason."""
    session.require(Act.CORRECTION_DECIDED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence why it stays as it is.")})
    with session.act(Act.CORRECTION_DECIDED, correction_id) as change:
        return _decide(session, change, correction_id, reason=reason)


def _decide(
    session: Session,
    change: Change,
    correction_id: str,
    *,
    changed_by: str | None = None,
    reason: str = "",
) -> Correction:
    correction = _existing(change.db, correction_id)
    if correction.state is not CorrectionState.ASKED:
        raise NotAllowed(_("This request was decided before."))
    saved = replace(
        correction,
        state=CorrectionState.ACCEPTED if changed_by else CorrectionState.REFUSED,
        reason=reason,
        changed_by=changed_by,
        decided_by=session.user.id,
        decided_at=change.at,
        closed_at=None if changed_by else change.at,
        revision=correction.revision + 1,
    )
    store.put(change.db, saved)
    return saved


def close_correction(session: Session, correction_id: str) -> Correction:
    """Say that the change was made: by the colleague who was asked to, or by a supervisor."""
    with session.act(Act.CORRECTION_DONE, correction_id) as change:
        correction = _existing(change.db, correction_id)
        if correction.state is not CorrectionState.ACCEPTED:
            raise NotAllowed(_("Only a correction that was accepted can be made."))
        may = session.user.id == correction.changed_by or session.may(Act.CORRECTION_DECIDED)
        if not may:
            raise NotAllowed(_("Another colleague was asked to make this change."))
        saved = replace(
            correction,
            state=CorrectionState.DONE,
            closed_at=change.at,
            revision=correction.revision + 1,
        )
        store.put(change.db, saved)
    return saved


def _existing(db: Connection, correction_id: str) -> Correction:
    correction = store.get(db, correction_id)
    if correction is None:
        raise NotFound(_("This request is not in the vault any more."))
    return correction


def corrections(session: Session) -> list[AskedCorrection]:
    """All requests for a supervisor: the open ones first, the most urgent on top."""
    session.require(Act.CORRECTION_DECIDED)
    with session.read() as db:
        names = users_store.names(db)
        return [_named(one, person, names) for one, person in store.all_of(db)]


def corrections_of(session: Session, person_id: str) -> list[AskedCorrection]:
    """The requests of one person, the newest first."""
    with session.read() as db:
        names, person = users_store.names(db), people_store.get(db, person_id)
        name = person.display_name if person else ""
        return [_named(one, name, names) for one in store.of_person(db, person_id)]


def _named(correction: Correction, person: str, names: dict[str, str]) -> AskedCorrection:
    return AskedCorrection(
        correction,
        person,
        names.get(correction.taken_by, ""),
        names.get(correction.changed_by or "", ""),
    )
