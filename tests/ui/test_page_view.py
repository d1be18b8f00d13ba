"""A PDF that exists only in memory is shown page by page and printed as it was seen."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.ui.typing import press
from ui.page_view import PageView, render_page
from ui.printing import print_pdf


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Three A4 pages, the last one landscape, each with more black than the one before."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for number in range(3):
        if number == 2:
            canvas.setPageSize(landscape(A4))
        for bar in range(number + 1):
            canvas.rect(72, 100 + 60 * bar, 300, 40, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def view(qtbot: QtBot, pdf: bytes) -> PageView:
    made = PageView()
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    made.show_pdf(pdf)
    return made


def ink(picture: QImage) -> float:
    """The share of dark pixels."""
    small = picture.scaled(200, 280)
    dark = sum(
        small.pixelColor(x, y).lightness() < 100
        for x in range(small.width())
        for y in range(small.height())
    )
    return dark / (small.width() * small.height())


def inks(data: bytes) -> list[float]:
    document = pypdfium2.PdfDocument(data)
    shares = [ink(render_page(document[number], 1)) for number in range(len(document))]
    document.close()
    return shares


def test_pages_are_counted_and_drawn(view: PageView) -> None:
    assert view.page_count == 3
    assert view.area.page() == 1
    assert ink(view.area.grab().toImage()) > 0.01


def test_page_keys_go_from_page_to_page(qtbot: QtBot, view: PageView) -> None:
    with qtbot.waitSignal(view.area.page_changed) as told:
        press(view.area, "PgDown")
    assert told.args == [2]
    press(view.area, "End")
    assert view.area.page() == 3
    press(view.area, "PgUp")
    assert view.area.page() == 2
    press(view.area, "PgUp")
    press(view.area, "PgUp")
    assert view.area.page() == 1
    press(view.area, "End")
    press(view.area, "Home")
    assert view.area.page() == 1


def test_size_changes_and_the_page_stays(view: PageView) -> None:
    view.area.go_to(2)
    fitting = view.area.zoom()
    press(view.area, "+")
    assert view.area.zoom() == pytest.approx(fitting * 1.25)
    assert view.area.page() == 2
    assert view.area.horizontalScrollBar().maximum() > 0
    press(view.area, "-")
    assert view.area.zoom() == pytest.approx(fitting)
    view.zoom_in()
    view.fit_width()
    assert view.area.zoom() == pytest.approx(fitting)
    assert view.area.page() == 2


def test_the_page_follows_the_width_of_the_window(view: PageView) -> None:
    before = view.area.zoom()
    view.resize(900, 700)
    assert view.area.zoom() > before * 1.3


def test_only_few_pictures_are_kept(view: PageView) -> None:
    for _step in range(10):
        view.zoom_in()
        view.area.grab()
        view.zoom_out()
        view.area.grab()
        press(view.area, "+")
        view.area.grab()
    assert len(view.area._pictures) <= 6


def test_nothing_is_shown_after_the_document_is_put_away(view: PageView) -> None:
    view.clear()
    assert view.page_count == 0
    assert ink(view.area.grab().toImage()) == 0


def test_buttons_have_names(view: PageView) -> None:
    assert view._after.accessibleName() == "Next page"
    assert not view._before.isEnabled()
    view.area.go_to(3)
    assert view._before.isEnabled()
    assert not view._after.isEnabled()
    assert view._number.text() == "Page 3 of 3"


def test_what_is_printed_is_what_was_seen(qapp: object, pdf: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(150)
    assert print_pdf(pdf, printer) == 3
    printed = (tmp_path / "printed.pdf").read_bytes()
    document, original = pypdfium2.PdfDocument(printed), pypdfium2.PdfDocument(pdf)
    for number in range(3):
        assert document.get_page_size(number) == pytest.approx(
            original.get_page_size(number), abs=1
        )
    document.close()
    original.close()
    assert len(inks(printed)) == 3
    for seen, put in zip(inks(pdf), inks(printed), strict=True):
        assert put == pytest.approx(seen, rel=0.05)
    assert inks(pdf)[0] < inks(pdf)[1]  # the control: pages do differ in ink


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_start_is_told(qapp: object, pdf: bytes) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName("/dev/null/nowhere.pdf")
    with pytest.raises(OSError, match="did not start"):
        print_pdf(pdf, printer)
