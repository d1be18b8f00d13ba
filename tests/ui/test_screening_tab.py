"""The tab Screening: by keyboard, nothing typed is lost, and what is due stands on top."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.notes import service as notes
from intake_app.people import service as people
from intake_app.screening import service as screening
from intake_app.screening.factors import factors
from intake_app.screening.model import Exploitation, Screening
from intake_app.screening.safeguards import Answer, Standing
from intake_app.screening.washington import Difficulty
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.conftest import FixedClock, SignIn
from tests.core.screening_kit import CHILD
from tests.ui.case_kit import Desk, a_service, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.cases.case_screen import CaseScreen
from ui.cases.days import hours_words
from ui.language import Language
from ui.screening.screening_form import ScreeningForm
from ui.screening.screening_tab import ScreeningTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


def page_of(tab: ScreeningTab) -> ScreeningForm:
    if tab.page is None:
        tab.begin()
    assert tab.page is not None
    return tab.page


def choose(page: ScreeningForm, key: str, value: str) -> None:
    page.form[key].buttons[value].click()


def child(session: Session, case: CaseFile, birth: str = CHILD) -> None:
    """The person of the case turns out to be fourteen."""
    person = people.person(session, case.person_id)
    people.save_person(
        session, replace(person, birth=PartialDate.from_edtf(birth)), age_reason="Her school card"
    )


def saved(session: Session, case: CaseFile) -> Screening:
    return screening.screening_of(session, case.id).screening


def test_the_six_questions_are_answered_with_the_keyboard_alone(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.RECEPTION)
    tab = desk.open(ScreeningTab, session, case)
    tab.start.click()
    page = page_of(tab)
    for _question in range(6):
        press(QApplication.focusWidget(), "Right")
        press(QApplication.focusWidget(), "Right")  # the third answer: the first step chooses
        press(QApplication.focusWidget(), "Tab")
    press(page.form, "Ctrl+Return")
    answers = saved(session, case).difficulties.answers()
    assert set(answers.values()) == {Difficulty.A_LOT}
    assert any("disability" in words for words in words_on(tab))


def test_thoughts_of_suicide_are_shown_as_due_with_the_hours(
    desk: Desk, sign_in: SignIn, case: CaseFile, clock: FixedClock, qtbot: QtBot
) -> None:
    session = sign_in(Role.COUNSELLOR)
    a_service(session)
    screen = desk.open(CaseScreen, session, case)
    screen.show_tab("screening")
    tab = screen.tabs.screening
    choose(page_of(tab), "suicidal_ideation", "yes")
    page_of(tab).submit()
    clock.moment += timedelta(hours=7)
    screen.reload()
    assert [chip.text() for chip in screen.header.chips.chips][0] == (
        "Emergency referral due: 17 hours left"
    )
    assert any("17 hours left" in words for words in words_on(tab))
    with qtbot.waitSignal(tab.referral_wanted):
        tab.overview.referral_wanted.emit()
    assert screen.tabs.current_key() == "referrals"
    assert screen.tabs.referrals.page is not None


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (24.0, "24 hours left"),
        (1.0, "1 hour left"),
        (0.5, "less than an hour left"),
        (-0.5, "0 hours overdue"),
        (-30.0, "30 hours overdue"),
    ],
)
def test_hours_left_and_overdue(clock: FixedClock, hours: float, words: str) -> None:
    assert hours_words(clock() + timedelta(hours=hours), clock()) == words


def test_only_a_supervisor_closes_the_emergency_and_says_why(
    desk: Desk, sign_in: SignIn, case: CaseFile, messages: ScriptedMessages
) -> None:
    session = sign_in(Role.SUPERVISOR)
    tab = desk.open(ScreeningTab, session, case)
    choose(page_of(tab), "suicidal_ideation", "yes")
    page_of(tab).submit()
    (state,) = screening.open_emergencies(session)
    messages.answers = [None, "a slip of the finger"]
    tab.close_emergency(state.emergency.id)
    assert len(screening.open_emergencies(session)) == 1
    tab.close_emergency(state.emergency.id)
    assert screening.open_emergencies(session) == []
    assert any("a slip of the finger" in words for words in words_on(tab))


def test_reception_seals_the_exploitation_answers_and_finds_empty_fields(
    desk: Desk, sign_in: SignIn, case: CaseFile, qtbot: QtBot
) -> None:
    session = sign_in(Role.RECEPTION)
    tab = desk.open(ScreeningTab, session, case)
    choose(page_of(tab), "forced_work", "yes")
    page_of(tab).submit()
    assert page_of(tab).form["forced_work"].value() is None
    assert not tab.overview.read.isVisible()
    desk.close(tab)
    counsellor = sign_in(Role.COUNSELLOR)
    screen = desk.open(CaseScreen, counsellor, case)
    screen.show_tab("screening")
    screen.tabs.screening.overview.read.click()
    assert screen.tabs.current_key() == "notes"
    (line,) = screening.exploitation_screens(counsellor, case.id)
    qtbot.waitUntil(screen.tabs.notes.isVisible)
    screen.tabs.notes.list.select(line.id)
    screen.tabs.notes.details.read.click()
    shown = screen.tabs.notes.details.text.text()
    assert "Forced work: Yes" in shown
    assert "False job promise: –" in shown
    assert not screen.tabs.notes.details.correct.isVisible()
    assert notes.read_note(counsellor, line.id).newest.content.text == '{"forced_work":"yes"}'
    assert list(Exploitation)[1] == "forced_work"


def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    tab = desk.open(ScreeningTab, session, case)
    page = page_of(tab)
    type_text(page.form["own_view"].block, "To go to school")
    choose(page, "caregiver_consent", "yes")
    page.submit()
    assert page.form.field("caregiver").mistake() == "Write down who the caregiver is."
    assert page.form["own_view"].value() == "To go to school"
    assert saved(session, case).revision == 0
    type_text(page.form["caregiver"].line, "Her aunt")
    choose(page, "standing", "separated")
    page.submit()
    facts = saved(session, case).child
    assert facts.standing is Standing.SEPARATED
    assert facts.caregiver_consent is Answer.YES


def test_an_adult_is_not_asked_what_a_child_is_asked(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    tab = desk.open(ScreeningTab, sign_in(Role.COUNSELLOR), case)
    form = page_of(tab).form
    assert not form.field("own_view").relevant
    form["age_in_doubt"].box.click()
    assert form.field("own_view").relevant


def test_the_screening_says_where_the_assessment_is_written_and_has_no_field_for_it(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.RECEPTION)
    child(session, case)
    tab = desk.open(ScreeningTab, session, case)
    form = page_of(tab).form
    assert not {"assessed_on", "assessed_by", "outcome", "determined_on", "tracing"} & set(
        form.values()
    )
    assert any("in the tab “Child”" in words for words in words_on(tab))
    assert not form["own_view"].block.isReadOnly()
    assert "determinants" not in form.section_keys()
    assert any("best-interests assessment" in words for words in words_on(tab))


def test_what_is_missing_for_the_child_stands_on_top_and_goes_away(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    child(session, case)
    tab = desk.open(ScreeningTab, session, case)
    assert any("own view is missing" in words for words in words_on(tab))
    type_text(page_of(tab).form["own_view"].block, "To go to school")
    page_of(tab).submit()
    assert not any("own view is missing" in words for words in words_on(tab))


def test_the_draft_is_sealed_for_its_author_and_comes_back(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    tab = desk.open(ScreeningTab, session, case)
    page = page_of(tab)
    choose(page, "seeing", "2")
    choose(page, "threats", "yes")
    page.form["community_risk_factors"].boxes["stigma"].click()
    type_text(page.form["community_risk_text"].block, "The neighbours laugh")
    type_text(page.form["household_risk_action"].line, "Visit")
    page.back.click()
    with session.read() as db:
        (body,) = [row[0] for row in db.execute("SELECT body FROM draft")]
    assert "neighbours" not in body
    kept = drafts.found(session, "screening", case.id)
    assert kept is not None
    assert kept["community_risk_text"] == "The neighbours laugh"
    again = page_of(tab)
    assert again.form["seeing"].value() == "2"
    assert again.form["threats"].value() == "yes"
    assert again.form["community_risk_factors"].value() == ["stigma"]
    type_text(again.form["household_risk_text"].block, "Debts")
    again.submit()
    cells = {(one.sphere, one.side): one for one in saved(session, case).determinants}
    assert cells["community", "risk"].factors == ("stigma",)  # type: ignore[index]
    assert cells["household", "risk"].action == "Visit"  # type: ignore[index]
    assert drafts.found(session, "screening", case.id) is None


def test_a_colleague_who_saved_meanwhile_loses_nothing_and_nor_does_the_typist(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.COUNSELLOR)
    tab = desk.open(ScreeningTab, session, case)
    page = page_of(tab)
    choose(page, "seeing", "2")
    screening.save_screening(session, saved(session, case))
    page.submit()
    assert page.form["seeing"].value() == "2"
    assert saved(session, case).revision == 1
    assert any("Reload" in words for words in words_on(tab))
    page.back.click()
    tab.reload()
    again = page_of(tab)
    assert again.form["seeing"].value() == "2"
    assert any("compare" in words for words in words_on(tab))
    again.submit()
    assert saved(session, case).difficulties.seeing is Difficulty.SOME


def test_a_child_under_five_is_not_asked_the_six_questions(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    session = sign_in(Role.RECEPTION)
    child(session, case, "2023-01-01")
    tab = desk.open(ScreeningTab, session, case)
    assert "seeing" not in page_of(tab).form.values()
    page_of(tab).submit()
    assert saved(session, case).revision == 1


@pytest.mark.parametrize("role", list(Role))
def test_every_word_follows_the_language(
    desk: Desk,
    sign_in: SignIn,
    case: CaseFile,
    role: Role,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    session = sign_in(role)
    child(session, case)
    tab = desk.open(ScreeningTab, session, case)
    choose(page_of(tab), "suicidal_ideation", "yes")
    page_of(tab).submit()
    factors_of_the_office = {one.in_("en") for one in factors()}
    for name in ("overview", "form"):
        left = forgotten_by_a_switch(
            tab, screen_language, tmp_path / name, factors_of_the_office | {"Alt+N", "Esc"}
        )
        assert left == set()
        page_of(tab)
