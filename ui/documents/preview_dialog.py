"""A paper on the screen, page by page, before it is issued and afterwards."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.cards import IconLabel
from ui.page_dialog import PageDialog
from ui.plain import PlainLabel, Words
from ui.tokens import L, M, S, Text, Tone


class PreviewDialog(PageDialog):
    """Signals: ``issue_wanted`` make it for good; ``print_wanted``."""

    issue_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget, title: Words, why_not_export: Words) -> None:
        super().__init__(parent, 860)
        self._title, self._why_not_export = title, why_not_export
        self._issued = self._loose = False
        self.heading, self.state = PlainLabel(Text.SECTION), IconLabel()
        self.issue = Button(Kind.PRIMARY, "badge-check")
        self.print_button = Button(Kind.PRIMARY, "printer", "Ctrl+P")
        self._build()
        self.issue.clicked.connect(self.issue_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.state)
        head.addLayout(words, 1)
        for button in (self.export, self.issue, self.print_button, self.close_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, L)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)

    def show_preview(self, pdf: bytes) -> None:
        """Show how the paper would look; it can be issued, not printed."""
        self._show(pdf, issued=False)

    def show_issued(self, pdf: bytes) -> None:
        """Show an issued paper; it can be printed."""
        self._show(pdf, issued=True)

    def show_loose(self, pdf: bytes) -> None:
        """Show a paper that the vault does not keep; it can be printed at once."""
        self._loose = True
        self._show(pdf, issued=True)

    def _show(self, pdf: bytes, *, issued: bool) -> None:
        self._issued = issued
        self.pages.show_pdf(pdf)
        self.retranslate()
        self.pages.setFocus()

    def retranslate(self) -> None:
        """Every text of the dialog."""
        self.setWindowTitle(_("Paper"))
        self.heading.setText(self._title())
        self.issue.setVisible(not self._issued)
        self.print_button.setVisible(self._issued)
        self.export.setVisible(self._issued and not self._loose)
        if self._loose:
            self.state.show_text(_("Made just now. The vault does not keep it."), "printer")
        elif self._issued:
            self.state.show_text(
                _("Issued. It cannot be changed any more."), "badge-check", Tone.SUCCESS
            )
        else:
            self.state.show_text(_("Preview. Nothing is kept yet."), "eye", Tone.NEUTRAL)
        self.issue.set_text(_("Issue"))
        self.print_button.set_text(_("Print…"))
        self.export.set_text(_("Save outside…"))
        self.export.set_reason(self._why_not_export())
        self.close_button.set_text(_("Close"))
