"""A paper: blocks laid out on A4 pages under the letterhead, and written as PDF/A-3b.

The same facts give the same bytes, whatever the clock, the screen's language or the machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from intake_app.documents.blocks import Block, Space
from intake_app.documents.emblem import case_code, mark
from intake_app.documents.facts import Heading
from intake_app.documents.letterhead import FOOT, MARGIN, TOP, WIDTH, Letterhead
from intake_app.documents.lines import printable
from intake_app.documents.pdf_file import Colophon, archived
from intake_app.documents.sheet import MM, Drawing, Sheet
from intake_app.i18n import texts
from intake_app.values import canonical_json

Placed = tuple[float, Block]
"""A block and the distance of its upper edge from the top of the room for blocks."""


@dataclass(frozen=True)
class Form:
    """A kind of paper: its name in the vault, its English title and the version of its layout."""

    kind: str
    title: str
    version: str


def paper(
    form: Form,
    heading: Heading,
    story: Sequence[Block],
    facts: object,
    at_foot: Block | None = None,
    copies: Sequence[str] = ("",),
    drawings: Mapping[str, Drawing] | None = None,
) -> bytes:
    """The finished PDF. ``facts`` is the dataclass that goes with it as ``case.json``.

    ``at_foot`` stands at the lower edge of the last page. ``copies`` are notes for the foot: the
    pages come once for each, the first alone with ``at_foot``. ``drawings`` can be stamped by their
    names. Raises ValueError for a case number that cannot be one, and for an empty one without a
    reference.
    """
    _ = texts(heading.language).gettext
    title = _(form.title)
    letterhead = Letterhead(heading, title, form.version)
    first_room = FOOT - TOP - letterhead.first.height(WIDTH) - 2 * MM
    later_room = FOOT - TOP - letterhead.later.height(WIDTH) - 2 * MM
    sheet = Sheet(heading.language)
    sheet.keep("Mark", mark())
    if heading.case_number or not heading.reference:
        sheet.keep("Code", case_code(heading.case_number))
    for name, drawing in (drawings or {}).items():
        sheet.keep(name, drawing)
    for number, note in enumerate(copies):
        foot = at_foot if number == 0 else None
        pages = laid_out(story, WIDTH, first_room, later_room, foot)
        if note:
            letterhead = Letterhead(replace(heading, copy_note=note), title, form.version)
        for at, placed in enumerate(pages):
            _draw(sheet, letterhead, placed, at, len(pages))
            sheet.next_page()
    record = {"form": form.kind, "version": form.version, "facts": facts}
    colophon = Colophon(
        title=f"{title} {heading.case_number or heading.reference}",
        author=" ".join(printable(heading.office).split()),
        language=heading.language,
        issued_on=heading.issued_on,
    )
    return archived(sheet.finished(), colophon, canonical_json(record).encode("utf-8", "replace"))


def laid_out(
    story: Sequence[Block],
    width: float,
    first_room: float,
    later_room: float,
    at_foot: Block | None = None,
) -> list[list[Placed]]:
    """Which block stands where on which page. Too high blocks are parted where they allow it."""
    pages: list[list[Placed]] = [[]]
    used = 0.0
    waiting = deque(story)
    while waiting:
        block = waiting.popleft()
        room = (first_room if len(pages) == 1 else later_room) - used
        height = block.height(width)
        if isinstance(block, Space):
            used += height if used > 0 and height <= room else 0.0
            continue
        parted = None if height <= room else block.split(width, room)
        if parted is not None:
            pages[-1].append((used, parted[0]))
            waiting.appendleft(parted[1])
        elif height <= room or used == 0:
            pages[-1].append((used, block))
            used += height
            continue
        else:
            waiting.appendleft(block)
        pages.append([])
        used = 0.0
    if at_foot is not None:
        height = at_foot.height(width)
        if used + height > (first_room if len(pages) == 1 else later_room):
            pages.append([])
        room = first_room if len(pages) == 1 else later_room
        pages[-1].append((room - height, at_foot))
    return pages


def _draw(sheet: Sheet, letterhead: Letterhead, placed: list[Placed], at: int, pages: int) -> None:
    letterhead.draw_watermark(sheet)
    head = letterhead.later if at else letterhead.first
    head.draw(sheet, MARGIN, TOP, WIDTH)
    top = TOP + head.height(WIDTH)
    for y, block in placed:
        if block.title:
            sheet.section(block.title, top + y)
        block.draw(sheet, MARGIN, top + y, WIDTH)
    letterhead.draw_foot(sheet, at + 1, pages)
