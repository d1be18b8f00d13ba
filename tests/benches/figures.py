"""Measured figures beside their limit and goal, and how they are printed.

A limit is the cheapest way to do the same work, measured in the same run and interleaved with it:
the ratio then holds on a slow or busy machine too. The goals come from the table of decisions.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import Any

P95_NEEDS = 20
"""With fewer samples the 95th percentile would only be the largest one."""


@dataclass(frozen=True)
class Goal:
    """What a figure shall keep. ``of`` is ratio, median, p95 or over (median minus limit)."""

    of: str
    bound: float
    at_least: bool = False

    def text(self, unit: str) -> str:
        """The goal as the table shows it."""
        sign = "≥" if self.at_least else "≤"
        if self.of == "ratio":
            return f"{sign} {self.bound:g} ×"
        if self.of == "over":
            return f"{sign} limit + {self.bound:g}"
        return f"{'p95 ' if self.of == 'p95' else ''}{sign} {number(self.bound)} {unit}".strip()

    def missed(self, value: float) -> str:
        """``above`` or ``below`` where the value misses the goal, else ``ok``."""
        if self.at_least:
            return "ok" if value >= self.bound else "below"
        return "ok" if value <= self.bound else "above"


@dataclass(frozen=True)
class Figure:
    """One line. ``limit`` says what was measured against, ``note`` what to know about it."""

    name: str
    unit: str = "ms"
    median: float | None = None
    p95: float | None = None
    limit: str = ""
    limit_median: float | None = None
    ratio: float | None = None
    goal: str = ""
    verdict: str = ""
    note: str = ""

    @property
    def over(self) -> float | None:
        """How much it is above the limit, in its unit."""
        if self.median is None or self.limit_median is None:
            return None
        return self.median - self.limit_median


@dataclass(frozen=True)
class Limit:
    """What a figure is compared with."""

    name: str
    samples: Sequence[float]


def figure(
    name: str,
    samples: Sequence[float],
    *,
    unit: str = "ms",
    limit: Limit | None = None,
    goal: Goal | None = None,
    note: str = "",
) -> Figure:
    """A line from its samples. Without samples the goal stays open and the note says why."""
    if not samples:
        return Figure(name, unit, goal=goal.text(unit) if goal else "", note=note)
    made = Figure(name, unit, median(samples), p95_of(samples), note=note)
    if limit and limit.samples:
        bound = median(limit.samples)
        ratio = median(samples) / bound if bound else None
        made = replace(made, limit=limit.name, limit_median=bound, ratio=ratio)
    if goal is None:
        return made
    value = getattr(made, goal.of)
    if value is None and goal.of == "p95":
        value = max(samples)
    verdict = "" if value is None else goal.missed(value)
    return replace(made, goal=goal.text(unit), verdict=verdict)


def missing(name: str, why: str, goal: Goal | None = None, unit: str = "ms") -> Figure:
    """A line for what could not be measured here."""
    return figure(name, (), unit=unit, goal=goal, note=why)


def p95_of(samples: Sequence[float]) -> float | None:
    """The 95th percentile, or None where there are too few samples for one."""
    if len(samples) < P95_NEEDS:
        return None
    return sorted(samples)[int(len(samples) * 0.95)]


Clock = Callable[[], float]


def timed(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long the work took, in milliseconds."""
    began = clock()
    work()
    return (clock() - began) * 1000


def interleaved(
    times: int, *works: Callable[[], object], clock: Clock = time.perf_counter
) -> list[list[float]]:
    """Run the works in turn, ``times`` rounds; milliseconds of each work, in order.

    With ``time.process_time`` only this program's own work counts, not waiting for the disk.
    """
    samples: list[list[float]] = [[] for _work in works]
    gc.collect()
    for _round in range(times):
        for place, work in enumerate(works):
            samples[place].append(timed(work, clock))
    return samples


def rates(count: int, milliseconds: Sequence[float]) -> list[float]:
    """Things per second, from the time that ``count`` things took."""
    return [count / taken * 1000 for taken in milliseconds]


# ---------------------------------------------------------------------------- as text


def number(value: float) -> str:
    """Three significant figures, thousands parted by a space."""
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


_WIDTHS = (47, 22, 41, 8, 17, 6)


def heading() -> str:
    """The head of the table."""
    names = ("figure", "median / p95", "limit, same run", "ratio", "goal", "")
    return _row(names) + "\n" + "-" * (sum(_WIDTHS) + len(_WIDTHS))


def line(shown: Figure) -> str:
    """A figure as one line of the table; what has to be known about it stands below it."""
    if shown.median is None:
        measured = "–"
    else:
        p95 = f" / {number(shown.p95)}" if shown.p95 is not None else ""
        measured = f"{number(shown.median)}{p95} {shown.unit}"
    limit = ""
    if shown.limit_median is not None:
        limit = f"{number(shown.limit_median)} {shown.unit} {shown.limit}"
    ratio = f"{number(shown.ratio)} ×" if shown.ratio is not None else ""
    text = _row((shown.name, measured, limit, ratio, shown.goal, shown.verdict))
    return f"{text}\n    {shown.note}" if shown.note else text


def _row(cells: Sequence[str]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def plain(shown: Figure) -> dict[str, Any]:
    """A figure for a JSON file."""
    return asdict(shown)
