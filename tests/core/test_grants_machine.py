"""No order of acts on grants passes the plan line, skips a step, or has an author decide.

A machine presses every button with every hand and holds the vault against a plain account. Where a
rule is taken out, it must notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from intake_app.acts import Role
from intake_app.errors import IntakeError
from intake_app.grants import model, proof, rules, states
from intake_app.grants import service as grants
from intake_app.grants.instalments import is_to_close
from intake_app.grants.model import DECIDING, GrantRequest
from intake_app.grants.proof import unproved
from intake_app.packs.model import GrantRules, GrantStep
from intake_app.session import Session
from intake_app.values import Money
from tests.core.grants_kit import (
    EIGHTY_TWENTY,
    FULL,
    a_delivery,
    a_proof,
    a_refund,
    a_visit,
    an_approved_plan,
    as_another,
    under,
)
from tests.core.test_case_journey import a_request

LINE = 120_000
AMOUNTS = st.sampled_from([1, 2, 20_000, 24_000, 40_000, 80_000, 96_000, 119_999, 120_000])
HANDS = st.sampled_from(["c1", "c2", "s1", "s:c2"])
ASKERS, DECIDERS = st.sampled_from(["c1", "c2"]), st.sampled_from(["s1", "s2", "s:c2"])
"""The last one is ``c2`` as a supervisor: somebody who was promoted."""
WHICH, PART = st.integers(0, 2), st.integers(1, 2)
AFTER_APPROVAL = {"approved", "delivered", "verified", "closed"}


class Asking(RuleBasedStateMachine):
    """One plan line of 1,200.00 EUR, four colleagues, up to three requests: asking and deciding."""

    session: Session

    @initialize(amount=AMOUNTS, ready=st.integers(0, 3))
    def a_plan(self, amount: int = 0, ready: int = 0) -> None:
        """Most examples begin with a request that has come some steps, or all."""
        self.plan = an_approved_plan(self.session, LINE)
        self.refused: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        for _step in range(ready):
            if not self.grants():
                self.ask("c1", amount)
            self.approve_what_waits("s1", 0)

    def by(self, hand: str) -> Session:
        role = Role.COUNSELLOR if hand.startswith("c") else Role.SUPERVISOR
        return as_another(self.session, role, hand.removeprefix("s:"))

    def grants(self) -> list[GrantRequest]:
        return grants.grants_of(self.session, self.plan.case_id)

    def press(self, button: str, which: int, work: Callable[[GrantRequest], object]) -> None:
        there = self.grants()
        if not there:
            return
        try:
            work(there[which % len(there)])
            self.done[button] += 1
        except IntakeError:
            self.refused[button] += 1

    # buttons

    @rule(hand=ASKERS, amount=AMOUNTS)
    def ask(self, hand: str, amount: int) -> None:
        if len(self.grants()) < 3:
            request = a_request(self.plan, amount)
            try:
                grants.request_grant(self.by(hand), request)
            except IntakeError:
                self.refused["ask"] += 1

    @rule(hand=ASKERS, which=WHICH, amount=AMOUNTS)
    def ask_again(self, hand: str, which: int, amount: int) -> None:
        changed = Money(amount, "EUR")
        self.press(
            "ask_again",
            which,
            lambda one: grants.request_grant(self.by(hand), replace(one, amount=changed)),
        )

    @rule(hand=DECIDERS, which=WHICH, step=st.sampled_from(DECIDING))
    def approve(self, hand: str, which: int, step: GrantStep) -> None:
        self.press("approve", which, lambda one: grants.approve_grant(self.by(hand), one.id, step))

    @rule(hand=DECIDERS, which=WHICH)
    def approve_what_waits(self, hand: str, which: int) -> None:
        """The same with the step that is shown, so that more requests come to their end."""
        self.press(
            "approve",
            which,
            lambda one: grants.approve_grant(
                self.by(hand), one.id, one.waits_for or GrantStep.CHECK
            ),
        )

    @rule(hand=DECIDERS, which=WHICH)
    def send_back(self, hand: str, which: int) -> None:
        self.press("return", which, lambda one: grants.return_grant(self.by(hand), one.id, "No."))

    @rule(hand=DECIDERS, which=WHICH)
    def reject(self, hand: str, which: int) -> None:
        self.press("reject", which, lambda one: grants.reject_grant(self.by(hand), one.id, "No."))

    @rule(hand=ASKERS, which=WHICH)
    def cancel(self, hand: str, which: int) -> None:
        self.press("cancel", which, lambda one: grants.cancel_grant(self.by(hand), one.id, "No."))


class Desk(Asking):
    """The same with everything that comes after the approval, and what must hold at any moment."""

    @rule(hand=DECIDERS, which=WHICH, part=PART)
    def release(self, hand: str, which: int, part: int) -> None:
        self.press(
            "release",
            which,
            lambda one: grants.release_part(
                self.by(hand), one.id, part, "Seen.", self.by(hand).today(), "Moussa Bah"
            ),
        )

    @rule(hand=HANDS, which=WHICH, part=PART, amount=AMOUNTS, is_last=st.booleans())
    def deliver(self, hand: str, which: int, part: int, amount: int, *, is_last: bool) -> None:
        entry = a_delivery(amount, part=part, is_last=is_last)
        self.press("deliver", which, lambda one: grants.deliver(self.by(hand), one.id, entry))

    @rule(hand=HANDS, which=WHICH, part=PART)
    def deliver_the_rest(self, hand: str, which: int, part: int) -> None:
        def work(one: GrantRequest) -> None:
            whole = next((p.amount for p in one.instalments() if p.number == part), one.amount)
            rest = whole - one.paid(part)
            grants.deliver(self.by(hand), one.id, a_delivery(rest.minor, part=part))

        self.press("deliver", which, work)

    @rule(hand=HANDS, which=WHICH, part=PART, amount=AMOUNTS)
    def prove(self, hand: str, which: int, part: int, amount: int) -> None:
        self.press(
            "prove",
            which,
            lambda one: grants.prove(self.by(hand), one.id, a_proof(amount, part=part)),
        )

    @rule(hand=HANDS, which=WHICH, part=PART)
    def prove_the_rest(self, hand: str, which: int, part: int) -> None:
        self.press(
            "prove",
            which,
            lambda one: grants.prove(
                self.by(hand), one.id, a_proof(one.open_amount(part).minor, part=part)
            ),
        )

    @rule(hand=HANDS, which=WHICH, part=PART, amount=AMOUNTS)
    def give_back(self, hand: str, which: int, part: int, amount: int) -> None:
        self.press(
            "refund",
            which,
            lambda one: grants.refund(self.by(hand), one.id, a_refund(amount, part=part)),
        )

    @rule(hand=HANDS, which=WHICH, is_ok=st.booleans())
    def look(self, hand: str, which: int, *, is_ok: bool) -> None:
        self.press(
            "visit",
            which,
            lambda one: grants.record_visit(self.by(hand), one.id, a_visit(is_ok=is_ok)),
        )

    @rule(hand=HANDS, which=WHICH, entry=st.integers(0, 9))
    def take_back(self, hand: str, which: int, entry: int) -> None:
        def work(one: GrantRequest) -> None:
            if entries := one.entries():
                taken = entries[entry % len(entries)]
                grants.take_back_entry(self.by(hand), one.id, taken.id, "A slip.")

        self.press("take_back", which, work)

    @rule(hand=DECIDERS, which=WHICH, reason=st.sampled_from(["", "Moved away."]))
    def close(self, hand: str, which: int, reason: str) -> None:
        self.press("close", which, lambda one: grants.close_grant(self.by(hand), one.id, reason))

    # what must hold

    @invariant()
    def the_account_is_plain(self) -> None:
        if not hasattr(self, "plan"):
            return
        held = 0
        for one in self.grants():
            paid = sum(entry.amount.minor for entry in one.deliveries if entry.stands)
            back = sum(entry.amount.minor for entry in one.refunds if entry.stands)
            if one.state == "closed":
                held += paid - back
            elif one.state not in {"draft", "returned", "rejected", "cancelled"}:
                held += one.amount.minor - back
            assert paid <= one.amount.minor
            assert paid == 0 or one.state in AFTER_APPROVAL
            self.it_waits_for_its_closing_when_nothing_else_is_left(one)
            for part in one.instalments():
                self.part_is_plain(one, part.number, part.amount.minor)
        assert held <= LINE, "the plan line was passed"

    def it_waits_for_its_closing_when_nothing_else_is_left(self, one: GrantRequest) -> None:
        try:
            rules.require_even(one, "")
        except IntakeError:
            is_even = False
        else:
            is_even = one.state in {"delivered", "verified"}
        assert is_to_close(one) is is_even

    def part_is_plain(self, one: GrantRequest, number: int, amount: int) -> None:
        def total(entries: tuple[object, ...]) -> int:
            return sum(
                entry.amount.minor  # type: ignore[attr-defined]
                for entry in entries
                if entry.stands and entry.part == number and entry.amount  # type: ignore[attr-defined]
            )

        paid, used = total(one.deliveries), total(one.proofs) + total(one.refunds)
        assert used <= paid <= amount
        if one.state == "closed":
            assert used == paid
        if paid and number > 1:
            assert one.parts[number - 1].confirmed_by
            assert any(entry.part < number for entry in one.deliveries)

    @invariant()
    def every_yes_is_another_persons_and_none_is_skipped(self) -> None:
        if not hasattr(self, "plan"):
            return
        for one in self.grants():
            decisions = grants.decisions_about(self.session, one.id)
            writers = {one.author, *one.writers}
            counted = {done.decision for done in one.done}
            given = [entry for entry in decisions if entry.id in counted]
            assert len(given) == len(counted)
            assert not writers.intersection(entry.decided_by for entry in given), (
                "an author decided"
            )
            places = [(entry.kind, entry.revision) for entry in decisions]
            assert len(places) == len(set(places)), "the same yes twice"
            if one.state in AFTER_APPROVAL:
                assert unproved(one, decisions) == ()
                assert tuple(entry.step for entry in one.done) == one.deciding_steps
            if one.state in {"delivered", "verified"}:
                assert all(one.is_complete(part.number) for part in one.instalments())
            if one.state == "verified":
                assert [visit.is_ok for visit in one.visits if visit.stands][-1]
            if one.state == "closed":
                (closing,) = [entry for entry in decisions if entry.kind == "grant_closure"]
                wrote = {entry.by for entry in one.entries() if entry.stands}
                assert closing.decided_by not in wrote


def run(session: Session, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        type("OneDesk", (Desk,), {"session": at_an_office(session)}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


def at_an_office(session: Session) -> Session:
    return under(session, GrantRules(steps=FULL), EIGHTY_TWENTY)


def test_no_order_of_acts_passes_the_line_or_skips_a_step(supervisor: Session) -> None:
    run(supervisor, examples=12, steps=30)


@pytest.mark.nightly
def test_no_order_of_many_acts_passes_the_line_or_skips_a_step(supervisor: Session) -> None:
    run(supervisor, examples=400, steps=80)


def by_hand(session: Session) -> Desk:
    """A grant that is paid and partly given back, and a second one for what came back."""
    desk: Desk = type("OneDesk", (Desk,), {"session": at_an_office(session)})()
    desk.a_plan()
    desk.ask("c1", 120_000)
    for _step in DECIDING:
        desk.approve_what_waits("s1", 0)
    desk.deliver("c2", 0, 1, 96_000, is_last=True)
    desk.give_back("c1", 0, 1, 24_000)
    desk.prove_the_rest("c1", 0, 1)
    desk.ask("c2", 24_000)
    desk.ask("c2", 1)
    return desk


def holds(desk: Desk) -> None:
    desk.the_account_is_plain()
    desk.every_yes_is_another_persons_and_none_is_skipped()


def test_the_whole_way_can_be_gone_by_the_machines_buttons(supervisor: Session) -> None:
    desk = by_hand(supervisor)
    holds(desk)
    assert [one.amount.minor for one in desk.grants()] == [120_000, 24_000]
    desk.take_back("c1", 0, 2)  # the refund: its money is asked for again
    assert desk.refused == {"ask": 1, "take_back": 1}
    desk.look("s2", 0, is_ok=True)
    desk.close("s1", 0, "")  # the second part was never paid: a reason is needed
    desk.close("s2", 0, "Moved away.")  # wrote down the visit
    desk.release("s1", 0, 2)
    desk.deliver_the_rest("c1", 0, 2)
    desk.prove_the_rest("c1", 0, 2)
    desk.look("c2", 0, is_ok=True)
    desk.close("s1", 0, "")
    holds(desk)
    assert desk.grants()[0].state == "closed"


def _forgets_what_others_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "refusal", lambda *_all: None)


def _forgets_who_wrote_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.GrantRequest, "wrote", lambda *_all: False)


def _forgets_that_money_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "require_room_on_line", lambda *_all: None)


def _closes_without_an_even_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "require_even", lambda *_all: None)


def _lets_anybody_close(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "require", lambda *_all: None)


def _pays_before_the_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "require_next_part", lambda *_all: None)
    monkeypatch.setattr(proof, "is_released", lambda *_all: True)


@pytest.mark.parametrize(
    ("gap", "buttons"),
    [
        (_forgets_what_others_hold, [("ask", "c1", 120_000)]),
        (_forgets_who_wrote_it, [
            ("send_back", "s1", 1), ("ask_again", "c1", 1, 24_000),
            ("approve_what_waits", "s:c2", 1),
        ]),
        (_forgets_that_money_is_asked_for_again, [("take_back", "c1", 0, 2)]),
        (_closes_without_an_even_account, [
            ("take_back", "c1", 0, 1), ("close", "s1", 0, "Moved away."),
        ]),
        (_lets_anybody_close, [("look", "s2", 0), ("close", "s2", 0, "Moved away.")]),
        (_pays_before_the_trigger, [("deliver_the_rest", "c1", 0, 2)]),
    ],
)  # fmt: skip
def test_control_the_machine_notices_a_rule_that_is_missing(
    supervisor: Session,
    monkeypatch: pytest.MonkeyPatch,
    gap: Callable[[pytest.MonkeyPatch], None],
    buttons: list[tuple[object, ...]],
) -> None:
    desk = by_hand(supervisor)
    gap(monkeypatch)
    for name, *arguments in buttons:
        more = {"is_ok": True} if name == "look" else {}
        getattr(desk, str(name))(*arguments, **more)
    monkeypatch.undo()
    with pytest.raises(AssertionError):
        holds(desk)
