"""A family goes home from Spain: the figures of ``domain.md`` 5.2, "Spain social"."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Moment, Pack
from intake_app.plans.budget import Frame, refusal
from intake_app.values import Money
from tests.core.pack_walk import needed, papers, shipped
from tests.core.programme_kit import CASH, doubts, line, reaches, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def spain() -> Pack:
    """The pack as it is shipped."""
    return shipped("spain_avr")


def family(pack: Pack, persons: int) -> Frame:
    """A family of so many persons, home for forty days."""
    return Frame(pack, "assisted_voluntary", ARRIVED, date(2026, 4, 11), persons - 1)


@pytest.mark.parametrize(
    ("package", "persons", "most"),
    [
        # 400 each, at most 1,600 for a family
        ("settling_in", 1, "400"),
        ("settling_in", 3, "1200"),  # 3 x 400 = 1,200
        ("settling_in", 4, "1600"),  # 4 x 400 = 1,600
        ("settling_in", 6, "1600"),  # 6 x 400 = 2,400: the cap
        # 50 each, at most 400
        ("pocket_money", 6, "300"),  # 6 x 50 = 300
        ("pocket_money", 8, "400"),  # 8 x 50 = 400
        ("pocket_money", 9, "400"),  # 9 x 50 = 450: the cap
        # 100 each, at most 600
        ("onward_travel", 5, "500"),  # 5 x 100 = 500
        ("onward_travel", 6, "600"),  # 6 x 100 = 600
        ("onward_travel", 7, "600"),  # 7 x 100 = 700: the cap
    ],
)
def test_each_person_counts_until_the_cap_of_the_family(
    spain: Pack, package: str, persons: int, most: str
) -> None:
    assert reaches(family(spain, persons), package, Money.of(most, "EUR"), CASH)


def test_two_lines_share_the_cap_of_a_family_of_six(spain: Pack) -> None:
    # 1,000 + 600 = 1,600 fits; one cent more does not
    frame = family(spain, 6)
    first = line("settling_in", Money.of("1000", "EUR"), CASH, "first")
    assert refusal(line("settling_in", Money.of("600", "EUR"), CASH), [first], frame) is None
    reason = refusal(line("settling_in", Money.of("600.01", "EUR"), CASH), [first], frame)
    assert reason is not None
    assert "0.01\u00a0EUR above the ceiling" in reason
    assert "600.00\u00a0EUR left of 1,600.00\u00a0EUR" in reason


def test_medicines_have_no_public_amount(spain: Pack) -> None:
    assert waits_for_the_office(family(spain, 1), "medicines")


def test_old_figures_carry_their_year(spain: Pack) -> None:
    rows = [row for package in spain.packages for row in package.ceilings if row.amount]
    assert {row.origin.year for row in rows} == {2012}
    assert all(row.origin.note for row in rows)


def test_it_is_for_people_who_choose_to_go_home_from_spain(spain: Pack) -> None:
    assert doubts(spain, "SN", "ES") == ()
    assert len(doubts(spain, "SN", "FR")) == 1
    assert len(doubts(spain, "SN", "ES", "forced")) == 1


def test_the_undertaking_holds_for_three_years_and_is_signed_before_any_money(spain: Pack) -> None:
    # domain.md 1, row 7 (S-35): no return for 3 years; S-36: the papers of the manual
    undertaking = spain.deadline("no_return_until")
    assert undertaking is not None
    assert undertaking.last_day(ARRIVED) == date(2029, 3, 2)
    assert needed(spain, Moment.GRANT) == {"undertaking_signed_on", "spanish_papers_returned"}
    assert papers(spain, Moment.INTAKE) == {
        "identity", "social_report", "no_return_undertaking", "papers_returned",
    }  # fmt: skip
    (receipt,) = (entry for entry in spain.documents if entry.when is Moment.GRANT)
    assert receipt.per_aid
