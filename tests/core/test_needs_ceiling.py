"""No order of giving, taking back, planning and deciding passes the ceiling by one minor unit.

A machine presses every button in every order and holds the vault against a plain account. Where a
part of the sum is taken out, it must notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.errors import IntakeError, InvalidInput
from intake_app.needs import service as needs
from intake_app.needs.allowance import Room, refusal
from intake_app.needs.model import GivenItem, Handing
from intake_app.packs.loader import load_pack
from intake_app.packs.model import PackageForm
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans import store as plans_store
from intake_app.plans.budget import Frame
from intake_app.plans.model import BudgetLine, LineForm, PlanState
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.core.needs_kit import a_kit, euros, pocket_money
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import TODAY, a_homecoming

WHOLE = 61_500
AMOUNTS = st.sampled_from([1, 20_000, 20_500, 21_000, 41_000, 41_001, 61_499, 61_500, 61_501])
R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR


def answered(work: Callable[[], object]) -> bool:
    """True if it was done, False if it was refused in words."""
    try:
        work()
    except IntakeError:
        return False
    return True


class Office(RuleBasedStateMachine):
    """Two cases of one person under one programme: what is given, planned and decided in them."""

    session: Session

    @initialize()
    def two_cases(self) -> None:
        clerk = as_role(self.session, R)
        person, first = opened_case(clerk)
        again = a_homecoming(person, arrived_on=TODAY - timedelta(days=2))
        people.save_person(clerk, people.person(clerk, person.id), again)
        self.cases = (first, cases.open_case(clerk, person.id, again.id, "eurp"))

    # what the test itself knows

    def given(self, case: CaseFile) -> int:
        items = needs.needs_of(self.session, case.id).items
        return sum(item.value.minor for item in items if item.stands and item.value)

    def held(self, case: CaseFile) -> int:
        """The version in force, or one that waits if it holds more."""
        versions = plans.plans_of(self.session, case.id)
        newest = {
            state: next((plan for plan in versions if plan.state is state), None)
            for state in (PlanState.APPROVED, PlanState.SUBMITTED)
        }
        return max(
            sum(line.amount.minor for line in plan.lines) if plan else 0 for plan in newest.values()
        )

    def bound(self) -> int:
        total = sum(self.given(case) + self.held(case) for case in self.cases)
        assert total <= WHOLE
        return total

    # buttons

    @rule(place=st.integers(0, 1), amount=AMOUNTS)
    def give(self, place: int, amount: int) -> None:
        before = self.bound()
        item = pocket_money(self.cases[place], amount)
        done = answered(lambda: needs.give(as_role(self.session, R), item))
        assert done == (before + amount <= WHOLE)
        assert self.bound() == before + amount * done

    @rule(place=st.integers(0, 1))
    def give_something_without_a_figure(self, place: int) -> None:
        before = self.bound()
        needs.give(as_role(self.session, R), a_kit(self.cases[place]))
        assert self.bound() == before

    @rule(place=st.integers(0, 1), data=st.data())
    def take_back(self, place: int, data: st.DataObject) -> None:
        items = needs.needs_of(self.session, self.cases[place].id).items
        if items:
            item = data.draw(st.sampled_from(items))
            done = answered(lambda: needs.take_back(as_role(self.session, R), item.id, "A slip."))
            assert done == item.stands
            self.bound()

    @rule(place=st.integers(0, 1), amounts=st.lists(AMOUNTS, max_size=2))
    def write_a_plan(self, place: int, amounts: list[int]) -> None:
        case, counsellor = self.cases[place], as_role(self.session, C)
        newest = next(iter(plans.plans_of(counsellor, case.id)), None)
        if newest is not None and newest.state is PlanState.SUBMITTED:
            return
        is_draft = newest is not None and newest.state is PlanState.DRAFT
        plan = newest if newest and is_draft else plans.start_plan(counsellor, case.id)
        lines = tuple(
            BudgetLine(new_id(), "post_arrival", "Lodging", euros(amount), LineForm.IN_KIND)
            for amount in amounts
        )
        goals = plan.goals or a_plan_goals(counsellor, case)
        answered(lambda: plans.save_plan(counsellor, replace(plan, goals=goals, lines=lines)))
        self.bound()

    @rule(place=st.integers(0, 1))
    def send(self, place: int) -> None:
        self.decide_about(place, PlanState.DRAFT, lambda id_: plans.submit_plan(self.by(C), id_))

    @rule(place=st.integers(0, 1))
    def approve(self, place: int) -> None:
        waiting = PlanState.SUBMITTED
        self.decide_about(place, waiting, lambda id_: plans.approve_plan(self.by(S), id_))

    @rule(place=st.integers(0, 1))
    def send_back(self, place: int) -> None:
        waiting = PlanState.SUBMITTED
        self.decide_about(place, waiting, lambda id_: plans.return_plan(self.by(S), id_, "Less."))

    def by(self, role: Role) -> Session:
        return as_role(self.session, role)

    def decide_about(self, place: int, state: PlanState, act: Callable[[str], object]) -> None:
        newest = next(iter(plans.plans_of(self.session, self.cases[place].id)), None)
        if newest is not None and newest.state is state:
            answered(lambda: act(newest.id))
            self.bound()


def a_plan_goals(session: Session, case: CaseFile) -> Any:
    return a_plan(session, case).goals


def run(session: Session, examples: int, steps: int) -> None:
    machine = type("OneOffice", (Office,), {"session": session})
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


def test_no_order_of_acts_passes_the_ceiling(supervisor: Session) -> None:
    run(supervisor, examples=12, steps=15)


@pytest.mark.nightly
def test_no_order_of_many_acts_passes_the_ceiling(supervisor: Session) -> None:
    run(supervisor, examples=300, steps=40)


def a_plan_then_money(session: Session) -> None:
    """By hand what the machine does by chance: one case plans, the other is given money."""
    office = type("OneOffice", (Office,), {"session": session})()
    office.two_cases()
    office.write_a_plan(0, [41_000])
    office.send(0)
    office.give(0, 20_000)
    office.give(0, 20_500)
    office.give(1, 20_000)


def test_control_the_machine_notices_a_sum_that_forgets_what_was_given(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_plan_then_money(supervisor)
    monkeypatch.setattr(plans_store, "given_in", lambda _db, _case: [])
    with pytest.raises(AssertionError):
        a_plan_then_money(supervisor)


def test_control_the_machine_notices_a_sum_that_forgets_a_plan_that_waits(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "held_lines", lambda _plans, _package: ())
    with pytest.raises(AssertionError):
        a_plan_then_money(supervisor)


def test_the_sentence_names_the_balance(supervisor: Session) -> None:
    clerk = as_role(supervisor, R)
    _person, case = opened_case(clerk)
    with pytest.raises(InvalidInput) as refused:
        needs.give(clerk, pocket_money(case, WHOLE + 1))
    assert "0.01" in refused.value.sentence
    assert "615.00" in refused.value.sentence


# ---------------------------------------------------------------------------- the pure question


VILLAGE = load_pack(Path(__file__).resolve().parent.parent / "data" / "packs" / "village")


def a_room(form: PackageForm, day: int) -> Room:
    """A made-up programme whose package for arrivals lasts ninety days; some days after arrival."""
    packages = tuple(
        replace(one, on_arrival=True, form=form) if one.id == "shop" else one
        for one in VILLAGE.packages
    )
    arrived = TODAY - timedelta(days=day)
    pack = replace(VILLAGE, packages=packages)
    return Room(Frame(pack, "assisted_voluntary", arrived, TODAY))


def in_francs(handed: Handing, given_on: date = TODAY) -> GivenItem:
    return GivenItem(new_id(), "case", "kit", handed, given_on, value=Money(1_000, "XOF"))


@pytest.mark.parametrize(
    ("form", "handed", "words"),
    [
        (PackageForm.IN_KIND, Handing.CASH, "in kind only"),
        (PackageForm.IN_KIND, Handing.MOBILE_MONEY, "in kind only"),
        (PackageForm.IN_KIND, Handing.SERVICE, None),
        (PackageForm.CASH, Handing.GOODS, "in cash only"),
        (PackageForm.CASH, Handing.MOBILE_MONEY, None),
        (PackageForm.CASH_OR_SERVICE, Handing.CASH, None),
        (PackageForm.CASH_OR_SERVICE, Handing.GOODS, None),
    ],
)
def test_the_form_of_the_package_holds_for_what_is_given(
    form: PackageForm, handed: Handing, words: str | None
) -> None:
    said = refusal(in_francs(handed), a_room(form, day=10))
    assert (said is None) if words is None else words in (said or "")


def test_the_day_on_which_it_was_given_counts_not_the_day_of_writing() -> None:
    room = a_room(PackageForm.IN_KIND, day=95)
    last = TODAY - timedelta(days=5)
    assert refusal(in_francs(Handing.GOODS, last), room) is None
    late = refusal(in_francs(Handing.GOODS, last + timedelta(days=1)), room)
    assert "its last day was" in (late or "")
    without = replace(in_francs(Handing.GOODS), value=None)
    assert refusal(without, room) is None


def test_the_sentence_counts_the_days_that_are_left() -> None:
    item = replace(in_francs(Handing.GOODS), value=Money(10_000_000, "XOF"))
    assert "80 days until" in (refusal(item, a_room(PackageForm.IN_KIND, day=10)) or "")
