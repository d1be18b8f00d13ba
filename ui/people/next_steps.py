"""What comes after the profile: the consent, the case, the family, the next person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.agreement import Agreement, agreement, follows_words, said_words
from intake_app.cases.consent import Consent, Purpose
from intake_app.cases.model import CaseFile
from intake_app.cases.refusal import Refusal
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.people import service as people
from intake_app.people.model import Homecoming, Person
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.options import programmes
from ui.flow import FlowLayout
from ui.plain import PlainLabel, shortened
from ui.tasks import Tasks
from ui.tokens import L, S, Text, Tone


@dataclass(frozen=True)
class Registered:
    """A person as the vault holds them, with what decides the next step."""

    person: Person
    homecoming: Homecoming | None
    consents: Sequence[Consent] = ()
    cases: Sequence[CaseFile] = ()
    members: Sequence[Person] = ()
    returns: Sequence[Homecoming] = ()
    refusals: Sequence[Refusal] = ()


def registered(session: Session, person_id: str, *, first: bool = False) -> Registered:
    """Read the person, their latest return, consents, cases and household. Raises NotFound.

    ``first`` writes into the audit log that somebody looked.
    """
    person = (people.open_person if first else people.person)(session, person_id)
    returns = people.homecomings(session, person_id)
    return Registered(
        person,
        returns[0] if returns else None,
        cases.consents(session, person_id),
        cases.cases_of(session, person_id),
        people.household_members(session, person),
        returns,
        cases.refusals(session, person_id),
    )


def case_agreement(session: Session, record: Registered) -> Agreement:
    """Whether the person wants a case: agreed, refused, taken back, or nobody asked."""
    today = session.today()
    return agreement(record.consents, record.refusals, Purpose.CASE_MANAGEMENT, today)


class Step(StrEnum):
    """What is to be done next for a registered person."""

    CONSENT = "consent"
    CASE = "case"
    DONE = "done"


def next_step(session: Session, record: Registered) -> Step:
    """A case of the latest return ends the way; it needs a consent first."""
    coming = record.homecoming
    if coming and any(case.homecoming_id == coming.id for case in record.cases):
        return Step.DONE
    return Step.CASE if case_agreement(session, record).holds else Step.CONSENT


class NextSteps(Card):
    """Always one thing to do next, under the keyboard; the rest beside it.

    Signals: ``consent_wanted``; ``case_opened`` the case that was opened here; ``case_chosen`` the
    id of a case to go to, ``giving_wanted`` to give something in it; ``refused`` why no case
    was opened; ``relative_wanted``; ``next_person_wanted``.
    """

    consent_wanted = Signal()
    case_opened = Signal(object)
    case_chosen = Signal(str)
    giving_wanted = Signal(str)
    refused = Signal(object)
    relative_wanted = Signal()
    next_person_wanted = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(L)
        self._session, self._tasks = session, tasks
        self._record: Registered | None = None
        self._step = Step.CONSENT
        self._head, self._advice = IconLabel(Text.STRONG), PlainLabel(Text.SECONDARY, wrap=True)
        self.programme = ChoiceList(self._programmes)
        self.programme.set_value(session.office.default_pack)
        self.consent = Button(Kind.PRIMARY, "pencil")
        self.open_case = Button(Kind.PRIMARY, "folder-open")
        self.show_case = Button(Kind.PRIMARY, "folder-open")
        self.relative = Button(Kind.PLAIN, "users")
        self.give = Button(Kind.PLAIN, "package")
        self.next_person = Button(Kind.PLAIN, "user-plus")
        self._steps = (
            self.consent, self.show_case, self.give, self.relative, self.next_person
        )  # fmt: skip
        self._lay_out()
        self._connect()
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(
            buttons
        )  # all of them: a widget without a parent would never be destroyed
        for button in self._steps:  # also who is not shown: without a parent it would never go
            flow.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.programme, 1)
        row.addWidget(self.open_case)
        self._case_row = QWidget()
        self._case_row.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(S)
        column.addWidget(self._head)
        column.addWidget(self._advice)
        column.addWidget(self._case_row)
        column.addWidget(buttons)
        self.body.addLayout(column)

    def _connect(self) -> None:
        self.consent.clicked.connect(self.consent_wanted)
        self.open_case.clicked.connect(self._open_case)
        self.show_case.clicked.connect(lambda: self._with_case(self.case_chosen))
        self.give.clicked.connect(lambda: self._with_case(self.giving_wanted))
        self.relative.clicked.connect(self.relative_wanted)
        self.next_person.clicked.connect(self.next_person_wanted)

    def show_record(self, record: Registered | None) -> None:
        """Show the next step of a registered person; None hides the steps."""
        self._record = record
        self.setVisible(record is not None)
        if record is not None:
            self._step = next_step(self._session, record)
            self.retranslate()

    def take_keyboard(self) -> None:
        """Put the keyboard on the next step, so that Enter takes it."""
        self.button().setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self) -> QPushButton:
        """The button of the next step."""
        steps = {
            Step.CONSENT: self.consent, Step.CASE: self.open_case, Step.DONE: self.show_case,
        }  # fmt: skip
        chosen: QPushButton = steps[self._step]
        return chosen if chosen.isEnabled() else self.next_person

    def retranslate(self) -> None:
        """Every text, and which buttons there are."""
        self.consent.set_text(_("Record the consent"))
        self.open_case.set_text(_("Open the case"))
        self.give.set_text(_("Give something now"))
        self.relative.set_text(_("Register a family member"))
        self.next_person.set_text(_("Next person"))
        self.programme.set_names(_("Programme of the case"), "")
        self._allow()
        if self._record is None:
            return
        name = shortened(self._record.person.display_name, 80)
        icon, tone = "circle-check", Tone.SUCCESS
        self._case_row.setVisible(self._step is Step.CASE)
        self._arrange()
        if self._step is Step.CONSENT:
            found = case_agreement(self._session, self._record)
            head = _("{name} is registered. Next: the consent.").format(name=name)
            advice = _("Without a consent no case can be opened.")
            if found.is_denied:
                head = _("{name} does not want a case. Ask again later, if they come back.").format(
                    name=name
                )
                advice = f"{said_words(found)} {follows_words(found.purpose)}"
                icon, tone = "circle-slash", Tone.WARNING
        elif self._step is Step.CASE:
            head = _("{name} has agreed. Next: the case.").format(name=name)
            advice = _("Choose the programme that the case belongs to.")
        else:
            case = self._record.cases[0]
            head = _("{name} has the case {number}.").format(name=name, number=case.number)
            advice = ""
            self.show_case.set_text(_("Go to the case"))
        self._head.show_text(head, icon, tone)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))

    def _arrange(self) -> None:
        """The buttons of this step in one line."""
        done = self._step is Step.DONE
        self.consent.setVisible(self._step is Step.CONSENT)
        self.show_case.setVisible(done)
        self.give.setVisible(done)

    def _allow(self) -> None:
        """Grey what this role may not do, and say why."""
        reason = _("Your role may not do this. Ask a colleague at reception.")
        for button, act in (
            (self.consent, Act.CONSENT_GIVEN),
            (self.open_case, Act.CASE_OPENED),
            (self.show_case, Act.CASE_VIEWED),
            (self.give, Act.ITEM_GIVEN),
            (self.relative, Act.PERSON_SAVED),
            (self.next_person, Act.PERSON_SAVED),
        ):
            button.set_reason("" if self._session.may(act) else reason)
        self.programme.set_read_only(not self._session.may(Act.CASE_OPENED))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _programmes(self) -> list[Option]:
        office = self._session.office
        return programmes(self._session.packs.values(), office.country, office.default_pack)

    def _open_case(self) -> None:
        """Open a case for the latest return, under the chosen programme."""
        record, session = self._record, self._session
        if record is None:
            return
        if record.homecoming is None:
            self.refused.emit(_("Write down the return first, and save."))
            return
        person_id, coming_id = record.person.id, record.homecoming.id
        pack_id = self.programme.value() or ""

        def refused(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.refused.emit(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(
            self,
            lambda: cases.open_case(session, person_id, coming_id, pack_id),
            self.case_opened.emit,
            refused,
        )

    def _with_case(self, wanted: SignalInstance) -> None:
        if self._record is not None and self._record.cases:
            wanted.emit(self._record.cases[0].id)
