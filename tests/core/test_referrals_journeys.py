"""Three ways of a referral from one end to the other, on paper too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import zxingcpp

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile, Stage
from intake_app.documents import service as documents
from intake_app.errors import NotAllowed
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import (
    Channel,
    Passage,
    Provider,
    Referral,
    ReferralState,
    Urgency,
)
from intake_app.referrals.service import Question
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.documents_reading import pictures, text_by_poppler
from tests.factories import a_consent, a_homecoming, a_person, a_provider


def later(session: Session, **time: int) -> Session:
    moment = session.clock() + timedelta(**time)
    return replace(session, clock=lambda: moment)


def listed(desk: Session, ready: str) -> list[str]:
    """What stands under a ready filter of the list."""
    return [one.id for one in referrals.find_referrals(desk, Question(ready), 100).lines]


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    """Somebody who came home to Senegal, with a case under its referral mechanism."""
    desk = sign_in(Role.RECEPTION)
    person = a_person(nationality="SN")
    coming = a_homecoming(person)
    person = people.save_person(desk, person, coming)
    cases.give_consent(desk, a_consent(person))
    return person, cases.open_case(desk, person.id, coming.id, "senegal")


@pytest.fixture
def desk(sign_in: SignIn, opened: tuple[Person, CaseFile]) -> Session:
    return sign_in(Role.COUNSELLOR)


def agreed_service(desk: Session, person: Person, sector: str, name: str) -> Provider:
    service = referrals.save_provider(desk, a_provider(name=name, sector=sector))
    cases.give_consent(desk, a_consent(person, purpose=Purpose.SHARING, recipient_id=service.id))
    return service


def referred(desk: Session, case: CaseFile, service: Provider, urgency: Urgency) -> Referral:
    return referrals.refer(
        desk,
        Referral(
            new_id(), case.id, service.id, service.sector, "Accompagnement", urgency,
            passage=Passage.CARRIED,
        ),
    )  # fmt: skip


def test_an_orientation_goes_out_on_paper_and_its_slip_is_scanned_back_after_nine_days(
    desk: Session, sign_in: SignIn, opened: tuple[Person, CaseFile]
) -> None:
    person, case = opened
    service = agreed_service(desk, person, "employment", "BAOS de Ziguinchor")
    made = referred(desk, case, service, Urgency.NORMAL)
    paper = documents.issue(desk, case.id, "referral_letter", made.id, "fr")
    copies = pictures(documents.pdf_of(desk, paper.id), 3.0)
    assert len(copies) == 3
    slip = copies[0].crop((0, int(copies[0].height * 0.7), copies[0].width, copies[0].height))
    (scanned,) = [code.text for code in zxingcpp.read_barcodes(slip)]
    then = later(desk, days=9)
    (line,) = referrals.find_code(then, scanned)
    assert (line.id, line.is_overdue(then.clock())) == (made.id, False)
    answer = referrals.answer_referral
    answer(then, line.id, ReferralState.ACCEPTED, "Le 1er juin", Channel.SLIP)
    assert cases.reload_case(then, case.id).case.stage is Stage.SERVICES
    answer(later(desk, days=40), line.id, ReferralState.DONE, "")
    referrals.rate(later(desk, days=41), line.id, 4, "Bien reçue")
    record = referrals.records(desk)[service.id]
    assert (record.accepted, record.answered, record.days, record.rating) == (1, 1, 9, 40)
    supervisor = sign_in(Role.SUPERVISOR)
    copy = rights.subject_copy(supervisor, person.id, "fr")
    told = text_by_poppler(copy, "-raw")
    for words in (service.name, "Accompagnement", "Bien reçue"):
        assert words in told


def test_a_consent_that_is_withdrawn_while_it_is_open_stops_the_letter_and_is_shown_at_once(
    desk: Session, opened: tuple[Person, CaseFile]
) -> None:
    person, case = opened
    service = agreed_service(desk, person, "health", "Centre de santé")
    made = referred(desk, case, service, Urgency.URGENT)
    paper = documents.issue(desk, case.id, "referral_letter", made.id, "fr")
    consent = next(one for one in cases.consents(desk, person.id) if one.id == made.consent_id)
    cases.withdraw_consent(desk, consent, "")
    with pytest.raises(NotAllowed):
        documents.pdf_to_print(desk, paper.id)
    assert listed(desk, "to_revoke") == [made.id]
    told = "Appelé : tout est détruit."
    revoked = referrals.answer_referral(desk, made.id, ReferralState.REVOKED, told)
    assert (revoked.due(), revoked.steps[-1].words) == (None, told)
    assert listed(desk, "to_revoke") == []


def test_an_emergency_that_nobody_answers_is_due_after_a_day_and_overdue_after_it(
    desk: Session, opened: tuple[Person, CaseFile]
) -> None:
    person, case = opened
    service = agreed_service(desk, person, "psychosocial", "Service d’écoute")
    normal = referred(desk, case, service, Urgency.NORMAL)
    urgent = referred(desk, case, service, Urgency.EMERGENCY)
    in_time, too_late = later(desk, hours=23, minutes=59), later(desk, hours=24, seconds=1)

    assert listed(in_time, "open") == [urgent.id, normal.id]  # the first due first
    assert listed(in_time, "overdue") == []
    assert listed(too_late, "open") == [urgent.id, normal.id]
    assert listed(too_late, "overdue") == [urgent.id]
    referrals.answer_referral(too_late, urgent.id, ReferralState.ACCEPTED, "", Channel.CODE)
    assert listed(too_late, "overdue") == []
