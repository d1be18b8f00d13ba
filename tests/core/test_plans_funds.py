"""Cases under several programmes, in a real vault: journeys, editions, and any order of acts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake_app.acts import Act, Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.needs import service as needs
from intake_app.packs.loader import load_pack
from intake_app.packs.model import Ceiling, FamilyRole, Group, Pack, PackageForm, Per, Text
from intake_app.people import service as people
from intake_app.plans import budget
from intake_app.plans import service as plans
from intake_app.plans.budget import balances, limit_balances, standing_words
from intake_app.plans.model import (
    BudgetLine,
    Edition,
    LineForm,
    OwnShare,
    Plan,
    PlanState,
    Price,
    content_hash,
    from_body,
    to_body,
)
from intake_app.same_person import service as same
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import FixedClock
from tests.core.needs_kit import pocket_money
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_plan, opened_case
from tests.core.test_plans_limits import OFFICE, a_limit
from tests.factories import TODAY, a_consent, a_homecoming, a_person

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
VILLAGE = load_pack(Path(__file__).resolve().parent.parent / "data" / "packs" / "village")


def with_packs(session: Session, *packs: Pack) -> Session:
    """The same desk with these programmes as well, or in another edition."""
    return replace(session, packs={**session.packs, **{pack.id: pack for pack in packs}})


def line(package: str, major: str, pack: str = "", **changes: Any) -> BudgetLine:
    currency = "XOF" if pack == "village" else "EUR"
    kind = LineForm.CASH if package == "starter" else LineForm.IN_KIND
    found = BudgetLine(new_id(), package, "Something", Money.of(major, currency), kind, pack=pack)
    return replace(found, **changes)


def written(session: Session, case: CaseFile, *lines: BudgetLine) -> Plan:
    """A complete draft with these lines, in the newest version or the next one."""
    counsellor = as_role(session, C)
    newest = next(iter(plans.plans_of(counsellor, case.id)), None)
    draft = newest if newest and newest.state is PlanState.DRAFT else None
    plan = draft or plans.start_plan(counsellor, case.id)
    goals = plan.goals or a_plan(counsellor, case).goals if newest is None else plan.goals
    return plans.save_plan(counsellor, replace(plan, goals=goals, lines=lines))


def agreed(session: Session, case: CaseFile, *lines: BudgetLine) -> Plan:
    """The same, sent and approved by two people."""
    plan = written(session, case, *lines)
    plans.submit_plan(as_role(session, C), plan.id)
    return plans.approve_plan(as_role(session, S), plan.id)


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(InvalidInput) as error:
        work()
    return error.value.sentence


def family_of_three(session: Session) -> CaseFile:
    """A mother, her husband and their child, home on the same day."""
    clerk = as_role(session, R)
    mother, case = opened_case(clerk)
    for relation in ("spouse", "child"):
        other = a_person(documents=())
        other = people.save_person(clerk, other, a_homecoming(other))
        people.join_household(clerk, other, people.person(clerk, mother.id), relation)
    return case


# ---------------------------------------------------------------------------- journeys


def test_a_family_under_eurp_with_two_budgets_that_run_out_of_days(
    supervisor: Session, clock: FixedClock
) -> None:
    # home on 2 May 2026, voluntary, three persons: post-return 2,000 + 2 × 1,000 = 4,000 in kind
    # within twelve months, post-arrival 615 for the case
    case = family_of_three(supervisor)
    frame = plans.frame_of(supervisor, case.id)
    standing = {one.package: one for one in balances((), frame)}
    assert standing["post_return"].ceiling == Money.of("4000", "EUR")
    assert standing["post_arrival"].ceiling == Money.of("615", "EUR")
    needs.give(as_role(supervisor, R), pocket_money(case, 11_500))
    agreed(supervisor, case, line("post_return", "2500"), line("post_arrival", "400"))
    frame = plans.frame_of(supervisor, case.id)
    lines = plans.plans_of(supervisor, case.id)[0].lines
    standing = {one.package: one for one in balances(lines, frame)}
    assert standing["post_arrival"].left == Money.of("100", "EUR")  # 615 - 115 - 400
    assert standing_words(standing["post_return"]) == (
        "There are 1,500.00\u00a0EUR left of 4,000.00\u00a0EUR, and 355 days until 2 May 2027."
    )
    above = refused(lambda: written(supervisor, case, *lines, line("post_return", "1500.01")))
    assert above.startswith("This line is 0.01\u00a0EUR above the ceiling of Post-return package.")
    assert "355 days until 2 May 2027" in above
    clock.moment += timedelta(days=355)  # 2 May 2027, the last day
    more = line("post_return", "1500")
    assert "today is the last day" in refused(
        lambda: written(supervisor, case, *lines, replace(more, amount=Money(150_001, "EUR")))
    )
    plan = written(supervisor, case, *lines, more)
    plans.submit_plan(as_role(supervisor, C), plan.id)
    clock.moment += timedelta(days=1)  # read a day later: what was sent in time is approved
    plans.approve_plan(as_role(supervisor, S), plan.id)
    again = refused(lambda: written(supervisor, case, *lines, more, line("post_return", "1")))
    assert again == "The time for Post-return package is over: its last day was 2 May 2027."


def excluding(pack: Pack, package: str, *names: str) -> Pack:
    return replace(
        pack,
        packages=tuple(
            replace(one, not_with=names) if one.id == package else one for one in pack.packages
        ),
    )


def test_a_person_under_two_funds_is_not_paid_twice(supervisor: Session) -> None:
    both = with_packs(supervisor, excluding(VILLAGE, "shop", "eurp.post_return"))
    person, case = opened_case(as_role(both, R))
    plans.add_fund(as_role(both, C), case.id, "village")
    shop, goods = line("shop", "500000", "village"), line("post_return", "1200")
    twice = (
        "Shop (Village) is not given to somebody who has Post-return package (EURP):"
        " the same would be paid for twice."
    )
    assert twice in refused(lambda: written(both, case, goods, shop))
    # what EURP does not pay, the village may: each line against its own programme
    written(both, case, goods, line("starter", "40000", "village"))
    agreed(both, case, goods, line("starter", "40000", "village"))
    # another case of the same person, after a second return and under another record
    clerk = as_role(both, R)
    other = a_person(documents=(), given_names="Mariame")
    coming = a_homecoming(other, arrived_on=TODAY)
    other = people.save_person(clerk, other, coming)
    cases.give_consent(clerk, a_consent(other))
    second = cases.open_case(clerk, other.id, coming.id, "village")
    assert written(both, second, line("shop", "1", pack="", amount=Money(1, "XOF")))
    same.link(as_role(both, C), person.id, other.id, "The same photograph")
    francs = line("shop", "1", pack="", amount=Money(2, "XOF"))
    assert refused(lambda: written(both, second, francs)) == (
        "Shop is not given to somebody who has Post-return package (EURP):"
        " the same would be paid for twice."
    )
    assert "this person has had it before" in refused(
        lambda: written(both, second, line("starter", "1", amount=Money(1, "XOF")))
    )


def spain(session: Session) -> Pack:
    """The social aid of the Spanish call of 2012 (domain.md 5.2, S-34), a pack of this test: 400
    for each person and 1,600 for a family at most; pocket money 50 and 400; onward travel 100 and
    600. A cap over all three is made up."""

    def package(name: str, person: int, family: int) -> Any:
        rows = tuple(
            Ceiling(
                name, Group.VOLUNTARY, FamilyRole.ANY, per, Money.of(major, "EUR"), None, OFFICE
            )
            for per, major in ((Per.PERSON, person), (Per.CASE, family))
        )
        return replace(
            session.packs["eurp"].packages[0], id=name, name=Text(name.title(), name.title()),
            form=PackageForm.CASH, on_arrival=False, ceilings=rows,
        )  # fmt: skip

    packages = (package("help", 400, 1600), package("pocket", 50, 400), package("travel", 100, 600))
    eurp = session.packs["eurp"]
    cap = replace(a_limit(200_000, eurp), name=Text("Family cap", "Plafond familial"))
    return replace(eurp, id="spain", short_name=Text("Spain", "Espagne"), packages=packages,
                   limits=(cap,))  # fmt: skip


def test_spain_with_a_family_cap(supervisor: Session) -> None:
    desk = with_packs(supervisor, spain(supervisor))
    case = family_of_three(desk)
    plans.add_fund(as_role(desk, S), case.id, "spain")

    def cash(package: str, major: str) -> BudgetLine:
        return line(package, major, "spain", form=LineForm.CASH)

    # three persons: 3 × 400 = 1,200; 3 × 50 = 150; 3 × 100 = 300
    ceilings = {one.package: one.ceiling for one in balances((), plans.frame_of(desk, case.id))}
    assert ceilings["help"] == Money.of("1200", "EUR")
    assert ceilings["pocket"] == Money.of("150", "EUR")
    assert "above the ceiling of Help (Spain)" in refused(
        lambda: written(desk, case, cash("help", "1200.01"))
    )
    frame = plans.frame_of(desk, case.id)
    five = replace(frame, family_members=4)  # 5 × 400 = 2,000, capped at 1,600 for the family
    ceilings = {one.package: one.ceiling for one in balances((), five)}
    assert ceilings["help"] == Money.of("1600", "EUR")
    lines = (cash("help", "1600"), cash("pocket", "250"))
    assert budget.refusals(lines, five) == {}
    over = budget.refusal(cash("travel", "150.01"), lines, five)
    assert over == (
        "This is 0.01\u00a0EUR above the limit Family cap."
        " There are 150.00\u00a0EUR left of 2,000.00\u00a0EUR."
    )
    assert budget.refusal(cash("travel", "150"), lines, five) is None
    assert [one.left for one in limit_balances(lines, five)] == [Money.of("150", "EUR")]


# ---------------------------------------------------------------------------- programmes of a case


def test_a_programme_is_added_and_taken_out_with_its_reasons(supervisor: Session) -> None:
    desk = with_packs(supervisor, VILLAGE)
    _person, case = opened_case(as_role(desk, R))
    counsellor = as_role(desk, C)
    assert plans.add_fund(counsellor, case.id, "village").funds == ("village",)
    assert refused(lambda: plans.add_fund(counsellor, case.id, "village")) == (
        "The case is under this programme already."
    )
    assert refused(lambda: plans.add_fund(counsellor, case.id, "eurp"))
    with pytest.raises(NotFound):
        plans.add_fund(counsellor, case.id, "nowhere")
    written(desk, case, line("shop", "1000", "village"))
    with pytest.raises(NotAllowed):
        plans.drop_fund(counsellor, case.id, "village")
    written(desk, case)
    assert plans.drop_fund(counsellor, case.id, "village").funds == ()
    acts = [one.act for one in cases.history(desk, [case.id])]
    funds = [act for act in acts if act in {Act.FUND_ADDED, Act.FUND_DROPPED}]
    assert funds == [Act.FUND_ADDED, Act.FUND_DROPPED]


def test_a_programme_that_does_not_take_the_return_cannot_pay(supervisor: Session) -> None:
    forced = replace(VILLAGE.eligibility, voluntary=("evacuation",))
    desk = with_packs(supervisor, replace(VILLAGE, eligibility=forced))
    _person, case = opened_case(as_role(desk, R))
    assert refused(lambda: plans.add_fund(as_role(desk, C), case.id, "village")) == (
        "This programme does not take this kind of return."
    )


# ---------------------------------------------------------------------------- editions


def test_a_plan_keeps_the_editions_and_the_money_it_was_decided_under(supervisor: Session) -> None:
    desk = with_packs(supervisor, VILLAGE)
    _person, case = opened_case(as_role(desk, R))
    plans.add_fund(as_role(desk, C), case.id, "village")
    goods, shop = line("post_return", "2000"), line("shop", "1000", "village")
    draft = written(desk, case, goods, shop)
    assert draft.editions == ()
    eurp = desk.packs["eurp"]
    plan = agreed(desk, case, goods, shop)
    assert plan.editions == (Edition("eurp", eurp.version), Edition("village", VILLAGE.version))
    less = tuple(
        replace(one, ceilings=tuple(replace(row, amount=Money(1, "EUR")) for row in one.ceilings))
        for one in eurp.packages
    )
    later = with_packs(desk, replace(eurp, version="2027.1", packages=less))
    (stored,) = plans.plans_of(later, case.id)
    assert stored == plan
    # the next version keeps what was approved, takes nothing more, and names the new edition
    assert refused(lambda: written(later, case, goods, line("post_return", "0.01"), shop))
    newer = agreed(later, case, goods, shop)
    assert newer.editions[0] == Edition("eurp", "2027.1")
    assert newer.lines == plan.lines


def test_what_got_lost_between_sending_and_approval_is_noticed(supervisor: Session) -> None:
    _person, case = opened_case(as_role(supervisor, R))
    plan = written(supervisor, case, line("post_return", "2000"))
    plans.submit_plan(as_role(supervisor, C), plan.id)
    eurp = supervisor.packs["eurp"]
    less = replace(eurp.packages[1], ceilings=tuple(
        replace(row, amount=Money(199_999, "EUR")) for row in eurp.packages[1].ceilings
    ))  # fmt: skip
    fallen = with_packs(supervisor, replace(eurp, packages=(eurp.packages[0], less)))
    with pytest.raises(NotAllowed, match="does not carry this plan any more"):
        plans.approve_plan(as_role(fallen, S), plan.id)
    assert plans.approve_plan(as_role(supervisor, S), plan.id)  # the control: as it was sent


def test_an_old_body_is_read_and_keeps_its_hash() -> None:
    goods = line("post_return", "2000")
    plan = Plan(new_id(), new_id(), lines=(goods,))
    body = to_body(plan)
    old = {key: value for key, value in body.items() if key not in {"own", "editions"}}
    fresh = {"pack", "dimension", "month", "price"}
    old["lines"] = [
        {key: value for key, value in one.items() if key not in fresh} for one in body["lines"]
    ]
    assert from_body(old) == plan
    # SHA-256 of the body as a program of schema 16 signed it
    for key in ("state", "revision", "written_at"):
        del old[key]
    text = json.dumps(old, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert content_hash(plan) == hashlib.sha256(text.encode()).hexdigest()
    for changed in (
        replace(plan, own=(OwnShare(new_id(), "A shed", Money(1, "EUR"), LineForm.IN_KIND),)),
        replace(plan, editions=(Edition("eurp", "2026.1"),)),
        replace(plan, lines=(replace(goods, month="2026-05"),)),
        replace(plan, lines=(replace(goods, pack="village"),)),
    ):
        assert content_hash(changed) != content_hash(plan)


def test_everything_that_is_new_comes_back_from_the_vault(supervisor: Session) -> None:
    _person, case = opened_case(as_role(supervisor, R))
    price = Price(Money(655_957, "XOF"), "655.957", TODAY)
    goods = line("post_return", "1000", month="2026-06", price=price)
    own = OwnShare(new_id(), " Her mother's shed ", Money(200_000, "XOF"), LineForm.IN_KIND)
    plan = written(supervisor, case, goods)
    saved = plans.save_plan(as_role(supervisor, C), replace(plan, own=(own,)))
    (stored,) = plans.plans_of(supervisor, case.id)
    assert stored == saved
    assert stored.own[0].text == "Her mother's shed"
    wrong = replace(saved, lines=(replace(goods, amount=Money(100_001, "EUR")),))
    assert "not what the price comes to" in refused(
        lambda: plans.save_plan(as_role(supervisor, C), wrong)
    )
    empty = replace(saved, own=(replace(own, text=" ", value=Money(0, "XOF")),))
    with pytest.raises(InvalidInput) as error:
        plans.save_plan(as_role(supervisor, C), empty)
    assert set(error.value.problems) == {"own.0.text", "own.0.value"}


# ---------------------------------------------------------------------------- the time for the plan


def test_the_plan_is_due_and_a_supervisor_gives_more_time_with_a_reason(
    supervisor: Session, clock: FixedClock
) -> None:
    # home on 2 May 2026, thirty days: 1 June
    _person, case = opened_case(as_role(supervisor, R))
    term = plans.term_in_case(supervisor, case.id)
    assert term is not None
    assert (term.last_day, term.days_left(supervisor.today())) == (date(2026, 6, 1), 20)
    boss = as_role(supervisor, S)
    with pytest.raises(NotAllowed):
        plans.extend_plan(as_role(supervisor, C), case.id, date(2026, 6, 15), "The flood")
    with pytest.raises(InvalidInput) as error:
        plans.extend_plan(boss, case.id, date(2026, 6, 1), " ")
    assert set(error.value.problems) == {"until", "reason"}
    plans.extend_plan(boss, case.id, date(2026, 6, 15), "The flood")
    term = plans.term_in_case(supervisor, case.id)
    assert term is not None
    assert (term.last_day, term.reason) == (date(2026, 6, 15), "The flood")
    clock.moment += timedelta(days=35)  # 16 June: overdue, and nobody extends into the past
    assert term.days_left(supervisor.today()) == -1
    assert refused(lambda: plans.extend_plan(boss, case.id, date(2026, 6, 15), "Later"))
    written(supervisor, case, line("post_return", "1"))
    assert plans.term_in_case(supervisor, case.id) is not None  # a draft is no plan yet
    plans.submit_plan(as_role(supervisor, C), plans.plans_of(supervisor, case.id)[0].id)
    assert plans.term_in_case(supervisor, case.id) is None


def test_the_programme_says_how_far_the_time_can_be_extended(supervisor: Session) -> None:
    eurp = supervisor.packs["eurp"]
    bounded = tuple(replace(one, extension_days=30) for one in eurp.deadlines)
    desk = with_packs(supervisor, replace(eurp, deadlines=bounded))
    _person, case = opened_case(as_role(desk, R))
    boss = as_role(desk, S)
    assert refused(lambda: plans.extend_plan(boss, case.id, date(2026, 7, 2), "The flood")) == (
        "The programme allows an extension until 1 July 2026 at most."
    )
    assert plans.extend_plan(boss, case.id, date(2026, 7, 1), "The flood").plan_until
