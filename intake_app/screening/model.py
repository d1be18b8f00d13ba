"""One screening of one case: what was asked after arrival, and what may be written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.people.model import Person
from intake_app.screening.safeguards import Answer, ChildFacts
from intake_app.screening.washington import ShortSet, is_too_young
from intake_app.values import canonical_json, clean_text

EMERGENCY_WITHIN = timedelta(hours=24)
"""From the inter-agency referral form: an emergency is answered within a day."""

MOST_LETTERS = 2000
"""Of each text of a screening."""


class Sphere(StrEnum):
    """The four levels of the determinants of migrant vulnerability (``domain.md`` 3.3)."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    COMMUNITY = "community"
    STRUCTURAL = "structural"


class Side(StrEnum):
    """What makes somebody more vulnerable, and what protects them."""

    RISK = "risk"
    PROTECTIVE = "protective"


@dataclass(frozen=True)
class Determinant:
    """One cell of the 4 × 2 grid. ``factors`` are codes of the office's list; no score."""

    sphere: Sphere
    side: Side
    factors: tuple[str, ...] = ()
    text: str = ""
    action: str = ""

    @property
    def is_empty(self) -> bool:
        """True if nothing was written into the cell."""
        return not (self.factors or self.text or self.action)


@dataclass(frozen=True)
class Health:
    """Yes or no to each question. What lies behind an answer belongs into a sealed note."""

    chronic_illness: Answer | None = None
    interrupted_treatment: Answer | None = None
    urgent_care: Answer | None = None
    suicidal_ideation: Answer | None = None


@dataclass(frozen=True)
class Screening:
    """Everything but the exploitation questions, whose answers are sealed."""

    case_id: str
    revision: int = 0
    difficulties: ShortSet = field(default_factory=ShortSet)
    health: Health = field(default_factory=Health)
    determinants: tuple[Determinant, ...] = ()
    child: ChildFacts = field(default_factory=ChildFacts)
    author: str = ""
    written_at: str = ""

    def cleaned(self) -> Screening:
        """The same with tidy texts and without empty cells."""
        cells = (
            replace(one, text=clean_text(one.text), action=clean_text(one.action))
            for one in self.determinants
        )
        child = self.child
        return replace(
            self,
            determinants=tuple(one for one in cells if not one.is_empty),
            child=replace(
                child,
                caregiver=clean_text(child.caregiver),
                caregiver_is=clean_text(child.caregiver_is),
                own_view=clean_text(child.own_view),
                assessed_by=clean_text(child.assessed_by),
                outcome=clean_text(child.outcome),
            ),
        )

    def check(self, person: Person, today: date) -> None:
        """Raises InvalidInput with a sentence for each answer that does not fit."""
        problems = _child_problems(self.child)
        if is_too_young(person.birth, today) and any(self.difficulties.answers().values()):
            problems["seeing"] = _(
                "These questions are not for children under 5. Take the answers out."
            )
        for one in self.determinants:
            key = f"{one.sphere}_{one.side}"
            if one.action and not (one.text or one.factors):
                problems[f"{key}_text"] = _("Say first what the action is for.")
            if max(len(one.text), len(one.action)) > MOST_LETTERS:
                problems[f"{key}_text"] = _("This is too long. Write the rest into a note.")
        if problems:
            raise InvalidInput(problems)

    def assessed_parts(self) -> tuple[object, ...]:
        """What takes training, and only counsellors and supervisors may change."""
        return (frozenset(self.determinants), self.child.age_in_doubt)


def _child_problems(child: ChildFacts) -> dict[str, str]:
    problems: dict[str, str] = {}
    if child.caregiver_consent is Answer.YES and not child.caregiver:
        problems["caregiver"] = _("Write down who the caregiver is.")
    return problems


# ---------------------------------------------------------------------------- exploitation


class Exploitation(StrEnum):
    """The seven questions of the exploitation screen, in their order (``domain.md`` 3.2)."""

    FALSE_PROMISE = "false_promise"
    FORCED_WORK = "forced_work"
    LONG_WEEK = "long_week"
    DEDUCTIONS = "deductions"
    DENIED_MOVEMENT = "denied_movement"
    THREATS = "threats"
    WITHHELD_DOCUMENTS = "withheld_documents"


ExploitationAnswers = Mapping[Exploitation, Answer]
"""What was answered; a question that nobody asked is not in it."""


def exploitation_text(answers: ExploitationAnswers) -> str:
    """The answers as the text of a sealed note."""
    return canonical_json({one.value: answers[one].value for one in Exploitation if one in answers})


def exploitation_answers(text: str) -> dict[Exploitation, Answer]:
    """The answers in the text of a sealed note. ValueError if it is none."""
    body = json.loads(text)
    if not isinstance(body, dict):
        raise ValueError("no answers")
    return {one: Answer(body[one.value]) for one in Exploitation if one.value in body}


# ---------------------------------------------------------------------------- emergencies


class Cause(StrEnum):
    """Why an emergency referral is due."""

    SUICIDAL_IDEATION = "suicidal_ideation"


@dataclass(frozen=True)
class Emergency:
    """An emergency referral that has to be made. Moments are UTC, ISO-8601.

    It is met by an emergency referral to a health or psychosocial service that was made after it
    was raised and was neither refused nor taken back; ``met_by`` is its id, looked up on reading.
    """

    id: str
    case_id: str
    cause: Cause
    raised_by: str
    raised_at: str
    revision: int = 1
    closed_by: str = ""
    closed_at: str = ""
    reason: str = ""

    @property
    def due_at(self) -> datetime:
        """When the person should be with the service at the latest."""
        return datetime.fromisoformat(self.raised_at) + EMERGENCY_WITHIN


@dataclass(frozen=True)
class EmergencyState:
    """An emergency as it stands now."""

    emergency: Emergency
    case_number: str
    met_by: str = ""

    @property
    def is_open(self) -> bool:
        """True while the referral is still to be made."""
        return not self.met_by and not self.emergency.closed_at
