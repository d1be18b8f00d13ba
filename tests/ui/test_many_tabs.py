"""Tabs that break their row: chosen with the mouse and the arrow keys, whole at any width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.typing import press
from ui.lists.filter_list import Filter, FilterButton
from ui.many_tabs import ManyTabs
from ui.tab_walk import is_stop


@pytest.fixture
def tabs(qtbot: QtBot) -> ManyTabs:
    """Nine parts."""
    names = [f"Data protection {number}" for number in range(9)]
    made = ManyTabs([(QLineEdit(name), lambda name=name: name) for name in names])
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_name_brings_its_part_to_the_front_once(tabs: ManyTabs) -> None:
    came: list[int] = []
    tabs.currentChanged.connect(came.append)
    tabs.buttons[4].click()
    tabs.buttons[4].click()
    assert (came, tabs.currentIndex()) == ([4], 4)
    tabs.setCurrentIndex(7)
    assert [button.isChecked() for button in tabs.buttons].index(True) == 7
    assert came == [4, 7]


def test_tab_stops_at_the_name_in_front_and_the_arrow_keys_go_on(tabs: ManyTabs) -> None:
    assert [is_stop(button) for button in tabs.buttons] == [True] + [False] * 8
    tabs.setFocus()
    assert tabs.buttons[0].hasFocus()
    press(tabs.buttons[0], "Right")
    assert tabs.currentIndex() == 1
    assert tabs.buttons[1].hasFocus()
    assert [is_stop(button) for button in tabs.buttons] == [False, True] + [False] * 7


def test_names_break_into_lines_and_stay_whole(tabs: ManyTabs) -> None:
    narrow = {button.y() for button in tabs.buttons}
    assert len(narrow) > 2
    for button in tabs.buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() <= tabs.width()
    tabs.resize(3000, 400)
    assert {button.y() for button in tabs.buttons} == {0}


@pytest.mark.parametrize("points", [7, 8, 9, 10, 11, 12, 13, 15, 18])
def test_a_name_that_has_the_room_it_asked_for_is_shown_whole(qtbot: QtBot, points: int) -> None:
    names = ("Colleagues", "Recovery key", "Backup", "Integrity", "Audit log", "Programmes",
             "Protection des données", "Ma phrase de passe", "Journal d’audit")  # fmt: skip
    for name in names:
        button = FilterButton(Filter("x", lambda name=name: name))  # type: ignore[misc]
        qtbot.addWidget(button)
        font = button.font()
        font.setPointSize(points)
        button.setFont(font)
        button.resize(button.sizeHint())
        assert button.shown_words() == name
        button.resize(button.width() - 12, button.height())  # the control: less room
        assert button.shown_words() != name
