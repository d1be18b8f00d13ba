"""Cases of the sample that show something: the fullest, one of a family, one with a plan."""

from __future__ import annotations

from intake_app import search
from intake_app.attachments import service as attachments
from intake_app.cases import service as cases
from intake_app.documents import service as documents
from intake_app.grants import service as grants
from intake_app.needs import service as needs
from intake_app.notes import service as notes
from intake_app.plans import service as plans
from intake_app.plans.model import Plan, PlanState
from intake_app.referrals import service as referrals
from intake_app.screening.service import open_emergencies, screening_of
from intake_app.session import Session


def all_cases(session: Session) -> list[str]:
    lines = search.find(session, search.Question(), 200)
    return [line.case_id for line in lines if line.case_id]


def fullest_case(session: Session) -> str:
    """The case with an approved plan, grants, referrals and papers."""

    def fullness(case_id: str) -> tuple[int, int, int]:
        return (
            len(grants.grants_of(session, case_id)),
            len(referrals.referrals_of(session, case_id)),
            len(documents.documents_of(session, case_id)),
        )

    return max(all_cases(session), key=fullness)


def case_with_notes(session: Session) -> str:
    """The case of the person with the most sealed notes. For those who may read them."""

    def number(case_id: str) -> int:
        return len(notes.notes_about(session, notes.about_case(session, case_id).person_id))

    return max(all_cases(session), key=number)


def case_with_refusal(session: Session) -> str:
    """The case of somebody who said no to something."""
    return next(one for one in all_cases(session) if cases.reload_case(session, one).refusals)


def case_with_attachments(session: Session) -> str:
    """The case of the person with the most photographs and scans."""

    def number(case_id: str) -> int:
        person_id = attachments.person_of_case(session, case_id)
        return len(attachments.attachments_of(session, person_id))

    return max(all_cases(session), key=number)


def newest_plan(session: Session, case_id: str) -> Plan | None:
    return next(iter(plans.plans_of(session, case_id)), None)


def case_without_plan(session: Session) -> str:
    return next(one for one in all_cases(session) if newest_plan(session, one) is None)


def case_with_plan(session: Session, state: PlanState) -> str:
    for case_id in all_cases(session):
        plan = newest_plan(session, case_id)
        if plan is not None and plan.state is state:
            return case_id
    raise LookupError(state)


def case_of_a_child(session: Session) -> str:
    """The case of the child who came alone."""
    return next(one for one in all_cases(session) if screening_of(session, one).is_child)


def case_to_screen(session: Session) -> str:
    """A case with an emergency referral that is due."""
    return open_emergencies(session)[0].emergency.case_id


def case_with_needs(session: Session) -> str:
    """The case in which most was given on arrival."""
    return max(all_cases(session), key=lambda case_id: len(needs.items_of(session, case_id)))


def case_with_determinants(session: Session) -> str:
    """A case in which the vulnerability was assessed."""
    found = all_cases(session)
    return next(one for one in found if screening_of(session, one).screening.determinants)


def of_a_family(session: Session) -> str:
    """A person with a case and a household."""
    views = (cases.reload_case(session, case_id) for case_id in all_cases(session))
    return next(view.person.id for view in views if len(view.household) > 1)
