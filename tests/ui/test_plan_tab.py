"""The plan tab: writing, refusing in place, sending, reading, and never losing what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from intake_app.acts import Role
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.service import reload_case
from intake_app.drafts import service as drafts
from intake_app.packs.model import Dimension
from intake_app.plans import service as plans
from intake_app.plans.model import ActivityStatus, LineForm, PlanState
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.ui.case_kit import (
    Desk,
    a_goal,
    approved_plan,
    saved_plan,
)
from tests.ui.plan_kit import case, desk, form_of, newest, two_of_everything, type_amount, writer
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import press, type_text
from ui.plans.plan_tab import PlanTab
from ui.plans.read_row import ReadRow
from ui.plans.tab_order import stops
from ui.tab_walk import is_stop

__all__ = ["case", "desk", "writer"]

_MOST_STOPS = 200


# ---------------------------------------------------------------------------- beginning


def test_without_a_plan_the_counsellor_is_offered_to_write_it(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    tab = desk.open(PlanTab, writer, case)
    assert tab.pages.empty.action.isVisible()
    tab.pages.empty.action.click()
    assert form_of(tab).value().version == 1
    assert plans.plans_of(writer, case.id) == []


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SUPERVISOR])
def test_others_read_that_the_counsellor_writes_it(
    desk: Desk, sign_in: SignIn, case: CaseFile, role: Role
) -> None:
    tab = desk.open(PlanTab, sign_in(role), case)
    assert tab.pages.empty.action.isHidden()
    assert "No plan yet. The counsellor writes it." in words_on(tab)


def test_a_plan_that_is_typed_arrives_in_the_vault_as_it_was_typed(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    tab = desk.open(PlanTab, writer, case)
    tab.pages.empty.action.click()
    form = form_of(tab)
    form.goals.add_buttons[Dimension.SOCIAL].click()
    (card,) = form.goals.cards()
    type_text(card.head.editors.text.block, "L’école pour les enfants")
    card.head.editors.level.buttons["community"].click()
    template = card.add.menu().actions()[1]
    template.trigger()
    (row,) = card.rows()
    row.editors.provider.line.setText("École de Coronthie")
    row.editors.responsible.line.setText("DIALLO Mariama")
    row.editors.due.line.setText("30/09/2026")
    form.budget.add.click()
    (line,) = form.budget.rows()
    line.editors.package.set_value("post_return")
    line.editors.package.edited.emit()
    line.editors.text.line.setText("Frais de scolarité")
    type_amount(line, "310,50")
    press(line.editors.amount.line, "Ctrl+S")
    desk.qtbot.waitUntil(lambda: not tab.pages.is_writing())  # Qt shows the button pressed first
    stored = newest(writer, case)
    (goal,) = stored.goals
    assert (goal.dimension, goal.level, goal.text) == (
        Dimension.SOCIAL,
        "community",
        "L’école pour les enfants",
    )
    (step,) = goal.activities
    assert (step.text, step.provider) == (template.text(), "École de Coronthie")
    assert (step.due, step.status) == (date(2026, 9, 30), ActivityStatus.PLANNED)
    (written,) = stored.lines
    assert (written.amount, written.form) == (Money.of("310.50", "EUR"), LineForm.IN_KIND)
    assert reload_case(writer, case.id).case.stage is Stage.PLAN
    assert tab.bar.text() == "The plan is saved."
    assert not tab.pages.is_writing()
    assert drafts.drafts(writer) == []


# ---------------------------------------------------------------------------- money


def test_a_line_above_the_ceiling_is_refused_in_place_while_it_is_typed(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    (row,) = form_of(tab).budget.rows()
    type_amount(row, "2100")
    said = row.editors.note.text()
    assert "100.00\u00a0EUR above the ceiling of Post-return package" in said
    assert "2,000.00\u00a0EUR" in said
    tab.head.save.click()
    assert newest(writer, case) == stored
    assert row.editors.amount.line.text() == "2100"
    assert form_of(tab).summary.links


def test_control_a_line_at_the_ceiling_is_saved(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    (row,) = form_of(tab).budget.rows()
    type_amount(row, "2000")
    assert row.editors.note.isHidden()
    tab.head.save.click()
    assert newest(writer, case).lines[0].amount == Money.of("2000", "EUR")


def test_balances_follow_while_one_types(desk: Desk, writer: Session, case: CaseFile) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    assert any("800.00\u00a0EUR left" in words for words in words_on(form.balances))
    type_amount(form.budget.rows()[0], "1950")
    assert any("50.00\u00a0EUR left" in words for words in words_on(form.balances))
    form.budget.rows()[0].editors.remove.click()
    assert any("2,000.00\u00a0EUR left" in words for words in words_on(form.balances))


def test_a_package_without_a_confirmed_amount_says_so(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    said = "\n".join(words_on(form_of(tab).balances))
    assert "No public source gives an amount for Medical support package" in said


def test_choosing_a_package_takes_its_only_form(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    tab = desk.open(PlanTab, writer, case)
    tab.pages.empty.action.click()
    form = form_of(tab)
    form.budget.add_line()
    (row,) = form.budget.rows()
    row.editors.form.set_value("cash")
    row.editors.package.set_value("post_return")
    row.editors.package.edited.emit()
    assert row.editors.form.value() == "in_kind"


# ---------------------------------------------------------------------------- rows


@pytest.mark.parametrize("what", ["goal", "activity", "line"])
def test_what_was_taken_away_can_be_put_back_in_its_place(
    desk: Desk, writer: Session, case: CaseFile, what: str
) -> None:
    stored = two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    card = form.goals.cards()[0]
    row: ReadRow[Any] = {
        "goal": card.head,
        "activity": card.rows()[0],
        "line": form.budget.rows()[0],
    }[what]
    row.editors.remove.click()
    assert form.value() != stored
    tab.bar.action.click()
    assert form.value() == stored
    assert not tab.pages.is_writing()


def test_alt_and_arrows_move_the_line_that_has_the_keyboard(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    first = form.budget.rows()[0]
    first.editors.text.line.setFocus()
    press(first.editors.text.line, "Alt+Down")
    assert [line.text for line in form.value().lines] == ["Tissu", "Machine"]
    assert first.editors.text.line.hasFocus()
    press(first.editors.text.line, "Alt+Down")
    assert [line.text for line in form.value().lines] == ["Tissu", "Machine"]
    press(first.editors.text.line, "Alt+Up")
    assert [line.text for line in form.value().lines] == ["Machine", "Tissu"]


def test_alt_and_arrows_move_the_innermost_row(desk: Desk, writer: Session, case: CaseFile) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    card = form.goals.cards()[0]
    inner = card.rows()[1]
    inner.editors.text.line.setFocus()
    press(inner, "Alt+Up")
    assert [step.text for step in form.value().goals[0].activities] == [
        "Achat des machines",
        "Formation",
    ]
    card.head.editors.text.block.setFocus()
    press(card.head.editors.text.block, "Alt+Down")
    assert [goal.text for goal in form.value().goals] == ["Comptabilité", "Couture"]


def test_tab_goes_in_reading_order_also_through_rows_that_came_later(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    card = form.goals.cards()[0]
    card.add.menu().actions()[0].trigger()
    assert not card.rows()[0].is_open  # it gets its editors on the way
    first = next(stops(form.goals))
    first.setFocus()
    walked = [first]
    while len(walked) < _MOST_STOPS:
        press(walked[-1], "Tab")
        focused = QApplication.focusWidget()
        assert focused is not None
        if not form.goals.isAncestorOf(focused):
            break
        walked.append(focused)
    assert walked == [stop for stop in stops(form.goals) if is_stop(stop)]
    assert card.rows()[2].editors.text.line in walked
    assert all(row.is_open for row in card.rows())


# ---------------------------------------------------------------------------- problems


def test_a_missing_text_is_shown_at_its_place_and_the_rest_stays(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    card = form.goals.cards()[1]
    card.head.editors.text.block.clear()
    form.budget.rows()[0].editors.text.line.setText("Deux machines")
    tab.head.save.click()
    assert newest(writer, case) == stored
    assert card.head.editors.note.text() == "Say in a sentence what the goal is."
    assert card.head.editors.text.block.hasFocus()
    assert "Economic, goal 2: Say in a sentence what the goal is." in words_on(form.summary)
    assert form.budget.rows()[0].editors.text.value() == "Deux machines"
    type_text(card.head.editors.text.block, "Tenir les comptes")
    assert card.head.editors.note.isHidden()


def test_an_amount_and_a_day_that_are_not_understood_are_never_saved_as_something_else(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    type_amount(form.budget.rows()[0], "beaucoup")
    step = form.goals.cards()[0].rows()[0]
    type_text(step.editors.due.line, "bientôt")
    tab.head.save.click()
    assert newest(writer, case) == stored
    said = "\n".join(words_on(form.summary))
    assert "Economic, goal 1, activity 1: This is not an exact day." in said
    assert "Budget line 1: Enter an amount" in said


def test_sending_an_incomplete_plan_shows_what_is_missing_without_asking(
    desk: Desk, writer: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    tab.head.send.click()
    assert messages.asked == []
    said = "\n".join(words_on(form_of(tab).summary))
    assert "Economic, goal 1, activity 1: Say who sees to it." in said
    assert "Economic, goal 2: Add at least one activity to this goal." in said
    assert newest(writer, case).state is PlanState.DRAFT


def test_somebody_elses_newer_revision_is_not_overwritten_and_the_typed_text_stays(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    newer = plans.save_plan(writer, replace(stored, goals=(a_goal("Autre chose"),)))
    card = form_of(tab).goals.cards()[0]
    card.head.editors.text.set_value("Mon texte")
    card.head.editors.text.edited.emit()
    tab.head.save.click()
    assert newest(writer, case) == newer
    assert "A colleague has changed this plan meanwhile" in tab.bar.text()
    assert card.head.editors.text.value() == "Mon texte"
    tab.bar.action.click()
    assert form_of(tab).value() == newer


# ---------------------------------------------------------------------------- sending and reading


def test_sending_saves_first_asks_and_freezes(
    desk: Desk, writer: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    type_amount(form_of(tab).budget.rows()[0], "1100")
    messages.answers = [True]
    tab.head.send.click()
    assert messages.asked == ["Send the plan for approval?"]
    sent = newest(writer, case)
    assert (sent.state, sent.lines[0].amount) == (PlanState.SUBMITTED, Money.of("1100", "EUR"))
    assert tab.pages.form is None
    assert tab.pages.reading is not None
    assert tab.head.save.isHidden()
    assert tab.head.renew.isHidden()
    assert "Waiting for approval" in words_on(tab.head)
    assert tab.bar.text() == "The plan was sent for approval."


def test_not_sending_after_all_changes_nothing(
    desk: Desk, writer: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    messages.answers = [False]
    tab.head.send.click()
    assert newest(writer, case) == stored
    assert form_of(tab)


def test_a_returned_plan_shows_who_returned_it_and_why_and_is_answered_with_a_new_version(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(writer, saved_plan(writer, case).id)
    plans.return_plan(sign_in(Role.SUPERVISOR), plan.id, "Name the supplier.")
    writer = sign_in(Role.COUNSELLOR)
    tab = desk.open(PlanTab, writer, case)
    assert tab.notice.text() == (
        "Salimata Keita returned this version on 12 May 2026: Name the supplier."
    )
    tab.head.renew.click()
    form = form_of(tab)
    assert (form.value().version, form.value().goals) == (2, plan.goals)
    assert tab.notice.isHidden()
    tab.head.save.click()
    assert [plan.version for plan in plans.plans_of(writer, case.id)] == [2, 1]


def test_an_approved_plan_is_read_and_older_versions_too(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved = approved_plan(sign_in, case)
    writer = sign_in(Role.COUNSELLOR)
    second = plans.save_plan(writer, plans.start_plan(writer, case.id))
    tab = desk.open(PlanTab, writer, case)
    assert form_of(tab).value().id == second.id
    tab.head.versions.set_value(approved.id)
    tab.head.versions.edited.emit()
    assert tab.pages.reading is not None
    assert tab.pages.shown_plan() == approved
    assert tab.head.save.isHidden()
    tab.head.versions.set_value(second.id)
    tab.head.versions.edited.emit()
    assert form_of(tab).value().id == second.id


def test_a_supervisor_reads_the_draft_and_the_buttons_say_why_they_are_grey(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    saved_plan(sign_in(Role.COUNSELLOR), case)
    tab = desk.open(PlanTab, sign_in(Role.SUPERVISOR), case)
    assert tab.pages.form is None
    assert "Deux machines" in words_on(tab)
    assert not tab.head.send.isEnabled()
    assert tab.head.send.accessibleDescription() == "Only a counsellor writes plans."
