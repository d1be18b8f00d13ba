"""Saving a plan and sending it for approval, with every answer of the vault in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.dossier.model import NotAnswered
from intake_app.errors import IntakeError, InvalidInput, StaleRecord
from intake_app.i18n import _
from intake_app.plans.model import Plan
from intake_app.plans.service import save_plan, start_plan, submit_plan
from intake_app.session import Session
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.plans.plan_pages import PlanPages
from ui.tasks import Tasks


class PlanSaving(QWidget):
    """Invisible. Signals: ``saved`` the plan is in the vault; ``busy_changed`` it is on its way;
    ``started`` a new version to write (Plan); ``reread_wanted`` the stored plan shall be shown;
    ``place_chosen`` another tab of the case.
    """

    saved = Signal()
    busy_changed = Signal(bool)
    started = Signal(Plan)
    reread_wanted = Signal()
    place_chosen = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        pages: PlanPages,
        bar: MessageBar,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._pages, self._bar = pages, bar
        self._busy = False
        self.hide()

    def start(self, case_id: str) -> None:
        """Begin the first or the next version."""
        session = self._session
        if not self._busy:
            work = lambda: start_plan(session, case_id)  # noqa: E731 - short, and used once
            self._tasks.read(self, work, self.started.emit, self._failed)

    def save(self) -> None:
        """Save what is written."""
        self._save(None)

    def _save(self, then: Callable[[], object] | None) -> None:
        """``then`` runs once the plan is in the vault."""
        form, session = self._pages.form, self._session
        if form is None or self._busy or not form.check():
            return
        plan = form.value()
        self._bar.clear()
        self._set_busy(True)

        def done(stored: Plan) -> None:
            self._set_busy(False)
            self._pages.started = False
            form.set_saved(stored, plan)
            form.show_problems({})
            self._bar.success(_("The plan is saved."))
            self.saved.emit()
            if then is not None:
                then()

        self._tasks.change(self, lambda: save_plan(session, plan), done, self._failed)

    def send(self) -> None:
        """Send the plan for approval, saved first if need be."""
        form = self._pages.form
        if form is None or self._busy or not form.check():
            return
        if not form.check_complete():
            return
        sure = self._messages.ask(
            _("Send the plan for approval?"),
            _("A supervisor reads it as it stands now. It cannot be changed while it waits."),
            _("Send"),
            _("Go on writing"),
        )
        if sure and self._pages.is_writing():
            self._save(self._submit)
        elif sure:
            self._submit()

    def _submit(self) -> None:
        form, session = self._pages.form, self._session
        if form is None:
            return
        plan_id = form.value().id
        self._set_busy(True)

        def sent(_plan: Plan) -> None:
            self._set_busy(False)
            self._pages.close_form()
            self._bar.success(_("The plan was sent for approval."))

        self._tasks.change(self, lambda: submit_plan(session, plan_id), sent, self._failed)

    def _failed(self, error: Exception) -> bool:
        self._set_busy(False)
        if isinstance(error, InvalidInput) and self._pages.form is not None:
            self._pages.form.show_problems(error.problems)
        elif isinstance(error, StaleRecord):
            words = lambda: _("Show the saved plan")  # noqa: E731 - asked again after a switch
            self._bar.error(error.sentence, words, self.reread_wanted.emit)
        elif isinstance(error, NotAnswered):
            words = lambda: _("Fill it in now")  # noqa: E731 - asked again after a switch
            self._bar.error(error.sentence, words, lambda: self.place_chosen.emit("programme"))
        elif isinstance(error, IntakeError):
            self._bar.error(error.sentence)
        else:
            return False
        return True

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)
