"""Papers about questionnaires: filled, blank, profile; nothing outside; old versions stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.instruments import service as instruments
from intake_app.session import Session
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round
from tests.conftest import SignIn
from tests.core.documents_reading import assert_inside_the_margins, attached, text_by_pypdf
from tests.core.surveys_kit import EN, FR, LINES, SETTINGS, a_form, answer_survey, shipped
from tests.core.test_case_journey import opened_case


def a_case(sign_in: SignIn) -> str:
    return opened_case(sign_in(Role.RECEPTION))[1].id


def made(session: Session, case: str, kind: str, about: str, language: str) -> bytes:
    pdf = documents.preview(session, case, kind, about, language)
    assert_inside_the_margins(pdf)
    return pdf


def flat(pdf: bytes) -> str:
    return " ".join(text_by_pypdf(pdf).split())


def test_profile_and_answers_in_both_languages(sign_in: SignIn) -> None:
    case = a_case(sign_in)
    answer_survey(sign_in, case, place=2)
    last = answer_survey(sign_in, case, {"remarks": "Tout va bien"}, Round.END, place=1)
    counsellor = sign_in(Role.COUNSELLOR)
    english = flat(made(counsellor, case, "survey_profile", last.id, "en"))
    assert "Survey profile" in english
    assert "no official index" in english
    assert "All questions together" in english
    assert "%" in english
    answers = made(counsellor, case, "survey_answers", last.id, "fr")
    text = flat(answers)
    assert "Vie économique" in text
    assert "Tout va bien" in text
    facts = attached(answers)["facts"]
    chosen = [
        option["text"]
        for part in facts["parts"]
        for question in part["questions"]
        if question["text"].startswith("Le logement dans lequel")
        for option in question["options"]
        if option["chosen"]
    ]
    assert chosen == ["Bon"]


def test_a_blank_form_says_when_a_question_is_asked(sign_in: SignIn) -> None:
    form = shipped(sign_in(Role.SUPERVISOR))
    pdf = documents.blank_questionnaire(sign_in(Role.COUNSELLOR), form.id, "en")
    assert_inside_the_margins(pdf)
    text = flat(pdf)
    assert "Only if" in text
    assert "Several answers are possible." in text
    assert "Diallo" not in text


def test_old_answers_are_printed_with_the_questions_of_their_version(
    sign_in: SignIn, tmp_path: Path
) -> None:
    case = a_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    first = instruments.import_form(supervisor, instruments.open_form(supervisor, a_form(tmp_path)))
    counsellor = sign_in(Role.COUNSELLOR)
    fresh = surveys.start_survey(counsellor, case, first.id)
    old = surveys.save_survey(counsellor, replace(fresh, answers={"age": "12", "alone": "no"}))
    supervisor = sign_in(Role.SUPERVISOR)
    renamed = [{**LINES[0], EN: "Years of age?", FR: "Années ?"}, *LINES[1:]]
    newer = a_form(tmp_path, renamed, settings={**SETTINGS, "version": "2"})
    instruments.import_form(supervisor, instruments.open_form(supervisor, newer))
    text = flat(made(sign_in(Role.COUNSELLOR), case, "survey_answers", old.id, "en"))
    assert "How old?" in text
    assert "Years of age?" not in text
    assert "Twice: 24" in text


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.nightly)])
def test_hostile_and_long_texts_stay_inside(sign_in: SignIn, tmp_path: Path, language: str) -> None:
    case = a_case(sign_in)
    supervisor = sign_in(Role.SUPERVISOR)
    long = "Anticonstitutionnellement <b>&amp;{x}</b> " * 12
    lines = [
        {"type": "select_one many", "name": "q", EN: long, FR: long},
        {"type": "text", "name": "t", EN: "W" * 300, FR: "W" * 300},
    ]
    choices = [("many", f"c{n}", f"{n} {long[:90]}", f"{n} {long[:90]}") for n in range(30)]
    reading = instruments.open_form(supervisor, a_form(tmp_path, lines, choices))
    form = instruments.import_form(supervisor, reading)
    counsellor = sign_in(Role.COUNSELLOR)
    fresh = surveys.start_survey(counsellor, case, form.id)
    said = {"q": "c3", "t": "<script>alert(1)</script> é 漢 عربي " * 40}
    saved = surveys.save_survey(counsellor, replace(fresh, answers=said))
    assert "<b>" in flat(made(counsellor, case, "survey_answers", saved.id, language))
    made(counsellor, case, "survey_profile", saved.id, language)
    assert_inside_the_margins(documents.blank_questionnaire(counsellor, form.id, language))
