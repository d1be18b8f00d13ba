"""No sequence of service calls gets past the safeguards of a child.

Two machines press every button in every order, as every role, and hold each answer against a plain
account of what was written down. Where a check is taken out, they must notice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.errors import IntakeError, NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantState, Payment
from intake_app.needs import service as needs
from intake_app.needs.model import GivenItem, Handing, Taker
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans.model import LineForm, PlanState
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider, Referral, ReferralState, Urgency
from intake_app.screening import gate
from intake_app.screening import service as screening
from intake_app.screening import store as screening_store
from intake_app.screening.model import Health
from intake_app.screening.safeguards import Answer, Assent, ChildFacts, Standing, Tracing
from intake_app.session import Session
from intake_app.values import Money, PartialDate, new_id
from tests.conftest import FixedClock
from tests.core.screening_kit import ADULT, CHILD, SAFE, UNCERTAIN, a_case_of, as_role, screened
from tests.core.test_case_journey import a_plan, a_request
from tests.factories import TODAY, a_consent, a_provider

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR

# ---------------------------------------------------------------------------- one by one

MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "standing": ({"standing": None}, "accompanied, unaccompanied or separated"),
    "caregiver": ({"caregiver": "", "caregiver_consent": None}, "no caregiver"),
    "assessment": (
        {"assessed_on": None, "assessed_by": "", "outcome": ""},
        "no best-interests assessment",
    ),
    "consent": ({"caregiver_consent": Answer.NO}, "caregiver has not agreed"),
    "view": ({"own_view": ""}, "own view"),
    "assent": ({"assent": None}, "whether the child agrees"),
    "refusal": ({"assent": Assent.REFUSED}, "does not agree"),
}


def submitted(session: Session, case: CaseFile) -> str:
    counsellor = as_role(session, C)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    return plans.submit_plan(counsellor, plan.id).id


@pytest.mark.parametrize("birth", [CHILD, UNCERTAIN])
@pytest.mark.parametrize("what", MISSING)
def test_each_safeguard_stops_the_approval_and_says_what_to_do(
    supervisor: Session, what: str, birth: str
) -> None:
    _person, case = a_case_of(supervisor, birth)
    plan_id = submitted(supervisor, case)
    parts, words = MISSING[what]
    screened(supervisor, case.id, child=replace(SAFE, **parts))
    with pytest.raises(NotAllowed) as refused:
        plans.approve_plan(supervisor, plan_id)
    assert words in refused.value.sentence
    assert plans.plans_of(supervisor, case.id)[0].state is PlanState.SUBMITTED
    screened(supervisor, case.id, child=SAFE)
    assert plans.approve_plan(supervisor, plan_id).state is PlanState.APPROVED


def test_a_child_with_its_family_needs_no_assessment_and_an_adult_nothing(
    supervisor: Session,
) -> None:
    _person, case = a_case_of(supervisor, CHILD)
    plan_id = submitted(supervisor, case)
    screened(
        supervisor,
        case.id,
        child=ChildFacts(
            standing=Standing.ACCOMPANIED,
            caregiver="Her mother",
            caregiver_consent=Answer.YES,
            own_view="Wants to go to school.",
            assent=Assent.TOO_YOUNG,
        ),
    )
    assert plans.approve_plan(supervisor, plan_id).state is PlanState.APPROVED
    _person, case = a_case_of(supervisor, ADULT)
    plan_id = submitted(supervisor, case)
    assert plans.approve_plan(supervisor, plan_id).state is PlanState.APPROVED


def test_a_doubted_age_is_a_childs(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    plan_id = submitted(supervisor, case)
    screened(supervisor, case.id, child=ChildFacts(age_in_doubt=True))
    with pytest.raises(NotAllowed):
        plans.approve_plan(supervisor, plan_id)
    screened(supervisor, case.id, child=ChildFacts())
    assert plans.approve_plan(supervisor, plan_id).state is PlanState.APPROVED


# ---------------------------------------------------------------------------- every sequence

_texts = st.sampled_from(["", "  ", "Somebody"])
_days = st.sampled_from([None, TODAY])
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "standing": st.sampled_from([None, *Standing]),
    "age_in_doubt": st.booleans(),
    "caregiver": _texts,
    "caregiver_consent": st.sampled_from([None, *Answer]),
    "own_view": _texts,
    "assent": st.sampled_from([None, *Assent]),
    "assessment": st.booleans(),
    "determined_on": _days,
    "tracing": st.sampled_from([None, *Tracing]),
}
MONEY = {Payment.CASH, Payment.MOBILE_MONEY, Payment.CHEQUE}


def answered(work: Callable[[], object]) -> bool:
    """True if the desk did it, False if it said why not; anything else is a bug."""
    try:
        work()
    except IntakeError:
        return False
    return True


class Desk(RuleBasedStateMachine):
    """One case of somebody whose age, family and papers change all the time."""

    session: Session
    providers: tuple[Provider, ...]

    @initialize(birth=st.sampled_from([CHILD, CHILD, UNCERTAIN, ADULT]), safe=st.booleans())
    def a_case(self, birth: str, safe: bool) -> None:
        self.birth, self.facts = birth, ChildFacts()
        self.unseen: tuple[bool, Role] | None = None
        self.person, self.case = a_case_of(self.session, birth)
        self.plan = a_plan(as_role(self.session, C), self.case, 20_000)
        for provider in self.providers:
            consent = a_consent(self.person, purpose=Purpose.SHARING, recipient_id=provider.id)
            cases.give_consent(self.session, consent)
        if safe:
            self.write_down(SAFE, S)

    def write_down(self, facts: ChildFacts, role: Role) -> None:
        if answered(lambda: screened(as_role(self.session, role), self.case.id, child=facts)):
            self.facts = facts

    # what the test itself knows of the rules

    @property
    def child(self) -> bool:
        waits = self.unseen is not None and self.unseen[0]
        return waits or self.birth != ADULT or self.facts.age_in_doubt

    @property
    def alone(self) -> bool:
        return self.child and self.facts.standing is not Standing.ACCOMPANIED

    @property
    def found(self) -> bool:
        return self.facts.tracing in {Tracing.VERIFIED, Tracing.REUNIFIED}

    def has_agreed(self) -> bool:
        """The caregiver's consent and the child's own view."""
        facts = self.facts
        heard = bool(facts.own_view.strip()) and facts.assent in {Assent.GIVEN, Assent.TOO_YOUNG}
        return facts.caregiver_consent is Answer.YES and heard

    def plan_may_pass(self) -> bool:
        facts = self.facts
        asked = bool(facts.caregiver.strip()) and self.has_agreed()
        assessed = facts.assessed_on is not None or not self.alone
        known = facts.standing is not None
        return not self.child or (asked and assessed and known)

    # buttons

    @rule(part=st.sampled_from(sorted(PARTS)), data=st.data(), role=st.sampled_from(Role))
    def change_a_fact(self, part: str, data: st.DataObject, role: Role) -> None:
        value = data.draw(PARTS[part])
        if part == "assessment":
            day = TODAY if value else None
            by, outcome = ("Office", "Home") if value else ("", "")
            facts = replace(self.facts, assessed_on=day, assessed_by=by, outcome=outcome)
        else:
            facts = replace(self.facts, **{part: value})
        self.write_down(facts, role)

    @rule(birth=st.sampled_from([CHILD, UNCERTAIN, ADULT]), role=st.sampled_from(Role))
    def correct_the_birth_date(self, birth: str, role: Role) -> None:
        now = people.person(self.session, self.person.id)
        people.save_person(
            as_role(self.session, role),
            replace(now, birth=PartialDate.from_edtf(birth)),
            age_reason="Says the aunt.",
        )
        if (birth == ADULT) != (self.birth == ADULT):
            self.unseen = birth == ADULT, role
        self.birth = birth

    @rule(role=st.sampled_from(Role))
    def look_the_age_over(self, role: Role) -> None:
        may = role is not Role.RECEPTION and self.unseen is not None and self.unseen[1] is not role
        try:
            people.look_over_age(as_role(self.session, role), self.person.id)
        except NotAllowed:
            assert not may
        else:
            assert may
            self.unseen = None

    @rule(form=st.sampled_from(LineForm))
    def write_and_send_a_plan(self, form: LineForm) -> None:
        counsellor = as_role(self.session, C)
        newest = next(iter(plans.plans_of(counsellor, self.case.id)), None)
        if newest is not None and newest.state is PlanState.SUBMITTED:
            return
        plan = self.plan
        if newest is not None and newest.state is PlanState.DRAFT:
            plan = newest
        elif newest is not None:
            plan = plans.start_plan(counsellor, self.case.id)
        package = "post_arrival" if form is LineForm.CASH else "post_return"
        line = replace(plan.lines[0], form=form, package=package)
        saved = plans.save_plan(counsellor, replace(plan, lines=(line,)))
        sent = answered(lambda: plans.submit_plan(counsellor, saved.id))
        assert sent == (not (self.child and form is LineForm.CASH))

    @rule(role=st.sampled_from([S, S, S, C, R]))
    def approve_the_plan(self, role: Role) -> None:
        plan = next(iter(plans.plans_of(self.session, self.case.id)), None)
        if plan is None or plan.state is not PlanState.SUBMITTED:
            return
        cash = any(line.form is LineForm.CASH for line in plan.lines)
        may = role is S and self.plan_may_pass() and not (cash and self.child)
        done = answered(lambda: plans.approve_plan(as_role(self.session, role), plan.id))
        assert done == may

    @rule(
        payment=st.sampled_from(Payment),
        form=st.sampled_from(["cash", "in_kind", "service"]),
    )
    def ask_for_a_grant(self, payment: Payment, form: str) -> None:
        approved = [
            plan
            for plan in plans.plans_of(self.session, self.case.id)
            if plan.state is PlanState.APPROVED
        ]
        if not approved:
            return
        wanted = replace(a_request(approved[0], 100), payment=payment, form=form)
        made = answered(lambda: grants.request_grant(as_role(self.session, C), wanted))
        in_plan = approved[0].lines[0].form is LineForm.CASH
        if made and self.child:  # the form that is kept is that of the plan's line
            kept = next(
                one for one in grants.grants_of(self.session, self.case.id) if one.id == wanted.id
            )
            assert kept.payment not in MONEY
            assert kept.form != LineForm.CASH
            assert not in_plan

    @rule()
    def approve_a_grant(self) -> None:
        asked = [
            one
            for one in grants.grants_of(self.session, self.case.id)
            if one.state is GrantState.REQUESTED
        ]
        if not asked:
            return
        (line,) = next(
            plan.lines
            for plan in plans.plans_of(self.session, self.case.id)
            if plan.id == asked[0].plan_id
        )
        cash = asked[0].payment in MONEY or asked[0].form == "cash" or line.form is LineForm.CASH
        done = answered(lambda: grants.approve_grant(self.session, asked[0].id))
        assert done == (not (self.child and cash) and (not self.alone or self.found))

    @rule(
        handed=st.sampled_from([Handing.CASH, Handing.GOODS]),
        taker=st.sampled_from([Taker.PERSON, Taker.CAREGIVER]),
        role=st.sampled_from([R, C]),
    )
    def give_on_arrival(self, handed: Handing, taker: Taker, role: Role) -> None:
        if taker is Taker.CAREGIVER and not self.child:
            return
        item = GivenItem(
            new_id(), self.case.id, "other", handed, TODAY, "kit", value=Money(1, "EUR"),
            taker=taker, taker_name="Aunt" if taker is Taker.CAREGIVER else "",
        )  # fmt: skip
        given = answered(lambda: needs.give(as_role(self.session, role), item))
        if taker is Taker.PERSON:
            assert given == (not self.child or handed is Handing.GOODS)
        else:
            assert given == (not self.alone or self.found)

    @rule(place=st.integers(0, 1), claimed=st.sampled_from(["health", "family_reunification"]))
    def refer(self, place: int, claimed: str) -> None:
        provider = self.providers[place]
        wanted = Referral(new_id(), self.case.id, provider.id, claimed, "care", Urgency.NORMAL)
        made = answered(lambda: referrals.refer(as_role(self.session, C), wanted))
        for_good = "family_reunification" in {provider.sector, claimed}
        ready = self.found and self.facts.determined_on is not None
        agreed = not self.child or self.has_agreed()
        assert made == (agreed and (not for_good or not self.alone or ready))


class EmergencyDesk(RuleBasedStateMachine):
    """One case of somebody who says yes and no to thoughts of suicide, and is referred."""

    session: Session
    clock: FixedClock
    providers: tuple[Provider, ...]

    @initialize()
    def a_case(self) -> None:
        self.said: Answer | None = None
        self.raised: list[Any] = []  # the moments; closed ones are taken out
        self.sent: list[tuple[Any, Referral]] = []
        person, self.case = a_case_of(self.session, ADULT)
        for provider in self.providers:
            consent = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
            cases.give_consent(self.session, consent)

    def is_met(self, raised: Any) -> bool:
        return any(
            moment >= raised
            and one.urgency is Urgency.EMERGENCY
            and one.sector in {"health", "psychosocial"}
            and one.state not in {ReferralState.REJECTED, ReferralState.REVOKED}
            for moment, one in self.sent
        )

    @rule(answer=st.sampled_from([None, *Answer]), role=st.sampled_from(Role))
    def ask(self, answer: Answer | None, role: Role) -> None:
        health = Health(suicidal_ideation=answer)
        screened(as_role(self.session, role), self.case.id, health=health)
        is_new = answer is Answer.YES and self.said is not Answer.YES
        if is_new and all(self.is_met(moment) for moment in self.raised):
            self.raised.append(self.clock())
        self.said = answer
        self.same()

    @rule(minutes=st.integers(1, 3000))
    def time_passes(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)
        self.same()

    @rule(place=st.integers(0, 1), urgency=st.sampled_from(Urgency))
    def refer(self, place: int, urgency: Urgency) -> None:
        provider = self.providers[place]
        wanted = Referral(new_id(), self.case.id, provider.id, provider.sector, "care", urgency)
        sent = referrals.refer(as_role(self.session, C), wanted)
        self.sent.append((self.clock(), sent))
        self.same()

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 9), state=st.sampled_from(ReferralState))
    def answer_a_referral(self, place: int, state: ReferralState) -> None:
        moment, one = self.sent[place % len(self.sent)]
        counsellor = as_role(self.session, C)
        if answered(lambda: referrals.answer_referral(counsellor, one.id, state, "because")):
            self.sent[place % len(self.sent)] = (moment, replace(one, state=state))
        self.same()

    @rule(role=st.sampled_from(Role), reason=_texts)
    def close(self, role: Role, reason: str) -> None:
        open_now = [one for one in self.states() if one.is_open]
        if not open_now:
            return
        one = open_now[0].emergency
        done = answered(
            lambda: screening.close_emergency(
                as_role(self.session, role), self.case.id, one.id, reason
            )
        )
        assert done == (role is S and bool(reason.strip()))
        if done:
            self.raised = [at for at in self.raised if at.isoformat() != one.raised_at]
        self.same()

    def states(self) -> Any:
        return screening.screening_of(self.session, self.case.id).emergencies

    def same(self) -> None:
        due = [one.emergency.due_at for one in self.states() if one.is_open]
        assert due == [at + timedelta(hours=24) for at in self.raised if not self.is_met(at)]


def tried(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


Machine = Callable[[type[RuleBasedStateMachine]], type[RuleBasedStateMachine]]


@pytest.fixture
def over(supervisor: Session, clock: FixedClock) -> Machine:
    """A machine over the vault of the test, with two services to refer to."""

    def machine(kind: type[RuleBasedStateMachine]) -> type[RuleBasedStateMachine]:
        sectors = ("health", "family_reunification" if kind is Desk else "housing")
        services = tuple(
            referrals.save_provider(supervisor, a_provider(sector=sector)) for sector in sectors
        )
        return type("Here", (kind,), {
            "session": supervisor, "clock": clock, "providers": services,
        })  # fmt: skip

    return machine


def test_no_sequence_gets_past_the_safeguards_of_a_child(over: Machine) -> None:
    tried(over(Desk), 40, 30)


def test_no_sequence_loses_or_puts_off_an_emergency(over: Machine) -> None:
    tried(over(EmergencyDesk), 25, 25)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", [Desk, EmergencyDesk])
def test_no_sequence_of_many_gets_past_them(
    over: Machine, kind: type[RuleBasedStateMachine]
) -> None:
    tried(over(kind), 1500, 60)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "check",
    [
        "before_plan_approval",
        "before_cash",
        "before_hand_over",
        "before_giving",
        "before_referral",
        "before_sharing",
    ],
)
def test_the_machine_notices_each_check_that_is_taken_out(
    over: Machine, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, check, lambda *_facts, **_more: None)
    with pytest.raises(AssertionError):  # it ends with the first that is found
        tried(over(Desk), 3_000, 40)


@pytest.mark.parametrize("kept", ["raised", "time"])
def test_the_machine_notices_a_lost_and_a_late_emergency(
    over: Machine, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = screening_store.put_emergency
    later = (lambda db, one: None) if kept == "raised" else (
        lambda db, one: put(db, replace(one, raised_at="2026-05-12T11:00:00+00:00"))
    )  # fmt: skip
    monkeypatch.setattr(screening_store, "put_emergency", later)
    with pytest.raises(AssertionError):
        tried(over(EmergencyDesk), 50, 25)
