"""Papers that are made when somebody asks and not kept: shown, printed, noted in the log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from intake_app.documents.service import blank_form
from intake_app.errors import IntakeError
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.words import word
from ui.documents.paper_work import ChoosePrinter
from ui.documents.preview_dialog import PreviewDialog
from ui.documents.printer import choose_printer
from ui.fields.message_bar import MessageBar
from ui.plain import Words
from ui.printing import count_pages, print_pdf
from ui.tasks import Tasks


class LoosePaper(QWidget):
    """Invisible. ``choose_printer`` is the system's dialog; tests put their own there."""

    def __init__(self, tasks: Tasks, bar: MessageBar) -> None:
        super().__init__()
        self._tasks, self._bar = tasks, bar
        self.choose_printer: ChoosePrinter = choose_printer
        self.dialog: PreviewDialog | None = None
        self.hide()

    def open(
        self, title: Words, make: Callable[[], bytes], note_printed: Callable[[], object]
    ) -> None:
        """Make a paper on the vault's thread and show it; ``note_printed`` writes a print down."""

        def show(pdf: bytes) -> None:
            dialog = PreviewDialog(self.parentWidget() or self, title, lambda: "")
            self.dialog = dialog
            dialog.finished.connect(self._forget_dialog)
            dialog.print_wanted.connect(lambda: self._print(pdf, note_printed))
            dialog.show_loose(pdf)
            dialog.open()

        self._tasks.read(self, make, show, self._failed)

    def open_blank(self, session: Session, kind: str, tongue: str = "") -> None:
        """Show an empty form to print for days without power; nothing of it is kept.

        ``tongue`` is its language; empty for that of the office's papers.
        """
        tongue = tongue or session.office.document_language
        self.open(
            partial(word, "paper", kind),
            partial(blank_form, session, kind, tongue),
            lambda: None,
        )

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _print(self, pdf: bytes, note_printed: Callable[[], object]) -> None:
        printer = self.choose_printer(self.dialog or self, count_pages(pdf))
        if printer is None:
            return
        try:
            print_pdf(pdf, printer)
        except OSError:
            self._place().error(
                _("The printer did not start. See that it is switched on and connected.")
            )
            return

        def noted(_nothing: object) -> None:
            self._place().success(_("It was printed, and that is noted in the log."))

        self._tasks.change(self, note_printed, noted, self._failed)

    def _place(self) -> MessageBar:
        return self.dialog.bar if self.dialog is not None else self._bar

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, IntakeError):
            self._place().error(error.sentence)
        return isinstance(error, IntakeError)
