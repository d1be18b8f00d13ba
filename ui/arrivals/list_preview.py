"""The preview of a list: a row for each person, and one for each cell that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.arrivals.service import Line, Manifest, Preview, Verdict
from intake_app.duplicates.service import Verdict as Likely
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import folded
from ui.arrivals.arrival_words import details
from ui.arrivals.list_doubles import ListDoubles
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.plain import PlainLabel, shortened
from ui.tasks import Tasks
from ui.tokens import S, Tone

_LOOKS = {
    Verdict.TAKEN: ("circle-check", None),
    Verdict.WRONG: ("circle-alert", Tone.DANGER),
    Verdict.TWICE: ("copy", Tone.WARNING),
    Verdict.NOBODY: ("circle-slash", Tone.WARNING),
}

_ORDER = (Verdict.WRONG, Verdict.TWICE, Verdict.NOBODY, Verdict.TAKEN)


@dataclass(frozen=True)
class _Row:
    """What the table shows: whom or which cell, and what becomes of it."""

    key: str
    line: int
    who: str
    said: str
    verdict: Verdict
    noted: bool = False
    place: int = 2


class ListPreview(QWidget):
    """What an import would do, line by line, and mistakes cell by cell."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._preview: tuple[Manifest, Preview] | None = None
        self.doubles = ListDoubles(session, tasks)
        self.list: ListPanes = ListPanes(
            tasks,
            [
                Column(lambda: _("Line"), lambda row: str(row.line), 6, right=True),
                Column(lambda: _("What stands there"), lambda row: row.who, 20),
                Column(
                    lambda: _("What becomes of it"),
                    lambda row: row.said,
                    30,
                    stretch=True,
                    icon=lambda row: "info" if row.noted else _LOOKS[row.verdict][0],
                    tone=lambda row: Tone.ACCENT if row.noted else _LOOKS[row.verdict][1],
                ),
            ],
            lambda row: row.key,
            empty=EmptyState("circle-check", lambda: _("No line is like that.")),
            placeholder=lambda: _("Words in the list"),
        )
        self.whole = PlainLabel(wrap=True)
        self.whole.set_selectable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.list, 1)
        column.addWidget(self.whole)
        column.addWidget(self.doubles)
        self.doubles.changed.connect(self._show_again)
        self.setFocusProxy(self.list)
        self.list.selected.connect(self._say_whole)
        self.list.wanted.connect(self._show)

    def show_preview(self, manifest: Manifest, preview: Preview) -> None:
        """Show this: mistakes on top, who may be known, what is left out, who would be expected."""
        self._preview = manifest, preview
        self.doubles.search(preview)
        self._show_again()

    def _show_again(self) -> None:
        if self._preview is None:
            return
        manifest, preview = self._preview
        rows = [self._known(line) or row for line in preview.lines for row in _rows(manifest, line)]
        self._rows = sorted(rows, key=lambda row: (_ORDER.index(row.verdict), row.place))
        current = self.list.current()
        self._show()
        if current is not None:
            self.list.select(current.key)

    def _known(self, line: Line) -> _Row | None:
        """A line whose person may be known; the likely ones come first."""
        double = self.doubles.found.get(line.number)
        if double is None or line.person is None:
            return None
        likely = double.evidence.verdict is Likely.LIKELY
        return _Row(
            str(line.number), line.number, line.person.display_name, self.doubles.said(double),
            line.verdict, noted=True, place=0 if likely else 1,
        )  # fmt: skip

    def _show(self) -> None:
        typed = folded(self.list.search_text)
        self.list.show_rows(
            [row for row in self._rows if typed in folded(f"{row.who} {row.said} {row.line}")]
        )

    def _say_whole(self, row: _Row | None) -> None:
        """A mistake in full, since its sentence is often longer than the column."""
        self.doubles.select(row.line if row is not None else 0)
        known = row is not None and row.line in self.doubles.found
        long = row is not None and not known and (row.noted or row.verdict is Verdict.WRONG)
        self.whole.setVisible(long)
        if row is not None and long:
            words = _("Line {line}: {words} – {said}")
            self.whole.setText(words.format(line=row.line, words=row.who, said=row.said))


def _cell(heading: str, cell: str) -> str:
    """``Sexe: ?``"""
    name, words = shortened(" ".join(heading.split()), 40), shortened(cell, 60) or "–"
    return _("{name}: {words}").format(name=name, words=words) if name else words


def _rows(manifest: Manifest, line: Line) -> list[_Row]:
    if line.verdict is Verdict.WRONG:
        return [
            _Row(
                f"{line.number}:{column}",
                line.number,
                _cell(manifest.headings[column], line.cells[column]),
                sentence,
                line.verdict,
            )
            for column, sentence in sorted(line.problems.items())
        ]
    if line.person is not None:
        who, said = line.person.display_name, line.note or details(line.person)
        return [_Row(str(line.number), line.number, who, said, line.verdict, bool(line.note))]
    who = shortened(" · ".join(cell for cell in line.cells if cell), 60)
    return [_Row(str(line.number), line.number, who, line.note, line.verdict)]
