"""Restoring a backup before anybody is signed in: checked, and into a new folder only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from intake_app.backups import service as backups
from intake_app.backups.service import Examined
from intake_app.errors import IntakeError, InvalidInput, WrongPassphrase
from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.delay import PROCESS_DELAY, SignInDelay
from ui.sign_in.gate_page import GatePage
from ui.sign_in.restore_parts import NextPart, WherePart, WhichPart
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Text

LETTERS = 84

Examine = Callable[[Path, str, str, Callable[[int, int, str], object]], Examined]


class RestorePage(GatePage):
    """Which backup, where to, what next. Esc goes back. ``examine`` is the service that looks.

    Signals: ``restored`` the folder of the new vault; ``closed`` the page was left.
    """

    restored = Signal(object)
    help_page = "backup"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        *,
        examine: Examine = backups.examine,
        delay: SignInDelay = PROCESS_DELAY,
    ) -> None:
        super().__init__(LETTERS, scrolls=False)
        self._tasks, self._messages = tasks, messages
        self._examine, self._delay = examine, delay
        self._examined: Examined | None = None
        self._progress: Progress | None = None
        self._working = False
        self._title, self._advice = PlainLabel(Text.TITLE), PlainLabel(wrap=True)
        self.bar, self.panel = MessageBar(), ProgressPanel()
        self.which, self.where, self.next = WhichPart(), WherePart(messages), NextPart()
        self.parts = QStackedWidget()
        self.leave = Button(Kind.QUIET, "arrow-left", "Esc")
        for part in (self.which, self.where, self.next):
            self.parts.addWidget(part)
        for widget in (self._title, self._advice, self.bar, self.panel):
            self.column.addWidget(widget)
        self.column.addWidget(self.parts, 1)
        self.column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.setSpacing(M)
        self._connect()
        self.retranslate()
        self._show_part(self.which)

    def _connect(self) -> None:
        self.which.folder_wanted.connect(self.look_for_backups)
        self.which.submitted.connect(self._check)
        self.where.submitted.connect(self._restore)
        self.where.went_back.connect(lambda: self._show_part(self.which))
        self.next.submitted.connect(lambda: self.restored.emit(self.where.folder()))
        self.panel.cancelled.connect(self._cancel)
        self.leave.clicked.connect(self._leave)

    def retranslate(self) -> None:
        """Every text around the parts."""
        super().retranslate()
        self._title.setText(_("Restore from a backup"))
        self._advice.setText(
            _(
                "A backup becomes a vault again in a new folder. The backup itself, and any vault"
                " on this computer, stay as they are."
            )
        )
        self.leave.set_text(_("Back to the sign-in"))
        self._allow()

    def _allow(self) -> None:
        busy = _("Please wait until this step is done.") if self._working else ""
        for button in (self.which.look, self.which.check, self.where.restore, self.where.back):
            button.set_reason(busy)
        self.leave.set_reason(busy)

    def _show_part(self, part: Screen) -> None:
        self.bar.clear()
        self.parts.setCurrentWidget(part)
        self.leave.setVisible(part is not self.next)
        self.setFocusProxy(part)
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if not self._working:
            self.which.forget()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back, unless the vault is there already."""
        is_there = self.parts.currentWidget() is self.next
        if event.key() == Qt.Key.Key_Escape and not is_there:
            self._leave()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ which backup

    def look_for_backups(self) -> None:
        """Ask for the stick or folder; one without a backup is refused with a sentence."""
        folder = self._messages.choose_folder(_("Where is the backup?"))
        if folder is None:
            return
        found = backups.backups_in(folder)
        if found:
            self.bar.clear()
            self.which.show_backups(found)
        else:
            self.bar.warning(
                _("There is no backup in the folder “{folder}”. Choose another one.").format(
                    folder=folder.name
                )
            )

    def _check(self) -> None:
        folder, form = self.which.folder(), self.which.form
        waiting = self._delay.seconds_left()
        if folder is None or waiting:
            words = _("Wait a moment before you try again.") if waiting else ""
            form.show_problems({"passphrase": words} if words else {})
            return
        login, typed = form["login"].value(), form["passphrase"].value()
        self._run(
            _("Checking the backup"),
            lambda progress: self._examine(folder, login, typed, progress.step),
            self._whole,
        )

    def _whole(self, examined: Examined) -> None:
        self._delay.succeeded()
        self.which.forget()
        self._examined = examined
        self._show_part(self.where)
        self.where.show_examined(examined)

    # ------------------------------------------------------------------ where to

    def _restore(self) -> None:
        examined, target = self._examined, self.where.folder()
        if examined is not None:
            self._run(
                _("Restoring the vault"),
                lambda progress: backups.restore(examined, target, progress.step),
                self._is_there,
            )

    def _is_there(self, _nothing: None) -> None:
        self._examined = None
        self._show_part(self.next)
        self.next.show_folder(self.where.folder())

    # ------------------------------------------------------------------ long work

    def _run(
        self, words: str, work: Callable[[Progress], Any], done: Callable[[Any], object]
    ) -> None:
        self.bar.clear()
        self.panel.start(words)

        def finished(result: Any) -> None:
            self._finish()
            done(result)

        self._working = True
        self._allow()
        self._progress = self._tasks.long(self, work, self.panel.step, finished, self._failed)

    def _finish(self) -> None:
        self._working = False
        self.panel.finish()
        self._allow()

    def _failed(self, error: Exception) -> bool:
        self._finish()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. Nothing was changed."))
        elif isinstance(error, WrongPassphrase):
            self._delay.failed()
            self.which.form.show_problems({"passphrase": error.sentence})
        elif isinstance(error, InvalidInput):
            self.where.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
