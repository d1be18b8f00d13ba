"""The page on which the progress of one activity is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from intake_app.i18n import _
from intake_app.plans.model import MAX_TEXT, ActivityStatus
from intake_app.progress.model import Progress
from intake_app.progress.service import note_progress
from intake_app.session import Session
from intake_app.values import new_id
from ui.cases.record_form import RecordForm
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock
from ui.fields.typed_text import retype, typed_texts
from ui.icons import put_icon
from ui.progress.steps import Step
from ui.tasks import Tasks


class ProgressForm(RecordForm):
    """Signals: those of the page."""

    help_page = "plan"

    def __init__(
        self, session: Session, tasks: Tasks, case_id: str, step: Step, files: Mapping[str, str]
    ) -> None:
        super().__init__(tasks)
        self._session, self._case_id, self._step, self._files = session, case_id, step, files
        self._id = new_id()
        self._wanted: Progress | None = None
        self._add_questions()
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.field("status"))
        self.retranslate()

    def _add_questions(self) -> None:
        today = self._session.today
        form = self.form
        form.add(
            "status",
            Choice(lambda: words_of("activity"), may_be_empty=False),
            lambda: _("How far"),
            required=True,
            wide=True,
        )
        form.add("noted_on", DayEdit(today, latest=today()), lambda: _("Since"), required=True)
        form.add(
            "file_id",
            ChoiceList(self._file_options),
            lambda: _("Attached file that shows it"),
            helper=self._file_words,
        )
        form.add(
            "evidence",
            TextBlock(MAX_TEXT, lines=3),
            lambda: _("What shows it"),
            helper=lambda: _("For example a receipt, a visit, a contract, a photograph."),
            wide=True,
        )
        form.set_values({"status": self._step.status.value, "noted_on": today()})

    def _file_options(self) -> Sequence[Option]:
        return [Option(id_, name or _("File without a name")) for id_, name in self._files.items()]

    def _file_words(self) -> str:
        if self._files:
            return ""
        return _("No file is attached yet: attach it under Attachments, then choose it here.")

    def take(self) -> None:
        """What is typed."""
        values = self.form.values()
        self._wanted = Progress(
            id=self._id,
            case_id=self._case_id,
            activity_id=self._step.id,
            status=ActivityStatus(values["status"]),
            noted_on=values["noted_on"],
            evidence=values["evidence"],
            file_id=values["file_id"] or "",
        )

    def put(self) -> Progress:
        """Write it down."""
        assert self._wanted is not None
        return note_progress(self._session, self._wanted)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier about this activity."""
        retype(self.form, typed)
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Progress"), self._step.activity.text)
        self.back.set_text(_("Back"))
        self.save.set_text(_("Note it"))
