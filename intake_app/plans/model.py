"""A reintegration plan: goals with activities, and the money they need.

A plan is written as a draft, submitted as it stands, and then approved or returned by somebody
else. What was submitted never changes again: a correction is a new version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from intake_app.errors import InvalidInput, NotAllowed
from intake_app.i18n import _
from intake_app.packs.model import Dimension
from intake_app.plans.lines import (
    FAMILY,
    PRINCIPAL,
    BudgetLine,
    LineForm,
    OwnShare,
    Price,
    parse_rate,
)
from intake_app.values import canonical_json, clean_text, plain

__all__ = [
    "FAMILY",
    "MAX_TEXT",
    "PRINCIPAL",
    "Activity",
    "ActivityStatus",
    "BudgetLine",
    "Edition",
    "Goal",
    "Level",
    "LineForm",
    "OwnShare",
    "Plan",
    "PlanState",
    "Price",
    "content_hash",
    "from_body",
    "parse_rate",
    "to_body",
]

MAX_TEXT = 2_000
"""Characters of one text; more would not fit the printed form."""


class PlanState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class Level(StrEnum):
    """Whom a goal reaches (IOM Reintegration Handbook, modules 2 to 4)."""

    INDIVIDUAL = "individual"
    COMMUNITY = "community"
    STRUCTURAL = "structural"


class ActivityStatus(StrEnum):
    """How far an activity has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Activity:
    """One step towards a goal. ``provider`` and ``responsible`` are names as written."""

    id: str
    text: str
    provider: str = ""
    responsible: str = ""
    due: date | None = None
    status: ActivityStatus = ActivityStatus.PLANNED


@dataclass(frozen=True)
class Goal:
    """What the person wants to reach, and how. ``rests_on`` are the ids of the wishes, skills,
    opportunities and risks of the assessments that speak for it."""

    id: str
    dimension: Dimension
    level: Level
    text: str
    activities: tuple[Activity, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The edition of a programme's pack (``Pack.edition``) under which a plan was sent."""

    pack: str
    version: str


@dataclass(frozen=True)
class Plan:
    """One version of the plan of a case. ``written_at`` is a moment in UTC, ISO-8601.

    ``editions`` are those of the programmes under which it was decided, from sending on.
    """

    id: str
    case_id: str
    version: int = 1
    state: PlanState = PlanState.DRAFT
    author: str = ""
    goals: tuple[Goal, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    written_at: str = ""
    revision: int = 0
    own: tuple[OwnShare, ...] = ()
    editions: tuple[Edition, ...] = ()

    def __post_init__(self) -> None:
        ids = [goal.id for goal in self.goals]
        ids += [activity.id for activity in self.activities()]
        ids += [line.id for line in self.lines]
        ids += [share.id for share in self.own]
        if len(set(ids)) != len(ids):
            raise ValueError("two parts of a plan share an id")

    def activities(self) -> Iterator[Activity]:
        """All activities, in the order of the goals."""
        return (activity for goal in self.goals for activity in goal.activities)

    def check(self) -> None:
        """Raise InvalidInput unless the plan can be kept as a draft.

        ``problems`` maps a field (``goals.0.text``, ``goals.0.activities.1.due``,
        ``lines.2.amount``) to its sentence. Ceilings are not looked at here: see ``budget``.
        """
        _raise_if(_problems_of_texts(self))

    def check_complete(self) -> None:
        """Raise InvalidInput unless the plan can be submitted for approval."""
        problems = _gaps(self)
        problems.update(_problems_of_texts(self))
        _raise_if(problems)

    @property
    def is_frozen(self) -> bool:
        """True once the plan was submitted: its content can never change again."""
        return self.state is not PlanState.DRAFT

    def submitted(self) -> Plan:
        """The complete draft, frozen for approval. Raises InvalidInput or NotAllowed."""
        if self.is_frozen:
            raise NotAllowed(_("Only a draft can be sent for approval."))
        self.check_complete()
        return replace(self, state=PlanState.SUBMITTED)

    def approved(self, by: str) -> Plan:
        """The plan in force. Raises NotAllowed for the author's own plan."""
        self._check_decider(by)
        return replace(self, state=PlanState.APPROVED)

    def returned(self, by: str) -> Plan:
        """The plan sent back to its author. Raises NotAllowed for the author's own plan."""
        self._check_decider(by)
        return replace(self, state=PlanState.RETURNED)

    def _check_decider(self, by: str) -> None:
        if self.state is not PlanState.SUBMITTED:
            raise NotAllowed(_("This plan is not waiting for approval."))
        if by == self.author:
            raise NotAllowed(
                _("You wrote this yourself. Another supervisor has to decide about it.")
            )

    def next_version(self, new_id: str, author: str, written_at: str) -> Plan:
        """A draft with the same content, to change a plan that was decided about.

        Goals and lines keep their ids, so that grants on a line are found again.
        """
        if self.state not in {PlanState.APPROVED, PlanState.RETURNED}:
            raise NotAllowed(_("Finish the present version of the plan first."))
        return replace(
            self,
            id=new_id,
            version=self.version + 1,
            state=PlanState.DRAFT,
            author=author,
            written_at=written_at,
            revision=0,
            editions=(),
        )

    def cleaned(self) -> Plan:
        """The plan with its texts as they are stored."""
        return replace(
            self,
            goals=tuple(_cleaned_goal(goal) for goal in self.goals),
            lines=tuple(replace(line, text=clean_text(line.text)) for line in self.lines),
            own=tuple(replace(share, text=clean_text(share.text)) for share in self.own),
        )


def _cleaned_goal(goal: Goal) -> Goal:
    activities = (
        replace(
            activity,
            text=clean_text(activity.text),
            provider=clean_text(activity.provider),
            responsible=clean_text(activity.responsible),
        )
        for activity in goal.activities
    )
    return replace(goal, text=clean_text(goal.text), activities=tuple(activities))


def content_hash(plan: Plan) -> str:
    """SHA-256 (hex) of what approval freezes: who wrote it, the goals, activities and lines.

    State and revision are left out, since approval changes them; so is the progress of activities,
    which goes on afterwards. What plans came to hold later is left out while it says nothing, so
    that the hash of an old plan stays what it was when it was signed.
    """
    body = _said(plain(plan))
    for key in ("state", "revision", "written_at"):
        del body[key]
    for goal in body["goals"]:
        for activity in goal["activities"]:
            del activity["status"]
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


_LATER = frozenset({"own", "editions", "pack", "dimension", "month", "price", "rests_on"})
"""Fields that plans did not have from the beginning; all of them may say nothing."""


def _said(body: Any) -> Any:
    if isinstance(body, dict):
        return {key: _said(item) for key, item in body.items() if item or key not in _LATER}
    return [_said(item) for item in body] if isinstance(body, list) else body


def short_form(content_hash: str) -> str:
    """The beginning of a hash as people read it out and compare it: ``3F2A 91C0 7B6E``."""
    start = content_hash[:12].upper()
    return " ".join(start[at : at + 4] for at in range(0, len(start), 4))


# ---------------------------------------------------------------------------- checks


def _raise_if(problems: Mapping[str, str]) -> None:
    if problems:
        raise InvalidInput(problems)


def _steps(plan: Plan) -> Iterator[tuple[str, Activity]]:
    """Each activity with the field it stands in."""
    for number, goal in enumerate(plan.goals):
        for step, activity in enumerate(goal.activities):
            yield f"goals.{number}.activities.{step}", activity


def _problems_of_texts(plan: Plan) -> dict[str, str]:
    problems: dict[str, str] = {}
    for number, goal in enumerate(plan.goals):
        wanted = _("Say in a sentence what the goal is.")
        _need_text(problems, f"goals.{number}.text", goal.text, wanted)
    for field, activity in _steps(plan):
        wanted = _("Say in a sentence what will be done.")
        _need_text(problems, f"{field}.text", activity.text, wanted)
        _bound(problems, f"{field}.provider", activity.provider)
        _bound(problems, f"{field}.responsible", activity.responsible)
    for number, line in enumerate(plan.lines):
        field = f"lines.{number}"
        _need_text(problems, f"{field}.text", line.text, _("Say what the money is for."))
        if not line.package:
            problems[f"{field}.package"] = _("Choose the package that pays for it.")
        if line.amount.minor <= 0:
            problems[f"{field}.amount"] = _("Type an amount above zero.")
        if not line.beneficiary:
            problems[f"{field}.beneficiary"] = _("Choose whom it is for.")
        if line.price and line.price.in_currency(line.amount.currency) != line.amount:
            problems[f"{field}.amount"] = _("The amount is not what the price comes to.")
    for number, share in enumerate(plan.own):
        wanted = _("Say what the person brings in.")
        _need_text(problems, f"own.{number}.text", share.text, wanted)
        if share.value.minor <= 0:
            problems[f"own.{number}.value"] = _("Type an amount above zero.")
    return problems


def _gaps(plan: Plan) -> dict[str, str]:
    if not plan.goals:
        return {"goals": _("Add at least one goal.")}
    problems: dict[str, str] = {}
    for number, goal in enumerate(plan.goals):
        if not goal.activities:
            problems[f"goals.{number}.activities"] = _("Add at least one activity to this goal.")
    for field, activity in _steps(plan):
        if not activity.responsible.strip():
            problems[f"{field}.responsible"] = _("Say who sees to it.")
        if activity.due is None:
            problems[f"{field}.due"] = _("Set a day by which it is done.")
    return problems


def _need_text(problems: dict[str, str], field: str, text: str, wanted: str) -> None:
    if not text.strip():
        problems[field] = wanted
    else:
        _bound(problems, field, text)


def _bound(problems: dict[str, str], field: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        problems[field] = _("Keep it under {number} characters.").format(number=MAX_TEXT)


# ---------------------------------------------------------------------------- as JSON


def to_body(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values: money as whole minor units, dates as ISO text."""
    body: dict[str, Any] = plain(plan)
    return body


def from_body(body: Mapping[str, Any]) -> Plan:
    """The plan that ``to_body`` wrote. Anything else is a KeyError, TypeError or ValueError."""
    return Plan(
        id=body["id"],
        case_id=body["case_id"],
        version=body["version"],
        state=PlanState(body["state"]),
        author=body["author"],
        goals=tuple(_goal(goal) for goal in body["goals"]),
        lines=tuple(BudgetLine.of_body(line) for line in body["lines"]),
        written_at=body["written_at"],
        revision=body["revision"],
        own=tuple(OwnShare.of_body(share) for share in body.get("own", ())),
        editions=tuple(Edition(one["pack"], one["version"]) for one in body.get("editions", ())),
    )


def _goal(body: Mapping[str, Any]) -> Goal:
    return Goal(
        body["id"],
        Dimension(body["dimension"]),
        Level(body["level"]),
        body["text"],
        tuple(_activity(activity) for activity in body["activities"]),
        tuple(body.get("rests_on", ())),
    )


def _activity(body: Mapping[str, Any]) -> Activity:
    return Activity(
        body["id"],
        body["text"],
        body["provider"],
        body["responsible"],
        None if body["due"] is None else date.fromisoformat(body["due"]),
        ActivityStatus(body["status"]),
    )
