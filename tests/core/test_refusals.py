"""A refusal is a record of its own: written, answered later, shown, sent, erased; never a gap."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app import outbox
from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.agreement import Agreement, Standing, agreement, said_words
from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.refusal import No, Refusal
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotFound
from intake_app.integrity import service as integrity
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.attachments_kit import a_readable
from tests.core.documents_reading import attached, text_by_poppler
from tests.factories import TODAY, a_consent, a_person, a_provider, a_refusal

PHOTO, STATISTICS = Purpose.PHOTO, Purpose.STATISTICS
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def person(clerk: Session) -> Person:
    return people.save_person(clerk, a_person())


# ---------------------------------------------------------------------------- what holds


def held(
    *answers: Consent | Refusal, purpose: Purpose = PHOTO, day: date = TODAY
) -> Agreement:  # fmt: skip
    consents = [one for one in answers if isinstance(one, Consent)]
    refusals = [one for one in answers if isinstance(one, Refusal)]
    return agreement(consents, refusals, purpose, day)


def yes(day: date = TODAY, **changes: object) -> Consent:
    return a_consent(a_person(), purpose=PHOTO, given_on=day, **changes)


def no(day: date = TODAY, **changes: object) -> Refusal:
    return a_refusal(a_person(), purpose=PHOTO, refused_on=day, **changes)


def test_refused_missing_and_withdrawn_are_three_things() -> None:
    assert held().standing is Standing.MISSING
    assert held(no()).standing is Standing.REFUSED
    taken_back = yes(YESTERDAY, withdrawn_on=TODAY)
    assert held(taken_back).standing is Standing.WITHDRAWN
    assert held(yes()).standing is Standing.GIVEN
    assert [held(*one).is_denied for one in ((), (no(),), (taken_back,))] == [False, True, True]
    later = no(answer=No.NOT_NOW)
    assert len({said_words(held(*one)) for one in ((), (no(),), (later,), (taken_back,))}) == 4


def test_the_newest_word_counts() -> None:
    assert held(no(YESTERDAY), yes()).standing is Standing.GIVEN
    assert held(no(), yes()).standing is Standing.GIVEN  # asked again on the same day
    assert held(yes(YESTERDAY), no()).standing is Standing.REFUSED
    ended = yes(YESTERDAY - timedelta(days=3), withdrawn_on=YESTERDAY)
    assert held(ended, no()).standing is Standing.REFUSED
    assert held(no(YESTERDAY - timedelta(days=3)), ended).standing is Standing.WITHDRAWN
    assert held(no(), day=YESTERDAY).standing is Standing.MISSING  # nobody had asked yet


def test_another_legal_basis_asks_nobody_and_is_no_consent() -> None:
    duty = yes(YESTERDAY, legal_basis=LegalBasis.LEGAL_DUTY, basis_reason="A judge asks.")
    found = held(duty, no())
    assert (found.standing, found.holds, found.exception) == (Standing.EXCEPTED, True, duty)
    both = held(duty, yes())
    assert (both.standing, both.exception) == (Standing.GIVEN, duty)


def test_one_purpose_says_nothing_about_another() -> None:
    assert held(no(), purpose=STATISTICS).standing is Standing.MISSING
    to_one = replace(no(), purpose=Purpose.SHARING, recipient_id="one")
    found = agreement((), [to_one], Purpose.SHARING, TODAY, "other")
    assert found.standing is Standing.MISSING
    assert agreement((), [to_one], Purpose.SHARING, TODAY, "one").is_denied


# ---------------------------------------------------------------------------- writing it down


def test_a_refusal_keeps_who_asked_when_in_which_language_and_what_was_said(
    clerk: Session, person: Person
) -> None:
    wanted = a_refusal(
        person, purpose=PHOTO, answer=No.NOT_NOW, language="ff", interpreter="  Oumar Ba ",
        said=" No picture before she has seen her mother. ",
    )  # fmt: skip
    saved = cases.refuse_consent(clerk, wanted)
    (kept,) = cases.refusals(clerk, person.id)
    assert kept == saved
    assert (kept.interpreter, kept.said) == (
        "Oumar Ba", "No picture before she has seen her mother.",
    )  # fmt: skip
    assert (kept.asked_by, kept.text_version, kept.refused_on) == (clerk.user.id, "2026-1", TODAY)
    assert cases.consents(clerk, person.id) == []


def test_a_later_consent_answers_it_and_both_remain(clerk: Session, person: Person) -> None:
    refused = cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO))
    given = cases.give_consent(clerk, a_consent(person, purpose=PHOTO))
    assert cases.refusals(clerk, person.id) == [refused]
    assert cases.consents(clerk, person.id) == [given]


def test_what_does_not_fit_is_refused_in_words(clerk: Session, person: Person) -> None:
    for wrong, field in (
        ({"refused_on": TODAY + timedelta(days=1)}, "refused_on"),
        ({"purpose": Purpose.SHARING}, "recipient_id"),
    ):
        with pytest.raises(InvalidInput) as refused:
            cases.refuse_consent(clerk, a_refusal(person, **wrong))
        assert set(refused.value.problems) == {field}
    with pytest.raises(NotFound):
        cases.refuse_consent(clerk, a_refusal(a_person()))
    assert cases.refusals(clerk, person.id) == []


def test_a_consent_that_holds_is_withdrawn_and_not_refused(clerk: Session, person: Person) -> None:
    given = cases.give_consent(clerk, a_consent(person, purpose=PHOTO, given_on=YESTERDAY))
    with pytest.raises(InvalidInput, match="withdraw"):
        cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO))
    cases.withdraw_consent(clerk, given, "No more pictures.")
    cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO))


def test_a_no_from_before_a_consent_may_be_written_late(clerk: Session, person: Person) -> None:
    cases.give_consent(clerk, a_consent(person, purpose=PHOTO))
    cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO, refused_on=YESTERDAY))
    with clerk.read() as db:
        assert len(db.execute("SELECT id FROM refusal").fetchall()) == 1


def test_a_yes_from_before_a_no_is_not_taken(clerk: Session, person: Person) -> None:
    cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO))
    with pytest.raises(InvalidInput, match="said no"):
        cases.give_consent(clerk, a_consent(person, purpose=PHOTO, given_on=YESTERDAY))
    duty = {"legal_basis": LegalBasis.LEGAL_DUTY, "basis_reason": "A judge asks."}
    cases.give_consent(clerk, a_consent(person, purpose=PHOTO, given_on=YESTERDAY, **duty))


def test_nobody_changes_a_refusal(clerk: Session, person: Person) -> None:
    cases.refuse_consent(clerk, a_refusal(person))
    with (
        pytest.raises(DatabaseError, match="stays as it is"),
        clerk.vault.transaction() as db,
    ):
        db.execute("UPDATE refusal SET answer = 'not_now'")


# ---------------------------------------------------------------------------- where it goes


def test_the_hub_hears_of_the_refusal_but_not_of_what_was_said(
    clerk: Session, person: Person
) -> None:
    cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO, said="Qxwords"))
    with clerk.read() as db:
        (item,) = [one for one in outbox.items(db) if one.kind == "refusal"]
    sent = json.loads(item.body)
    assert (sent["purpose"], sent["answer"], sent["said"]) == ("photo", "no", "")
    assert "Qxwords" not in item.body


def test_the_check_sees_a_refusal_that_was_altered_outside(clerk: Session, person: Person) -> None:
    cases.refuse_consent(clerk, a_refusal(person, said="Qxwords"))
    assert integrity.check(clerk, lambda *_step: None).is_whole
    with clerk.vault.transaction() as db:
        db.execute("DELETE FROM refusal")
    assert not integrity.check(clerk, lambda *_step: None).is_whole


def test_the_copy_for_the_person_says_what_was_refused(
    sign_in: SignIn, clerk: Session, person: Person
) -> None:
    cases.refuse_consent(clerk, a_refusal(person, purpose=PHOTO, said="Qxwords"))
    pdf = rights.subject_copy(sign_in(Role.COUNSELLOR), person.id, "en")
    text = text_by_poppler(pdf)
    assert "What you said no to" in text
    assert "Said no" in text
    assert "Qxwords" in text
    assert attached(pdf)["facts"]["holdings"]["refusals"][0]["purpose"] == "photo"


# ---------------------------------------------------------------------------- on paper


@pytest.fixture
def asked(sign_in: SignIn, clerk: Session, person: Person) -> Person:
    """Somebody who said yes to a case and a service, and no to a photograph."""
    service = referrals.save_provider(sign_in(Role.COUNSELLOR), a_provider(name="Clinique Espoir"))
    desk = sign_in(Role.RECEPTION)
    cases.give_consent(desk, a_consent(person, interpreter="Oumar Ba"))
    cases.give_consent(
        desk,
        a_consent(person, purpose=Purpose.SHARING, recipient_id=service.id, withhold="Her debts"),
    )
    cases.refuse_consent(desk, a_refusal(person, purpose=PHOTO, said="Qxwords"))
    return person


def test_the_form_has_every_answer_and_not_what_was_said_with_a_no(
    sign_in: SignIn, asked: Person
) -> None:
    clerk = sign_in(Role.RECEPTION)
    pdf = documents.consent_form_to_sign(clerk, asked.id, "en")
    facts = attached(pdf)["facts"]
    answers = {one["purpose"]: one["answer"] for one in facts["asked"]}
    assert answers == {
        "case_management": "given", "sharing": "given", "tracing": "", "statistics": "",
        "photo": "refused", "contact_after": "",
    }  # fmt: skip
    text = text_by_poppler(pdf)
    for words in ("Clinique Espoir", "Her debts", "Oumar Ba", "You may say no", "Not now"):
        assert words in text
    assert "Qxwords" not in text + str(facts)
    documents.note_consent_form_printed(clerk, asked.id)


def test_the_form_before_anybody_asked_is_blank_and_in_the_persons_language(
    clerk: Session, person: Person
) -> None:
    facts = attached(documents.consent_form_to_sign(clerk, person.id, "fr"))["facts"]
    assert {one["answer"] for one in facts["asked"]} == {""}
    assert len(facts["asked"]) == len(Purpose)
    assert facts["heading"]["language"] == "fr"
    with pytest.raises(NotFound):
        documents.consent_form_to_sign(clerk, "nobody", "fr")


def test_a_scan_is_the_paper_of_the_answers_it_names(
    sign_in: SignIn, asked: Person, person: Person
) -> None:
    clerk = sign_in(Role.RECEPTION)
    given, refused = cases.consents(clerk, asked.id)[0], cases.refusals(clerk, asked.id)[0]
    assert attachments.signed_papers(clerk, asked.id) == {}
    about = (given.id, refused.id)
    kind, scan = AttachmentKind.CONSENT, a_readable()
    added = attachments.add(clerk, asked.id, None, kind, scan, about)
    assert attachments.signed_papers(clerk, asked.id) == dict.fromkeys(about, added)
    other = people.save_person(clerk, a_person())
    for whose, wrong, error in (
        (other.id, kind, NotFound),
        (asked.id, AttachmentKind.OTHER, InvalidInput),
    ):
        with pytest.raises(error):
            attachments.add(clerk, whose, None, wrong, scan, about)
    assert integrity.check(clerk, lambda *_step: None).is_whole
    attachments.remove(clerk, added.id, "The wrong page.")
    assert attachments.signed_papers(clerk, asked.id) == {}


def test_who_may_refuse_for_a_person(sign_in: SignIn, person: Person) -> None:
    for role in Role:
        session = sign_in(role)
        assert session.may(Act.CONSENT_REFUSED)
        cases.refuse_consent(session, a_refusal(person))
