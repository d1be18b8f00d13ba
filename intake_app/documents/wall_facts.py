"""What is printed on the sheet of the morning: what is due, by case number, and no name of anybody
who came home. Texts arrive in the language of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake_app.documents.facts import PaperFacts


@dataclass(frozen=True)
class WallLine:
    """``due`` says when in words; ``whose`` is the colleague whom it concerns, or empty."""

    due: str
    what: str
    case_number: str
    whose: str


@dataclass(frozen=True)
class WallPart:
    """A group of the wall. ``left_out`` lines did not fit on the sheet."""

    title: str
    lines: tuple[WallLine, ...]
    left_out: int = 0


@dataclass(frozen=True)
class WallFacts(PaperFacts):
    """``as_of`` carries the zone that it is printed in; ``shown`` says in words what was chosen."""

    as_of: datetime
    shown: str
    parts: tuple[WallPart, ...]
