"""Every form empty, as it is printed for days without power: read back with poppler."""

from __future__ import annotations

import pytest

from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.documents.service import form
from intake_app.session import Session
from intake_app.words import word
from tests.conftest import SignIn
from tests.core.documents_reading import (
    assert_inside_the_margins,
    attached,
    page_texts,
    text_by_poppler,
)
from tests.core.documents_samples import plan
from tests.core.test_case_journey import opened_case

TWO_PAGES = {
    "intake_profile", "consent_form", "assessment_summary", "best_interests_sheet",
    "reintegration_plan",
    "followup_visit", "conference_minutes",
}  # fmt: skip
"""What needs more room to write than one side has."""

NONE = {
    "custody_sheet", "erasure_protocol", "breach_report", "subject_copy", "deadlines_wall",
    "survey_profile", "survey_answers",
}  # fmt: skip
"""What is made from what the vault holds, or has its blank with the questionnaire."""

SAID = {
    "intake_profile": (
        "Family name",
        "The way, stop by stop",
        "Forced return",
        "Looking for relatives",
    ),
    "consent_form": ("Yes, I agree", "Not now", "Text version", "2026-1"),
    "arrival_receipt": ("How it was given", "Total in words", "Taken for the person by"),
    "assessment_summary": ("Before the return", "Feasible?", "What will be done"),
    "reintegration_plan": ("Psychosocial", "Step", "Own contribution", "Returned", "Goal"),
    "referral_letter": ("within 24 hours", "Acknowledgement slip", "Cut here", "Spoken"),
    "conference_minutes": ("Put off", "Minutes taken by", "Signed by", "Remarks"),
}
"""Of the forms that had none before: what somebody looks for on them."""


def squeezed(pdf: bytes) -> str:
    return " ".join(text_by_poppler(pdf, "-raw").split())


@pytest.fixture
def clerk(sign_in: SignIn) -> Session:
    """At a desk where somebody has a case already."""
    opened_case(sign_in(Role.RECEPTION))
    return sign_in(Role.RECEPTION)


def test_every_form_has_its_blank_or_a_reason_to_have_none() -> None:
    assert set(documents.BLANKS) == set(documents.FORMS) - NONE
    assert set(documents.OF_A_GRANT) | set(documents.OF_A_FOLLOW_UP) <= set(documents.BLANKS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_blank_form_has_the_office_and_nothing_of_anybody(clerk: Session, language: str) -> None:
    for kind in documents.BLANKS if language == "en" else SAID:
        pdf = documents.blank_form(clerk, kind, language)
        text = squeezed(pdf)
        assert clerk.office.name in text, kind
        assert word("paper", kind, language) in text, kind
        for personal in ("Diallo", "DIALLO", "Mariama", "GN-2026", clerk.full_name, "None", "–"):
            assert personal not in text, (kind, personal)
        facts = attached(pdf)["facts"]
        assert facts["heading"]["blank"] is True
        assert not facts["heading"]["case_number"]
        assert len(page_texts(pdf)) == (2 if kind in TWO_PAGES else 1), kind
        if language == "fr":
            assert_inside_the_margins(pdf)
    assert documents.documents_of(clerk, "") == []


def test_what_is_asked_stands_on_the_blank(clerk: Session) -> None:
    for kind, parts in SAID.items():
        text = squeezed(documents.blank_form(clerk, kind, "en"))
        for part in parts:
            assert part in text, (kind, part)


def test_the_slip_of_a_blank_letter_has_no_code_and_no_person(clerk: Session) -> None:
    """It belongs to no referral: the service writes the case number on it."""
    text = squeezed(documents.blank_form(clerk, "referral_letter", "en"))
    slip = text.partition("Cut here")[2]
    assert "quote the case number" in slip
    assert "Reply code" not in slip
    assert "/R" not in text
    assert "Name Case number" not in slip


def test_control_a_filled_plan_has_the_person_and_no_empty_goals() -> None:
    text = squeezed(form("reintegration_plan")(plan()))
    assert "Diallo" in text or "DIALLO" in text
    assert "Blank form" not in text


def test_the_whole_set_is_one_paper(clerk: Session) -> None:
    pages = page_texts(documents.blank_set(clerk, "en"))
    assert len(pages) == len(documents.BLANKS) + len(TWO_PAGES)
    assert "Intake profile" in pages[0]
    assert not any("Aissatou" in page for page in pages)
