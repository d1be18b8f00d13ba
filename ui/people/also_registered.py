"""The other records of the same person: under which name, since when, and a jump to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import country_name, format_date
from intake_app.i18n import _, language
from intake_app.people.model import Person
from intake_app.same_person import service as same
from intake_app.same_person.service import OtherRecord, Side
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.cases.days import local_moment
from ui.flow import FlowLayout
from ui.messages import Messages
from ui.people.same_acts import SameActs
from ui.tasks import Tasks
from ui.tokens import XS, M, S, Text, Tone


class AlsoRegistered(Card):
    """Hidden as long as the person has one record only.

    Signals: ``opened`` the id of a record; ``filled`` whether there is any other.
    """

    opened = Signal(str)
    filled = Signal(bool)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(M, parent)
        self._session, self._tasks = session, tasks
        self._mine: Side | None = None
        self._asked = 0
        self.acts = SameActs(session, tasks, messages, self)
        self.rows: list[_Row] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(S)
        self.body.addLayout(self._lines)
        self.acts.opened.connect(self.opened)
        self.hide()

    def show_person(self, person: Person | None, mine: Side | None = None) -> None:
        """Show the other records of this person; ``mine`` is the column of this one."""
        self._mine = mine
        self._asked += 1
        asked, session = self._asked, self._session
        if person is None:
            self._show([])
            return
        person_id = person.id

        def done(found: list[OtherRecord]) -> None:
            if asked == self._asked:  # else another person is shown by now
                self._show(found)

        self._tasks.read(self, lambda: same.other_records(session, person_id), done)

    def show_records(self, mine: Side, found: Sequence[OtherRecord]) -> None:
        """The same, of what was read already."""
        self._mine = mine
        self._asked += 1
        self._show(found)

    def _show(self, found: Sequence[OtherRecord]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [
            _Row(self, record, may=self._session.may(Act.PERSON_UNLINKED)) for record in found
        ]
        for row in self.rows:
            self._lines.addWidget(row)
        self.setVisible(bool(found))
        self.filled.emit(bool(found))

    def compare(self, record: OtherRecord) -> None:
        """Both records in two columns."""
        if self._mine is not None:
            said = _("Linked on {day}: {reason}").format(
                day=format_date(local_moment(record.linked_at).date(), language()),
                reason=record.reason,
            )
            self.acts.look(self._mine, record.person.id, reason=said, linked=True)

    def undo(self, record: OtherRecord) -> None:
        """Two persons after all."""
        if self._mine is not None:
            self.acts.unlink(self._mine.person_id, record.person.id)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            for row in self.rows:
                row.retranslate()
        super().changeEvent(event)


class _Row(QWidget):
    """One other record."""

    def __init__(self, owner: AlsoRegistered, record: OtherRecord, *, may: bool) -> None:
        super().__init__(owner)
        self._record, self._may = record, may
        self.words, self.why = IconLabel(Text.BODY), IconLabel()
        self.open = Button(Kind.PLAIN, "user")
        self.compare = Button(Kind.QUIET, "scale")
        self.undo = Button(Kind.QUIET, "undo-2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.words)
        column.addWidget(self.why)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.open, self.compare, self.undo):
            flow.addWidget(button)
        column.addWidget(buttons)
        self.open.clicked.connect(lambda: owner.opened.emit(record.person.id))
        self.compare.clicked.connect(lambda: owner.compare(record))
        self.undo.clicked.connect(lambda: owner.undo(record))
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of this record."""
        record = self._record
        day = format_date(local_moment(record.person.registered_at).date(), language())
        said = _("Also registered as {name} on {day}").format(
            name=record.person.display_name, day=day
        )
        returns = ", ".join(
            _("{day} from {country}").format(
                day=format_date(one.arrived_on, language()),
                country=country_name(one.from_country, language()),
            )
            for one in record.returns
        )
        if returns:
            said = _("{record} (returns: {returns})").format(record=said, returns=returns)
        self.words.show_text(said, "link", Tone.ACCENT)
        self.why.show_text(_("How this is known: {reason}").format(reason=record.reason))
        self.open.set_text(_("Open"))
        self.compare.set_text(_("Compare"))
        self.undo.set_text(_("Undo the link"))
        self.undo.set_reason("" if self._may else _("Your role may not undo this."))
