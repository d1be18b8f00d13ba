"""Building a desk of nobody once, so that the real one finds everything ready.

The first widget of each kind costs more than the next: Qt loads fonts, icons and styles, and
PySide makes its enums. A warm process has the time for it while the passphrase is typed.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from intake_app.formats import format_number
from intake_app.i18n import language
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.frame import Frame
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.pages import SCREENS
from ui.rail import Entry
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks

_ROWS = 20


def rehearse(tasks: Tasks, width: int, height: int) -> None:
    """Build, paint and throw away a desk with a list of nothing."""
    entries = [
        Entry(page.key, page.icon, page.title, lambda: _NobodysList(tasks)) for page in SCREENS
    ]
    frame = Frame(
        entries,
        office="",
        who=lambda: "",
        language=language(),
        commands=list,
        find=lambda _text, answer: answer([]),
    )
    frame.resize(width, height)
    frame.show_entry(SCREENS[0].key)
    frame.grab()
    frame.deleteLater()


class _NobodysList(Screen):
    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        columns = [Column(str, format_row, 20, stretch=True), Column(str, format_row, 9)]
        panes: ListPanes = ListPanes(
            tasks, columns, str, empty=EmptyState("users", str, str), preview=Card()
        )
        title = TitleLine()
        title.add(Button(Kind.PRIMARY, "user-plus"))
        column = QVBoxLayout(self)
        column.addWidget(title)
        column.addWidget(panes, 1)
        panes.model.show_rows(list(range(_ROWS)))


def format_row(number: int) -> str:
    """A text of the kind that lists show."""
    return format_number(number, language())
