"""A Senegalese fisherman goes home from Spain with a business: ``domain.md`` 1, row 7, and 5.2."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import ModuleTime, Moment, Pack
from intake_app.plans.budget import Frame
from intake_app.values import Money
from tests.core.pack_walk import needed, papers, shipped
from tests.core.programme_kit import CASH, doubts, reaches, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def spain() -> Pack:
    """The pack as it is shipped."""
    return shipped("spain_productive")


@pytest.fixture(scope="module")
def fisherman(spain: Pack) -> Frame:
    """He came back to Saint-Louis with his wife and two children, forty days ago."""
    return Frame(spain, "assisted_voluntary", ARRIVED, date(2026, 4, 11), 3)


def test_the_grant_is_a_range_from_1000_to_6000_whatever_the_family(
    spain: Pack, fisherman: Frame
) -> None:
    # domain.md 5.2, "Spain productive": EUR 1,000-6,000 (SEED, 2026)
    package = spain.package("start_up")
    assert package is not None
    (row,) = package.ceilings
    assert (row.at_least, row.amount) == (Money.of("1000", "EUR"), Money.of("6000", "EUR"))
    assert row.origin.year == 2026
    assert reaches(fisherman, "start_up", Money.of("6000", "EUR"))
    assert reaches(fisherman, "start_up", Money.of("6000", "EUR"), CASH)


def test_the_1500_of_an_old_call_are_told_and_not_added(spain: Pack) -> None:
    package = spain.package("start_up")
    assert package is not None
    note = package.ceilings[0].origin.note
    assert note is not None
    assert "2012" in note.en
    assert "1,500" in note.en


def test_technical_support_waits_for_the_office(spain: Pack, fisherman: Frame) -> None:
    assert waits_for_the_office(fisherman, "technical_support")


def test_he_may_take_part_and_a_deported_man_may_not(spain: Pack) -> None:
    assert doubts(spain, "SN", "ES") == ()
    assert len(doubts(spain, "SN", "ES", "forced")) == 1


def test_training_comes_before_departure_and_a_counterpart_waits_at_home(spain: Pack) -> None:
    assert [(one.id, one.when) for one in spain.modules] == [
        ("before_departure", ModuleTime.BEFORE_DEPARTURE)
    ]
    lead = spain.lead_of("technical_support", ARRIVED)
    assert lead is not None
    assert lead.lead.en == "Local counterpart in the country of return"
    assert needed(spain, Moment.GRANT) == {
        "training_ended_on", "local_counterpart", "undertaking_signed_on",
        "spanish_papers_returned",
    }  # fmt: skip


def test_papers_before_the_grant(spain: Pack) -> None:
    # S-36: undertaking, papers given back, social report, agreement with the local counterpart
    intake = {"social_report", "no_return_undertaking", "papers_returned"}
    assert intake < papers(spain, Moment.INTAKE)
    assert papers(spain, Moment.GRANT) == {"counterpart_agreement", "receipt"}


def test_the_four_kinds_of_business_that_spain_names_can_be_chosen(spain: Pack) -> None:
    question = spain.question("business_sector")
    assert question is not None
    assert [one.id for one in question.options] == [
        "fishing", "poultry", "small_trade", "transport", "other",
    ]  # fmt: skip
