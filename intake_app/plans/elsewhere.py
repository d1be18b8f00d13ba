"""What a person holds outside the plan of one case: in their other cases, and given on arrival."""

from __future__ import annotations

from intake_app.cases import store as cases_store
from intake_app.cases.service import CaseView
from intake_app.people import store as people_store
from intake_app.people.model import Person
from intake_app.plans import store
from intake_app.plans.budget import held_lines
from intake_app.plans.frame import Held
from intake_app.same_person import store as same_person
from intake_app.vault.db import Connection


def came_along(db: Connection, view: CaseView) -> int:
    """How many of the household came home on the same day from the same country."""
    return len(who_came_along(db, view))


def who_came_along(db: Connection, view: CaseView) -> tuple[Person, ...]:
    """Those of the household who came home on the same day from the same country."""
    mine, records = view.homecoming, same_person.records_of(db, view.person.id)
    return tuple(
        member
        for member in view.household
        if member.id not in records
        and any(
            (coming.from_country, coming.arrived_on) == (mine.from_country, mine.arrived_on)
            for coming in people_store.homecomings(db, member.id)
        )
    )


def held_elsewhere(db: Connection, view: CaseView) -> tuple[Held, ...]:
    """What is bound by something else than the lines of this case's plan: what was given on
    arrival, here and in the person's other cases, and the plans of those others, under whatever
    programme and whichever of their records a case is about."""
    held: list[Held] = []
    records = same_person.records_of(db, view.person.id)
    for case in (case for one in records for case in cases_store.of_person(db, one)):
        held += [
            Held(case.pack, package, amount, month=month)
            for package, month, amount in store.given_in(db, case.id)
        ]
        if case.id != view.case.id:
            held += [
                Held(line.pack or case.pack, line.package, line.amount, line.dimension, line.month)
                for line in held_lines(store.of_case(db, case.id), case.pack)
            ]
    return tuple(held)
