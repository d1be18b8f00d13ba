"""What the tests of the screening share: a child's case, and everything its safeguards ask for."""

from __future__ import annotations

from dataclasses import replace

from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.screening import service as screening
from intake_app.screening.model import Screening
from intake_app.screening.safeguards import Answer, Assent, ChildFacts, Standing, Tracing
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.factories import TODAY, a_consent, a_homecoming, a_person

CHILD, UNCERTAIN, ADULT = "2012-03-01", "2008", "1990-03-12"
"""Birth dates of somebody who is 14, who is 17 or 18, and who is 36 on the day of the tests."""

SAFE = ChildFacts(
    standing=Standing.UNACCOMPANIED,
    caregiver="Aïssatou Barry",
    caregiver_is="aunt",
    caregiver_consent=Answer.YES,
    own_view="Wants to live with the aunt and go to school.",
    assent=Assent.GIVEN,
    assessed_on=TODAY,
    assessed_by="Office of child protection",
    outcome="To stay with the aunt.",
    determined_on=TODAY,
    tracing=Tracing.VERIFIED,
)
"""A child alone for whom everything has been done."""


FROM_THE_FILE = ("assessed_on", "assessed_by", "outcome", "determined_on", "tracing")
"""What only the file of the child writes; the tests of the rules write it in the same way."""


def as_role(session: Session, role: Role) -> Session:
    """The same open vault with another colleague at the keyboard.

    The keys stay those of who signed in: for rules about roles and cases, not about signatures.
    """
    login = next(one for one in session.vault.keys.logins() if one.role is role)
    return replace(session, user=login)


def a_case_of(session: Session, birth: str = CHILD) -> tuple[Person, CaseFile]:
    """An open case of somebody born then."""
    person = a_person(birth=PartialDate.from_edtf(birth))
    coming = a_homecoming(person)
    clerk = as_role(session, Role.RECEPTION)
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    return person, cases.open_case(clerk, person.id, coming.id, "eurp")


def screened(session: Session, case_id: str, **parts: object) -> Screening:
    """Change some parts of the screening of a case, and save it; what the file of the child writes
    comes in as it does from there."""
    now = screening.screening_of(session, case_id).screening
    wanted = replace(now, **parts)  # type: ignore[arg-type]
    asked = replace(wanted.child, **{key: getattr(now.child, key) for key in FROM_THE_FILE})
    saved = screening.save_screening(session, replace(wanted, child=asked))
    if wanted.child == asked:
        return saved
    facts = {key: getattr(wanted.child, key) for key in FROM_THE_FILE}
    with session.act(Act.SAFEGUARDS_ASSESSED, case_id) as change:
        return screening.keep_facts(session, change, case_id, **facts)
