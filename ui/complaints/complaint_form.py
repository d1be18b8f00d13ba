"""Taking a complaint or a word of feedback down; everybody at the desk may."""

from __future__ import annotations

from dataclasses import replace

from intake_app.complaints import service as complaints
from intake_app.complaints.service import Channel, Complaint, Matter
from intake_app.i18n import _
from intake_app.session import Session
from ui.cards import IconLabel
from ui.cases.record_form import held
from ui.cases.short_form import ShortForm
from ui.fields.choice import Choice
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import Text, Tone

_SAID = ("channel", "received_on", "what", "contact")


class ComplaintForm(ShortForm):
    """Stays open after saving, with the number on top: a box is emptied letter by letter.

    Signals: those of a page with questions.
    """

    help_page = "complaints"

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, _about: str = ""
    ) -> None:
        super().__init__(tasks, messages)
        self._session = session
        self._taken = complaints.new_complaint(session)
        self.focal_point = IconLabel(Text.BODY)
        self._add_questions()
        self._begin()
        self.form["matter"].edited.connect(self._show_way)
        self.retranslate()

    def _add_questions(self) -> None:
        form, today = self.form, self._session.today
        form.add(
            "matter",
            Choice(lambda: words_of("complaint"), may_be_empty=False),
            lambda: _("What it is about"),
            required=True,
            wide=True,
        )
        form.add_widget(held(self.focal_point))
        form.add(
            "channel",
            Choice(lambda: words_of("complaint_channel"), may_be_empty=False),
            lambda: _("How it came"),
            required=True,
            wide=True,
        )
        form.add(
            "received_on", DayEdit(today, latest=today()), lambda: _("Received on"), required=True
        )
        form.add(
            "contact",
            TextLine(160),
            lambda: _("How to reach the person"),
            helper=lambda: _(
                "Empty if the person gives no name. It is forgotten when the complaint is closed."
            ),
        )
        form.add(
            "what",
            TextBlock(max_length=4000, lines=6),
            lambda: _("What the person says"),
            required=True,
            wide=True,
            helper=lambda: _("In their own words. Leave names of returnees out."),
        )

    def _begin(self) -> None:
        """An empty form."""
        new = complaints.new_complaint(self._session)
        self.form.set_values(
            {
                "matter": new.matter.value,
                "channel": new.channel.value,
                "received_on": new.received_on,
                "what": "",
                "contact": "",
            }
        )
        self.form.set_saved()
        self._show_way()

    def _show_way(self) -> None:
        """Abuse by staff takes another way, and nothing about it can be typed here."""
        elsewhere = self.form["matter"].value() == Matter.ABUSE
        self.form.show_problems({})
        for key in _SAID:
            self.form.set_relevant(key, not elsewhere)
        self.focal_point.setVisible(elsewhere)
        self._say_way()

    def _say_way(self) -> None:
        whom = self._session.office.focal_point
        words = (
            _("Do not write it down here. Tell the focal point now, and nobody else: {whom}")
            if whom
            else _(
                "Do not write it down here. No focal point is set: call headquarters now, and tell"
                " nobody else. A supervisor sets the focal point under Office, Settings."
            )
        )
        self.focal_point.show_text(words.format(whom=whom), "triangle-alert", Tone.WARNING)
        elsewhere = self.form["matter"].value() == Matter.ABUSE
        self.save.set_reason(_("This is not written down here.") if elsewhere else "")

    def may_submit(self) -> bool:
        """Not while it has to take another way."""
        return self.save.isEnabled()

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        self._taken = replace(
            complaints.new_complaint(self._session),
            matter=Matter(typed["matter"]),
            channel=Channel(typed["channel"]),
            received_on=typed["received_on"],
            what=typed["what"],
            contact=typed["contact"] or "",
        )

    def put(self) -> Complaint:
        """Keep what was said, under a number."""
        return complaints.take_down(self._session, self._taken)

    def _was_saved(self, record: object) -> None:
        self._saving = False
        self._begin()
        number = getattr(record, "number", 0)
        self.bar.success(
            _(
                "Written down as number {number}. Give the person this number: with it they can ask"
                " for the answer, also without a name."
            ).format(number=number)
        )
        self.saved.emit(record)
        self.form.setFocus()

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Complaints and feedback"), _("new entry"))
        self.save.set_text(_("Write it down"))
        self.back.set_text(_("Back"))
        self._say_way()
