"""Who lives together: the members of one household, and putting somebody into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import format_age
from intake_app.i18n import _, language, said_again
from intake_app.people import service as people
from intake_app.people.model import Household, Person
from intake_app.search import Found
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.cases.draft_keeper import DraftKeeper
from ui.fields.choice_list import ChoiceList
from ui.fields.options import words_of
from ui.fields.text_edit import TextLine
from ui.fields.typed_text import put_text, text_of
from ui.people.household_acts import HouseholdActs
from ui.people.known_persons import KnownPersons, PersonLine
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import XS, M, S, Text, Tone

FORM = "household"


class HouseholdPanel(QWidget):
    """The household of a registered person.

    Signals: ``relative_wanted`` a family member shall be registered; ``person_chosen`` the id of a
    member to open; ``changed`` somebody was put into the household; ``restored`` somebody was being
    linked when the desk was left, and is in the fields again.
    """

    relative_wanted = Signal()
    person_chosen = Signal(str)
    changed = Signal()
    restored = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._person: Person | None = None
        self._members: Sequence[Person] = ()
        self._refusal = ""
        self._other: Person | None = None
        self._note = IconLabel()
        self._lines = QVBoxLayout()
        self.lines: list[PersonLine | IconLabel] = []
        self.relative = Button(Kind.PLAIN, "user-plus")
        self.link = Button(Kind.PLAIN, "users")
        self.linking = Card(M)
        self._name_label, self._relation_label = PlainLabel(Text.LABEL), PlainLabel(Text.LABEL)
        self.name = TextLine()
        self.known = KnownPersons(session, tasks)
        self.relation = ChoiceList(lambda: words_of("relation", "head"))
        self.join = Button(Kind.PLAIN, "check")
        self.acts = HouseholdActs(session, tasks)
        self.keeper = DraftKeeper(session, tasks, FORM, "", self._typed)
        self.keeper.setParent(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.relative)
        row.addWidget(self.link)
        row.addStretch(1)
        self.linking.body.setSpacing(S)
        for widget in (self._name_label, self.name, self.known, self._relation_label):
            self.linking.body.addWidget(widget)
        choose = QHBoxLayout()
        choose.setSpacing(S)
        choose.addWidget(self.relation, 1)
        choose.addWidget(self.join)
        self.linking.body.addLayout(choose)
        self._lines.setSpacing(XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(self._lines)
        column.addWidget(self._note)
        column.addLayout(row)
        column.addWidget(self.linking)
        column.addWidget(self.acts)
        self.linking.hide()
        self.setFocusProxy(self.relative)

    def _connect(self) -> None:
        self.relative.clicked.connect(self.relative_wanted)
        self.link.clicked.connect(self._begin_linking)
        self.name.edited.connect(self._look)
        self.known.watch(self.name.line)
        self.known.chosen.connect(self._choose)
        self.relation.edited.connect(self._allow)
        self.join.clicked.connect(self.submit)
        self.acts.changed.connect(self.changed)
        for editor in (self.name, self.relation):
            editor.edited.connect(self.keeper.touch)

    def show_members(self, person: Person | None, members: Sequence[Person]) -> None:
        """Show the household of ``person``; None while the person is not registered yet.

        Somebody who is being linked to them stays in the fields.
        """
        goes_on = self._is_at_home(person)
        self._person = person
        self._members = [member for member in members if person and member.household_id]
        self._refusal = ""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._line(member) for member in self._members]
        for line in self.lines:
            self._lines.addWidget(line)
        self.acts.show_members(person, self._members)
        if not goes_on:
            self.linking.hide()
            self._other = None
            self._look_for_draft()
        self.retranslate()

    def _is_at_home(self, person: Person | None) -> bool:
        """True if this is the person on the page, in the household that is shown."""
        here = self._person
        if person is None or here is None:
            return person is here
        return (person.id, person.household_id) == (
            here.id, here.household_id,
        )  # fmt: skip

    def retranslate(self) -> None:
        """Every text of the panel."""
        self.relative.set_text(_("Register a family member"))
        self.link.set_text(_("Link somebody who is registered"))
        self._name_label.setText(_("Name of the other person"))
        self.name.set_names(_("Name of the other person"), "")
        self.join.set_text(_("Put into one household"))
        for line, member in zip(self.lines, self._members, strict=True):
            if isinstance(line, PersonLine):
                line.set_text(self._words(member))
            else:
                line.show_text(self._words(member), _icon(member))
        if self._refusal:
            self._note.show_text(said_again(self._refusal), "circle-alert", Tone.DANGER)
        elif self._person is None:
            self._note.show_text(_("Save the profile first; then the family can be added."), "info")
        elif not self._members:
            self._note.show_text(_("Nobody else is linked to this person yet."), "users")
        self._note.setVisible(bool(self._refusal) or self._person is None or not self._members)
        self._say_relation()
        self._allow()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _words(self, member: Person) -> str:
        age = format_age(member.birth, self._session.today(), language())
        relation = word("relation", member.relation) if member.relation else ""
        parts = [member.display_name, relation, _("{age} years old").format(age=age)]
        return "   ·   ".join(part for part in parts if part)

    def _line(self, member: Person) -> PersonLine | IconLabel:
        """A member to open; the person on the page is only named."""
        if self._person is not None and member.id == self._person.id:
            named = IconLabel(Text.STRONG)
            named.setContentsMargins(M, XS, 0, XS)  # in line with the buttons of the others
            return named
        button = PersonLine(_icon(member))
        button.clicked.connect(lambda: self.person_chosen.emit(member.id))
        return button

    # ------------------------------------------------------------------ linking

    def _begin_linking(self) -> None:
        self.keeper.forget()
        self._other = None
        self.name.set_value("")
        self.relation.set_value(None)
        self.known.forget()
        self.linking.show()
        self.name.line.setFocus()
        self.retranslate()

    def _look(self) -> None:
        self._other = None
        self.known.look_soon(self.name.value(), self._person.id if self._person else "")
        self.retranslate()

    def _choose(self, found: Found) -> None:
        session = self._session
        self.known.forget()

        def done(other: Person) -> None:
            self._take(other)
            self.keeper.touch()
            self.relation.focus_target().setFocus()

        self._tasks.read(self, lambda: people.person(session, found.person_id), done)

    def _take(self, other: Person) -> None:
        self._other = other
        self.name.set_value(other.display_name)
        self.retranslate()

    def _moves_in(self) -> bool:
        """True if the person on the page joins the other's household, not the other way round."""
        person, other = self._person, self._other
        return bool(person and other and other.household_id and not person.household_id)

    def _say_relation(self) -> None:
        """Ask what the one who moves in is to the other."""
        person, other = self._person, self._other
        visible = person is not None and other is not None
        self._relation_label.setVisible(visible)
        self.relation.setVisible(visible)
        self.join.setVisible(visible)
        if person is None or other is None:
            return
        names = (other.display_name, person.display_name)
        member, head = reversed(names) if self._moves_in() else names
        text = _("What is {member} to {head}?").format(member=member, head=head)
        self._relation_label.setText(text)
        self.relation.set_names(text, "")

    def _allow(self) -> None:
        may = self._session.may(Act.HOUSEHOLD_SAVED)
        reason = "" if may else _("Your role may not change households.")
        if self._person is None:
            reason = _("Save the profile first.")
        self.relative.set_reason(reason)
        self.link.set_reason(reason)
        unclear = "" if self.relation.value() else _("Choose the relation first.")
        self.join.set_reason(reason or unclear)

    def submit(self) -> None:
        """Put the two into one household."""
        person, other, relation = self._person, self._other, self.relation.value()
        if person is None or other is None or not relation:
            return
        session, moves_in = self._session, self._moves_in()

        def work() -> Household:
            here = people.person(session, person.id)
            there = people.person(session, other.id)
            member, head = (here, there) if moves_in else (there, here)
            return people.join_household(session, member, head, relation)

        def refused(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self._refusal = error.sentence
                self.retranslate()
            return isinstance(error, IntakeError)

        def done(_home: Household) -> None:
            self.linking.hide()
            self.keeper.forget()
            self.changed.emit()

        self._tasks.change(self, work, done, refused)

    # ------------------------------------------------------------------ drafts

    def _typed(self) -> Mapping[str, str] | None:
        """Who was being linked; None if nobody."""
        if self.linking.isHidden() or not self.name.value():
            return None
        other = self._other.id if self._other else ""
        return {"name": self.name.value(), "other": other, "relation": text_of(self.relation)}

    def _look_for_draft(self) -> None:
        """Who was being linked when the desk was locked is in the fields again."""
        person, session = self._person, self._session
        if person is None:
            return
        self.keeper.about = person.id

        def read() -> tuple[Mapping[str, str], Person | None]:
            typed = self.keeper.read() or {}
            other = typed.get("other", "")
            return typed, people.person(session, other) if other else None

        def done(found: tuple[Mapping[str, str], Person | None]) -> None:
            typed, other = found
            if not typed or person is not self._person or not self.linking.isHidden():
                return
            self.linking.show()
            self.name.set_value(typed["name"])
            put_text(self.relation, typed["relation"])
            if other is not None:
                self._take(other)
            self.retranslate()
            self.restored.emit()

        self._tasks.read(self, read, done)


def _icon(member: Person) -> str:
    return "house" if member.relation == "head" else "user"
