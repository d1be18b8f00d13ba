"""The breach log keeps every state, and knows whose data a lost thing held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app.acts import Role
from intake_app.breaches import service as breaches
from intake_app.breaches.model import BreachKind
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.people import service as people
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.erasure_kit import a_full_case
from tests.core.test_case_journey import opened_case
from tests.factories import a_person


def written(session: Session, what: str = "The stick was gone after lunch.") -> breaches.Breach:
    entry = breaches.new_breach(session, BreachKind.STICK)
    return breaches.record_breach(session, replace(entry, what=what))


def test_every_state_of_an_entry_stays(supervisor: Session) -> None:
    first = written(supervisor)
    second = breaches.record_breach(supervisor, replace(first, measures="Told headquarters."))
    assert (first.number, second.number, second.revision) == (1, 1, 2)
    with supervisor.read() as db:
        assert db.execute("SELECT count(*) FROM breach").fetchone()[0] == 2
    (entry,) = breaches.breaches(supervisor)
    assert (entry.breach, entry.who) == (second, "Salimata Keita")
    for statement in ("UPDATE breach SET body = '{}'", "DELETE FROM breach"):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)
    with pytest.raises(StaleRecord):
        breaches.record_breach(supervisor, replace(first, measures="Written twice."))
    assert written(supervisor).number == 2


def test_the_vault_the_batches_and_the_papers_are_counted_by_person(sign_in: SignIn) -> None:
    a_full_case(sign_in)
    opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    card = hub_card(HubKeys.generate(), HubKeys.generate().recipient, "Hub", supervisor.clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    batch = sync.seal_batch(supervisor)
    people.save_person(supervisor, a_person())  # not in that batch
    prints = [one.id for one in breaches.print_register(supervisor)]
    assert len(prints) == 2

    def concerned(vault: bool, batches: list[int], papers: list[str]) -> int:
        return breaches.persons_concerned(supervisor, vault, batches, papers)

    assert concerned(False, [], []) == 0
    assert concerned(False, [], prints) == 1
    assert concerned(False, [batch.number], []) == 2
    assert concerned(False, [batch.number], prints) == 2  # nobody twice
    assert concerned(True, [], []) == 3


def test_what_does_not_fit_is_refused_in_words(supervisor: Session) -> None:
    tomorrow = supervisor.today() + timedelta(days=1)
    entry = breaches.new_breach(supervisor, BreachKind.PAPER)
    with pytest.raises(InvalidInput) as refused:
        breaches.record_breach(supervisor, replace(entry, noticed_on=tomorrow))
    assert set(refused.value.problems) == {"what", "noticed_on"}
    with pytest.raises(InvalidInput) as refused:
        breaches.record_breach(supervisor, replace(entry, what="Lost", happened_on=tomorrow))
    assert set(refused.value.problems) == {"happened_on"}


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_keeps_the_log(sign_in: SignIn, role: Role) -> None:
    entry = written(sign_in(Role.SUPERVISOR))
    session = sign_in(role)
    for forbidden in (
        lambda: breaches.breaches(session),
        lambda: breaches.print_register(session),
        lambda: breaches.persons_concerned(session, True, [], []),
        lambda: breaches.record_breach(session, entry),
        lambda: breaches.report(session, entry.id, "fr"),
        lambda: breaches.note_report_printed(session, entry.id),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
