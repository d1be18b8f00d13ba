"""The tab of a case for what its programme asks: reading, answering, mistakes, drafts, refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.dossier import service as dossier
from intake_app.dossier.model import Dossier
from intake_app.drafts import service as drafts
from intake_app.session import Session
from tests.conftest import SignIn
from tests.ui.case_kit import Desk, approved_plan, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import press, type_text
from ui.cases.case_screen import CaseScreen
from ui.dossier.dossier_tab import DossierTab
from ui.flow import parts_of


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def counsellor(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def held(session: Session, case: CaseFile) -> Dossier:
    return dossier.dossier_of(session, case.id).dossier


def opened(desk: Desk, session: Session, case: CaseFile) -> DossierTab:
    tab = desk.open(DossierTab, session, case)
    tab.begin()
    assert tab.page is not None
    return tab


def test_answers_are_typed_and_saved_with_the_keyboard(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(DossierTab, counsellor, case)
    press(tab.start, "Alt+N")
    assert tab.page is not None
    form = tab.page.form
    type_text(form["answer.riat_number"].line, "RIAT-77")
    form["answer.riat_vulnerable"].set_value("no")
    type_text(form["paper.identity.seen"].line, "today")
    press(form["paper.identity.seen"].line, "Ctrl+Return")
    assert tab.page is None
    saved = held(counsellor, case)
    assert saved.answers == {"riat_number": "RIAT-77", "riat_vulnerable": "no"}
    (paper,) = saved.papers
    assert (paper.document, paper.seen_on) == ("identity", counsellor.today())
    assert "saved" in tab.bar.text()
    tab.begin()
    assert tab.page.form["answer.riat_number"].value() == "RIAT-77"
    assert tab.page.form["paper.identity.seen"].value() == counsellor.today()


def test_a_mistake_stays_beside_its_field_with_what_was_typed(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = opened(desk, counsellor, case)
    form = tab.page.form
    type_text(form["answer.riat_number"].line, "RIAT-77")
    type_text(form["paper.identity.seen"].line, "31/12/2099")
    tab.page.submit()
    assert tab.page is not None
    assert form.field("paper.identity.seen").mistake()
    assert form["answer.riat_number"].line.text() == "RIAT-77"
    assert held(counsellor, case).revision == 0


def test_what_is_half_typed_is_kept_as_a_draft(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = opened(desk, counsellor, case)
    type_text(tab.page.form["answer.riat_number"].line, "RIAT-7")
    tab.page.back.click()
    assert drafts.found(counsellor, "dossier", case.id)
    tab.begin()
    assert tab.page.form["answer.riat_number"].value() == "RIAT-7"
    tab.page.submit()
    assert held(counsellor, case).answer("riat_number") == "RIAT-7"
    assert not drafts.found(counsellor, "dossier", case.id)


def test_the_draft_of_older_answers_is_shown_with_a_warning(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = opened(desk, counsellor, case)
    type_text(tab.page.form["answer.riat_number"].line, "RIAT-7")
    tab.page.back.click()
    before = held(counsellor, case)
    dossier.save_dossier(counsellor, replace(before, answers={"heard_from": "a cousin"}))
    tab.reload()
    tab.begin()
    assert "colleague" in tab.page.bar.text()
    assert tab.page.form["answer.riat_number"].value() == "RIAT-7"


def test_what_is_missing_stands_on_top_until_it_is_answered(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(DossierTab, counsellor, case)
    read = tab._read
    assert read is not None

    def lines() -> list[str]:
        return [one.text() for one in parts_of(tab.overview.missing)]  # type: ignore[union-attr]

    assert any("StarthilfePlus" in text for text in lines())
    assert any("RIAT case number" in text for text in lines())
    answers = {"other_aid": "None", "riat_number": "R-1"}
    dossier.save_dossier(counsellor, replace(held(counsellor, case), answers=answers))
    tab.reload()
    assert len(lines()) == 1
    assert "Everything" in lines()[0]


def test_a_programme_that_asks_nothing_says_so(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    tab = desk.open(DossierTab, counsellor, case)
    assert tab._read is not None
    bare = replace(tab._read.view.pack, questions=(), modules=(), documents=())
    tab._show(replace(tab._read, view=replace(tab._read.view, pack=bare)))
    assert tab.empty.isVisible()
    assert not tab.start.isVisible()
    tab.begin()
    assert tab.page is None


def test_a_refused_plan_leads_to_the_questions(
    desk: Desk, counsellor: Session, case: CaseFile
) -> None:
    saved_plan(counsellor, case)
    dossier.save_dossier(counsellor, replace(held(counsellor, case), answers={}))
    screen = desk.open(CaseScreen, counsellor, case)
    screen.show_tab("plan")
    tab = screen.tabs.plan
    desk.messages.answers.append(True)
    tab.saving.send()
    assert "StarthilfePlus" in tab.bar.text()
    assert not tab.bar.action.isHidden()
    tab.bar.action.click()
    assert screen.tabs.current_key() == "planning"


def test_a_refused_grant_leads_to_the_questions_and_keeps_what_was_typed(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    dossier.save_dossier(counsellor, replace(held(counsellor, case), answers={"other_aid": "-"}))
    screen = desk.open(CaseScreen, counsellor, case)
    screen.header.grant.click()
    page = screen.tabs.grants.page
    assert page is not None
    type_text(page.form["amount"].line, "100")
    for key, value in (("purpose", "Achat"), ("payment", "supplier"), ("supplier", "Sylla")):
        page.form[key].set_value(value)
    page.submit()
    assert "RIAT case number" in page.bar.text()
    page.bar.action.click()
    assert screen.tabs.current_key() == "planning"
    assert screen.tabs.grants.page is page, "the request waits as it was typed"
