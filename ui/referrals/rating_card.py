"""How the person found the help: asked once it was given."""

from __future__ import annotations

from PySide6.QtCore import Signal

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.referrals.model import Referral
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.fields.choice import Choice
from ui.fields.field import Field
from ui.fields.options import words_of
from ui.plain import PlainLabel
from ui.plans.growing_text import GrowingText
from ui.tokens import Text


class RatingCard(Card):
    """Signals: ``rated`` the referral's id, 5 (very satisfied) to 1, and the person's words."""

    rated = Signal(str, int, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._referral: Referral | None = None
        self._begun: dict[str, tuple[str | None, str]] = {}
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self.rating = Choice(lambda: words_of("rating"), may_be_empty=False)
        self._rating_field = Field(self.rating, lambda: _("How satisfied the person is"))
        self.note = GrowingText(1000, least=2)
        self._note_field = Field(self.note, lambda: _("In the person’s words"))
        self.save = Button(Kind.PRIMARY, "star")
        for part in (self._title, self._rating_field, self._note_field, self.save):
            self.body.addWidget(part)
        self.rating.edited.connect(lambda: self._rating_field.show_mistake(""))
        self.save.clicked.connect(self._send)
        self.hide()

    def show_referral(self, referral: Referral | None) -> None:
        """Ask about this one, if it is to be rated; an opinion that was begun is there again when
        one comes back to it."""
        if _key(referral) != _key(self._referral):
            self._begun[_key(self._referral)] = self._typed()
            self._put(*self._begun.pop(_key(referral), _NOTHING))
        self._referral = referral
        self.setVisible(referral is not None and referral.is_to_rate)
        self._title.setText(_("Ask the person how it was"))
        self.save.set_text(_("Record the opinion"))
        may = self._session.may(Act.REFERRAL_RATED)
        self.save.set_reason("" if may else _("Only a counsellor records answers."))
        for editor in (self.rating, self.note):
            editor.setEnabled(may)

    def is_typing(self) -> bool:
        """True while an opinion is begun and not recorded."""
        return any(typed != _NOTHING for typed in (self._typed(), *self._begun.values()))

    def clear(self) -> None:
        """The opinion was recorded."""
        self._put(*_NOTHING)

    def _typed(self) -> tuple[str | None, str]:
        return self.rating.value(), self.note.value()

    def _put(self, rating: str | None, note: str) -> None:
        self.rating.set_value(rating)
        self.note.set_value(note)
        self._rating_field.show_mistake("")

    def _send(self) -> None:
        if self._referral is None:
            return
        rating = self.rating.value()
        if rating is None:
            self._rating_field.show_mistake(_("Choose how satisfied the person is."))
            self.rating.setFocus()
            return
        self.rated.emit(self._referral.id, int(rating), self.note.value())


_NOTHING: tuple[str | None, str] = (None, "")


def _key(referral: Referral | None) -> str:
    return referral.id if referral is not None else ""
