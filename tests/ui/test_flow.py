"""What is in a layout, in its order, without leaving anything behind in Python's memory."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot

from ui.flow import FlowLayout, parts_of


def _items_that_python_keeps() -> int:
    return sum(type(one) is QWidgetItem for one in shiboken6.getAllValidWrappers())


def _page(qtbot: QtBot) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    qtbot.addWidget(page)
    return page, QVBoxLayout(page)


def test_the_parts_come_in_the_order_of_the_layout_with_what_is_nested_in_it(qtbot: QtBot) -> None:
    page, column = _page(qtbot)
    first, second, third = QLabel("1", page), QLabel("2", page), QLabel("3", page)
    row = QHBoxLayout()
    column.addWidget(third)
    column.addLayout(row)
    column.addStretch(1)
    column.insertWidget(0, first)
    row.addWidget(second)
    assert parts_of(column) == [first, third, row]
    assert parts_of(row) == [second]
    assert parts_of(QVBoxLayout()) == []


def test_the_parts_of_a_line_that_breaks(qtbot: QtBot) -> None:
    page, column = _page(qtbot)
    holder = QWidget(page)
    column.addWidget(holder)
    flow = FlowLayout(holder)
    labels = [QLabel(str(number)) for number in range(3)]
    for label in reversed(labels):
        flow.addWidget(label)
    assert parts_of(flow) == labels[::-1]


def test_python_keeps_no_item_of_a_layout(qtbot: QtBot) -> None:
    page, column = _page(qtbot)
    column.addWidget(QLabel("1", page))
    before = _items_that_python_keeps()
    assert len(parts_of(column)) == 1
    assert _items_that_python_keeps() == before
    asked = column.itemAt
    asked(0)  # control: this is what Qt may destroy while Python keeps it
    assert _items_that_python_keeps() == before + 1
