"""At the desk of a mass arrival: somebody who is registered already gets their next return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from intake_app.acts import Act
from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import Expected
from intake_app.drafts import service as drafts
from intake_app.duplicates.service import Candidate, Evidence
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.same_person import service as same
from intake_app.session import Session
from ui.fields.typed_text import typed_texts
from ui.messages import Messages
from ui.people.already_here import facts_typed
from ui.people.offers import OFFERED
from ui.people.same_acts import SameActs
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.arrivals.arrival_desk import ArrivalDesk

_NEEDED = ("arrival", "from_country", "kind")
_ABOUT_THE_PERSON = (
    "family_name", "given_names", "birth", "sex", "nationality", "phone", "document_kind",
    "document_number",
)  # fmt: skip


class DeskKnown(QObject):
    """Compares what is typed with a record, and registers the arrival with the known person."""

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, desk: ArrivalDesk
    ) -> None:
        super().__init__(desk)
        self._session, self._tasks, self._desk = session, tasks, desk
        self._saving = False
        self.acts = SameActs(session, tasks, messages, desk)
        self.acts.opened.connect(self._open)

    def _open(self, person_id: str) -> None:
        self._desk.keep_draft()
        self._desk.destination_chosen.emit("person", person_id)

    def say_line(self, line: Expected) -> None:
        """What is known of somebody on the list, who sits here now."""
        known = line.known_id
        if known is None:
            self._desk.bar.info(
                _("From the list: look over what it says, and add what is missing.")
            )
            return
        self._desk.bar.warning(
            _("When the list was read in, somebody said that this person is registered already."),
            action=lambda: _("Compare"),
            on_action=lambda: self.look(known),
        )

    def compare(self, candidate: Candidate) -> None:
        """What is typed beside somebody who is registered."""
        self.look(candidate.person_id, candidate.evidence)

    def look(self, person_id: str, evidence: Evidence | None = None) -> None:
        """The same for a record that was named when the list was read in."""
        form = self._desk.form
        dialog = self.acts.beside(same.side_of_facts(facts_typed(form)), person_id, evidence)
        dialog.same.connect(self.save)
        dialog.apart.connect(self._tell_apart)

    def _tell_apart(self, person_id: str) -> None:
        """Kept until the person is saved."""
        alike = self._desk.lists.here.alike
        alike.others.add(person_id)
        alike.tell_apart_by_id(person_id)

    def save(self, person_id: str) -> None:
        """They are known: this return is added to them; what was typed is offered on their page."""
        desk, session = self._desk, self._session
        form, line = desk.form, desk.line
        missing = [key for key in _NEEDED if form[key].is_empty()]
        if missing:
            form.show_problems({key: _("Please fill this in.") for key in missing})
        if missing or self._saving or not session.may(Act.PERSON_SAVED):
            return
        values = form.values()
        arrival = next(one for one in form.arrivals if one.id == values["arrival"])
        coming = form.homecoming(person_id, arrival)
        typed = typed_texts(form)
        texts = {key: typed[key] for key in _ABOUT_THE_PERSON if typed.get(key)}
        self._saving = True

        def work() -> tuple[Person, Expected]:
            saved = arrivals.save_known(
                session, arrival.id, person_id, coming, expected_id=line.id if line else None,
                token=values["token"], interviewer=values["interviewer"] or "",
            )  # fmt: skip
            drafts.keep(session, OFFERED, person_id, texts)
            return saved

        self._tasks.change(self, work, lambda saved: self._was_saved(*saved), self._failed)

    def _was_saved(self, person: Person, line: Expected) -> None:
        self._saving = False
        desk = self._desk
        desk.lists.add(person.id, f"{line.token} · {person.display_name}")
        desk.start_next()
        desk.bar.success(
            _("Number {token}: {name} was known; this return is added to the profile.").format(
                token=line.token, name=person.display_name
            )
        )

    def _failed(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, InvalidInput):
            self._desk.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self._desk.bar.error(error.sentence)
        else:
            return False
        return True
