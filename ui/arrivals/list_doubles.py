"""Whom the lines of a list may be: searched in small parts, decided line by line or at the door."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Choice as Chosen
from intake_app.arrivals.model import Decision
from intake_app.arrivals.service import Double, DoubleSearch, Preview
from intake_app.duplicates.service import Verdict, in_words
from intake_app.formats import format_partial
from intake_app.i18n import _, language, ngettext
from intake_app.same_person import service as same
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.fields.choice import Choice, Option
from ui.fields.message_bar import ProgressPanel
from ui.people.side_by_side import SideBySide
from ui.tasks import Tasks
from ui.tokens import M, S, Text, Tone

LINES_AT_ONCE = 25
"""After so many the vault answers first what somebody at the desk asks."""


class ListDoubles(QWidget):
    """Under the preview: how far the search is; then the choice for the line that is selected.

    Signals: ``changed`` doubles were found, or something was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._seen: Preview | None = None
        self._asked, self._stopped = 0, False
        self._line = 0
        self.found: dict[int, Double] = {}
        self.decided: dict[int, Decision] = {}
        self.progress = ProgressPanel()
        self.summary, self.who = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.choice = Choice(_options, may_be_empty=False)
        self.compare = Button(Kind.QUIET, "scale", "Ctrl+B")
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self.choice, 1)
        row.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        for widget in (self.progress, self.summary, self.who, self._row):
            column.addWidget(widget)
        self.progress.cancelled.connect(self._cancel)
        self.choice.edited.connect(self._choose)
        self.compare.clicked.connect(self.look)
        self.retranslate()
        self.select(0)

    # ------------------------------------------------------------------ searching

    def begin(self) -> None:
        """Another file: nothing is known of its lines."""
        self.stop()
        self._seen, self.found, self.decided = None, {}, {}
        self.retranslate()

    def search(self, seen: Preview) -> None:
        """Look for everybody on this list; what was found for the same list stays."""
        if self._seen is not None and _people(seen) == _people(self._seen):
            self._seen = seen
            return
        self.stop()
        self._seen, self._stopped = seen, False
        self.found, self.decided = {}, {}
        self._asked += 1
        asked, session = self._asked, self._session
        if not seen.people():
            self.retranslate()
            return
        self.progress.start(_("Looking for people who are registered already"))
        self._tasks.read(
            self,
            lambda: arrivals.search_for_doubles(session, seen),
            lambda search: self._go_on(asked, search),
        )

    def _go_on(self, asked: int, search: DoubleSearch) -> None:
        def done(more: bool) -> None:
            if asked != self._asked:  # stopped, or another list is looked at by now
                return
            self.progress.step(search.done, search.total)
            if more:
                self._go_on(asked, search)
                return
            self.found = {double.line: double for double in search.found}
            self.progress.finish()
            self.retranslate()
            self.changed.emit()

        self._tasks.read(self, lambda: search.go_on(LINES_AT_ONCE), done)

    def stop(self) -> None:
        """Look no further; who was not looked at is decided at the door."""
        self._asked += 1
        if not self.progress.isHidden():
            self._seen = None
        self.progress.finish()

    def _cancel(self) -> None:
        seen = self._seen
        self.stop()
        self._seen, self._stopped = seen, True
        self.retranslate()

    # ------------------------------------------------------------------ deciding

    def select(self, line: int) -> None:
        """The line with this number is selected; 0 for none."""
        self._line = line
        double = self.found.get(line)
        for widget in (self.who, self._row):
            widget.setVisible(double is not None)
        self.summary.setVisible(double is None and bool(self.summary.text()))
        if double is not None:
            self.compare.setVisible(bool(double.person_id))
            self.who.show_text(self._who(double), "users", Tone.ACCENT)
            chosen = self.decided.get(line)
            self.choice.set_value(chosen.choice if chosen else Chosen.AT_THE_DOOR)

    def _choose(self) -> None:
        value = self.choice.value()
        if value is not None:
            self.decide(self._line, Chosen(value))

    def decide(self, line: int, choice: Chosen) -> None:
        """What somebody says of a line."""
        double = self.found.get(line)
        if double is None:
            return
        self.decided[line] = Decision(choice, double.person_id)
        self.select(line)
        self.changed.emit()

    def left_out(self) -> int:
        """How many lines are the same person as an earlier line."""
        return sum(one.choice is Chosen.SAME and not one.person_id for one in self.decided.values())

    def look(self) -> None:
        """The line beside the record, in two columns."""
        double = self.found.get(self._line)
        if double is None or not double.person_id:
            return
        line = double.line
        dialog = SideBySide(
            self.window(), self._session, self._tasks, same.side_of_facts(double.facts),
            double.person_id, double.evidence,
        )  # fmt: skip
        dialog.open_other.hide()  # the page of the list would be left
        dialog.same.connect(lambda _id: self.decide(line, Chosen.SAME))
        dialog.apart.connect(lambda _id: self.decide(line, Chosen.NOT_THE_SAME))
        dialog.open()

    # ------------------------------------------------------------------ words

    def said(self, double: Double) -> str:
        """What the row of a line says: what was chosen, or how likely and why."""
        decided = self.decided.get(double.line)
        if decided is not None and decided.choice is not Chosen.AT_THE_DOOR:
            return _chosen_words(decided)
        sure = double.evidence.verdict is Verdict.LIKELY
        words = _("Probably the same") if sure else _("Perhaps the same")
        return _("{likely}: {reasons}").format(likely=words, reasons=_reasons(double))

    def _who(self, double: Double) -> str:
        other = double.other
        name = f"{other.family_name.upper()} {other.given_names}".strip()
        born = format_partial(other.birth, language()) if other.birth else ""
        who = ", ".join(part for part in (name, born) if part)
        if double.earlier:
            who = _("Line {line}: {who}").format(line=double.earlier, who=who)
        else:
            who = _("Registered: {who}").format(who=who)
        return f"{who} – {_reasons(double)}"

    def retranslate(self) -> None:
        """The summary and the line that is selected."""
        self.choice.set_names(_("Who is it?"), "")
        self.choice.retranslate()
        self.compare.set_text(_("Compare"))
        likely = sum(one.evidence.verdict is Verdict.LIKELY for one in self.found.values())
        words = ""
        if self._stopped:
            words = _("The search was stopped. Whoever is known is shown at the door.")
        elif self.found:
            words = ngettext(
                "{count} person may be known already, {likely} of them probably. What is not"
                " decided here is decided at the door.",
                "{count} people may be known already, {likely} of them probably. What is not"
                " decided here is decided at the door.",
                len(self.found),
            ).format(count=len(self.found), likely=likely)
        self.summary.show_text(words, "user-check", Tone.WARNING)
        self.select(self._line)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _options() -> list[Option]:
    return [
        Option(Chosen.SAME, _("The same person"), icon="user-check"),
        Option(Chosen.NOT_THE_SAME, _("Not the same"), icon="user-x"),
        Option(Chosen.AT_THE_DOOR, _("Decide at the door"), icon="clock"),
    ]


def _chosen_words(decided: Decision) -> str:
    if decided.choice is Chosen.NOT_THE_SAME:
        return _("Not the same: somebody new.")
    if decided.person_id:
        return _("Known: gets this return, and no second profile.")
    return _("The same person as on an earlier line: left out.")


def _reasons(double: Double) -> str:
    speaks_for, against = in_words(double.evidence)
    said = " · ".join(speaks_for)
    if against:
        said = _("{reasons}. But: {others}").format(reasons=said, others=" · ".join(against))
    return said


def _people(seen: Preview) -> list[object]:
    """Everybody on a list, without the ids that each preview makes anew."""
    return [replace(one, id="") for one in seen.people()]
