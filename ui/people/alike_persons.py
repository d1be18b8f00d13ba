"""Persons who may be the one that is being registered, with what speaks for it and what to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.duplicates import service as duplicates
from intake_app.duplicates.service import Candidate, Facts, Verdict, in_words, question
from intake_app.formats import country_name, format_partial
from intake_app.i18n import _, language
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Chip, IconLabel
from ui.flow import FlowLayout
from ui.people.known_persons import PersonLine, PersonList, line_of
from ui.tasks import Tasks
from ui.tokens import XL, XS, M, Text, Tone

MOST_REASONS = 4
FEW = 10
"""Persons whose keys somebody who types can wait for."""

_LOOKS = {
    Verdict.LIKELY: ("user-check", Tone.DANGER),
    Verdict.POSSIBLE: ("circle-help", Tone.WARNING),
}


class AlikePersons(PersonList):
    """Asks while somebody types, on the vault's thread; it never decides anything.

    Signals: ``chosen`` the id of a person to open; ``beside`` the candidate to look at beside what
    is typed; ``told_apart`` somebody was found to be another person: what the form keeps in mind
    until its person is saved (``others``).
    """

    chosen = Signal(str)
    beside = Signal(object)
    told_apart = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._facts, self._own_id = Facts(), ""
        self._weighed = self._facts
        self.candidates: list[Candidate] = []
        self.others: set[str] = set()
        self._rows: list[_Row] = []
        self.retranslate()

    def look_soon(self, facts: Facts, own_id: str = "") -> None:
        """Look for persons like this one as soon as typing rests."""
        enough = (facts.family_name and facts.given_names) or facts.phones or facts.documents
        self._facts, self._own_id = facts if enough else Facts(), own_id
        self._pause.start()

    def look(self) -> None:
        """Look now."""
        self._look(self._tasks.read)

    def look_later(self) -> None:
        """Look once the page is painted."""
        self._look(self._tasks.later)

    def _look(self, ask: Callable[..., None]) -> None:
        self._pause.stop()
        self._asked += 1
        asked, facts, own_id, session = self._asked, self._facts, self._own_id, self._session
        if facts == Facts():
            self._show(facts, [])
            return

        def read() -> list[Candidate]:
            # Whoever was saved a moment ago is found, too; the desk does the rest when it rests.
            duplicates.catch_up(session, FEW)
            return duplicates.candidates(session, facts, but=own_id)

        def done(found: list[Candidate]) -> None:
            if asked == self._asked:  # else somebody typed on meanwhile
                self._show(facts, found)

        ask(self, read, done)

    def forget(self) -> None:
        """Another person is typed: nobody is looked for, and nobody was told apart."""
        self.others = set()
        self._facts = Facts()
        self.look()

    def keep(self, person_id: str) -> None:
        """The person was saved: what was told apart while typing is kept for good."""
        others, session = self.others, self._session
        if others:
            self.others = set()
            self._tasks.change(
                self,
                lambda: duplicates.tell_apart(session, person_id, others),
                lambda _nothing: None,
            )

    def _show(self, facts: Facts, found: Sequence[Candidate]) -> None:
        self._weighed = facts
        self.candidates = [each for each in found if each.person_id not in self.others]
        self._rows = [_Row(self, facts, each) for each in self.candidates]
        self.show_lines([(row.line, [row]) for row in self._rows])

    def tell_apart(self, candidate: Candidate) -> None:
        """Somebody has looked: this is another person."""
        self.others.add(candidate.person_id)
        if self._own_id:
            self.keep(self._own_id)
        self._show(self._weighed, self.candidates)
        self.told_apart.emit()

    def tell_apart_by_id(self, person_id: str) -> None:
        """The same, after a look at both in two columns."""
        for candidate in self.candidates:
            if candidate.person_id == person_id:
                self.tell_apart(candidate)
                return

    def retranslate(self) -> None:
        """The question and the persons."""
        super().retranslate()
        for row in self._rows:
            row.retranslate()


class _Row(QWidget):
    """What stands under the line of one person: how likely, why, what to ask, and the answer."""

    def __init__(self, owner: AlikePersons, facts: Facts, candidate: Candidate) -> None:
        super().__init__(owner.card)
        self._facts, self._candidate = facts, candidate
        self.line = PersonLine("user")
        self.line.clicked.connect(lambda: owner.chosen.emit(candidate.person_id))
        icon, tone = _LOOKS[candidate.verdict]
        self.verdict = Chip(icon, tone)
        self.reasons, self.question = IconLabel(), IconLabel(Text.SECONDARY)
        self.apart = Button(Kind.QUIET, "user-x", "Delete", hint_only=True)
        self.apart.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab passes by, as by the line
        self.apart.clicked.connect(lambda: owner.tell_apart(candidate))
        self.line.put_away.connect(self.apart.click)
        self.compare = Button(Kind.QUIET, "scale", "Right", hint_only=True)
        self.compare.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.compare.clicked.connect(lambda: owner.beside.emit(candidate))
        self.line.beside.connect(self.compare.click)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, 0, 0, M)
        column.setSpacing(XS)
        column.addWidget(self.reasons)
        column.addWidget(self.question)
        answers = QWidget(self)  # below each other beside the form of a mass arrival
        flow = FlowLayout(answers)
        for widget in (self.verdict, self.compare, self.apart):
            flow.addWidget(widget)
        column.addWidget(answers)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of this person."""
        facts, evidence = self._candidate.facts, self._candidate.evidence
        name = f"{facts.family_name.upper()} {facts.given_names}".strip()
        born = format_partial(facts.birth, language()) if facts.birth else ""
        self.line.set_text(
            line_of(name, word("sex", facts.sex), born, country_name(facts.nationality, language()))
        )
        speaks_for, against = in_words(evidence)
        said = _joined(speaks_for[:MOST_REASONS])
        if against:
            said = _("{reasons}. But: {others}").format(
                reasons=said, others=_joined(against[: MOST_REASONS // 2])
            )
        self.reasons.show_text(said[:1].upper() + said[1:])
        self.question.show_text(question(self._facts, facts, evidence), "message-square")
        self.verdict.set_text(
            _("Probably the same")
            if self._candidate.verdict is Verdict.LIKELY
            else _("Perhaps the same")
        )
        self.compare.set_text(_("Compare"))
        self.apart.set_text(_("Not the same"))


def _joined(phrases: Sequence[str]) -> str:
    return " · ".join(phrases)
