"""What tests of the plan tab share: a desk with a case and who writes its plan, a plan with two of
each, finding the form, typing an amount."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.plans import service as plans
from intake_app.plans.model import Plan
from intake_app.session import Session
from tests.conftest import SignIn
from tests.ui.case_kit import Desk, a_goal, a_line, an_activity, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import type_text
from ui.plans.budget_table import BudgetRow
from ui.plans.plan_form import PlanForm
from ui.plans.plan_tab import PlanTab


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def writer(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


@pytest.fixture
def form(desk: Desk, writer: Session, case: CaseFile) -> PlanForm:
    two_of_everything(writer, case)
    return form_of(desk.open(PlanTab, writer, case))


def form_of(tab: PlanTab) -> PlanForm:
    """The form that is on the page."""
    assert tab.pages.form is not None
    assert tab.pages.shows_form()
    return tab.pages.form


def newest(session: Session, case: CaseFile) -> Plan:
    """The latest version in the vault."""
    return plans.plans_of(session, case.id)[0]


def type_amount(row: BudgetRow, text: str) -> None:
    """Type another amount, key by key."""
    row.editors.amount.line.clear()
    type_text(row.editors.amount.line, text)


def two_of_everything(session: Session, case: CaseFile) -> Plan:
    """Two goals, two activities in the first, two lines."""
    steps = (an_activity("Formation"), an_activity("Achat des machines"))
    goals = (a_goal("Couture", activities=steps), a_goal("Comptabilité"))
    lines = (a_line("Machine", "900"), a_line("Tissu", "300"))
    return plans.save_plan(session, replace(saved_plan(session, case), goals=goals, lines=lines))


def choose(row: BudgetRow, question: str, code: str) -> None:
    """Choose the package of a line, or how it is given."""
    parts: Any = row if hasattr(row, question) else row.editors
    editor = getattr(parts, question)
    editor.set_value(code)
    editor.edited.emit()
