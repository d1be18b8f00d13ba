"""Choosing a programme among many: those of the country come first, and few letters find one."""

from __future__ import annotations

from collections.abc import Mapping

from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.packs.model import Pack
from tests.conftest import SignIn
from tests.ui.typing import type_text
from ui.fields.choice_list import CODE_ROLE, ChoiceList
from ui.fields.options import programmes
from ui.language import Language
from ui.referrals.directory_list import Sectors
from ui.sign_in.office_page import OfficePage


def offered(field: ChoiceList) -> list[str]:
    """The ids in the order of the list."""
    return [field.combo.itemData(row, CODE_ROLE) for row in range(field.combo.count())]


def proposed(field: ChoiceList, letters: str) -> list[str]:
    """The ids that the list below the field proposes after some letters."""
    field.line.clear()
    type_text(field.line, letters)
    rows = field.proposals().model()
    assert rows is not None
    return [rows.index(row, 0).data(CODE_ROLE) for row in range(rows.rowCount())]


def test_the_country_of_the_office_brings_its_programmes_to_the_top(
    qtbot: QtBot, packs: Mapping[str, Pack]
) -> None:
    page = OfficePage(packs)
    qtbot.addWidget(page)
    field = page.form["default_pack"]
    for country, own in (("GH", "ghana"), ("CI", "cotedivoire"), ("TN", "tounesna")):
        field.set_value(None)
        page.form["country"].set_value(country)
        page.form["country"].edited.emit()
        assert offered(field)[0] == own
        assert field.value() == own
    page.form["country"].set_value("GH")  # what was chosen stays, only the order changes
    page.form["country"].edited.emit()
    assert field.value() == "tounesna"
    assert offered(field)[0] == "ghana"


def test_a_few_letters_of_a_name_or_a_country_find_a_programme(
    qtbot: QtBot, packs: Mapping[str, Pack], screen_language: Language
) -> None:
    field = ChoiceList(lambda: programmes(packs.values(), "NG", "eurp"))
    qtbot.addWidget(field)
    field.show()
    assert offered(field)[:2] == ["eurp", "nigeria"]
    assert proposed(field, "mno") == ["senegal"]
    assert "cotedivoire" in proposed(field, "cote d'iv")
    assert {"nigeria", "eurp", "mprr", "avrr"} <= set(proposed(field, "nigeria"))
    screen_language.switch("fr")
    field.retranslate()
    assert proposed(field, "gambie")[-1] == "gambia"


def test_a_kind_of_help_has_the_words_of_the_programme_that_the_office_uses(
    sign_in: SignIn,
) -> None:
    session = sign_in(Role.COUNSELLOR)
    assert session.office.default_pack == "eurp"
    sectors = Sectors(session)
    assert sectors.words("health") == "Medical care"  # EURP; "Health" in all others
    assert sectors.words("agriculture") == "Agriculture"  # only others know it
    assert sectors.words("no_such") == "no_such"
