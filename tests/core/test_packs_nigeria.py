"""The pack of Nigeria says what its sources say (``domain.md`` 1, row 18, and 5.3)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.kinds import ModuleTime
from intake_app.packs.model import GrantStep, Moment, Pack
from intake_app.packs.words import Mark
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

BLESSING = Returnee("1999", "NG", "IT", "assisted_voluntary", date(2026, 1, 31))


@pytest.fixture(scope="module")
def rrr() -> Pack:
    """The pack as it is shipped."""
    return shipped("nigeria")


def test_returns_and_readmissions_are_taken(rrr: Pack) -> None:
    assert BLESSING.doubts(rrr) == ()
    readmitted = Returnee("1999", "NG", "IT", "forced", BLESSING.arrived)
    assert readmitted.doubts(rrr) == ()
    beninese = Returnee("1999", "BJ", "IT", "forced", BLESSING.arrived)
    assert beninese.doubts(rrr) == ("This programme is for people of another nationality.",)


def test_the_road_has_three_stretches(rrr: Pack) -> None:
    # domain.md 1, row 18 (S-47): host country, transit, home
    assert [phase.id for phase in rrr.phases] == ["host_country", "transit", "home"]


def test_business_support_comes_in_instalments_after_training(rrr: Pack) -> None:
    paid = rrr.instalments_of("business_support")
    assert paid is not None
    # no source gives the shares: two halves are a proposal, and marked as the office's
    assert paid.origin.mark is Mark.OFFICE
    assert [part.share for part in paid.parts] == [50, 50]
    assert "training" in paid.parts[0].trigger.en
    assert [part.due(BLESSING.arrived, BLESSING.arrived) for part in paid.parts] == [None, None]
    (module,) = rrr.modules
    assert module.when is ModuleTime.AFTER_ARRIVAL
    assert "training_certificate" in papers(rrr, Moment.GRANT)
    assert rrr.instalments_of("social_support") is None


def test_the_case_management_expert_team_decides(rrr: Pack) -> None:
    # domain.md 4.5: Nigeria, CMET
    assert rrr.grants.steps == (GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.DELIVERY)
    assert rrr.grants.committee is not None
    assert "CMET" in rrr.grants.committee.en
    assert needed(rrr, Moment.GRANT) == {"cmet_decision"}


def test_what_a_trafficking_screening_found_is_no_answer_of_a_form(rrr: Pack) -> None:
    screening = rrr.question("naptip_screening")
    assert screening is not None
    assert [option.id for option in screening.options] == ["done", "asked", "not_needed"]
    assert needed(rrr, Moment.PLAN) == {"naptip_screening"}
    lead = rrr.lead_of("protection", BLESSING.arrived)
    assert lead is not None
    assert lead.lead.en == "NAPTIP"


def test_four_states_have_a_committee(rrr: Pack) -> None:
    # domain.md 1, row 18 (S-48, S-49)
    assert {office.code for office in rrr.offices} == {"LAG", "EDO", "DEL", "KAN"}
    names = " ".join(partner.name for partner in rrr.partners)
    assert all(body in names for body in ("NCFRMI", "NEMA", "NIS", "NAPTIP", "CMET"))


def test_no_amount_is_public_so_the_office_confirms_one_first(rrr: Pack) -> None:
    assert no_amount_at_all(rrr)
    reason = asked(BLESSING.frame(rrr), "business_support", Money.of("1", "NGN"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason
    # an office that enters 700,000 naira; the source leaves the form open, so cash may be planned
    frame = BLESSING.frame(confirmed(rrr, "business_support", Money.of("700000", "NGN")))
    assert asked(frame, "business_support", Money.of("700000", "NGN"), LineForm.CASH) is None
    assert asked(frame, "business_support", Money.of("700000.01", "NGN")) is not None


def test_the_plan_is_due_within_a_month(rrr: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 31 January; February 2026 takes 28, 2 fall in March
    plan = rrr.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(BLESSING.arrived) == date(2026, 3, 2)
