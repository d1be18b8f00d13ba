"""The page on which a questionnaire is filled in, or a filled-in one corrected."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.i18n import _, language
from intake_app.instruments.model import Instrument
from intake_app.session import Session
from intake_app.surveys.service import Survey, save_survey
from ui.cases.record_form import RecordForm
from ui.icons import put_icon
from ui.surveys.survey_questions import SurveyQuestions
from ui.tasks import Tasks


class SurveyForm(RecordForm):
    """Signals: those of the page."""

    help_page = "surveys"
    form: SurveyQuestions

    def __init__(
        self, session: Session, tasks: Tasks, instrument: Instrument, survey: Survey
    ) -> None:
        super().__init__(tasks, SurveyQuestions(session, instrument, survey))
        self._session, self._instrument, self._survey = session, instrument, survey
        self._taken = survey
        self._begun = self.form.typed()
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.first())
        self.retranslate()

    def take(self) -> None:
        """What is typed."""
        self._taken = self.form.survey()

    def put(self) -> Survey:
        """Write it."""
        return save_survey(self._session, self._taken)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts, with which survey of which form they are."""
        typed = self.form.typed()
        if typed == self._begun:
            return None
        return {
            **typed,
            "form_id": self._instrument.form_id,
            "instrument": self._instrument.id,
            "survey": self._survey.id,
            "revision": str(self._survey.revision),
        }

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier; warn if survey or questionnaire have changed since."""
        if typed.get("form_id") != self._instrument.form_id:
            return False
        if typed.get("revision", "0") != "0" and typed.get("survey") != self._survey.id:
            return False  # the survey was taken out of the case meanwhile
        self.form.retype(typed)
        if typed.get("instrument") != self._instrument.id:
            self.bar.warning(
                _(
                    "You typed this in an earlier version of the questionnaire. What the new"
                    " version asks as well is shown: look through it before you save."
                )
            )
            return False
        if typed.get("revision") == str(self._survey.revision):
            return True
        self.bar.warning(
            _(
                "You typed something here before, and a colleague has saved these answers since."
                " What you typed is shown: compare before you save."
            )
        )
        return False

    def retranslate(self) -> None:
        """Every text of the page."""
        version = _("version {version}").format(version=self._instrument.version)
        self.title.set_title(self._instrument.title.in_(language()), version)
        self.back.set_text(_("Back"))
        self.save.set_text(_("Save the survey"))
