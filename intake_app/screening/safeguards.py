"""What protects a child in a case, and the hard stops that follow from it (``domain.md`` 4.6).

Pure rules: each gives the sentences that stand against something, an empty list if nothing does.
They are asked in ``gate.py`` by whatever would go past them, never by a screen alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from intake_app.i18n import _
from intake_app.people.model import Person


class Answer(StrEnum):
    """Yes or no; None stands for a question that nobody has asked."""

    YES = "yes"
    NO = "no"


class Standing(StrEnum):
    """With whom the child came home."""

    ACCOMPANIED = "accompanied"
    UNACCOMPANIED = "unaccompanied"
    SEPARATED = "separated"


class Assent(StrEnum):
    """Whether the child agrees with what is planned."""

    GIVEN = "given"
    TOO_YOUNG = "too_young"
    REFUSED = "refused"


class Tracing(StrEnum):
    """How far the search for the family is, as Primero names it (``domain.md`` 3.2)."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    VERIFIED = "verified"
    REUNIFIED = "reunified"
    CLOSED = "closed"


GOING_ON = frozenset({Tracing.IN_PROGRESS, Tracing.VERIFIED, Tracing.REUNIFIED})
"""States in which details of the person are used to look for the family."""
FOUND = frozenset({Tracing.VERIFIED, Tracing.REUNIFIED})
"""States in which somebody has made sure who the family is."""


@dataclass(frozen=True)
class ChildFacts:
    """Everything that the safeguards ask about a child. All of it is empty for an adult.

    ``age_in_doubt``: somebody doubts that the stated age is right; the person then counts as a
    child whatever the birth date says. ``determined_on`` is the day of the best-interests
    determination, which a lasting solution needs besides the assessment.
    """

    standing: Standing | None = None
    age_in_doubt: bool = False
    caregiver: str = ""
    caregiver_is: str = ""
    caregiver_consent: Answer | None = None
    own_view: str = ""
    assent: Assent | None = None
    assessed_on: date | None = None
    assessed_by: str = ""
    outcome: str = ""
    determined_on: date | None = None
    tracing: Tracing | None = None

    @property
    def is_alone(self) -> bool:
        """Unaccompanied or separated; also while nobody has written down which."""
        return self.standing is not Standing.ACCOMPANIED

    @property
    def kept_in_file(self) -> tuple[object, ...]:
        """What follows from the file of the child (``children/``): nothing else writes it."""
        return (
            self.assessed_on, self.assessed_by, self.outcome, self.determined_on, self.tracing,
        )  # fmt: skip

    @property
    def is_assessed(self) -> bool:
        """True if a best-interests assessment was made: when, by whom and what came of it."""
        return bool(self.assessed_on and self.assessed_by and self.outcome)


def counts_as_child(person: Person, child: ChildFacts, today: date) -> bool:
    """True for everybody who may be under 18: uncertain and doubted ages count as a child's, and
    so does one that was corrected to an adult's until a colleague has looked it over."""
    corrected = person.age_to_look_at
    waits = corrected is not None and corrected.to_adult
    return waits or child.age_in_doubt or person.may_be_child(today)


def age_waits() -> str:
    """Why the rules for children hold for somebody whose birth date is that of an adult."""
    return _(
        "The date of birth was corrected from a child’s to an adult’s. Until a counsellor or"
        " supervisor has looked that over, the rules for children hold."
    )


def against_approval(child: ChildFacts) -> list[str]:
    """What is missing before a plan for this child can be approved."""
    return list(_against_approval(child))


def _against_approval(child: ChildFacts) -> Iterator[str]:
    if child.standing is None:
        yield _("Write down whether the child is accompanied, unaccompanied or separated.")
    if not child.caregiver:
        yield _("The child has no caregiver or guardian: write down who it is.")
    if child.is_alone and not child.is_assessed:
        yield _(
            "There is no best-interests assessment: have it made, then write down its date, by"
            " whom it was made and the outcome."
        )
    yield from _against_sharing(child)


def against_sharing(child: ChildFacts) -> list[str]:
    """What is missing before anything about this child goes to a service because of a consent."""
    return list(_against_sharing(child))


def _against_sharing(child: ChildFacts) -> Iterator[str]:
    if child.caregiver_consent is not Answer.YES:
        yield _("The caregiver has not agreed: ask them, and write down their answer.")
    if not child.own_view:
        yield _("The child’s own view is missing: ask the child, and write down what it says.")
    if child.assent is None:
        yield _("Write down whether the child agrees with what is planned.")
    elif child.assent is Assent.REFUSED:
        yield _("The child does not agree: talk it over with the child and change the plan.")


def against_hand_over(child: ChildFacts) -> list[str]:
    """What is missing before anything is handed over for this child."""
    if not child.is_alone or child.tracing in FOUND:
        return []
    return [
        _(
            "The family of this child is not verified: finish the tracing, and write down that it"
            " is verified."
        )
    ]


def against_lasting_solution(child: ChildFacts) -> list[str]:
    """What is missing before a child is referred to its family or another lasting solution."""
    missing = against_hand_over(child)
    if child.is_alone and child.determined_on is None:
        missing.append(
            _("There is no best-interests determination: have it made, then write down its day.")
        )
    return missing


def no_cash() -> str:
    """Why a child gets no money in hand, and what to do instead."""
    return _(
        "A child gets no cash: choose help in kind or a service, paid to the supplier or by bank"
        " transfer."
    )


def no_cash_in_hand() -> str:
    """Why money on arrival does not go into a child's hand, and what to do instead."""
    return _("A child gets no cash in hand: give it to the caregiver, or give something in kind.")
