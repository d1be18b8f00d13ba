"""Every form empty, to be filled in by hand on days without power: the office, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake_app.cases.consent import TEXT_VERSION, Purpose, spoken_text
from intake_app.documents.assessment_facts import AssessmentFacts
from intake_app.documents.child_facts import BestInterestsFacts, InquiryFacts
from intake_app.documents.consent_facts import AskedFacts, ConsentFormFacts
from intake_app.documents.facts import (
    AnswerFacts,
    ArrivalReceiptFacts,
    GrantFacts,
    Heading,
    IntakeProfileFacts,
    PlanFacts,
    ReferralFacts,
)
from intake_app.documents.followup_facts import ClosureFacts, VisitFacts
from intake_app.documents.gather import blank_heading
from intake_app.documents.grant_facts import (
    ConferenceFacts,
    ContractFacts,
    HandOverFacts,
    QuotesFacts,
    ReceiptFacts,
)
from intake_app.documents.undertaking_facts import UndertakingFacts
from intake_app.i18n import texts
from intake_app.session import Session


def blank(session: Session, kind: str, language: str) -> object:
    """The facts of one of ``BLANKS``. There is room for the number of what it is about."""
    _ = texts(language).gettext
    of_conference = kind in ("conference_agenda", "conference_minutes")
    number_name = _("Conference number") if of_conference else _("Case number")
    facts = BLANKS[kind](blank_heading(session, number_name, language))
    if isinstance(facts, ReferralFacts):
        return replace(facts, counsellor_phone=session.office.phone)
    if isinstance(facts, AnswerFacts):
        return replace(facts, phone=session.office.phone)
    return facts


def _consent_form(head: Heading) -> ConsentFormFacts:
    """The texts that are read aloud belong to the form: without them nobody can agree."""
    asked = tuple(AskedFacts(one.value, spoken_text(one, head.language)) for one in Purpose)
    return ConsentFormFacts(head, asked=asked, text_version=TEXT_VERSION)


BLANKS: dict[str, Callable[[Heading], object]] = {
    "intake_profile": IntakeProfileFacts,
    "consent_form": _consent_form,
    "arrival_receipt": ArrivalReceiptFacts,
    "assessment_summary": AssessmentFacts,
    "reintegration_plan": PlanFacts,
    "grant_request": GrantFacts,
    "quotes_comparison": QuotesFacts,
    "engagement_contract": ContractFacts,
    "cash_receipt": ReceiptFacts,
    "handover_certificate": HandOverFacts,
    "return_undertaking": UndertakingFacts,
    "best_interests_sheet": BestInterestsFacts,
    "inquiry_request": InquiryFacts,
    "referral_letter": ReferralFacts,
    "referral_answer": AnswerFacts,
    "followup_visit": VisitFacts,
    "closure_note": ClosureFacts,
    "conference_agenda": ConferenceFacts,
    "conference_minutes": ConferenceFacts,
}
"""In the order in which a case comes to them. What has none has nothing to write by hand: it is
read off what the vault holds (the profile of a survey, the copy for a person, the deadlines of the
morning), or made with what it is about (the key's sheet, the protocol of an erasure, the report of
a breach). Questionnaires have theirs from the office's own list."""
