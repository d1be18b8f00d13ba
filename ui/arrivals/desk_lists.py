"""Beside the form of a mass arrival: who on the list is meant, who is known, who was just added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from intake_app.arrivals.model import Expected
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.values import folded
from ui.arrivals.side_list import SideList
from ui.fields.form import Form
from ui.lists.arrow_walk import ArrowWalk
from ui.people.already_here import AlreadyHere
from ui.tasks import Tasks
from ui.tokens import M

MOST_SHOWN = 6
SHORTEST = 2
"""Letters of a name from which the list is searched."""


class DeskLists(QScrollArea):
    """Three short lists. Down goes from a watched line to those on the list."""

    line_chosen = Signal(str)
    person_chosen = Signal(str)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._people: Sequence[Expected] = ()
        self._added: list[tuple[str, str]] = []
        self._names, self._seated = "", False
        self.waiting = SideList(
            lambda: _("On the list"), lambda: _("Nobody on the list fits."), "user"
        )
        self._walk = ArrowWalk(self, lambda: self.waiting.buttons)
        self.here = AlreadyHere(session, tasks)
        self.history = SideList(lambda: _("Just added"), lambda: _("Nobody yet."), "user-check")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.waiting, self.here, self.history):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.waiting.chosen.connect(self.line_chosen)
        self.history.chosen.connect(self.person_chosen)

    def watch(self, form: Form) -> None:
        """Down in a name goes to the list, or to those who are known if nobody of it fits."""
        self.here.watch(form)
        for key in ("family_name", "given_names"):
            self._walk.watch(form[key].line)

    def show_people(self, people: Sequence[Expected]) -> None:
        """The list as it is in the vault now."""
        self._people = people
        self.retranslate()

    def look(self, names: str, *, seated: bool) -> None:
        """Look for these names; ``seated``: somebody of the list is in the form already."""
        self._names, self._seated = names, seated
        self.retranslate()

    def add(self, person_id: str, words: str) -> None:
        """Somebody was saved just now."""
        self._added.insert(0, (person_id, words))

    def retranslate(self) -> None:
        """Say the lists again."""
        self.waiting.show_lines([(line.id, _words(line)) for line in self._fitting()[:MOST_SHOWN]])
        for button in self.waiting.buttons:
            self._walk.watch(button)
        by_number = sorted(self._people, key=lambda line: -(line.token or 0))
        registered = [(line.person_id, _words(line)) for line in by_number if line.person_id]
        newest = dict(self._added)  # keeps their order: the last one first
        newest |= {key: words for key, words in registered if key not in newest}
        self.history.show_lines(list(newest.items())[:MOST_SHOWN])

    def _fitting(self) -> list[Expected]:
        """Those without a profile whom the typed names fit; else who waits with a number."""
        left = [line for line in self._people if line.person_id is None]
        wanted = folded(self._names).split()
        if not self._seated and sum(map(len, wanted)) >= SHORTEST:
            return [line for line in left if _begins(line, wanted)]
        waiting = [line for line in left if line.waits_for_profile]
        return sorted(waiting, key=lambda line: line.token or 0)


def _begins(line: Expected, wanted: Sequence[str]) -> bool:
    """True if every typed word begins a name of the line."""
    names = folded(line.display_name).split()
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _words(line: Expected) -> str:
    """``12 · DIALLO Mariama · 1990``; the form says the rest."""
    number = str(line.token or "")
    year = str(line.birth.latest.year) if line.birth and line.person_id is None else ""
    return " · ".join(part for part in (number, line.display_name, year) if part)
