"""Consents and case files: giving, withdrawing, opening, assigning, looking back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from intake_app import audit
from intake_app.acts import Act, Role
from intake_app.cases import store
from intake_app.cases.agreement import agreement
from intake_app.cases.consent import Consent, LegalBasis
from intake_app.cases.model import STAGES, CaseFile, Stage, case_number
from intake_app.cases.permissions import Use, require
from intake_app.cases.refusal import Refusal
from intake_app.errors import InvalidInput, NotFound
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.people import store as people_store
from intake_app.people.model import Homecoming, Person
from intake_app.session import Change, Session
from intake_app.users import store as users_store
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class CaseView:
    """Everything the head of a case needs, read at one moment."""

    case: CaseFile
    person: Person
    homecoming: Homecoming
    consents: tuple[Consent, ...]
    household: tuple[Person, ...]
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class HistoryLine:
    """One act about the case in the audit log. ``act`` is the word of the act table."""

    at: str
    who: str
    act: str


def give_consent(session: Session, consent: Consent) -> Consent:
    """Write a consent. Raises InvalidInput with a sentence per field."""
    session.require(Act.CONSENT_GIVEN)
    consent = replace(
        consent,
        basis_reason=clean_text(consent.basis_reason),
        witness=clean_text(consent.witness),
        interpreter=clean_text(consent.interpreter),
        withhold=clean_text(consent.withhold),
    )
    consent.check(session.today())
    with session.act(Act.CONSENT_GIVEN, consent.id) as change:
        _require_person(change.db, consent.person_id)
        _refuse_older_than_a_no(change.db, consent)
        saved = replace(consent, revision=1, taken_by=session.user.id)
        store.put_consent(change.db, saved)
        change.send("consent", saved.id, saved.revision, saved)
    return saved


def _require_person(db: Connection, person_id: str) -> None:
    if people_store.get(db, person_id) is None:
        raise NotFound(_("This person is not in the vault any more."))


def _refuse_older_than_a_no(db: Connection, consent: Consent) -> None:
    """A yes from before a no does not answer it; another legal basis needs no answer."""
    if consent.legal_basis is not LegalBasis.CONSENT:
        return
    for no in store.refusals_of(db, consent.person_id):
        same = (no.purpose, no.recipient_id) == (consent.purpose, consent.recipient_id)
        if same and no.refused_on > consent.given_on:
            words = _("The person said no on {day}. Only a consent of that day or later counts.")
            day = format_date(no.refused_on, language())
            raise InvalidInput({"given_on": words.format(day=day)})


def refuse_consent(session: Session, refusal: Refusal) -> Refusal:
    """Write that the person was asked and said no, or not now.

    What they said stays in the vault: the hub gets the refusal without it. Raises InvalidInput with
    a sentence per field, also if a consent holds that has to be withdrawn instead.
    """
    session.require(Act.CONSENT_REFUSED)
    refusal = replace(
        refusal, interpreter=clean_text(refusal.interpreter), said=clean_text(refusal.said)
    )
    refusal.check(session.today())
    with session.act(Act.CONSENT_REFUSED, refusal.id) as change:
        _require_person(change.db, refusal.person_id)
        _refuse_while_a_consent_holds(session, change.db, refusal)
        saved = replace(refusal, revision=1, asked_by=session.user.id)
        store.put_refusal(change.db, saved)
        change.send("refusal", saved.id, saved.revision, replace(saved, said=""))
        change.bind("refusal", saved.id, saved.revision, saved)
    return saved


def _refuse_while_a_consent_holds(session: Session, db: Connection, refusal: Refusal) -> None:
    consents = store.consents_of(db, refusal.person_id)
    own = [one for one in consents if one.legal_basis is LegalBasis.CONSENT]
    found = agreement(own, (), refusal.purpose, session.today(), refusal.recipient_id).consent
    if found is not None and found.withdrawn_on is None and found.given_on <= refusal.refused_on:
        words = _(
            "The person agreed to this on {day}. If they do not want it any more, withdraw that"
            " consent instead."
        )
        day = format_date(found.given_on, language())
        raise InvalidInput({"purpose": words.format(day=day)})


def refusals(session: Session, person_id: str) -> list[Refusal]:
    """The person's refusals, the newest first."""
    with session.read() as db:
        return store.refusals_of(db, person_id)


def withdraw_consent(session: Session, consent: Consent, reason: str) -> Consent:
    """Write that the person has taken a consent back, from today on."""
    session.require(Act.CONSENT_WITHDRAWN)
    if consent.withdrawn_on is not None:
        raise InvalidInput({"reason": _("This consent was withdrawn before.")})
    withdrawn = replace(
        consent,
        withdrawn_on=session.today(),
        withdrawal_reason=clean_text(reason),
        revision=consent.revision + 1,
    )
    with session.act(Act.CONSENT_WITHDRAWN, consent.id) as change:
        _require_person(change.db, consent.person_id)
        store.put_consent(change.db, withdrawn)
        change.send("consent", withdrawn.id, withdrawn.revision, withdrawn)
    return withdrawn


def consents(session: Session, person_id: str) -> list[Consent]:
    """The person's consents, the newest first."""
    with session.read() as db:
        return store.consents_of(db, person_id)


def open_case(session: Session, person_id: str, homecoming_id: str, pack_id: str) -> CaseFile:
    """Open a case under a programme.

    Raises NotAllowed if there is no consent for case management (or other recorded legal basis);
    InvalidInput if the programme does not know the return, or if it has an open case already.
    """
    session.require(Act.CASE_OPENED)
    pack = session.packs.get(pack_id)
    if pack is None:
        raise InvalidInput({"pack": _("Choose the programme that this case belongs to.")})
    today = session.today()
    with session.act(Act.CASE_OPENED, person_id) as change:
        require(change.db, person_id, Use.OPEN_CASE, today)
        _refuse_second_case(change.db, person_id, homecoming_id, pack_id)
        sequence = store.next_sequence(change.db, today.year)
        case = CaseFile(
            id=new_id(),
            number=case_number(session.office.code, today.year, sequence),
            year=today.year,
            sequence=sequence,
            person_id=person_id,
            homecoming_id=homecoming_id,
            pack=pack.id,
            pack_version=pack.edition,
            opened_on=today,
            opened_by=session.user.id,
            owner=session.vault.vault_id,
            counsellor=session.user.id if session.role is Role.COUNSELLOR else None,
            revision=1,
        )
        store.put(change.db, case)
        change.send("case", case.id, case.revision, case, case.id)
    return case


def _refuse_second_case(db: Connection, person_id: str, homecoming_id: str, pack_id: str) -> None:
    if people_store.homecoming(db, homecoming_id) is None:
        raise InvalidInput({"homecoming": _("Write down the return first: country and arrival.")})
    for other in store.of_person(db, person_id):
        same = other.homecoming_id == homecoming_id and other.pack == pack_id
        if same and other.stage is not Stage.CLOSURE:
            raise InvalidInput(
                {"pack": _("This return has an open case under this programme already.")}
            )


def case_view(session: Session, case_id: str) -> CaseView:
    """Open a case for reading; that somebody looked is written in the audit log."""
    with session.act(Act.CASE_VIEWED, case_id) as change:
        return view_in(change.db, case_id)


def reload_case(session: Session, case_id: str) -> CaseView:
    """Read a case again that is open already; not a new view, so no audit line."""
    with session.read() as db:
        return view_in(db, case_id)


def view_in(db: Connection, case_id: str) -> CaseView:
    """Assemble the view in a running transaction. Raises NotFound."""
    case = store.get(db, case_id)
    person = people_store.get(db, case.person_id) if case else None
    coming = people_store.homecoming(db, case.homecoming_id) if case else None
    if case is None or person is None or coming is None:
        raise NotFound(_("This case is not in the vault any more."))
    household = people_store.members(db, person.household_id) if person.household_id else [person]
    return CaseView(
        case,
        person,
        coming,
        tuple(store.consents_of(db, person.id)),
        tuple(household),
        tuple(store.refusals_of(db, person.id)),
    )


def assign(session: Session, case_id: str, counsellor: str) -> CaseFile:
    """Give the case to a counsellor."""
    session.require(Act.CASE_ASSIGNED)
    roles = {login.id: login.role for login in session.vault.keys.logins()}
    if roles.get(counsellor) is not Role.COUNSELLOR:
        raise InvalidInput({"counsellor": _("Choose a counsellor of this office.")})
    with session.act(Act.CASE_ASSIGNED, case_id) as change:
        return update(change, case_id, counsellor=counsellor)


def move_to(change: Change, case_id: str, stage: Stage) -> None:
    """Move a case on to a later stage, in the running transaction; never backwards by itself."""
    case = store.get(change.db, case_id)
    if case is not None and STAGES.index(stage) > STAGES.index(case.stage):
        update(change, case_id, stage=stage)


def update(change: Change, case_id: str, **changes: Any) -> CaseFile:
    """Change fields of a case, in the running transaction. Raises NotFound."""
    case = store.get(change.db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    saved = replace(case, **changes, revision=case.revision + 1)
    store.put(change.db, saved)
    change.send("case", saved.id, saved.revision, saved, saved.id)
    return saved


def cases_of(session: Session, person_id: str) -> list[CaseFile]:
    """The person's cases, the newest first."""
    with session.read() as db:
        return store.of_person(db, person_id)


def history(session: Session, record_ids: list[str]) -> list[HistoryLine]:
    """Who did what to these records, oldest first."""
    with session.read() as db:
        names = users_store.names(db)
        return [
            HistoryLine(line.at, names.get(line.user, line.user), line.act)
            for line in audit.lines_about(db, record_ids)
        ]
