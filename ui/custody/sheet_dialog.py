"""The key custody sheet on the screen and on paper. It exists in memory only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.documents.printer import choose_printer
from ui.fields.message_bar import MessageBar
from ui.help.opener import help_on_f1
from ui.page_view import PageView
from ui.plain import PlainLabel
from ui.printing import print_pdf
from ui.sign_in.gate_page import LanguageSwitch
from ui.tab_walk import go_on
from ui.tokens import XL, L, M, S, Text, Tone


class SheetDialog(QDialog):
    """Shows the sheet and prints it. ``choose_printer`` is the system's dialog.

    Signals: ``language_chosen`` the code of the language that the sheet shall have; ``printed``.
    """

    language_chosen = Signal(str)
    printed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choose_printer = choose_printer
        self._pdf = b""
        self.heading, self.state = PlainLabel(Text.SECTION), IconLabel()
        self.language = LanguageSwitch(short=False)
        self.pages, self.bar = PageView(), MessageBar()
        self.print_button = Button(Kind.PRIMARY, "printer", "Ctrl+P")
        self.close_button = Button(Kind.PLAIN, None, "Esc", hint_only=True)
        self._build()
        self.language.chosen.connect(self.language_chosen)
        self.print_button.clicked.connect(self.print_sheet)
        self.close_button.clicked.connect(self.reject)
        help_on_f1(self)
        room = parent.window().size() - QSize(XL, XL)
        self.resize(QSize(860, 720).boundedTo(room))
        self.retranslate()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.state)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addLayout(words, 1)
        for widget in (self.language, self.print_button, self.close_button):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, L)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)

    def show_pdf(self, pdf: bytes) -> None:
        """Show this sheet."""
        self._pdf = pdf
        self.pages.show_pdf(pdf)

    def print_sheet(self) -> None:
        """Ask for the printer and print."""
        printer = self.choose_printer(self, self.pages.page_count)
        if printer is None:
            return
        try:
            print_pdf(self._pdf, printer)
        except OSError:
            self.bar.error(
                _("The printer did not start. See that it is switched on and connected.")
            )
            return
        self.bar.success(_("The sheet is at the printer. Fetch it now; do not leave it there."))
        self.printed.emit()

    def done(self, result: int) -> None:
        """The key leaves the screen at once."""
        self._pdf = b""
        self.pages.clear()
        super().done(result)
        self.deleteLater()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's name
        """Tab and Shift+Tab stop at the buttons of the pages, too."""
        return go_on(self, onward=next)

    def retranslate(self) -> None:
        """Every text of the dialog."""
        self.setWindowTitle(_("Paper"))
        self.heading.setText(_("Key custody sheet"))
        self.state.show_text(
            _("It is not kept anywhere: neither in the vault nor on the disk."),
            "info",
            Tone.NEUTRAL,
        )
        self.print_button.set_text(_("Print…"))
        self.close_button.set_text(_("Close"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
