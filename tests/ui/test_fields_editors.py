"""What each editor understands, says and gives back."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake_app.i18n import _
from intake_app.values import Money, PartialDate
from tests.ui.typing import press, type_text
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit, PartialDateEdit
from ui.fields.editor import Editor
from ui.fields.money_edit import MoneyEdit
from ui.fields.phone_edit import PhoneEdit
from ui.fields.text_edit import NumberEdit, TextBlock, TextLine, Tick

TODAY = date(2026, 5, 12)
COUNTRIES = [Option("GN", "Guinea"), Option("CI", "Côte d’Ivoire"), Option("GW", "Guinea-Bissau")]


def today() -> date:
    return TODAY


E = TypeVar("E", bound=QWidget)


def shown(qtbot: QtBot, editor: E) -> E:
    qtbot.addWidget(editor)
    editor.show()
    return editor


# ---------------------------------------------------------------------------- text


def test_typed_names_keep_their_letters(qtbot: QtBot) -> None:
    line = shown(qtbot, TextLine())
    with qtbot.waitSignal(line.edited):
        type_text(line, "Éléonore Œdipe محمد")
    assert line.value() == "Éléonore Œdipe محمد"


def test_pasted_control_characters_and_overrides_are_left_out(qtbot: QtBot) -> None:
    line = shown(qtbot, TextLine())
    line.line.setText(" Dia\u0007llo\u202e \r")
    assert line.value() == "Diallo"


def test_a_line_takes_only_so_many_letters(qtbot: QtBot) -> None:
    line = shown(qtbot, TextLine(max_length=5))
    type_text(line, "Mariama")
    assert line.value() == "Maria"


def test_setting_a_value_is_no_edit(qtbot: QtBot) -> None:
    block = shown(qtbot, TextBlock())
    with qtbot.assertNotEmitted(block.edited):
        block.set_value("told by the family")
    assert block.value() == "told by the family"


def test_tab_leaves_a_block_and_enter_stays_in_it(qtbot: QtBot) -> None:
    block = shown(qtbot, TextBlock())
    type_text(block, "one")
    press(block.block, "Return")
    type_text(block, "two")
    assert block.block.tabChangesFocus()
    assert block.value() == "one\ntwo"


def test_a_block_tells_when_room_becomes_scarce_and_stops(qtbot: QtBot) -> None:
    block = shown(qtbot, TextBlock(max_length=20))
    assert block.note() == ""
    type_text(block, "x" * 19)
    assert "1" in block.note()
    type_text(block, "yyy")
    assert len(block.value()) == 20


def test_a_number_has_bounds(qtbot: QtBot) -> None:
    number = shown(qtbot, NumberEdit(1, 20, lambda: "children"))
    assert number.is_empty()
    assert number.problem() is None
    type_text(number, "3")
    assert number.value() == 3
    number.line.setText("21")
    assert number.value() is None
    assert "20" in (number.problem() or "")
    number.line.setText("three")
    assert number.problem()


def test_a_required_tick_must_be_set(qtbot: QtBot) -> None:
    tick = shown(qtbot, Tick(lambda: "Read aloud"))
    assert tick.is_empty()
    tick.box.click()
    assert tick.value()
    assert not tick.is_empty()


# ---------------------------------------------------------------------------- choices


def test_arrows_choose_and_a_second_press_takes_back(qtbot: QtBot) -> None:
    choice = shown(qtbot, Choice(lambda: COUNTRIES))
    assert choice.value() is None
    choice.buttons["GN"].click()
    press(choice.buttons["GN"], "Right")
    assert choice.value() == "CI"
    press(choice.buttons["CI"], "Left")
    press(choice.buttons["GN"], "Left")
    assert choice.value() == "GW"
    choice.buttons["GW"].click()
    assert choice.value() is None


def test_a_choice_that_must_be_made_cannot_be_taken_back(qtbot: QtBot) -> None:
    choice = shown(qtbot, Choice(lambda: COUNTRIES, may_be_empty=False))
    choice.buttons["GN"].click()
    choice.buttons["GN"].click()
    assert choice.value() == "GN"
    assert choice.buttons["GN"].isChecked()


def test_tab_stops_once_in_a_choice(qtbot: QtBot) -> None:
    choice = shown(qtbot, Choice(lambda: COUNTRIES))
    choice.set_value("CI")
    stops = [
        code
        for code, button in choice.buttons.items()
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["CI"]


def test_options_stand_below_each_other_where_it_is_narrow(qtbot: QtBot) -> None:
    choice = shown(qtbot, Choice(lambda: COUNTRIES))
    choice.resize(600, 40)
    wide = choice.minimumSizeHint().height()
    assert choice.buttons["GN"].y() == choice.buttons["CI"].y()
    choice.resize(130, 200)
    assert choice.buttons["GN"].y() < choice.buttons["CI"].y()
    assert choice.minimumSizeHint().height() > 2 * wide


def test_a_list_finds_words_without_their_accents(qtbot: QtBot) -> None:
    country = shown(qtbot, ChoiceList(lambda: COUNTRIES))
    type_text(country.line, "cote")
    completer = country.combo.completer()
    assert completer is not None
    assert [completer.completionModel().index(0, 0).data()] == ["Côte d’Ivoire"]
    assert country.value() is None
    assert country.problem()
    country.line.editingFinished.emit()
    assert country.value() == "CI"
    assert country.problem() is None


def test_a_list_does_not_guess_between_two(qtbot: QtBot) -> None:
    country = shown(qtbot, ChoiceList(lambda: COUNTRIES))
    type_text(country.line, "guin")
    country.line.editingFinished.emit()
    assert country.value() is None
    country.line.setText("Guinea")
    assert country.value() == "GN"


def test_a_list_with_what_is_not_in_it_has_a_problem_and_no_new_option(qtbot: QtBot) -> None:
    country = shown(qtbot, ChoiceList(lambda: COUNTRIES))
    type_text(country.line, "Atlantis")
    press(country.line, "Return")
    assert country.combo.count() == 3
    assert country.value() is None
    assert not country.is_empty()


def test_the_wheel_scrolls_the_page_and_not_the_answer(qtbot: QtBot) -> None:
    country = shown(qtbot, ChoiceList(lambda: COUNTRIES))
    country.set_value("GN")
    country.combo.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(country.combo, turn)
    assert country.value() == "GN"
    assert not turn.isAccepted()


def test_many_choices_give_their_codes_in_order(qtbot: QtBot) -> None:
    many = shown(qtbot, ManyChoices(lambda: COUNTRIES))
    many.boxes["GW"].click()
    many.boxes["GN"].click()
    assert many.value() == ["GN", "GW"]
    many.set_value(None)
    assert many.is_empty()


# ---------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("typed", "edtf", "note"),
    [
        ("1990", "1990", "1990 · 35–36 years old"),
        ("vers 1990", "1990~", "about 1990 · 33–38 years old"),
        ("03/1990", "1990-03", "March 1990 · 36 years old"),
        ("12 mars 1990", "1990-03-12", "12 March 1990 · 36 years old"),
        ("27 ans", "1998/1999", "1998 or 1999 · 26–28 years old"),
    ],
)
def test_a_birth_date_is_as_honest_as_it_was_typed(
    qtbot: QtBot, typed: str, edtf: str, note: str
) -> None:
    born = shown(qtbot, PartialDateEdit(today, birth=True))
    with qtbot.waitSignal(born.note_changed):
        type_text(born, typed)
    value = born.value()
    assert value is not None
    assert value.edtf == edtf
    assert born.note() == note
    assert born.problem() is None


@pytest.mark.parametrize("typed", ["yesterday morning", "31/02/1990", "2090", "13/13/1990"])
def test_what_is_no_date_stays_in_the_field_with_a_sentence(qtbot: QtBot, typed: str) -> None:
    born = shown(qtbot, PartialDateEdit(today))
    type_text(born, typed)
    assert born.value() is None
    assert born.problem()
    assert born.line.text() == typed


def test_a_date_that_was_read_is_given_back_unchanged(qtbot: QtBot) -> None:
    born = shown(qtbot, PartialDateEdit(today, birth=True))
    for edtf in ("1990-03-12", "1990-03", "1990", "1990~", "1998/1999"):
        date_read = PartialDate.from_edtf(edtf)
        born.set_value(date_read)
        assert born.value() == date_read


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/03/2026", date(2026, 3, 12)),
        ("12 mars 2026", date(2026, 3, 12)),
        ("today", TODAY),
        ("aujourd'hui", TODAY),
        ("demain", date(2026, 5, 13)),
        ("+7", date(2026, 5, 19)),
        ("2027-01-31", date(2027, 1, 31)),
    ],
)
def test_a_day_is_understood(qtbot: QtBot, typed: str, day: date) -> None:
    edit = shown(qtbot, DayEdit(today))
    type_text(edit, typed)
    assert edit.value() == day
    assert edit.note()


def test_a_day_outside_its_bounds_is_refused_in_words(qtbot: QtBot) -> None:
    edit = shown(qtbot, DayEdit(today, earliest=TODAY, latest=date(2026, 12, 31)))
    for typed in ("11/05/2026", "01/01/2027", "05/2026", "soon"):
        edit.line.setText(typed)
        assert edit.value() is None
        assert edit.problem()


def test_a_day_can_be_picked(qtbot: QtBot) -> None:
    edit = shown(qtbot, DayEdit(today))
    edit.pick.click()
    calendar = edit.calendar()
    assert calendar is not None
    assert calendar.selectedDate().toPython() == TODAY
    with qtbot.waitSignal(edit.edited):
        calendar.clicked.emit(calendar.selectedDate().addDays(1))
    assert edit.value() == date(2026, 5, 13)
    assert not calendar.isVisible()


# ---------------------------------------------------------------------------- money and phones


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [("1 234,5", "EUR", 123450), ("15600", "TND", 15_600_000), ("1.250.000", "GNF", 1_250_000)],
)
def test_amounts_are_exact(qtbot: QtBot, typed: str, currency: str, minor: int) -> None:
    money = shown(qtbot, MoneyEdit(currency))
    type_text(money, typed)
    assert money.value() == Money(minor, currency)
    assert currency in money.note()


@pytest.mark.parametrize(
    ("typed", "currency"), [("12,5", "XOF"), ("about 5", "EUR"), ("-3", "EUR")]
)
def test_what_is_no_amount_is_refused_in_words(qtbot: QtBot, typed: str, currency: str) -> None:
    money = shown(qtbot, MoneyEdit(currency))
    type_text(money, typed)
    assert money.value() is None
    assert money.problem()


def test_the_currency_can_be_chosen_and_the_figures_stay(qtbot: QtBot) -> None:
    money = shown(qtbot, MoneyEdit("EUR", ["EUR", "XOF"]))
    money.set_value(Money.of("300", "EUR"))
    assert money.choice is not None
    money.line.setText("300")
    money.choice.buttons["XOF"].click()
    assert money.value() == Money.of("300", "XOF")


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("622 12 34 56", "GN", "+224622123456"),
        ("+33 6 12 34 56 78", "GN", "+33612345678"),
        ("00 216 20 123 456", "TN", "+21620123456"),
    ],
)
def test_a_number_is_understood_as_the_world_writes_it(
    qtbot: QtBot, typed: str, region: str, e164: str
) -> None:
    phone = shown(qtbot, PhoneEdit(region))
    type_text(phone, typed)
    assert phone.value() == e164
    assert phone.typed() == typed
    assert phone.note().startswith("+")


def test_an_incomplete_number_stays_as_typed_with_a_sentence(qtbot: QtBot) -> None:
    phone = shown(qtbot, PhoneEdit("GN"))
    type_text(phone, "622 12")
    assert phone.value() is None
    assert phone.problem() is None  # it is kept: the person may know no better
    assert "Guinea" in phone.note()
    phone.set_region("FR")
    assert "France" in phone.note()


def test_a_row_of_buttons_is_one_stop_and_hears_letters_and_digits(qtbot: QtBot) -> None:
    choice = shown(qtbot, Choice(lambda: COUNTRIES))  # Guinea, Côte d’Ivoire, Guinea-Bissau

    def stops() -> list[str]:
        tab = Qt.FocusPolicy.TabFocus
        return [code for code, button in choice.buttons.items() if button.focusPolicy() & tab]

    def typed(letters: str) -> str | None:
        type_text(choice.buttons[stops()[0]], letters)
        return choice.value()

    assert stops() == ["GN"]
    assert typed("x") is None  # the control: no option begins with it
    assert typed("g") == "GN"
    assert typed("g") == "GW"  # the same letter goes on to the next
    assert stops() == ["GW"]
    assert typed("C") == "CI"
    assert typed("1") == "GN"
    assert typed("4") == "GN"  # there are three


def test_enter_in_the_proposals_takes_what_is_meant_and_moves_on(qtbot: QtBot) -> None:
    page = QWidget()
    column, choice, after = QVBoxLayout(page), ChoiceList(lambda: COUNTRIES), QLineEdit()
    column.addWidget(choice)
    column.addWidget(after)
    with qtbot.waitActive(shown(qtbot, page)):
        page.activateWindow()
    choice.combo.setFocus()
    type_text(choice.line, "guin")
    press(choice.proposals(), "Return")
    assert not choice.proposals().isVisible()
    assert choice.value() is None  # Guinea or Guinea-Bissau: the words stay, the clerk types on
    assert choice.combo.hasFocus()
    choice.line.clear()
    type_text(choice.line, "cote")
    assert choice.proposals().isVisible()
    press(choice.proposals(), "Tab")
    assert choice.value() == "CI"
    assert after.hasFocus()


def test_enter_begins_no_line_in_an_empty_block(qtbot: QtBot) -> None:
    block = shown(qtbot, TextBlock())
    press(block.block, "Return")
    assert block.block.toPlainText() == ""
    type_text(block.block, "one")
    press(block.block, "Return")
    type_text(block.block, "two")
    assert block.value() == "one\ntwo"


def test_every_editor_can_be_shown_without_being_changed(qtbot: QtBot) -> None:
    editors: list[Editor] = [
        TextLine(), TextBlock(), NumberEdit(), Tick(lambda: _("Yes")),
        Choice(lambda: COUNTRIES), ChoiceList(lambda: COUNTRIES), ManyChoices(lambda: COUNTRIES),
        PartialDateEdit(today), DayEdit(today), MoneyEdit(), PhoneEdit("GN"),
    ]  # fmt: skip
    for editor in editors:
        shown(qtbot, editor)
        editor.set_read_only(True)
        before = editor.value()
        type_text(editor.focus_target(), "1 ")
        assert editor.value() == before, type(editor).__name__
