"""What a profile page does about doubles: compare, link, go on with the person who is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.drafts import service as drafts
from intake_app.duplicates.service import Candidate
from intake_app.errors import IntakeError
from intake_app.people.model import Homecoming, ReturnKind
from intake_app.same_person import service as same
from intake_app.same_person.service import Side
from intake_app.session import Session
from intake_app.values import new_id
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.people.already_here import facts_typed
from ui.people.also_registered import AlsoRegistered
from ui.people.next_steps import Registered
from ui.people.offers import DAY, OFFERED, Offers
from ui.people.offers_card import OffersCard
from ui.people.person_draft import FORM, NEW, PersonDraft
from ui.people.person_fields import PersonFields
from ui.tasks import Tasks
from ui.tokens import M


class KnownAgain(QWidget):
    """Under the bar of a profile: its other records, and what was typed about the person now.

    ``typed`` gives the texts of the page, as its draft has them. Signals: ``opened`` a kind and an
    id to go to; ``left`` the new person on the page turned out to be known: begin with the next;
    ``offering`` whether something is offered: then that is the next step.
    """

    opened = Signal(str, str)
    left = Signal()
    offering = Signal(bool)

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, form: PersonFields,
        draft: PersonDraft, bar: MessageBar, typed: Callable[[], Mapping[str, str]],
        start_return: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._session, self._tasks = session, tasks
        self._form, self._draft, self._bar, self._typed = form, draft, bar, typed
        self._record: Registered | None = None
        self._texts: dict[str, str] = {}
        self._offers = Offers(form, start_return)
        self.also = AlsoRegistered(session, tasks, messages)
        self.card = OffersCard()
        self.acts = self.also.acts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.also)
        column.addWidget(self.card)
        form.here.beside.connect(self.compare)
        self.also.opened.connect(lambda id_: self.opened.emit("person", id_))
        self.acts.said.connect(bar.success)
        self.acts.refused.connect(bar.error)
        self.card.taken.connect(draft.touch)
        self.card.put_away.connect(self.forget)
        self.card.not_them.connect(self._register_after_all)
        self.hide()
        self.also.filled.connect(lambda _any: self._show())

    def _show(self) -> None:
        offers = not self.card.isHidden()
        self.setVisible(offers or not self.also.isHidden())
        self.offering.emit(offers)

    # ------------------------------------------------------------------ the person on the page

    def show_record(self, record: Registered | None) -> None:
        """Show what there is about this person; None while a new one is typed."""
        known = self._record.person.id if self._record else ""
        self._record = record
        if record is None:
            self._texts = {}
            self.card.show_offers(())
            self.also.show_person(None)
        else:
            self.also.show_person(record.person, _side_of(record))
            if record.person.id != known:
                self._look_for_typed(record.person.id)
        self._show()

    def _look_for_typed(self, person_id: str) -> None:
        session = self._session

        def done(texts: dict[str, str] | None) -> None:
            if self._record is not None and self._record.person.id == person_id:
                self._texts = texts or {}
                self._say_offers()

        self._tasks.read(self, lambda: drafts.found(session, OFFERED, person_id), done)

    def _say_offers(self) -> None:
        record = self._record
        may = self._texts and record is not None
        offers = self._offers.of(self._texts, tuple(record.returns)) if may and record else ()
        self.card.show_offers(offers)
        self._show()

    def forget(self) -> None:
        """The profile was saved, or the rest is not wanted."""
        record, session = self._record, self._session
        if record is None or not self._texts:
            return
        self._texts = {}
        self.card.show_offers(())
        self._show()
        person_id = record.person.id
        self._tasks.read(
            self, lambda: drafts.forget(session, OFFERED, person_id), lambda _nothing: None
        )

    def _register_after_all(self) -> None:
        """What was typed goes back to where it was typed."""
        texts, session, record = dict(self._texts), self._session, self._record
        if record is None:
            return
        person_id = record.person.id

        def work() -> None:
            drafts.keep(session, FORM, NEW, {k: v for k, v in texts.items() if k != DAY})
            drafts.forget(session, OFFERED, person_id)

        self._texts = {}
        self.card.show_offers(())
        self._show()
        self._tasks.read(self, work, lambda _nothing: self.opened.emit("new_person", ""))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """What is offered is said in the language of the screen."""
        if event.type() == QEvent.Type.LanguageChange and self._texts:
            self._say_offers()
        super().changeEvent(event)

    # ------------------------------------------------------------------ a candidate

    def compare(self, candidate: Candidate) -> None:
        """Look at what is typed beside somebody who is registered."""
        record, other = self._record, candidate.person_id
        if record is not None:
            dialog = self.acts.beside(_side_of(record), other, candidate.evidence)
            dialog.same.connect(lambda id_: self.acts.link(record.person.id, id_))
        else:
            returns = [coming] if (coming := self._typed_return()) else []
            mine = same.side_of_facts(facts_typed(self._form), returns)
            dialog = self.acts.beside(mine, other, candidate.evidence)
            dialog.same.connect(self.go_on_with)
        dialog.apart.connect(self._form.here.alike.tell_apart_by_id)

    def _typed_return(self) -> Homecoming | None:
        values = self._form.values()
        country, kind, day = (values.get(key) for key in ("from_country", "kind", "arrived_on"))
        if not country or not kind or not day:
            return None
        return Homecoming(new_id(), "", country, ReturnKind(kind), day)

    def go_on_with(self, person_id: str) -> None:
        """The new person is this one: no second record; what is typed is offered on their page."""
        session, texts = self._session, {k: v for k, v in self._typed().items() if v}
        if coming := self._typed_return():
            texts[DAY] = coming.arrived_on.isoformat()
        self._draft.close()

        def work() -> None:
            drafts.keep(session, OFFERED, person_id, texts)
            drafts.forget(session, FORM, NEW)

        def done(_nothing: None) -> None:
            self.left.emit()
            self.opened.emit("person", person_id)

        def failed(error: Exception) -> bool:
            self._draft.touch()
            if isinstance(error, IntakeError):
                self._bar.error(error.sentence)
                return True
            return False

        self._tasks.read(self, work, done, failed)


def _side_of(record: Registered) -> Side:
    others = [one for one in record.members if one.id != record.person.id]
    return same.column_of(record.person, record.returns, others)
