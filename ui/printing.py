"""Putting the pages of a PDF on paper through the system's printer."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.page_view import POINTS_PER_INCH, open_pdf, render_page

MOST_DPI = 300
"""Finer pictures only make the print job large; text is sharp at this resolution."""


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Print every page at its own size; returns how many there were.

    The pages go to the printer as pictures: what is printed is what was seen. Raises OSError if
    the printer cannot be started.
    """
    document = open_pdf(pdf)
    painter = QPainter()
    try:
        for number in range(len(document)):
            page = document[number]
            _set_page(printer, *page.get_size())
            if number == 0 and not painter.begin(printer):
                raise OSError("the printer did not start")
            if number:
                printer.newPage()
            dpi = min(printer.resolution(), MOST_DPI)
            picture = render_page(page, dpi / POINTS_PER_INCH)
            place = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
            painter.drawImage(place, picture)
            page.close()
        return len(document)
    finally:
        if painter.isActive():
            painter.end()
        document.close()


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = open_pdf(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _set_page(printer: QPrinter, width: float, height: float) -> None:
    """Take the page's own size, without margins: the form has its own."""
    landscape = width > height
    upright = QSizeF(height, width) if landscape else QSizeF(width, height)
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF(0, 0, 0, 0)))
