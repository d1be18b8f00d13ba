"""The form: order, keys, mistakes, sections, pins, and what a screen reader hears."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.values import PartialDate
from tests.ui.typing import press, type_text
from ui.fields.choice import Choice, Option
from ui.fields.date_edit import PartialDateEdit
from ui.fields.form import Form
from ui.fields.section_list import SectionState
from ui.fields.text_edit import TextBlock, TextLine
from ui.style import dress

SEXES = [Option("f", "Female"), Option("m", "Male")]


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.add_section("names", lambda: "Names")
    made.add("family", TextLine(), lambda: "Family name", required=True)
    made.add("given", TextLine(), lambda: "Given names", required=True, helper=lambda: "As written")
    made.add("sex", Choice(lambda: SEXES), lambda: "Sex & gender")
    made.add_section("origin", lambda: "Origin")
    made.add("born", PartialDateEdit(lambda: date(2026, 5, 12)), lambda: "Born")
    made.add("flight", TextLine(), lambda: "Flight", pinned=False)
    made.add("note", TextBlock(), lambda: "Note", wide=True)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.activateWindow()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_missing_and_misunderstood_answers_are_shown_at_their_fields(form: Form) -> None:
    type_text(form["born"], "long ago")
    assert not form.check()
    assert form.field("family").mistake()
    assert form.field("born").mistake()
    assert not form.field("flight").mistake()
    assert set(form.summary.links) == {"family", "given", "born"}
    assert form.summary.isVisible()
    assert focused() is form["family"].line
    assert form["born"].line.text() == "long ago"
    assert form["family"].line.property("wrong") is True


def test_a_mended_answer_takes_its_mistake_away(form: Form) -> None:
    form.check()
    type_text(form["family"], "Diallo")
    assert form.field("family").mistake() == ""
    assert set(form.summary.links) == {"given"}
    type_text(form["given"], "Mariama")
    assert not form.summary.isVisible()
    assert form.check()


def test_sentences_of_the_service_stand_under_their_fields_and_on_top(form: Form) -> None:
    form.show_problems({"born": "The child cannot be older than the mother.", "case": "Closed."})
    assert form.field("born").note.text() == "The child cannot be older than the mother."
    assert focused() is form["born"].line
    assert list(form.summary.links) == ["born"]
    assert "2" in form.summary.accessibleName()
    form.show_problems({})
    assert not form.summary.isVisible()


def test_a_line_of_the_summary_jumps_to_its_field(form: Form) -> None:
    form.check()
    press(form.summary.links["given"], "Return")
    assert focused() is form["given"].line


def test_enter_moves_on_and_ctrl_enter_submits(qtbot: QtBot, form: Form) -> None:
    form["family"].line.setFocus()
    press(form["family"].line, "Return")
    assert focused() is form["given"].line
    with qtbot.waitSignal(form.submitted):
        press(form["given"].line, "Ctrl+Return")
    with qtbot.waitSignal(form.submitted):
        press(form["note"].block, "Ctrl+Return")


def test_tab_follows_the_order_of_reading(form: Form) -> None:
    form["family"].line.setFocus()
    visited = []
    for _step in range(5):
        visited.append(focused())
        press(visited[-1], "Tab")
    assert visited == [
        form["family"].line, form["given"].line, form["sex"].buttons["f"], form["born"].line,
        form["flight"].line,
    ]  # fmt: skip


def test_sections_tell_how_far_they_are(form: Form) -> None:
    assert form.sections.state("names") is SectionState.UNTOUCHED
    type_text(form["family"], "Diallo")
    assert form.sections.state("names") is SectionState.STARTED
    type_text(form["given"], "Mariama")
    assert form.sections.state("names") is SectionState.DONE
    form.show_problems({"family": "Too short."})
    assert form.sections.state("names") is SectionState.WRONG
    assert "1 mistake" in form.sections.button("names").accessibleName()
    form.mark_section("origin", SectionState.DONE)
    assert form.sections.state("origin") is SectionState.DONE


def test_alt_and_a_letter_jump_to_a_section(qtbot: QtBot, form: Form) -> None:
    assert form.sections.button("names").text() == "&Names"
    assert form.sections.button("origin").text() == "&Origin"
    press(form, "Alt+O")
    qtbot.waitUntil(lambda: focused() is form["born"].line)


def test_a_question_that_is_not_asked_is_neither_checked_nor_given_back(form: Form) -> None:
    type_text(form["born"], "long ago")
    form.set_relevant("born", False)
    assert not form.field("born").isVisible()
    assert "born" not in form.values()
    type_text(form["family"], "Diallo")
    type_text(form["given"], "Mariama")
    assert form.check()
    form.set_relevant("born", True)
    assert form["born"].line.text() == "long ago"
    assert not form.check()


def test_values_go_in_and_come_out(form: Form) -> None:
    born = PartialDate.from_edtf("1990~")
    form.set_values({"family": "Diallo", "sex": "f", "born": born, "unknown": 1})
    assert form.values() == {
        "family": "Diallo", "given": "", "sex": "f", "born": born, "flight": "", "note": "",
    }  # fmt: skip
    assert not form.is_changed()
    type_text(form["given"], "M")
    assert form.is_changed()
    form.set_saved()
    assert not form.is_changed()


def test_pinned_answers_stay_for_the_next_person(qtbot: QtBot, form: Form) -> None:
    type_text(form["flight"], "ET-917")
    type_text(form["family"], "Diallo")
    form["flight"].line.setFocus()
    with qtbot.waitSignal(form.pinned_changed) as told:
        press(form["flight"].line, "Ctrl+Shift+P")
    assert told.args == ["flight", True]
    form.clear(keep_pinned=True)
    assert form["flight"].value() == "ET-917"
    assert form["family"].value() == ""
    assert form.pinned() == {"flight"}
    form.clear()
    assert form["flight"].value() == ""


def test_the_pin_appears_under_the_mouse(form: Form) -> None:
    field = form.field("flight")
    assert not field.pin.isVisible()
    here = field.rect().center().toPointF()
    QApplication.sendEvent(field, QEnterEvent(here, here, here))
    assert field.pin.isVisible()
    QApplication.sendEvent(field, QEvent(QEvent.Type.Leave))
    assert not field.pin.isVisible()


def test_a_screen_reader_hears_label_and_mistake(form: Form) -> None:
    form.check()
    line = form["family"].line
    assert line.accessibleName() == "Family name"
    assert "Please fill this in." in line.accessibleDescription()
    assert form.field("family").label.buddy() is line
    assert form.field("sex").label.text() == "Sex && gender"
    named = [w for w in form.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(named) > 7
    for widget in named:
        text = widget.accessibleName() or getattr(widget, "text", str)()
        assert text, widget


def test_two_columns_become_one_where_it_is_narrow(form: Form) -> None:
    assert form.field("family").y() == form.field("given").y()
    assert form.field("note").width() > form.field("family").width() * 1.5
    form.resize(520, 700)
    QApplication.processEvents()
    assert form.field("family").y() < form.field("given").y()
    assert not form.sections.isVisible()


def test_nothing_is_cut_off_with_large_text(dressed: QApplication, form: Form) -> None:
    dress(dressed, dark=False, scale=1.5)
    form.resize(1000, 700)
    QApplication.processEvents()
    for key in ("family", "given", "born", "flight"):
        line = form[key].line
        assert line.height() >= line.fontMetrics().height() + 4
        assert form.field(key).label.height() >= form.field(key).label.fontMetrics().height()
    assert form.area.horizontalScrollBar().maximum() == 0


def test_read_only_forms_can_be_read_and_not_changed(form: Form) -> None:
    form.set_values({"family": "Diallo", "sex": "f"})
    form.set_read_only(True)
    type_text(form["family"], "x")
    form["sex"].buttons["m"].click()
    assert form.values()["family"] == "Diallo"
    assert form.values()["sex"] == "f"


def test_building_a_form_opens_no_windows(qtbot: QtBot, form: Form) -> None:
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [form]
