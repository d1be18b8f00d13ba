"""Tabs that break their row: chosen with the mouse and the arrow keys, whole at any width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.typing import press
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
