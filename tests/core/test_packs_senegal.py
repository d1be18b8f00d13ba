"""The pack of Senegal's mechanism says what its sources say (``domain.md`` 1, row 5, and 7.4)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Dimension, Moment, Pack
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

MOUSSA = Returnee("1994", "SN", "LY", "humanitarian", date(2026, 2, 3))


@pytest.fixture(scope="module")
def mno() -> Pack:
    """The pack as it is shipped."""
    return shipped("senegal")


def test_somebody_back_from_libya_is_for_the_mechanism(mno: Pack) -> None:
    assert MOUSSA.doubts(mno) == ()
    guinean = Returnee("1994", "GN", "LY", "humanitarian", MOUSSA.arrived)
    assert guinean.doubts(mno) == ("This programme is for people of another nationality.",)


def test_the_sectors_of_the_mechanism_are_all_there(mno: Pack) -> None:
    # domain.md 7.4: the ten sectors that the mechanism names
    ten = {
        *("security", "health", "education", "employment", "entrepreneurship"),
        *("social_protection", "agriculture", "justice", "civil_society", "migrant_associations"),
    }
    assert ten <= {sector.id for sector in mno.sectors}


def test_a_case_is_given_to_one_of_four_working_groups_before_its_plan(mno: Pack) -> None:
    group = mno.question("working_group")
    assert group is not None
    names = [option.id for option in group.options]
    assert names == ["arrival", "reintegration", "protection", "mhpss"]
    assert needed(mno, Moment.PLAN) == {"working_group"}


def test_arrivals_are_registered_by_the_committee_for_refugees_and_returnees(mno: Pack) -> None:
    # domain.md 1, row 5 (S-28, 2018)
    lead = mno.lead_of("arrival", MOUSSA.arrived)
    assert lead is not None
    assert all(name in lead.lead.fr for name in ("CNRRPD", "OIM", "Croix-Rouge"))
    assert lead.origin.year == 2018
    at_arrival = {partner.name for partner in mno.partners if partner.sector == "arrival"}
    assert len(at_arrival) == 3
    assert mno.on_arrival is not None


def test_offices_of_reception_and_follow_up_are_near_the_home(mno: Pack) -> None:
    assert any("BAOS" in office.name.fr for office in mno.offices if office.is_open)
    assert any("BAOS" in partner.name for partner in mno.partners)


def test_no_amount_is_public_on_any_axis(mno: Pack) -> None:
    assert no_amount_at_all(mno)
    for package in mno.packages:
        reason = asked(MOUSSA.frame(mno), package.id, Money.of("1", "XOF"))
        assert reason is not None
        assert ASK_THE_OFFICE in reason
    # an office that enters 250,000 francs for the economic axis: 150,000 leave 100,000
    frame = MOUSSA.frame(confirmed(mno, "economic", Money.of("250000", "XOF")))
    assert asked(frame, "economic", Money.of("250000", "XOF")) is None
    assert asked(frame, "economic", Money.of("250001", "XOF")) is not None
    assert asked(frame, "psychosocial", Money.of("1", "XOF")) is not None  # that axis still waits


def test_each_axis_has_activities(mno: Pack) -> None:
    assert all(mno.activities_for(dimension) for dimension in Dimension)


def test_a_referral_sheet_goes_out_and_the_service_answers(mno: Pack) -> None:
    assert "arrival_profile" in papers(mno, Moment.INTAKE)
    assert "referral_sheet" in papers(mno, Moment.PLAN)
    assert "service_feedback" in papers(mno, Moment.CLOSURE)
    assert {entry.id for entry in mno.indicators} == {"acknowledged", "served", "quality"}


def test_a_case_can_be_closed_when_nobody_could_be_asked(mno: Pack) -> None:
    assert needed(mno, Moment.CLOSURE) == {"service_quality"}
    rating = mno.question("service_quality")
    assert rating is not None
    assert rating.option("not_known") is not None


def test_the_plan_is_due_within_a_month(mno: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 3 February; 25 are left in February 2026, 5 fall in March
    plan = mno.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(MOUSSA.arrived) == date(2026, 3, 5)
