"""The parts that every institutional form has: sections, labelled fields, stamps, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.documents.blocks import (
    BODY,
    LABEL,
    NOTE,
    SMALL,
    Block,
    Columns,
    Framed,
    Kept,
    Prose,
    Rule,
    Space,
    Stack,
    Style,
)
from intake_app.documents.fonts import BOLD
from intake_app.documents.sheet import ACCENT, BLACK, GREY, HAIR, MM, TINT, Sheet
from intake_app.i18n import texts

GRID = 12
"""Parts of the width; the shares of a row of fields add up to it, so that fields line up."""

NOTHING = "–"
"""Stands in a field that was left empty, so that nobody adds to it by hand."""

ROOM_FOR_A_PEN = 6 * MM
"""Height in which somebody writes a line by hand."""

_BETWEEN_SECTIONS = 3.7 * MM

HEADING = Style(BOLD, 10.4, 14.0, ACCENT)
OWN_SCRIPT = Style(size=11.6, leading=15.4)
FIGURE = Style(BOLD, 13.0, 16.6)
VALUE = BODY


@dataclass(frozen=True)
class Field:
    """A small grey label above a value; ``share`` of the ``GRID``."""

    label: str
    value: str
    share: int = 4
    style: Style = VALUE
    max_lines: int = 0


class Section(Stack):
    """A numbered heading and what belongs under it; its title goes into the table of contents."""

    def __init__(self, number: int, title: str, blocks: Sequence[Block]) -> None:
        """``blocks`` without the heading."""
        heading = Kept(
            [
                Columns(
                    [Prose(str(number), HEADING), Prose(title, HEADING)], [0.35, GRID - 0.35], 0
                ),
                Rule(0.8, ACCENT, air=0.8),
                Space(1.4),
            ]
        )
        heading.keep_with_next = True
        super().__init__([heading, *blocks])
        self.title = f"{number} {title}"

    def _like(self, blocks: list[Block], is_rest: bool) -> Block:
        part = Stack(blocks)
        part.title = "" if is_rest else self.title
        return part


def sections(*titled: tuple[str, Sequence[Block]]) -> list[Block]:
    """Sections numbered in their order, with air before each of them."""
    story: list[Block] = []
    for number, (title, blocks) in enumerate(titled, start=1):
        story += [Space(_BETWEEN_SECTIONS), Section(number, title, blocks)]
    return story


def field(entry: Field, *, by_hand: bool = False) -> Block:
    """One label and its value; ``by_hand``: room for a pen where there is no value."""
    label = Prose(entry.label, LABEL)
    label.keep_with_next = True
    if by_hand and not entry.value:
        return Kept([label, Space(ROOM_FOR_A_PEN)])
    value = Prose(entry.value or NOTHING, entry.style, max_lines=entry.max_lines)
    return Stack([label, value])


def fields(*rows: Sequence[Field], by_hand: bool = False) -> Block:
    """Rows of fields with a hairline under each; a row's shares add up to ``GRID``.

    ``by_hand`` is for blank forms: what has no value is left open for a pen.
    """
    blocks: list[Block] = []
    for row in rows:
        cells: list[Block] = [field(entry, by_hand=by_hand) for entry in row]
        shares: list[float] = [float(entry.share) for entry in row]
        if left := GRID - sum(entry.share for entry in row):
            cells.append(Block())
            shares.append(left)
        blocks.append(Stack([Space(1.6), Columns(cells, shares), Space(1.8), Rule()]))
    return Stack(blocks)


def sentence(text: str, style: Style = NOTE) -> Block:
    """A paragraph of the form itself, with a little air around it."""
    return Stack([Space(1.6), Prose(text, style), Space(3.0)])


def subheading(text: str) -> Block:
    """A small bold line inside a section; it stays with what follows."""
    block = Stack([Space(4.0), Prose(text, Style(BOLD, 8.8, 11.6)), Space(0.6)])
    block.keep_with_next = True
    return block


def stamp_box(title: str, rows: Sequence[Sequence[Field]], note: str = "") -> Block:
    """A tinted box that states a decision."""
    blocks: list[Block] = [Prose(title, HEADING), fields(*rows)]
    if note:
        blocks += [Space(2.0), Prose(note, SMALL)]
    return Stack([Space(2.0), Kept([Framed(Stack(blocks), 2.4 * MM, TINT, HAIR)])])


def fingerprint(content_hash: str) -> str:
    """A hash in groups of eight, as people compare it."""
    return " ".join(content_hash[at : at + 8] for at in range(0, len(content_hash), 8))


class Tick(Block):
    """A square to tick and what it stands for; ``ticked`` has its mark already."""

    _SIDE = 3.2 * MM

    def __init__(self, text: str, *, ticked: bool = False) -> None:
        self._text, self._ticked = Prose(text), ticked

    def height(self, width: float) -> float:
        """The text beside the square."""
        return max(self._text.height(width - 5 * MM), 4 * MM)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the square and the text."""
        top = y + (BODY.leading - self._SIDE) / 2
        sheet.box(x, top, self._SIDE, self._SIDE, edge=GREY, weight=0.7)
        if self._ticked:
            inner = self._SIDE - 1.6 * MM
            sheet.box(x + 0.8 * MM, top + 0.8 * MM, inner, inner, fill=BLACK)
        self._text.draw(sheet, x + 5 * MM, y, width - 5 * MM)


def tick_rows(ticks: Sequence[Block], columns: int) -> list[Block]:
    """Squares to tick, so many beside each other; the rows stand in line."""
    rows = [ticks[at : at + columns] for at in range(0, len(ticks), columns)]
    return [
        Columns([*row, *(Block() for _gap in range(columns - len(row)))], [1.0] * columns, 2 * MM)
        for row in rows
    ]


def rows_by_hand(
    count: int, columns: int, *, numbered: bool = False, lines: int = 1
) -> list[list[str | Block]]:
    """Empty rows of a table, high enough for so many lines with a pen; ``numbered``: their number
    stands first."""
    rows: list[list[str | Block]] = []
    for number in range(1, count + 1):
        row: list[str | Block] = [Space(lines * ROOM_FOR_A_PEN) for _column in range(columns)]
        rows.append([str(number), *row[1:]] if numbered else row)
    return rows


def lines_by_hand(count: int) -> Block:
    """Lines across the paper to write sentences on."""
    return Stack([part for _line in range(count) for part in (Space(7 * MM), Rule(0.5, GREY))])


# ---------------------------------------------------------------------------- signatures


@dataclass(frozen=True)
class Party:
    """Somebody who signs. ``thumbprint`` adds a square for a thumb; a stamp needs no lines."""

    role: str
    name: str = ""
    thumbprint: bool = False
    share: float = 1.0
    lines: bool = True


class SignatureBox(Block):
    """A box to sign in: role and name above, room for the pen, date and signature below."""

    _THUMB = 20 * MM

    def __init__(self, party: Party, height: float, language: str) -> None:
        """The box of one party, its labels in ``language``."""
        self._height, self._has_lines = height, party.lines
        _ = texts(language).gettext
        self._has_thumb = party.thumbprint
        self._head = Stack([Prose(party.role, LABEL), Prose(party.name, NOTE, max_lines=3)])
        self._signature = Prose(_("Signature"), LABEL, max_lines=1)
        self._date = Prose(_("Date"), LABEL, max_lines=1)
        self._thumbprint = Prose(_("Thumbprint"), LABEL, "centre", max_lines=2)

    def height(self, width: float) -> float:
        """The same for all, so that the boxes of a row stand in line."""
        return self._height

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the frame, the lines to write on and their labels."""
        pad = 2 * MM
        sheet.box(x, y, width, self._height, edge=HAIR)
        room = width - 2 * pad
        if self._has_thumb:
            room -= self._THUMB + pad
            left = x + width - pad - self._THUMB
            sheet.box(left, y + pad, self._THUMB, self._height - 2 * pad, edge=HAIR)
            label_top = y + self._height - pad - 2 - self._thumbprint.height(self._THUMB - 4)
            self._thumbprint.draw(sheet, left + 2, label_top, self._THUMB - 4)
        self._head.draw(sheet, x + pad, y + pad, room)
        if self._has_lines:
            self._draw_lines(sheet, x + pad, y + self._height - pad - LABEL.leading, room)

    def _draw_lines(self, sheet: Sheet, x: float, y: float, room: float) -> None:
        pad = 2 * MM
        date_room = min(20 * MM, room * 0.36)
        for label, left, length in (
            (self._signature, x, room - date_room - pad),
            (self._date, x + room - date_room, date_room),
        ):
            sheet.rule(left, y, length, 0.5, GREY)
            label.draw(sheet, left, y + 0.6, length)


def signature_row(parties: Sequence[Party], language: str) -> Block:
    """The boxes of all who sign, side by side and never apart."""
    _ = texts(language).gettext
    height = (31 if any(party.thumbprint for party in parties) else 23) * MM
    boxes: list[Block] = [SignatureBox(party, height, language) for party in parties]
    return Columns(boxes, [party.share for party in parties], 3 * MM)


def write_lines(*labels: tuple[str, float]) -> Block:
    """Lines to write on by hand in one row, each with its share, the label under the line."""
    cells: list[Block] = [
        Stack([Space(6.5 * MM), Rule(0.5, GREY), Space(0.8), Prose(label, LABEL)])
        for label, _share in labels
    ]
    return Columns(cells, [share for _label, share in labels])
