"""The activities of the plan in force with what was noted about each, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.attachments.service import attachments_of, person_of_case
from intake_app.plans.model import Activity, ActivityStatus, Goal, PlanState
from intake_app.plans.service import plans_of
from intake_app.progress.model import Progress
from intake_app.progress.service import progress_of
from intake_app.session import Session
from intake_app.users.service import names_of_staff


@dataclass(frozen=True)
class Step:
    """One activity with its goal and its entries, the newest first."""

    activity: Activity
    goal: Goal
    entries: tuple[Progress, ...]

    @property
    def id(self) -> str:
        """That of the activity."""
        return self.activity.id

    @property
    def status(self) -> ActivityStatus:
        """As it was noted last, or as the plan says."""
        return self.entries[0].status if self.entries else self.activity.status


@dataclass(frozen=True)
class StepsRead:
    """``steps`` is None while no plan is approved. ``files`` are the attached files by id."""

    steps: tuple[Step, ...] | None
    files: Mapping[str, str]
    staff: Mapping[str, str]


def read_steps(session: Session, case_id: str) -> StepsRead:
    """Read the plan in force and its progress."""
    plans = plans_of(session, case_id)
    in_force = next((plan for plan in plans if plan.state is PlanState.APPROVED), None)
    entries = progress_of(session, case_id)
    files = attachments_of(session, person_of_case(session, case_id))
    steps = None
    if in_force is not None:
        steps = tuple(
            Step(
                activity,
                goal,
                tuple(one for one in reversed(entries) if one.activity_id == activity.id),
            )
            for goal in in_force.goals
            for activity in goal.activities
        )
    return StepsRead(
        steps,
        {shown.attachment.id: shown.attachment.name for shown in files},
        names_of_staff(session),
    )
