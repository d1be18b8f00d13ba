"""Registering a returnee on one page with the keyboard only, and what comes right after."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from intake_app.acts import Act
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.i18n import _
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cases.consent_form import ConsentForm
from ui.fields.section_list import SectionState
from ui.messages import Messages
from ui.people.known_again import KnownAgain
from ui.people.next_steps import NextSteps, Registered, Step, next_step, registered
from ui.people.person_draft import NEW, of_relative
from ui.people.person_fields import STICKY
from ui.people.profile_page import Head
from ui.people.surrounded_page import SurroundedPage
from ui.screen import TitleLine
from ui.tasks import Tasks
from ui.tokens import M

SHARED_IN_A_FAMILY = ("nationality", "language", *STICKY)


class PersonForm(SurroundedPage):
    """A new person, or the profile with this id; then consent, case, family, next person.

    Signals: ``saved`` the person; ``case_opened`` the case that was opened here.
    """

    case_opened = Signal(object)

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, person_id: str | None = None
    ) -> None:
        super().__init__(session, tasks, messages)
        self.title = TitleLine()
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.save_next = Button(Kind.PLAIN, "user-plus", "Ctrl+Shift+Return")
        self.save_changes = Button(Kind.PLAIN, "check", "Ctrl+Return")
        self.notes = Button(Kind.PLAIN, "lock")
        self.files = Button(Kind.PLAIN, "paperclip")
        self.next_steps = NextSteps(session, tasks)
        self.again = KnownAgain(
            session, tasks, messages, self.form, self.draft, self.bar, self._typed,
            self.start_return,
        )  # fmt: skip
        self.consent: ConsentForm | None = None
        self._lay_out()
        self._connect()
        self.retranslate()
        if person_id is None:
            self._begin(keep_pinned=False)
            self.draft.look()
        else:
            self._open(person_id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        self.title.add(self.files)
        self.title.add(self.notes)
        self.title.add(self.save_next)
        self.title.add(self.save)
        self.title.add(self.save_changes)
        for widget in (self.title, self.bar, self.next_steps, self.again):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        self.add_around()

    def _connect(self) -> None:
        self.save.clicked.connect(self.submit)
        self.notes.clicked.connect(lambda: self.destination_chosen.emit("notes", self.draft.about))
        self.files.clicked.connect(
            lambda: self.destination_chosen.emit("attachments", self.draft.about)
        )
        self.save_changes.clicked.connect(self.submit)
        self.save_next.clicked.connect(lambda: self.submit(then_next=True))
        self.form.here.chosen.connect(self._open_known)
        self.again.opened.connect(self._open_known)
        self.again.left.connect(self.start_new)
        self.again.offering.connect(self._show_next_steps)
        steps = self.next_steps
        steps.consent_wanted.connect(self.record_consent)
        steps.case_opened.connect(self._go_to_new_case)
        steps.case_chosen.connect(lambda case_id: self.destination_chosen.emit("case", case_id))
        steps.giving_wanted.connect(lambda case_id: self.destination_chosen.emit("needs", case_id))
        steps.refused.connect(self.bar.error)
        steps.relative_wanted.connect(self.start_relative)
        steps.next_person_wanted.connect(self.start_new)
        self.form.another_return.connect(self._go_to_new_return)

    def retranslate(self) -> None:
        """Title and buttons; the fields follow by themselves."""
        record, head = self._record, self._head
        if record is not None:
            self.title.set_title(record.person.display_name, _("Profile"))
        elif head is not None:
            self.title.set_title(_("New person"), _("family of {name}").format(name=head.name))
        else:
            self.title.set_title(_("New person"))
        self.notes.set_text(_("Sealed notes"))
        self.notes.setVisible(record is not None)
        self.files.set_text(_("Attachments"))
        self.files.setVisible(record is not None)
        self.save.set_text(_("Save"))
        self.save_changes.set_text(_("Save"))
        self.save_next.set_text(_("Save and next"))
        may = self._session.may(Act.PERSON_SAVED)
        reason = "" if may else _("Your role may look at profiles but not change them.")
        for button in (self.save, self.save_next, self.save_changes):
            button.set_reason(reason)
        self.save.setVisible(record is None)
        self.save_next.setVisible(record is None)
        self.save_changes.setVisible(record is not None)
        self.form.set_read_only(not may)
        self.show_age(record.person if record else None)

    # ------------------------------------------------------------------ opening

    def _open(self, person_id: str) -> None:
        session = self._session
        self.draft.about = person_id

        def done(record: Registered) -> None:
            self.show_record(record)
            left = next_step(session, record) is not Step.DONE
            if left and self.next_steps.button().isEnabled():  # as right after saving
                self._go_to_steps()
            else:
                self._begin_at("family_name")
            self.draft.look()

        self._tasks.read(self, lambda: registered(session, person_id, first=True), done)

    def start_new(self) -> None:
        """The next person; what is pinned stays."""
        self._head = None
        self._begin()
        self.draft.look()

    def start_relative(self) -> None:
        """A new profile of somebody in the household of the one that is open.

        Relations are towards its head, whoever of the family is on the page.
        """
        if self._record is None:
            return
        person, members = self._record.person, self._record.members
        at_head = next((one for one in members if one.relation == "head"), person)
        self._head = Head(at_head.id, at_head.display_name)
        shared = {key: self.form[key].value() for key in SHARED_IN_A_FAMILY}
        self._begin(about=of_relative(at_head.id))
        self.form.set_values(shared)
        self._answers = self.form.values()
        self._begin_at("relation")
        self.draft.look()

    def _begin(self, *, keep_pinned: bool = True, about: str = NEW) -> None:
        """An empty page; ``about`` names its draft."""
        self.keep_draft()
        self.draft.close()
        self.draft.about = about
        self._start_fields(keep_pinned=keep_pinned)
        self.next_steps.show_record(None)
        self.again.show_record(None)
        self.show_around()
        self._show_returns()
        self.retranslate()
        self._begin_at("family_name")

    def show_record(self, record: Registered) -> None:
        """Show a stored profile and what comes next for it."""
        super().show_record(record)
        self._show_steps(record)

    def _show_steps(self, record: Registered) -> None:
        self._record = record
        self._show_returns()
        self.next_steps.show_record(record)
        self.again.show_record(record)
        self.show_around()
        alone = len(record.members) < 2
        self.form.mark_section("household", SectionState.UNTOUCHED if alone else SectionState.DONE)
        self.retranslate()

    def was_saved(self, record: Registered, *, then_next: bool) -> None:
        """Say so, and put the keyboard on the next step."""
        was_new = self._record is None
        self.form.here.alike.keep(record.person.id)
        self.again.forget()
        self.show_record(record)
        self.saved.emit(record.person)
        if then_next:
            self.start_new()
        if was_new and not then_next:
            self.bar.clear()  # the next steps say it
            self._go_to_steps()
        else:
            self.bar.success(_("{name} is saved.").format(name=record.person.display_name))

    # ------------------------------------------------------------------ consent and case

    def record_consent(self) -> None:
        """Ask for the consent to manage the case, on a page of its own."""
        if self._record is None:
            return
        consent = ConsentForm(
            self._session,
            self._tasks,
            self._messages,
            self._record.person,
            Purpose.CASE_MANAGEMENT,
        )
        self.consent = consent
        consent.closed.connect(self._close_consent)
        consent.status_changed.connect(self.status_changed)
        self._pages.setCurrentIndex(self._pages.addWidget(consent))
        self.setFocusProxy(consent)
        consent.take_keyboard()

    def _show_next_steps(self, offering: bool) -> None:
        """What was typed about somebody who is known is looked at first."""
        self.next_steps.setVisible(self._record is not None and not offering)

    def _close_consent(self) -> None:
        """Recorded or not: the steps show what is next."""
        consent, self.consent = self.consent, None
        if consent is None:
            return
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(consent)
        consent.deleteLater()
        self._read_again(self._go_to_steps)

    def _go_to_steps(self) -> None:
        self.next_steps.take_keyboard()
        self.setFocusProxy(self.next_steps.button())

    def _go_to_new_case(self, case: CaseFile) -> None:
        self.case_opened.emit(case)
        self.destination_chosen.emit("case", case.id)

    def _open_known(self, kind: str, about: str) -> None:
        self.keep_draft()
        self.destination_chosen.emit(kind, about)

    def keep_draft(self) -> None:
        """Keep what is typed here, around it or in the consent: the desk is about to be locked."""
        super().keep_draft()
        if self.consent is not None:
            self.consent.keep_draft()

    # ------------------------------------------------------------------ reading again

    def reload(self) -> None:
        """Something was saved somewhere: unsaved typing stays, the rest is read again."""
        self._read_again(lambda: None)

    def _read_again(self, then: Callable[[], object]) -> None:
        record, session = self._record, self._session
        if record is None:
            return
        person_id = record.person.id

        def done(newer: Registered) -> None:
            now = self._record
            if now is None or now.person.id != person_id:
                return  # another person is on the page by now
            if newer.person.revision == now.person.revision:
                self._show_steps(newer)
            elif self.draft.is_open:
                self.merge(newer)
            else:
                self.show_record(newer)
            then()

        self._tasks.read(self, lambda: registered(session, person_id), done)
