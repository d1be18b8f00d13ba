"""A seasonal worker registers at an EIMEA centre: ``domain.md`` 1, rows 12 and 14."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Moment, Pack
from intake_app.plans.budget import Frame
from intake_app.values import Money
from tests.core.pack_walk import confirmed, needed, papers, shipped
from tests.core.programme_kit import doubts, reaches, waits_for_the_office

ARRIVED = date(2026, 6, 30)


@pytest.fixture(scope="module")
def anapec() -> Pack:
    """The pack as it is shipped."""
    return shipped("anapec")


def test_the_seven_centres_are_its_offices(anapec: Pack) -> None:
    assert [office.name.en for office in anapec.offices] == [
        "EIMEA Casablanca", "EIMEA Oujda", "EIMEA Tangier", "EIMEA Béni Mellal", "EIMEA Fez",
        "EIMEA Agadir", "EIMEA Rabat",
    ]  # fmt: skip
    assert all(office.is_open and office.country == "MA" for office in anapec.offices)
    assert {office.origin.year for office in anapec.offices} == {2026}


@pytest.mark.parametrize("kind", ["assisted_voluntary", "voluntary_unassisted", "forced"])
def test_it_is_for_moroccans_from_wherever_and_however_they_come(anapec: Pack, kind: str) -> None:
    assert doubts(anapec, "MA", "ES", kind) == ()
    assert doubts(anapec, "MA", "LY", kind) == ()
    assert len(doubts(anapec, "SN", "ES", kind)) == 1


def test_no_ceiling_is_public_until_the_office_enters_one(anapec: Pack) -> None:
    # domain.md 1, row 12: no public grant ceiling found
    frame = Frame(anapec, "voluntary_unassisted", ARRIVED, ARRIVED)
    assert all(waits_for_the_office(frame, package.id) for package in anapec.packages)
    office = confirmed(anapec, "activity_finance", Money.of("15000", "MAD"))
    frame = Frame(office, "voluntary_unassisted", ARRIVED, ARRIVED)
    assert reaches(frame, "activity_finance", Money.of("15000", "MAD"))


def test_the_track_and_thamm_are_asked(anapec: Pack) -> None:
    assert needed(anapec, Moment.PLAN) == {"anapec_number", "track"}
    mobility = anapec.question("mobility")
    assert mobility is not None
    assert [one.id for one in mobility.options] == ["none", "thamm", "seasonal"]
    assert papers(anapec, Moment.PLAN) == {"certificates"}


def test_anapec_leads(anapec: Pack) -> None:
    lead = anapec.lead_of("employment", ARRIVED)
    assert lead is not None
    assert lead.lead.fr.startswith("ANAPEC")
