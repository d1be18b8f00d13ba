"""50,000 referrals in the vault, and a large directory: the list, the deadlines and the search."""

from __future__ import annotations

import random
import statistics
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import process_time

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.referrals import service as referrals
from intake_app.referrals import store
from intake_app.referrals.directory import Directory
from intake_app.referrals.model import Referral, ReferralState, Step, Urgency
from intake_app.referrals.service import FILTERS, Question
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.test_case_journey import opened_case
from tests.factories import TODAY, a_consent, a_provider

SERVICES = 2_000
_KINDS = ("health", "training", "employment", "psychosocial", "legal", "education")


def milliseconds(work: Callable[[], object], times: int = 15) -> float:
    """The slowest of twenty, leaving the one slowest out."""
    taken = []
    for _number in range(times):
        begun = process_time()
        work()
        taken.append((process_time() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def test_a_directory_of_two_thousand_services_is_searched_in_a_few_milliseconds() -> None:
    chance = random.Random(1)
    areas = ("Ratoma", "Kindia", "Labé", "Kankan", "Mamou", "Nzérékoré")
    services = [
        a_provider(
            name=f"Centre {number} de {chance.choice(areas)}", area=chance.choice(areas),
            sector=chance.choice(_KINDS), also=(chance.choice(_KINDS),),
        )
        for number in range(SERVICES)
    ]  # fmt: skip
    directory = Directory(services, {}, TODAY)
    for typed in ("c", "centre", "centre 1", "labe health", "zzz"):
        assert milliseconds(lambda typed=typed: directory.find(typed)) < 30  # type: ignore[misc]


@pytest.mark.nightly
def test_fifty_thousand_referrals_are_listed_counted_and_due_at_once(sign_in: SignIn) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    desk = sign_in(Role.COUNSELLOR)
    service = referrals.save_provider(desk, a_provider())
    consent = a_consent(person, purpose=Purpose.SHARING, recipient_id=service.id)
    cases.give_consent(desk, consent)
    _fill(desk, referrals.refer(desk, _referral(case.id, service.id)), 50_000)
    later = replace(desk, clock=lambda: desk.clock() + timedelta(days=1))
    for ready in FILTERS:
        work = lambda ready=ready: referrals.find_referrals(later, Question(ready), 100)  # noqa: E731
        assert milliseconds(work, 5) < 150, ready
    assert milliseconds(lambda: referrals.count_referrals(later), 5) < 300
    assert milliseconds(lambda: referrals.records(later), 5) < 400


def _referral(case_id: str, service_id: str) -> Referral:
    return Referral(new_id(), case_id, service_id, "health", "Soins", Urgency.NORMAL)


def _fill(desk: Session, first: Referral, count: int) -> None:
    """A tenth is open, as in an office that has worked for years."""
    chance = random.Random(2)
    with desk.vault.transaction() as db:
        for number in range(2, count):
            ago = desk.clock() - timedelta(days=chance.randrange(1, 900))
            state = chance.choices(list(ReferralState), [6, 4, 15, 65, 10])[0]
            step = Step(state, (ago + timedelta(days=5)).isoformat(), desk.user.id)
            store.put(
                db,
                replace(
                    first,
                    id=str(uuid.UUID(int=chance.getrandbits(128))),
                    number=number,
                    urgency=chance.choice(list(Urgency)),
                    state=state,
                    referred_at=ago.isoformat(),
                    steps=() if state is ReferralState.IN_PROGRESS else (step,),
                    rating=chance.choice((0, 4)) if state is ReferralState.DONE else 0,
                ),
            )
