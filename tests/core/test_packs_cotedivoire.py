"""The pack of Côte d'Ivoire says what its sources say (``domain.md`` 1, row 4, and 4.5)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import GrantStep, Moment, Pack
from intake_app.values import Money
from tests.core.pack_walk import (
    ASK_THE_OFFICE,
    Returnee,
    asked,
    confirmed,
    no_amount_at_all,
    papers,
    shipped,
)

AWA = Returnee("2001-03", "CI", "NE", "evacuation", date(2026, 4, 17))
"""Back from Niger with a whole flight, like the 157 of the sources."""


@pytest.fixture(scope="module")
def ivorian() -> Pack:
    """The pack as it is shipped."""
    return shipped("cotedivoire")


def test_somebody_back_from_niger_is_for_the_programme(ivorian: Pack) -> None:
    assert AWA.doubts(ivorian) == ()
    from_mali = Returnee("2001-03", "ML", "NE", "evacuation", AWA.arrived)
    assert from_mali.doubts(ivorian) == ("This programme is for people of another nationality.",)


def test_three_phases_follow_each_other_and_say_what_they_hold(ivorian: Pack) -> None:
    assert [phase.id for phase in ivorian.phases] == ["protection", "reintegration", "monitoring"]
    first, second, third = (phase.name.fr for phase in ivorian.phases)
    assert all(word in first for word in ("identification", "CMU", "psychosocial"))
    assert all(word in second for word in ("scolaire", "professionnelle", "socio-économique"))
    assert all(word in third for word in ("profilage", "parcours", "données"))


def test_no_amount_is_public_so_the_office_confirms_one_first(ivorian: Pack) -> None:
    assert no_amount_at_all(ivorian)
    reason = asked(AWA.frame(ivorian), "small_enterprise", Money.of("1", "XOF"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason
    # an office that enters 400,000 francs: 400,000 may be planned, 400,001 not (XOF: no decimals)
    frame = AWA.frame(confirmed(ivorian, "small_enterprise", Money.of("400000", "XOF")))
    assert asked(frame, "small_enterprise", Money.of("400000", "XOF")) is None
    over = asked(frame, "small_enterprise", Money.of("400001", "XOF"))
    assert over is not None
    assert "400,000\u00a0XOF left of 400,000\u00a0XOF" in over


def test_the_plan_is_due_within_a_month(ivorian: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 17 April; 13 are left in April, 17 fall in May
    plan = ivorian.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(AWA.arrived) == date(2026, 5, 17)


def test_the_case_management_committee_stands_between_check_and_delivery(ivorian: Pack) -> None:
    rules = ivorian.grants
    assert rules.steps == (GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.DELIVERY)
    assert rules.committee is not None
    assert "CGC" in rules.committee.fr
    lead = ivorian.lead_of("case_management", AWA.arrived)
    assert lead is not None
    assert all(name in lead.lead.fr for name in ("CGC", "DGIE", "OIM"))
    assert "committee_minutes" in papers(ivorian, Moment.GRANT)


def test_the_members_of_the_committee_that_train_are_named(ivorian: Pack) -> None:
    # domain.md 1, row 4 (S-21): three of the fourteen
    trainers = [partner.name for partner in ivorian.partners if partner.sector == "training"]
    assert len(trainers) == 3
    assert all(any(name in one for one in trainers) for name in ("Emploi Jeunes", "AGEFOP", "OSCN"))


def test_one_common_profile_opens_the_file_and_a_certificate_ends_it(ivorian: Pack) -> None:
    assert "common_profile" in papers(ivorian, Moment.INTAKE)
    assert "phase_certificate" in papers(ivorian, Moment.CLOSURE)
    cover = ivorian.question("cmu")
    assert cover is not None
    assert [option.id for option in cover.options] == ["enrolled", "requested", "none"]
