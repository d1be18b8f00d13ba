"""The service directory, and referrals: making them, noting answers, rating, looking over all."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from intake_app.acts import Act
from intake_app.cases import store as cases_store
from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.permissions import (
    Use,
    exception,
    require,
    why_not,
)
from intake_app.cases.service import move_to
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.packs.model import Partner
from intake_app.people.finding import words_of
from intake_app.referrals import store
from intake_app.referrals.listing import Mistake, ServiceReading, read_services, sector_codes
from intake_app.referrals.model import (
    RULES,
    STALE_AFTER,
    Channel,
    Direction,
    Record,
    Referral,
    ReferralLine,
    ReferralState,
    Rule,
    Step,
    code_meant,
)
from intake_app.referrals.provider import Provider
from intake_app.referrals.sheet import as_kept, sheet
from intake_app.referrals.slip import read_slip
from intake_app.screening import gate
from intake_app.session import Change, Session
from intake_app.sheets.listfile import read_file
from intake_app.values import clean_text, folded, new_id
from intake_app.vault.db import Connection

__all__ = [
    "FILTERS", "Answer", "Mistake", "Question", "ServiceReading", "add_partners_of_pack",
    "allowing", "answer_referral", "count_referrals", "find_code", "find_referrals",
    "import_services", "lost_consents", "open_services", "providers", "rate", "read_slip",
    "receive", "records",
    "refer", "referrals_of", "save_provider",
]  # fmt: skip

FILTERS = (
    "open", "mine", "waiting", "overdue", "stale", "to_revoke", "to_rate", "received", "all",
)  # fmt: skip
"""The ready filters of the list of all referrals."""


# ---------------------------------------------------------------------------- the directory

_TEXTS = (
    "name", "area", "contact", "phone", "address", "languages", "cost", "opening", "email", "trust",
)  # fmt: skip


def save_provider(session: Session, provider: Provider) -> Provider:
    """Add or change an entry of the directory."""
    session.require(Act.PROVIDER_SAVED)
    provider = _cleaned(provider)
    with session.act(Act.PROVIDER_SAVED, provider.id) as change:
        store.put_provider(change.db, provider)
        change.send("provider", provider.id, provider.revision, provider)
    return provider


def _cleaned(provider: Provider) -> Provider:
    texts: dict[str, Any] = {name: clean_text(getattr(provider, name)) for name in _TEXTS}
    provider = replace(provider, **texts, revision=provider.revision + 1)
    provider.check()
    return provider


def add_partners_of_pack(session: Session, pack_id: str, language: str) -> int:
    """Copy a programme's partners in the office's country into the directory, each institution
    once with all its kinds of help.

    Returns how many are new. They arrive unverified: the office checks them and adds what is
    missing.
    """
    session.require(Act.PROVIDER_SAVED)
    by_name: dict[str, list[Partner]] = {}
    for partner in session.packs[pack_id].partners_in(session.office.country):
        by_name.setdefault(partner.name, []).append(partner)
    with session.read() as db:
        known = {
            (entry.name.casefold(), sector)
            for entry in store.providers(db)
            for sector in entry.sectors
        }
    fresh = []
    for name, partners in by_name.items():
        new = [one for one in partners if (name.casefold(), one.sector) not in known]
        if new:
            sectors = tuple(dict.fromkeys(one.sector for one in new))
            area = new[0].area.in_(language)
            fresh.append(
                Provider(new_id(), name, sectors[0], area=area, also=sectors[1:], source=pack_id)
            )
    for provider in fresh:
        save_provider(session, provider)
    return len(fresh)


def open_services(session: Session, path: Path, spoken: Iterable[str]) -> ServiceReading:
    """Read a list of services from a file; nothing is kept. ``spoken``: the languages to know.

    Raises ListRefused with a sentence.
    """
    session.require(Act.PROVIDERS_IMPORTED)
    names = [
        (words, sector.id)
        for pack in session.packs.values()
        for sector in pack.sectors
        for words in (sector.name.en, sector.name.fr)
    ]
    known = providers(session)
    return read_services(read_file(path), sector_codes(names), spoken, known, session.today())


def import_services(
    session: Session, reading: ServiceReading, step: Callable[[int, int], object] = lambda *_: None
) -> int:
    """Put everything new of a list into the directory, or nothing. Returns how many.

    Raises InvalidInput if something of the list cannot be read.
    """
    session.require(Act.PROVIDERS_IMPORTED)
    if reading.mistakes:
        raise InvalidInput({"list": reading.mistakes[0].sentence})
    fresh = [_cleaned(one) for one in reading.fresh]
    with session.act(Act.PROVIDERS_IMPORTED, reading.sha256) as change:
        for place, provider in enumerate(fresh):
            step(place, len(fresh))
            store.put_provider(change.db, provider)
            change.send("provider", provider.id, provider.revision, provider)
    return len(fresh)


def providers(session: Session) -> list[Provider]:
    """The whole directory, by name."""
    with session.read() as db:
        return store.providers(db)


def records(session: Session) -> dict[str, Record]:
    """What our own referrals say of each service, by its id."""
    with session.read() as db:
        return store.records(db)


# ---------------------------------------------------------------------------- referring


def refer(session: Session, referral: Referral, left_out: Collection[str] = ()) -> Referral:
    """Refer the person to a service. ``left_out`` are fields that need not go although they might.

    What goes is what the kind of help needs, less what the consent keeps back; it is written down
    with the referral, and so is what stays and why. Raises NotAllowed if there is no valid consent
    (or other recorded legal basis) to share with exactly this service, or if the person does not
    want the case managed: by rule, whatever the screen allowed. The same for a child whose
    caregiver or who itself does not agree, and for a child alone whose family is not verified, if
    the service is a lasting solution. Another legal basis (danger of life, a law) that is on record
    with its reason asks for no agreement.
    """
    session.require(Act.REFERRAL_MADE)
    referral = replace(referral, reason=clean_text(referral.reason))
    referral.check()
    with session.act(Act.REFERRAL_MADE, referral.id) as change:
        case, provider = _about(change.db, referral)
        if not provider.active:
            raise InvalidInput({"provider": _("This service is closed. Choose another one.")})
        for sector in {provider.sector, referral.sector}:
            gate.before_referral(change.db, case.id, sector, session.today())
        consent = allowing(session, change.db, case, provider)
        shared, withheld = as_kept(sheet(referral.sector, consent, left_out))
        saved = replace(
            _begun(session, change, referral, consent),
            direction=Direction.OUT,
            shared=shared,
            withheld=withheld,
            their_number="",
            their_name="",
        )
        _keep(change, saved)
    return saved


def receive(session: Session, referral: Referral) -> Referral:
    """Write down that a service referred this person to us: the same form the other way round.

    ``provider_id`` is who sent it. It rests on the consent to manage the case; raises NotAllowed
    without.
    """
    session.require(Act.REFERRAL_RECEIVED)
    referral = replace(
        referral,
        reason=clean_text(referral.reason),
        their_number=clean_text(referral.their_number),
        their_name=clean_text(referral.their_name),
    )
    referral.check()
    with session.act(Act.REFERRAL_RECEIVED, referral.id) as change:
        case, _provider = _about(change.db, referral)
        consent = require(change.db, case.person_id, Use.OPEN_CASE, session.today())
        assert consent is not None  # nothing is asked of nobody
        saved = replace(
            _begun(session, change, referral, consent),
            direction=Direction.IN,
            passage=None,
            shared=(),
            withheld=(),
        )
        _keep(change, saved)
    return saved


def _about(db: Connection, referral: Referral) -> tuple[CaseFile, Provider]:
    case = cases_store.get(db, referral.case_id)
    provider = store.provider(db, referral.provider_id)
    if case is None or provider is None:
        raise NotFound(_("This case or this service is not in the vault any more."))
    return case, provider


def _begun(session: Session, change: Change, referral: Referral, consent: Consent) -> Referral:
    return replace(
        referral,
        consent_id=consent.id,
        number=len(store.of_case(change.db, referral.case_id)) + 1,
        state=ReferralState.IN_PROGRESS,
        answer="",
        author=session.user.id,
        referred_at=change.at,
        revision=1,
        appointment="",
        rating=0,
        rating_note="",
        rated_at="",
        steps=(),
    )


def _keep(change: Change, saved: Referral) -> None:
    store.put(change.db, saved)
    change.send("referral", saved.id, saved.revision, saved, saved.case_id)


def allowing(session: Session, db: Connection, case: CaseFile, provider: Provider) -> Consent:
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


# ---------------------------------------------------------------------------- the answer


def answer_referral(
    session: Session,
    referral_id: str,
    state: ReferralState,
    answer: str,
    how: Channel = Channel.HAND,
    appointment: date | None = None,
) -> Referral:
    """Note what the service answered, that help was given, or that the referral was taken back.

    What may follow stands in ``RULES``; raises NotAllowed for anything else.
    """
    session.require(Act.REFERRAL_ANSWERED)
    with session.act(Act.REFERRAL_ANSWERED, referral_id) as change:
        referral = store.get(change.db, referral_id)
        if referral is None:
            raise NotFound(_("This referral is not in the vault any more."))
        rule = _rule(referral, state)
        words = clean_text(answer)
        if rule.needs_words and not words:
            said_no = _("Say in a sentence why the service said no.")
            ours = _("Say in a sentence why not. It stands on the paper for the service.")
            raise InvalidInput({"answer": ours if referral.is_received else said_no})
        step = Step(state, change.at, session.user.id, how, words)
        saved = replace(
            referral,
            state=state,
            answer=words,
            revision=referral.revision + 1,
            appointment=appointment.isoformat() if appointment else referral.appointment,
            steps=(*referral.steps, step),
        )
        _keep(change, saved)
        if state is ReferralState.ACCEPTED:
            move_to(change, saved.case_id, Stage.SERVICES)
    return saved


def _rule(referral: Referral, state: ReferralState) -> Rule:
    for rule in RULES:
        if (rule.before, rule.after) == (referral.state, state):
            return rule
    raise NotAllowed(_("This answer does not fit where the referral stands now."))


def rate(session: Session, referral_id: str, rating: int, note: str) -> Referral:
    """Write down how the person found the help: 5 very satisfied to 1 very dissatisfied."""
    session.require(Act.REFERRAL_RATED)
    if not 1 <= rating <= 5:
        raise InvalidInput({"rating": _("Choose how satisfied the person is.")})
    with session.act(Act.REFERRAL_RATED, referral_id) as change:
        referral = store.get(change.db, referral_id)
        if referral is None:
            raise NotFound(_("This referral is not in the vault any more."))
        if referral.is_received or referral.state is not ReferralState.DONE:
            raise NotAllowed(_("Only help that was given by a service can be rated."))
        saved = replace(
            referral,
            rating=rating,
            rating_note=clean_text(note),
            rated_at=change.at,
            revision=referral.revision + 1,
        )
        _keep(change, saved)
    return saved


# ---------------------------------------------------------------------------- a consent is gone


def _lost(session: Session, db: Connection, referral: Referral) -> str:
    """Why the service may not know of the person any more; empty while it may."""
    if referral.is_received:
        return ""
    case = cases_store.get(db, referral.case_id)
    provider = store.provider(db, referral.provider_id)
    if case is None or provider is None:
        return ""
    day = session.today()
    return why_not(db, case.person_id, Use.REFER, day, provider.id, provider.name)


def lost_consents(session: Session, case_id: str) -> dict[str, str]:
    """The open referrals of a case that have to be taken back, with the reason in words: the
    person took the consent back, or said no."""
    with session.read() as db:
        open_ones = [one for one in store.of_case(db, case_id) if one.is_open]
        reasons = {one.id: _lost(session, db, one) for one in open_ones}
    return {one: reason for one, reason in reasons.items() if reason}


def _to_revoke(session: Session, db: Connection) -> list[str]:
    """The ids of all open referrals that have lost their consent. Only persons who ever said no
    are looked at one by one."""
    denied: set[str] = set()
    for purpose in (Purpose.SHARING, Purpose.CASE_MANAGEMENT):
        denied |= cases_store.persons_with_a_no(db, purpose)
    return [
        one.id
        for person_id in sorted(denied)
        for one in store.open_of_person(db, person_id)
        if _lost(session, db, one)
    ]


# ---------------------------------------------------------------------------- finding


def referrals_of(session: Session, case_id: str) -> list[Referral]:
    """The case's referrals in the order they were made."""
    with session.read() as db:
        return store.of_case(db, case_id)


def find_code(session: Session, typed: str) -> list[ReferralLine]:
    """The referrals that a slip or a code read out means: one, or none. Raises InvalidInput with a
    sentence if it is no such code, or a sign of it is wrong."""
    begin = code_meant(typed)
    if begin is None:
        raise InvalidInput(
            {"code": _("This is no code of a referral, or one sign of it is wrong. Ask again.")}
        )
    with session.read() as db:
        return store.lines_of(db, store.ids_of_code(db, begin))


@dataclass(frozen=True)
class Question:
    """What the list of all referrals is asked for."""

    ready: str = "open"
    text: str = ""


@dataclass(frozen=True)
class Answer:
    """One page of the list, and how many lines there are."""

    lines: list[ReferralLine]
    total: int


def find_referrals(session: Session, question: Question, limit: int, offset: int = 0) -> Answer:
    """A page of all referrals. A text is looked for in persons, case numbers, services, codes."""
    with session.read() as db:
        values = _values(session, db, question)
        return Answer(
            store.lines(db, question.ready, values, limit, offset),
            store.count_lines(db, question.ready, values),
        )


def count_referrals(session: Session) -> dict[str, int]:
    """How many referrals each ready filter has."""
    with session.read() as db:
        values = _values(session, db, Question())
        values["lost"] = json.dumps(_to_revoke(session, db))
        return {ready: store.count_lines(db, ready, values) for ready in FILTERS}


def _values(session: Session, db: Connection, question: Question) -> dict[str, object]:
    now = session.clock()
    values: dict[str, object] = {
        "me": session.user.id,
        "now": now.isoformat(),
        "stale": (now - STALE_AFTER).isoformat(),
        "lost": "[]",
    }
    if question.ready == "to_revoke":
        values["lost"] = json.dumps(_to_revoke(session, db))
    if question.text.strip():
        values["words"] = words_of(question.text) or '""'
        values["services"] = json.dumps(_services(db, question.text))
        code = code_meant(question.text)
        values["coded"] = json.dumps(store.ids_of_code(db, code) if code else [])
    return values


def _services(db: Connection, text: str) -> list[str]:
    typed = folded(text).split()
    return [
        one.id for one in store.providers(db) if all(word in folded(one.name) for word in typed)
    ]
