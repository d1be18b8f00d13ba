"""The page on which a grant is asked for or a referral is written: a form with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.dossier.model import NotAnswered
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M


class RecordForm(Screen):
    """Its class adds the questions and says what saving means.

    Signals: ``saved`` the record as it is in the vault; ``edited`` something was typed; ``closed``
    the page is finished; ``place_chosen`` another tab of the case.
    """

    saved = Signal(object)
    edited = Signal()
    place_chosen = Signal(str)

    def __init__(self, tasks: Tasks, form: Form | None = None) -> None:
        """``form`` brings its questions along; else the class adds them."""
        super().__init__()
        self._tasks = tasks
        self._saving = False
        self.title, self.bar, self.form = TitleLine(), MessageBar(), form or Form()
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.save = Button(Kind.PRIMARY, "send", "Ctrl+Return", hint_only=True)
        self.title.add(self.back)
        self.title.add(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.form.edited.connect(self.edited)
        self.form.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.back.clicked.connect(self.closed)

    def put(self) -> Any:
        """Write the record. Runs on the vault's thread, with what ``take`` took along."""
        raise NotImplementedError

    def take(self) -> None:
        """Take what is typed along for ``put``; runs on the screen's thread."""
        raise NotImplementedError

    def typed(self) -> Mapping[str, str] | None:
        """What is typed, by question, for the drafts; None if nothing is."""
        raise NotImplementedError

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier; False if it was about something else."""
        raise NotImplementedError

    def may_submit(self) -> bool:
        """False while something that is not typed stands against it; it is shown."""
        return True

    def submit(self) -> None:
        """Send what is typed, if nothing is missing."""
        if self._saving or not self.form.check() or not self.may_submit():
            return
        self.take()
        self._save()

    def _save(self) -> None:
        """Write what was taken along; a second press meanwhile does nothing."""
        self._saving = True
        self._tasks.change(self, self.put, self._was_saved, self._was_refused)

    def say_restored(self) -> None:
        """Tell that this is what was typed before."""
        self.bar.info(_("Here is what you typed before. It was not sent yet."))

    def _was_saved(self, record: object) -> None:
        self._saving = False
        self.saved.emit(record)
        self.closed.emit()

    def _was_refused(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, NotAnswered):
            words = lambda: _("Fill it in now")  # noqa: E731 - asked again after a switch
            self.bar.error(error.sentence, words, lambda: self.place_chosen.emit("programme"))
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True


def held(widget: QWidget) -> QWidget:
    """A place in a form for something that comes and goes; the form shows whatever it is given."""
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return place
