"""Moving in a plan: by keys, by dragging, and back with Ctrl+Z; nothing that was typed is lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.cases.model import CaseFile
from intake_app.session import Session
from tests.ui.case_kit import Desk
from tests.ui.plan_kit import case, desk, form, form_of, two_of_everything, writer
from tests.ui.typing import press, type_text
from ui.plans.activity_row import ActivityRow
from ui.plans.plan_form import PlanForm
from ui.plans.plan_tab import PlanTab

__all__ = ["case", "desk", "form", "writer"]


def goals(form: PlanForm) -> list[str]:
    return [goal.text for goal in form.value().goals]


def steps(form: PlanForm) -> list[str]:
    return [step.text for step in form.value().goals[0].activities]


def lines(form: PlanForm) -> list[str]:
    return [line.text for line in form.value().lines]


def rows(form: PlanForm) -> list[ActivityRow]:
    return form.goals.cards()[0].rows()


# ---------------------------------------------------------------------------- back again


def test_ctrl_z_takes_a_move_back_in_the_field_that_has_the_keyboard(form: PlanForm) -> None:
    row = rows(form)[0]
    row.editors.text.line.setFocus()
    press(row.editors.text.line, "Alt+Down")
    assert steps(form) == ["Achat des machines", "Formation"]
    press(row.editors.text.line, "Ctrl+Z")
    assert steps(form) == ["Formation", "Achat des machines"]
    assert row.editors.text.line.text() == "Formation"


def test_what_was_typed_since_goes_first(form: PlanForm) -> None:
    row = rows(form)[0]
    row.editors.text.line.setFocus()
    press(row.editors.text.line, "Alt+Down")
    type_text(row.editors.text.line, "x")
    assert row.editors.text.line.text() == "xFormation"
    press(row.editors.text.line, "Ctrl+Z")
    assert row.editors.text.line.text() == "Formation"
    assert steps(form) == ["Achat des machines", "Formation"]  # the move stands


def test_a_goal_a_step_and_a_line_come_back_where_they_were(form: PlanForm) -> None:
    was = form.value()
    form.goals.cards()[0].activities.remove(rows(form)[0])
    form.goals.cards()[0].head.editors.remove.click()
    form.budget.rows()[1].editors.remove.click()
    assert (goals(form), lines(form)) == (["Comptabilité"], ["Machine"])
    for _step in range(3):
        block = form.goals.cards()[0].head.editors.text.block
        block.setFocus()
        press(block, "Ctrl+Z")
    assert form.value() == was
    assert not form.steps.go_back()


def test_moves_and_removals_are_taken_back_from_the_last_to_the_first(form: PlanForm) -> None:
    was = form.value()
    stack = next(iter(form.goals.stacks.values()))
    stack.shift(stack.rows[0], 1)
    stack.remove(stack.rows[1])  # Couture, which was moved
    assert goals(form) == ["Comptabilité"]
    form.steps.go_back()
    assert goals(form) == ["Comptabilité", "Couture"]
    form.steps.go_back()
    assert form.value() == was


def test_what_the_bar_has_brought_back_is_not_brought_back_twice(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    form.budget.rows()[0].editors.remove.click()
    tab.bar.action.click()
    assert lines(form) == ["Machine", "Tissu"]
    assert not form.steps.go_back()
    assert lines(form) == ["Machine", "Tissu"]


# ---------------------------------------------------------------------------- by hand


def _mouse(widget: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    released = kind is QEvent.Type.MouseButtonRelease
    event = QMouseEvent(
        kind, QPointF(widget.mapFromGlobal(at)), QPointF(at), none if released else left,
        none if released else left, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    if kind is not QEvent.Type.MouseMove:
        event = QMouseEvent(
            kind, QPointF(widget.mapFromGlobal(at)), QPointF(at), left,
            none if released else left, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
    QApplication.sendEvent(widget, event)


def number_of(row: QWidget) -> QPoint:
    """Where the number stands on the screen by which a row is taken."""
    return row.mapToGlobal(QPoint(4, row.height() // 2))


def drag(grip: QWidget, onto: QWidget) -> None:
    """Take a row, go to the middle of another one and a little on, and let go."""
    start = number_of(grip)
    target = onto.mapToGlobal(onto.rect().center())
    down = target.y() > start.y()
    _mouse(grip, QEvent.Type.MouseButtonPress, start)
    for part in (1, 2, 3, 4):
        height = start.y() + (target.y() - start.y()) * part // 4
        _mouse(grip, QEvent.Type.MouseMove, QPoint(start.x(), height + (4 if down else -4)))
    _mouse(grip, QEvent.Type.MouseButtonRelease, QPoint(start.x(), target.y()))


def test_a_step_is_dragged_below_another_and_the_whole_way_is_one_step_back(
    form: PlanForm,
) -> None:
    first, second = rows(form)
    drag(first, second)
    assert steps(form) == ["Achat des machines", "Formation"]
    assert form.is_changed()
    form.steps.go_back()
    assert steps(form) == ["Formation", "Achat des machines"]


def test_a_goal_is_dragged_by_its_title(form: PlanForm) -> None:
    first, second = form.goals.cards()
    drag(second.head, first)
    assert goals(form) == ["Comptabilité", "Couture"]


def test_a_press_without_a_way_moves_nothing(form: PlanForm) -> None:
    first = rows(form)[0]
    at = number_of(first)
    _mouse(first, QEvent.Type.MouseButtonPress, at)
    _mouse(first, QEvent.Type.MouseMove, at + QPoint(0, 1))
    _mouse(first, QEvent.Type.MouseButtonRelease, at)
    assert not form.is_changed()
    assert not form.steps.go_back()


# ---------------------------------------------------------------------------- templates


def test_a_key_offers_the_activities_of_the_dimension_and_a_digit_takes_one(
    form: PlanForm,
) -> None:
    card = form.goals.cards()[1]
    card.head.editors.text.block.setFocus()
    press(card.head.editors.text.block, "Alt+A")
    menu = card.add.menu()
    assert menu.isVisible()
    template = menu.actions()[2]
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2")
    QApplication.sendEvent(menu, key)
    assert [step.text for step in form.value().goals[1].activities] == [template.text()]
    assert not menu.isVisible()


def test_a_digit_in_a_field_is_a_digit(form: PlanForm) -> None:
    row = rows(form)[0]
    row.editors.text.line.setFocus()
    type_text(row.editors.text.line, "2")
    assert steps(form) == ["2Formation", "Achat des machines"]
