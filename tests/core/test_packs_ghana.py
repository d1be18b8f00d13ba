"""The pack of Ghana: who leads which service, and from when (``domain.md`` 1, row 6)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Moment, Pack
from intake_app.packs.words import Mark
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

KOFI = Returnee("1990-11-02", "GH", "DE", "forced", date(2026, 12, 10))


@pytest.fixture(scope="module")
def nrm() -> Pack:
    """The pack as it is shipped."""
    return shipped("ghana")


def leader(pack: Pack, service: str, day: date) -> str:
    """Who leads a service on a day, in English."""
    lead = pack.lead_of(service, day)
    assert lead is not None
    return lead.lead.en


@pytest.mark.parametrize(
    ("service", "last_day_before", "first_day"),
    [
        # the transition plan: end of 2026, end of 2027, then from 2028 on everything
        ("post_arrival", date(2026, 12, 30), date(2026, 12, 31)),
        ("psychosocial", date(2027, 12, 30), date(2027, 12, 31)),
        ("socio_economic", date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_services_pass_into_national_hands_one_after_the_other(
    nrm: Pack, service: str, last_day_before: date, first_day: date
) -> None:
    assert leader(nrm, service, last_day_before) == "IOM"
    assert leader(nrm, service, first_day) == "National authorities (NRM)"


def test_from_2028_every_service_is_national(nrm: Pack) -> None:
    services = {phase.id for phase in nrm.phases}
    assert services == {"post_arrival", "psychosocial", "socio_economic"}
    assert {leader(nrm, service, date(2028, 1, 1)) for service in services} == {
        "National authorities (NRM)"
    }


def test_who_leads_before_the_hand_over_is_for_the_office_to_confirm(nrm: Pack) -> None:
    # the plan names the day of the hand-over, not who leads until then
    before = nrm.lead_of("psychosocial", KOFI.arrived)
    after = nrm.lead_of("psychosocial", date(2028, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.origin.mark, after.origin.mark) == (Mark.OFFICE, Mark.SOURCE)


def test_the_secretariat_coordinates_since_it_was_opened(nrm: Pack) -> None:
    # domain.md 1, row 6 (S-32): 6 September 2023
    assert nrm.lead_of("coordination", date(2023, 9, 5)) is None
    assert leader(nrm, "coordination", date(2023, 9, 6)).startswith("NADMO")
    assert {office.code for office in nrm.offices if office.is_open} == {"RCS", "KIA"}
    served = {
        partner.sector: partner.name for partner in nrm.partners if "Kotoka" in partner.area.en
    }
    assert "Ghana Immigration Service" in served["arrival"]


def test_somebody_sent_back_from_germany_is_for_the_mechanism(nrm: Pack) -> None:
    assert KOFI.doubts(nrm) == ()
    togolese = Returnee("1990-11-02", "TG", "DE", "forced", KOFI.arrived)
    assert togolese.doubts(nrm) == ("This programme is for people of another nationality.",)


def test_the_first_counselling_at_the_airport_is_asked_before_the_plan(nrm: Pack) -> None:
    assert needed(nrm, Moment.PLAN) == {"airport_counselling"}
    assert "airport_record" in papers(nrm, Moment.INTAKE)
    assert "referral_letter" in papers(nrm, Moment.PLAN)


def test_no_amount_is_public_so_the_office_confirms_one_first(nrm: Pack) -> None:
    assert no_amount_at_all(nrm)
    reason = asked(KOFI.frame(nrm), "socio_economic", Money.of("1", "GHS"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason
    # an office that enters 9,000 cedis, with two decimals: one pesewa more is too much
    frame = KOFI.frame(confirmed(nrm, "socio_economic", Money.of("9000", "GHS")))
    assert asked(frame, "socio_economic", Money.of("9000.00", "GHS")) is None
    assert asked(frame, "socio_economic", Money.of("9000.01", "GHS")) is not None


def test_the_plan_is_due_within_a_month(nrm: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 10 December; 21 are left in December, 9 fall in January
    plan = nrm.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(KOFI.arrived) == date(2027, 1, 9)
