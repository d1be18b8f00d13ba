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
from intake_app.same_person.service import OtherRecord, column_of, other_records
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
from ui.rights.rights_card import RightsCard, RightsRead, read_rights
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import L, M, S, Text, Tone

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class ProfileRead:
    """What the tab shows."""

    view: CaseView
    returns: tuple[Homecoming, ...]
    registered_by: str
    others: Sequence[OtherRecord]
    rights: RightsRead
    portrait: bytes | None = field(default=None, repr=False)


def read_profile(session: Session, view: CaseView) -> ProfileRead:
    """Read what stands beside the view of a case."""
    person = view.person
    return ProfileRead(
        view,
        tuple(homecomings(session, person.id)),
        names_of_staff(session).get(person.registered_by, ""),
        other_records(session, person.id),
        read_rights(session, person.id, view.case.id),
        portrait_of(session, person.id),
    )


class ProfileTab(Screen):
    """Signals: those of a screen; ``destination_chosen("person", id)`` for editing."""

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._read: ProfileRead | None = None
        # From the outside to the inside: what moves into another parent is styled anew.
        self.bar, self._area = MessageBar(parent=self), QScrollArea(self)
        self._area.hide()  # until there is something on it: then it is arranged once
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._page = QWidget()
        self._area.setWidget(self._page)
        self._area.setWidgetResizable(True)
        page = self._page
        self.age = AgeNotice(session, tasks, self.bar, page)
        self.also = AlsoRegistered(session, tasks, messages, page)
        self._person_card, self._family_card = Card(parent=page), Card(parent=page)
        self.edit = Button(Kind.PLAIN, "pencil", "Ctrl+E", parent=self._person_card)
        self.portrait = Portrait(self._person_card)
        self.person = KeyValues(2, self._person_card)
        self.alike = AlikeRecords(session, tasks, self.also.acts, page)
        self.rights, self._family = RightsCard(session, tasks, page), QVBoxLayout()
        papers, coming, contact = (Card(parent=page) for _card in range(3))
        self.papers, self.coming = KeyValues(2, papers), KeyValues(2, coming)
        self.contact = KeyValues(2, contact)
        self._fill_cards()
        _fill(papers, lambda: _("Papers"), self.papers)
        _fill(coming, lambda: _("Return"), self.coming)
        _fill(contact, lambda: _("Contact"), self.contact)
        self._lay_out(
            (self.age, self.also, self._person_card, self.alike, papers, self.rights),
            (coming, contact, self._family_card),
        )
        self.edit.clicked.connect(self._edit)
        self.rights.destination_chosen.connect(self.destination_chosen)
        self._connect_records()
        self.retranslate()

    def _lay_out(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        columns = QGridLayout(self._page)
        columns.setContentsMargins(2, 2, L, L)
        columns.setHorizontalSpacing(L)
        columns.setVerticalSpacing(L)
        for column, cards in enumerate((left, right)):
            stack = QVBoxLayout()
            stack.setSpacing(L)
            for card in cards:
                stack.addWidget(card)
            stack.addStretch(1)
            columns.addLayout(stack, 0, column)
            columns.setColumnStretch(column, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.addWidget(self.bar)
        column_layout.addWidget(self._area, 1)
        self.setFocusProxy(self.edit)

    def _connect_records(self) -> None:
        """Other records of the person, or of somebody alike."""

        def open_record(person_id: str) -> None:
            self.destination_chosen.emit("person", person_id)

        self.also.opened.connect(open_record)
        self.alike.chosen.connect(open_record)
        self.also.acts.said.connect(self.bar.success)
        self.also.acts.refused.connect(self.bar.error)

    def _fill_cards(self) -> None:
        card, head, particulars = self._person_card, QHBoxLayout(), QHBoxLayout()
        head.addWidget(SectionTitle(lambda: _("Person"), card), 1)
        head.addWidget(self.edit)
        card.body.addLayout(head)
        particulars.setSpacing(M)
        particulars.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        particulars.addWidget(self.person, 1)
        card.body.addLayout(particulars)
        self._family.setSpacing(S)
        family = self._family_card
        family.body.addWidget(SectionTitle(lambda: _("Household"), family))
        family.body.addLayout(self._family)

    def reload(self) -> None:
        """Read the profile again."""
        session, case_id = self._session, self._case_id
        self._tasks.read(
            self, lambda: read_profile(session, reload_case(session, case_id)), self.show_read
        )

    def show_read(self, read: ProfileRead) -> None:
        """Show what was read."""
        person = read.view.person
        self.rights.show_read(read.rights, person.id, self._case_id, person.language)
        others = [member for member in read.view.household if member.id != person.id]
        mine = column_of(person, read.returns, others)
        self.also.show_records(mine, read.others)
        self.alike.show_side(mine)
        self._show(read)
        self._area.show()

    def _show(self, read: ProfileRead) -> None:
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
            row = _Member(member, member.majority(day), self._session, self._family_card)
            self._family.addWidget(row)
        if len(read.view.household) == 1:
            alone = PlainLabel(Text.SECONDARY, wrap=True, parent=self._family_card)
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

    def __init__(
        self, member: Person, majority: Majority, session: Session, parent: QWidget
    ) -> None:
        super().__init__(parent)
        name = PlainLabel(wrap=True, parent=self)
        about = PlainLabel(Text.SECONDARY, parent=self)
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
            row.addWidget(Chip("baby", Tone.WARNING, words, self), 0, Qt.AlignmentFlag.AlignVCenter)


def _relation(member: Person) -> str:
    return word("relation", member.relation)


def _fill(card: Card, title: Words, values: KeyValues) -> None:
    card.body.addWidget(SectionTitle(title, card))
    card.body.addWidget(values)


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


def _contact_rows(person: Person, read: ProfileRead) -> Rows:
    registered = ""
    if person.registered_at:
        moment = format_moment(local_moment(person.registered_at), language())
        registered = _("{when}, {who}").format(when=moment, who=read.registered_by)
    return [
        (_("Telephone"), person.phone_as_typed or person.phone),
        (_("Registered"), registered.rstrip(", ")),
    ]


def _return_rows(read: ProfileRead) -> Rows:
    coming = read.view.homecoming
    return [
        (_("Came from"), country_name(coming.from_country, language())),
        (_("Kind of return"), word("return", coming.kind)),
        (_("Arrived on"), format_date(coming.arrived_on, language())),
        (_("Returns written down"), str(len(read.returns))),
    ]
