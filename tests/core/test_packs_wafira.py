"""A woman comes home from the strawberry campaign in Huelva: ``domain.md`` 1, row 13, and 5.2."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Group, ModuleTime, Moment, Pack
from intake_app.plans.budget import Frame
from intake_app.values import Money
from tests.core.pack_walk import confirmed, needed, papers, shipped
from tests.core.programme_kit import doubts, reaches, waits_for_the_office

ARRIVED = date(2024, 6, 30)


@pytest.fixture(scope="module")
def wafira() -> Pack:
    """The pack as it is shipped."""
    return shipped("wafira")


def test_eighty_per_cent_come_at_the_start_and_twenty_later(wafira: Pack) -> None:
    # domain.md 5.2, row WAFIRA: 80 % at the start (S-42); the rest is 100 - 80 = 20
    rule = wafira.instalments_of("business_finance")
    assert rule is not None
    assert [part.share for part in rule.parts] == [80, 20]
    assert rule.parts[0].trigger.en == "Start of the business"
    assert rule.parts[1].due(ARRIVED, ARRIVED) is None  # no source says when
    assert (rule.origin.source, rule.origin.year) == ("baleares_2023", 2023)


def test_the_amount_waits_for_the_office_and_is_then_cut_in_two(wafira: Pack) -> None:
    frame = Frame(wafira, "voluntary_unassisted", ARRIVED, ARRIVED)
    assert waits_for_the_office(frame, "business_finance")
    office = confirmed(wafira, "business_finance", Money.of("20000", "MAD"), Group.VOLUNTARY)
    frame = Frame(office, "voluntary_unassisted", ARRIVED, ARRIVED)
    assert reaches(frame, "business_finance", Money.of("20000", "MAD"))
    rule = office.instalments_of("business_finance")
    assert rule is not None
    # 20,000 x 80 % = 16,000 and 20,000 x 20 % = 4,000
    parts = [2_000_000 * part.share // 100 for part in rule.parts]
    assert [Money(part, "MAD") for part in parts] == [
        Money.of("16000", "MAD"), Money.of("4000", "MAD"),
    ]  # fmt: skip


def test_it_is_for_moroccan_women_of_the_huelva_scheme(wafira: Pack) -> None:
    assert doubts(wafira, "MA", "ES", "voluntary_unassisted") == ()
    assert len(doubts(wafira, "MA", "FR", "voluntary_unassisted")) == 1
    assert len(doubts(wafira, "SN", "ES", "voluntary_unassisted")) == 1
    assert len(doubts(wafira, "MA", "ES", "forced")) == 1
    assert needed(wafira, Moment.PLAN) == {"cohort", "campaign_year", "employer_abroad"}


def test_three_phases_and_three_modules(wafira: Pack) -> None:
    # S-41: pre-departure, mobility, return; business, soft skills, finance (ILO)
    assert [phase.id for phase in wafira.phases] == ["pre_departure", "mobility", "return"]
    assert [module.id for module in wafira.modules] == ["business", "soft_skills", "finance"]
    assert {module.when for module in wafira.modules} == {ModuleTime.BEFORE_DEPARTURE}


def test_the_case_closes_with_a_registered_business(wafira: Pack) -> None:
    # S-43: 209 of 250 formalised a business: 209 / 250 = 0.836, told as 84 %
    assert needed(wafira, Moment.CLOSURE) == {"formalised_on"}
    assert papers(wafira, Moment.CLOSURE) == {"registration"}
    (indicator,) = wafira.indicators
    assert "209 of 250" in indicator.definition.en
    assert round(100 * 209 / 250) == 84
