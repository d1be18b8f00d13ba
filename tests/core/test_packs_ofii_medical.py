"""The medicalised return from France to Georgia: ``domain.md`` 1, row 2 (S-20), and 4.7."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.model import Moment, Pack, PackageForm
from intake_app.plans.budget import Frame, refusal
from intake_app.values import Money
from tests.core.pack_walk import needed, papers, shipped
from tests.core.programme_kit import CASH, IN_KIND, doubts, line, waits_for_the_office

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def medical() -> Pack:
    """The pack as it is shipped."""
    return shipped("ofii_medical")


def test_it_is_for_people_who_go_home_from_france_to_georgia(medical: Pack) -> None:
    assert doubts(medical, "GE", "FR") == ()
    assert len(doubts(medical, "GE", "DE")) == 1
    assert len(doubts(medical, "GE", "FR", "forced")) == 1
    assert medical.office_countries == ("GE",)


def test_the_scheme_runs_since_april_2021(medical: Pack) -> None:
    # S-20: since 1 April 2021, run by IOM, paid by OFII
    assert medical.lead_of("medical_return", date(2021, 3, 31)) is None
    lead = medical.lead_of("medical_return", date(2021, 4, 1))
    assert lead is not None
    assert "IOM" in lead.lead.en


def test_no_amount_is_public_and_care_is_never_cash(medical: Pack) -> None:
    frame = Frame(medical, "assisted_voluntary", ARRIVED, ARRIVED)
    for package in medical.packages:
        form = CASH if package.form is PackageForm.CASH else IN_KIND
        assert waits_for_the_office(frame, package.id, form)
    reason = refusal(line("care_after_return", Money(1, "EUR"), CASH), [], frame)
    assert reason is not None
    assert "in kind only" in reason


def test_who_had_ofiis_lump_sum_has_no_second_one(medical: Pack) -> None:
    # S-18: once only
    package = medical.package("lump_sum")
    assert package is not None
    assert package.once_only
    assert package.not_with == ("ofii.lump_sum",)
    named = shipped("ofii").package("lump_sum")
    assert named is not None
    assert named.not_with == ("ofii_medical.lump_sum",)


def test_the_papers_are_sealed_and_the_questions_ask_no_diagnosis(medical: Pack) -> None:
    # domain.md 4.7: separate medical consent; what is medical is kept apart
    assert papers(medical, Moment.INTAKE) == {
        "identity", "medical_consent", "fit_to_travel", "medical_letter",
    }  # fmt: skip
    assert needed(medical, Moment.PLAN) == {"ofii_file", "aid_before", "medical_consent_on"}
    asked = " ".join(one.name.en.lower() for one in medical.questions)
    assert not any(word in asked for word in ("diagnosis", "illness", "medicine", "doctor"))
