"""OFII's aid as its public texts tell it: ``domain.md`` 1, row 2, and 5.2."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import GrantStep, Moment, Pack
from intake_app.plans.budget import Frame, refusal
from intake_app.plans.frame import Held
from intake_app.values import Money
from tests.core.pack_walk import needed, papers, shipped
from tests.core.programme_kit import CASH, doubts, line, reaches, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def ofii() -> Pack:
    """The pack as it is shipped."""
    return shipped("ofii")


@pytest.fixture(scope="module")
def baker(ofii: Pack) -> Frame:
    """A Tunisian back from Lyon with his wife, who wants to open a bakery in Sfax."""
    return Frame(ofii, "assisted_voluntary", ARRIVED, date(2026, 4, 11), 1)


@pytest.mark.parametrize(
    ("package", "most", "year"),
    [
        ("lump_sum", "3500", 2025),  # "up to EUR 3,500 (2025)" (S-18)
        ("document_supplement", "150", 2026),  # "+150 for documents"
        ("business_aid", "7000", 2014),  # "national maximum then EUR 7,000" (S-15, S-19)
    ],
)
def test_ceilings_with_their_years(
    ofii: Pack, baker: Frame, package: str, most: str, year: int
) -> None:
    found = ofii.package(package)
    assert found is not None
    assert found.ceilings[0].origin.year == year
    assert reaches(baker, package, Money.of(most, "EUR"), CASH)


def test_the_mean_of_5300_is_told_and_is_no_ceiling(ofii: Pack, baker: Frame) -> None:
    # 2014: grants of 4,000 to 6,000, mean 5,300 (S-15); 5,300 + 1,700 = 7,000
    first = line("business_aid", Money.of("5300", "EUR"), CASH, "first")
    rest = line("business_aid", Money.of("1700", "EUR"))
    assert refusal(rest, [first], baker) is None
    package = ofii.package("business_aid")
    assert package is not None
    assert package.origin.note is not None
    assert "5,300 on average" in package.origin.note.en


def test_the_lump_sum_is_given_once_in_any_of_ofiis_programmes(ofii: Pack, baker: Frame) -> None:
    # S-18: once only
    first = line("lump_sum", Money.of("2500", "EUR"), CASH, "first")
    assert refusal(line("lump_sum", Money.of("1000", "EUR"), CASH), [first], baker) == (
        "Return lump sum is given once only, and the plan has a line for it already."
    )
    before = Frame(
        ofii, "assisted_voluntary", ARRIVED, ARRIVED,
        elsewhere=(Held(ofii.id, "lump_sum", Money.of("650", "EUR")),),
    )  # fmt: skip
    assert refusal(line("lump_sum", Money.of("1", "EUR"), CASH), [], before) == (
        "Return lump sum is given once only, and this person has had it before."
    )
    package = ofii.package("lump_sum")
    assert package is not None
    assert package.not_with == ("ofii_medical.lump_sum",)


def test_social_and_job_aids_wait_for_the_office(ofii: Pack, baker: Frame) -> None:
    assert waits_for_the_office(baker, "social_aid")
    assert waits_for_the_office(baker, "employment_aid")


def test_he_may_take_part_and_somebody_from_italy_may_not(ofii: Pack) -> None:
    assert doubts(ofii, "TN", "FR") == ()
    assert len(doubts(ofii, "TN", "IT")) == 1
    assert len(doubts(ofii, "TN", "FR", "forced")) == 1


def test_a_committee_decides_before_anything_is_handed_over(ofii: Pack) -> None:
    # S-16: the selection committee in the country of return
    assert ofii.grants.steps == (GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.DELIVERY)
    assert ofii.grants.committee is not None
    assert needed(ofii, Moment.PLAN) == {"ofii_file", "aid_before"}
    assert papers(ofii, Moment.GRANT) == {"business_plan", "committee_sheet", "quote"}


def test_the_plan_is_due_thirty_days_after_arrival(ofii: Pack) -> None:
    plan = ofii.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(ARRIVED) == date(2026, 4, 1)  # 29 days are left in March, then 1 April
