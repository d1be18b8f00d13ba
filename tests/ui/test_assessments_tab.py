"""Assessments in a case: written twice, read beside each other, and what a goal rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.assessments import service as assessments
from intake_app.assessments.model import Assessment, Moment, Skill, Wish
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.plans import service as plans
from intake_app.session import Session
from tests.conftest import SignIn
from tests.ui.case_kit import Desk, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.plan_kit import form_of, newest
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press, type_text
from ui.assessments.assessments_tab import AssessmentsTab
from ui.plans.plan_tab import PlanTab

SHOP, SEWS = Wish("w1", "A tailor’s shop"), Skill("s1", "Sewing")


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def writer(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def seen_before(session: Session, case: CaseFile) -> Assessment:
    fresh = assessments.start_assessment(session, case.id, Moment.BEFORE_RETURN)
    day = session.today().replace(day=1, month=4)
    return assessments.save_assessment(
        session, replace(fresh, made_on=day, made_by="OFII", wishes=(SHOP,), skills=(SEWS,))
    )


def test_what_is_typed_arrives_in_the_vault(desk: Desk, writer: Session, case: CaseFile) -> None:
    tab = desk.open(AssessmentsTab, writer, case)
    assert tab.empty.isVisible()
    press(tab, "Alt+N")
    assert tab.page is not None
    form = tab.page.form
    form["made_on"].line.setText("12/05/2026")
    type_text(form["made_by"].line, "A. Sow")
    form["wishes"].add_row()
    (wish,) = form["wishes"].editors()
    type_text(wish["text"].line, "Ouvrir un atelier")
    wish["feasible"].buttons["yes"].click()
    type_text(wish["why"].line, "Une pièce est libre")
    form["social_risk"].add_row()
    (risk,) = form["social_risk"].editors()
    type_text(risk["text"].line, "Une dette")
    press(form, "Ctrl+Return")
    (saved,) = assessments.assessments_of(writer, case.id)
    assert (saved.wishes[0].text, saved.wishes[0].feasible) == ("Ouvrir un atelier", "yes")
    assert (saved.prospects[0].dimension, saved.prospects[0].side) == ("social", "risk")
    assert tab.page is None
    assert drafts.drafts(writer) == []


def test_a_mistake_stands_at_its_place_and_what_was_typed_stays(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    tab = desk.open(AssessmentsTab, writer, case)
    tab.after.click()
    assert tab.page is not None
    form = tab.page.form
    form["made_on"].line.setText("01/05/2026")  # before the arrival
    type_text(form["made_by"].line, "A. Sow")
    form["wishes"].add_row()
    type_text(form["wishes"].editors()[0]["text"].line, "Un atelier")
    tab.page.submit()
    assert "before the day of arrival" in form.field("made_on").mistake()
    assert form["wishes"].value()[0]["text"] == "Un atelier"
    assert assessments.assessments_of(writer, case.id) == []


def test_the_second_begins_as_a_copy_and_both_are_read_beside_each_other(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    seen_before(writer, case)
    tab = desk.open(AssessmentsTab, writer, case)
    tab.after.click()
    assert tab.page is not None
    form = tab.page.form
    assert "copy of what was seen before" in tab.page.bar.text()
    form["made_on"].line.setText("12/05/2026")
    type_text(form["made_by"].line, "A. Sow")
    form["wishes"].editors()[0]["helps"].block.setPlainText("Une pièce")
    tab.page.submit()
    before, after = assessments.assessments_of(writer, case.id)
    assert before.wishes[0].id == after.wishes[0].id == "w1"
    shown = words_on(tab)
    assert "Seen otherwise now" in shown
    assert "Helps: Une pièce" in shown


def test_leaving_keeps_a_draft_that_comes_back(desk: Desk, writer: Session, case: CaseFile) -> None:
    tab = desk.open(AssessmentsTab, writer, case)
    tab.before.click()
    assert tab.page is not None
    tab.page.form["skills"].add_row()
    type_text(tab.page.form["skills"].editors()[0]["text"].line, "Couture")
    tab.page.back.click()
    assert drafts.found(writer, "assessment", case.id) is not None
    tab.after.click()  # the draft decides which of the two is meant
    assert tab.page is not None
    assert tab.page.form["skills"].value()[0]["text"] == "Couture"
    assert "before the return" in words_on(tab.page)[0].lower()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SUPERVISOR])
def test_others_read_and_do_not_write(
    desk: Desk, sign_in: SignIn, writer: Session, case: CaseFile, role: Role
) -> None:
    seen_before(writer, case)
    tab = desk.open(AssessmentsTab, sign_in(role), case)
    assert "A tailor’s shop" in words_on(tab)
    assert not tab.after.isEnabled()
    assert not tab.before.isEnabled()


# ---------------------------------------------------------------------------- goals


def test_a_goal_says_what_it_rests_on(desk: Desk, writer: Session, case: CaseFile) -> None:
    seen_before(writer, case)
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    (card,) = form_of(tab).goals.cards()
    rests = card.head.editors.rests
    assert rests is not None
    menu = rests.choose.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [
        "Wish: A tailor’s shop", "Skill: Sewing",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    assert rests.said.text() == "Skill: Sewing"
    tab.head.save.click()
    assert newest(writer, case).goals[0].rests_on == ("s1",)


def test_without_an_assessment_nothing_is_offered_and_nothing_is_lost(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    plan = saved_plan(writer, case)
    goal = replace(plan.goals[0], rests_on=("gone",))
    plans.save_plan(writer, replace(plan, goals=(goal,)))
    tab = desk.open(PlanTab, writer, case)
    (card,) = form_of(tab).goals.cards()
    assert card.head.editors.rests is None
    assert form_of(tab).value().goals[0].rests_on == ("gone",)
