"""Previewing, issuing, opening, printing and saving a paper, each with its answer in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from intake_app.acts import Act
from intake_app.documents.service import (
    Document,
    export_document,
    issue,
    note_printed,
    pdf_of,
    pdf_to_print,
    preview,
)
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.documents.papers import Paper
from ui.documents.preview_dialog import PreviewDialog
from ui.documents.printer import choose_printer
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.printing import print_pdf
from ui.tasks import Tasks

ChoosePrinter = Callable[[QWidget, int], QPrinter | None]


class PaperWork(QWidget):
    """Invisible. ``choose_printer`` is the system's dialog; tests put their own there.

    Signals: ``issued`` a paper is in the vault for good (Document).
    """

    issued = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        case_id: str,
        bar: MessageBar,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id, self._bar = case_id, bar
        self.choose_printer: ChoosePrinter = choose_printer
        self.dialog: PreviewDialog | None = None
        self.case_number = ""
        self.hide()

    # ------------------------------------------------------------------ looking

    def preview(self, paper: Paper, language: str) -> None:
        """Show how a paper would look."""
        session, case_id = self._session, self._case_id

        def show(pdf: bytes) -> None:
            dialog = self._open_dialog(paper.kind)
            dialog.issue_wanted.connect(lambda: self.issue(paper, language))
            dialog.show_preview(pdf)
            dialog.open()

        def work() -> bytes:
            return preview(session, case_id, paper.kind, paper.about, language)

        self._tasks.read(self, work, show, self._failed)

    def open(self, document: Document) -> None:
        """Show an issued paper; the audit log notes that somebody looked."""
        session = self._session

        def show(pdf: bytes) -> None:
            dialog = self._open_dialog(document.kind)
            self._show_issued(dialog, document, pdf)
            dialog.open()

        self._tasks.read(self, lambda: pdf_of(session, document.id), show, self._failed)

    def _open_dialog(self, kind: str) -> PreviewDialog:
        parent = self.parentWidget() or self
        dialog = PreviewDialog(parent, lambda: word("paper", kind), self.why_not_export)
        self.dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        return dialog

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _show_issued(self, dialog: PreviewDialog, document: Document, pdf: bytes) -> None:
        dialog.print_wanted.connect(lambda: self.print_paper(document))
        dialog.export_wanted.connect(lambda: self.export(document))
        dialog.show_issued(pdf)

    def why_not_export(self) -> str:
        """Why the user may not save a paper outside the vault; empty if they may."""
        if self._session.may(Act.DOCUMENT_EXPORTED):
            return ""
        return _("Only a supervisor saves papers outside the vault.")

    # ------------------------------------------------------------------ making

    def issue(self, paper: Paper, language: str) -> None:
        """Make a paper for good, after asking."""
        sure = self._messages.ask(
            _("Issue this paper?"),
            _("It is kept as it is, for good, and goes to the hub with the next batch."),
            _("Issue"),
            _("Not yet"),
        )
        if not sure:
            return
        session, case_id = self._session, self._case_id

        def done(document: Document) -> None:
            self._place().success(_("The paper is issued."))
            self.issued.emit(document)
            if self.dialog is not None:
                self._tasks.read(
                    self,
                    lambda: pdf_of(session, document.id),
                    lambda pdf: self._refresh_dialog(document, pdf),
                    self._failed,
                )

        def work() -> Document:
            return issue(session, case_id, paper.kind, paper.about, language)

        self._tasks.change(self, work, done, self._failed)

    def _refresh_dialog(self, document: Document, pdf: bytes) -> None:
        if self.dialog is not None:
            self._show_issued(self.dialog, document, pdf)

    # ------------------------------------------------------------------ paper and file

    def print_paper(self, document: Document) -> None:
        """Print an issued paper and note the copy in the register."""
        session = self._session
        self._tasks.read(
            self,
            lambda: pdf_to_print(session, document.id),
            lambda pdf: self._print(document, pdf),
            self._failed,
        )

    def _print(self, document: Document, pdf: bytes) -> None:
        printer = self.choose_printer(self.dialog or self, document.pages)
        if printer is None:
            return
        try:
            print_pdf(pdf, printer)
        except OSError:
            self._place().error(
                _("The printer did not start. See that it is switched on and connected.")
            )
            return
        session = self._session

        def noted(copy: int) -> None:
            words = _("Copy {number} was printed and is noted in the register.")
            self._place().success(words.format(number=copy))

        self._tasks.change(self, lambda: note_printed(session, document.id), noted, self._failed)

    def export(self, document: Document) -> None:
        """Save a paper as a plain file, after a warning."""
        sure = self._messages.ask(
            _("Save this paper outside the vault?"),
            _(
                "The file will not be encrypted: everybody who finds it can read it."
                " That you saved it is written in the audit log."
            ),
            _("Choose where to save"),
            _("Keep it in the vault"),
            danger=True,
        )
        if not sure:
            return
        name = f"{self.case_number} {word('paper', document.kind)}.pdf".strip()
        path = self._messages.save_file(_("Save the paper"), name, [("PDF", "*.pdf")])
        if path is None:
            return
        session = self._session

        def saved(_nothing: None) -> None:
            self._place().success(_("The paper was saved as a plain file."))

        self._tasks.change(
            self, lambda: export_document(session, document.id, path), saved, self._failed
        )

    # ------------------------------------------------------------------ answers

    def _place(self) -> MessageBar:
        """Where the user looks now: the dialog, or the tab."""
        return self.dialog.bar if self.dialog is not None else self._bar

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._place().error(error.sentence)
            return True
        return False
