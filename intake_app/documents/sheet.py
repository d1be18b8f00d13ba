"""The pages of a paper, drawn with ReportLab and measured from the top left.

Only its canvas is used, never its paragraphs: those read tags in what somebody typed.
"""

from __future__ import annotations

from io import BytesIO
from itertools import count
from threading import Lock
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from intake_app.documents.fonts import REGULAR, typeface
from intake_app.documents.lines import Line, pieces

# Nothing is ever fetched; should something of ReportLab try, it may not.
rl_config.trustedSchemes = []
rl_config.trustedHosts = []

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
"""A4 in points."""

Colour = tuple[float, float, float]
BLACK: Colour = (0.09, 0.11, 0.13)
GREY: Colour = (0.38, 0.42, 0.46)
HAIR: Colour = (0.78, 0.80, 0.82)
TINT: Colour = (0.945, 0.955, 0.96)
ACCENT: Colour = (0.09, 0.30, 0.37)
WATERMARK: Colour = (0.91, 0.92, 0.93)

_one_at_a_time = Lock()
"""ReportLab reads a font file with one pen for all: two papers must not be finished at once."""


class Shape(NamedTuple):
    """An area of one colour. A path is made of M (x, y), L (x, y), C (three points), Z and
    R (x, y, width, height), with ``y`` growing downwards."""

    colour: Colour
    path: tuple[tuple[str, tuple[float, ...]], ...]


class Drawing(NamedTuple):
    """Shapes in a square."""

    side: float
    shapes: tuple[Shape, ...]


class Sheet:
    """The page being drawn, then the next. ``y`` grows downwards from the upper edge; points."""

    def __init__(self, language: str = "en") -> None:
        """A first blank page of a paper in this language."""
        typeface(REGULAR)  # known to ReportLab from now on; else every page would name Helvetica
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=0,  # the whole file is compressed when it is finished
            invariant=1,
            initialFontName=REGULAR,
            lang=language,
        )
        self._sides: dict[str, float] = {}
        self._sections = count(1)

    def content(self) -> str:
        """The operators of the present page."""
        return str(self._canvas.getCurrentPageContent())

    def next_page(self) -> None:
        """End this page; what is drawn from now on stands on the next one."""
        self._canvas.showPage()

    def finished(self) -> bytes:
        """The file, after ``next_page`` was called for the last page."""
        with _one_at_a_time:
            self._canvas.save()
        return self._out.getvalue()

    def section(self, title: str, y: float) -> None:
        """An entry of the table of contents that leads to this place."""
        key = f"section-{next(self._sections)}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=PAGE_HEIGHT - y + 6, zoom=0)
        self._canvas.addOutlineEntry(title, key)

    def rule(self, x: float, y: float, width: float, weight: float, colour: Colour) -> None:
        """A horizontal line to the right of (x, y)."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(weight)
        self._canvas.line(x, PAGE_HEIGHT - y, x + width, PAGE_HEIGHT - y)

    def dashes(self, x: float, y: float, width: float) -> None:
        """A dashed horizontal line: where to cut."""
        self._canvas.setDash(3, 3)
        self.rule(x, y, width, 0.6, GREY)
        self._canvas.setDash()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Colour | None = None,
        edge: Colour | None = None,
        weight: float = 0.5,
    ) -> None:
        """A rectangle whose upper left corner is (x, y)."""
        if fill is not None:
            self._canvas.setFillColor(fill)
        if edge is not None:
            self._canvas.setStrokeColor(edge)
            self._canvas.setLineWidth(weight)
        lower = PAGE_HEIGHT - y - height
        self._canvas.rect(x, lower, width, height, int(edge is not None), int(fill is not None))

    def keep(self, name: str, drawing: Drawing) -> None:
        """Take a drawing into the file once, to be stamped on any page."""
        self._sides[name] = drawing.side
        self._canvas.beginForm(name, 0, 0, drawing.side, drawing.side)
        self._canvas.transform(1, 0, 0, -1, 0, drawing.side)
        for shape in drawing.shapes:
            path = self._canvas.beginPath()
            draw = {
                "M": path.moveTo, "L": path.lineTo, "C": path.curveTo,
                "R": path.rect, "Z": path.close,
            }  # fmt: skip
            for letter, points in shape.path:
                draw[letter](*points)
            self._canvas.setFillColor(shape.colour)
            self._canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        self._canvas.endForm()

    def stamp(self, name: str, x: float, y: float, size: float) -> None:
        """A kept drawing in a square whose upper left corner is (x, y)."""
        self._canvas.saveState()
        self._canvas.translate(x, PAGE_HEIGHT - y - size)
        self._canvas.scale(size / self._sides[name], size / self._sides[name])
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def text(self, x: float, baseline: float, line: Line, size: float, colour: Colour) -> None:
        """A line of text that begins at x."""
        self._show(x, PAGE_HEIGHT - baseline, line, size, colour)

    def slanted(self, line: Line, size: float, colour: Colour) -> None:
        """A line of text across the middle of the page, rising by 45 degrees."""
        self._canvas.saveState()
        self._canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        self._canvas.rotate(45)
        self._show(-line.width * size / 2000, 0, line, size, colour)
        self._canvas.restoreState()

    def _show(self, x: float, y: float, line: Line, size: float, colour: Colour) -> None:
        if not line.clusters:
            return
        text = self._canvas.beginText()
        text.setFillColor(colour)
        for piece in pieces(line):
            text.setTextOrigin(x + piece.right * size / 1000, y + piece.up * size / 1000)
            text.setFont(piece.face, size)
            text.textOut(piece.text)
        self._canvas.drawText(text)
