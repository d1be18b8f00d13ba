"""What is held in a case, put into words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake_app.assessments.model import Assessment
from intake_app.cases.decision import Decision
from intake_app.cases.model import CaseFile
from intake_app.children.file import ChildFile
from intake_app.closure.model import Closure
from intake_app.conferences.model import Matter
from intake_app.documents.duty_facts import HeldEntry
from intake_app.documents.store import Document
from intake_app.dossier.model import Dossier
from intake_app.dossier.together import for_its_aids, together, with_all_papers
from intake_app.followups.model import FollowUp
from intake_app.formats import format_money
from intake_app.grants.instalments import trigger_seen
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import Delivery, Entry, Proof, Refund, Visit
from intake_app.i18n import texts
from intake_app.needs.kinds import kind_words
from intake_app.needs.model import GivenItem
from intake_app.packs.model import Pack
from intake_app.plans.model import Plan
from intake_app.progress.model import Progress
from intake_app.referrals.model import Referral
from intake_app.retention import store as retention_store
from intake_app.retention.service import years_in
from intake_app.rights import store
from intake_app.rights.assessment_copy import assessment_entries, progress_entries
from intake_app.rights.child_copy import child_entries
from intake_app.rights.dossier_copy import dossier_entries
from intake_app.rights.followup_copy import closure_entries, follow_up_entries
from intake_app.rights.referral_copy import referral_entry
from intake_app.rights.screening_copy import screening_entries
from intake_app.rights.survey_copy import survey_entries
from intake_app.rights.telling import Teller
from intake_app.screening.model import EmergencyState, Screening
from intake_app.surveys.model import Taken


@dataclass(frozen=True)
class HeldCase:
    """A case with everything in it."""

    case: CaseFile
    plans: list[Plan]
    grants: list[GrantRequest]
    referrals: list[Referral]
    documents: list[Document]
    decisions: list[Decision]
    screening: Screening | None
    emergencies: list[EmergencyState]
    given: list[GivenItem]
    matters: list[Matter]
    assessments: list[Assessment]
    progress: list[Progress]
    dossier: Dossier | None = None
    surveys: tuple[Taken, ...] = ()
    follow_ups: Sequence[FollowUp] = ()
    closures: Sequence[Closure] = ()
    child: ChildFile = ChildFile()

    def ids(self) -> list[str]:
        """The ids of all its records."""
        inside = (
            self.plans, self.grants, self.given, self.referrals, self.documents, self.decisions,
            self.matters, self.assessments, self.progress, self.follow_ups, self.closures,
            self.child.entries,
        )  # fmt: skip
        urgent = (state.emergency.id for state in self.emergencies)
        asked = (one.survey.id for one in self.surveys)
        return [self.case.id, *urgent, *asked, *(one.id for records in inside for one in records)]


def case_entries(tell: Teller, one: HeldCase) -> Iterator[HeldEntry]:
    """A case, then what was screened and assessed, what was given on arrival, plans and their
    progress, grants, what committees said, referrals, papers."""
    _ = texts(tell.language).gettext
    case, pack = one.case, tell.session.packs.get(one.case.pack)
    file = retention_store.get(tell.db, case.id)
    until = file.kept_until(years_in(tell.db)) if file else None
    yield HeldEntry("", (
        (_("Programme"), pack.name.in_(tell.language) if pack else case.pack),
        (_("Stage"), tell.word("stage", case.stage)),
        (_("Case opened on"), tell.day(case.opened_on)),
        (_("Kept until"), tell.day(until) or _("not decided yet")),
        *_case_rows(tell, case),
    ))  # fmt: skip
    yield from screening_entries(tell, one.screening, one.emergencies)
    yield from child_entries(tell, one.child)
    yield from assessment_entries(tell, one.assessments)
    yield from dossier_entries(tell, one.dossier, _asking(tell, case))
    yield from survey_entries(tell, one.surveys)
    yield from (_given(tell, item, pack) for item in one.given)
    yield from (_plan(tell, plan, one.decisions) for plan in one.plans)
    yield from progress_entries(tell, one.plans, one.progress)
    yield from (_grant(tell, grant, one.decisions) for grant in one.grants)
    yield from (_matter(tell, matter) for matter in one.matters)
    yield from (referral_entry(tell, referral) for referral in one.referrals)
    yield from follow_up_entries(tell, one.follow_ups)
    yield from closure_entries(tell, one.closures)
    yield from (_document(tell, document) for document in one.documents)


def _asking(tell: Teller, case: CaseFile) -> Pack | None:
    """What the programmes of a case ask, to name its answers and papers."""
    packs = tell.session.packs
    own, funds = packs.get(case.pack), [packs[one] for one in case.funds if one in packs]
    if own is None:
        return None
    return with_all_papers((together(own, funds), *(for_its_aids(fund) for fund in funds)))


def _matter(tell: Teller, matter: Matter) -> HeldEntry:
    """What a committee said of it; what it decided stands with the grant or plan."""
    _ = texts(tell.language).gettext
    rows = [
        (_("Matter"), tell.word("record", matter.kind)),
        (_("On the agenda since"), tell.moment(matter.added_at)),
        (_("Outcome"), tell.word("outcome", matter.outcome)),
        (_("Reason"), matter.reason),
    ]
    return HeldEntry(_("Case conference"), tuple(row for row in rows if row[1]))


def _case_rows(tell: Teller, case: CaseFile) -> Iterator[tuple[str, str]]:
    """Who pays besides the programme, and the time that was given for the plan."""
    _ = texts(tell.language).gettext
    packs = tell.session.packs
    names = (packs[one].name.in_(tell.language) if one in packs else one for one in case.funds)
    if case.funds:
        yield _("Further programmes"), ", ".join(names)
    if case.plan_until:
        until = f"{tell.day(case.plan_until)} · {case.plan_until_reason}"
        yield _("More time for the plan"), until


def _decided(tell: Teller, record_id: str, decisions: list[Decision]) -> list[tuple[str, str]]:
    _ = texts(tell.language).gettext
    rows = []
    for one in decisions:
        if one.record_id == record_id:
            day = tell.moment(one.decided_at)
            verdict = tell.word("verdict", one.verdict)
            rows.append((_("Decision"), f"{verdict}, {day}"))
            rows += [(_("Reason"), one.reason)] if one.reason else []
    return rows


def _plan(tell: Teller, plan: Plan, decisions: list[Decision]) -> HeldEntry:
    _, language = texts(tell.language).gettext, tell.language
    rows = [
        (_("State"), tell.word("plan", plan.state)),
        (_("Written on"), tell.moment(plan.written_at)),
        *_decided(tell, plan.id, decisions),
    ]
    for goal in plan.goals:
        rows.append((tell.word("dimension", goal.dimension), goal.text))
        for step in goal.activities:
            due = tell.day(step.due)
            parts = (step.text, step.provider, step.responsible, due)
            rows.append((_("Activity"), " · ".join(part for part in parts if part)))
    for line in plan.lines:
        money = format_money(line.amount, language)
        price = f" ({format_money(line.price.amount, language)})" if line.price else ""
        rows.append((_("Budget"), f"{line.text}: {money}{price}"))
    for share in plan.own:
        value = format_money(share.value, language)
        rows.append((_("Own contribution"), f"{share.text}: {value}"))
    title = _("Plan, version {number}").format(number=plan.version)
    return HeldEntry(title, tuple(rows))


def _offers_and_payments(tell: Teller, grant: GrantRequest) -> Iterator[tuple[str, str]]:
    """Quotes, and what was paid, proved, seen and given back; without what was taken back."""
    _ = texts(tell.language).gettext
    for quote in grant.quotes:
        amount = format_money(quote.amount, tell.language)
        yield _("Quote"), " · ".join(filter(None, (quote.supplier, amount, quote.note)))
    for part in grant.parts:
        met_on, seen_by = trigger_seen(grant, part)
        amount, trigger = format_money(part.amount, tell.language), part.trigger(tell.language)
        said = (amount, trigger, tell.day(met_on), seen_by, part.ground)
        yield _("Instalment"), " · ".join(filter(None, said))
    names = {Delivery: _("Paid"), Proof: _("Proved"), Refund: _("Given back"), Visit: _("Visit")}
    for entry in grant.entries():
        if entry.stands:
            yield names.get(type(entry), ""), " · ".join(filter(None, _said(tell, entry)))


def _said(tell: Teller, entry: Entry) -> Iterator[str]:
    yield tell.day(entry.on)
    if isinstance(entry, Delivery | Refund | Proof) and entry.amount is not None:
        yield format_money(entry.amount, tell.language)
    if isinstance(entry, Delivery):
        yield entry.handed_by
        yield entry.received_by
        yield ", ".join(f"{one.quantity} × {one.what} {one.serial}".strip() for one in entry.items)
    if isinstance(entry, Visit):
        yield entry.visitor
    if isinstance(entry, Proof):
        yield entry.reference
    yield entry.note


def _grant(tell: Teller, grant: GrantRequest, decisions: list[Decision]) -> HeldEntry:
    _ = texts(tell.language).gettext
    rows = [
        (_("Amount"), format_money(grant.amount, tell.language)),
        (_("State"), tell.word("grant", grant.state)),
        (_("Requested on"), tell.moment(grant.requested_at)),
        (_("Purpose"), grant.purpose),
        (_("Supplier"), grant.supplier),
        (_("Payment"), tell.word("payment", grant.payment)),
        *_offers_and_payments(tell, grant),
        *_decided(tell, grant.id, decisions),
    ]
    title = _("Grant request {number}").format(number=grant.number)
    return HeldEntry(title, tuple(row for row in rows if row[1]))


def _given(tell: Teller, item: GivenItem, pack: Pack | None) -> HeldEntry:
    _ = texts(tell.language).gettext
    rows = [
        (_("What"), item.what),
        (_("Pieces"), tell.number(item.quantity)),
        (_("Value"), format_money(item.value, tell.language) if item.value else ""),
        (_("Given on"), tell.day(item.given_on)),
        (_("How it was given"), tell.word("handed", item.handed)),
        (_("Taken by"), item.taker_name or tell.word("taker", item.taker)),
        (_("Note"), item.note),
        (_("Receipt signed on"), tell.day(item.receipt_on)),
        (_("Taken back on"), tell.moment(item.taken_back_at) if item.taken_back_at else ""),
        (_("Reason"), item.reason),
    ]
    title = _("Given on arrival: {thing}").format(thing=kind_words(pack, item.kind, tell.language))
    return HeldEntry(title, tuple(row for row in rows if row[1]))


def _document(tell: Teller, document: Document) -> HeldEntry:
    _ = texts(tell.language).gettext
    copies = tell.number(store.prints_of(tell.db, document.id))
    return HeldEntry(tell.word("paper", document.kind), (
        (_("Issued on"), tell.moment(document.issued_at)),
        (_("Pages"), tell.number(document.pages)),
        (_("Printed copies"), copies),
    ))  # fmt: skip
