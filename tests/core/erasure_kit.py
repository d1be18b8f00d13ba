"""A case with something in every table, and the way to have files erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from intake_app.acts import Role
from intake_app.assessments import service as assessments
from intake_app.assessments.model import Assessment, Moment, Wish
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.children import service as children
from intake_app.documents import service as documents
from intake_app.dossier import service as dossier
from intake_app.drafts import service as drafts
from intake_app.erasure import service as erasure
from intake_app.erasure.service import Erasure
from intake_app.grants import service as grants
from intake_app.needs import service as needs
from intake_app.needs.model import GivenItem, Handing
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.people import service as people
from intake_app.people.background import Background, Phone, Stop
from intake_app.people.model import DocumentKind, IdentityDocument, Person
from intake_app.plans import service as plans
from intake_app.plans.model import ActivityStatus
from intake_app.progress import service as progress
from intake_app.progress.model import Progress
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, Urgency
from intake_app.retention import service as retention
from intake_app.screening import service as screening
from intake_app.screening.model import Determinant, Health, Screening, Side, Sphere
from intake_app.screening.safeguards import Answer, ChildFacts
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import FixedClock, SignIn
from tests.core.attachments_kit import a_readable
from tests.core.children_kit import SAID, an_assessment
from tests.core.screening_kit import screened
from tests.core.surveys_kit import answer_survey
from tests.core.test_case_journey import a_plan, a_request
from tests.factories import a_consent, a_homecoming, a_person, a_provider, a_refusal

MARKERS = (
    "Qxmarkfam",
    "Qxmarkgiv",
    "QXPASS99",
    "Qxmother",
    "Qxgoal",
    "Qxgrant",
    "Qxkit",
    "Qxrefer",
    "Qxdraft",
    "Qxowner",
    "Qxroute",
    "Qxscreen",
    "Qxscan",
    "Qxwish",
    "Qxproof",
    "Qxanswer",
    "Qxremark",
    "Qxsaid",
    "QxPictureBytes",
)
"""Words that stand in a marked case and nowhere else."""


def a_marked_person() -> Person:
    return a_person(
        family_name="Qxmarkfam",
        given_names="Qxmarkgiv",
        mother_name="Qxmother",
        documents=(IdentityDocument(new_id(), DocumentKind.PASSPORT, "QXPASS99", "GN"),),
        phones=(Phone(new_id(), "622 12 34 56", owner="Qxowner"),),
        background=Background(route=(Stop("ML", note="Qxroute"),)),
    )


def a_full_case(sign_in: SignIn, person: Person | None = None) -> tuple[Person, CaseFile]:
    """A case with consents, plan, decisions, grant, referral, papers, prints and a draft."""
    clerk = sign_in(Role.RECEPTION)
    person = person or a_marked_person()
    coming = a_homecoming(person, arrived_on=clerk.today())
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    no = a_refusal(person, purpose=Purpose.STATISTICS, refused_on=clerk.today(), said="Qxsaid")
    cases.refuse_consent(clerk, no)
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    counsellor = sign_in(Role.COUNSELLOR)
    written = a_plan(counsellor, case)
    goal = replace(written.goals[0], text="Qxgoal")
    plan = plans.save_plan(counsellor, replace(written, goals=(goal,)))
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    counsellor = sign_in(Role.COUNSELLOR)
    request = replace(a_request(plan), purpose="Qxgrant")
    request = grants.request_grant(counsellor, request)
    provider = referrals.save_provider(counsellor, a_provider())
    consent = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    cases.give_consent(counsellor, consent)
    referral = Referral(new_id(), case.id, provider.id, "employment", "Qxrefer", Urgency.NORMAL)
    referrals.refer(counsellor, referral)
    held = dossier.dossier_of(counsellor, case.id).dossier
    answers = {**held.answers, "heard_from": "Qxanswer"}
    dossier.save_dossier(counsellor, replace(held, answers=answers))
    answer_survey(sign_in, case.id, {"remarks": "Qxremark"})
    counsellor = sign_in(Role.COUNSELLOR)
    asked = Screening(
        case.id,
        health=Health(suicidal_ideation=Answer.YES),
        determinants=(Determinant(Sphere.COMMUNITY, Side.RISK, text="Qxscreen"),),
    )
    screening.save_screening(counsellor, asked)
    wish = Wish(new_id(), "Qxwish")
    seen = Assessment(
        new_id(), case.id, Moment.AFTER_ARRIVAL, clerk.today(), "A. Sow", wishes=(wish,)
    )
    assessments.save_assessment(counsellor, seen)
    (step,) = list(plan.activities())[:1]
    done = Progress(new_id(), case.id, step.id, ActivityStatus.DONE, clerk.today(), "Qxproof")
    progress.note_progress(counsellor, done)
    notes.write_note(counsellor, About(person.id, case.id), NoteText(NoteKind.MEDICAL, "Qxnote"))
    notes.write_note(counsellor, About(person.id), NoteText(NoteKind.PROTECTION, "Qxnote"))
    for kind in (AttachmentKind.IDENTITY, AttachmentKind.MEDICAL):
        attachments.add(counsellor, person.id, case.id, kind, a_readable(name="Qxscan.jpg"))
    attachments.add(counsellor, person.id, None, AttachmentKind.OTHER, a_readable())
    drafts.keep(counsellor, "plan", case.id, {"text": "Qxdraft"})
    drafts.keep(counsellor, "consent", f"{person.id} sharing", {"text": "Qxdraft"})
    drafts.keep(counsellor, "person", "new", {"head_id": person.id, "head_name": "Qxmarkfam"})
    for kind, about in (("intake_profile", case.id), ("reintegration_plan", plan.id)):
        paper = documents.issue(counsellor, case.id, kind, about, "fr")
        documents.note_printed(counsellor, paper.id)
    grants.approve_grant(sign_in(Role.SUPERVISOR), request.id)
    _give_and_write_of_a_child(sign_in(Role.COUNSELLOR), case.id)
    return person, case


def _give_and_write_of_a_child(session: Session, case_id: str) -> None:
    """A kit; then somebody doubts the age, so there is a file of a child."""
    today = session.today()
    value = Money(2_500, "EUR")
    needs.give(
        session, GivenItem(new_id(), case_id, "kit", Handing.GOODS, today, "Qxkit", value=value)
    )
    screened(session, case_id, child=ChildFacts(age_in_doubt=True))
    seen = an_assessment(on=today, outcome="Qxchild", review_on=today + timedelta(days=90))
    children.note(session, case_id, seen, SAID)


def let_time_pass(clock: FixedClock, supervisor: Session, years: int = 6) -> None:
    """Years go by, and somebody says that the date is right."""
    clock.moment += timedelta(days=366 * years)
    retention.confirm_date(supervisor)


def erase_all_due(session: Session) -> Erasure:
    """Mark what is due, sign, erase."""
    retention.mark(session, *(file.id for file in retention.due_list(session).files))
    return erasure.erase(session, erasure.sign_list(session).id)
