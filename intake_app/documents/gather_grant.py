"""The facts for the papers of a grant and of a committee, read from the vault at one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake_app.cases.service import CaseView, view_in
from intake_app.conferences import service as conferences
from intake_app.conferences.model import Outcome
from intake_app.conferences.service import MatterView
from intake_app.documents.facts import Heading
from intake_app.documents.gather import (
    ALL_PARTS,
    day_of,
    decision_facts,
    heading,
    loose_heading,
    package_name,
    person_facts,
)
from intake_app.documents.grant_facts import (
    AidFacts,
    ConferenceFacts,
    ContractFacts,
    HandOverFacts,
    MatterFacts,
    MemberOfCommittee,
    PartFacts,
    QuoteFacts,
    QuotesFacts,
    ReceiptFacts,
    ThingFacts,
)
from intake_app.errors import NotFound
from intake_app.formats import format_date
from intake_app.grants import store as grants_store
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import Delivery, Receiver
from intake_app.i18n import _, texts
from intake_app.packs.model import Pack, Period
from intake_app.plans import store as plans_store
from intake_app.plans.model import Plan
from intake_app.plans.service import pack_of
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.values import Money
from intake_app.vault.db import Connection
from intake_app.words import word

_SHOWN = ALL_PARTS
FOLLOW_UP = "package_end"
"""The deadline of a pack until which a grant is followed up, where its package says nothing."""


def quotes_comparison(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> QuotesFacts:
    """The quotes of one request, and what the programme wants of them."""
    view, request = _request(db, case_id, about)
    pack = _fund(session, view, request)
    rules = pack.grants
    return QuotesFacts(
        heading=heading(session, view, language, issued=issued, fund=request.pack),
        person=person_facts(view, language, _SHOWN),
        aid=_aid(db, pack, request, language),
        quotes=tuple(
            QuoteFacts(
                supplier=quote.supplier,
                amount=quote.amount,
                quoted_on=quote.on,
                what=quote.note,
                chosen=quote.id == request.chosen_quote,
            )
            for quote in request.quotes
        ),
        needed=rules.quotes if rules.quotes_from is not None else 0,
        needed_from=rules.quotes_from,
        reason=request.choice_reason,
        compared_by=_name(db, request.author),
    )


def engagement_contract(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ContractFacts:
    """What person and office promise each other for one grant."""
    view, request = _request(db, case_id, about)
    pack = _fund(session, view, request)
    decision = decision_facts(session, db, request.id)
    return ContractFacts(
        heading=heading(session, view, language, issued=issued, fund=request.pack),
        person=person_facts(view, language, _SHOWN),
        aid=_aid(db, pack, request, language),
        instalments=tuple(
            PartFacts(part.number, part.share, part.amount, part.trigger(language), part.due)
            for part in request.parts
        ),
        follow_up_until=_followed_up(pack, view, request),
        counsellor=_name(db, view.case.counsellor or request.author),
        supervisor=decision.name if decision else "",
        decision=decision,
    )


def cash_receipt(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> ReceiptFacts:
    """Money of one delivery that somebody took."""
    view, request, delivery = _delivery(db, case_id, about)
    pack = _fund(session, view, request)
    before = Money.zero(request.amount.currency)
    for other in request.deliveries[: request.deliveries.index(delivery)]:
        if other.stands:
            before += other.amount
    return ReceiptFacts(
        heading=heading(session, view, language, issued=issued, fund=request.pack),
        person=person_facts(view, language, _SHOWN),
        aid=_aid(db, pack, request, language),
        amount=delivery.amount,
        instalment=_instalment(request, delivery, language),
        paid_on=delivery.on,
        paid_by=delivery.handed_by,
        payment=delivery.payment.value,
        reference=delivery.note,
        taken_by=_taker(delivery),
        paid_before=before,
        left=request.amount - before - delivery.amount,
        local=delivery.local,
        rate=_rate(delivery, language),
        rate_on=delivery.rate_on,
    )


def handover_certificate(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> HandOverFacts:
    """The things of one delivery."""
    view, request, delivery = _delivery(db, case_id, about)
    pack = _fund(session, view, request)
    values = [item.value for item in delivery.items if item.value is not None]
    total = Money.zero(request.amount.currency)
    for value in values:
        total += value
    return HandOverFacts(
        heading=heading(session, view, language, issued=issued, fund=request.pack),
        person=person_facts(view, language, _SHOWN),
        aid=_aid(db, pack, request, language),
        things=tuple(
            ThingFacts(
                what=item.what,
                serial=item.serial,
                quantity=item.quantity,
                unit=item.unit,
                value=item.value,
                condition=word("condition", item.condition, language),
            )
            for item in delivery.items
        ),
        total=total if values else None,
        handed_on=delivery.on,
        handed_by=delivery.handed_by,
        delivery_note=delivery.note,
        taken_by=_taker(delivery),
    )


def _request(db: Connection, case_id: str, about: str) -> tuple[CaseView, GrantRequest]:
    request = grants_store.get(db, about)
    if request is None or request.case_id != case_id:
        raise NotFound(_("This grant request is not in the vault any more."))
    return view_in(db, case_id), request


def _delivery(db: Connection, case_id: str, about: str) -> tuple[CaseView, GrantRequest, Delivery]:
    """The delivery with this id, if it stands. Raises NotFound."""
    for request in grants_store.of_case(db, case_id):
        for delivery in request.deliveries:
            if delivery.id == about and delivery.stands:
                return view_in(db, case_id), request, delivery
    raise NotFound(_("This payment is not in the vault any more, or was taken back."))


def _fund(session: Session, view: CaseView, request: GrantRequest) -> Pack:
    """The programme whose money it is."""
    return pack_of(session, request.pack or view.case.pack)


def _aid(db: Connection, pack: Pack, request: GrantRequest, language: str) -> AidFacts:
    plan = plans_store.get(db, request.plan_id)
    lines = plan.lines if plan else ()
    return AidFacts(
        number=request.number,
        package=package_name(pack, request.package, language),
        plan_line=next((line.text for line in lines if line.id == request.line_id), ""),
        purpose=request.purpose,
        amount=request.amount,
        form=request.form,
        payment=request.payment.value,
        supplier=request.supplier,
    )


def _instalment(request: GrantRequest, delivery: Delivery, language: str) -> str:
    _ = texts(language).gettext
    count = len(request.instalments())
    if count == 1:
        return _("paid at once")
    return _("{number} of {count}").format(number=delivery.part, count=count)


def _rate(delivery: Delivery, language: str) -> str:
    """``1 EUR = 655,957 XOF``; empty if the fund's own currency was counted out."""
    price = delivery.price
    if price is None:
        return delivery.rate
    rate = price.rate_words(language)
    return f"1\u00a0{delivery.amount.currency} = {rate}\u00a0{price.amount.currency}"


def _taker(delivery: Delivery) -> str:
    """Who took it; empty where that is the person."""
    return "" if delivery.receiver is Receiver.PERSON else delivery.received_by


def _name(db: Connection, user: str) -> str:
    return users_store.names(db).get(user, "")


def _followed_up(pack: Pack, view: CaseView, request: GrantRequest) -> date:
    """Until when the promises of a contract hold: so many months after the approval where the
    package has its own follow-up, else to the end of the assistance or of the programme's visits,
    whichever is later."""
    package, arrived = pack.package(request.package), view.homecoming.arrived_on
    if package is not None and package.follow_up_months and request.approved_at:
        return Period(months=package.follow_up_months).last_day(day_of(request.approved_at))
    ends, visits = pack.deadline(FOLLOW_UP), Period(months=max(pack.follow_up.months))
    days = [visits.last_day(arrived), *([ends.last_day(arrived)] if ends else [])]
    return max(days)


# ---------------------------------------------------------------------------- the committee


def conference(
    session: Session, db: Connection, conference_id: str, kind: str, language: str
) -> ConferenceFacts:
    """A conference with its agenda. Persons are not named in it. Minutes that are not closed carry
    a watermark, so that nobody signs them."""
    view = conferences.view_in(db, conference_id)
    one = view.conference
    draft = kind == "conference_minutes" and one.is_open
    return ConferenceFacts(
        heading=replace(
            numbered(session, str(one.number), language),
            programme=pack_of(session, one.pack).name.in_(language),
            watermark=texts(language).gettext("Preview") if draft else "",
        ),
        committee=one.committee,
        held_on=one.held_on,
        starts=one.starts,
        place=one.place,
        chair=one.chair,
        secretary=one.secretary,
        members=tuple(
            MemberOfCommittee(
                member.name,
                member.institution,
                member.present if one.held_on <= session.today() else None,
            )
            for member in one.members
        ),
        matters=tuple(
            _matter(db, number, matter, language)
            for number, matter in enumerate(view.matters, start=1)
        ),
        remarks=one.remarks,
    )


def numbered(session: Session, number: str, language: str) -> Heading:
    """The letterhead of a paper about a conference."""
    name = texts(language).gettext("Conference number")
    return replace(loose_heading(session, number, language), number_name=name)


def _matter(db: Connection, number: int, view: MatterView, language: str) -> MatterFacts:
    _ = texts(language).gettext
    record, amount, summary = view.record, None, ""
    what = ""
    if isinstance(record, GrantRequest):
        what = _("Grant request {number}").format(number=record.number)
        amount, summary = record.amount, record.purpose
    elif isinstance(record, Plan):
        what = _("Plan, version {number}").format(number=record.version)
        summary = "; ".join(goal.text for goal in record.goals)
    decided = ""
    if view.decision is not None:
        day = format_date(date.fromisoformat(view.decision.decided_at[:10]), language)
        decided = _("{name}, {date}").format(name=_name(db, view.decision.decided_by), date=day)
    settled = view.outcome not in (Outcome.OPEN, Outcome.PUT_OFF)
    return MatterFacts(
        number=number,
        case_number=view.case_number,
        what=what,
        summary=summary,
        amount=amount,
        presented_by=_name(db, record.author) if record else "",
        verdict=view.outcome.value if settled else "",
        reason=view.matter.reason,
        decided_by=decided,
    )
