"""What a person wants, can and meets: the assessments that the goals of a plan rest on.

An assessment is made once before the return, often by colleagues abroad, and again after arrival
(IOM Reintegration Handbook, 2.2). What is the same wish, skill or prospect keeps its id, so that
both can be read beside each other and a goal can name what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any, TypeVar

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.packs.model import Dimension
from intake_app.values import clean_text

MOST_LETTERS = 1_000
"""Of one text; more would not fit the summary on paper."""

MOST_ROWS = 40


class Moment(StrEnum):
    """When an assessment was made."""

    BEFORE_RETURN = "before_return"
    AFTER_ARRIVAL = "after_arrival"


class Feasible(StrEnum):
    """Whether a wish can be fulfilled, once somebody has decided."""

    YES = "yes"
    NO = "no"


class SkillLevel(StrEnum):
    """How well somebody can do something."""

    BEGINNER = "beginner"
    ALONE = "alone"
    TEACHES = "teaches"


class Side(StrEnum):
    """What may help, and what may go wrong."""

    OPPORTUNITY = "opportunity"
    RISK = "risk"


@dataclass(frozen=True)
class Wish:
    """One line of the feasibility grid (Handbook, 2.3.1)."""

    id: str
    text: str
    helps: str = ""
    hinders: str = ""
    feasible: Feasible | None = None
    why: str = ""


@dataclass(frozen=True)
class Skill:
    """Something that the person can do. ``evidence`` is how the office knows."""

    id: str
    text: str
    level: SkillLevel | None = None
    evidence: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class Prospect:
    """An opportunity or a risk on one side of the reintegration, and what is done about it."""

    id: str
    dimension: Dimension
    side: Side
    text: str
    action: str = ""


CELLS = tuple((dimension, side) for dimension in Dimension for side in Side)
"""Where a prospect can stand: each side of each dimension."""

Finding = Wish | Skill | Prospect

_Finding = TypeVar("_Finding", Wish, Skill, Prospect)


@dataclass(frozen=True)
class Assessment:
    """One assessment of a case. ``made_by`` is a name as written, ``written_at`` UTC, ISO-8601."""

    id: str
    case_id: str
    moment: Moment
    made_on: date | None = None
    made_by: str = ""
    wishes: tuple[Wish, ...] = ()
    skills: tuple[Skill, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    author: str = ""
    written_at: str = ""
    revision: int = 0

    def findings(self) -> Iterator[Finding]:
        """Wishes, skills, and opportunities and risks, in this order."""
        return chain(self.wishes, self.skills, self.prospects)

    def prospects_of(self, dimension: Dimension, side: Side) -> tuple[Prospect, ...]:
        """The opportunities or the risks of one dimension."""
        return tuple(
            one for one in self.prospects if (one.dimension, one.side) == (dimension, side)
        )

    def cleaned(self) -> Assessment:
        """With the typed texts as they are stored."""
        return replace(
            self,
            made_by=clean_text(self.made_by),
            wishes=tuple(_cleaned(one, "text", "helps", "hinders", "why") for one in self.wishes),
            skills=tuple(_cleaned(one, "text", "evidence", "certificate") for one in self.skills),
            prospects=tuple(_cleaned(one, "text", "action") for one in self.prospects),
        )

    def check(self, today: date, arrived_on: date) -> None:
        """Raise InvalidInput unless the assessment can be kept.

        ``problems`` maps ``made_on``, ``made_by``, ``wishes``, ``skills``, ``prospects`` or one
        cell of them (``economic_risk``) to a sentence; that of a list names the line by its number.
        """
        problems = self._problems_of_day(today, arrived_on)
        if not self.made_by:
            problems["made_by"] = _("Write who made the assessment.")
        if not any(True for _one in self.findings()):
            problems["wishes"] = _("Write down at least one wish, skill, opportunity or risk.")
        problems |= _problems_of_lists(self)
        if problems:
            raise InvalidInput(problems)

    def _problems_of_day(self, today: date, arrived_on: date) -> dict[str, str]:
        if self.made_on is None:
            return {"made_on": _("Say on which day it was made.")}
        if self.made_on > today:
            return {"made_on": _("This day has not come yet.")}
        before = self.moment is Moment.BEFORE_RETURN
        if before and self.made_on > arrived_on:
            return {"made_on": _("This is after the day of arrival. Check the date.")}
        if not before and self.made_on < arrived_on:
            return {"made_on": _("This is before the day of arrival. Check the date.")}
        return {}


def _cleaned(one: _Finding, *texts: str) -> _Finding:
    changes: dict[str, Any] = {name: clean_text(getattr(one, name)) for name in texts}
    return replace(one, **changes)


def _problems_of_lists(one: Assessment) -> dict[str, str]:
    problems: dict[str, str] = {}
    for number, wish in enumerate(one.wishes, start=1):
        if not wish.text:
            problems.setdefault("wishes", _numbered(number, _("Say what the person wants.")))
        elif wish.feasible is not None and not wish.why:
            said = _("Say why it is feasible, or why not.")
            problems.setdefault("wishes", _numbered(number, said))
    for number, skill in enumerate(one.skills, start=1):
        if not skill.text:
            problems.setdefault("skills", _numbered(number, _("Say what the person can do.")))
    for dimension, side in CELLS:
        cell = one.prospects_of(dimension, side)
        for number, prospect in enumerate(cell, start=1):
            if not prospect.text:
                said = _("Say what the opportunity or the risk is.")
                problems.setdefault(f"{dimension}_{side}", _numbered(number, said))
    for key, found in (
        ("wishes", one.wishes),
        ("skills", one.skills),
        ("prospects", one.prospects),
    ):
        if len(found) > MOST_ROWS:
            problems[key] = _("Keep it under {number} lines.").format(number=MOST_ROWS)
    return problems


def _numbered(number: int, sentence: str) -> str:
    return _("Line {number}: {sentence}").format(number=number, sentence=sentence)


# ---------------------------------------------------------------------------- side by side


@dataclass(frozen=True)
class Pair:
    """The same finding before the return and after arrival; None where it is not."""

    before: Finding | None
    after: Finding | None

    @property
    def either(self) -> Finding:
        """As it is seen now, or as it was seen last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def is_changed(self) -> bool:
        """True if both saw it, and saw it differently."""
        return self.before is not None and self.after is not None and self.before != self.after


def side_by_side(before: Assessment | None, after: Assessment | None) -> list[Pair]:
    """The findings of both beside each other, kind by kind; what is gone stands after the rest."""
    old = {one.id: one for one in before.findings()} if before else {}
    new = {one.id: one for one in after.findings()} if after else {}
    pairs = [Pair(old.get(one.id), one) for one in new.values()]
    pairs += [Pair(one, None) for one in old.values() if one.id not in new]
    kinds: Sequence[type] = (Wish, Skill, Prospect)
    return [pair for kind in kinds for pair in pairs if isinstance(pair.either, kind)]


def named(assessments: Iterable[Assessment]) -> Mapping[str, Finding]:
    """Every finding by its id, as it is seen now: after arrival before what was seen earlier."""
    found: dict[str, Finding] = {}
    for one in sorted(assessments, key=lambda one: one.moment is Moment.AFTER_ARRIVAL):
        found.update({finding.id: finding for finding in one.findings()})
    return found
