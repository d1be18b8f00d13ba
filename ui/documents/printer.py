"""Choosing a printer: the system's own dialog, in one function that a test can replace."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from intake_app.i18n import _


def choose_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """The printer that the user chose, or None. Always the whole paper: no page may be missing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_("Case paper"))  # spoolers show it: never a name or a case number
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print"))
    dialog.setMinMax(1, max(1, pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if accepted else None
