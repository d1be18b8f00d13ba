"""Passphrase forgotten: the recovery key from paper gives a login a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from intake_app.custody import service as custody
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import TextLine
from ui.plain import PlainLabel
from ui.sign_in.gate_page import BusyLine, GatePage
from ui.sign_in.login_list import LoginLine, LoginList
from ui.sign_in.new_passphrase import ask_new_passphrase
from ui.tasks import Tasks
from ui.tokens import M, S, Text

Recover = Callable[[Path, str, str, str], None]

LETTERS = 76
_MOST_TYPED = 120


class ForgottenPage(GatePage):
    """Who forgot it, the recovery key, and the new passphrase. ``recover`` is the service.

    Signals: ``recovered`` what to say on the sign-in page.
    """

    help_page = "keys"
    recovered = Signal(object)

    def __init__(
        self, folder: Path, tasks: Tasks, login_id: str = "", *, recover: Recover = custody.recover
    ) -> None:
        super().__init__(LETTERS, scrolls=False)
        self._folder, self._tasks, self._wanted = folder, tasks, login_id
        self._recover = recover
        self._sheet: str | None = None
        self._working = False
        self._title, self._advice = PlainLabel(Text.TITLE), PlainLabel(wrap=True)
        self.bar, self.form, self.names = MessageBar(), Form(), LoginList()
        self._who = PlainLabel(Text.LABEL)
        self.back = Button(Kind.PLAIN, "arrow-left", "Esc", hint_only=True)
        self.go = Button(Kind.PRIMARY, "check", "Ctrl+Return", hint_only=True)
        self.busy = BusyLine()
        self._add_fields()
        self._lay_out()
        self.back.clicked.connect(self.go_back)
        self.go.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.retranslate()
        self.reload()

    def _add_fields(self) -> None:
        form = self.form
        form.add_widget(self._who)
        form.add_widget(self.names)
        form.add(
            "recovery_key",
            TextLine(_MOST_TYPED),
            lambda: _("Recovery key from the custody sheet"),
            required=True,
            wide=True,
            helper=lambda: _(
                "Eight groups of four characters and the two check characters. Small letters and"
                " missing spaces do not matter."
            ),
        )
        self.suggestion = ask_new_passphrase(form, lambda: _("New passphrase"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.column.setSpacing(M)
        for widget in (self._title, self._advice, self.bar):
            self.column.addWidget(widget)
        self.column.addSpacing(S)
        self.column.addWidget(self.form, 1)
        self.column.addWidget(self.busy)
        self.column.addLayout(foot)
        self._who.setBuddy(self.names)
        self.setFocusProxy(self.form["recovery_key"].line)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        self._title.setText(_("Passphrase forgotten"))
        self._who.setText(_("Whose passphrase is forgotten"))
        if self._sheet:
            self._advice.setText(
                _(
                    "Take the custody sheet with the number {number} out of its envelope. A"
                    " supervisor who can sign in gives a colleague a new passphrase without it:"
                    " under Office, Colleagues."
                ).format(number=self._sheet)
            )
        else:
            self._advice.setText(
                _(
                    "A supervisor who can sign in gives a colleague a new passphrase: under Office,"
                    " Colleagues."
                )
            )
        self.back.set_text(_("Back"))
        self.go.set_text(_("Give the new passphrase"))
        self._show_work()

    def _show_work(self) -> None:
        words = _("Opening the vault with the recovery key.") if self._working else ""
        self.busy.show_words(words)
        missing = "" if self._sheet else _("No recovery key was made for this vault.")
        self.go.set_reason(words or missing)

    # ------------------------------------------------------------------ what there is

    def reload(self) -> None:
        """Read the names and the number of the sheet; no key is needed for that."""
        if self._working or self.names.count():
            return
        self._tasks.read(self, self._read, self._show, self._failed)

    def _read(self) -> tuple[list[LoginLine], str]:
        lines = [
            LoginLine(each.id, each.label, each.role) for each in users.logins_of(self._folder)
        ]
        number = custody.recovery_number(self._folder)
        return sorted(lines, key=lambda line: line.label.casefold()), number

    def _show(self, found: tuple[list[LoginLine], str]) -> None:
        lines, self._sheet = found
        self.names.set_logins(lines)
        ids = [line.id for line in lines]
        if self._wanted in ids:
            self.names.setCurrentRow(ids.index(self._wanted))
        self.form.setVisible(bool(self._sheet))
        self.go.setVisible(bool(self._sheet))
        if not self._sheet:
            self.bar.warning(
                _(
                    "No recovery key was made for this vault. If no supervisor can sign in, put"
                    " back a backup from a time when somebody knew the passphrase."
                )
            )
            self.column.addStretch(1)
            self.back.setFocus()
        self.retranslate()

    # ------------------------------------------------------------------ doing it

    def go_back(self) -> None:
        """To the sign-in page."""
        if not self._working:
            self._forget()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Open the vault with the recovery key and give the new passphrase."""
        login_id, label = self.names.login_id(), self.names.label()
        if login_id is None or not self.go.isEnabled() or not self.form.check():
            return
        typed = self.form.values()
        if typed["passphrase"] != typed["again"]:
            self.form.show_problems({"again": _("This is not the same passphrase. Type it again.")})
            return
        self._working = True
        self.bar.clear()
        self._show_work()
        self._tasks.read(
            self,
            lambda: self._recover(
                self._folder, typed["recovery_key"], login_id, typed["passphrase"]
            ),
            lambda _nothing: self._done(label),
            self._failed,
        )

    def _done(self, label: str) -> None:
        self._working = False
        self._forget()
        self.recovered.emit(
            _(
                "{label} signs in with the new passphrase now. The recovery key was out of its"
                " envelope: a supervisor makes a new one today, under Office."
            ).format(label=label)
        )

    def _forget(self) -> None:
        self.form.clear()
        self.suggestion.forget()

    def _failed(self, error: Exception) -> bool:
        self._working = False
        self._show_work()
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True
