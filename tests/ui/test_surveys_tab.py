"""Surveys in a case: asking, what follows the answers, mistakes, drafts, rounds, both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.instruments import service as instruments
from intake_app.instruments.model import Instrument
from intake_app.people import service as people
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, Urgency
from intake_app.session import Session
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round, Survey
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.surveys_kit import LINES, SETTINGS, a_form, answer_survey
from tests.factories import a_consent, a_provider
from tests.ui.case_kit import Desk, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.surveys.survey_questions import SurveyQuestions
from ui.surveys.surveys_tab import SurveysTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


def imported(sign_in: SignIn, folder: Path, version: str = "1", **changes: object) -> Instrument:
    supervisor = sign_in(Role.SUPERVISOR)
    path = a_form(folder, settings={**SETTINGS, "version": version}, **changes)  # type: ignore[arg-type]
    return instruments.import_form(supervisor, instruments.open_form(supervisor, path))


@pytest.fixture
def example(sign_in: SignIn, case: CaseFile, tmp_path: Path) -> Instrument:
    return imported(sign_in, tmp_path)


@pytest.fixture
def counsellor(sign_in: SignIn, example: Instrument) -> Session:
    return sign_in(Role.COUNSELLOR)


def asked(tab: SurveysTab) -> SurveyQuestions:
    tab.cards[0].ask.click()
    assert tab.page is not None
    form = tab.page.form
    assert isinstance(form, SurveyQuestions)
    return form


def type_in(form: SurveyQuestions, name: str, text: str) -> None:
    line = form[f"answer.{name}"].line
    line.clear()
    type_text(line, text)


def held(session: Session, case: CaseFile) -> Survey:
    (rounds,) = surveys.surveys_of(session, case.id).rounds
    return rounds[-1].survey


def test_a_survey_is_asked_and_saved_with_the_keyboard(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    press(tab.cards[0].ask, "Alt+N")
    assert tab.page is not None
    form = tab.page.form
    type_in(form, "age", "12")
    assert not form.field("answer.alone").isHidden()
    press(form["answer.alone"].buttons["yes"], "2")  # the second answer
    press(form["answer.age"].line, "Ctrl+Return")
    assert tab.page is None
    saved = held(counsellor, case)
    assert saved.answers == {"age": "12", "alone": "no", "double": "24"}
    assert (saved.round, saved.language) == (Round.BASELINE, "en")
    assert "saved" in tab.bar.text()


def test_what_is_asked_follows_the_answers_and_hidden_answers_come_back(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    form = asked(desk.open(SurveysTab, counsellor, case))
    assert not form.field("answer.alone").relevant
    type_in(form, "age", "12")
    form["answer.alone"].set_value("yes")
    type_in(form, "age", "30")
    assert not form.field("answer.alone").relevant
    assert "60" in form._lines["told"].text()  # a note says what was calculated
    type_in(form, "age", "13")
    assert form["answer.alone"].value() == "yes"
    type_in(form, "age", "30")
    assert form._rules.finished(form.answers(), counsellor.today()) == {"age": "30", "double": "60"}


def test_all_mistakes_stand_beside_their_fields_with_what_was_typed(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    form = asked(tab)
    type_in(form, "age", "130")
    type_in(form, "land", "two")
    type_in(form, "since", "31/12/2099")
    tab.page.submit()
    assert tab.page is not None
    assert form.field("answer.age").mistake() == "From 0 to 120"
    assert form.field("answer.land").mistake()
    assert form.field("answer.since").mistake()
    assert form["answer.age"].line.text() == "130"
    assert not surveys.surveys_of(counsellor, case.id).rounds


def test_the_language_is_switched_while_it_is_filled_in(
    desk: Desk, counsellor: Session, case: CaseFile, screen_language: Language
) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    form = asked(tab)
    type_in(form, "age", "130")
    type_in(form, "land", "1.5")
    tab.page.submit()
    screen_language.switch("fr")
    assert form.field("answer.age").label.text().startswith("Quel âge")
    assert form.field("answer.age").mistake() == "De 0 à 120"
    type_in(form, "age", "12")
    assert form["answer.alone"].buttons["yes"].text() == "Oui"
    form["answer.alone"].set_value("yes")
    assert "Deux fois" in form._lines["told"].text()
    tab.page.submit()
    saved = held(counsellor, case)
    assert saved.language == "fr"
    assert (saved.answers["alone"], saved.answers["land"]) == ("yes", "1.5")


def test_what_is_half_typed_waits_in_the_vault_with_hidden_answers(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    form = asked(tab)
    type_in(form, "age", "12")
    form["answer.alone"].set_value("yes")
    type_in(form, "age", "3x")
    tab.page.back.click()
    assert drafts.found(counsellor, "survey", case.id)
    again = asked(tab)
    assert again["answer.age"].line.text() == "3x"
    type_in(again, "age", "9")
    assert again["answer.alone"].value() == "yes"
    tab.page.submit()
    assert not drafts.found(counsellor, "survey", case.id)
    assert held(counsellor, case).answers["alone"] == "yes"


def test_a_draft_of_an_earlier_version_comes_back_in_the_new_one_with_a_warning(
    desk: Desk, counsellor: Session, case: CaseFile, sign_in: SignIn, tmp_path: Path
) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    type_in(asked(tab), "age", "44")
    tab.page.back.click()
    desk.close(tab)
    more = {"type": "text", "name": "job", "label::English (en)": "Job?",
            "label::Français (fr)": "Travail ?"}  # fmt: skip
    imported(sign_in, tmp_path, "2", lines=[*LINES, more])
    tab = desk.open(SurveysTab, sign_in(Role.COUNSELLOR), case)
    form = asked(tab)
    assert form["answer.age"].value() == 44
    assert "answer.job" in form.values()
    assert "earlier version" in tab.page.bar.text()


def test_rounds_are_read_compared_and_corrected(
    desk: Desk, counsellor: Session, case: CaseFile, sign_in: SignIn
) -> None:
    answer_survey(sign_in, case.id, place=2)
    last = answer_survey(sign_in, case.id, round_=Round.END, place=1)
    session = sign_in(Role.COUNSELLOR)
    tab = desk.open(SurveysTab, session, case)
    card = next(card for card in tab.cards if card.reading)
    assert len(card.reading) == 2
    card.reading[last.id].click()
    assert tab.answers is not None
    told = [row for _title, rows in tab.answers.rows() for row in rows]
    assert ("How good is the home that you live in?", "Good") in told
    press(tab.answers.back, "Escape")
    assert tab.answers is None
    card.correcting[last.id].click()
    assert tab.page is not None
    tab.page.form["answer.s_home"].set_value("0")
    tab.page.form["answer.s_home"].edited.emit()
    tab.page.submit()
    newest = surveys.surveys_of(session, case.id).survey(last.id)
    assert newest is not None
    assert (newest.survey.revision, newest.survey.answers["s_home"]) == (2, "0")


def test_a_referral_without_an_answer_is_named_beside_the_figures(
    desk: Desk, counsellor: Session, case: CaseFile, sign_in: SignIn
) -> None:
    session = sign_in(Role.COUNSELLOR)
    person = people.person(session, case.person_id)
    provider = referrals.save_provider(session, a_provider())
    cases.give_consent(
        session, a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    )
    referral = Referral(new_id(), case.id, provider.id, "employment", "x", Urgency.NORMAL)
    referrals.refer(session, referral)
    tab = desk.open(SurveysTab, session, case)
    assert "no answer yet" not in " ".join(
        words_on(tab)
    )  # nothing was asked, so there is no figure
    answer_survey(sign_in, case.id)
    tab = desk.open(SurveysTab, sign_in(Role.COUNSELLOR), case)
    assert "1 referral of this case has no answer yet" in " ".join(words_on(tab))


def test_a_blank_form_is_shown_on_paper(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    tab = desk.open(SurveysTab, counsellor, case)
    tab.cards[0].blank.click()
    assert tab.paper.dialog is not None
    tab.paper.dialog.close()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SUPERVISOR])
def test_others_may_read_but_not_ask(
    desk: Desk, counsellor: Session, case: CaseFile, sign_in: SignIn, role: Role
) -> None:
    tab = desk.open(SurveysTab, sign_in(role), case)
    assert not tab.cards[0].ask.isEnabled()
    tab.cards[0].asked.emit()
    assert tab.page is None
    assert "role" in tab.bar.text()


def test_an_office_without_questionnaires_is_told_what_to_do(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    tab = desk.open(SurveysTab, sign_in(Role.COUNSELLOR), case)
    assert not tab.cards
    assert tab.empty.isVisible()


def test_a_survey_of_the_wrong_case_is_taken_out_with_a_reason(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages
) -> None:
    survey = answer_survey(sign_in, case.id)
    supervisor = sign_in(Role.SUPERVISOR)
    tab = desk.open(SurveysTab, supervisor, case)
    (card,) = [card for card in tab.cards if survey.id in card.taking_out]
    assert not card.correcting[survey.id].isEnabled()  # a supervisor asks no questions
    messages.answers = [None, "", "Her sister’s answers."]
    card.taking_out[survey.id].click()
    assert survey.id in card.taking_out  # not after all
    card.taking_out[survey.id].click()
    assert "why" in tab.bar.text()
    card.taking_out[survey.id].click()
    assert not any(survey.id in card.taking_out for card in tab.cards)
    said = " ".join(words_on(tab))
    assert "Taken out: At the beginning" in said
    assert "Her sister’s answers." in said
    assert "Not asked in this case yet" in said


def test_what_was_typed_into_a_survey_that_was_taken_out_goes_into_no_other(
    desk: Desk, counsellor: Session, case: CaseFile, example: Instrument
) -> None:
    form = asked(tab := desk.open(SurveysTab, counsellor, case))
    type_in(form, "age", "40")
    assert tab.page is not None
    tab.page.save.click()
    one = held(counsellor, case)
    tab.cards[0].correcting[one.id].click()
    assert tab.page is not None
    type_in(tab.page.form, "age", "77")
    tab.keep_draft()
    desk.close(tab)
    surveys.take_back(counsellor, one.id, "wrong case")
    tab = desk.open(SurveysTab, counsellor, case)
    form = asked(tab)
    assert form["answer.age"].value() != "77"
