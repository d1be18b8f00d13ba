"""A returnee says no: what screens and services block in words, and what a later yes opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.errors import NotAllowed
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider, Referral, Urgency
from intake_app.search import Filter, Question, find
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import FixedClock, SignIn
from tests.core.attachments_kit import a_picture, as_file
from tests.factories import a_homecoming, a_person, a_refusal
from tests.ui.case_kit import Desk, a_service, agreed, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.test_consent_tab import answer, new_form
from ui.attachments.attachments_tab import AttachmentsTab
from ui.cases.case_facts import read_facts
from ui.cases.case_header import CaseHeader
from ui.cases.consent_tab import ConsentTab
from ui.cases.person_preview import PersonPreview
from ui.documents.papers_tab import PapersTab
from ui.people.next_steps import NextSteps, Step, registered
from ui.plans.plan_tab import PlanTab
from ui.referrals.referral_form import ReferralForm
from ui.referrals.referrals_tab import ReferralsTab


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, DirectTasks(), ScriptedMessages())
    yield desk
    assert desk.tasks.errors == []


def say(desk: Desk, session: Session, case: CaseFile, **answers: object) -> ConsentTab:
    """Record one answer in the tab, as a clerk does."""
    tab = desk.open(ConsentTab, session, case)
    form = new_form(tab)
    answer(form, **answers)
    form.submit()
    assert tab.form is None, "the answer was not taken"
    return tab


def referral_page(desk: Desk, session: Session, case: CaseFile, service: Provider) -> ReferralForm:
    tab = desk.open(ReferralsTab, session, case)
    tab.begin()
    page = tab.page
    assert isinstance(page, ReferralForm)
    answer_page(page, service)
    return page


def answer_page(page: ReferralForm, service: Provider) -> None:
    page.form["provider"].set_value(service.id)
    page.form["provider"].edited.emit()
    page.form["reason"].set_value("Une formation de couture")


def head_of(desk: Desk, session: Session, case: CaseFile) -> list[str]:
    header = CaseHeader(session)
    desk.qtbot.addWidget(header)
    header.show_facts(read_facts(session, case.id, first=False))
    return [chip.text() for chip in header.chips.chips]


def add_photo(desk: Desk, session: Session, case: CaseFile, path: Path) -> AttachmentsTab:
    tab = desk.open(AttachmentsTab, session, case)
    desk.messages.answers = [[path]]
    tab.choose()
    tab.kinds.buttons[AttachmentKind.PHOTO].click()
    return tab


def both_are_refused(
    desk: Desk, clerk: Session, case: CaseFile, service: Provider, photo: Path
) -> None:
    """At the reception; what the screens then say."""
    # The person says no to both, at the reception.
    say(desk, clerk, case, purpose="sharing", recipient_id=service.id, answer="no")
    tab = say(desk, clerk, case, purpose="photo", answer="not_now", said="Pas aujourd’hui.")
    shown = words_on(tab)
    assert any("said no to this: Sharing with Clinique Espoir" in words for words in shown)
    assert any("said “not now” to this: Photograph" in words for words in shown)

    # The photograph is not taken, and the head of the case says so.
    files = add_photo(desk, clerk, case, photo)
    (line,) = [line.text() for line in files.refused.lines if line.isVisible()]
    assert "said “not now” to this: Photograph in the file" in line
    assert attachments.attachments_of(clerk, case.person_id) == ()
    assert "Refused: Photograph in the file" in head_of(desk, clerk, case)
    assert "Refused: Managing the case" not in head_of(desk, clerk, case)


def test_sharing_and_the_photograph_are_refused_then_given_then_taken_back(
    desk: Desk, sign_in: SignIn, clock: FixedClock, tmp_path: Path
) -> None:
    person, case = new_case(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    service = a_service(counsellor, name="Clinique Espoir")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(as_file(a_picture(), "JPEG"))

    both_are_refused(desk, sign_in(Role.RECEPTION), case, service, photo)

    # No referral: the form says why, and the service refuses whoever goes round it.
    counsellor = sign_in(Role.COUNSELLOR)
    page = referral_page(desk, counsellor, case, service)
    assert "said no to this: Sharing with Clinique Espoir" in page.agreed.text()
    assert not page.save.isEnabled()
    wanted = Referral(new_id(), case.id, service.id, service.sector, "care", Urgency.EMERGENCY)
    with pytest.raises(NotAllowed, match="Nothing about the person may go to this service"):
        referrals.refer(counsellor, wanted)

    # A day later the person agrees: the referral goes out, and the photograph is taken.
    clock.moment += timedelta(days=1)
    agrees = {"answer": "yes", "given_how": "signature"}
    say(desk, counsellor, case, purpose="sharing", recipient_id=service.id, **agrees)
    say(desk, counsellor, case, purpose="photo", **agrees)
    page = referral_page(desk, counsellor, case, service)
    assert page.save.isEnabled()
    page.save.click()
    (made,) = referrals.referrals_of(counsellor, case.id)
    add_photo(desk, counsellor, case, photo)
    assert len(attachments.attachments_of(counsellor, person.id)) == 1
    assert "Refused: Photograph in the file" not in head_of(desk, counsellor, case)
    assert len(cases.refusals(counsellor, person.id)) == 2, "both answers remain"

    # And takes it back again: the tab says what is open, and no letter leaves any more.
    sharing = next(
        one for one in cases.consents(counsellor, person.id) if one.purpose is Purpose.SHARING
    )
    tab = desk.open(ConsentTab, counsellor, case)
    tab.list.select(sharing.id)
    clock.moment += timedelta(days=1)
    desk.messages.answers = ["Le frère l’a appris."]
    tab.withdraw_button.click()
    assert any("Referral 1 to Clinique Espoir is still open" in words for words in words_on(tab))
    papers = desk.open(PapersTab, counsellor, case)
    (letter,) = [line for line in papers.lines if line.paper.about == made.id]
    desk.messages.answers = [True]
    letter.issue.click()
    assert "took this consent back: Sharing with Clinique Espoir" in papers.bar.text()


def test_a_case_that_is_not_wanted_goes_no_further(desk: Desk, sign_in: SignIn) -> None:
    person, case = new_case(sign_in)
    counsellor = sign_in(Role.COUNSELLOR)
    plan = saved_plan(counsellor, case)
    service = a_service(counsellor)
    agreed(counsellor, person, service)
    tab = desk.open(ConsentTab, counsellor, case)
    own = next(one for one in cases.consents(counsellor, person.id) if not one.recipient_id)
    tab.list.select(own.id)
    desk.messages.answers = ["Elle ne veut plus."]
    tab.withdraw_button.click()
    assert any("No plan, no grant and no referral" in words for words in words_on(tab))
    assert "Withdrawn: Managing the case" in head_of(desk, counsellor, case)
    say(desk, counsellor, case, purpose="case_management", answer="no")
    chips = head_of(desk, counsellor, case)
    assert "Refused: Managing the case" in chips
    assert "Withdrawn: Managing the case" not in chips
    plan_tab = desk.open(PlanTab, counsellor, case)
    desk.messages.answers = [True]
    plan_tab.head.send.click()
    assert "said no to this: Managing the case" in plan_tab.bar.text()
    assert plans.plans_of(counsellor, case.id)[0] == plan
    page = referral_page(desk, counsellor, case, service)
    assert not page.save.isEnabled()
    assert "said no to this: Managing the case" in page.agreed.text()


def the_preview(desk: Desk, session: Session, person: Person) -> list[str]:
    preview = PersonPreview(session, desk.tasks)
    desk.qtbot.addWidget(preview)
    (found,) = find(session, Question(person.family_name, Filter.ALL), limit=1)
    preview.show_found(found, {})
    return [chip.text() for chip in preview.chips.chips]


def test_somebody_who_wants_no_case_is_not_somebody_whom_nobody_asked(
    desk: Desk, sign_in: SignIn
) -> None:
    clerk = sign_in(Role.RECEPTION)
    person = a_person()
    person = people.save_person(clerk, person, a_homecoming(person))
    steps = NextSteps(clerk, desk.tasks)
    desk.qtbot.addWidget(steps)
    steps.show_record(registered(clerk, person.id))
    assert any("Next: the consent." in words for words in words_on(steps))
    assert "No consent yet" in the_preview(desk, clerk, person)
    cases.refuse_consent(clerk, a_refusal(person))
    steps.show_record(registered(clerk, person.id))
    assert steps.button() is steps.consent
    assert steps._step is Step.CONSENT
    shown = words_on(steps)
    assert any("does not want a case" in words for words in shown)
    assert any("said no to this: Managing the case" in words for words in shown)
    assert "Consent refused" in the_preview(desk, clerk, person)
