"""An office questionnaire: imported, answered in French, imported again in a new version; the old
answers stay readable on screen and on paper, and nothing but the new version is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.instruments import service as instruments
from intake_app.session import Session
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round, Survey
from tests.conftest import SignIn
from tests.core.documents_reading import text_by_pypdf
from tests.core.surveys_kit import EN, FR, LINES, SETTINGS, a_form
from tests.ui.case_kit import Desk, new_case
from tests.ui.conftest import (
    dressed,
    messages,
    screen_language,
    standard_look,
    tasks,
)
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text
from ui.instruments.instruments_tab import InstrumentsTab
from ui.language import Language
from ui.surveys.surveys_tab import SurveysTab

__all__ = ["dressed", "messages", "screen_language", "standard_look", "tasks"]


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


def import_at_the_office(desk: Desk, session: Session, path: Path) -> None:
    """A supervisor chooses the file, looks at it, and imports it."""
    tab = InstrumentsTab(session, desk.tasks, desk.messages)
    desk.qtbot.addWidget(tab)
    with desk.qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    tab.reload()
    tab.add.click()
    assert tab.page is not None
    desk.messages.answers.append(path)
    tab.page.nothing.action.click()
    assert tab.page.list.model.rowCount() > 5
    tab.page.start.click()
    assert tab.page is None, "the questionnaire is in use"
    tab.hide()


def ask_in_french(
    desk: Desk, session: Session, case: CaseFile, language: Language, job: str = ""
) -> Survey:
    """A counsellor asks on a French screen."""
    language.switch("fr")
    tab = desk.open(SurveysTab, session, case)
    tab.cards[0].ask.click()
    assert tab.page is not None
    form = tab.page.form
    form["round"].set_value("end" if job else "baseline")
    type_text(form["answer.age"].line, "15")
    alone = form.field("answer.alone")
    assert alone.label.text().startswith("Seul")
    press(form["answer.alone"].buttons["yes"], "1")
    if job:
        type_text(form["answer.job"].block, job)
    tab.page.submit()
    assert tab.page is None
    desk.close(tab)
    language.switch("en")
    return surveys.surveys_of(session, case.id).rounds[0][-1].survey


def test_answers_outlive_the_version_in_which_they_were_given(
    desk: Desk, sign_in: SignIn, tmp_path: Path, screen_language: Language
) -> None:
    case = new_case(sign_in)[1]
    import_at_the_office(desk, sign_in(Role.SUPERVISOR), a_form(tmp_path, name="first.xlsx"))
    first = ask_in_french(desk, sign_in(Role.COUNSELLOR), case, screen_language)
    assert (first.language, first.answers["alone"]) == ("fr", "yes")

    job = {"type": "text", "name": "job", EN: "Work today?", FR: "Quel travail aujourd’hui ?"}
    asked_otherwise = {**LINES[0], EN: "Age in years?", FR: "Âge en années ?"}
    newer = a_form(
        tmp_path,
        [asked_otherwise, *LINES[1:], job],
        settings={**SETTINGS, "version": "2"},
        name="second.xlsx",
    )
    import_at_the_office(desk, sign_in(Role.SUPERVISOR), newer)
    counsellor = sign_in(Role.COUNSELLOR)
    second = ask_in_french(desk, counsellor, case, screen_language, "Couture")
    assert (second.round, second.answers["job"]) == (Round.END, "Couture")

    tab = desk.open(SurveysTab, counsellor, case)
    (card,) = tab.cards
    card.reading[first.id].click()
    assert tab.answers is not None
    told = dict(row for _title, rows in tab.answers.rows() for row in rows)
    assert told["How old?"] == "15"
    assert "Work today?" not in told
    screen_language.switch("fr")
    told = dict(row for _title, rows in tab.answers.rows() for row in rows)
    assert told["Seul ?"] == "Oui"
    paper = documents.preview(counsellor, case.id, "survey_answers", first.id, "fr")
    words = " ".join(text_by_pypdf(paper).split())
    assert "Quel âge" in words
    assert "Âge en années" not in words
    assert [one.version for one in instruments.instruments(counsellor)] == ["2", "1"]
