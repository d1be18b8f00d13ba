"""A page of the gate where only a supervisor can go on, and gives the passphrase once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Role
from intake_app.errors import IntakeError, WrongPassphrase
from intake_app.i18n import _
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.sign_in.delay import PROCESS_DELAY, SignInDelay
from ui.sign_in.gate_page import BusyLine, GatePage
from ui.sign_in.login_list import LoginLine
from ui.sign_in.passphrase_field import PassphraseField
from ui.tasks import Cancelled, Tasks
from ui.tokens import XL, L, S, Text, Tone

LETTERS = 76


class SupervisorDecision(GatePage):
    """What is wrong, what is known about it, and what a supervisor may do.

    ``line`` is who tried to sign in. The last class fills ``facts``, names ``go`` and implements
    ``work``. Signals: ``signed_in`` the session with which it goes on; ``restore_wanted`` a backup
    shall be restored.
    """

    help_page = "integrity"
    signed_in = Signal(object)
    restore_wanted = Signal()

    def __init__(self, line: LoginLine, tasks: Tasks, delay: SignInDelay = PROCESS_DELAY) -> None:
        super().__init__(LETTERS)
        self._line, self._tasks, self._delay = line, tasks, delay
        self._working = False
        self._mistake: Callable[[], str] | None = None
        self.session: Session | None = None
        self.may_decide = line.role is Role.SUPERVISOR
        self.title, self.said = PlainLabel(Text.TITLE, wrap=True), PlainLabel(wrap=True)
        self.bar, self.facts = MessageBar(), KeyValues()
        self.call = IconLabel(Text.BODY)
        self.how, self.passphrase = PlainLabel(Text.LABEL), PassphraseField()
        self.note, self.busy = IconLabel(), BusyLine()
        self.go, self.back = Button(Kind.DANGER, "arrow-right"), Button(Kind.PLAIN, "arrow-left")
        self.restore = Button(Kind.PLAIN, "history")
        self.card = Card(XL)
        self._lay_out()
        self.passphrase.line.returnPressed.connect(self.submit)
        self.passphrase.edited.connect(self._forget_mistake)
        self.go.clicked.connect(self.submit)
        self.back.clicked.connect(self.closed)
        self.restore.clicked.connect(self.restore_wanted)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.title)
        head.addWidget(self.said)
        self.card.body.setSpacing(S)
        self.card.body.addWidget(self.facts)
        self.card.body.addSpacing(S)
        self.answer = QVBoxLayout()
        self.answer.setSpacing(S)
        self.card.body.addLayout(self.answer)
        for widget in (self.call, self.how, self.passphrase, self.note, self.busy):
            self.card.body.addWidget(widget)
        for part in (self.how, self.passphrase, self.note, self.go, self.restore):
            part.setVisible(self.may_decide)
        self.call.setVisible(not self.may_decide)
        self.how.setBuddy(self.passphrase.line)
        foot = QWidget()
        buttons = FlowLayout(foot)
        buttons.addWidget(self.back)
        buttons.addWidget(self.restore)
        buttons.addWidget(self.go)
        self.column.addSpacing(XL)
        self.column.addLayout(head)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.card)
        self.column.addWidget(foot)
        self.column.addStretch(1)
        self.column.setSpacing(L)
        self.setFocusProxy(self.back)  # the safe answer has the keyboard

    def retranslate(self) -> None:
        """The texts that all such pages share."""
        super().retranslate()
        self.call.show_text(
            _(
                "Call a supervisor. Only they can decide how it goes on. Until then, leave this"
                " computer as it is."
            ),
            "user-check",
            Tone.WARNING,
        )
        self.how.setText(_("Passphrase of {name}, once more").format(name=self._line.label))
        self.back.set_text(_("Close the vault"))
        self.restore.set_text(_("Restore from a backup…"))
        self._show_state()

    # ------------------------------------------------------------------ the decision

    def work(self, passphrase: str) -> None:
        """Begin what was decided; ends with ``finished`` or ``failed``."""
        raise NotImplementedError

    def working_words(self) -> str:
        """What is being done meanwhile."""
        raise NotImplementedError

    def submit(self) -> None:
        """Go on, unless that is being done, is too early, or the passphrase is missing."""
        if self._working or not self.may_decide or self._delay.seconds_left():
            self._show_state()
        elif not self.passphrase.value():
            self._show_mistake(lambda: _("Type your passphrase."))
        else:
            self._mistake = None
            self._working = True
            self.bar.clear()
            self.passphrase.hide_letters()
            self._show_state()
            self.work(self.passphrase.value())

    def finished(self) -> None:
        """It was done."""
        self._working = False
        self._delay.succeeded()
        self.passphrase.set_value("")
        self._show_state()

    def failed(self, error: Exception) -> bool:
        """It was not done; nothing has changed."""
        self._working = False
        self._show_state()
        if isinstance(error, WrongPassphrase):
            self._delay.failed()
            self._show_mistake(
                lambda: _("This passphrase does not open the vault for {name}.").format(
                    name=self._line.label
                )
            )
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        elif not isinstance(error, Cancelled):
            return False
        return True

    def _show_mistake(self, words: Callable[[], str]) -> None:
        self._mistake = words
        self._show_state()
        self.passphrase.line.setFocus()
        self.passphrase.line.selectAll()

    def _forget_mistake(self) -> None:
        self._mistake = None
        self._show_state()

    def _show_state(self) -> None:
        words = self._mistake() if self._mistake else ""
        self.note.show_text(words, "circle-alert" if words else "", Tone.DANGER)
        self.note.setVisible(bool(words))
        self.passphrase.set_wrong(bool(words))
        self.passphrase.set_names(self.how.text(), words)
        self.passphrase.set_read_only(self._working)
        self.busy.show_words(self.working_words() if self._working else "")
        reason = self.working_words() if self._working else ""
        self.go.set_reason(reason)
        self.back.set_reason(reason)
        self.restore.set_reason(reason)
