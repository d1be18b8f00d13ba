"""Cases that have come to their follow-ups, and to their end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.closure.model import Closure, Reason
from intake_app.followups import service as followups
from intake_app.followups.model import (
    Attempt,
    Business,
    FollowUp,
    Intention,
    Outcome,
    Visit,
    Way,
)
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.retention import service as retention
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import FixedClock, SignIn
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import a_consent


def approved_case(sign_in: SignIn) -> tuple[Person, CaseFile]:
    """A case of the counsellor with an approved plan; a supervisor is signed in at the end."""
    person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    cases.assign(counsellor, case.id, counsellor.user.id)
    plan = plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    return person, case


def first_of(session: Session, case_id: str) -> FollowUp:
    return followups.follow_ups_of(session, case_id).follow_ups[0]


def an_attempt(on: date, **changes: Any) -> Attempt:
    return Attempt(**{"on": on, "way": Way.PHONE, "outcome": Outcome.NOT_THERE, **changes})


def a_visit(on: date, **changes: Any) -> Visit:
    """The workshop runs with one more person."""
    made = {
        "on": on, "way": Way.VISIT, "business": Business.RUNNING, "intention": Intention.STAY,
        "income": Money(1_850_000, "GNF"), "jobs": 1, "satisfaction": 4,
        "note": "Two machines, one apprentice.",
    }  # fmt: skip
    return Visit(**{**made, **changes})


def a_closure(case_id: str, **changes: Any) -> Closure:
    said = {"reason": Reason.OBJECTIVES_MET, "summary": "The workshop feeds the family."}
    return Closure(**{"id": new_id(), "case_id": case_id, **said, **changes})


def keep_for(session: Session, years: int = 5) -> None:
    retention.set_rule(session, years, "Decision of the office of 3 May 2026")


def may_be_contacted(session: Session, person_id: str) -> None:
    """The person agrees to contact after the closure."""
    person = people.person(session, person_id)
    wanted = a_consent(person, purpose=Purpose.CONTACT_AFTER, given_on=session.today())
    cases.give_consent(session, wanted)


def go_to(clock: FixedClock, day: date) -> None:
    """Nine in the morning of another day."""
    clock.moment += timedelta(days=(day - clock.moment.date()).days)
