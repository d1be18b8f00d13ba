"""What a page is made of: pieces that know their height, draw themselves and can be parted.

Sizes are in points. ``height`` and ``draw`` depend on nothing but the width, so a paper is laid
out first and drawn afterwards, and every page knows how many there are.

Our own blocks and not ReportLab's ``platypus``: its ``Paragraph`` reads tags in what somebody
typed (``security.md`` H9), and cannot mix scripts or both directions in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from intake_app.documents.fonts import BOLD, REGULAR
from intake_app.documents.lines import (
    Cluster,
    Line,
    is_right_to_left,
    paragraphs,
    shortened,
    whole,
    wrapped,
)
from intake_app.documents.sheet import BLACK, GREY, HAIR, MM, Colour, Sheet

LONGEST_KEPT = 150 * MM
"""What is higher than this may be parted even if it should stay together: no letterhead leaves
less room on a page."""

LONGEST_LINE = 500
"""No line on A4 holds more characters."""

Parted = tuple["Block", "Block"]


class Block:
    """A piece of a page; alone it is empty space without height."""

    keep_with_next = False
    title = ""

    def height(self, width: float) -> float:
        """How much room it takes in a column of this width."""
        return 0.0

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw it with its upper left corner at (x, y)."""

    def split(self, width: float, room: float) -> Parted | None:
        """The part that fits into ``room`` and the rest; None if nothing sensible fits."""
        return None


class Space(Block):
    """Empty room; none at the top of a page."""

    def __init__(self, height: float) -> None:
        """``height`` in points."""
        self._height = height

    def height(self, width: float) -> float:
        """The same at every width."""
        return self._height


class Rule(Block):
    """A line across the column, with a little air above and below."""

    def __init__(self, weight: float = 0.4, colour: Colour = HAIR, air: float = 0.0) -> None:
        """``air`` is added above and below."""
        self._weight, self._colour, self._air = weight, colour, air

    def height(self, width: float) -> float:
        """The air and the line."""
        return 2 * self._air + self._weight

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the line."""
        sheet.rule(x, y + self._air + self._weight / 2, width, self._weight, self._colour)


@dataclass(frozen=True)
class Style:
    """How a text looks: font, size and distance of the lines in points."""

    face: str = REGULAR
    size: float = 9.0
    leading: float = 11.8
    colour: Colour = BLACK


BODY = Style()
STRONG = Style(BOLD)
LABEL = Style(size=6.6, leading=8.6, colour=GREY)
SMALL = Style(size=7.6, leading=9.8, colour=GREY)
NOTE = Style(size=8.0, leading=10.4)


class Prose(Block):
    """Text that flows over as many lines and pages as it needs."""

    def __init__(
        self, text: str, style: Style = BODY, align: str = "start", max_lines: int = 0
    ) -> None:
        """``align``: start, left, right or centre. ``max_lines`` cuts with an ellipsis; 0 never."""
        # What will be cut anyway need not be shaped first.
        self._text = text[: max_lines * LONGEST_LINE] if max_lines else text
        self._style, self._max_lines = style, max_lines
        self._align = align
        self._lines: dict[int, list[Line]] = {}

    def _of_width(self, width: float) -> list[Line]:
        room = int(width * 1000 / self._style.size)
        if room not in self._lines:
            lines = [line for clusters in self._clusters for line in wrapped(clusters, room)]
            if self._max_lines and len(lines) > self._max_lines:
                joined = Line(lines[self._max_lines - 1].clusters, room)
                last = shortened(joined, self._style.face, room)
                lines = [*lines[: self._max_lines - 1], last]
            self._lines[room] = lines
        return self._lines[room]

    @cached_property
    def _clusters(self) -> list[list[Cluster]]:
        return paragraphs(self._text, self._style.face)

    def natural_width(self) -> float:
        """The width of the text where nothing breaks it but its own line breaks."""
        widest = max(whole(clusters).width for clusters in self._clusters)
        return widest * self._style.size / 1000

    def height(self, width: float) -> float:
        """The lines at this width."""
        return len(self._of_width(width)) * self._style.leading

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the lines."""
        lines = self._of_width(width)
        style = self._style
        # Digits and capitals stand in the middle of their line, whatever the leading.
        baseline = y + (style.leading + style.size * 0.714) / 2
        for index, line in enumerate(lines):
            spare = width - line.width * style.size / 1000
            sheet.text(
                x + spare * self._shift(len(lines)),
                baseline + index * style.leading,
                line,
                style.size,
                style.colour,
            )

    def _shift(self, lines: int) -> float:
        if self._align == "start":  # a paragraph of a right-to-left script begins at the right
            return 1.0 if lines > 1 and is_right_to_left(self._text) else 0.0
        return {"left": 0.0, "centre": 0.5, "right": 1.0}[self._align]

    def split(self, width: float, room: float) -> Parted | None:
        """Never leaves or begins with a single line."""
        lines = self._of_width(width)
        fitting = min(int(room // self._style.leading), len(lines) - 2)
        if fitting < 2:
            return None
        return self._with(width, lines[:fitting]), self._with(width, lines[fitting:])

    def _with(self, width: float, lines: list[Line]) -> Prose:
        part = Prose(self._text, self._style, self._align)
        part._lines = {int(width * 1000 / self._style.size): lines}
        return part


class Stack(Block):
    """Blocks one below the other."""

    def __init__(self, blocks: Sequence[Block], gap: float = 0.0) -> None:
        """``gap`` is the room between two blocks."""
        self.blocks = list(blocks)
        self._gap = gap

    def height(self, width: float) -> float:
        """All blocks and the gaps between them."""
        total = sum(block.height(width) for block in self.blocks)
        return total + self._gap * max(0, len(self.blocks) - 1)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the blocks from top to bottom."""
        for block in self.blocks:
            block.draw(sheet, x, y, width)
            y += block.height(width) + self._gap

    def split(self, width: float, room: float) -> Parted | None:
        """After the last block that fits, or inside the next; a heading stays with what follows."""
        used = 0.0
        for index, block in enumerate(self.blocks):
            height = block.height(width)
            if used + height > room and not isinstance(block, Space):
                return self._parted(index, block.split(width, room - used))
            used += height + self._gap
        return None

    def _parted(self, index: int, inside: Parted | None) -> Parted | None:
        head = self.blocks[:index] + ([inside[0]] if inside else [])
        rest = ([inside[1]] if inside else [self.blocks[index]]) + self.blocks[index + 1 :]
        while head and head[-1].keep_with_next:
            rest.insert(0, head.pop())
        if all(isinstance(block, Space) for block in head):
            return None
        while isinstance(rest[0], Space) and len(rest) > 1:
            del rest[0]
        return self._like(head, is_rest=False), self._like(rest, is_rest=True)

    def _like(self, blocks: list[Block], is_rest: bool) -> Block:
        """A stack of the same kind for a part of the blocks."""
        return Stack(blocks, self._gap)


class Kept(Stack):
    """Blocks that stay on one page, unless they are longer than a page."""

    def split(self, width: float, room: float) -> Parted | None:
        """Only if it would fit on no page at all."""
        return super().split(width, room) if self.height(width) > LONGEST_KEPT else None


class Columns(Block):
    """Blocks side by side; ``shares`` are their parts of the width."""

    def __init__(
        self, cells: Sequence[Block], shares: Sequence[float], gap: float = 4 * MM
    ) -> None:
        """As many cells as shares; ``gap`` is the room between two columns."""
        if len(cells) != len(shares):
            raise ValueError("as many cells as shares")
        self._cells, self._shares, self._gap = list(cells), list(shares), gap

    def _widths(self, width: float) -> list[float]:
        # A grid: cells of the same total share line up, however many there are in a row.
        unit = (width + self._gap) / sum(self._shares)
        return [unit * share - self._gap for share in self._shares]

    def height(self, width: float) -> float:
        """The highest cell."""
        widths = self._widths(width)
        return max(cell.height(own) for cell, own in zip(self._cells, widths, strict=True))

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the cells with a common upper edge."""
        for cell, own in zip(self._cells, self._widths(width), strict=True):
            cell.draw(sheet, x, y, own)
            x += own + self._gap

    def split(self, width: float, room: float) -> Parted | None:
        """Through every cell that is too high."""
        heads: list[Block] = []
        rests: list[Block] = []
        for cell, own in zip(self._cells, self._widths(width), strict=True):
            parted = (cell, Block()) if cell.height(own) <= room else cell.split(own, room)
            if parted is None:
                return None
            heads.append(parted[0])
            rests.append(parted[1])
        return self._part(heads), self._part(rests)

    def _part(self, cells: Sequence[Block]) -> Columns:
        """Columns of the same widths for the parts of the cells."""
        return Columns(cells, self._shares, self._gap)


class Framed(Block):
    """A block with a frame or a tint around it."""

    def __init__(
        self,
        inside: Block,
        padding: float = 2.5 * MM,
        fill: Colour | None = None,
        edge: Colour | None = HAIR,
    ) -> None:
        """``padding`` is the room between the frame and the block on all four sides."""
        self._inside, self._padding = inside, padding
        self._fill, self._edge = fill, edge

    def height(self, width: float) -> float:
        """The block and the padding."""
        return self._inside.height(width - 2 * self._padding) + 2 * self._padding

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the frame and the block in it."""
        sheet.box(x, y, width, self.height(width), self._fill, self._edge)
        room = width - 2 * self._padding
        self._inside.draw(sheet, x + self._padding, y + self._padding, room)

    def split(self, width: float, room: float) -> Parted | None:
        """Two frames, if the block inside can be parted."""
        around = 2 * self._padding
        parted = self._inside.split(width - around, room - around)
        if parted is None:
            return None
        head, rest = (Framed(part, self._padding, self._fill, self._edge) for part in parted)
        return head, rest
