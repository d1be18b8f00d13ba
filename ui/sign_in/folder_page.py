"""First start: where the vault shall lie, and a last look at what will be made."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.formats import country_name, language_name
from intake_app.i18n import _, language
from intake_app.users import service as users
from intake_app.users.model import NewOffice, NewUser
from ui.buttons import Button
from ui.cards import Card, KeyValues
from ui.fields.editor import LineEditor
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.sign_in.gate_page import BusyLine
from ui.sign_in.wizard_page import WizardPage
from ui.tokens import M, Text

FOLDER_NAME = "intake-desk"


def folder_problem(folder: Path) -> str | None:
    """Why no vault can be made there, as a sentence, or None if it can."""
    if not folder.is_absolute():
        return _("Choose a folder with the button; the name alone does not say where it lies.")
    if users.looks_like_vault(folder):
        return _("There is a vault in this folder already. Go back to the first page to open it.")
    if folder.is_dir() and any(folder.iterdir()):
        return _("This folder is not empty. Choose a new or an empty folder.")
    existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not existing.is_dir():
        return _("This is a file. Choose a folder.")
    writable = os.access(existing, os.W_OK | os.X_OK)
    return None if writable else _("You may not write in this folder. Choose another one.")


def suggested_folder(chosen: Path) -> Path:
    """The chosen folder if it can be used, else a new one inside it, so that nothing is mixed."""
    if folder_problem(chosen) is None or users.looks_like_vault(chosen):
        return chosen
    for name in (FOLDER_NAME, *(f"{FOLDER_NAME}-{number}" for number in range(2, 100))):
        if not (chosen / name).exists():
            return chosen / name
    return chosen


class FolderEdit(LineEditor):
    """A folder, typed or chosen with the button ``choose``."""

    def __init__(self, messages: Messages) -> None:
        super().__init__(1000)
        self._messages = messages
        self.choose = Button(icon="folder-open")
        self.choose.clicked.connect(self._ask)
        self.row.addWidget(self.choose)
        self.retranslate()

    def value(self) -> Path | None:
        """The folder; ``~`` means the home folder."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_value(self, value: Path | None) -> None:
        """Show this folder."""
        self.line.setText(str(value) if value else "")
        self.note_changed.emit(self.note())

    def problem(self) -> str | None:
        """Why no vault can be made there."""
        folder = self.value()
        try:
            return folder_problem(folder) if folder else None
        except OSError:
            return _("This folder cannot be reached. Choose another one.")

    def note(self) -> str:
        """What will happen with the folder."""
        folder = self.value()
        if folder is None or self.problem():
            return ""
        if folder.exists():
            return _("This empty folder will hold the vault.")
        return _("A new folder “{name}” will be made.").format(name=folder.name)

    def retranslate(self) -> None:
        """The button."""
        self.choose.set_text(_("Choose…"))

    def _ask(self) -> None:
        chosen = self._messages.choose_folder(_("Where shall the vault lie?"))
        if chosen is not None:
            self.set_value(suggested_folder(chosen))
            self.edited.emit()


class FolderPage(WizardPage):
    """The folder, and the whole of what will be made."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.form = Form()
        self.bar = MessageBar()
        self.busy = BusyLine()
        self._summary = KeyValues(columns=2)
        self._summary_title = PlainLabel(Text.SECTION)
        self._about: tuple[NewOffice, NewUser] | None = None
        self.form.add(
            "folder",
            FolderEdit(messages),
            lambda: _("Folder of the vault"),
            required=True,
            wide=True,
        )
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        self.form["folder"].set_value(Path(documents or Path.home()) / FOLDER_NAME)
        self.form.add_widget(self._summary_card())
        self.form.submitted.connect(self.finished)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.form, 1)
        self.column.addWidget(self.busy)
        self.retranslate()

    def _summary_card(self) -> QWidget:
        card = Card()
        card.body.setSpacing(M)
        card.body.addWidget(self._summary_title)
        card.body.addWidget(self._summary)
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(0, M, 0, 0)
        column.addWidget(card)
        return around

    def title(self) -> str:
        """What the step is about."""
        return _("Where the vault lies")

    def advice(self) -> str:
        """What is a good place."""
        return _(
            "A folder on this computer is fastest; a stick works too."
            " Do not take a folder that is copied to the internet."
        )

    def entered(self) -> None:
        """Begin with the folder."""
        self.form.jump_to("folder")

    def folder(self) -> Path:
        """The folder as it stands in the form."""
        folder: Path = self.form["folder"].value()
        return folder

    def check(self) -> bool:
        """The folder can be used."""
        return self.form.check()

    def show_summary(self, office: NewOffice, supervisor: NewUser) -> None:
        """Say what will be made."""
        self._about = (office, supervisor)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of the page."""
        self._summary_title.setText(_("This will be made"))
        if self._about is None:
            return
        office, supervisor = self._about
        self._summary.set_rows(
            [
                (_("Office"), f"{office.name} ({office.code})"),
                (_("Country"), country_name(office.country, language())),
                (_("First supervisor"), f"{supervisor.full_name} ({supervisor.label})"),
                (_("Language of papers"), language_name(office.document_language, language())),
            ]
        )
