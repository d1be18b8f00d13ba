"""The page on which an assessment is written."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.assessments.model import Assessment
from intake_app.assessments.service import save_assessment
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.assessments.grid import Grid
from ui.cases.record_form import RecordForm
from ui.fields.typed_text import typed_texts
from ui.icons import put_icon
from ui.tasks import Tasks


class AssessmentForm(RecordForm):
    """Signals: those of the page."""

    help_page = "assessments"
    form: Grid

    def __init__(self, session: Session, tasks: Tasks, assessment: Assessment) -> None:
        super().__init__(tasks, Grid(session, assessment))
        self._session, self._assessment = session, assessment
        self._taken = assessment
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.first())
        if assessment.revision == 0 and any(True for _one in assessment.findings()):
            self.bar.info(_("This begins as a copy of what was seen before the return."))
        self.retranslate()

    def take(self) -> None:
        """What is typed."""
        self._taken = self.form.assessment()

    def put(self) -> Assessment:
        """Write it."""
        return save_assessment(self._session, self._taken)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts, with which assessment they are about."""
        if not self.form.is_changed():
            return None
        about = {"moment": self._assessment.moment.value, "revision": self._revision()}
        return {**typed_texts(self.form), **about}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier; what a colleague saved meanwhile is said."""
        if typed.get("moment") != self._assessment.moment:
            return False
        self.form.retype(typed)
        if typed.get("revision") == self._revision():
            return True
        self.bar.warning(
            _(
                "You typed something here before, and a colleague has saved the assessment since."
                " Your answers are shown: compare them before you save."
            )
        )
        return False

    def _revision(self) -> str:
        return str(self._assessment.revision)

    def retranslate(self) -> None:
        """Every text of the page."""
        moment = word("moment", self._assessment.moment)
        self.title.set_title(_("Assessment: {moment}").format(moment=moment))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Save the assessment"))
