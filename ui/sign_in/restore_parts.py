"""The three parts of restoring: which backup and by whom, where to, and what comes next."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.backups import service as backups
from intake_app.backups.service import BackupFolder, Examined
from intake_app.errors import IntakeError
from intake_app.formats import format_moment, format_number
from intake_app.i18n import _, language
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.folder_page import FOLDER_NAME, FolderEdit, suggested_folder
from ui.sign_in.gate_page import scrolling
from ui.sign_in.passphrase_field import PassphraseField
from ui.tokens import M, S, Text, Tone


class WhichPart(Screen):
    """Choose the backup, the supervisor, and type the passphrase.

    Signals: ``folder_wanted`` the button to look for backups; ``submitted`` the fields are right.
    """

    folder_wanted = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: list[BackupFolder] = []
        self.look, self.check = Button(Kind.PLAIN, "folder-open"), Button(Kind.PRIMARY, "shield")
        self.form = Form()
        for key, choose, label in (
            ("backup", self._backups, lambda: _("Backup")),
            ("login", self._logins, lambda: _("Supervisor")),
        ):
            self.form.add(key, ChoiceList(choose), label, required=True, wide=True)
        self.form.add(
            "passphrase",
            PassphraseField(),
            lambda: _("Passphrase of the day of the backup"),
            required=True,
            wide=True,
        )
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.check)
        row.addStretch(1)
        self.form.add_widget(foot, wide=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form, 1)
        column.addStretch(0)
        self.look.clicked.connect(self.folder_wanted)
        self.check.clicked.connect(self._submit)
        self.form.submitted.connect(self._submit)
        self.form["passphrase"].line.returnPressed.connect(self._submit)
        self.form["backup"].edited.connect(self._backup_chosen)
        self.form.hide()
        self.setFocusProxy(self.look)
        self.retranslate()

    def show_backups(self, found: list[BackupFolder]) -> None:
        """Offer these; the newest is chosen."""
        self._found = found
        self.form["backup"].retranslate()
        self.form["backup"].set_value(str(found[0].folder))
        self._backup_chosen()
        self.form.show()
        self.form.jump_to("passphrase")

    def folder(self) -> Path | None:
        """The backup that is chosen."""
        chosen = self.form["backup"].value()
        return Path(chosen) if chosen else None

    def forget(self) -> None:
        """Nothing of the passphrase stays."""
        self.form["passphrase"].set_value("")
        self.form["passphrase"].hide_letters()

    def retranslate(self) -> None:
        """Set every text."""
        self.look.set_text(_("Choose the stick or folder of the backup…"))
        self.check.set_text(_("Check this backup"))

    def _submit(self) -> None:
        if self.check.isEnabled() and self.form.check():
            self.submitted.emit()

    def _backup_chosen(self) -> None:
        login = self.form["login"]
        login.retranslate()
        options = self._logins()
        login.set_value(options[0].code if options else None)

    def _backups(self) -> list[Option]:
        return [Option(str(one.folder), _name_of(one)) for one in self._found]

    def _logins(self) -> list[Option]:
        folder = self.folder()
        try:
            logins = backups.supervisors_of(folder) if folder else []
        except IntakeError:
            logins = []
        return [Option(login.id, login.label) for login in logins]


class WherePart(Screen):
    """What is in the backup, what is not, and the new folder for it.

    Signals: ``submitted`` the folder is right; ``went_back`` another backup is wanted.
    """

    submitted = Signal()
    went_back = Signal()

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._examined: Examined | None = None
        self.state, self.lost = IconLabel(Text.STRONG), PlainLabel(wrap=True)
        self.facts = KeyValues(columns=3)
        self.form, card = Form(), Card()
        for widget in (self.state, self.facts, self.lost):
            card.body.addWidget(widget)
        self.form.add_widget(card, wide=True)
        self.form.add(
            "folder",
            FolderEdit(messages),
            lambda: _("New folder for the vault"),
            required=True,
            wide=True,
        )
        self.restore = Button(Kind.PRIMARY, "history")
        self.back = Button(Kind.PLAIN, "arrow-left")
        foot = QWidget()
        row, column = QHBoxLayout(foot), QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.restore)
        row.addWidget(self.back)
        row.addStretch(1)
        self.form.add_widget(foot, wide=True)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form, 1)
        self.restore.clicked.connect(self._submit)
        self.back.clicked.connect(self.went_back)
        self.form.submitted.connect(self._submit)
        self.setFocusProxy(self.form)
        self.retranslate()

    def show_examined(self, examined: Examined) -> None:
        """A backup that opened and is whole."""
        self._examined = examined
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        proposed = Path(documents or Path.home()) / f"{FOLDER_NAME}-{examined.folder.name}"
        if proposed.exists():
            proposed = suggested_folder(proposed)
        self.form["folder"].set_value(proposed)
        self.retranslate()
        self.form.jump_to("folder")

    def folder(self) -> Path:
        """The folder as it stands in the form."""
        folder: Path = self.form["folder"].value()
        return folder

    def retranslate(self) -> None:
        """Set every text."""
        self.restore.set_text(_("Restore into this folder"))
        self.back.set_text(_("Choose another backup"))
        examined = self._examined
        if examined is None:
            return
        self.state.show_text(_("This backup is whole and opens."), "circle-check", Tone.SUCCESS)
        content = examined.content
        self.facts.set_rows(
            [
                (_("Made on"), _moment(examined.made_at)),
                (_("Persons"), format_number(content.rows("person"), language())),
                (_("Cases"), format_number(content.rows("case_file"), language())),
            ]
        )
        self.lost.setText(
            _(
                "Everything that was saved after this moment is not in it: persons, consents,"
                " decisions, papers and batches of later days have to be entered again. Ask"
                " headquarters what it has already received."
            )
        )

    def _submit(self) -> None:
        if self.restore.isEnabled() and self.form.check():
            self.submitted.emit()


class NextPart(Screen):
    """The vault is there: what to do before working with it. Signals: ``submitted`` sign in."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = ""
        self.state, self.steps = IconLabel(Text.STRONG), PlainLabel(wrap=True)
        self.enter = Button(Kind.PRIMARY, "log-in")
        card, column = Card(), QVBoxLayout(self)
        card.body.addWidget(self.state)
        card.body.addWidget(self.steps)
        card.body.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        above = QVBoxLayout(inside)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(card)
        above.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(inside))
        self.enter.clicked.connect(self.submitted)
        self.setFocusProxy(self.enter)
        self.retranslate()

    def show_folder(self, folder: Path) -> None:
        """The vault was restored here."""
        self._folder = folder.name
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        self.state.show_text(
            _("The vault was restored into “{folder}”.").format(folder=self._folder),
            "circle-check",
            Tone.SUCCESS,
        )
        self.steps.setText(
            _(
                "1. Tell headquarters that this vault was restored from a backup.\n"
                "2. Let headquarters take in every stick that is still on its way.\n"
                "3. Ask for a new receipt and read it in the outbox. Until then no batch can be"
                " prepared.\n"
                "4. If the old vault turns up, do not work with it any more."
            )
        )
        self.enter.set_text(_("Sign in to the restored vault"))


def _name_of(one: BackupFolder) -> str:
    if one.made_at is None:
        return one.folder.name
    return _("{name}, made {moment}").format(name=one.folder.name, moment=_moment(one.made_at))


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return _("not known")
    return format_moment(moment.astimezone(), language())
