"""Changing one's own passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput, WrongPassphrase
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.gate_page import BusyLine
from ui.sign_in.new_passphrase import ask_new_passphrase
from ui.sign_in.passphrase_field import PassphraseField
from ui.tasks import Tasks
from ui.tokens import M, S, Text


class PassphraseTab(Screen):
    """The present passphrase, then a new one, chosen or suggested, and once more from paper."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self.bar, self.form, self.note = MessageBar(), Form(), PlainLabel(wrap=True)
        self.digits = PlainLabel(Text.SECONDARY, wrap=True)
        self.change = Button(Kind.PRIMARY, "key-round")
        self.busy = BusyLine()
        self._add_fields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, M, 0, 0)
        column.setSpacing(M)
        self.digits.set_selectable()
        for widget in (self.bar, self.note, self.digits):
            column.addWidget(widget)
        column.addWidget(self.form, 1)
        self.setFocusProxy(self.form)
        self.bar.faded.connect(self.status_changed)
        self.change.clicked.connect(self._change)
        self.form.submitted.connect(self._change)
        self.retranslate()

    def _add_fields(self) -> None:
        form = self.form
        form.add("old", PassphraseField(), lambda: _("Passphrase now"), required=True, wide=True)
        self.suggestion = ask_new_passphrase(form, lambda: _("New passphrase"))
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.busy)
        form.add_widget(foot)

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _(
                "Nobody can look a forgotten passphrase up. Copies of the vault made before the"
                " change still open with the old one."
            )
        )
        self.digits.setText(
            _("The numbers of your signature, if headquarters asks for them: {digits}").format(
                digits=sync.digits_of_signature(self._session)
            )
        )
        self.change.set_text(_("Change my passphrase"))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing of a passphrase waits on a page that nobody sees."""
        if not event.spontaneous():
            self._forget()
        super().hideEvent(event)

    def _change(self) -> None:
        if not self.change.isEnabled() or not self.form.check():
            return
        typed = self.form.values()
        if typed["passphrase"] != typed["again"]:
            self.form.show_problems({"again": _("This is not the same passphrase. Type it again.")})
            return
        self._show_work(_("Changing the passphrase. This takes a moment."))
        self._tasks.change(
            self,
            lambda: users.change_passphrase(self._session, typed["old"], typed["passphrase"]),
            self._changed,
            self._failed,
        )

    def _show_work(self, words: str) -> None:
        self.busy.show_words(words)
        self.change.set_reason(words)

    def _forget(self) -> None:
        self.form.clear()
        for name in ("old", "passphrase", "again"):
            self.form[name].hide_letters()
        self.suggestion.forget()

    def _changed(self, _nothing: None) -> None:
        self._show_work("")
        self._forget()
        self.bar.success(_("Your passphrase is changed. It holds from now on."))

    def _failed(self, error: Exception) -> bool:
        self._show_work("")
        if isinstance(error, WrongPassphrase):
            self.form.show_problems({"old": error.sentence})
        elif isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True
