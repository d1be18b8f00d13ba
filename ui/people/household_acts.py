"""What can be done with the household of the person on the page, besides putting somebody in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, ngettext
from intake_app.people import service as people
from intake_app.people.model import Household, Person
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.fields.choice_list import ChoiceList
from ui.fields.options import words_of
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class HouseholdActs(QWidget):
    """Taking out, naming another head, copying what is shared.

    Signals: ``changed`` the household is another one now; ``undo_offered`` what was done, and a
    function that undoes it; ``said`` a sentence about what was done; ``refused`` why not.
    """

    changed = Signal()
    undo_offered = Signal(object, object)
    said = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._person: Person | None = None
        self._head: Person | None = None
        self._may_leave = False
        self.leave = Button(Kind.PLAIN, "user-x")
        self.head = Button(Kind.PLAIN, "house")
        self.share = Button(Kind.PLAIN, "copy")
        self.asking = Card(M)
        self._question = PlainLabel(Text.LABEL)
        self.former = ChoiceList(lambda: words_of("relation", "head"))
        self.confirm = Button(Kind.PLAIN, "check")
        self._lay_out()
        self.leave.clicked.connect(self._take_out)
        self.head.clicked.connect(self._ask)
        self.share.clicked.connect(self._share)
        self.former.edited.connect(self._allow)
        self.confirm.clicked.connect(self._name_head)
        self.show_members(None, ())

    def _lay_out(self) -> None:
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for button in (self.share, self.head, self.leave):
            flow.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.former, 1)
        row.addWidget(self.confirm)
        self.asking.body.addWidget(self._question)
        self.asking.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(buttons)
        column.addWidget(self.asking)

    def show_members(self, person: Person | None, members: Sequence[Person]) -> None:
        """What can be done for ``person``, who lives with ``members`` (themselves included)."""
        self._person = person
        self._head = next((one for one in members if one.relation == "head"), None)
        is_head = person is not None and person.relation == "head"
        others = len(members) > 1
        self.setVisible(person is not None and others)
        self.head.setVisible(not is_head)
        self.asking.hide()
        self._may_leave = not is_head
        self.retranslate()

    def retranslate(self) -> None:
        """Every text, and what this role may do."""
        self.leave.set_text(_("Take out of the household"))
        self.head.set_text(_("Make head of the household"))
        self.share.set_text(_("Copy address, languages and return to the family"))
        self.confirm.set_text(_("Make head of the household"))
        if self._person and self._head:
            text = _("What is {member} to {head}?").format(
                member=self._head.display_name, head=self._person.display_name
            )
            self._question.setText(text)
            self.former.set_names(text, "")
        self._allow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _allow(self) -> None:
        may = self._session.may(Act.HOUSEHOLD_SAVED)
        reason = "" if may else _("Your role may not change households.")
        first = "" if self._may_leave else _("Name another head of the household first.")
        unclear = "" if self.former.value() else _("Choose the relation first.")
        self.leave.set_reason(reason or first)
        self.head.set_reason(reason)
        self.share.set_reason(reason)
        self.confirm.set_reason(reason or unclear)

    def _take_out(self) -> None:
        person, session = self._person, self._session
        if person is None:
            return

        head = self._head

        def done(_gone: Person) -> None:
            self.changed.emit()
            if head is not None:
                text = _("{name} was taken out of the household.").format(name=person.display_name)
                self.undo_offered.emit(text, lambda: self._put_back(person, head))

        self._change(lambda: people.leave_household(session, person), done)

    def _put_back(self, before: Person, head: Person) -> None:
        session = self._session

        def work() -> Household:
            member, at_home = (people.person(session, one.id) for one in (before, head))
            return people.join_household(session, member, at_home, before.relation)

        self._change(work, lambda _home: self.changed.emit())

    def _ask(self) -> None:
        """Name the head; what the one before is to them has to be said, if there is one."""
        if self._head is None:
            self._name_head()
            return
        self.former.set_value(None)
        self.asking.show()
        self._allow()
        self.former.focus_target().setFocus()

    def _name_head(self) -> None:
        person, session, former = self._person, self._session, self.former.value() or ""
        if person is None or (self._head is not None and not former):
            return

        def done(_home: Household) -> None:
            self.changed.emit()

        self._change(lambda: people.make_head(session, person, former), done)

    def _share(self) -> None:
        person, session = self._person, self._session
        if person is None:
            return

        def done(gained: list[Person]) -> None:
            self.changed.emit()
            count = len(gained)
            self.said.emit(
                ngettext(
                    "{count} profile was completed. What was written there stays.",
                    "{count} profiles were completed. What was written there stays.",
                    count,
                ).format(count=count)
                if count
                else _("Nothing was empty in the profiles of the family.")
            )

        self._change(lambda: people.share_with_household(session, person), done)

    def _change(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def refused(error: Exception) -> bool:
            if isinstance(error, InvalidInput):
                self.refused.emit(next(iter(error.problems.values())))
            elif isinstance(error, IntakeError):
                self.refused.emit(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, work, done, refused)
