"""What is printed on the summary of the assessments. ``when`` is a code: the moment at which
something was seen so, or ``both``."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.documents.facts import MadeFacts, PaperFacts, PersonFacts

BOTH = "both"


@dataclass(frozen=True)
class WishFacts:
    """One line of the feasibility grid. ``feasible`` is a code, empty while undecided."""

    when: str
    text: str
    helps: str = ""
    hinders: str = ""
    feasible: str = ""
    why: str = ""


@dataclass(frozen=True)
class SkillFacts:
    """Something that the person can do. ``skill_level`` is a code or empty."""

    when: str
    text: str
    skill_level: str = ""
    evidence: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class ProspectFacts:
    """An opportunity or a risk. ``dimension`` and ``side`` are codes."""

    when: str
    dimension: str
    side: str
    text: str
    action: str = ""


@dataclass(frozen=True)
class AssessmentFacts(PaperFacts):
    """The assessments of a case, what both saw alike only once."""

    person: PersonFacts = PersonFacts()
    made: tuple[MadeFacts, ...] = ()
    wishes: tuple[WishFacts, ...] = ()
    skills: tuple[SkillFacts, ...] = ()
    prospects: tuple[ProspectFacts, ...] = ()
