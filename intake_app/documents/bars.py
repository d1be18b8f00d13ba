"""The picture of a survey's rounds on paper; readable in grey, with its figures beside the bars."""

from __future__ import annotations

from intake_app.documents.blocks import BODY, SMALL, Block, Columns, Kept, Prose, Space, Stack
from intake_app.documents.parts import sentence, subheading
from intake_app.documents.sheet import GREY, MM, TINT, Colour, Sheet
from intake_app.surveys.picture import Bar, BarGroup, Picture

_NEWEST: Colour = (0.25, 0.30, 0.34)
_OLDER: Colour = (0.72, 0.75, 0.78)


class BarBlock(Block):
    """A bar as long as its score: dark for the newest round, light for the earlier ones."""

    _HEIGHT = 3.2 * MM

    def __init__(self, bar: Bar) -> None:
        self._bar = bar

    def height(self, width: float) -> float:
        """The same for all."""
        return self._HEIGHT + 1.0 * MM

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """The whole length first, then the score on it."""
        top = y + 0.6 * MM
        sheet.box(x, top, width, self._HEIGHT, fill=TINT, edge=GREY, weight=0.4)
        if self._bar.thousandths:
            long = width * self._bar.thousandths / 1000
            fill = _NEWEST if self._bar.is_newest else _OLDER
            sheet.box(x, top, long, self._HEIGHT, fill=fill, edge=GREY, weight=0.4)


def bars(picture: Picture) -> Block:
    """The whole picture, its caption above it."""
    return Stack([sentence(picture.caption), *(_group(one) for one in picture.groups)])


def _group(group: BarGroup) -> Block:
    rows = [
        Columns(
            [
                Prose(bar.title, SMALL),
                BarBlock(bar),
                Stack([Prose(bar.value, BODY), Prose(bar.note, SMALL)]),
            ],
            [3.2, 5.0, 3.8],
        )
        for bar in group.bars
    ]
    return Kept([subheading(group.title), *rows, Space(1.5 * MM)])
