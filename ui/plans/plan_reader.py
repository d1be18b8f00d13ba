"""Everything that the plan tab shows, read at one moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.errors import NotFound
from intake_app.grants.service import decisions_about
from intake_app.plans.model import Plan, PlanState, from_body
from intake_app.plans.service import plans_of
from intake_app.session import Session
from intake_app.values import canonical_json
from ui.plans.surroundings import Surroundings, read_surroundings

PLAN = "plan"
"""The name of the form in the drafts, and the key of its only text."""


@dataclass(frozen=True)
class Verdict:
    """What a supervisor said about a version."""

    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class PlanRead:
    """``around`` is None if this desk lacks the programme's pack: then no plan can be written."""

    plans: tuple[Plan, ...]
    around: Surroundings | None
    verdicts: Mapping[str, Verdict]
    draft: Plan | None

    @property
    def newest(self) -> Plan | None:
        """The latest version."""
        return self.plans[0] if self.plans else None

    def version(self, plan_id: str) -> Plan | None:
        """One version by its id."""
        return next((plan for plan in self.plans if plan.id == plan_id), None)


def read_plan(session: Session, case_id: str, kept: Mapping[str, str] | None) -> PlanRead:
    """Read the versions of a case, what was decided, and the draft that still fits."""
    plans = tuple(plans_of(session, case_id))
    try:
        around = read_surroundings(session, case_id, plans)
    except NotFound:
        around = None
    return PlanRead(
        plans=plans,
        around=around,
        verdicts=_verdicts(session, plans, around.staff if around else {}),
        draft=fitting_draft(kept, plans),
    )


def draft_texts(plan: Plan) -> dict[str, str]:
    """A plan as the drafts keep it."""
    return {PLAN: canonical_json(plan)}


def fitting_draft(kept: Mapping[str, str] | None, plans: tuple[Plan, ...]) -> Plan | None:
    """The kept draft, if the stored plan has not gone on since; None if it was overtaken."""
    if not kept or PLAN not in kept:
        return None
    try:
        draft = from_body(json.loads(kept[PLAN]))
    except (KeyError, TypeError, ValueError):  # kept by another version of the program
        return None
    newest = plans[0] if plans else None
    if newest is None:
        return draft if draft.version == 1 and draft.revision == 0 else None
    if newest.state is PlanState.DRAFT:
        return draft if (draft.id, draft.revision) == (newest.id, newest.revision) else None
    continues = draft.revision == 0 and draft.version == newest.version + 1
    return draft if continues and newest.state is not PlanState.SUBMITTED else None


def _verdicts(
    session: Session, plans: tuple[Plan, ...], names: Mapping[str, str]
) -> dict[str, Verdict]:
    found = {}
    for plan in plans:
        decisions = decisions_about(session, plan.id) if plan.is_frozen else []
        if decisions:
            last = decisions[0]
            who = names.get(last.decided_by, last.decided_by)
            found[plan.id] = Verdict(who, last.decided_at, last.reason)
    return found
