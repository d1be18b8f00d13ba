"""Progress in a case, two versions compared, and what an approver reads first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.plans import service as plans
from intake_app.plans.model import Plan, content_hash, short_form
from intake_app.progress import service as progress
from intake_app.session import Session
from tests.conftest import SignIn
from tests.ui.case_kit import Desk, a_goal, approved_plan, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.plans.plan_tab import PlanTab
from ui.progress.progress_tab import ProgressTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def approved(sign_in: SignIn, case: CaseFile) -> Plan:
    return approved_plan(sign_in, case)


@pytest.fixture
def writer(sign_in: SignIn, approved: Plan) -> Session:
    return sign_in(Role.COUNSELLOR)


def second_version(session: Session, case: CaseFile) -> Plan:
    """The approved plan with another goal and half of the money."""
    newer = plans.start_plan(session, case.id)
    line = newer.lines[0]
    half = replace(line.amount, minor=line.amount.minor // 2)
    step = replace(next(newer.activities()), id="another-step", text="Cours du soir")
    goals = (*newer.goals, a_goal("Comptabilité", activities=(step,)))
    return plans.save_plan(
        session, replace(newer, goals=goals, lines=(replace(line, amount=half),))
    )


# ---------------------------------------------------------------------------- progress


def test_progress_is_noted_by_keys_and_shows_in_the_approved_plan(
    desk: Desk, writer: Session, case: CaseFile, approved: Plan
) -> None:
    tab = desk.open(ProgressTab, writer, case)
    tab.list.select(next(approved.activities()).id)
    press(tab, "Alt+N")
    assert tab.page is not None
    form = tab.page.form
    form["status"].buttons["done"].click()
    form["evidence"].block.setPlainText("Attestation de formation")
    press(form, "Ctrl+Return")
    (noted,) = progress.progress_of(writer, case.id)
    assert (noted.status, noted.evidence, noted.noted_on) == (
        "done", "Attestation de formation", writer.today(),
    )  # fmt: skip
    assert {"Attestation de formation", "1 of 1 activity done"} <= set(words_on(tab))
    reading = desk.open(PlanTab, writer, case)
    assert reading.pages.reading is not None
    assert reading.pages.reading.plan == approved  # as it was approved
    assert "Done" in words_on(reading)


def test_done_without_anything_that_shows_it_is_refused_in_place(
    desk: Desk, writer: Session, case: CaseFile, approved: Plan
) -> None:
    tab = desk.open(ProgressTab, writer, case)
    tab.list.select(next(approved.activities()).id)
    tab.begin()
    assert tab.page is not None
    tab.page.form["status"].buttons["done"].click()
    tab.page.submit()
    assert "what shows that it was done" in tab.page.form.field("evidence").mistake()
    assert progress.progress_of(writer, case.id) == []


def test_without_an_approved_plan_the_way_to_it_is_offered(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    tab = desk.open(ProgressTab, sign_in(Role.COUNSELLOR), case)
    with desk.qtbot.waitSignal(tab.place_chosen) as chosen:
        tab.empty.action.click()
    assert chosen.args == ["plan"]


def test_a_supervisor_reads_progress_and_does_not_note_it(
    desk: Desk, sign_in: SignIn, case: CaseFile, approved: Plan
) -> None:
    tab = desk.open(ProgressTab, sign_in(Role.SUPERVISOR), case)
    assert not tab.new.isEnabled()
    tab.begin()
    assert tab.page is None


# ---------------------------------------------------------------------------- comparison


def test_two_versions_are_compared_in_the_plan(desk: Desk, writer: Session, case: CaseFile) -> None:
    second_version(writer, case)
    tab = desk.open(PlanTab, writer, case)
    tab.head.compare.click()
    page = tab.pages.comparison
    assert page is not None
    shown = words_on(page)
    assert {"Goal: Comptabilité", "1,200.00\u00a0EUR"} <= set(shown)
    assert "600.00\u00a0EUR (-600.00\u00a0EUR)" in shown
    page.older.set_value(page.newer.value())
    page.older.edited.emit()
    assert "The two versions say the same." in words_on(page)
    page.back.click()
    assert tab.pages.shows_form()


def test_one_version_alone_cannot_be_compared(desk: Desk, writer: Session, case: CaseFile) -> None:
    assert desk.open(PlanTab, writer, case).head.compare.isHidden()


def test_the_approved_plan_shows_who_approved_it_and_the_hash(
    desk: Desk, writer: Session, case: CaseFile, approved: Plan
) -> None:
    tab = desk.open(PlanTab, writer, case)
    about = tab.head.about.text()
    assert short_form(content_hash(approved)) in about
    assert "Supervisor" in about


def test_the_approver_reads_the_difference_first_and_the_whole_by_one_key(
    desk: Desk, sign_in: SignIn, writer: Session, case: CaseFile
) -> None:
    newer = second_version(writer, case)
    plans.submit_plan(writer, newer.id)
    screen = ApprovalsScreen(sign_in(Role.SUPERVISOR), desk.tasks, desk.messages)
    desk.qtbot.addWidget(screen)
    screen.resize(1300, 800)
    with desk.qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.reload()
    screen.list.select(newer.id)
    shown = words_on(screen.pane)
    assert "What is different from version 1" in shown
    assert "Atelier de couture" not in shown  # it did not change
    press(screen.pane, "Alt+W")
    shown = words_on(screen.pane)
    assert "What is different from version 1" not in shown
    assert "Atelier de couture" in shown


def test_control_a_first_version_is_shown_whole(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    plan = saved_plan(writer, case)
    plans.submit_plan(writer, plan.id)
    screen = ApprovalsScreen(sign_in(Role.SUPERVISOR), desk.tasks, desk.messages)
    desk.qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    screen.list.select(plan.id)
    assert screen.pane.whole.isHidden()
    assert "Atelier de couture" in words_on(screen.pane)
