"""What became of a complaint: acknowledged, answered by when, the outcome, and who was told."""

from __future__ import annotations

from dataclasses import replace

from intake_app.complaints import service as complaints
from intake_app.complaints.service import Complaint
from intake_app.i18n import _
from intake_app.session import Session
from ui.cases.short_form import ShortForm
from ui.fields.choice import Choice
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, Tick
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.tasks import Tasks
from ui.tokens import Text


class AnswerForm(ShortForm):
    """Signals: those of a page with questions."""

    help_page = "complaints"

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, complaint: Complaint
    ) -> None:
        super().__init__(tasks, messages)
        self._session, self._complaint, self._taken = session, complaint, complaint
        self.said = PlainLabel(Text.BODY, wrap=True)
        self.said.set_selectable()
        self._add_questions()
        self.form.set_values(
            {
                "acknowledged_on": complaint.acknowledged_on,
                "due_on": complaint.due_on,
                "outcome": complaint.outcome,
                "closed": False,
                "told": None,
            }
        )
        self.form.set_saved()
        self.form["closed"].edited.connect(self._show_closing)
        self._show_closing()
        self.retranslate()

    def _add_questions(self) -> None:
        form, today = self.form, self._session.today
        form.add_section("said", lambda: _("What the person says"))
        form.add_widget(self.said)
        form.add_section("answer", lambda: _("The answer"))
        form.add("acknowledged_on", DayEdit(today, latest=today()), lambda: _("Acknowledged on"))
        form.add("due_on", DayEdit(today), lambda: _("Answer due on"))
        form.add(
            "outcome", TextBlock(max_length=4000, lines=5), lambda: _("What came of it"), wide=True
        )
        form.add("closed", Tick(lambda: _("This is closed")), lambda: _("Closing"), wide=True)
        form.add(
            "told",
            Choice(lambda: words_of("answer")),
            lambda: _("The person was told"),
            wide=True,
        )

    def _show_closing(self) -> None:
        self.form.set_relevant("told", bool(self.form["closed"].value()))

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        told = self.form["told"].value()
        closed = bool(typed["closed"])
        self._taken = replace(
            self._complaint,
            acknowledged_on=typed["acknowledged_on"],
            due_on=typed["due_on"],
            outcome=typed["outcome"],
            closed_on=self._session.today() if closed else None,
            told=(told == "yes") if told else None,
        )

    def put(self) -> Complaint:
        """Keep the answer; what was said stays."""
        return complaints.answer(self._session, self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        number = str(self._complaint.number)
        self.title.set_title(_("Complaints and feedback"), number)
        self.said.setText(self._complaint.what)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))
