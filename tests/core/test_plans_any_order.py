"""No order of acts over two cases, two records and two programmes passes any cap by one unit."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.errors import IntakeError
from intake_app.needs import service as needs
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import budget
from intake_app.plans import elsewhere as plans_elsewhere
from intake_app.plans import service as plans
from intake_app.plans.model import BudgetLine, PlanState
from intake_app.same_person import service as same
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.core.needs_kit import pocket_money
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import opened_case
from tests.core.test_plans_budget import VILLAGE
from tests.core.test_plans_funds import agreed, excluding, line, with_packs, written
from tests.core.test_plans_limits import a_limit
from tests.factories import a_consent, a_homecoming, a_person

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
CAP, SOCIAL = 100_000, 60_000
MINOR = [1, 39_999, 40_000, 59_999, 60_000, 60_001, 100_000]


def capped(session: Session) -> Session:
    """EURP with a cap over all and one of a quarter; the village's shop excludes its goods."""
    eurp = session.packs["eurp"]
    limits = (
        a_limit(CAP, eurp),
        replace(a_limit(SOCIAL, eurp), id="quarter", every=3, packages=("post_return",)),
    )
    village = excluding(VILLAGE, "shop", "eurp.post_return")
    return with_packs(session, replace(eurp, limits=limits), village)


class Office(RuleBasedStateMachine):
    """Two cases of one person, the second one under another record and under both programmes."""

    session: Session

    @initialize()
    def two_cases(self) -> None:
        clerk = as_role(self.session, R)
        person, first = opened_case(clerk)
        other = a_person(documents=())
        coming = a_homecoming(other)
        other = people.save_person(clerk, other, coming)
        cases.give_consent(clerk, a_consent(other))
        second = cases.open_case(clerk, other.id, coming.id, "village")
        same.link(as_role(self.session, C), person.id, other.id, "The same photograph")
        plans.add_fund(as_role(self.session, C), second.id, "eurp")
        self.people: tuple[Person, ...] = (person, other)
        self.cases = (first, second)

    def in_force(self) -> list[tuple[str, str, int, str]]:
        """All money that is granted or given: programme, package, minor units, month."""
        found = []
        for case in self.cases:
            for plan in plans.plans_of(self.session, case.id):
                if plan.state is PlanState.APPROVED:
                    found += [
                        (one.pack or case.pack, one.package, one.amount.minor, one.month)
                        for one in plan.lines
                    ]
                    break
        items = needs.items_of(self.session, self.cases[0].id)
        given = [("eurp", "post_arrival", i.value.minor, "2026-05") for i in items if i.value]
        return found + given

    def account(self) -> None:
        money = self.in_force()
        eurp = [one for one in money if one[0] == "eurp"]
        assert sum(minor for _pack, _package, minor, _month in eurp) <= CAP
        for months in (("2026-05", "2026-06", "2026-07"), ("2026-08", "2026-09", "2026-10")):
            quarter = [m for _p, package, m, month in eurp
                       if package == "post_return" and month in months]  # fmt: skip
            assert sum(quarter) <= SOCIAL
        assert sum(m for pack, package, m, _month in money if package == "starter") <= 40_000
        held = {(pack, package) for pack, package, _m, _month in money}
        assert not {("eurp", "post_return"), ("village", "shop")} <= held

    def done(self, work: Callable[[], object]) -> None:
        with contextlib.suppress(IntakeError):
            work()
        self.account()

    @rule(place=st.integers(0, 1), seed=st.integers(0, 10**6))
    def write(self, place: int, seed: int) -> None:
        chance, case = random.Random(seed), self.cases[place]
        goods = line("post_return", "1", "" if place == 0 else "eurp")
        kinds = [goods, goods, replace(goods, package="post_arrival")]
        if place:
            francs = Money(1, "XOF")
            kinds += [line("shop", "1", amount=francs), line("starter", "1", amount=francs)]
        lines = [
            replace(kind, id=new_id(), month=chance.choice(["2026-05", "2026-07", "2026-08"]),
                    amount=replace(kind.amount, minor=chance.choice(MINOR)))
            for kind in chance.choices(kinds, k=chance.randint(0, 3))
        ]  # fmt: skip
        newest = next(iter(plans.plans_of(self.session, case.id)), None)
        if newest is None or newest.state is not PlanState.SUBMITTED:
            self.done(lambda: written(self.session, case, *lines))

    @rule(place=st.integers(0, 1))
    def send(self, place: int) -> None:
        self.decide(place, lambda id_: plans.submit_plan(as_role(self.session, C), id_))

    @rule(place=st.integers(0, 1))
    def approve(self, place: int) -> None:
        self.decide(place, lambda id_: plans.approve_plan(as_role(self.session, S), id_))

    @rule(place=st.integers(0, 1))
    def send_back(self, place: int) -> None:
        self.decide(place, lambda id_: plans.return_plan(as_role(self.session, S), id_, "Less."))

    @rule(minor=st.sampled_from([1, 20_000, 40_001]))
    def give(self, minor: int) -> None:
        item = pocket_money(self.cases[0], minor)
        self.done(lambda: needs.give(as_role(self.session, R), item))

    @rule(place=st.integers(0, 1))
    def change_programmes(self, place: int) -> None:
        case, counsellor = self.cases[place], as_role(self.session, C)
        now = cases.reload_case(counsellor, case.id).case
        other = "eurp" if case.pack == "village" else "village"
        act = plans.drop_fund if now.funds else plans.add_fund
        self.done(lambda: act(counsellor, case.id, other))

    def decide(self, place: int, act: Callable[[str], object]) -> None:
        newest = next(iter(plans.plans_of(self.session, self.cases[place].id)), None)
        if newest is not None:
            self.done(lambda: act(newest.id))


def run(session: Session, examples: int, steps: int) -> None:
    machine = type("OneOffice", (Office,), {"session": capped(session)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_order_of_acts_over_two_cases_and_funds_passes_any_cap(supervisor: Session) -> None:
    run(supervisor, examples=6, steps=12)


@pytest.mark.nightly
def test_no_order_of_many_acts_passes_any_cap(supervisor: Session) -> None:
    run(supervisor, examples=300, steps=40)


def by_hand(session: Session) -> None:
    """What the machine does by chance: both cases ask for the same, one after the other."""
    office = type("OneOffice", (Office,), {"session": capped(session)})()
    office.two_cases()
    first, second = office.cases

    def asks(case: CaseFile, *lines: BudgetLine) -> None:
        office.done(lambda: agreed(office.session, case, *lines))

    asks(first, line("post_return", "600", month="2026-05"))
    asks(second, line("shop", "1", amount=Money(5, "XOF")))
    asks(second, line("post_return", "0.01", "eurp", month="2026-06"))
    asks(second, line("post_arrival", "400.01", "eurp", month="2026-06"))


@pytest.mark.parametrize("rule", ["_above_limit", "_paid_twice"])
def test_control_the_account_notices_a_rule_that_is_taken_out(
    rule: str, supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand(supervisor)
    monkeypatch.setattr(budget, rule, lambda *_: None)
    with pytest.raises(AssertionError):
        by_hand(supervisor)


def test_control_the_account_notices_a_sum_that_forgets_the_other_record(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans_elsewhere, "held_lines", lambda _plans, _own: ())
    with pytest.raises(AssertionError):
        by_hand(supervisor)
