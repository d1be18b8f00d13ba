"""The plan's paper says what the programmes ask, until when, and what the office must confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.dossier.model import Paper
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.packs.overlay import OfficePacks
from intake_app.plans import service as plans
from intake_app.plans.model import Plan
from intake_app.session import Session
from tests.core.documents_reading import assert_inside_the_margins, attached, text_by_poppler
from tests.core.dossier_kit import answered
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_plan, opened_case
from tests.core.test_dossier_funds import own, sponsor, two_lines
from tests.factories import TODAY


def paper_of(session: Session, plan: Plan, language: str = "en") -> bytes:
    return documents.preview(session, plan.case_id, "reintegration_plan", plan.id, language)


def squeezed(pdf: bytes) -> str:
    return " ".join(text_by_poppler(pdf, "-raw").split())


@pytest.fixture
def plan(supervisor: Session) -> Plan:
    """Home on 2 May 2026, under EURP; sent and approved."""
    _person, case = opened_case(as_role(supervisor, Role.RECEPTION))
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    draft = plans.save_plan(counsellor, a_plan(counsellor, case))
    plans.submit_plan(counsellor, draft.id)
    return plans.approve_plan(supervisor, draft.id)


def test_key_dates_are_counted_from_the_arrival(supervisor: Session, plan: Plan) -> None:
    pdf = paper_of(supervisor, plan)
    facts = attached(pdf)["facts"]["programmes"]
    (eurp,) = facts
    days = {one["name"]: one["day"] for one in eurp["dates"]}
    pack = supervisor.packs["eurp"]
    assert eurp["edition"] == pack.edition
    arrived = date.fromisoformat(days["Arrival"])
    for name, months in (("package_end", 12),):
        deadline = pack.deadline(name)
        assert deadline is not None
        assert deadline.period.months == months
        assert days[deadline.name.en] == arrived.replace(year=arrived.year + 1).isoformat()
    text = squeezed(pdf)
    for said in ("What the programme asks, and until when", "Edition under which it is decided",
                 pack.phases[0].name.en, "Identity document, for upload to RIAT",
                 "Quotation or pro-forma invoice of the supplier – Deux machines",
                 "still to come"):  # fmt: skip
        assert said in text, said
    assert "Under the programme and edition" not in text, "it stands in the block"
    assert_inside_the_margins(paper_of(supervisor, plan, "fr"))


def test_what_is_there_is_said_and_a_clock_runs_from_its_answer(
    supervisor: Session, plan: Plan
) -> None:
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    before = squeezed(paper_of(supervisor, plan))
    assert "counts from:" in before
    held = dossier_of(counsellor, plan.case_id).dossier
    answers = {**held.answers, "riat_sent_on": "2026-05-08"}
    save_dossier(
        counsellor, replace(held, answers=answers, papers=(Paper("identity", TODAY),))
    )  # fmt: skip
    facts = attached(paper_of(supervisor, plan))["facts"]["programmes"][0]
    states = {one["name"]: one["state"] for one in facts["asked"]}
    assert states["Identity document, for upload to RIAT"].startswith("there, seen on")
    days = {one["name"]: one["day"] for one in facts["dates"]}
    assert "2026-05-15" in days.values(), "seven days after it was sent"


def test_an_amount_that_nobody_confirmed_is_for_the_office(supervisor: Session) -> None:
    """AVRR names no amounts: its packages stand on the paper all the same."""
    _person, case = opened_case(as_role(supervisor, Role.RECEPTION))
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    written = plans.save_plan(counsellor, a_plan(counsellor, case))
    before = squeezed(paper_of(supervisor, written))
    plans.add_fund(counsellor, case.id, "avrr")
    after = squeezed(paper_of(supervisor, written))
    assert after.count("to be confirmed by the office") > before.count(
        "to be confirmed by the office"
    )


def test_a_second_programme_stands_with_what_it_asks_for_its_line(supervisor: Session) -> None:
    packs = OfficePacks({**supervisor.packs, "eurp": own(), "sponsor": sponsor()})
    office = replace(supervisor, packs=packs)
    plan = two_lines(office)
    answered(as_role(office, Role.COUNSELLOR), plan.case_id)
    mine, second = attached(paper_of(office, plan))["facts"]["programmes"]
    assert [one["name"] for one in second["asked"]] == ["Paper estimate (Sponsor) – Un four"]
    assert "Paper identity (Sponsor)" not in [one["name"] for one in mine["asked"]], "asked once"
    assert mine["unanswered"] == []
    counsellor = as_role(office, Role.COUNSELLOR)
    alone = plans.save_plan(counsellor, replace(plan, lines=plan.lines[:1]))
    assert len(attached(paper_of(office, alone))["facts"]["programmes"]) == 1, "control"
