"""The preview of a list: a row for each person, and one for each cell that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.arrivals.service import Line, Manifest, Preview, Verdict
from intake_app.i18n import _
from intake_app.values import folded
from ui.arrivals.arrival_words import details
from ui.lists.empty_state import EmptyState
from ui.lists.filter_list import Filter
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.plain import shortened
from ui.tasks import Tasks
from ui.tokens import Tone

_LOOKS = {
    Verdict.TAKEN: ("circle-check", None),
    Verdict.WRONG: ("circle-alert", Tone.DANGER),
    Verdict.TWICE: ("copy", Tone.WARNING),
    Verdict.NOBODY: ("circle-slash", Tone.WARNING),
}


@dataclass(frozen=True)
class _Row:
    """What the table shows: whom or what, in which column, and what becomes of it."""

    key: str
    line: int
    who: str
    column: str
    said: str
    verdict: Verdict
    noted: bool = False


class ListPreview(QWidget):
    """What an import would do, line by line, and mistakes cell by cell."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self.list: ListPanes = ListPanes(
            tasks,
            [
                Column(lambda: _("Line"), lambda row: str(row.line), 6, right=True),
                Column(lambda: _("What stands there"), lambda row: row.who, 24),
                Column(lambda: _("Column"), lambda row: row.column, 16),
                Column(
                    lambda: _("What becomes of it"),
                    lambda row: row.said,
                    44,
                    stretch=True,
                    icon=lambda row: "info" if row.noted else _LOOKS[row.verdict][0],
                    tone=lambda row: Tone.ACCENT if row.noted else _LOOKS[row.verdict][1],
                ),
            ],
            lambda row: row.key,
            empty=EmptyState("circle-check", lambda: _("No line is like that.")),
            placeholder=lambda: _("Words in the list"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.wanted.connect(self._show)

    def show_preview(self, manifest: Manifest, preview: Preview) -> None:
        """Show this; mistakes first, if there are any."""
        rows = [row for line in preview.lines for row in _rows(manifest, line)]
        self._rows = rows
        wrong = preview.count(Verdict.WRONG)
        left = preview.count(Verdict.TWICE) + preview.count(Verdict.NOBODY)
        before = self.list.filter_key
        self.list.set_filters(
            [
                Filter("all", lambda: _("All lines"), len(preview.lines)),
                Filter("wrong", lambda: _("Mistakes"), wrong, "circle-alert", Tone.DANGER),
                Filter("left", lambda: _("Left out"), left, "copy", Tone.WARNING),
            ]
        )
        if wrong and before != "wrong":
            self.list.filters.select("wrong")
        elif not wrong and before == "wrong":
            self.list.filters.select("all")
        self._show()

    def _show(self) -> None:
        key, typed = self.list.filter_key, folded(self.list.search_text)
        self.list.show_rows(
            [
                row
                for row in self._rows
                if _under(row, key) and typed in folded(f"{row.who} {row.said} {row.line}")
            ]
        )


def _under(row: _Row, key: str) -> bool:
    if key == "wrong":
        return row.verdict is Verdict.WRONG
    if key == "left":
        return row.verdict in (Verdict.TWICE, Verdict.NOBODY)
    return True


def _rows(manifest: Manifest, line: Line) -> list[_Row]:
    if line.verdict is Verdict.WRONG:
        return [
            _Row(
                f"{line.number}:{column}",
                line.number,
                shortened(line.cells[column], 60) or "–",
                manifest.headings[column],
                sentence,
                line.verdict,
            )
            for column, sentence in sorted(line.problems.items())
        ]
    if line.person is not None:
        who, said = line.person.display_name, line.note or details(line.person)
        return [_Row(str(line.number), line.number, who, "", said, line.verdict, bool(line.note))]
    who = shortened(" · ".join(cell for cell in line.cells if cell), 60)
    return [_Row(str(line.number), line.number, who, "", line.note, line.verdict)]
