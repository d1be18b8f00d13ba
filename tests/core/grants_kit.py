"""What the tests of grants share: entries with sane defaults, and a grant brought to a state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from intake_app.acts import Role
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest
from intake_app.grants.parts import (
    Delivery,
    Payment,
    Proof,
    ProofKind,
    Quote,
    Refund,
    Visit,
)
from intake_app.packs.model import (
    GrantRules,
    GrantStep,
    InstalmentPart,
    Instalments,
    Mark,
    Origin,
    PartStart,
    Text,
)
from intake_app.packs.overlay import OfficePacks
from intake_app.plans import service as plans
from intake_app.plans.model import Plan
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_plan, a_request, opened_case
from tests.factories import TODAY


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def a_delivery(minor: int = 100_000, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "amount": euros(minor), "payment": Payment.SUPPLIER,
        "handed_by": "Cheikh Ndiaye", "received_by": "Mariama Diallo",
        "met_on": TODAY, "seen_by": "Cheikh Ndiaye",
    }  # fmt: skip
    return Delivery(**{**values, **changes})


def a_proof(minor: int = 100_000, **changes: Any) -> Proof:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "kind": ProofKind.INVOICE, "amount": euros(minor),
        "reference": "Facture 12/2026",
    }  # fmt: skip
    return Proof(**{**values, **changes})


def a_visit(**changes: Any) -> Visit:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "visitor": "Cheikh Ndiaye", "is_ok": True,
        "note": "Deux machines en service.",
    }  # fmt: skip
    return Visit(**{**values, **changes})


def a_refund(minor: int = 100_000, **changes: Any) -> Refund:
    values: dict[str, Any] = {
        "id": new_id(), "on": TODAY, "amount": euros(minor), "note": "Machine rendue.",
    }  # fmt: skip
    return Refund(**{**values, **changes})


def a_quote(supplier: str = "Sylla et frères", minor: int = 100_000, **changes: Any) -> Quote:
    values: dict[str, Any] = {
        "id": new_id(), "supplier": supplier, "amount": euros(minor), "on": TODAY,
    }  # fmt: skip
    return Quote(**{**values, **changes})


FULL = (
    GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE, GrantStep.DELIVERY,
    GrantStep.VERIFICATION,
)  # fmt: skip
AT_START, AT_OPENING = Text("At the start", "Au départ"), Text("Shop open", "Boutique ouverte")
EIGHTY_TWENTY = Instalments(
    "post_return",
    (
        InstalmentPart(80, AT_START, 0, PartStart.APPROVAL),
        InstalmentPart(20, AT_OPENING, 6, PartStart.ARRIVAL),
    ),
    Origin(Mark.OFFICE, "", None, None),
)


def under(session: Session, rules: GrantRules | None = None, *instalments: Instalments) -> Session:
    """The same session at an office whose programme has other rules for grants."""
    pack = session.packs["eurp"]
    changed = replace(pack, grants=rules or GrantRules(steps=FULL), instalments=instalments)
    return replace(session, packs=OfficePacks({**session.packs, "eurp": changed}))


def as_another(session: Session, role: Role, name: str = "another") -> Session:
    """A further colleague of a role; the keys stay those of who signed in."""
    return replace(session, user=replace(as_role(session, role).user, id=name))


def an_approved_plan(session: Session, minor: int = 120_000) -> Plan:
    """A case whose plan in force has one line, in kind."""
    _person, case = opened_case(as_role(session, Role.RECEPTION))
    counsellor = as_role(session, Role.COUNSELLOR)
    draft = plans.save_plan(counsellor, a_plan(counsellor, case, minor))
    plans.submit_plan(counsellor, draft.id)
    return plans.approve_plan(as_role(session, Role.SUPERVISOR), draft.id)


def asked(session: Session, minor: int = 100_000, **changes: Any) -> GrantRequest:
    """A request of a counsellor for an approved plan of its own."""
    plan = an_approved_plan(session)
    request = replace(a_request(plan, minor), **changes)
    return grants.request_grant(as_role(session, Role.COUNSELLOR), request)


def agreed(session: Session, minor: int = 100_000, **changes: Any) -> GrantRequest:
    """The same, with a yes at every deciding step."""
    return decided(session, asked(session, minor, **changes))


def decided(session: Session, request: GrantRequest) -> GrantRequest:
    """A yes at every step that the request still waits for."""
    supervisor = as_role(session, Role.SUPERVISOR)
    while request.waits_for is not None:
        request = grants.approve_grant(supervisor, request.id, request.waits_for)
    return request
