"""A Guinean prepares in Morocco before going home: ``domain.md`` 1, row 23."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import ModuleTime, Moment, Pack
from intake_app.plans.budget import Frame
from tests.core.pack_walk import needed, papers, shipped
from tests.core.programme_kit import doubts, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def foras() -> Pack:
    """The pack as it is shipped."""
    return shipped("foras")


@pytest.mark.parametrize("country", ["BF", "CD", "CI", "CM", "GN", "ML", "SN", "TG"])
def test_the_eight_countries_of_s_55(foras: Pack, country: str) -> None:
    assert doubts(foras, country, "MA") == ()
    assert country in {office.code for office in foras.offices}


def test_others_are_not_meant(foras: Pack) -> None:
    assert len(doubts(foras, "NG", "MA")) == 1
    assert len(doubts(foras, "GN", "LY")) == 1
    assert len(doubts(foras, "GN", "MA", "forced")) == 1
    assert len(foras.eligibility.nationalities) == 8


def test_two_modules_come_before_departure(foras: Pack) -> None:
    # S-56: life and soft skills; entrepreneurship and marketing
    assert [(one.id, one.when) for one in foras.modules] == [
        ("life_skills", ModuleTime.BEFORE_DEPARTURE),
        ("entrepreneurship", ModuleTime.BEFORE_DEPARTURE),
    ]
    assert needed(foras, Moment.PLAN) == {"orientation_on", "drafted_before"}
    assert papers(foras, Moment.PLAN) == {"module_certificate", "plan_draft"}


def test_it_gives_services_and_no_public_amount(foras: Pack) -> None:
    frame = Frame(foras, "assisted_voluntary", ARRIVED, ARRIVED)
    assert waits_for_the_office(frame, "orientation_and_training")


def test_what_it_counts(foras: Pack) -> None:
    # S-55: 1,589 counselled, 886 trained, September 2017 to December 2019
    counted = {one.id: one.definition.en for one in foras.indicators}
    assert "1,589" in counted["counselled"]
    assert "886" in counted["trained"]
