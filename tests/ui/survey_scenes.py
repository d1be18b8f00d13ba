"""Scenes of questionnaires: in a case, to read, to fill in, with mistakes; and in the office."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake_app.acts import Role
from intake_app.session import Session
from intake_app.surveys.service import surveys_of, take_back
from tests.core.surveys_kit import CHOICES, EN, FR, LINES, a_form
from tests.ui.sample_cases import fullest_case
from tests.ui.shown_desk import Desk, Visit, settle


def case_with_surveys(session: Session) -> str:
    """The case of the sample that was asked in rounds."""
    return next(
        (one for one in _cases(session) if surveys_of(session, one).rounds), fullest_case(session)
    )


def _cases(session: Session) -> list[str]:
    with session.read() as db:
        return [row[0] for row in db.execute("SELECT DISTINCT case_id FROM survey")]


def survey_scenes(desk: Desk) -> Iterator[Visit]:
    """As a counsellor sees them."""
    with desk.signed_in(Role.COUNSELLOR) as session:
        screen = desk.go("case", case_with_surveys(session))
        screen.show_tab("surveys")
        tab = screen.tabs.planning.surveys
        yield desk.here("58-surveys")
        tab.area.verticalScrollBar().setValue(tab.area.verticalScrollBar().maximum())
        yield desk.here("58-surveys-end")
        card = next(card for card in tab.cards if card.reading)
        next(iter(card.reading.values())).click()
        yield desk.here("58-survey-answers")
        tab.answers.closed.emit()
        tab.cards[-1].ask.click()
        yield desk.here("58-survey-form")
        form = tab.page.form
        form["answer.e_seeking"].set_value("yes")
        form["answer.e_seeking"].edited.emit()
        form.jump_to("answer.e_reasons")
        yield desk.here("58-survey-form-reasons")
        tab.page.submit()
        yield desk.here("58-survey-mistakes")
    with desk.signed_in(Role.COUNSELLOR) as session:
        case = case_with_surveys(session)
        last = surveys_of(session, case).rounds[0][-1].survey
        take_back(session, last.id, "Réponses de sa sœur, qui porte le même nom de famille.")
        screen = desk.go("case", case)
        screen.show_tab("surveys")
        area = screen.tabs.planning.surveys.area
        settle()  # the cards have their heights
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        yield desk.here("58-survey-taken-out")


def questionnaire_scenes(desk: Desk, page: Any) -> Iterator[Visit]:
    """The questionnaires of the office: one with mistakes, a good one, a key."""
    page.show_part(page.instruments)
    tab = page.instruments
    with tempfile.TemporaryDirectory(prefix="intake-scenes-") as folder:
        tab.begin()
        yield desk.here("37-office-questionnaires-import")
        wrong = [*LINES, {"type": "geopoint", "name": "gps1", EN: "Where?", FR: "Où ?"},
                 {"type": "text", "name": "q2", EN: "Why?", FR: "Pourquoi ?",
                  "relevant": "${nobody} = 'x'"}]  # fmt: skip
        tab.page.open_file(a_form(Path(folder), wrong, CHOICES, name="wrong.xlsx"))
        yield desk.here("37-office-questionnaires-mistakes")
        tab.page.open_file(a_form(Path(folder)))
        yield desk.here("37-office-questionnaires-read")
        tab.page.start.click()
        yield desk.here("37-office-questionnaires")
        tab.list.table.selectRow(0)
        tab.key.click()
        key = Path(folder) / "key.csv"
        key.write_text("question,answer,score,dimension\nalone,no,1,social\n", encoding="utf-8")
        tab.page.open_file(key)
        yield desk.here("37-office-questionnaires-key")
        tab.page.closed.emit()
