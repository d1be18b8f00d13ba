"""Which papers a case can have now, and which it has: read in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake_app.assessments.service import assessments_of
from intake_app.cases.service import CaseView, reload_case
from intake_app.closure.model import Closure
from intake_app.closure.service import closure_of
from intake_app.documents.service import Document, documents_of, may_issue
from intake_app.followups.model import FollowUp, State
from intake_app.followups.service import follow_ups_of
from intake_app.formats import format_money, format_short_date
from intake_app.grants.model import PAID_OUT, GrantRequest, GrantState
from intake_app.grants.parts import Delivery
from intake_app.grants.service import grants_of
from intake_app.i18n import _, language
from intake_app.needs.service import items_of
from intake_app.packs.model import NO_RETURN
from intake_app.plans.model import Plan
from intake_app.plans.service import plans_of
from intake_app.referrals.model import Referral
from intake_app.referrals.service import providers, referrals_of
from intake_app.session import Session
from intake_app.surveys.picture import round_words
from intake_app.surveys.service import Taken, surveys_of
from intake_app.sync.service import pending
from intake_app.users.service import names_of_staff
from intake_app.words import word

GIVEN = PAID_OUT | {GrantState.CLOSED}
"""States of a grant that was approved, for which a contract is signed."""


@dataclass(frozen=True)
class Paper:
    """Something that can be printed. ``about`` is the id of its case, plan, grant, delivery of a
    grant, or referral."""

    kind: str
    about: str
    allowed: bool

    @property
    def key(self) -> str:
        """One text for kind and record."""
        return f"{self.kind} {self.about}"


@dataclass(frozen=True)
class PapersRead:
    """``on_the_way`` maps a document to the batch it last went in, or None if it is in none yet."""

    view: CaseView
    papers: tuple[Paper, ...]
    documents: tuple[Document, ...]
    on_the_way: Mapping[str, int | None]
    staff: Mapping[str, str]
    plans: Mapping[str, Plan]
    grants: Mapping[str, GrantRequest]
    deliveries: Mapping[str, tuple[GrantRequest, Delivery]]
    referrals: Mapping[str, Referral]
    services: Mapping[str, str]
    surveys: Mapping[str, Taken]
    follow_ups: Mapping[str, FollowUp] = field(default_factory=dict)
    closures: Mapping[str, Closure] = field(default_factory=dict)

    def title(self, kind: str) -> str:
        """What a kind of paper is called."""
        return word("paper", kind)

    def about_words(self, about: str) -> str:
        """Which plan, grant or referral a paper is about; empty for the case itself."""
        if plan := self.plans.get(about):
            return _("version {number}: {state}").format(
                number=plan.version, state=word("plan", plan.state)
            )
        if grant := self.grants.get(about):
            return _("request {number}: {purpose}, {amount}").format(
                number=grant.number,
                purpose=grant.purpose,
                amount=format_money(grant.amount, language()),
            )
        if paid := self.deliveries.get(about):
            return _("request {number}: {amount}, {day}").format(
                number=paid[0].number,
                amount=format_money(paid[1].amount, language()),
                day=format_short_date(paid[1].on, language()),
            )
        if referral := self.referrals.get(about):
            return _("to {service}").format(service=self.services.get(referral.provider_id, ""))
        if taken := self.surveys.get(about):
            return f"{taken.instrument.title.in_(language())} · {round_words(taken, language())}"
        return self._of_the_end(about)

    def _of_the_end(self, about: str) -> str:
        if follow_up := self.follow_ups.get(about):
            day = format_short_date(follow_up.due_on, language())
            return _("due on {day}").format(day=day)
        closure = self.closures.get(about)
        return word("closure", closure.state) if closure else ""


def _papers_of(grant: GrantRequest) -> list[tuple[str, str]]:
    """The papers of one grant as far as it has come."""
    papers = [("grant_request", grant.id)]
    if grant.quotes:
        papers.append(("quotes_comparison", grant.id))
    if grant.state in GIVEN:
        papers.append(("engagement_contract", grant.id))
    for paid in grant.deliveries:
        if paid.stands:
            papers.append(("handover_certificate" if paid.items else "cash_receipt", paid.id))
    return papers


def _to_print(follow_ups: Sequence[FollowUp]) -> list[FollowUp]:
    """Those that were made, and the next one, to take along."""
    made = [one for one in follow_ups if one.visit is not None]
    return [*made, *[one for one in follow_ups if one.state is State.OPEN][:1]]


def read_papers(session: Session, case_id: str) -> PapersRead:
    """Read what can be printed for a case now: its newest plan, all grants, all referrals."""
    view = reload_case(session, case_id)
    plans = plans_of(session, case_id)
    grants, referrals = grants_of(session, case_id), referrals_of(session, case_id)
    wanted = [("intake_profile", case_id), ("consent_form", case_id)]
    funds = (view.case.pack, *view.case.funds)
    if any(pack.deadline(NO_RETURN) for one in funds if (pack := session.packs.get(one))):
        wanted.append(("return_undertaking", case_id))
    if assessments_of(session, case_id):
        wanted.append(("assessment_summary", case_id))
    wanted += [("reintegration_plan", plan.id) for plan in plans[:1]]
    wanted += [paper for grant in grants for paper in _papers_of(grant)]
    if any(item.lacks_receipt for item in items_of(session, case_id)):
        wanted.append(("arrival_receipt", case_id))
    wanted += [("referral_letter", one.id) for one in referrals if not one.is_received]
    wanted += [("referral_answer", one.id) for one in referrals if one.has_our_answer]
    rounds = surveys_of(session, case_id).rounds
    for some in rounds:
        wanted.append(("survey_profile", some[-1].survey.id))
        wanted += [("survey_answers", one.survey.id) for one in reversed(some)]
    follow_ups, closures = follow_ups_of(session, case_id).follow_ups, closure_of(session, case_id)
    wanted += [("followup_visit", one.id) for one in _to_print(follow_ups)]
    wanted += [("closure_note", one.id) for one in closures.closures[:1]]
    waiting = {one.id: one.batch for one in pending(session) if one.kind == "document"}
    return PapersRead(
        view=view,
        papers=tuple(Paper(kind, about, may_issue(session, kind)) for kind, about in wanted),
        documents=tuple(documents_of(session, case_id)),
        on_the_way=waiting,
        staff=names_of_staff(session),
        plans={plan.id: plan for plan in plans},
        grants={grant.id: grant for grant in grants},
        deliveries={paid.id: (grant, paid) for grant in grants for paid in grant.deliveries},
        referrals={referral.id: referral for referral in referrals},
        services={one.id: one.name for one in providers(session)},
        surveys={one.survey.id: one for some in rounds for one in some},
        follow_ups={one.id: one for one in follow_ups},
        closures={one.id: one for one in closures.closures},
    )
