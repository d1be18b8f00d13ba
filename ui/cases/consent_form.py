"""Recording one answer on a page of its own, inside the case or right after registering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.session import Session
from ui.buttons import Button, IconButton, Kind
from ui.cases.answers import Answer
from ui.cases.consent_fields import ConsentFields
from ui.cases.consent_papers import ConsentPapers
from ui.cases.draft_keeper import DraftKeeper
from ui.fields.message_bar import MessageBar
from ui.fields.typed_text import typed_texts
from ui.messages import Messages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

_WHOSE = "person"
"""Whom a draft is about, so that it is erased with them."""


class ConsentForm(Screen):
    """One new consent or refusal of ``person``. Esc goes back; what was typed is kept as a draft.

    Signals: ``saved`` the consent or refusal; then, as after Esc, ``closed``.
    """

    saved = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        person: Person,
        purpose: Purpose | None = None,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._person, self._purpose = person, purpose
        self._saving = False
        self.title = TitleLine()
        self.back = Button(Kind.PLAIN, "arrow-left", "Esc", hint_only=True)
        self.print = IconButton("printer")
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.bar = MessageBar()
        self.form = ConsentFields(session, person.language)
        self.papers = ConsentPapers(session, tasks, messages, self.bar)
        about = f"{person.id} {purpose}" if purpose else person.id  # not mixed up with another
        self.draft = DraftKeeper(session, tasks, "consent", about, self._typed)
        self._lay_out()
        self._connect()
        self.form.begin(purpose)
        self.retranslate()
        self.reload()
        self._tasks.read(self, self.draft.read, self._restore)

    def _lay_out(self) -> None:
        self.title.add(self.back)
        self.title.add(self.print)
        self.title.add(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.draft.setParent(self)
        self.papers.setParent(self)
        self.papers.hide()

    def _connect(self) -> None:
        self.form.edited.connect(self.draft.touch)
        self.form["answer"].edited.connect(self.retranslate)
        self.form.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.print.clicked.connect(lambda: self.papers.print_form(self._person))
        self.back.clicked.connect(self.leave)
        self.draft.kept.connect(self.status_changed)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Title and buttons; the form follows by itself."""
        self.title.set_title(_("Consent"), self._person.display_name)
        self.back.set_text(_("Back"))
        self.print.set_name(_("Print the form"))
        is_no = self.form.is_refusal()
        self.save.set_text(_("Record the refusal") if is_no else _("Record the consent"))
        may = self._session.may(Act.CONSENT_GIVEN)
        self.save.set_reason("" if may else _("Your role may not record consents."))

    def take_keyboard(self) -> None:
        """Begin with the first question that has no answer."""
        purpose = self.form["purpose"].value()
        first = "recipient_id" if purpose == Purpose.SHARING else "given_how"
        first = first if purpose else "purpose"
        self.form.jump_to(first)
        self.setFocusProxy(self.form[first].focus_target())

    # ------------------------------------------------------------------ reading, drafts

    def reload(self) -> None:
        """The services that information can be shared with."""
        session = self._session

        self._tasks.read(self, lambda: referrals.providers(session), self.form.show_providers)

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        if self.form.is_changed():
            self.draft.keep_now()

    def _typed(self) -> Mapping[str, str] | None:
        if not self.form.is_changed():
            return None
        return {**typed_texts(self.form), _WHOSE: self._person.id}

    def _restore(self, draft: Mapping[str, str] | None) -> None:
        if not draft or self.form.is_changed():
            return
        self.form.restore(draft)
        self.retranslate()
        self.bar.warning(
            _("What was typed before is restored. It is not recorded yet."),
            action=lambda: _("Throw it away"),
            on_action=self._forget,
        )

    def _forget(self) -> None:
        self.draft.forget()
        self.form.clear()
        self.form.begin(self._purpose)

    # ------------------------------------------------------------------ saving, leaving

    def submit(self) -> None:
        """Record the consent or the refusal."""
        if self._saving or not self.save.isEnabled() or not self.form.check():
            return
        session, person_id = self._session, self._person.id
        self._saving = True
        self._tasks.change(
            self, self._recording(session, person_id), self._was_saved, self._was_refused
        )

    def _recording(self, session: Session, person_id: str) -> Callable[[], Answer]:
        if self.form.is_refusal():
            return partial(cases.refuse_consent, session, self.form.refusal(person_id))
        return partial(cases.give_consent, session, self.form.consent(person_id))

    def _was_saved(self, consent: Answer) -> None:
        self._saving = False
        self.form.set_saved()
        self.draft.forget()
        self.saved.emit(consent)
        self.closed.emit()

    def _was_refused(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def leave(self) -> None:
        """Go back without recording; what was typed waits as a draft."""
        self.keep_draft()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
