"""The first page of the first start: the language, and a new vault or one that exists."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.i18n import _
from intake_app.users import service as users
from ui.buttons import Button, Kind
from ui.cards import Card
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.sign_in.gate_page import LanguageSwitch, scrolling
from ui.sign_in.wizard_page import WizardPage
from ui.tokens import XL, S, Text


class WelcomePage(WizardPage):
    """Signals: ``opened`` the folder of a vault that exists; ``language_chosen`` a code."""

    opened = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._language = PlainLabel(Text.LABEL)
        self.language = LanguageSwitch(short=False)
        self.language.chosen.connect(self.language_chosen)
        self.bar = MessageBar()
        self._new_title, self._new_advice = PlainLabel(Text.SECTION), PlainLabel(wrap=True)
        self._old_title, self._old_advice = PlainLabel(Text.SECTION), PlainLabel(wrap=True)
        self.make = Button(Kind.PRIMARY, "plus")
        self.open = Button(Kind.PLAIN, "folder-open")
        self.restore = Button(Kind.QUIET, "history")
        self._lay_out()
        self.make.clicked.connect(self.finished)
        self.open.clicked.connect(self.choose)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._language)
        column.addWidget(self.language)
        column.addWidget(self.bar)
        column.setSpacing(S)
        column.addSpacing(XL)
        self.column.addWidget(scrolling(inside))
        for title, advice, button in (
            (self._new_title, self._new_advice, self.make),
            (self._old_title, self._old_advice, self.open),
        ):
            card = Card(XL)
            card.body.addWidget(title)
            card.body.addWidget(advice)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)
            column.addSpacing(S)
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def title(self) -> str:
        """The program greets."""
        return _("Welcome to Intake Desk")

    def advice(self) -> str:
        """What the program is, in one sentence."""
        return _(
            "Everything you write down is kept encrypted in one folder, the vault."
            " No network is needed."
        )

    def entered(self) -> None:
        """Most people who see this page make a vault."""
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Every text of the page."""
        self._language.setText(_("Language"))
        self._new_title.setText(_("This office starts here"))
        self._new_advice.setText(
            _("Make a new vault for the office. It takes about five minutes; have paper and pen.")
        )
        self.make.set_text(_("Make a new vault"))
        self._old_title.setText(_("The office has a vault already"))
        self._old_advice.setText(_("It is on this computer or on a stick. Choose its folder."))
        self.open.set_text(_("Open a vault…"))
        self.restore.set_text(_("Restore from a backup…"))

    def choose(self) -> None:
        """Ask for the folder of a vault; another folder is refused with a sentence."""
        folder: Path | None = self._messages.choose_folder(_("Choose the folder of a vault"))
        if folder is None:
            return
        if users.looks_like_vault(folder):
            self.opened.emit(folder)
        else:
            self.bar.warning(
                _("There is no vault in the folder “{folder}”. Choose another one.").format(
                    folder=folder.name
                )
            )
