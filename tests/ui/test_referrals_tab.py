"""The referrals tab: nobody is referred without the person's agreement, and answers are noted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose, Shareable
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import (
    Channel,
    Direction,
    Provider,
    Referral,
    ReferralState,
    Urgency,
)
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.factories import a_consent
from tests.ui.case_kit import Desk, a_service, agreed, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import type_text
from ui.language import Language
from ui.referrals.referral_form import ReferralForm
from ui.referrals.referrals_tab import ReferralsTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return new_case(sign_in)


@pytest.fixture
def person(opened: tuple[Person, CaseFile]) -> Person:
    return opened[0]


@pytest.fixture
def case(opened: tuple[Person, CaseFile]) -> CaseFile:
    return opened[1]


@pytest.fixture
def counsellor(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def service(counsellor: Session) -> Provider:
    return a_service(counsellor)


def page_of(tab: ReferralsTab) -> ReferralForm:
    assert isinstance(tab.page, ReferralForm)
    return tab.page


def choosing(tab: ReferralsTab, provider: Provider) -> ReferralForm:
    tab.begin()
    page = page_of(tab)
    page.form["provider"].set_value(provider.id)
    page.form["provider"].edited.emit()
    type_text(page.form["reason"].block, "Une formation de couture")
    return page


def referred(
    session: Session, person: Person, case: CaseFile, provider: Provider, **changes: Urgency
) -> Referral:
    agreed(session, person, provider)
    urgency = changes.get("urgency", Urgency.NORMAL)
    return referrals.refer(
        session, Referral(new_id(), case.id, provider.id, provider.sector, "Formation", urgency)
    )


def test_without_a_consent_for_this_service_the_form_says_so_and_offers_to_record_it(
    desk: Desk, counsellor: Session, case: CaseFile, service: Provider
) -> None:
    tab = desk.open(ReferralsTab, counsellor, case)
    page = choosing(tab, service)
    assert page.agreed.text() == (
        "The person has not agreed to share with Centre de formation Kaloum."
    )
    assert not page.save.isEnabled()
    assert page.save.accessibleDescription() == (
        "Record first that the person agrees to share with this service."
    )
    page.submit()  # Ctrl+Enter
    assert referrals.referrals_of(counsellor, case.id) == []
    with desk.qtbot.waitSignal(tab.consent_wanted) as wanted:
        page.record.click()
    assert wanted.args == [service.id]


def test_a_consent_for_another_service_does_not_help(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    agreed(counsellor, person, a_service(counsellor, name="Hôpital Ignace Deen", sector="health"))
    tab = desk.open(ReferralsTab, counsellor, case)
    assert not choosing(tab, service).save.isEnabled()


def test_a_consent_that_is_recorded_meanwhile_opens_the_way_and_the_typed_text_stays(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    tab = desk.open(ReferralsTab, counsellor, case)
    page = choosing(tab, service)
    agreed(counsellor, person, service)
    tab.reload()
    assert page_of(tab) is page
    assert page.agreed.text() == "It may know of the person: Consent of 12 May 2026."
    page.form["urgency"].buttons["urgent"].click()
    page.save.click()
    (made,) = referrals.referrals_of(counsellor, case.id)
    assert (made.provider_id, made.urgency) == (service.id, Urgency.URGENT)
    assert (made.reason, made.sector) == ("Une formation de couture", "employment")
    assert tab.page is None
    assert tab.list.current() == made
    assert drafts.drafts(counsellor) == []


def test_the_rule_is_in_the_service_whatever_the_screen_allows(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    consent = agreed(counsellor, person, service)
    tab = desk.open(ReferralsTab, counsellor, case)
    page = choosing(tab, service)
    assert page.save.isEnabled()
    cases.withdraw_consent(counsellor, consent, "Elle a changé d’avis.")  # behind the page's back
    page.save.click()
    assert "the person took this consent back: Sharing with" in page.bar.text()
    assert referrals.referrals_of(counsellor, case.id) == []
    assert page.form["reason"].value() == "Une formation de couture"


def test_what_must_not_be_passed_on_is_in_sight_while_one_writes(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    consent = agreed(counsellor, person, service)
    cases.withdraw_consent(counsellor, consent, "")
    second = a_service(counsellor, name="Maison de la femme")
    from_now = agreed(counsellor, person, second)
    assert from_now.withhold == ""
    tab = desk.open(ReferralsTab, counsellor, case)
    assert "Must not be passed on" not in choosing(tab, second).agreed.text()


def test_services_are_filtered_by_the_kind_of_help_and_closed_ones_left_out(
    desk: Desk, counsellor: Session, case: CaseFile, service: Provider
) -> None:
    health = a_service(counsellor, name="Hôpital Ignace Deen", sector="health")
    a_service(counsellor, name="Fermé", sector="health", active=False)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.begin()
    page = page_of(tab)

    def offered() -> list[str]:
        combo = page.form["provider"].combo
        return [combo.itemText(place) for place in range(combo.count())]

    assert offered() == [service.name, health.name]
    page.form["sector"].set_value("health")
    page.form["sector"].edited.emit()
    assert offered() == [health.name]
    assert page.form["sector"].line.text() == "Medical care"  # the pack's own word


@pytest.mark.parametrize(
    ("verified_on", "said"),
    [
        ("", "Never verified. Ring there before you send somebody."),
        ("2026-03-02", "Last verified on 2 March 2026"),
    ],
)
def test_one_sees_when_the_entry_was_last_verified(
    desk: Desk, counsellor: Session, case: CaseFile, verified_on: str, said: str
) -> None:
    provider = a_service(counsellor, verified_on=verified_on)
    tab = desk.open(ReferralsTab, counsellor, case)
    assert choosing(tab, provider).verified.text() == said


def test_an_empty_directory_leads_there(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    tab = desk.open(ReferralsTab, counsellor, case)
    with desk.qtbot.waitSignal(tab.destination_chosen) as chosen:
        tab.empty.action.click()
    assert chosen.args == ["directory", ""]
    assert tab.new.accessibleDescription() == "The service directory is empty."


# ---------------------------------------------------------------------------- answers


def test_an_answer_is_recorded_and_only_answers_that_fit_are_offered(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    referred(counsellor, person, case, service)
    tab = desk.open(ReferralsTab, counsellor, case)
    assert list(tab.details.next.buttons) == ["accepted", "rejected", "revoked"]
    tab.details.next.buttons["accepted"].click()
    type_text(tab.details.words.block, "Commence le 8 juin.")
    tab.details.save.click()
    (answered,) = referrals.referrals_of(counsellor, case.id)
    assert (answered.state, answered.answer) == (ReferralState.ACCEPTED, "Commence le 8 juin.")
    assert list(tab.details.next.buttons) == ["done", "revoked"]
    assert not tab.details.is_typing()
    tab.details.next.buttons["done"].click()
    tab.details.save.click()
    assert tab.details.save.isHidden() or not tab.details.save.isVisible()


def test_a_no_needs_its_reason_and_the_choice_stays(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    referred(counsellor, person, case, service)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.details.save.click()
    assert "Choose what happened." in words_on(tab.details)
    tab.details.next.buttons["rejected"].click()
    tab.details.save.click()
    assert "Say in a sentence why the service said no." in words_on(tab.details)
    assert tab.details.next.value() == "rejected"
    (still,) = referrals.referrals_of(counsellor, case.id)
    assert still.state is ReferralState.IN_PROGRESS
    type_text(tab.details.words.block, "Complet jusqu’en août.")
    tab.details.save.click()
    (answered,) = referrals.referrals_of(counsellor, case.id)
    assert answered.state is ReferralState.REJECTED


def test_an_answer_that_was_begun_is_there_again_after_looking_at_another_referral(
    desk: Desk,
    counsellor: Session,
    case: CaseFile,
    person: Person,
    service: Provider,
    messages: ScriptedMessages,
) -> None:
    first = referred(counsellor, person, case, service)
    second = referred(counsellor, person, case, a_service(counsellor, name="Maison de la femme"))
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.list.select(first.id)
    type_text(tab.details.words.block, "Rappeler lundi")
    tab.list.select(second.id)
    assert tab.details.words.value() == ""
    messages.answers = [False]
    assert not tab.may_leave()
    tab.list.select(first.id)
    assert tab.details.words.value() == "Rappeler lundi"


def test_the_day_and_the_way_of_an_answer_do_not_go_over_to_another_referral(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    first = referred(counsellor, person, case, service)
    second = referred(counsellor, person, case, a_service(counsellor, name="Maison de la femme"))
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.list.select(second.id)
    tab.show_referral(first.id, "slip")
    assert tab.details.channel.value() == "slip"
    tab.details.day.set_value(date(2026, 6, 8))
    tab.list.select(second.id)
    assert (tab.details.channel.value(), tab.details.day.value()) == ("hand", None)
    tab.details.next.buttons["accepted"].click()
    tab.details.save.click()
    tab.list.select(first.id)
    assert tab.details.day.value() == date(2026, 6, 8)
    tab.details.next.buttons["accepted"].click()
    tab.details.save.click()
    one, other = referrals.referrals_of(counsellor, case.id)
    assert (one.steps[-1].how, one.appointment) == (Channel.SLIP, "2026-06-08")
    assert (other.steps[-1].how, other.appointment) == (Channel.HAND, "")


def test_a_day_that_is_not_understood_is_not_left_out_in_silence(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    referred(counsellor, person, case, service)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.details.next.buttons["accepted"].click()
    type_text(tab.details.day.line, "45/13")
    tab.details.save.click()
    assert referrals.referrals_of(counsellor, case.id)[0].state is ReferralState.IN_PROGRESS
    assert tab.details.day.problem() in words_on(tab.details)
    tab.details.day.set_value(date(2026, 6, 8))
    tab.details.save.click()
    assert referrals.referrals_of(counsellor, case.id)[0].appointment == "2026-06-08"


def test_an_overdue_answer_is_marked(
    desk: Desk, sign_in: SignIn, counsellor: Session, case: CaseFile, person: Person,
    service: Provider,
) -> None:  # fmt: skip
    referred(counsellor, person, case, service, urgency=Urgency.EMERGENCY)
    tab = desk.open(ReferralsTab, counsellor, case)
    assert "Answer overdue" not in words_on(tab.details)
    counsellor.clock.moment += timedelta(hours=25)  # type: ignore[attr-defined]
    tab.reload()
    assert "Answer overdue" in words_on(tab.details)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SUPERVISOR])
def test_others_read_and_see_why_they_cannot_refer_or_answer(
    desk: Desk,
    sign_in: SignIn,
    counsellor: Session,
    case: CaseFile,
    person: Person,
    service: Provider,
    role: Role,
) -> None:
    referred(counsellor, person, case, service)
    tab = desk.open(ReferralsTab, sign_in(role), case)
    assert tab.new.accessibleDescription() == "Only a counsellor refers people."
    assert tab.details.save.accessibleDescription() == "Only a counsellor records answers."
    assert not tab.details.save.isEnabled()


def test_what_was_typed_comes_back_as_a_draft(
    desk: Desk, counsellor: Session, case: CaseFile, service: Provider
) -> None:
    tab = desk.open(ReferralsTab, counsellor, case)
    choosing(tab, service)
    tab.keep_draft()
    desk.close(tab)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.begin()
    page = page_of(tab)
    assert page.form["provider"].value() == service.id
    assert page.form["reason"].value() == "Une formation de couture"
    assert "what you typed before" in page.bar.text()
    assert not page.save.isEnabled()


def test_every_word_follows_a_switch_of_the_language(
    desk: Desk,
    counsellor: Session,
    case: CaseFile,
    person: Person,
    service: Provider,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    made = referred(counsellor, person, case, service)
    tab = desk.open(ReferralsTab, counsellor, case)
    data = {service.name, "Formation", "Job placement", "Alt+N", made.code}
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "list", data) == set()
    other = a_service(counsellor, name="Maison de la femme", phone="622 00 11 22")
    tab.reload()
    page = choosing(tab, other)
    data |= {other.name, other.phone}
    assert forgotten_by_a_switch(page, screen_language, tmp_path / "form", data) == set()


# ---------------------------------------------------------------------------- what goes, what stays


def test_what_goes_is_shown_with_its_values_and_what_stays_with_its_reason(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    consent = a_consent(
        person, purpose=Purpose.SHARING, recipient_id=service.id, withheld=(Shareable.PHONE,)
    )
    cases.give_consent(counsellor, consent)
    page = choosing(desk.open(ReferralsTab, counsellor, case), service)
    boxes = page.form["shared"].boxes
    assert boxes["name"].text() == f"Name: {person.display_name}"
    assert "phone" not in boxes
    assert "Stays here, kept back by the person: Telephone" in page.stays.text()
    assert "not needed for this kind of help: Nationality, Identity doc" in page.stays.text()
    boxes["birth"].click()
    page.save.click()
    (made,) = referrals.referrals_of(counsellor, case.id)
    assert "name" in made.shared
    assert {"birth:counsellor", "phone:person"} <= set(made.withheld)


def test_what_was_unticked_stays_so_whatever_kind_of_help_and_in_the_draft_but_not_for_another(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    agreed(counsellor, person, service)
    other = a_service(counsellor, name="Maison de la femme")
    agreed(counsellor, person, other)
    tab = desk.open(ReferralsTab, counsellor, case)
    page = choosing(tab, service)
    page.form["shared"].boxes["phone"].click()
    page.form["sector"].set_value("training")
    page.form["sector"].edited.emit()
    page.form["provider"].set_value(service.id)
    page.form["sector"].set_value(None)
    page.form["sector"].edited.emit()
    ticked = page.form["shared"].value()
    assert "phone" not in ticked
    assert "name" in ticked
    tab.keep_draft()
    desk.close(tab)
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.begin()
    page = page_of(tab)
    assert page.form["shared"].value() == ticked
    page.form["provider"].set_value(other.id)
    page.form["provider"].edited.emit()
    assert "phone" in page.form["shared"].value()


def test_one_that_a_service_sent_is_the_same_page_the_other_way_round(
    desk: Desk, counsellor: Session, case: CaseFile, service: Provider
) -> None:
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.received.click()
    page = page_of(tab)
    page.form["provider"].set_value(service.id)
    page.form["provider"].edited.emit()
    page.form["their_number"].set_value("R 17")
    type_text(page.form["reason"].block, "Un suivi psychologique")
    assert page.agreed.isHidden()  # nothing is told to anybody
    assert page.save.isEnabled()
    page.save.click()
    (got,) = referrals.referrals_of(counsellor, case.id)
    assert (got.direction, got.their_number, got.shared) == (Direction.IN, "R 17", ())
    assert "Received by us" in words_on(tab.details)


def test_a_consent_that_is_taken_back_is_seen_at_once_and_says_what_to_do(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    consent = agreed(counsellor, person, service)
    reason = Referral(new_id(), case.id, service.id, "employment", "Formation", Urgency.NORMAL)
    referrals.refer(counsellor, reason)
    tab = desk.open(ReferralsTab, counsellor, case)
    assert tab.details.lost.isHidden()
    cases.withdraw_consent(counsellor, consent, "")
    tab.reload()
    assert "Tell the service now" in tab.details.lost.text()
    assert str(tab.list.model.index(0, 3).data()) == "To take back"
    tab.details.next.buttons["revoked"].click()
    tab.details.save.click()
    assert tab.details.lost.isHidden()
    assert str(tab.list.model.index(0, 3).data()) == "Taken back"


def test_help_that_was_given_is_rated_once(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider
) -> None:
    made = referred(counsellor, person, case, service)
    for state in (ReferralState.ACCEPTED, ReferralState.DONE):
        referrals.answer_referral(counsellor, made.id, state, "")
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.rating.save.click()
    assert referrals.referrals_of(counsellor, case.id)[0].rating == 0
    tab.rating.rating.buttons["4"].click()
    type_text(tab.rating.note.block, "Bien reçue")
    tab.rating.save.click()
    (rated,) = referrals.referrals_of(counsellor, case.id)
    assert (rated.rating, rated.rating_note) == (4, "Bien reçue")
    assert tab.rating.isHidden()


def test_an_opinion_that_was_begun_is_there_again_after_looking_at_another_referral(
    desk: Desk, counsellor: Session, case: CaseFile, person: Person, service: Provider,
    messages: ScriptedMessages,
) -> None:  # fmt: skip
    first = referred(counsellor, person, case, service)
    second = referred(counsellor, person, case, a_service(counsellor, name="Maison de la femme"))
    for made in (first, second):
        for state in (ReferralState.ACCEPTED, ReferralState.DONE):
            referrals.answer_referral(counsellor, made.id, state, "")
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.list.select(first.id)
    tab.rating.rating.buttons["2"].click()
    type_text(tab.rating.note.block, "Trop loin")
    tab.list.select(second.id)
    assert (tab.rating.rating.value(), tab.rating.note.value()) == (None, "")
    messages.answers = [False]
    assert not tab.may_leave()
    tab.list.select(first.id)
    assert (tab.rating.rating.value(), tab.rating.note.value()) == ("2", "Trop loin")
    tab.rating.save.click()
    assert tab.may_leave()
