"""One step towards a goal: what is done, with whom, who sees to it, until when, how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.plans.model import MAX_TEXT, Activity, ActivityStatus
from intake_app.words import word
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextLine
from ui.plans.read_row import ReadRow
from ui.plans.reading import Reading, Said
from ui.plans.row_editors import RowEditors, suggest
from ui.plans.surroundings import Surroundings


def _status_options() -> Sequence[Option]:
    return words_of("activity")


class ActivityEditors(RowEditors):
    """What an activity is written in."""

    def __init__(self, row: QWidget, activity: Activity, around: Surroundings) -> None:
        super().__init__(row)
        self._activity = activity
        self._is_noted = activity.id in around.progress
        self.text = TextLine(MAX_TEXT)
        self.provider = TextLine()
        self.responsible = TextLine()
        self.due = DayEdit(lambda: around.today)
        self.status = ChoiceList(_status_options)
        suggest(self.provider.line, around.services)
        suggest(self.responsible.line, around.responsible())
        self.put_first("text", self.text, lambda: _("What is done"))
        self.close_first()
        self.put_second("provider", self.provider, lambda: _("With whom"), share=3)
        self.put_second("responsible", self.responsible, lambda: _("Who sees to it"), share=2)
        self.put_second("due", self.due, lambda: _("Until"), 19)
        self.put_second("status", self.status, self._how_far, 16)
        self.text.set_value(activity.text)
        self.provider.set_value(activity.provider)
        self.responsible.set_value(activity.responsible)
        self.due.set_value(activity.due)
        self.status.set_value(status_of(activity, around).value)
        self.status.set_read_only(self._is_noted)

    def _how_far(self) -> str:
        if self._is_noted:
            return _("How far, as it was noted under Progress")
        return _("How far")

    def value(self) -> Activity:
        """The activity as it is written now."""
        return Activity(
            id=self._activity.id,
            text=self.text.value(),
            provider=self.provider.value(),
            responsible=self.responsible.value(),
            due=self.due.value(),
            status=self._activity.status if self._is_noted else self._typed_status(),
        )

    def _typed_status(self) -> ActivityStatus:
        return ActivityStatus(self.status.value() or ActivityStatus.PLANNED)

    def retranslate(self) -> None:
        """Names of editors and button."""
        super().retranslate()
        self.remove.set_name(_("Take this activity away"))


class ActivityRow(ReadRow[ActivityEditors]):
    """One activity. Signals: those of a row."""

    letters = 72

    def __init__(self, activity: Activity, around: Surroundings, parent: QWidget) -> None:
        super().__init__(activity, parent)
        self._around = around

    def reading(self) -> Reading:
        """What is done and how far; below it with whom, by whom and until when."""
        activity: Activity = self.stored
        return Reading(
            Said("text", activity.text, _("What is done")),
            Said("status", word("activity", status_of(activity, self._around))),
            (
                Said("provider", activity.provider),
                Said("responsible", activity.responsible),
                Said("due", format_date(activity.due, language()) if activity.due else ""),
            ),
        )

    def new_editors(self) -> ActivityEditors:
        """Those of an activity."""
        return ActivityEditors(self, self.stored, self._around)


def status_of(activity: Activity, around: Surroundings) -> ActivityStatus:
    """How far it is: as it was noted under Progress, or else as it was planned."""
    noted = around.progress.get(activity.id)
    return noted.status if noted else activity.status
