"""A programme with a committee, and a grant that waits for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.conferences.model import Conference, Member
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest
from intake_app.packs.model import GrantRules, GrantStep, Text
from intake_app.plans import service as plans
from intake_app.session import Session
from intake_app.values import new_id
from tests.conftest import SignIn
from tests.core.test_case_journey import a_plan, a_request, opened_case
from tests.factories import TODAY

WITH_COMMITTEE = GrantRules(
    steps=(GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE, GrantStep.DELIVERY),
    committee=Text("Case-management committee", "Comité de gestion des cas"),
)


def with_committee(session: Session) -> Session:
    """The same session where grants of EURP go before a committee."""
    pack = replace(session.packs["eurp"], grants=WITH_COMMITTEE)
    return replace(session, packs={**session.packs, "eurp": pack})


def a_checked_grant(sign_in: SignIn) -> tuple[CaseFile, GrantRequest]:
    """A grant that a supervisor has checked: the committee is next. The supervisor is signed in."""
    _person, case = opened_case(with_committee(sign_in(Role.RECEPTION)))
    counsellor = with_committee(sign_in(Role.COUNSELLOR))
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(with_committee(sign_in(Role.SUPERVISOR)), plan.id)
    request = grants.request_grant(with_committee(sign_in(Role.COUNSELLOR)), a_request(plan))
    checked = grants.approve_grant(with_committee(sign_in(Role.SUPERVISOR)), request.id)
    return case, checked


def a_conference(**changes: Any) -> Conference:
    values: dict[str, Any] = {
        "id": new_id(), "pack": "eurp", "committee": "Case-management committee",
        "held_on": TODAY, "starts": "09:30", "place": "Governorate", "chair": "Aminata Sow",
        "members": (
            Member("Aminata Sow", "This office", True),
            Member("Karim Ben Salah", "Social promotion"),
        ),
    }  # fmt: skip
    return Conference(**{**values, **changes})
