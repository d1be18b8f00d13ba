"""The activities of the plan in force: how far each is, since when, and what shows it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.formats import format_date, format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.plans.model import ActivityStatus
from intake_app.progress.model import Progress
from intake_app.session import Session
from intake_app.words import word
from ui.cards import Card, KeyValues, SectionTitle
from ui.cases.days import moment_words
from ui.cases.record_tab import RecordTab
from ui.flow import clear_layout
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.plans.plan_reading import STATUS_LOOK
from ui.progress.progress_form import ProgressForm
from ui.progress.steps import Step, StepsRead, read_steps
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class ProgressTab(RecordTab):
    """Signals: those of a tab of records."""

    help_page = "plan"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        self._read: StepsRead | None = None
        self.details = StepDetails(session)
        super().__init__(
            session,
            tasks,
            messages,
            case_id,
            kind="progress",
            columns=_columns(),
            details=self.details,
            empty=EmptyState("square-check", self._empty_words, lambda: _("To the plan")),
        )
        self.list.selected.connect(self._show_details)
        self.list.opened.connect(lambda _step: self.begin())
        self.retranslate()

    def reload(self) -> None:
        """Read the activities again; a page that is being written stays."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_steps(session, case_id), self._show)

    def _show(self, read: StepsRead) -> None:
        self._read = read
        self.show_records(read.steps or ())
        self._show_details(self.list.current())
        self.retranslate()

    def _show_details(self, step: Step | None) -> None:
        self.details.show_step(step, self._read)
        self._show_reason()

    def make_form(self) -> ProgressForm | None:
        """A page for the selected activity."""
        step, read = self.list.current(), self._read
        if step is None or read is None or not self._session.may(Act.PROGRESS_NOTED):
            return None
        self.keeper.about = f"{self._case_id} {step.id}"
        return ProgressForm(self._session, self._tasks, self._case_id, step, read.files)

    def was_saved(self, record: Progress) -> None:
        """The same activity stays selected."""
        super(RecordTab, self).was_saved(record)
        self.list.select(record.activity_id)

    def act_on_empty(self) -> None:
        """Progress needs an approved plan first."""
        self.place_chosen.emit("plan")

    def saved_words(self, record: Any) -> str:
        """What is said after it was noted."""
        return _("Noted: {state}.").format(state=word("activity", record.status))

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        return _("Progress is noted once the plan is approved.")

    def _show_reason(self) -> None:
        reason = ""
        if not self._session.may(Act.PROGRESS_NOTED):
            reason = _("Only a counsellor notes progress.")
        elif self.list.current() is None:
            reason = _("Choose an activity first.")
        self.new.set_reason(reason)

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.list.table.setAccessibleName(_("Progress"))
        self.new.set_text(_("Note progress"))
        self.empty.retranslate()
        self._show_reason()
        steps = self._read.steps if self._read and self._read.steps else ()
        self.new.setVisible(bool(steps))
        done = sum(step.status is ActivityStatus.DONE for step in steps)
        words = ngettext(
            "{done} of {count} activity done", "{done} of {count} activities done", len(steps)
        )
        self.count.setText(words.format(done=done, count=len(steps)) if steps else "")
        self.details.show_step(self.list.current(), self._read)


def _columns() -> list[Column[Step]]:
    return [
        Column(lambda: _("Activity"), lambda step: step.activity.text, width=20, stretch=True),
        Column(lambda: _("Until"), lambda step: _day(step.activity.due), width=11),
        Column(
            lambda: _("How far"),
            lambda step: word("activity", step.status),
            width=13,
            icon=lambda step: STATUS_LOOK[step.status][0],
            tone=lambda step: STATUS_LOOK[step.status][1],
        ),
    ]


def _day(day: Any) -> str:
    return format_short_date(day, language()) if day else ""


class StepDetails(QWidget):
    """One activity: what the plan says, then every entry, the newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[Step | None, StepsRead | None] = (None, None)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(M)

    def show_step(self, step: Step | None, read: StepsRead | None) -> None:
        """Show an activity, or nothing."""
        self._shown = (step, read)
        clear_layout(self._column)
        if step is None or read is None:
            return
        card = Card(margin=M)
        card.body.setSpacing(S)
        title = PlainLabel(Text.STRONG, wrap=True)
        title.setText(step.activity.text)
        title.set_selectable()
        values = KeyValues()
        due = step.activity.due
        rows = [
            (_("Goal"), step.goal.text),
            (_("With whom"), step.activity.provider),
            (_("Who sees to it"), step.activity.responsible),
            (_("Until"), format_date(due, language()) if due else ""),
        ]
        values.set_rows([row for row in rows if row[1]])
        card.body.addWidget(title)
        card.body.addWidget(values)
        self._column.addWidget(card)
        self._column.addWidget(SectionTitle(lambda: _("What was noted")))
        if not step.entries:
            nothing = PlainLabel(Text.SECONDARY, wrap=True)
            nothing.setText(_("Nothing was noted about this activity yet."))
            self._column.addWidget(nothing)
        for entry in step.entries:
            self._column.addWidget(self._entry(entry, read))

    def _entry(self, entry: Progress, read: StepsRead) -> Card:
        card = Card(margin=M)
        card.body.setSpacing(2)
        head, by = PlainLabel(Text.STRONG, wrap=True), PlainLabel(Text.SECONDARY, wrap=True)
        since = format_date(entry.noted_on, language()) if entry.noted_on else ""
        head.setText(
            _("{state} since {day}").format(state=word("activity", entry.status), day=since)
        )
        card.body.addWidget(head)
        for text in (entry.evidence, _file_words(entry, read)):
            if text:
                label = PlainLabel(wrap=True)
                label.setText(text)
                label.set_selectable()
                card.body.addWidget(label)
        by.setText(
            _("{who}, {when}").format(
                who=read.staff.get(entry.author, entry.author),
                when=moment_words(entry.written_at, self._session.clock()),
            )
        )
        card.body.addWidget(by)
        return card

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_step(*self._shown)
        super().changeEvent(event)


def _file_words(entry: Progress, read: StepsRead) -> str:
    if not entry.file_id:
        return ""
    if entry.file_id not in read.files:
        return _("The attached file was removed, or is not for your role.")
    name = read.files[entry.file_id] or _("File without a name")
    return _("Attached file: {name}").format(name=name)
