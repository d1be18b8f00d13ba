"""The facts of a referral letter and of the answer to one that others sent: of the person only what
may go to exactly this service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from intake_app.cases.service import CaseView, view_in
from intake_app.documents.facts import AnswerFacts, PersonFacts, ProviderFacts, ReferralFacts
from intake_app.documents.gather import (
    consent_facts,
    day_of,
    heading,
    person_facts,
)
from intake_app.errors import NotFound
from intake_app.i18n import _
from intake_app.plans.service import pack_of
from intake_app.referrals import store as referrals_store
from intake_app.referrals.model import ReferralState, slip_text
from intake_app.referrals.needed import PART_OF, SheetField
from intake_app.referrals.sheet import may_still_go, told
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.vault.db import Connection
from intake_app.words import word


def referral_letter(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ReferralFacts:
    """One referral, with the fields that were chosen for it and that the consent still allows."""
    view = view_in(db, case_id)
    referral = referrals_store.get(db, about)
    provider = referrals_store.provider(db, referral.provider_id) if referral else None
    consent = next(
        (entry for entry in view.consents if referral and entry.id == referral.consent_id), None
    )
    if referral is None or provider is None or consent is None or referral.case_id != case_id:
        raise NotFound(_("This referral is not in the vault any more."))
    if referral.is_received:
        raise NotFound(_("A referral that was received has no letter: it came with one."))
    sector = pack_of(session, view.case.pack).sector(referral.sector)
    goes = may_still_go(referral.shared, consent)
    return ReferralFacts(
        heading=heading(session, view, language, issued=issued),
        person=_person(view, language, goes),
        told=_told(view, language, goes) if referral.shared else (),
        provider=ProviderFacts(
            name=provider.name,
            sector=sector.name.in_(language) if sector else referral.sector,
            area=provider.area,
            contact=provider.contact,
            phone=provider.phone,
            address=provider.address,
            opening=provider.opening,
            cost=provider.cost,
        ),
        number=referral.number,
        urgency=referral.urgency.value,
        reason=referral.reason,
        consent=consent_facts(db, consent),
        referred_on=day_of(referral.referred_at),
        counsellor=users_store.names(db).get(referral.author, ""),
        answer_by=referral.answer_due().date(),
        counsellor_phone=session.office.phone,
        has_withheld=bool(consent.withheld or consent.withhold),
        reply_code=referral.code,
        slip=slip_text(referral.id),
    )


def referral_answer(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> AnswerFacts:
    """What we tell the service that sent somebody. Neither the programme of the case nor anything
    that the person told us is in it."""
    view = view_in(db, case_id)
    referral = referrals_store.get(db, about)
    provider = referrals_store.provider(db, referral.provider_id) if referral else None
    if referral is None or provider is None or referral.case_id != case_id:
        raise NotFound(_("This referral is not in the vault any more."))
    if not referral.has_our_answer:
        raise NotFound(_("Record first what you answer to the service that sent the person."))
    last = referral.steps[-1]
    is_no = referral.state is ReferralState.REJECTED
    head = heading(session, view, language, issued=issued)
    return AnswerFacts(
        heading=replace(head, programme=""),
        provider=ProviderFacts(provider.name, contact=provider.contact, address=provider.address),
        their_number=referral.their_number,
        their_name=referral.their_name,
        received_on=day_of(referral.referred_at),
        our_number=f"{view.case.number}/R{referral.number}",
        state=referral.state.value,
        answered_on=day_of(last.at),
        appointment=None if is_no else _day(referral.appointment),
        reason=referral.answer if is_no else "",
        counsellor=users_store.names(db).get(last.by, ""),
        phone=session.office.phone,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _person(view: CaseView, language: str, goes: Collection[SheetField]) -> PersonFacts:
    """The person with these fields alone."""
    parts = frozenset(PART_OF[field] for field in goes if field in PART_OF)
    facts = person_facts(view, language, parts)
    if SheetField.PARENTS not in goes:
        facts = replace(facts, mother_name="", father_name="")
    if SheetField.HOUSEHOLD not in goes:
        facts = replace(facts, household=())
    return replace(
        facts,
        sex=facts.sex if SheetField.SEX in goes else "",
        nationality=facts.nationality if SheetField.NATIONALITY in goes else "",
        language=facts.language if SheetField.LANGUAGE in goes else "",
    )


def _told(
    view: CaseView, language: str, goes: Collection[SheetField]
) -> tuple[tuple[str, str], ...]:
    """Label and value of what was told about home, school and work."""
    known = told(view, language)
    fields = (SheetField.ADDRESS, SheetField.SCHOOLING, SheetField.WORK, SheetField.SKILLS)
    return tuple(
        (word("sheet", field, language), known[field])
        for field in fields
        if field in goes and known[field]
    )
