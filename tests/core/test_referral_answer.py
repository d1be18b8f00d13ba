"""Our answer on paper to a service that sent somebody: what it says, and all that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.documents.facts import AnswerFacts, ProviderFacts
from intake_app.documents.forms import referral_answer
from intake_app.errors import NotAllowed, NotFound
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.documents_reading import (
    assert_inside_the_margins,
    attached,
    page_texts,
    text_by_poppler,
)
from tests.core.documents_samples import heading
from tests.core.test_case_journey import opened_case
from tests.factories import a_consent, a_provider, a_refusal

NAMES = ("Mme Diallo M.", "CE-2026/118")


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return opened_case(sign_in(Role.RECEPTION))


@pytest.fixture
def desk(sign_in: SignIn, opened: tuple[Person, CaseFile]) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def got(desk: Session, opened: tuple[Person, CaseFile]) -> Referral:
    service = referrals.save_provider(desk, a_provider(name="Centre de santé", contact="Dr Touré"))
    wanted = Referral(
        new_id(), opened[1].id, service.id, "health", "Un atelier de couture", Urgency.NORMAL,
        their_number=f" {NAMES[1]} ", their_name=NAMES[0],
    )  # fmt: skip
    return referrals.receive(desk, wanted)


def previewed(desk: Session, got: Referral, language: str = "en") -> str:
    pdf = documents.preview(desk, got.case_id, "referral_answer", got.id, language)
    return " ".join(text_by_poppler(pdf, "-raw").split())


def test_each_answer_is_printed_in_both_languages_and_names_the_person_as_they_did(
    desk: Session, opened: tuple[Person, CaseFile], got: Referral
) -> None:
    person, case = opened
    with pytest.raises(NotFound, match="Record first"):
        previewed(desk, got)
    appointment = date(2026, 6, 1)
    referrals.answer_referral(
        desk, got.id, ReferralState.ACCEPTED, "Zqsecret", appointment=appointment
    )
    english, french = previewed(desk, got), previewed(desk, got, "fr")
    for said in (*NAMES, "Centre de santé", "Dr Touré", f"{case.number}/R{got.number}"):
        assert said in english
        assert said in french
    assert "1 June 2026" in english
    assert "juin 2026" in french
    for kept in (person.family_name.upper(), "couture", "Zqsecret", person.safe_number):
        assert kept
        assert kept not in english
    paper = documents.issue(desk, case.id, "referral_answer", got.id, "en")
    inside = str(attached(documents.pdf_of(desk, paper.id)))
    assert NAMES[0] in inside  # the control
    for kept in (person.given_names, "couture", "Zqsecret", person.birth.edtf, "EURP"):
        assert kept not in inside
    assert documents.note_printed(desk, paper.id) == 1
    referrals.answer_referral(desk, got.id, ReferralState.DONE, "")
    assert "1 June 2026" in previewed(desk, got)


def test_a_no_comes_with_its_reason(desk: Session, got: Referral) -> None:
    referrals.answer_referral(desk, got.id, ReferralState.REJECTED, "Aucune place avant mars.")
    assert "Aucune place avant mars." in previewed(desk, got, "fr")


def test_nothing_goes_to_a_sender_whom_the_person_does_not_want_to_know(
    desk: Session, sign_in: SignIn, opened: tuple[Person, CaseFile], got: Referral
) -> None:
    person, case = opened
    referrals.answer_referral(desk, got.id, ReferralState.ACCEPTED, "")
    paper = documents.issue(desk, case.id, "referral_answer", got.id, "en")
    no = a_refusal(person, purpose=Purpose.SHARING, recipient_id=got.provider_id)
    cases.refuse_consent(desk, no)
    with pytest.raises(NotAllowed):
        documents.issue(desk, case.id, "referral_answer", got.id, "en")
    with pytest.raises(NotAllowed):
        documents.pdf_to_print(desk, paper.id)
    cases.give_consent(
        desk, a_consent(person, purpose=Purpose.SHARING, recipient_id=got.provider_id)
    )
    assert documents.pdf_to_print(desk, paper.id)  # the control
    told = text_by_poppler(rights.subject_copy(sign_in(Role.SUPERVISOR), person.id, "en"), "-raw")
    assert NAMES[0] in told


def test_one_that_we_sent_or_that_its_sender_took_back_has_no_answer(
    desk: Session, got: Referral
) -> None:
    assert not replace(got, state=ReferralState.REVOKED).has_our_answer
    referrals.answer_referral(desk, got.id, ReferralState.REVOKED, "")
    with pytest.raises(NotFound):
        previewed(desk, got)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_blank_form_has_the_office_and_nothing_else(desk: Session, language: str) -> None:
    pdf = documents.blank_form(desk, "referral_answer", language)
    (text,) = page_texts(pdf)
    assert desk.office.name in text
    assert "None" not in text
    assert_inside_the_margins(pdf)


def test_long_and_hostile_texts_stay_texts_inside_the_margins() -> None:
    long = "Anticonstitutionnellement <b>&amp; </b> " * 20
    facts = AnswerFacts(
        heading(), ProviderFacts(long, contact=long, address=long), long, long, None, long,
        "rejected", None, None, long, long, long,
    )  # fmt: skip
    pdf = referral_answer.build(facts)
    assert_inside_the_margins(pdf)
    assert "<b>&amp;" in text_by_poppler(pdf, "-raw")
