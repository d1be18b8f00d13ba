"""The pack of MPRR and the Joint Initiative says what its sources say (``domain.md`` 1, row 10)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.eligibility import Group
from intake_app.packs.model import Moment, Pack
from intake_app.plans.model import LineForm
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

AISSATOU = Returnee("1997", "SN", "DZ", "humanitarian", date(2026, 6, 15))


def euros(amount: str) -> Money:
    """An amount in euros."""
    return Money.of(amount, "EUR")


@pytest.fixture(scope="module")
def mprr() -> Pack:
    """The pack as it is shipped."""
    return shipped("mprr")


def test_helped_returns_are_taken_and_a_forced_one_is_doubted(mprr: Pack) -> None:
    assert AISSATOU.doubts(mprr) == ()
    forced = Returnee("1997", "SN", "DZ", "forced", AISSATOU.arrived)
    assert forced.doubts(mprr) == ("This programme does not take this kind of return.",)


def test_four_pilot_countries_have_an_office(mprr: Pack) -> None:
    assert {office.country for office in mprr.offices} == {"SN", "CI", "NG", "GH"}
    assert {partner.country for partner in mprr.partners} == {"SN", "CI", "NG", "GH"}


def test_the_level_and_the_three_links_are_asked_before_the_plan(mprr: Pack) -> None:
    level = mprr.question("level")
    assert level is not None
    assert [option.id for option in level.options] == ["individual", "collective", "community"]
    links = {"with_training", "with_assets", "with_market"}
    assert needed(mprr, Moment.PLAN) == links | {"level", "activity_type"}


def test_work_for_a_community_is_paid_in_cash_and_nothing_else_is(mprr: Pack) -> None:
    office = mprr
    for package in ("cash_for_work", "individual"):
        office = confirmed(office, package, euros("300"), Group.VOLUNTARY)
    frame = AISSATOU.frame(office)
    assert asked(frame, "cash_for_work", euros("300"), LineForm.CASH) is None
    assert asked(frame, "cash_for_work", euros("300"), LineForm.IN_KIND) is not None
    assert asked(frame, "individual", euros("300"), LineForm.CASH) is not None
    assert asked(frame, "individual", euros("300"), LineForm.IN_KIND) is None
    assert asked(frame, "individual", euros("300.01"), LineForm.IN_KIND) is not None


def test_no_amount_is_public_so_the_office_confirms_one_first(mprr: Pack) -> None:
    assert no_amount_at_all(mprr)
    reason = asked(AISSATOU.frame(mprr), "community", euros("1"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason


def test_a_case_ends_with_the_satisfaction_survey(mprr: Pack) -> None:
    assert "satisfaction" in papers(mprr, Moment.CLOSURE)
    assert needed(mprr, Moment.CLOSURE) == set()  # who cannot be reached can still be closed
    # domain.md 1, row 10 (S-39)
    (satisfied,) = (entry for entry in mprr.indicators if entry.id == "satisfied")
    assert "84" in satisfied.definition.en


def test_the_plan_is_due_within_a_month(mprr: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 15 June; 15 are left in June, 15 fall in July
    plan = mprr.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(AISSATOU.arrived) == date(2026, 7, 15)
