"""The hard stops for children, asked by every service that would go past them.

In the running transaction of the act itself, so that nothing can change in between. Each raises
NotAllowed with the sentences that say what is missing and what to do.
"""

from __future__ import annotations

from datetime import date

from intake_app.cases import store as cases_store
from intake_app.errors import NotAllowed
from intake_app.people import store as people_store
from intake_app.screening import store
from intake_app.screening.safeguards import (
    ChildFacts,
    against_approval,
    against_hand_over,
    against_lasting_solution,
    against_sharing,
    age_waits,
    counts_as_child,
    no_cash,
    no_cash_in_hand,
)
from intake_app.vault.db import Connection

LASTING_SOLUTIONS = frozenset({"family_reunification"})
"""Sectors of services to which a child goes for good."""


def child_of_case(db: Connection, case_id: str, today: date) -> ChildFacts | None:
    """What the safeguards know of the child of a case; None if the person is an adult for sure.

    A case without a screening has a child about whom nothing is known.
    """
    case = cases_store.get(db, case_id)
    person = people_store.get(db, case.person_id) if case else None
    screening = store.newest(db, case_id)
    facts = screening.child if screening else ChildFacts()
    if person is not None and not counts_as_child(person, facts, today):
        return None
    return facts


def before_plan_approval(db: Connection, case_id: str, today: date) -> None:
    """No plan for a child without caregiver, consent, own view and, if alone, an assessment."""
    child = child_of_case(db, case_id, today)
    if child is not None:
        _refuse(db, case_id, against_approval(child))


def before_hand_over(db: Connection, case_id: str, today: date) -> None:
    """Nothing is handed over for a child alone before the family is verified."""
    child = child_of_case(db, case_id, today)
    if child is not None:
        _refuse(db, case_id, against_hand_over(child))


def before_cash(db: Connection, case_id: str, today: date) -> None:
    """No money in the hand of a child, nor of somebody who may be one."""
    if child_of_case(db, case_id, today) is not None:
        _refuse(db, case_id, [no_cash()])


def before_giving(
    db: Connection, case_id: str, today: date, *, is_money: bool, to_the_child: bool
) -> None:
    """Money on arrival goes to the caregiver of a child, never into its own hand; and nothing goes
    into another hand for a child alone before the family is verified.

    A meal, a bed or a kit for the child itself waits for nothing.
    """
    if child_of_case(db, case_id, today) is None:
        return
    if is_money and to_the_child:
        _refuse(db, case_id, [no_cash_in_hand()])
    if not to_the_child:
        before_hand_over(db, case_id, today)


def before_sharing(db: Connection, case_id: str, today: date) -> None:
    """A consent for a child is the caregiver's and the child's own."""
    child = child_of_case(db, case_id, today)
    if child is not None:
        _refuse(db, case_id, against_sharing(child))


def before_referral(db: Connection, case_id: str, sector: str, today: date) -> None:
    """A child alone goes to a lasting solution only with verified family and determination."""
    if sector not in LASTING_SOLUTIONS:
        return
    child = child_of_case(db, case_id, today)
    if child is not None:
        _refuse(db, case_id, against_lasting_solution(child))


def _refuse(db: Connection, case_id: str, sentences: list[str]) -> None:
    if not sentences:
        return
    case = cases_store.get(db, case_id)
    person = people_store.get(db, case.person_id) if case else None
    corrected = person.age_to_look_at if person else None
    if corrected and corrected.to_adult:  # else nobody would understand it of an adult
        sentences = [*sentences, age_waits()]
    raise NotAllowed(" ".join(sentences))
