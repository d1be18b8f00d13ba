"""The page on which somebody is screened."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.i18n import _
from intake_app.screening.model import Exploitation, Screening
from intake_app.screening.safeguards import Answer
from intake_app.screening.service import ScreeningView, save_screening
from intake_app.session import Session
from ui.cases.record_form import RecordForm
from ui.fields.typed_text import typed_texts
from ui.icons import put_icon
from ui.screening.questions import Questions
from ui.tasks import Tasks


class ScreeningForm(RecordForm):
    """Signals: those of the page."""

    help_page = "screening"
    form: Questions

    def __init__(self, session: Session, tasks: Tasks, view: ScreeningView) -> None:
        super().__init__(tasks, Questions(session, view))
        self._session, self._view = session, view
        self._taken = view.screening
        self._sealed: dict[Exploitation, Answer] = {}
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.first())
        self.retranslate()

    def take(self) -> None:
        """What is typed."""
        self._taken, self._sealed = self.form.screening(), self.form.exploitation()

    def put(self) -> Screening:
        """Write it, and seal what is sealed."""
        return save_screening(self._session, self._taken, self._sealed or None)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts; the draft is sealed for its author."""
        if not self.form.is_changed():
            return None
        return {**typed_texts(self.form), "revision": str(self._view.screening.revision)}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier, if nobody has saved the screening since."""
        if typed.get("revision") != str(self._view.screening.revision):
            self.bar.warning(
                _(
                    "You typed something here before, and a colleague has saved the screening"
                    " since. Your answers are shown: compare them before you save."
                )
            )
            self.form.retype(typed)
            return False
        self.form.retype(typed)
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Screening"))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Save the screening"))
        self.form.retranslate()
