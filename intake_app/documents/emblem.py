"""The drawings of a paper: the mark of the office and the QR code, as areas and not as pictures."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import segno

from intake_app.documents.fonts import resources_folder
from intake_app.documents.sheet import Drawing, Shape

QUIET_ZONE = 4
"""White modules around a QR code (ISO/IEC 18004)."""

_MASK = 3
"""Trying all eight masks takes ten times as long as drawing; readers cope with any."""

_CASE_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9*/-]{2,39}")
_SLIP = re.compile(r"REF[0-9A-F]{8}[0-9A-Z]")


def case_code(case_number: str) -> Drawing:
    """The QR code ``CASE:<number>``. Anybody can read it: never more than the number in it.

    Raises ValueError for anything that is not a case number.
    """
    if not _CASE_NUMBER.fullmatch(case_number):
        raise ValueError("a QR code holds a case number and nothing else")
    return _code(f"CASE:{case_number}")


def slip_code(text: str) -> Drawing:
    """The QR code of an acknowledgement slip: figures of a random id, and nothing about anybody.

    Raises ValueError for anything else.
    """
    if not _SLIP.fullmatch(text):
        raise ValueError("the code of a slip holds a reply code and nothing else")
    return _code(text)


def _code(text: str) -> Drawing:
    code = segno.make(text, error="m", boost_error=False, micro=False, mask=_MASK)
    rows = [list(row) for row in code.matrix]
    side = len(rows) + 2 * QUIET_ZONE
    paper = Shape((1, 1, 1), (("R", (0, 0, side, side)),))
    dark = [run for row, modules in enumerate(rows) for run in _dark_runs(modules, row)]
    return Drawing(side, (paper, Shape((0, 0, 0), tuple(("R", run) for run in dark))))


def _dark_runs(modules: list[int], row: int) -> list[tuple[float, ...]]:
    """The dark modules of a row as rectangles."""
    runs: list[tuple[float, ...]] = []
    start: int | None = None
    for x, module in enumerate([*modules, 0]):
        if module and start is None:
            start = x
        elif not module and start is not None:
            runs.append((start + QUIET_ZONE, row + QUIET_ZONE, x - start, 1))
            start = None
    return runs


@cache
def mark(name: str = "default") -> Drawing:
    """The mark ``resources/letterheads/<name>.svg``: filled paths with absolute M, L, C and Z."""
    root = ElementTree.parse(resources_folder() / "letterheads" / f"{name}.svg").getroot()  # noqa: S314 - our own file
    shapes: list[Shape] = []
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        colour = path.attrib["fill"].removeprefix("#")
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
        strokes = re.findall(r"([MLCZ])([^MLCZ]*)", path.attrib["d"])
        shapes.append(
            Shape(
                (red, green, blue),
                tuple((letter, _numbers(points)) for letter, points in strokes),
            )
        )
    return Drawing(float(root.attrib["viewBox"].split()[2]), tuple(shapes))


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in text.replace(",", " ").split())
