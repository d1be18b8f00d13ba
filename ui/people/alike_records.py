"""In a case: other records that may be about the same person, to compare, link or tell apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app.duplicates.service import Candidate
from intake_app.i18n import _
from intake_app.same_person.service import Side
from intake_app.session import Session
from ui.people.alike_persons import AlikePersons
from ui.people.known_persons import PersonLine
from ui.people.same_acts import SameActs
from ui.tasks import Tasks
from ui.tokens import Tone


class AlikeRecords(AlikePersons):
    """Of a person who is in the vault: nothing is typed, so Tab goes through the records."""

    def __init__(
        self, session: Session, tasks: Tasks, acts: SameActs, parent: QWidget | None = None
    ) -> None:
        self._mine: Side | None = None
        super().__init__(session, tasks, parent)
        self._acts = acts
        self.beside.connect(self._compare)
        self.filled.connect(self.setVisible)
        self.hide()

    def show_side(self, mine: Side) -> None:
        """Look for records like this one."""
        self._mine = mine
        self.look_soon(mine.facts, mine.person_id)
        self.look_later()

    def show_lines(self, lines: Sequence[tuple[PersonLine, Sequence[QWidget]]]) -> None:
        """Show these persons; none hides the list."""
        super().show_lines(lines)
        for row in self._rows:
            for button in (row.line, row.compare, row.apart):
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _compare(self, candidate: Candidate) -> None:
        if self._mine is not None:
            self._acts.look(self._mine, candidate.person_id, candidate.evidence)

    def retranslate(self) -> None:
        """The question and the persons."""
        super().retranslate()
        self._question.show_text(
            _("Registered twice? Compare the records; nothing is merged."), "users", Tone.ACCENT
        )
