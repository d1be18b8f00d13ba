"""By when the plan of a case has to be written, and how far that can be extended. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake_app.cases.model import CaseFile
from intake_app.errors import InvalidInput
from intake_app.formats import format_date
from intake_app.i18n import _, language
from intake_app.packs.model import Pack, Start
from intake_app.plans.model import Plan

PLAN_DUE = "plan_due"
"""The deadline of a pack that this is about."""


@dataclass(frozen=True)
class Term:
    """When the plan is due: as the programme says (``first``) and as a supervisor extended it.

    ``furthest`` is the last day that the programme allows; None if it allows any.
    """

    first: date
    extended_to: date | None
    reason: str
    furthest: date | None

    @property
    def last_day(self) -> date:
        """The last day on which the plan is in time."""
        return max(self.first, self.extended_to or self.first)

    def days_left(self, today: date) -> int:
        """0 on the last day, below zero after it."""
        return (self.last_day - today).days

    def check(self, until: date, reason: str, today: date) -> None:
        """Raise InvalidInput unless the time can be extended to this day."""
        problems: dict[str, str] = {}
        if until <= self.first or until < today:
            after = max(self.first + timedelta(days=1), today)
            problems["until"] = _("Choose {day} or a later day.").format(
                day=format_date(after, language())
            )
        elif self.furthest is not None and until > self.furthest:
            problems["until"] = _("The programme allows an extension until {day} at most.").format(
                day=format_date(self.furthest, language())
            )
        if not reason:
            problems["reason"] = _("Say in a sentence why the plan needs more time.")
        if problems:
            raise InvalidInput(problems)


def term_of(case: CaseFile, pack: Pack, arrived_on: date) -> Term | None:
    """When the plan of a case is due; None if its programme sets no time."""
    deadline = pack.deadline(PLAN_DUE)
    if deadline is None or deadline.start is not Start.ARRIVAL:
        return None
    first, days = deadline.last_day(arrived_on), deadline.extension_days
    furthest = None if days is None else first + timedelta(days=days)
    return Term(first, case.plan_until, case.plan_until_reason, furthest)


def was_sent(plans: Iterable[Plan]) -> bool:
    """True once a version of the plan was sent for approval: from then on nothing is due."""
    return any(plan.is_frozen for plan in plans)
