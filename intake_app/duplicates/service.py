"""Finding persons who may be the one that is being registered, and remembering who is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from intake_app.acts import Act
from intake_app.duplicates import store
from intake_app.duplicates.keys import asked_keys, group_of, groups_of, stored_keys
from intake_app.duplicates.reasons import in_words, question
from intake_app.people.evidence import Evidence, Facts, Frequency, Verdict, compare_if_possible
from intake_app.same_person import service as same_person
from intake_app.same_person.store import records_of
from intake_app.session import Session
from intake_app.vault.db import Connection

__all__ = [
    "Candidate", "Evidence", "Facts", "Verdict", "candidates", "catch_up", "in_words", "question",
    "tell_apart",
]  # fmt: skip

MOST_SHOWN = 5
_MOST_WEIGHED = 6
"""Of those that share keys, the best so many are weighed; the others share little."""

_AT_ONCE = 400
"""Persons whose keys are made in one save: a tenth of a second."""

_FEWEST = 200
"""A vault with few persons does not show how frequent names are."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the person being registered, and what speaks for it."""

    person_id: str
    facts: Facts
    evidence: Evidence

    @property
    def verdict(self) -> Verdict:
        """Likely or possible; the unlikely are not shown."""
        return self.evidence.verdict


def catch_up(session: Session, most: int = _AT_ONCE) -> bool:
    """Make the keys of persons that were saved since; True if some are left for another time.

    Not an act: nothing is said about anybody that the profile does not say. Nothing is done in a
    vault that is only read.
    """
    if session.vault.read_only:
        return False
    with session.read() as db:
        numbers = store.waiting(db, most)
        persons = store.facts_of(db, numbers)
    if not numbers:
        return False
    with session.vault.transaction() as db:
        for number, _id, facts in persons:
            store.put_keys(db, number, stored_keys(facts), groups_of(facts.full_name))
    return len(numbers) == most


def candidates(session: Session, facts: Facts, *, but: str = "") -> list[Candidate]:
    """At most five persons who may be this one, the likeliest first.

    ``but`` is the id of the person whose profile it is, if it was saved before; nobody that was
    told apart from them is shown again. Persons saved a moment ago are found after ``catch_up``.
    """
    with session.read() as db:
        numbers = store.sharing(db, asked_keys(facts), _MOST_WEIGHED)
        found = store.facts_of(db, numbers)
        known = store.told_apart_from(db, but).union(records_of(db, but), {but}) if but else set()
        frequency = _frequency(db)
        weighed = [
            Candidate(person_id, other, evidence)
            for _number, person_id, other in found
            if person_id not in known
            and (evidence := compare_if_possible(facts, other, frequency)) is not None
        ]
    shown = [each for each in weighed if each.verdict is not Verdict.UNLIKELY]
    return sorted(shown, key=lambda each: -each.evidence.weight)[:MOST_SHOWN]


def _frequency(db: Connection) -> Frequency:
    """How frequent the names are that are asked for, those of mothers and neighbours among them:
    only what agrees is looked up."""
    everybody = store.highest(db) + _FEWEST
    counted: dict[str, float] = {}

    def known(word: str) -> float:
        group = group_of(word)
        if group not in counted:
            counted[group] = max(1, store.bearers(db, group)) / everybody
        return counted[group]

    return known


def tell_apart(session: Session, person_id: str, others: Collection[str]) -> None:
    """Somebody has looked: these are other persons, and are not shown for this one again."""
    with session.act(Act.TOLD_APART, person_id) as change:
        for other in others:
            same_person.keep_apart(change, session.user.id, person_id, other)
