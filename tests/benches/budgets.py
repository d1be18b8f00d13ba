"""A budget that is large and under every kind of cap, to be recalculated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice

from intake_app.packs.model import Dimension, Group, Limit, Mark, Origin, Per, Text
from intake_app.plans.budget import Frame, balances, limit_balances, refusals
from intake_app.plans.model import BudgetLine
from intake_app.values import Money


def with_caps(frame: Frame) -> Frame:
    """The frame of a case whose programme caps each dimension and each quarter."""
    office = Origin(Mark.OFFICE, "", frame.today.year, None)
    amount = Money.of("100000", frame.pack.currency)
    whole = Limit("", Text("Cap", "Cap"), (), None, Group.ANY, Per.PERSON, amount, None, office)
    caps = [replace(whole, id=one.value, dimension=one) for one in Dimension]
    quarter = replace(whole, id="quarter", every=3)
    return replace(frame, pack=replace(frame.pack, limits=(*caps, quarter)))


def forty(lines: Sequence[BudgetLine], month: str) -> list[BudgetLine]:
    """The lines of a plan again and again, for a few minor units each."""
    return [
        replace(line, id=str(n), amount=replace(line.amount, minor=n + 1), month=month)
        for n, line in enumerate(islice(cycle(lines), 40))
    ]


def recalculate(lines: Sequence[BudgetLine], frame: Frame) -> None:
    """What every key typed into a budget asks for."""
    balances(lines, frame)
    limit_balances(lines, frame)
    refusals(lines, frame)
