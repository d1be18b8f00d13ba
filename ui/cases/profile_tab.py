"""The profile of the person whose case it is, to read; editing opens the person's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.attachments.service import portrait_of
from intake_app.cases.service import CaseView, reload_case
from intake_app.formats import (
    country_name,
    format_age,
    format_date,
    format_moment,
    format_partial,
    language_name,
)
from intake_app.i18n import _, language
from intake_app.people.model import Homecoming, IdentityDocument, Majority, Person
from intake_app.people.service import homecomings
from intake_app.same_person.service import column_of
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.attachments.portrait import Portrait
from ui.buttons import Button, Kind
from ui.cards import Card, Chip, KeyValues, SectionTitle
from ui.cases.days import local_moment
from ui.fields.message_bar import MessageBar
from ui.flow import clear_layout
from ui.messages import Messages
from ui.people.age_notice import AgeNotice
from ui.people.alike_records import AlikeRecords
from ui.people.also_registered import AlsoRegistered
from ui.plain import PlainLabel, Words
from ui.rights.rights_card import RightsCard
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import L, M, S, Text, Tone

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class _Read:
    view: CaseView
    returns: tuple[Homecoming, ...]
    registered_by: str
    portrait: bytes | None = field(default=None, repr=False)


class ProfileTab(Screen):
    """Signals: those of a screen; ``destination_chosen("person", id)`` for editing."""

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._read: _Read | None = None
        self.edit = Button(Kind.PLAIN, "pencil", "Ctrl+E")
        self.person, self.coming = KeyValues(2), KeyValues(2)
        self.papers, self.contact = KeyValues(2), KeyValues(2)
        self._family, self.portrait = QVBoxLayout(), Portrait()
        self.also = AlsoRegistered(session, tasks, messages)
        self.alike = AlikeRecords(session, tasks, self.also.acts)
        self.rights, self.bar = RightsCard(session, tasks), MessageBar()
        self.age = AgeNotice(session, tasks, self.bar)
        self._build()
        self.edit.clicked.connect(self._edit)
        self.rights.destination_chosen.connect(self.destination_chosen)
        self._connect_records()
        self.retranslate()

    def _build(self) -> None:
        page = QWidget()
        columns = QGridLayout(page)
        columns.setContentsMargins(2, 2, L, L)
        columns.setHorizontalSpacing(L)
        columns.setVerticalSpacing(L)
        self._family.setSpacing(S)
        family = Card()
        family.body.addWidget(SectionTitle(lambda: _("Household")))
        family.body.addLayout(self._family)
        left = (
            self.age,
            self.also,
            self._person_card(),
            self.alike,
            _card(lambda: _("Papers"), self.papers),
            self.rights,
        )
        right = (
            _card(lambda: _("Return"), self.coming),
            _card(lambda: _("Contact"), self.contact),
            family,
        )
        for column, cards in enumerate((left, right)):
            stack = QVBoxLayout()
            stack.setSpacing(L)
            for card in cards:
                stack.addWidget(card)
            stack.addStretch(1)
            columns.addLayout(stack, 0, column)
            columns.setColumnStretch(column, 1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.addWidget(self.bar)
        column_layout.addWidget(area, 1)
        self.setFocusProxy(self.edit)

    def _connect_records(self) -> None:
        """Other records of the person, or of somebody alike."""

        def open_record(person_id: str) -> None:
            self.destination_chosen.emit("person", person_id)

        self.also.opened.connect(open_record)
        self.alike.chosen.connect(open_record)
        self.also.acts.said.connect(self.bar.success)
        self.also.acts.refused.connect(self.bar.error)

    def _person_card(self) -> Card:
        card, head = Card(), QHBoxLayout()
        head.addWidget(SectionTitle(lambda: _("Person")), 1)
        head.addWidget(self.edit)
        card.body.addLayout(head)
        particulars = QHBoxLayout()
        particulars.setSpacing(M)
        particulars.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        particulars.addWidget(self.person, 1)
        card.body.addLayout(particulars)
        return card

    def reload(self) -> None:
        """Read the profile again."""
        session, case_id = self._session, self._case_id

        def work() -> _Read:
            view = reload_case(session, case_id)
            who = names_of_staff(session).get(view.person.registered_by, "")
            photo = portrait_of(session, view.person.id)
            return _Read(view, tuple(homecomings(session, view.person.id)), who, photo)

        self._tasks.read(self, work, self._take)

    def _take(self, read: _Read) -> None:
        person = read.view.person
        self.rights.show_person(person.id, self._case_id, person.language)
        others = [member for member in read.view.household if member.id != person.id]
        mine = column_of(person, read.returns, others)
        self.also.show_person(person, mine)
        self.alike.show_side(mine)
        self._show(read)

    def _show(self, read: _Read) -> None:
        self._read = read
        self.age.show_person(read.view.person)
        person, day = read.view.person, self._session.today()
        self.person.set_rows(_person_rows(person, self._session))
        self.papers.set_rows(_paper_rows(person.documents))
        self.contact.set_rows(_contact_rows(person, read))
        self.coming.set_rows(_return_rows(read))
        self.portrait.show_picture(read.portrait)
        clear_layout(self._family)
        for member in read.view.household:
            self._family.addWidget(_Member(member, member.majority(day), self._session))
        if len(read.view.household) == 1:
            alone = PlainLabel(Text.SECONDARY, wrap=True)
            alone.setText(_("Nobody else of the household is registered."))
            self._family.addWidget(alone)

    def _edit(self) -> None:
        if self._read is not None:
            self.destination_chosen.emit("person", self._read.view.person.id)

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.edit.set_text(_("Edit the profile"))
        may = self._session.may(Act.PERSON_SAVED)
        self.edit.set_reason("" if may else _("Your role may not change profiles."))
        if self._read is not None:
            self._show(self._read)


class _Member(QWidget):
    """One person of the household on one line."""

    def __init__(self, member: Person, majority: Majority, session: Session) -> None:
        super().__init__()
        name, about = PlainLabel(wrap=True), PlainLabel(Text.SECONDARY)
        name.setText(member.display_name)
        age = format_age(member.birth, session.today(), language())
        about.setText(
            _("{relation}, {age} years").format(relation=_relation(member), age=age)
            if member.relation
            else _("{age} years").format(age=age)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(name, 1)
        row.addWidget(about)
        if majority is not Majority.ADULT:
            words = _("Minor") if majority is Majority.MINOR else _("Perhaps a minor")
            row.addWidget(Chip("baby", Tone.WARNING, words), 0, Qt.AlignmentFlag.AlignVCenter)


def _relation(member: Person) -> str:
    return word("relation", member.relation)


def _card(title: Words, values: KeyValues) -> Card:
    card = Card()
    card.body.addWidget(SectionTitle(title))
    card.body.addWidget(values)
    return card


def _person_rows(person: Person, session: Session) -> Rows:
    born = format_partial(person.birth, language())
    age = format_age(person.birth, session.today(), language())
    return [
        (_("Family name"), person.family_name),
        (_("Given names"), person.given_names),
        (_("Other names"), person.other_names),
        (_("Name in its own script"), person.own_script_name),
        (_("Sex"), word("sex", person.sex)),
        (_("Born"), _("{date} · {age} years old").format(date=born, age=age)),
        (_("Nationality"), country_name(person.nationality, language())),
        (_("Language of the papers"), language_name(person.language, language())),
        (_("Mother’s name"), person.mother_name),
        (_("Father’s name"), person.father_name),
    ]


def _paper_rows(papers: Sequence[IdentityDocument]) -> Rows:
    rows = []
    for paper in papers:
        parts = [paper.number, country_name(paper.country, language()) if paper.country else ""]
        if paper.expires:
            parts.append(_("valid until {day}").format(day=paper.expires))
        rows.append((word("document", paper.kind), ", ".join(part for part in parts if part)))
    return rows or [(_("Identity documents"), _("None written down"))]


def _contact_rows(person: Person, read: _Read) -> Rows:
    registered = ""
    if person.registered_at:
        moment = format_moment(local_moment(person.registered_at), language())
        registered = _("{when}, {who}").format(when=moment, who=read.registered_by)
    return [
        (_("Telephone"), person.phone_as_typed or person.phone),
        (_("Registered"), registered.rstrip(", ")),
    ]


def _return_rows(read: _Read) -> Rows:
    coming = read.view.homecoming
    return [
        (_("Came from"), country_name(coming.from_country, language())),
        (_("Kind of return"), word("return", coming.kind)),
        (_("Arrived on"), format_date(coming.arrived_on, language())),
        (_("Returns written down"), str(len(read.returns))),
    ]
