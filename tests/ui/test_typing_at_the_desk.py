"""What clerks and scanners type: zones in any field, dates in either language, telephones as people
write them, pins by key."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.i18n import set_language
from intake_app.values import PartialDate
from tests.conftest import SignIn
from tests.core.test_mrz import a_passport
from tests.factories import TODAY
from tests.ui.person_kit import Opener, fill, open_form
from tests.ui.typing import press, type_text
from ui.fields.date_edit import DayEdit, PartialDateEdit
from ui.fields.phone_edit import PhoneEdit
from ui.fields.typed_text import text_of
from ui.language import Language
from ui.people.person_form import PersonForm
from ui.people.scanner import REST_MS

__all__ = ["open_form"]

# ---------------------------------------------------------------------------- a hand scanner


def scan(text: str) -> None:
    """A keyboard wedge: into whatever has the keys, Enter after each line, as quick as it can."""
    for line in text.split("\n"):
        for letter in line:
            type_text(receiver(), letter)
        press(receiver(), "Return")


def receiver() -> QWidget:
    """An open list has the keys, as on a real screen."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None
    return widget


def scanned_in(form: PersonForm, key: str, qtbot: QtBot) -> None:
    form.form.start()
    before = text_of(form.form[key])
    form.form.jump_to(key)
    form.form.scanner._clock = lambda: 0.0  # a scanner is quick, the machine of a test may not be
    form.form.scanner._last = -1.0
    scan(a_passport())
    qtbot.waitUntil(lambda: form.form["mrz"].zone() is not None, timeout=20 * REST_MS)
    filled = form.form["family_name"].value(), form.form["document_number"].value()
    assert filled == ("Diallo", "O00123456")
    kept = text_of(form.form[key])
    assert kept == before or key in ("family_name", "sex", "birth"), key  # the zone fills these


def test_a_scan_finds_its_place_from_every_kind_of_field(qtbot: QtBot, open_form: Opener) -> None:
    """A line, a list that opens while letters come, buttons that hear letters, a date, a block."""
    form = open_form()
    for key in ("family_name", "nationality", "sex", "birth", "debts"):
        scanned_in(form, key, qtbot)
    assert form.form["sex"].value() == "female"
    assert form.form["nationality"].value() == "GN"


def test_a_zone_scanned_into_its_own_field_moves_on_by_itself(open_form: Opener) -> None:
    form = open_form()
    form.form.jump_to("mrz")
    scan(a_passport())
    assert form.form["given_names"].value() == "Mariama"
    assert form.focusWidget() is form.form["document_kind"].combo


# ---------------------------------------------------------------------------- dates

DATES = {
    "12/03/1990": "1990-03-12", "12.03.1990": "1990-03-12", "12 mars 1990": "1990-03-12",
    "le 12 mars 1990": "1990-03-12", "12 March 1990": "1990-03-12", "12th March 1990": "1990-03-12",
    "March 12, 1990": "1990-03-12", "1er août 1990": "1990-08-01", "Aug. 1st 1990": "1990-08-01",
    "mars 1990": "1990-03", "March 1990": "1990-03", "03/1990": "1990-03",
    "1990-03-12": "1990-03-12",
    "vers 1990": "1990~", "about 1990": "1990~", "en 1990": "1990", "36 ans": "1989/1990",
    "36 years": "1989/1990",
}  # fmt: skip


@pytest.mark.parametrize("screen", ["en", "fr"])
def test_dates_are_understood_in_either_language_whatever_the_screen_speaks(
    screen: str, qtbot: QtBot
) -> None:
    set_language(screen)
    birth = PartialDateEdit(lambda: TODAY, birth=True)
    qtbot.addWidget(birth)
    understood = {}
    for typed in DATES:
        birth.line.clear()
        type_text(birth.line, typed)
        understood[typed] = birth.value().edtf if birth.value() else None
    assert understood == DATES
    day = DayEdit(lambda: TODAY)
    qtbot.addWidget(day)
    for typed in ("2 mai 2026", "2 May 2026", "02/05/2026", "May 2nd, 2026"):
        day.line.setText(typed)
        assert day.value() == date(2026, 5, 2), typed
    for nothing in ("13/13/1990", "March 1990, 12", "12 marsh 1990"):  # the control
        birth.line.setText(nothing)
        assert birth.value() is None


def test_a_date_typed_in_one_language_is_shown_in_the_other_after_a_switch(
    qtbot: QtBot, screen_language: Language
) -> None:
    birth = PartialDateEdit(lambda: TODAY, birth=True)
    qtbot.addWidget(birth)
    type_text(birth.line, "12 March 1990")
    screen_language.switch("fr")
    assert birth.value() == PartialDate.from_edtf("1990-03-12")
    assert birth.note().startswith("12 mars 1990")


# ---------------------------------------------------------------------------- telephones

PHONES = [
    ("GN", "622 12 34 56", "+224622123456"), ("SN", "77 123 45 67", "+221771234567"),
    ("CI", "07 08 09 10 11", "+2250708091011"), ("ML", "00223 76 12 34 56", "+22376123456"),
    ("GM", "301 2345", "+2203012345"), ("GH", "024-123-4567", "+233241234567"),
    ("NG", "0803 123 4567", "+2348031234567"), ("TN", "20.123.456", "+21620123456"),
    ("MA", "06 12 34 56 78", "+212612345678"), ("FR", "06.12.34.56.78", "+33612345678"),
    ("LY", "091-2345678", "+218912345678"), ("GN", "(+33) 6 12 34 56 78", "+33612345678"),
    ("FR", "٦٢٢١٢٣٤٥٦", "+33622123456"), ("GN", "Tél. 622 12 34 56", "+224622123456"),
]  # fmt: skip


def test_telephones_are_understood_as_people_of_each_country_write_them(qtbot: QtBot) -> None:
    understood = []
    for region, typed, _number in PHONES:
        phone = PhoneEdit(region)
        qtbot.addWidget(phone)
        type_text(phone.line, typed)
        understood.append((region, typed, phone.value()))
        assert phone.typed() == typed  # as typed is kept, too
    assert understood == PHONES


# ---------------------------------------------------------------------------- pins


def test_pins_are_set_by_key_and_hold_from_page_to_page_until_the_desk_is_locked(
    open_form: Opener, sign_in: SignIn, screen_language: Language
) -> None:
    form = open_form(session=sign_in(Role.RECEPTION))
    session = form._session
    for key in ("nationality", "kind"):  # one is put on, one is taken off
        form.form.jump_to(key)
        press(form.form[key].combo, "Ctrl+Shift+P")
    fill(form, nationality="SN", from_country="LY")
    screen_language.switch("fr")
    assert form.form["nationality"].line.text() == "Sénégal"
    form.submit(then_next=True)
    for page in (form, open_form(session=session)):
        assert page.form.pinned() == {"nationality", "from_country", "arrived_on"}
        values = page.form.values()
        assert (values["nationality"], values["from_country"], values["kind"]) == ("SN", "LY", None)
    # Locked, and on the next day: pins of yesterday's flight must not slip into today's profiles.
    fresh = open_form(session=sign_in(Role.RECEPTION))
    assert fresh.form.pinned() == {"from_country", "kind", "arrived_on"}
    assert (fresh.form["nationality"].value(), fresh.form["from_country"].value()) == ("GN", None)
