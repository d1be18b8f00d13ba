"""The page of a deed that changes who opens the vault: it always asks who does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput, WrongPassphrase
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.users.model import StaffMember
from ui.buttons import Button, Kind
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.passphrase_field import PassphraseField
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Text

Work = Callable[[Progress], object]


class CarePage(Screen):
    """The frame of a deed: what it means, the supervisor's own passphrase, the button, progress.

    Signals: ``done`` it was done, with a sentence that says so.
    """

    done = Signal(object)

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, member: StaffMember, kind: Kind
    ) -> None:
        super().__init__()
        self.session, self._tasks, self.messages = session, tasks, messages
        self.member = member
        self.progress: Progress | None = None
        self._working = False
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._text = PlainLabel(wrap=True)
        self.bar, self.form, self.panel = MessageBar(), Form(), ProgressPanel()
        self.go = Button(kind, "check")
        self.form.add_widget(self._title)  # they scroll: names may be long and windows low
        self.form.add_widget(self._text)
        self.add_fields()
        self.form.add(
            "own", PassphraseField(), lambda: _("Your own passphrase"), required=True, wide=True
        )
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.go)
        row.addStretch(1)
        self.form.add_widget(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        for widget in (self.bar, self.panel):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        self.setFocusProxy(self.form)
        self.go.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.panel.cancelled.connect(self._cancel)
        self.retranslate()

    def add_fields(self) -> None:
        """The questions of this deed, above the own passphrase."""

    def texts(self) -> tuple[str, str, str, str]:
        """Title, what it means, the verb on the button, and what is said while it is done."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What is said when it was done."""
        raise NotImplementedError

    def work(self, own: str) -> Work:
        """What runs on the vault's thread."""
        raise NotImplementedError

    def is_sure(self) -> bool:
        """Asks once more where it cannot be taken back."""
        return True

    def retranslate(self) -> None:
        """Set every text."""
        title, text, verb, _doing = self.texts()
        self._title.setText(title)
        self._text.setText(text)
        self.go.set_text(verb)

    def entered(self) -> None:
        """Begin with the first question."""
        self.form.jump_to(next(iter(self.form.values())))

    def is_working(self) -> bool:
        """True while the deed is being done."""
        return self._working

    def submit(self) -> None:
        """Do it."""
        if self.is_working() or not self.go.isEnabled() or not self.form.check():
            return
        work = self.work(self.form["own"].value())
        if not self.is_sure():
            return
        doing = self.texts()[3]
        self._working = True
        self.bar.clear()
        self.panel.start(doing)
        self.go.set_reason(doing)
        self.form["own"].hide_letters()
        self.progress = self._tasks.long(self, work, self.panel.step, self._did, self._failed)

    def _cancel(self) -> None:
        if self.progress is not None:
            self.progress.cancel()

    def _stop(self) -> None:
        self._working = False
        self.panel.finish()
        self.go.set_reason("")

    def _did(self, _result: object) -> None:
        self._stop()
        self.form["own"].set_value("")
        self.finished()

    def finished(self) -> None:
        """It was done."""
        self.done.emit(self.sentence())

    def _failed(self, error: Exception) -> bool:
        self._stop()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. Nothing was changed."))
        elif isinstance(error, WrongPassphrase):
            self.form.show_problems({"own": _("This is not your passphrase.")})
        elif isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def may_leave(self) -> bool:
        """Not while it is being done: Cancel comes first."""
        return not self.is_working()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing of a passphrase waits on a page that nobody sees."""
        if not event.spontaneous():
            self.form["own"].set_value("")
        super().hideEvent(event)
