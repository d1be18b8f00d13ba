"""What stands on every page: the office, the title, the case number with its code, the foot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from intake_app.documents.blocks import (
    LABEL,
    SMALL,
    Block,
    Columns,
    Prose,
    Rule,
    Space,
    Stack,
    Style,
)
from intake_app.documents.facts import Heading
from intake_app.documents.fonts import BOLD
from intake_app.documents.lines import one_line
from intake_app.documents.sheet import (
    ACCENT,
    GREY,
    HAIR,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    WATERMARK,
    Sheet,
)
from intake_app.formats import format_date
from intake_app.i18n import texts

MARGIN = 17 * MM
TOP = 11 * MM
FOOT = PAGE_HEIGHT - 16 * MM
"""Upper edge of the foot."""
WIDTH = PAGE_WIDTH - 2 * MARGIN

_OFFICE = Style(BOLD, 11.4, 14.6)
_OFFICE_LATER = Style(BOLD, 8.6, 11.0)
_TITLE = Style(BOLD, 17.0, 21.0)
_NUMBER = Style(BOLD, 10.4, 13.4)
_FIRST_CODE, _LATER_CODE = 21 * MM, 15 * MM
_QUIET = 3.0
"""The quiet zone of the QR code hangs over, so that its modules line up with the text."""


class _Stamp(Block):
    """A drawing of the paper in a square, moved by ``shift`` to the right and upwards."""

    def __init__(self, drawing: str, size: float, shift: float = 0.0) -> None:
        self._drawing, self._size, self._shift = drawing, size, shift

    def height(self, width: float) -> float:
        """Without what hangs over."""
        return self._size - 2 * self._shift

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """At the right edge if it is shifted, else at the left."""
        left = x + width - self._size + self._shift if self._shift else x
        sheet.stamp(self._drawing, left, y - self._shift, self._size)


@dataclass(frozen=True)
class Letterhead:
    """The frame of a paper's pages. ``title`` and ``version`` are those of the form."""

    heading: Heading
    title: str
    version: str

    @property
    def _is_loose(self) -> bool:
        return not self.heading.case_number

    @property
    def _number(self) -> str:
        return self.heading.case_number or self.heading.reference

    def _number_name(self) -> str:
        _ = texts(self.heading.language).gettext
        return self.heading.number_name or (_("Reference") if self._is_loose else _("Case number"))

    @cached_property
    def first(self) -> Block:
        """The head of the first page."""
        heading = self.heading
        office = Stack(
            [
                Prose(heading.office, _OFFICE, max_lines=3),
                Space(1.0),
                *(Prose(line, SMALL, max_lines=2) for line in heading.office_lines[:4]),
            ]
        )
        title = Stack(
            [
                Prose(self.title, _TITLE, max_lines=2),
                Prose(heading.programme, Style(size=9.4, leading=12.6, colour=GREY), max_lines=2),
            ]
        )
        return Stack(
            [
                self._row(office, 15 * MM, _FIRST_CODE, _NUMBER),
                Rule(1.1, ACCENT, air=2.4),
                Space(1.6 * MM),
                title,
                Space(3.4 * MM),
            ]
        )

    @cached_property
    def later(self) -> Block:
        """The head of every other page."""
        office = Stack(
            [
                Prose(self.heading.office, _OFFICE_LATER, max_lines=1),
                Prose(self.title, Style(size=8.6, leading=11.0, colour=GREY), max_lines=1),
            ]
        )
        number = Style(BOLD, 9.0, 11.6)
        return Stack(
            [
                self._row(office, 10 * MM, _LATER_CODE, number),
                Rule(0.8, ACCENT, air=1.6),
                Space(3.4 * MM),
            ]
        )

    def _row(self, office: Block, mark: float, code: float, style: Style) -> Block:
        number = Stack(
            [
                Prose(self._number_name(), LABEL, "right"),
                Prose(self._number, style, "right", max_lines=1),
            ]
        )
        right = 44 * MM
        gap = 3 * MM
        if self._is_loose:
            widths = [mark, WIDTH - mark - right - 2 * gap, right]
            cells = [_Stamp("Mark", mark), office, number]
            return Columns(cells, [width + gap for width in widths], gap)
        cells = [_Stamp("Mark", mark), office, number, _Stamp("Code", code, _QUIET)]
        code_room = code - 2 * _QUIET
        widths = [mark, WIDTH - mark - right - code_room - 3 * gap, right, code_room]
        return Columns(cells, [width + gap for width in widths], gap)

    def draw_foot(self, sheet: Sheet, page: int, pages: int) -> None:
        """Draw the foot of page ``page`` (from 1) of ``pages``."""
        _ = texts(self.heading.language).gettext
        heading = self.heading
        name = _("{form} · version {version}").format(form=self.title, version=self.version)
        place = _("Page {page} of {pages}").format(page=page, pages=pages)
        issuer = ", ".join(part for part in (heading.issued_by, heading.issued_by_title) if part)
        # whoever fills a blank form in says who and when with a pen
        is_empty = heading.blank and not heading.case_number
        words = _("Blank form of {date}") if is_empty else _("Issued on {date} by {name}")
        issued = words.format(date=format_date(heading.issued_on, heading.language), name=issuer)
        rows = Stack(
            [
                Rule(0.5, HAIR, air=1.5),
                Columns(
                    [
                        Prose(name, SMALL, max_lines=1),
                        Prose(self._number, SMALL, "centre", max_lines=1),
                        Prose(place, SMALL, "right"),
                    ],
                    [4, 3, 4],
                ),
                Columns(
                    [
                        Prose(issued, SMALL, max_lines=1),
                        Prose(heading.copy_note, SMALL, "right", max_lines=1),
                    ],
                    [7, 4],
                ),
            ]
        )
        rows.draw(sheet, MARGIN, FOOT, WIDTH)

    def draw_watermark(self, sheet: Sheet) -> None:
        """Draw the watermark, if there is one, under everything else."""
        if not self.heading.watermark:
            return
        whole = one_line(self.heading.watermark, BOLD)
        size = min(90.0, 250 * MM * 1000 / max(1, whole.width))
        if size < 24:
            size = 24.0
            whole = one_line(self.heading.watermark, BOLD, int(250 * MM * 1000 / size))
        sheet.slanted(whole, size, WATERMARK)
