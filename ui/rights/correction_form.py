"""What a person wants corrected, written down in their own words."""

from __future__ import annotations

from datetime import date

from intake_app.acts import Act
from intake_app.i18n import _, ngettext
from intake_app.people.model import Person
from intake_app.people.service import person
from intake_app.rights import service as rights
from intake_app.rights.service import AnswerTime, Correction
from intake_app.session import Session
from ui.cards import IconLabel
from ui.cases.short_form import ShortForm
from ui.fields.date_edit import DayEdit
from ui.fields.text_edit import TextBlock
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import Text


class CorrectionForm(ShortForm):
    """Signals: those of a page with questions."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, person_id: str) -> None:
        super().__init__(tasks, messages)
        self._session, self._person_id = session, person_id
        self._person: Person | None = None
        self._time: AnswerTime | None = None
        self._taken: tuple[date, str] = (session.today(), "")
        self.form.add(
            "wish",
            TextBlock(max_length=2000, lines=4),
            lambda: _("What is wrong, and what it should be"),
            required=True,
            wide=True,
            helper=lambda: _(
                "In the person’s words. Name the paper that shows it, if there is one."
            ),
        )
        today = session.today
        self.form.add(
            "asked_on", DayEdit(today, latest=today()), lambda: _("Asked on"), required=True
        )
        self.form.set_values({"asked_on": session.today()})
        self.time = IconLabel(Text.SECONDARY)
        self.form.add_widget(self.time)
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        """Read whose request it is, and how soon it is to be answered."""
        session, person_id = self._session, self._person_id

        def done(read: tuple[Person, AnswerTime]) -> None:
            self._person, self._time = read
            self.retranslate()

        self._tasks.read(
            self, lambda: (person(session, person_id), rights.answer_time(session)), done
        )

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        self._taken = (typed["asked_on"], typed["wish"])

    def put(self) -> Correction:
        """Write the request down."""
        return rights.ask_correction(self._session, self._person_id, *self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(
            _("Correction request"), self._person.display_name if self._person else ""
        )
        self.save.set_text(_("Write the request down"))
        self.back.set_text(_("Back"))
        may = self._session.may(Act.CORRECTION_ASKED)
        self.save.set_reason("" if may else _("Your role may not do this. Ask a supervisor."))
        if self._time is not None:
            self.time.show_text(answer_words(self._time), "clock")


def answer_words(time: AnswerTime) -> str:
    """How soon a request is answered, and whether the office has decided that."""
    days = ngettext(
        "A supervisor answers within {days} day.",
        "A supervisor answers within {days} days.",
        time.days,
    ).format(days=time.days)
    if time.rule is not None:
        return days
    return _("{sentence} To be confirmed by the office.").format(sentence=days)
