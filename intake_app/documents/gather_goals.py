"""The goals of a plan as they are printed: what they rest on, and how far their activities are."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.assessments import store as assessments_store
from intake_app.assessments.model import Assessment, named
from intake_app.documents.facts import ActivityFacts, GoalFacts, MadeFacts
from intake_app.plans.model import Goal, Plan
from intake_app.progress import store as progress_store
from intake_app.progress.model import latest
from intake_app.vault.db import Connection


def assessed(db: Connection, case_id: str) -> tuple[MadeFacts, ...]:
    """When and by whom the assessments of a case were made."""
    return made_facts(assessments_store.of_case(db, case_id))


def made_facts(made: Iterable[Assessment]) -> tuple[MadeFacts, ...]:
    """When and by whom each was made."""
    return tuple(MadeFacts(one.moment.value, one.made_on, one.made_by) for one in made)


def goals_of(db: Connection, plan: Plan) -> tuple[GoalFacts, ...]:
    """The goals of a plan with what they rest on, and how far their activities are today."""
    findings = named(assessments_store.of_case(db, plan.case_id))
    noted = latest(progress_store.of_case(db, plan.case_id))

    def goal_facts(goal: Goal) -> GoalFacts:
        steps = []
        for step in goal.activities:
            entry = noted.get(step.id)
            steps.append(
                ActivityFacts(
                    step.text,
                    step.responsible,
                    step.due,
                    entry.status if entry else step.status,
                    provider=step.provider,
                    noted_on=entry.noted_on if entry else None,
                    evidence=entry.evidence if entry else "",
                )
            )
        rests_on = tuple(findings[id_].text for id_ in goal.rests_on if id_ in findings)
        return GoalFacts(goal.dimension, goal.text, goal.level, tuple(steps), rests_on)

    return tuple(goal_facts(goal) for goal in plan.goals)
