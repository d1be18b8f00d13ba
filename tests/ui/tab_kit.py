"""Tabs with a list in a test: shown as the office does, and what stands in their rows."""

from __future__ import annotations

from typing import TypeVar

from pytestqt.qtbot import QtBot

from ui.lists.list_panes import ListPanes
from ui.screen import Screen
from ui.tasks import Tasks

S = TypeVar("S", bound=Screen)


def shown(qtbot: QtBot, tasks: Tasks, tab: S) -> S:
    """Read when shown, and read again when something was saved."""
    qtbot.addWidget(tab)
    tasks.changed.connect(tab.reload)
    tab.resize(1100, 600)
    tab.show()
    tab.reload()
    return tab


def cells(panes: ListPanes) -> list[list[str]]:
    """The texts of a list, row by row."""
    model = panes.model
    columns = range(model.columnCount())
    return [
        [str(model.index(row, column).data() or "") for column in columns]
        for row in range(model.rowCount())
    ]
