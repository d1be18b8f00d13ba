"""The date of one file: until when it is kept, other than the rule says, and why."""

from __future__ import annotations

from datetime import date

from intake_app.acts import Act
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.retention import service as retention
from intake_app.retention.service import FileDate
from intake_app.session import Session
from ui.cards import IconLabel
from ui.cases.short_form import ShortForm
from ui.fields.date_edit import DayEdit
from ui.fields.text_edit import TextBlock
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import Text


class DateForm(ShortForm):
    """Signals: those of a page with questions."""

    help_page = "retention"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, file_id: str) -> None:
        super().__init__(tasks, messages)
        self._session, self._file_id = session, file_id
        self._read: FileDate | None = None
        self._taken: tuple[date | None, str] = (None, "")
        self.present = IconLabel(Text.BODY)
        self.form.add_widget(self.present)
        self.form.add(
            "until",
            DayEdit(session.today),
            lambda: _("Kept until"),
            required=True,
            helper=lambda: _("The last day. A day that has passed puts the file on the next list."),
        )
        self.form.add(
            "reason",
            TextBlock(max_length=500, lines=3),
            lambda: _("Why this file has a date of its own"),
            required=True,
            wide=True,
        )
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        """Read the date that holds now."""
        session, file_id = self._session, self._file_id
        self._tasks.read(self, lambda: retention.file_date(session, file_id), self._show)

    def _show(self, read: FileDate) -> None:
        first = self._read is None
        self._read = read
        if first:
            self.form.set_values({"until": read.until, "reason": read.file.reason})
        self.retranslate()

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        self._taken = (typed["until"], typed["reason"])

    def put(self) -> None:
        """Write the date."""
        retention.set_date(self._session, self._file_id, *self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(
            _("How long the file is kept"), self._read.file.name if self._read else ""
        )
        self.save.set_text(_("Set the date"))
        self.back.set_text(_("Back"))
        may = self._session.may(Act.RETENTION_DATE_SET)
        self.save.set_reason("" if may else _("Only a supervisor changes this date."))
        if self._read is not None:
            self.present.show_text(date_words(self._read), "hourglass")


def date_words(read: FileDate) -> str:
    """Until when a file is kept and by what, in one or two sentences."""
    if read.until is None:
        return _(
            "The office has not decided how long files are kept. Nothing is erased until then."
        )
    day = format_date(read.until, language())
    if read.file.set_until is not None:
        return _("Kept until {day}, a date of its own.").format(day=day)
    last = format_date(read.file.last_act_on, language())
    return _("Kept until {day}: by the rule of the office, counted from {last}.").format(
        day=day, last=last
    )
