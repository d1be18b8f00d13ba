"""The door of a vault: pick your name, type the passphrase, and the desk opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from intake_app.backups import service as backups
from intake_app.custody import service as custody
from intake_app.errors import (
    DataDamaged,
    IntakeError,
    VaultAlarm,
    VaultInUse,
    WrongPassphrase,
)
from intake_app.formats import format_date
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.fields.message_bar import MessageBar
from ui.flow import FlowLayout
from ui.messages import Messages
from ui.plain import PlainLabel, tooltip
from ui.process.life import HandedOver, SignIn
from ui.sign_in.delay import PROCESS_DELAY, SignInDelay
from ui.sign_in.disk_note import DiskNote
from ui.sign_in.gate_page import BusyLine, GatePage
from ui.sign_in.login_list import LoginLine, LoginList
from ui.sign_in.passphrase_field import PassphraseField
from ui.tasks import Tasks
from ui.tokens import XL, L, S, Text, Tone

LETTERS = 62


class _Door(NamedTuple):
    """What is known before any passphrase."""

    logins: list[LoginLine]
    failures: int
    disks: users.OpenDisks


class SignInScreen(GatePage):
    """Signs one person in to the vault in ``folder``. ``sign_in`` is the service that does it.

    Signals: ``signed_in`` the session, here or in another process; ``other_vault_chosen`` another
    vault's folder; ``new_vault_wanted`` the first-start pages are asked for; ``restore_wanted`` a
    backup shall be restored; ``forgotten`` the recovery key is to be typed for this login;
    ``alarmed`` who tried, and the VaultAlarm or DataDamaged that only a supervisor can answer.
    """

    signed_in = Signal(object)
    other_vault_chosen = Signal(object)
    new_vault_wanted = Signal()
    restore_wanted = Signal()
    forgotten = Signal(str)
    alarmed = Signal(object, object)

    def __init__(
        self,
        folder: Path,
        packs: Mapping[str, Pack],
        tasks: Tasks,
        messages: Messages,
        *,
        sign_in: SignIn = users.sign_in,
        delay: SignInDelay = PROCESS_DELAY,
    ) -> None:
        super().__init__(LETTERS)
        self._folder, self._packs = folder, packs
        self._tasks, self._messages = tasks, messages
        self._sign_in, self._delay = sign_in, delay
        self._working = self._fault = False
        self._mistake: Callable[[], str] | None = None
        self._title, self._place = PlainLabel(Text.TITLE), IconLabel()
        self.bar = MessageBar()
        self._who, self._how = PlainLabel(Text.LABEL), PlainLabel(Text.LABEL)
        self.names = LoginList()
        self.passphrase = PassphraseField()
        self.note = IconLabel()
        self.enter = Button(Kind.PRIMARY, "lock-open")
        self.busy = BusyLine()
        self.forgot = Button(Kind.QUIET, "key-round")
        self.disks = DiskNote()
        self.other = Button(Kind.QUIET, "folder-open")
        self.new = Button(Kind.QUIET, "plus")
        self.restore = Button(Kind.QUIET, "history")
        self.backup = IconLabel()
        self._tick = QTimer(self, interval=250)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.reload()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(S // 2)
        head.addWidget(self._title)
        head.addWidget(self._place)
        head.addWidget(self.backup)
        card = Card(XL)
        card.body.setSpacing(S)
        for widget in (self._who, self.names, self._how, self.passphrase, self.note):
            card.body.addWidget(widget)
        card.body.addSpacing(S)
        card.body.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.busy)
        card.body.insertSpacing(2, S)
        foot = QWidget()
        below = FlowLayout(foot)
        below.addWidget(self.forgot)
        below.addWidget(self.other)
        below.addWidget(self.new)
        below.addWidget(self.restore)
        self.column.addStretch(2)
        self.column.addLayout(head)
        self.column.addWidget(self.bar)
        self.column.addSpacing(S)
        self.column.addWidget(card)
        self.column.addWidget(self.disks)
        self.column.addWidget(foot)
        self.column.addStretch(3)
        self.column.setSpacing(L)
        # in this narrow column a sentence needs more lines than the bar allows by itself
        self.bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._who.setBuddy(self.names)
        self._how.setBuddy(self.passphrase.line)

    def _connect(self) -> None:
        self.names.chosen.connect(lambda _id: self._to_passphrase())
        self.names.currentRowChanged.connect(lambda _row: self._forget_mistake())
        self.passphrase.line.returnPressed.connect(self.submit)
        self.passphrase.edited.connect(self._forget_mistake)
        self.passphrase.note_changed.connect(lambda _note: self._show_note())
        self.enter.clicked.connect(self.submit)
        self.forgot.clicked.connect(lambda: self.forgotten.emit(self.names.login_id() or ""))
        self.other.clicked.connect(self.choose_other)
        self.new.clicked.connect(self.new_vault_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self._tick.timeout.connect(self._count_down)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        self._title.setText(_("Sign in"))
        self._place.show_text(self._folder.name, "lock", Tone.SEALED)
        tooltip(self._place, str(self._folder))
        self._who.setText(_("Your sign-in name"))
        self._how.setText(_("Your passphrase"))
        self.passphrase.set_names(_("Your passphrase"), "")
        self.enter.set_text(_("Sign in"))
        self.forgot.set_text(_("Passphrase forgotten…"))
        self.other.set_text(_("Open another vault…"))
        self.new.set_text(_("Make a new vault…"))
        self.restore.set_text(_("Restore from a backup…"))
        self._show_backup()
        self.disks.retranslate()
        self._show_work()
        self._show_note()

    def _show_backup(self) -> None:
        """When the last backup was made, as a small file in the folder says; else nothing."""
        day = backups.date_before_sign_in(self._folder)
        words = ""
        if day is not None:
            words = _("Last backup: {day}").format(day=format_date(day, language()))
        self.backup.show_text(words, "hard-drive")
        self.backup.setVisible(bool(words))

    def _show_note(self) -> None:
        """Under the passphrase: what is wrong, else how long to wait, else Caps Lock."""
        waiting = _waiting_words(self._delay.seconds_left())
        if self._mistake or waiting:
            parts = (self._mistake() if self._mistake else "", waiting)
            words = " ".join(part for part in parts if part)
            self.note.show_text(words, "circle-alert", Tone.DANGER)
        elif self.passphrase.note():
            self.note.show_text(self.passphrase.note(), "info", Tone.WARNING)
        else:
            self.note.show_text("")
        self.note.setVisible(bool(self.note.text()))
        self.passphrase.set_wrong(self._mistake is not None)
        self.passphrase.set_names(_("Your passphrase"), self.note.text())

    def _show_work(self) -> None:
        self.busy.show_words(_("Opening the vault. This takes a moment.") if self._working else "")
        self.passphrase.set_read_only(self._working)
        reason = (
            _("The vault is being opened.")
            if self._working
            else _waiting_words(self._delay.seconds_left())
        )
        self.enter.set_reason(reason if self.names.count() else _("There is nobody to sign in."))

    # ------------------------------------------------------------------ who may come in

    def reload(self) -> None:
        """Read the names from the key file; no passphrase is needed for that."""
        if self._working or self.names.count():
            return
        self._tasks.read(self, self._read_logins, self._show_door, self._show_trouble)

    def _read_logins(self) -> _Door:
        logins = users.logins_of(self._folder)
        lines = [LoginLine(login.id, login.label, login.role) for login in logins]
        lines.sort(key=lambda line: line.label.casefold())
        return _Door(
            lines, users.failed_attempts(self._folder).count, users.open_disks(self._folder)
        )

    def _show_door(self, door: _Door) -> None:
        logins = door.logins
        if not self._fault:
            self.bar.clear()
        self._delay.resume(door.failures)
        self._count_down()
        self.disks.show_for(door.disks)
        self.names.set_logins(logins)
        self._show_work()
        first = self.names if len(logins) > 1 else self.passphrase.line
        first.setFocus()
        self.setFocusProxy(first)  # the window gives the keyboard to the page

    # ------------------------------------------------------------------ coming in

    def submit(self) -> None:
        """Try the passphrase, unless one is being tried or it is too early."""
        login_id, typed = self.names.login_id(), self.passphrase.value()
        if self._working or login_id is None or self._delay.seconds_left():
            self._show_note()
            return
        if not typed:
            self._show_mistake(lambda: _("Type your passphrase."))
            return
        self._working = True
        self._mistake = None
        self.bar.clear()
        self.passphrase.hide_letters()
        self._show_work()
        self._show_note()
        self._tasks.read(
            self,
            lambda: self._sign_in(self._folder, login_id, typed, self._packs),
            lambda session: self._came_in(session, typed),
            self._stayed_out,
        )

    def _came_in(self, session: Session | HandedOver, typed: str) -> None:
        self._working = False
        self._delay.succeeded()
        self.passphrase.set_value("")
        self._show_work()
        self.signed_in.emit(session)
        if isinstance(session, HandedOver):
            return
        # Behind the first list of the desk, and nobody's error: it is tried at the next sign-in.
        self._tasks.read(
            self._tasks, lambda: custody.strengthen(session, typed), bool, lambda _error: True
        )

    def _stayed_out(self, error: Exception) -> bool:
        self._working = False
        self._show_work()
        if not isinstance(error, WrongPassphrase):
            return self._show_trouble(error)
        self._delay.failed()
        self._show_mistake(
            lambda: _("This passphrase does not open the vault for {name}.").format(
                name=self.names.label()
            )
        )
        self._count_down()
        return True

    def _show_mistake(self, words: Callable[[], str]) -> None:
        self._mistake = words
        self._show_note()
        self._to_passphrase()

    def _forget_mistake(self) -> None:
        self._mistake = None
        self._show_note()

    def _to_passphrase(self) -> None:
        self.passphrase.line.setFocus()
        self.passphrase.line.selectAll()

    def _count_down(self) -> None:
        """The pause runs by the clock; the timer only shows it."""
        if self._delay.seconds_left():
            self._tick.start()
        else:
            self._tick.stop()
        self._show_work()
        self._show_note()

    def _show_trouble(self, error: Exception) -> bool:
        """The vault cannot be opened at all: say why, and what to do instead."""
        if not isinstance(error, IntakeError):
            return False
        line = self.names.login()
        if isinstance(error, VaultAlarm | DataDamaged) and line is not None:
            self.passphrase.set_value("")
            self.alarmed.emit(line, error)
        elif isinstance(error, VaultInUse):
            again = self.submit if self.passphrase.value() else self.reload
            self.bar.error(error.sentence, action=lambda: _("Try again"), on_action=again)
        else:
            self.bar.error(
                error.sentence,
                action=lambda: _("Open another vault…"),
                on_action=self.choose_other,
            )
        return True

    # ------------------------------------------------------------------ another vault

    def say_fault(self) -> None:
        """The desk ended by a fault of the program: nothing is lost."""
        self._fault = True
        self.bar.warning(
            _(
                "The program ended by a fault. What was saved is safe; what was being typed is"
                " there as a draft when you sign in."
            )
        )

    def choose_other(self) -> None:
        """Ask for a folder; only one that holds a vault is taken."""
        folder = self._messages.choose_folder(_("Choose the folder of a vault"))
        if folder is None:
            return
        if users.looks_like_vault(folder):
            self.other_vault_chosen.emit(folder)
        else:
            self.bar.warning(
                _("There is no vault in the folder “{folder}”. Choose another one.").format(
                    folder=folder.name
                ),
                action=lambda: _("Open another vault…"),
                on_action=self.choose_other,
            )


def _waiting_words(left: float) -> str:
    """How long to wait after wrong passphrases, or an empty text."""
    seconds = -int(-left // 1)
    if not seconds:
        return ""
    return ngettext(
        "You can try again in {count} second.", "You can try again in {count} seconds.", seconds
    ).format(count=seconds)
