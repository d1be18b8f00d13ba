"""Beside ``pack_walk``: ceilings to the last minor unit, and what waits for the office."""

from __future__ import annotations

from datetime import date

from intake_app.packs.model import Pack
from intake_app.plans.budget import Frame
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money
from tests.core.pack_walk import ASK_THE_OFFICE, Returnee, asked

CASH, IN_KIND = LineForm.CASH, LineForm.IN_KIND


def line(package: str, amount: Money, form: LineForm = IN_KIND, line_id: str = "new") -> BudgetLine:
    """A plan line of a package, in kind unless said otherwise."""
    return BudgetLine(line_id, package, "What was agreed", amount, form)


def reaches(frame: Frame, package: str, most: Money, form: LineForm = IN_KIND) -> bool:
    """True if a line of this amount fits and one of a single minor unit more does not."""
    more = Money(most.minor + 1, most.currency)
    above = asked(frame, package, more, form)
    return (
        asked(frame, package, most, form) is None
        and above is not None
        and "above the ceiling" in above
    )


def waits_for_the_office(frame: Frame, package: str, form: LineForm = IN_KIND) -> bool:
    """True if nothing can be planned from a package before the office has entered its amount."""
    reason = asked(frame, package, Money(1, frame.pack.currency), form)
    return reason is not None and ASK_THE_OFFICE in reason


def doubts(
    pack: Pack, nationality: str, country: str, kind: str = "assisted_voluntary", born: str = "1990"
) -> tuple[str, ...]:
    """What speaks against a case on 2 March 2026."""
    return Returnee(born, nationality, country, kind, date(2026, 3, 2)).doubts(pack)
