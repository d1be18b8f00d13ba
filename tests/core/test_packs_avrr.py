"""The pack of IOM's assisted voluntary return has its three stages (``domain.md`` 1, row 11)."""

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

YAO = Returnee("1988-08", "CI", "BE", "assisted_voluntary", date(2026, 9, 1))


@pytest.fixture(scope="module")
def avrr() -> Pack:
    """The pack as it is shipped."""
    return shipped("avrr")


def test_only_voluntary_returns_with_help_are_taken(avrr: Pack) -> None:
    assert YAO.doubts(avrr) == ()
    for kind in ("forced", "voluntary_unassisted", "humanitarian", "evacuation"):
        other = Returnee("1988-08", "CI", "BE", kind, YAO.arrived)
        assert other.doubts(avrr) == ("This programme does not take this kind of return.",)


def test_the_three_stages_each_have_what_is_given(avrr: Pack) -> None:
    # domain.md 1, row 11 (S-40)
    assert [phase.id for phase in avrr.phases] == ["pre_departure", "travel", "post_arrival"]
    packages = [package.id for package in avrr.packages]
    assert packages == ["pre_departure", "travel", "reception", "reintegration"]
    assert avrr.on_arrival is avrr.package("reception")


def test_nothing_begins_without_the_statement_of_a_voluntary_return(avrr: Pack) -> None:
    assert "voluntary_statement" in papers(avrr, Moment.INTAKE)
    assert needed(avrr, Moment.PLAN) == {"voluntary_statement"}
    assert needed(avrr, Moment.GRANT) == {"donor"}


def test_no_amount_is_public_each_donor_sets_its_own(avrr: Pack) -> None:
    assert no_amount_at_all(avrr)
    reason = asked(YAO.frame(avrr), "reintegration", Money.of("1", "EUR"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason
    # an office whose donor gives 1,500 euros: goods to the last cent, no cash
    office = confirmed(avrr, "reintegration", Money.of("1500", "EUR"), Group.VOLUNTARY)
    frame = YAO.frame(office)
    assert asked(frame, "reintegration", Money.of("1500", "EUR")) is None
    assert asked(frame, "reintegration", Money.of("1500.01", "EUR")) is not None
    assert asked(frame, "reintegration", Money.of("1500", "EUR"), LineForm.CASH) is not None


def test_the_plan_is_due_within_a_month(avrr: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 1 September; 29 are left in September, 1 falls in October
    plan = avrr.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(YAO.arrived) == date(2026, 10, 1)
