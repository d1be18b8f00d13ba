"""The facts of the consent form, for a case or for somebody who has none yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from intake_app.cases import store as cases_store
from intake_app.cases.agreement import Agreement, Standing, agreement
from intake_app.cases.consent import TEXT_VERSION, Consent, Purpose, spoken_text
from intake_app.cases.refusal import No, Refusal
from intake_app.cases.service import view_in
from intake_app.documents.consent_facts import AskedFacts, ConsentFormFacts
from intake_app.documents.facts import Heading, PersonFacts
from intake_app.documents.gather import heading, loose_heading
from intake_app.errors import NotFound
from intake_app.i18n import _
from intake_app.people import store as people_store
from intake_app.people.model import Majority, Person
from intake_app.referrals import store as referrals_store
from intake_app.session import Session
from intake_app.vault.db import Connection


def consent_form(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ConsentFormFacts:
    """The form of the person of a case, with what was answered until now."""
    view = view_in(db, case_id)
    head = heading(session, view, language, issued=issued)
    return _facts(session, db, view.person, head)


def form_to_sign(
    session: Session, db: Connection, person_id: str, language: str
) -> ConsentFormFacts:
    """The same on a sheet that is not kept, also before there is a case. Raises NotFound."""
    person = people_store.get(db, person_id)
    if person is None:
        raise NotFound(_("This person is not in the vault any more."))
    cases = cases_store.of_person(db, person_id)
    head = replace(
        loose_heading(session, person_id[:8].upper(), language),
        case_number=cases[0].number if cases else "",
    )
    return _facts(session, db, person, head)


def _facts(
    session: Session, db: Connection, person: Person, head: Heading
) -> ConsentFormFacts:  # fmt: skip
    consents = cases_store.consents_of(db, person.id)
    refusals = cases_store.refusals_of(db, person.id)
    found = _agreements(consents, refusals, session.today())
    return ConsentFormFacts(
        heading=head,
        person=PersonFacts(
            family_name=person.family_name,
            given_names=person.given_names,
            own_script_name=person.own_script_name,
            sex=person.sex.value,
            birth=person.birth,
            nationality=person.nationality,
        ),
        asked=tuple(_asked(db, one, head.language) for one in found),
        text_version=TEXT_VERSION,
        is_child=person.majority(session.today()) is not Majority.ADULT,
    )


def _agreements(
    consents: list[Consent], refusals: list[Refusal], day: date
) -> Iterator[Agreement]:  # fmt: skip
    """Each purpose once; sharing once for each service that was asked about, or once open."""
    for purpose in Purpose:
        about = {one.recipient_id for one in consents if one.purpose is purpose}
        about |= {one.recipient_id for one in refusals if one.purpose is purpose}
        for recipient in sorted(about, key=str) or [None]:
            yield agreement(consents, refusals, purpose, day, recipient)


def _asked(db: Connection, found: Agreement, language: str) -> AskedFacts:
    provider = referrals_store.provider(db, found.recipient_id) if found.recipient_id else None
    asked = AskedFacts(
        found.purpose.value,
        spoken_text(found.purpose, language),
        recipient=provider.name if provider else "",
    )
    refusal, consent = found.refusal, found.consent
    if found.standing is Standing.REFUSED and refusal is not None:
        answer = "refused" if refusal.answer is No.NO else "not_now"
        return replace(
            asked, answer=answer, day=refusal.refused_on, interpreter=refusal.interpreter,
            spoken=refusal.language, text_version=refusal.text_version,
        )  # fmt: skip
    if consent is None or found.standing is Standing.MISSING:
        return asked
    return replace(
        asked,
        answer=found.standing.value,
        day=consent.given_on,
        withdrawn_on=consent.withdrawn_on,
        given_how=consent.given_how.value,
        witness=consent.witness,
        interpreter=consent.interpreter,
        spoken=consent.language,
        text_version=consent.text_version,
        withheld=tuple(part.value for part in consent.withheld),
        withhold=consent.withhold,
        legal_basis=consent.legal_basis.value,
        basis_reason=consent.basis_reason,
    )
