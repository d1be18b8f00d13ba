"""The page on which the programme's questions are answered."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.dossier.model import Dossier
from intake_app.dossier.service import save_dossier
from intake_app.i18n import _, language
from intake_app.session import Session
from ui.cases.record_form import RecordForm
from ui.dossier.dossier_questions import DossierQuestions
from ui.dossier.dossier_read import DossierRead
from ui.fields.typed_text import typed_texts
from ui.icons import put_icon
from ui.tasks import Tasks


class DossierForm(RecordForm):
    """Signals: those of the page."""

    help_page = "programme"
    form: DossierQuestions

    def __init__(self, session: Session, tasks: Tasks, read: DossierRead) -> None:
        super().__init__(tasks, DossierQuestions(session, read))
        self._session, self._read = session, read
        self._taken = read.view.dossier
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.first())
        self.retranslate()

    def may_submit(self) -> bool:
        """False while a training has no day; it is shown."""
        if problems := self.form.half_typed():
            self.form.show_problems(problems)
        return not problems

    def take(self) -> None:
        """What is typed."""
        self._taken = self.form.dossier()

    def put(self) -> Dossier:
        """Write it."""
        return save_dossier(self._session, self._taken)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        if not self.form.is_changed():
            return None
        return {**typed_texts(self.form), "revision": str(self._read.view.dossier.revision)}

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier, if nobody has saved the answers since."""
        self.form.retype(typed)
        if typed.get("revision") == str(self._read.view.dossier.revision):
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
        self.title.set_title(self._read.name(language()))
        self.back.set_text(_("Back"))
        self.save.set_text(_("Save the answers"))
