"""One profile being typed: its fields, its draft, saving, and a colleague's newer version."""

from __future__ import annotations

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.drafts import service as drafts
from intake_app.errors import IntakeError, InvalidInput, StaleRecord
from intake_app.i18n import _
from intake_app.people import service as people
from intake_app.session import Session
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.people.next_steps import Registered, registered
from ui.people.person_draft import FORM, KeptDraft, PersonDraft, clock_time
from ui.people.person_fields import STICKY, PersonFields, said
from ui.screen import Screen
from ui.tasks import Tasks

_PINNED: WeakKeyDictionary[object, dict[str, Any]] = WeakKeyDictionary()
"""What is pinned, by open vault: the next page that registers somebody begins with it, and it is
forgotten when the vault is closed."""

_HEAD_ID, _HEAD_NAME, _REVISION = "head_id", "head_name", "revision"
_NEW_RETURN = "new_return"


class Head(NamedTuple):
    """The head of the household that a new person belongs to."""

    id: str
    name: str


class ProfilePage(Screen):
    """The part of the profile page that types, keeps and saves. Subclasses lay it out.

    Signals: ``saved`` the person.
    """

    saved = Signal(object)

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._record: Registered | None = None
        self._answers: dict[str, Any] = {}
        self._head: Head | None = None
        self._saving = False
        self._is_new_return = False
        # From the outside to the inside: what moves into another parent is styled anew.
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget(self)
        whole.addWidget(self._pages)
        self._page = QWidget(self._pages)
        self._pages.addWidget(self._page)
        self.bar = MessageBar()
        self.form = PersonFields(session, tasks, self._page)
        self.draft = PersonDraft(session, tasks, self._typed, self)
        self.form.edited.connect(self.draft.touch)
        self.form.submitted.connect(self.submit)
        self.form.pinned_changed.connect(lambda _key, _on: self._remember_pinned())
        self.draft.found.connect(self._restore)
        self.draft.kept.connect(self._say_kept)
        self.draft.lost.connect(self.bar.warning)
        self.bar.faded.connect(self.status_changed)

    def show_record(self, record: Registered) -> None:
        """Show a stored profile."""
        self._record, self._head = record, None
        self._is_new_return = False
        self.form.ask_relation("")
        self._answers = self.form.show_person(record.person, record.homecoming)

    def start_return(self) -> None:
        """A further return of a person who is registered: its fields are empty again."""
        if self._record is None or self._is_new_return:
            return
        self._is_new_return = True
        self.form.set_values(dict.fromkeys(STICKY))
        self._show_returns()
        self.draft.touch()

    def _go_to_new_return(self) -> None:
        self.start_return()
        self.bar.info(_("Enter the new return, then save. The earlier one stays as it is."))
        self._begin_at("from_country")

    def _begin_at(self, key: str) -> None:
        """The keyboard goes to this field, also when the window shows the page later."""
        self.form.jump_to(key)
        self.setFocusProxy(self.form[key].focus_target())

    def _show_returns(self) -> None:
        returns = self._record.returns if self._record else ()
        may = self._session.may(Act.PERSON_SAVED)
        reason = "" if may else _("Your role may look at profiles but not change them.")
        self.form.show_returns(returns, is_new=self._is_new_return, reason=reason)

    def was_saved(self, record: Registered, *, then_next: bool) -> None:
        """The profile is in the vault: what comes now is the page's business."""
        raise NotImplementedError

    # ------------------------------------------------------------------ pins

    def _start_fields(self, *, keep_pinned: bool) -> None:
        """An empty profile, with what was pinned here or on an earlier page."""
        self._record, self._is_new_return = None, False
        self.form.start(keep_pinned=keep_pinned)
        remembered = _PINNED.get(self._session.vault)
        if not keep_pinned and remembered is not None:
            self.form.pin_only(remembered)
            self.form.set_values(remembered)
            self.form.set_saved()
        self.form.ask_relation(self._head.name if self._head else "")
        self._answers = self.form.values()

    def _remember_pinned(self) -> None:
        self.form.complete()
        answers = self.form.values()
        _PINNED[self._session.vault] = {key: answers[key] for key in self.form.pinned()}

    # ------------------------------------------------------------------ drafts

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        self.draft.keep()

    def _typed(self) -> dict[str, str]:
        texts = self.form.typed()
        if self._head is not None:
            texts |= {_HEAD_ID: self._head.id, _HEAD_NAME: self._head.name}
        if self._record is not None:
            texts[_REVISION] = str(self._record.person.revision)
        if self._is_new_return:
            texts[_NEW_RETURN] = "1"
        return texts

    def may_leave(self) -> bool:
        """Typing is kept as a draft; only if that failed something would be lost."""
        self.keep_draft()
        return not self.draft.is_lost or self._messages.ask(
            _("Leave this profile?"),
            _("What you typed could not be kept and will be lost."),
            _("Leave"),
            _("Stay"),
            danger=True,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the page."""
        if event.key() == Qt.Key.Key_Escape and self.may_leave():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _say_kept(self, at: str) -> None:
        self.status_changed.emit(_("Draft saved {time}").format(time=clock_time(at)))

    def _restore(self, draft: KeptDraft) -> None:
        """Put an interrupted profile back, and let the clerk throw it away instead."""
        texts = draft.texts
        if self._record is None and _HEAD_ID in texts:
            self._head = Head(texts[_HEAD_ID], texts[_HEAD_NAME])
            self.form.ask_relation(self._head.name)
        if _NEW_RETURN in texts:
            self.start_return()
        self.form.retype(texts)
        self.retranslate()
        self.bar.warning(
            _("Draft of {time} restored. It is not saved yet.").format(time=clock_time(draft.at)),
            action=lambda: _("Throw the draft away"),
            on_action=self.forget_draft,
        )
        record = self._record
        if record and texts.get(_REVISION) != str(record.person.revision):
            values = self.form.values()
            self.form.show_problems(
                {
                    key: _("A colleague wrote “{words}” since then.").format(
                        words=said(key, stored)
                    )
                    for key, stored in self._answers.items()
                    if values.get(key) != stored
                }
            )

    def forget_draft(self) -> None:
        """Throw the draft away; for a while it can be brought back."""
        texts = self._typed()
        self.draft.forget()
        self._is_new_return = False
        self._show_returns()
        self.form.show_problems({})
        self.form.set_values({**self._answers, "age_reason": ""})
        self.form.ask_age_reason()
        self.form.here.forget()

        def bring_back() -> None:
            if _NEW_RETURN in texts:
                self.start_return()
            self.form.retype(texts)
            self.draft.touch()

        self.bar.undo(_("The draft was thrown away."), bring_back)

    # ------------------------------------------------------------------ saving

    def submit(self, *, then_next: bool = False) -> None:
        """Save the profile, if everything required is there and understood."""
        may = self._session.may(Act.PERSON_SAVED)
        if self._saving or not may or not self.form.check():
            return
        record, head, session = self._record, self._head, self._session
        try:
            person = self.form.person(record.person if record else None)
        except InvalidInput as invalid:
            self.form.show_problems(invalid.problems)
            return
        known = record.homecoming if record and not self._is_new_return else None
        coming = self.form.homecoming(person.id, known)
        values = self.form.values()
        relation, about = values.get("relation"), self.draft.about
        age_reason = str(values.get("age_reason") or "")
        self._saving = True
        self.draft.close()

        def work() -> Registered:
            saved = people.save_person(session, person, coming, age_reason=age_reason)
            if head is not None:
                at_home = people.person(session, head.id)
                people.join_household(session, saved, at_home, relation or "other")
            drafts.forget(session, FORM, about)
            return registered(session, saved.id)

        def done(saved: Registered) -> None:
            self._saving = False
            self._remember_pinned()
            self.draft.about = saved.person.id
            self.was_saved(saved, then_next=then_next)

        self._tasks.change(self, work, done, self._was_not_saved)

    def _was_not_saved(self, error: Exception) -> bool:
        self._saving = False
        self.draft.touch()
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, StaleRecord) and self._record is not None:
            session, person_id = self._session, self._record.person.id
            self._tasks.read(self, lambda: registered(session, person_id), self._warn_and_merge)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def _warn_and_merge(self, newer: Registered) -> None:
        self.merge(newer)
        self.bar.warning(
            _(
                "A colleague has changed this profile meanwhile. Your answers are kept;"
                " look them over and save again."
            )
        )

    def merge(self, newer: Registered) -> None:
        """Take over what only a colleague changed; where both did, show theirs and keep ours."""
        mine, typed, before = self._typed(), self.form.values(), self._answers
        self.show_record(newer)
        if _NEW_RETURN in mine:
            self.start_return()
        theirs = self._answers
        kept = {key: mine[key] for key in typed if typed[key] != before.get(key)}
        self.form.retype(kept)
        self.form.show_problems(
            {
                key: _("A colleague wrote “{words}”. Save again to keep your answer.").format(
                    words=said(key, theirs[key])
                )
                for key in kept
                if theirs[key] not in (before.get(key), typed[key])
            }
        )
        self.draft.touch()
