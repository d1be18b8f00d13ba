"""Keeping the service directory, referring a person and noting the answer."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import Use, exception, require
from intake_app.cases.service import move_to
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.referrals import store
from intake_app.referrals.model import NEXT_STATES, Provider, Referral, ReferralState
from intake_app.screening import gate
from intake_app.session import Session
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection


def save_provider(session: Session, provider: Provider) -> Provider:
    """Add or change an entry of the directory."""
    session.require(Act.PROVIDER_SAVED)
    texts = {
        name: clean_text(getattr(provider, name))
        for name in ("name", "area", "contact", "phone", "address", "languages", "cost", "opening")
    }
    provider = replace(provider, **texts, revision=provider.revision + 1)  # type: ignore[arg-type]
    provider.check()
    with session.act(Act.PROVIDER_SAVED, provider.id) as change:
        store.put_provider(change.db, provider)
        change.send("provider", provider.id, provider.revision, provider)
    return provider


def add_partners_of_pack(session: Session, pack_id: str, language: str) -> int:
    """Copy a programme's partners in the office's country into the directory.

    Returns how many are new. They arrive unverified: the office checks them and adds what is
    missing.
    """
    session.require(Act.PROVIDER_SAVED)
    partners = session.packs[pack_id].partners_in(session.office.country)
    with session.read() as db:
        known = {(entry.name.casefold(), entry.sector) for entry in store.providers(db)}
    fresh = [
        Provider(new_id(), partner.name, partner.sector, area=partner.area.in_(language))
        for partner in partners
        if (partner.name.casefold(), partner.sector) not in known
    ]
    for provider in fresh:
        save_provider(session, provider)
    return len(fresh)


def providers(session: Session) -> list[Provider]:
    """The whole directory, by name."""
    with session.read() as db:
        return store.providers(db)


def refer(session: Session, referral: Referral) -> Referral:
    """Refer the person to a service.

    Raises NotAllowed if there is no valid consent (or other recorded legal basis) to share with
    exactly this service, or if the person does not want the case managed: by rule, whatever the
    screen allowed. The same for a child whose caregiver or who itself does not agree, and for a
    child alone whose family is not verified, if the service is a lasting solution. Another legal
    basis (danger of life, a law) that is on record with its reason asks for no agreement.
    """
    session.require(Act.REFERRAL_MADE)
    referral = replace(referral, reason=clean_text(referral.reason))
    referral.check()
    with session.act(Act.REFERRAL_MADE, referral.id) as change:
        case = cases_store.get(change.db, referral.case_id)
        provider = store.provider(change.db, referral.provider_id)
        if case is None or provider is None:
            raise NotFound(_("This case or this service is not in the vault any more."))
        if not provider.active:
            raise InvalidInput({"provider": _("This service is closed. Choose another one.")})
        for sector in {provider.sector, referral.sector}:
            gate.before_referral(change.db, case.id, sector, session.today())
        consent = _allowing(session, change.db, case, provider)
        saved = replace(
            referral,
            consent_id=consent.id,
            number=len(store.of_case(change.db, case.id)) + 1,
            state=ReferralState.IN_PROGRESS,
            author=session.user.id,
            referred_at=change.at,
            revision=1,
        )
        store.put(change.db, saved)
        change.send("referral", saved.id, saved.revision, saved, saved.case_id)
    return saved


def _allowing(session: Session, db: Connection, case: CaseFile, provider: Provider) -> Consent:
    """The consent that lets this service know, or the other legal basis. Raises NotAllowed."""
    today = session.today()
    consent = require(db, case.person_id, Use.REFER, today, provider.id, provider.name)
    assert consent is not None  # there is no referral that needs none
    if consent.legal_basis is LegalBasis.CONSENT:
        try:
            gate.before_sharing(db, case.id, today)
        except NotAllowed:
            other = exception(db, case.person_id, Purpose.SHARING, today, provider.id)
            if other is None:
                raise
            return other
    return consent


def answer_referral(
    session: Session, referral_id: str, state: ReferralState, answer: str
) -> Referral:
    """Note what the service answered, that help was given, or that the referral was taken back."""
    with session.act(Act.REFERRAL_ANSWERED, referral_id) as change:
        referral = store.get(change.db, referral_id)
        if referral is None:
            raise NotFound(_("This referral is not in the vault any more."))
        if state not in NEXT_STATES[referral.state]:
            raise NotAllowed(_("This answer does not fit where the referral stands now."))
        if state is ReferralState.REJECTED and not clean_text(answer):
            raise InvalidInput({"answer": _("Say in a sentence why the service said no.")})
        saved = replace(
            referral, state=state, answer=clean_text(answer), revision=referral.revision + 1
        )
        store.put(change.db, saved)
        change.send("referral", saved.id, saved.revision, saved, saved.case_id)
        if state is ReferralState.ACCEPTED:
            move_to(change, saved.case_id, Stage.SERVICES)
    return saved


def referrals_of(session: Session, case_id: str) -> list[Referral]:
    """The case's referrals in the order they were made."""
    with session.read() as db:
        return store.of_case(db, case_id)
