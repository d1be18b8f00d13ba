"""What no batch takes: the records of persons who do not want their case managed.

Headquarters still hears of their consents and refusals, so that it stops as well, of what is
erased, and of a referral that was made on another legal basis. All else waits in the outbox, and
goes out with the first batch after a later consent. The file of a batch that was sealed before they
said no is not written to a stick either, as long as the no holds: the next batch takes the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake_app import outbox
from intake_app.cases import store as cases_store
from intake_app.cases.consent import LegalBasis, Purpose
from intake_app.cases.permissions import persons_who_denied
from intake_app.outbox import Item
from intake_app.referrals import store as referrals_store
from intake_app.vault.db import Connection

ALWAYS = frozenset({"consent", "refusal", "erasure"})
"""Kinds of records that go whatever the person said: they say what to stop."""


@dataclass(frozen=True)
class Held:
    """Persons with their cases, and the referrals that go all the same. False if nobody is held."""

    persons: frozenset[str]
    cases: frozenset[str]
    excepted: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.persons)

    def holds(self, item: Item) -> bool:
        """True if no batch may take this record now."""
        if not self.persons or item.kind in ALWAYS:
            return False
        if item.kind == "referral" and item.id in self.excepted:
            return False
        if item.id in self.persons or item.id in self.cases or item.case_id in self.cases:
            return True
        return item.case_id is None and any(id_ in item.body for id_ in self.persons)


def held_in(db: Connection, day: date) -> Held:
    """Whose records are held back on a day."""
    persons = persons_who_denied(db, Purpose.CASE_MANAGEMENT, day)
    cases: set[str] = set()
    excepted: set[str] = set()
    for person_id in persons:
        bases = {one.id: one.legal_basis for one in cases_store.consents_of(db, person_id)}
        for case in cases_store.of_person(db, person_id):
            cases.add(case.id)
            excepted |= {
                one.id
                for one in referrals_store.of_case(db, case.id)
                if bases.get(one.consent_id, LegalBasis.CONSENT) is not LegalBasis.CONSENT
            }
    return Held(frozenset(persons), frozenset(cases), frozenset(excepted))


def stopped_in(db: Connection, day: date) -> frozenset[int]:
    """The numbers of the batches whose files hold something that no batch may take on a day."""
    if not (held := held_in(db, day)):
        return frozenset()
    return outbox.batches_with(db, [item for item in outbox.items(db) if held.holds(item)])
