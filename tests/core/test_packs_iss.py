"""A girl found in Abidjan goes home to Guinea: ``domain.md`` 1, row 15, and 4.6."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Moment, Pack, PackageForm
from intake_app.plans.budget import Frame, refusal
from intake_app.values import Money
from tests.core.pack_walk import confirmed, needed, papers, shipped
from tests.core.programme_kit import CASH, doubts, line, reaches, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def iss() -> Pack:
    """The pack as it is shipped."""
    return shipped("iss")


def test_the_procedure_has_eight_steps(iss: Pack) -> None:
    # S-44: an eight-step quality procedure
    assert [phase.id for phase in iss.phases] == [f"step_{number}" for number in range(1, 9)]


@pytest.mark.parametrize("kind", ["humanitarian", "voluntary_unassisted", "forced"])
def test_a_child_of_any_nationality_is_a_child_first(iss: Pack, kind: str) -> None:
    assert doubts(iss, "GN", "CI", kind, born="2014") == ()
    assert doubts(iss, "NG", "LY", kind, born="2010") == ()


def test_nothing_is_cash(iss: Pack) -> None:
    # domain.md 4.6: no cash to the child
    assert {package.form for package in iss.packages} == {PackageForm.IN_KIND}
    assert iss.grants.payments == ("supplier", "bank")
    office = confirmed(iss, "life_project", Money.of("300", "EUR"))
    frame = Frame(office, "humanitarian", ARRIVED, ARRIVED)
    assert reaches(frame, "life_project", Money.of("300", "EUR"))
    reason = refusal(line("life_project", Money.of("300", "EUR"), CASH), [], frame)
    assert reason is not None
    assert "in kind only" in reason


def test_no_amount_is_public(iss: Pack) -> None:
    frame = Frame(iss, "humanitarian", ARRIVED, ARRIVED)
    assert all(waits_for_the_office(frame, package.id) for package in iss.packages)


def test_assessment_before_the_plan_and_tracing_and_determination_before_anything_is_given(
    iss: Pack,
) -> None:
    # domain.md 4.6: BIA before plan approval; tracing before hand-over; BID before the solution
    assert papers(iss, Moment.PLAN) == {"assessment", "inquiry_report"}
    assert papers(iss, Moment.GRANT) == {"tracing", "determination"}
    assert "caregiver_consent" in papers(iss, Moment.INTAKE)
    assert needed(iss, Moment.PLAN) == {"counterpart", "inquiry_answered_on", "life_project_agreed"}
