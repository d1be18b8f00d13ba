"""The layout that breaks its line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QWidget
from pytestqt.qtbot import QtBot

from ui.flow import FlowLayout


@pytest.mark.parametrize("at_end", [False, True])
def test_lines_break_where_the_width_ends_and_stand_at_their_end(
    qtbot: QtBot, at_end: bool
) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = FlowLayout(place, spacing=10, at_end=at_end)
    parts = [QFrame() for _number in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    place.resize(250, 200)
    place.show()
    assert flow.heightForWidth(250) == 50
    assert flow.heightForWidth(320) == 20
    assert flow.heightForWidth(40) == 80  # never narrower than one widget
    flow.setGeometry(QRect(0, 0, 250, 200))
    shift = 40 if at_end else 0
    assert [(b.x(), b.y()) for b in parts] == [
        (shift, 0),
        (shift + 110, 0),
        (150 if at_end else 0, 30),
    ]
    parts[1].hide()
    assert flow.heightForWidth(250) == 20
