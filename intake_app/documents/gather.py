"""The facts for each form, read from the vault at one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from intake_app.cases import store as cases_store
from intake_app.cases.consent import Consent, Shareable
from intake_app.cases.service import CaseView, view_in
from intake_app.documents.facts import (
    ArrivalReceiptFacts,
    BudgetFrame,
    ConsentFacts,
    CustodySheetFacts,
    DecisionFacts,
    GivenFacts,
    GrantFacts,
    Heading,
    IdentityFacts,
    IntakeProfileFacts,
    MemberFacts,
    PersonFacts,
    ReturnFacts,
)
from intake_app.errors import NotFound
from intake_app.formats import format_money
from intake_app.grants import store as grants_store
from intake_app.grants.model import LIVE, GrantRequest
from intake_app.i18n import _, texts
from intake_app.needs import store as needs_store
from intake_app.needs.kinds import kind_words
from intake_app.needs.model import value_of
from intake_app.packs.model import Pack
from intake_app.people.model import Person
from intake_app.people.told import background_lines
from intake_app.plans import store as plans_store
from intake_app.plans.budget import balances
from intake_app.plans.service import frame_in, pack_of
from intake_app.referrals import store as referrals_store
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.values import Money, PartialDate
from intake_app.vault.db import Connection
from intake_app.words import word

ALL_PARTS = frozenset(Shareable)


def heading(
    session: Session, view: CaseView, language: str, *, issued: bool, fund: str = ""
) -> Heading:
    """The letterhead. A paper that is not issued carries a watermark, so that nobody signs it.

    ``fund`` is the programme whose money it is about, if that is not the case's own.
    """
    return replace(
        loose_heading(session, "", language),
        case_number=view.case.number,
        programme=pack_of(session, fund or view.case.pack).name.in_(language),
        watermark="" if issued else texts(language).gettext("Preview"),
    )


def loose_heading(session: Session, reference: str, language: str) -> Heading:
    """The letterhead of a paper that is about no case and is not kept."""
    office = session.office
    return Heading(
        office=office.name,
        office_lines=_office_lines(session),
        case_number="",
        issued_on=session.today(),
        issued_by=session.full_name,
        issued_by_title=word("role", session.role, language),
        language=language,
        reference=reference,
    )


def blank_heading(session: Session, number_name: str, language: str) -> Heading:
    """The letterhead of a form that is filled in by hand, with room for the number."""
    loose = loose_heading(session, "……………………", language)
    return replace(loose, number_name=number_name, blank=True)


def _office_lines(session: Session) -> tuple[str, ...]:
    office = session.office
    contacts = " · ".join(part for part in (office.phone, office.email) if part)
    return tuple(line for line in (office.address, contacts) if line)


def custody_sheet(
    session: Session, groups: tuple[str, ...], number: str, language: str
) -> CustodySheetFacts:
    """The recovery key and the vault it opens."""
    _ = texts(language).gettext
    heading = replace(loose_heading(session, number, language), number_name=_("Sheet number"))
    return CustodySheetFacts(heading, session.vault.vault_id[:8].upper(), groups)


def intake_profile(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> IntakeProfileFacts:
    """Who came home, how, with whom, and what they agreed to."""
    view = view_in(db, case_id)
    names = users_store.names(db)
    return IntakeProfileFacts(
        heading=heading(session, view, language, issued=issued),
        person=person_facts(view, language, ALL_PARTS),
        opened_on=view.case.opened_on,
        opened_by=names.get(view.case.opened_by, ""),
        counsellor=names.get(view.case.counsellor or "", ""),
        consents=tuple(consent_facts(db, consent) for consent in view.consents),
        background=background_lines(view.person.background, language),
    )


def person_facts(view: CaseView, language: str, parts: frozenset[Shareable]) -> PersonFacts:
    """The person, with only those parts that the reader of the paper may have."""
    person, coming = view.person, view.homecoming
    named, born = Shareable.NAME in parts, Shareable.BIRTH in parts
    family = Shareable.FAMILY in parts
    return PersonFacts(
        family_name=person.family_name if named else "",
        given_names=person.given_names if named else "",
        other_names=person.other_names if named else "",
        own_script_name=person.own_script_name if named else "",
        sex=person.sex.value,
        birth=person.birth if born else None,
        nationality=person.nationality,
        language=person.language,
        phone=person.safe_number if Shareable.PHONE in parts else "",
        mother_name=person.mother_name if family else "",
        father_name=person.father_name if family else "",
        documents=tuple(
            IdentityFacts(
                paper.kind.value,
                paper.number,
                paper.country,
                PartialDate.from_edtf(paper.expires) if paper.expires else None,
            )
            for paper in person.documents
        )
        if Shareable.DOCUMENTS in parts
        else (),
        household=_members(view, language) if family else (),
        homecoming=ReturnFacts(coming.from_country, coming.kind.value, coming.arrived_on)
        if Shareable.RETURN in parts
        else None,
    )


def _members(view: CaseView, language: str) -> tuple[MemberFacts, ...]:
    def member(person: Person) -> MemberFacts:
        return MemberFacts(
            person.display_name,
            word("relation", person.relation, language),
            person.sex.value,
            person.birth,
            person.relation == "head",
        )

    return tuple(member(person) for person in view.household) if len(view.household) > 1 else ()


def consent_facts(db: Connection, consent: Consent) -> ConsentFacts:
    provider = referrals_store.provider(db, consent.recipient_id) if consent.recipient_id else None
    return ConsentFacts(
        purpose=consent.purpose.value,
        given_how=consent.given_how.value,
        given_on=consent.given_on,
        legal_basis=consent.legal_basis.value,
        basis_reason=consent.basis_reason,
        recipient=provider.name if provider else "",
        language=consent.language,
        interpreter=consent.interpreter,
        witness=consent.witness,
        text_version=consent.text_version,
        withhold=consent.withhold,
        withdrawn_on=consent.withdrawn_on,
    )


def decision_facts(session: Session, db: Connection, record_id: str) -> DecisionFacts | None:
    """The latest decision about a record; None without one."""
    decisions = cases_store.decisions_about(db, record_id)
    if not decisions:
        return None
    latest = decisions[0]
    roles = {login.id: login.role for login in session.vault.keys.logins()}
    return DecisionFacts(
        verdict=latest.verdict.value,
        name=users_store.names(db).get(latest.decided_by, latest.decided_by),
        role=roles[latest.decided_by].value if latest.decided_by in roles else "supervisor",
        at=datetime.fromisoformat(latest.decided_at),
        content_hash=latest.content_hash,
        reason=latest.reason,
    )


def day_of(moment: str) -> date:
    """The day of a stored moment."""
    return datetime.fromisoformat(moment).date()


def package_name(pack: Pack, package_id: str, language: str) -> str:
    """What a package is called on a paper."""
    package = pack.package(package_id)
    return package.name.in_(language) if package else package_id


def grant_request(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> GrantFacts:
    """One request with its plan line and the money around it."""
    view = view_in(db, case_id)
    request = grants_store.get(db, about)
    if request is None or request.case_id != case_id:
        raise NotFound(_("This grant request is not in the vault any more."))
    plan = plans_store.get(db, request.plan_id)
    lines = plan.lines if plan else ()
    line = next((entry for entry in lines if entry.id == request.line_id), None)
    frame = frame_in(session, db, case_id)
    key = (line.pack if line and line.pack else frame.pack.id, request.package)
    standing = balances((), frame)
    balance = next((one for one in standing if (one.pack, one.package) == key), None)
    ceiling = balance.ceiling if balance else None
    committed = balance.committed if balance else Money.zero(request.amount.currency)
    for other in grants_store.of_case(db, case_id):
        same = (other.pack, other.package) == (request.pack, request.package)
        if same and other.id != request.id and other.state in LIVE:
            committed += other.bound
    decision = decision_facts(session, db, request.id)
    return GrantFacts(
        heading=heading(session, view, language, issued=issued, fund=request.pack),
        person=person_facts(view, language, ALL_PARTS - {Shareable.FAMILY}),
        number=request.number,
        amount=request.amount,
        form=request.form,
        purpose=request.purpose,
        package=frame.name_of(key, language),
        plan_line=line.text if line else "",
        payment=request.payment.value,
        state=request.state.value,
        author=users_store.names(db).get(request.author, ""),
        requested_on=day_of(request.requested_at),
        plan_version=plan.version if plan else 0,
        supplier=request.supplier,
        frame=BudgetFrame(
            ceiling,
            committed,
            ceiling - committed - request.amount,
            balance.days_left if balance else None,
        )
        if ceiling
        else None,
        supervisor=decision.name if decision else "",
        decision=decision,
        instalments=_instalments(request, language),
        way=tuple(word("grant_step", step, language) for step in request.steps),
        quotes=len(request.quotes),
    )


def _instalments(request: GrantRequest, language: str) -> tuple[str, ...]:
    """Each part of the amount in a line; none if it is paid at once."""
    _ = texts(language).gettext
    line = _("{number}. {amount} ({share} %): {trigger}")
    return tuple(
        line.format(
            number=part.number,
            amount=format_money(part.amount, language),
            share=part.share,
            trigger=part.trigger(language),
        )
        for part in request.parts
    )


def arrival_receipt(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ArrivalReceiptFacts:
    """What was given on arrival and has no signed receipt yet. Raises NotFound if there is none."""
    view = view_in(db, case_id)
    pack = pack_of(session, view.case.pack)
    given = [item for item in needs_store.of_case(db, case_id) if item.lacks_receipt]
    if not given:
        raise NotFound(_("Nothing was given that is not signed for already."))
    person = view.person
    return ArrivalReceiptFacts(
        heading=heading(session, view, language, issued=issued),
        person=PersonFacts(
            family_name=person.family_name,
            given_names=person.given_names,
            own_script_name=person.own_script_name,
        ),
        items=tuple(
            GivenFacts(
                thing=kind_words(pack, item.kind, language),
                handed=item.handed.value,
                given_on=item.given_on,
                what=item.what,
                quantity=item.quantity,
                value=item.value,
                taken_by=item.taker_name,
            )
            for item in given
        ),
        total=value_of(given),
    )
