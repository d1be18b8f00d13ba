"""Tables: a grey heading that is repeated on every page, hairlines, amounts at the right edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.documents.blocks import (
    LABEL,
    NOTE,
    Block,
    Columns,
    Kept,
    Prose,
    Rule,
    Space,
    Stack,
    Style,
)
from intake_app.documents.fonts import BOLD
from intake_app.documents.sheet import GREY, HAIR, MM

_GAP = 3 * MM
_WIDEST_FITTED = 0.3
"""A column that fits its texts takes at most this part of the table."""

TOTAL = Style(BOLD, NOTE.size, NOTE.leading)


@dataclass(frozen=True)
class Column:
    """``share`` of the width that the fitted columns leave; 0 for a column that fits its texts."""

    label: str
    share: float = 1.0
    align: str = "start"


class _Cells(Columns):
    """A row whose columns have the widths of the whole table."""

    def __init__(self, cells: Sequence[Block], columns: Sequence[Column], fits: Sequence[float]):
        super().__init__(cells, [column.share for column in columns], _GAP)
        self._columns, self._fits = columns, fits

    def _widths(self, width: float) -> list[float]:
        fitted = [min(fit, width * _WIDEST_FITTED) for fit in self._fits]
        free = width - sum(fitted) - self._gap * (len(fitted) - 1)
        shares = sum(self._shares) or 1.0
        return [
            free * share / shares if share else fit
            for share, fit in zip(self._shares, fitted, strict=True)
        ]

    def _part(self, cells: Sequence[Block]) -> Columns:
        return _Cells(cells, self._columns, self._fits)


class Table(Stack):
    """Rows under a heading. ``totals`` are bold rows that stay with the last row before them."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | Block]],
        totals: Sequence[Sequence[str]] = (),
    ) -> None:
        """Every row has as many cells as there are columns."""
        cells = [_of_row(row, columns, NOTE) for row in rows]
        sums = [_of_row(row, columns, TOTAL) for row in totals]
        labels = _of_row([column.label for column in columns], columns, LABEL)
        fits = [
            0.0 if column.share else max(_natural(row[place]) for row in (labels, *cells, *sums))
            for place, column in enumerate(columns)
        ]
        self._header = _row(labels, columns, fits, Rule(0.6, GREY))
        self._header.keep_with_next = True
        body = [_row(row, columns, fits, Rule(0.4, HAIR)) for row in cells]
        if body and sums:
            body[-1] = _row(cells[-1], columns, fits, Rule(0.6, GREY))
            body[-1].keep_with_next = True
        foot = [_row(row, columns, fits, Rule(0.6, GREY)) for row in sums]
        super().__init__([self._header, *body, *foot])

    def _like(self, blocks: list[Block], is_rest: bool) -> Block:
        return _Continued(self._header, [self._header, *blocks] if is_rest else blocks)


class _Continued(Table):
    """The part of a table on one page."""

    def __init__(self, header: Block, blocks: list[Block]) -> None:
        Stack.__init__(self, blocks)
        self._header = header


def _of_row(row: Sequence[str | Block], columns: Sequence[Column], style: Style) -> list[Block]:
    return [
        Prose(cell, style, column.align) if isinstance(cell, str) else cell
        for cell, column in zip(row, columns, strict=True)
    ]


def _natural(cell: Block) -> float:
    # Half a point more than measured: rounding must not break an amount over two lines.
    return cell.natural_width() + 0.5 if isinstance(cell, Prose) else 0.0


def _row(
    cells: Sequence[Block], columns: Sequence[Column], fits: Sequence[float], rule: Rule
) -> Block:
    return Kept([Space(1.6), _Cells(cells, columns, fits), Space(1.8), rule])
