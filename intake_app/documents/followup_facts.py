"""What is printed on the paper of a follow-up visit and on the closure note.

Texts arrive in the language of the paper unless a field is named as a code. Everything may be
empty: a blank form, to be filled in by hand, is a paper whose heading says ``blank``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app.documents.facts import DecisionFacts, PaperFacts, PersonFacts
from intake_app.values import Money


@dataclass(frozen=True)
class AttemptFacts:
    """One try. ``way`` and ``outcome`` are codes."""

    on: date | None
    way: str
    outcome: str
    note: str = ""
    by: str = ""


@dataclass(frozen=True)
class VisitFacts(PaperFacts):
    """One follow-up. ``way``, ``business``, ``satisfaction`` and ``intention`` are codes, empty
    where nobody said; ``month`` 0: it was planned by hand."""

    person: PersonFacts = PersonFacts()
    month: int = 0
    due_on: date | None = None
    opens_on: date | None = None
    until: date | None = None
    attempts: tuple[AttemptFacts, ...] = ()
    made_on: date | None = None
    way: str = ""
    business: str = ""
    jobs: int | None = None
    income: Money | None = None
    satisfaction: str = ""
    intention: str = ""
    note: str = ""
    made_by: str = ""


@dataclass(frozen=True)
class SettledFacts:
    """A line of what was open in the case, and how it ended."""

    what: str
    state: str
    remark: str = ""


@dataclass(frozen=True)
class ClosureFacts(PaperFacts):
    """The end of a case. ``reason`` is a code; ``settled`` are its grants, referrals and
    follow-ups."""

    person: PersonFacts = PersonFacts()
    opened_on: date | None = None
    closed_on: date | None = None
    kept_until: date | None = None
    reason: str = ""
    summary: str = ""
    no_survey: str = ""
    goes_on: bool = False
    settled: tuple[SettledFacts, ...] = ()
    asked_by: str = ""
    decision: DecisionFacts | None = None
