"""The pack of Guinea says what its sources say (``domain.md`` 1, rows 17, 19 and 23)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.eligibility import Group
from intake_app.packs.kinds import ModuleTime
from intake_app.packs.model import Moment, Pack
from intake_app.values import Money
from tests.core.pack_walk import (
    ASK_THE_OFFICE,
    Returnee,
    asked,
    confirmed,
    needed,
    no_amount_at_all,
    papers,
    shipped,
)

ARRIVED = date(2026, 5, 20)
FATOU = Returnee("1996-07-14", "GN", "MA", "voluntary_unassisted", ARRIVED)
SEKOU = Returnee("1996-07-14", "GN", "MA", "forced", ARRIVED)
TEN_MILLION = Money.of("10000000", "GNF")


@pytest.fixture(scope="module")
def guinean() -> Pack:
    """The pack as it is shipped."""
    return shipped("guinea")


def test_returns_without_any_help_and_forced_ones_are_taken(guinean: Pack) -> None:
    # domain.md 1, row 17: all returnees, spontaneous ones without assistance as well
    assert FATOU.doubts(guinean) == ()
    assert SEKOU.doubts(guinean) == ()


@pytest.mark.parametrize("incentive", ["investment", "housing"])
def test_incentives_are_for_voluntary_returns(guinean: Pack, incentive: str) -> None:
    # domain.md 1, row 19: incentives to encourage a voluntary return
    office = confirmed(guinean, incentive, TEN_MILLION, Group.VOLUNTARY)
    assert asked(FATOU.frame(office), incentive, TEN_MILLION) is None
    reason = asked(SEKOU.frame(office), incentive, TEN_MILLION)
    assert reason is not None
    assert "is not for this kind of return" in reason


def test_the_services_of_the_territory_are_for_everybody(guinean: Pack) -> None:
    office = confirmed(guinean, "reintegration", TEN_MILLION)
    assert asked(SEKOU.frame(office), "reintegration", TEN_MILLION) is None
    # Guinean francs have no decimals: one franc above ten million
    over = asked(SEKOU.frame(office), "reintegration", Money.of("10000001", "GNF"))
    assert over is not None
    assert "1\u00a0GNF above the ceiling" in over


def test_no_amount_is_public_so_the_office_confirms_one_first(guinean: Pack) -> None:
    assert no_amount_at_all(guinean)
    for package in guinean.packages:
        reason = asked(FATOU.frame(guinean), package.id, Money.of("1", "GNF"))
        assert reason is not None
        assert ASK_THE_OFFICE in reason


def test_the_incentive_that_was_used_is_kept(guinean: Pack) -> None:
    used = guinean.question("incentive")
    assert used is not None
    names = [option.id for option in used.options]
    assert names == ["tax", "investment", "housing", "small_business", "employment", "none"]
    assert needed(guinean, Moment.PLAN) == {"assisted"}


def test_what_was_learnt_before_departure_from_morocco_counts(guinean: Pack) -> None:
    # domain.md 1, row 23 (S-56): two modules, Guinea among the eight countries (S-55)
    assert {module.id for module in guinean.modules} == {"soft_skills", "enterprise_marketing"}
    assert {module.when for module in guinean.modules} == {ModuleTime.BEFORE_DEPARTURE}


def test_skills_are_recorded_before_the_plan_and_the_plan_is_due_within_a_month(
    guinean: Pack,
) -> None:
    assert "skills_record" in papers(guinean, Moment.PLAN)
    # domain.md 4.2 (S-73): 30 days after 20 May; 11 are left in May, 19 fall in June
    plan = guinean.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(ARRIVED) == date(2026, 6, 19)
