"""Rows of a plan are read until somebody writes in them; nothing is lost or changed by that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.cases.model import CaseFile
from intake_app.plans import service as plans
from intake_app.session import Session
from tests.pseudo import pseudo_language
from tests.ui.case_kit import Desk, a_line, saved_plan
from tests.ui.plan_kit import case, desk, form, form_of, two_of_everything, type_amount, writer
from tests.ui.test_plan_moving import drag
from tests.ui.typing import press, type_text
from ui.language import Language
from ui.plans.budget_row import BudgetRow
from ui.plans.plan_form import PlanForm
from ui.plans.plan_tab import PlanTab

__all__ = ["case", "desk", "form", "writer"]

LINES = 40


def opened(form: PlanForm) -> list[bool]:
    return [row.is_open for row in form.budget.rows()]


def click_on(row: BudgetRow, key: str) -> None:
    """Press the mouse on the words of this answer."""
    (part,) = [part for part in row.laid()._parts if part.key == key]
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(row, button, none, part.place.center())


def test_forty_lines_are_forty_widgets(desk: Desk, writer: Session, case: CaseFile) -> None:
    plan = saved_plan(writer, case)
    lines = tuple(a_line(f"Achat {number}", "10") for number in range(LINES))
    plans.save_plan(writer, replace(plan, lines=lines))
    form = form_of(desk.open(PlanTab, writer, case))
    assert len(form.budget.stack.findChildren(QWidget)) == LINES
    form.budget.rows()[0].take_keyboard()  # the control
    assert len(form.budget.stack.findChildren(QWidget)) > LINES + 10
    assert opened(form) == [True] + [False] * (LINES - 1)


def test_a_press_on_the_amount_is_a_press_into_its_field(form: PlanForm) -> None:
    row = form.budget.rows()[1]
    click_on(row, "amount")
    assert opened(form) == [False, True]
    assert row.editors.amount.line.hasFocus()
    click_on(form.budget.rows()[0], "package")
    assert form.budget.rows()[0].editors.package.focus_target().hasFocus()


def test_backtab_enters_a_row_from_below(form: PlanForm) -> None:
    first, second = form.budget.rows()
    second.take_keyboard()
    press(second.editors.text.line, "Shift+Tab")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert first.editors.form.isAncestorOf(focused)


def test_tab_goes_through_the_particulars_that_came_later(form: PlanForm) -> None:
    row = form.budget.rows()[0]
    row.take_keyboard()
    row.editors.more.click()
    details = row.editors.details
    assert details is not None
    row.editors.form.setFocus()
    press(row.editors.form.focus_target(), "Tab")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert details.month.isAncestorOf(focused)


def test_who_only_comes_and_goes_changes_nothing(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    """Not even what the editors cannot say: a package that the programme does not have any more."""
    stored = saved_plan(writer, case)
    eurp = writer.packs["eurp"]
    others = tuple(one for one in eurp.packages if one.id != stored.lines[0].package)
    later = replace(writer, packs={"eurp": replace(eurp, packages=others)})
    tab = desk.open(PlanTab, later, case)
    (row,) = form_of(tab).budget.rows()
    row.take_keyboard()
    assert row.editors.package.value() is None
    assert form_of(tab).value() == stored
    assert not tab.pages.is_writing()
    type_text(row.editors.text.line, "x")  # the control
    assert form_of(tab).value().lines[0].package == ""
    assert tab.pages.is_writing()


def test_a_refusal_is_said_in_a_row_that_is_only_read(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    two_of_everything(writer, case)
    form = form_of(desk.open(PlanTab, writer, case))
    first, second = form.budget.rows()
    height = second.sizeHint().height()
    assert second.accessibleDescription() == ""
    type_amount(first, "1900")
    assert "above the ceiling" in second.accessibleDescription()
    assert opened(form) == [True, False]
    assert second.sizeHint().height() > height
    type_amount(first, "900")
    assert second.accessibleDescription() == ""
    assert second.sizeHint().height() == height


def test_a_closed_row_says_all_of_it_in_the_language_of_the_screen(
    form: PlanForm, screen_language: Language, tmp_path: Path
) -> None:
    row = form.budget.rows()[0]
    assert row.accessibleName() == "1. Machine, 900.00\u00a0EUR, Post-return package, In kind"
    with pseudo_language(tmp_path):
        screen_language.switch("pseudo")
        assert "⟦" in row.accessibleName()
    screen_language.switch("fr")
    assert "900,00\u00a0EUR" in row.accessibleName()
    screen_language.switch("en")
    assert opened(form) == [False, False]


def test_a_row_is_dragged_and_comes_back_without_editors(form: PlanForm) -> None:
    first, second = form.budget.rows()
    drag(first, second)
    assert [line.text for line in form.value().lines] == ["Tissu", "Machine"]
    assert opened(form) == [False, False]
    assert form.steps.go_back()
    assert [line.text for line in form.value().lines] == ["Machine", "Tissu"]


def test_a_move_of_what_the_person_brings_in_is_taken_back_too(form: PlanForm) -> None:
    for words in ("A shed", "Tools"):
        form.own.add.click()
        type_text(form.own.rows()[-1].editors.text.line, words)
    press(form.own.rows()[1].editors.text.line, "Alt+Up")
    assert [share.text for share in form.value().own] == ["Tools", "A shed"]
    assert form.steps.go_back()
    assert [share.text for share in form.value().own] == ["A shed", "Tools"]


def test_long_words_break_and_nothing_is_cut(desk: Desk, writer: Session, case: CaseFile) -> None:
    line = a_line("Une machine à coudre " * 20, "900")
    stored = saved_plan(writer, case)
    plans.save_plan(writer, replace(stored, lines=(line,)))
    (row,) = form_of(desk.open(PlanTab, writer, case)).budget.rows()
    heights = []
    for width in (1500, 500):
        row.resize(width, row.height())
        heights.append(row.sizeHint().height())
    assert heights[1] > heights[0] > row.fontMetrics().height()
    laid = row.laid()
    assert laid.key_at(QPoint(60, 10)) == "text"
    assert laid.key_at(QPoint(490, 10)) == "amount"
