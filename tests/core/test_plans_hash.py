"""The hash of an approval: of exactly what was read, printed with who said yes, and changed by one
letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.documents.parts import fingerprint
from intake_app.errors import StaleRecord
from intake_app.grants import service as grants
from intake_app.plans import service as plans
from intake_app.plans import store
from intake_app.plans.model import Plan, PlanState, content_hash, short_form
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.documents_reading import squeezed, text_by_poppler
from tests.core.test_case_journey import a_plan, opened_case


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return opened_case(sign_in(Role.RECEPTION))[1]


def sent(sign_in: SignIn, case: CaseFile) -> Plan:
    writer = sign_in(Role.COUNSELLOR)
    return plans.submit_plan(writer, plans.save_plan(writer, a_plan(writer, case)).id)


def text_of(session: Session, plan: Plan) -> str:
    pdf = documents.preview(session, plan.case_id, "reintegration_plan", plan.id, "en")
    return squeezed(text_by_poppler(pdf, "-raw"))


def test_the_paper_prints_the_hash_of_the_approved_content_with_who_when_and_as_what(
    sign_in: SignIn, case: CaseFile, tmp_path: Path
) -> None:
    plan = sent(sign_in, case)
    supervisor = sign_in(Role.SUPERVISOR)
    approved = plans.approve_plan(supervisor, plan.id, content_hash(plan))
    printed = text_of(supervisor, approved)
    (decision,) = grants.decisions_about(supervisor, plan.id)
    whole = content_hash(approved)
    assert decision.content_hash == whole
    for said in (fingerprint(whole), short_form(whole), supervisor.full_name, "Supervisor",
                 "12 May 2026"):  # fmt: skip
        assert squeezed(said) in printed


def test_one_changed_letter_changes_both_forms_of_the_printed_hash(
    sign_in: SignIn, case: CaseFile
) -> None:
    plan = sent(sign_in, case)
    goal = plan.goals[0]
    other = replace(plan, goals=(replace(goal, text=goal.text[:-1] + "a"),))
    assert len(other.goals[0].text) == len(goal.text)
    assert content_hash(other) != content_hash(plan)
    assert short_form(content_hash(other)) != short_form(content_hash(plan))
    supervisor = sign_in(Role.SUPERVISOR)
    printed = text_of(supervisor, plans.approve_plan(supervisor, plan.id))
    assert squeezed(short_form(content_hash(other))) not in printed
    assert squeezed(fingerprint(content_hash(other))) not in printed


def test_whoever_has_read_something_else_cannot_approve(sign_in: SignIn, case: CaseFile) -> None:
    plan = sent(sign_in, case)
    read = replace(plan, lines=())
    supervisor = sign_in(Role.SUPERVISOR)
    with pytest.raises(StaleRecord):
        plans.approve_plan(supervisor, plan.id, content_hash(read))
    assert plans.plans_of(supervisor, case.id)[0].state is PlanState.SUBMITTED
    assert plans.approve_plan(supervisor, plan.id, content_hash(plan)).state is PlanState.APPROVED


def test_a_plan_that_was_altered_in_the_vault_after_sending_is_not_approved(
    sign_in: SignIn, case: CaseFile
) -> None:
    plan = sent(sign_in, case)
    supervisor = sign_in(Role.SUPERVISOR)
    altered = replace(plan, goals=(replace(plan.goals[0], text="Something else"),))
    with supervisor.vault.transaction() as db:
        store.put(db, altered, content_hash(plan))
    with pytest.raises(StaleRecord):
        plans.approve_plan(supervisor, plan.id)


def test_the_short_form_is_the_beginning_of_the_whole() -> None:
    whole = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    assert short_form(whole) == "9F86 D081 884C"
    assert (
        fingerprint(whole).replace(" ", "").upper().startswith(short_form(whole).replace(" ", ""))
    )
