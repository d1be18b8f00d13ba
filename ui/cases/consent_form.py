"""Recording one consent on a page of its own, inside the case or right after registering."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, Purpose
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cases.consent_fields import ConsentFields
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
    """One new consent of ``person``. Esc goes back; what was typed is kept as a draft.

    Signals: ``saved`` the consent; then, as after Esc, ``closed``.
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
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.bar = MessageBar()
        self.form = ConsentFields(session, person.language)
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
        self.title.add(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.draft.setParent(self)

    def _connect(self) -> None:
        self.form.edited.connect(self.draft.touch)
        self.form.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.back.clicked.connect(self.leave)
        self.draft.kept.connect(self.status_changed)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Title and buttons; the form follows by itself."""
        self.title.set_title(_("Consent"), self._person.display_name)
        self.back.set_text(_("Back"))
        self.save.set_text(_("Record the consent"))
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
        """Record the consent."""
        if self._saving or not self.save.isEnabled() or not self.form.check():
            return
        session, consent = self._session, self.form.consent(self._person.id)
        self._saving = True
        self._tasks.change(
            self, lambda: cases.give_consent(session, consent), self._was_saved, self._was_refused
        )

    def _was_saved(self, consent: Consent) -> None:
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


def purpose_words(consent: Consent, providers: Mapping[str, str]) -> str:
    """What a consent is for, with the service it names."""
    words = word("purpose", consent.purpose)
    if consent.recipient_id is None:
        return words
    return _("Sharing with {service}").format(
        service=providers.get(consent.recipient_id, _("a service that is gone"))
    )
