"""A corrected age that waits for a colleague: what was corrected and why, and the second look."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtWidgets import QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.formats import format_partial
from intake_app.i18n import _, language
from intake_app.people.model import Person
from intake_app.people.service import look_over_age
from intake_app.screening.safeguards import age_waits
from intake_app.session import Session
from ui.buttons import Button
from ui.cards import Card, IconLabel
from ui.cases.days import on_day
from ui.fields.message_bar import MessageBar
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import S, Text, Tone


class AgeNotice(Card):
    """Hidden while no corrected age waits."""

    def __init__(
        self, session: Session, tasks: Tasks, bar: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._session, self._tasks, self._bar = session, tasks, bar
        self._person: Person | None = None
        self.body.setSpacing(S)
        self.hide()

    @cached_property
    def _inside(self) -> _Inside:
        """Built when an age waits: it hardly ever does."""
        inside = _Inside(self)
        inside.seen.clicked.connect(self._look_over)
        return inside

    @property
    def seen(self) -> Button:
        """The second look."""
        return self._inside.seen

    def show_person(self, person: Person | None) -> None:
        """Show what waits about this person, if anything does."""
        self._person = person
        corrected = person.age_to_look_at if person else None
        self.setVisible(corrected is not None)
        if corrected is None:
            return
        inside = self._inside
        inside.title.show_text(_("The date of birth was corrected"), "baby", Tone.DANGER)
        inside.why.setText(
            _("From {before} to {after}, on {day}: “{reason}”").format(
                before=format_partial(corrected.before, language()),
                after=format_partial(corrected.after, language()),
                day=on_day(corrected.at),
                reason=corrected.reason,
            )
        )
        since_then = _(
            "This makes a child of an adult: the rules for children hold from now on. Look over"
            " what was decided before."
        )
        inside.so.setText(age_waits() if corrected.to_adult else since_then)
        self.seen.set_text(_("I have looked it over"))
        self.seen.set_reason(self._against(corrected.by))

    def _against(self, by: str) -> str:
        if not self._session.may(Act.AGE_LOOKED_OVER):
            return _("A counsellor or supervisor looks it over.")
        if by == self._session.user.id:
            return _("You corrected this age yourself: a colleague looks it over.")
        return ""

    def _look_over(self) -> None:
        person, session = self._person, self._session
        if person is None:
            return
        self._tasks.change(
            self,
            lambda: look_over_age(session, person.id),
            self._was_seen,
            self._failed,
        )

    def _was_seen(self, person: Person) -> None:
        self.show_person(person)
        self._bar.success(_("Noted: the corrected age was looked over."))

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._bar.error(error.sentence)
        return isinstance(error, IntakeError)


class _Inside:
    """What the notice holds."""

    def __init__(self, card: Card) -> None:
        self.title = IconLabel(Text.STRONG, card)
        self.why = PlainLabel(wrap=True, parent=card)
        self.so = PlainLabel(Text.SECONDARY, wrap=True, parent=card)
        self.seen = Button(icon="check", parent=card)
        for widget in (self.title, self.why, self.so, self.seen):
            card.body.addWidget(widget)
