"""Whole ways through a shipped programme: each colleague signs in with keys of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile
from intake_app.documents import service as documents
from intake_app.errors import IntakeError
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, Payment
from intake_app.packs.model import Dimension, FamilyRole, Group, Per
from intake_app.packs.overlay import FigureKind
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.plans.budget import Balance, balances
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan, PlanState
from intake_app.programmes import service as programmes
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import SignIn
from tests.core.documents_reading import text_by_poppler
from tests.core.dossier_kit import answered
from tests.factories import a_consent, a_homecoming, a_person

CASH, IN_KIND = LineForm.CASH, LineForm.IN_KIND


class Office:
    """A desk with three colleagues, one at a time: whoever is asked for signs in."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in
        self._now: Session | None = None

    def _as(self, role: Role) -> Session:
        if self._now is None or self._now.role is not role:
            self._now = self._sign_in(role)
        return self._now

    def anew(self, role: Role) -> Session:
        """The same, signed in again: a window locks the vault when it is closed."""
        self._now = None
        return self._as(role)

    @property
    def clerk(self) -> Session:
        """Reception."""
        return self._as(Role.RECEPTION)

    @property
    def counsellor(self) -> Session:
        """Writes plans and asks for grants."""
        return self._as(Role.COUNSELLOR)

    @property
    def supervisor(self) -> Session:
        """Decides."""
        return self._as(Role.SUPERVISOR)

    # ------------------------------------------------------------------ a case

    def welcome(
        self,
        pack: str,
        relatives: Sequence[str] = (),
        came: dict[str, Any] | None = None,
        **about: Any,
    ) -> tuple[Person, CaseFile]:
        """Somebody registered with the family that came along, and an open case under a pack."""
        person = a_person(documents=(), **about)
        coming = a_homecoming(person, **(came or {}))
        person = people.save_person(self.clerk, person, coming)
        cases.give_consent(self.clerk, a_consent(person))
        for relation in relatives:
            other = a_person(documents=(), phone_as_typed="")
            other = people.save_person(self.clerk, other, a_homecoming(other, **(came or {})))
            people.join_household(self.clerk, other, people.person(self.clerk, person.id), relation)
        return person, cases.open_case(self.clerk, person.id, coming.id, pack)

    def enter(self, pack: str, package: str, amount: Money, group: Group = Group.ANY) -> None:
        """A supervisor enters a ceiling for the case where no public source gives one."""
        place = (FigureKind.CEILING, package, group, FamilyRole.ANY, Per.CASE)
        programmes.change_amount(self.supervisor, pack, place, amount, 2026, "Decision 3/2026")

    # ------------------------------------------------------------------ the plan

    def written(self, case: CaseFile, *lines: BudgetLine) -> Plan:
        """A complete draft with these lines: the newest version, or the next one."""
        session = self.counsellor
        answered(session, case.id)
        newest = next(iter(plans.plans_of(session, case.id)), None)
        draft = newest if newest and newest.state is PlanState.DRAFT else None
        plan = draft or plans.start_plan(session, case.id)
        due = session.today() + timedelta(days=20)
        step = Activity(new_id(), "Find a place", "", "Cheikh Ndiaye", due)
        goal = Goal(new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, "A living", (step,))
        return plans.save_plan(session, replace(plan, goals=plan.goals or (goal,), lines=lines))

    def agreed(self, case: CaseFile, *lines: BudgetLine) -> Plan:
        """The same, sent by its author and approved by the supervisor."""
        plan = self.written(case, *lines)
        plans.submit_plan(self.counsellor, plan.id)
        return plans.approve_plan(self.supervisor, plan.id)

    def balance(self, case: CaseFile, package: str, plan: Plan | None = None) -> Balance:
        """How a package stands today, with the lines of a plan or without any."""
        session = self._now or self.counsellor
        standing = balances(plan.lines if plan else (), plans.frame_of(session, case.id))
        return next(one for one in standing if one.package == package)

    # ------------------------------------------------------------------ the grant

    def asked(self, plan: Plan, line: BudgetLine, **changes: Any) -> GrantRequest:
        """A request of the counsellor for the whole of a plan line."""
        values: dict[str, Any] = {
            "id": new_id(), "case_id": plan.case_id, "plan_id": plan.id, "line_id": line.id,
            "package": line.package, "amount": line.amount, "form": line.form,
            "purpose": line.text, "payment": Payment.SUPPLIER, "supplier": "Sylla et frères",
        }  # fmt: skip
        return grants.request_grant(self.counsellor, GrantRequest(**{**values, **changes}))

    def decided(self, request: GrantRequest) -> GrantRequest:
        """A yes at every step that the request still waits for."""
        while request.waits_for is not None:
            request = grants.approve_grant(self.supervisor, request.id, request.waits_for)
        return request

    def grant(self, request: GrantRequest) -> GrantRequest:
        """The grant as it lies in the vault."""
        session = self._now or self.counsellor
        found = grants.grants_of(session, request.case_id)
        return next(one for one in found if one.id == request.id)

    def paper(self, case: CaseFile, kind: str, about: str, language: str = "en") -> str:
        """The words of an issued paper as pdftotext reads them, on one line."""
        session = self.counsellor
        issued = documents.issue(session, case.id, kind, about, language)
        pdf = documents.pdf_of(session, issued.id)
        return " ".join(text_by_poppler(pdf, "-raw").split())


def line(package: str, amount: Money, form: LineForm = IN_KIND, **changes: Any) -> BudgetLine:
    """A budget line of a package."""
    return replace(BudgetLine(new_id(), package, "What was agreed", amount, form), **changes)


def no(work: Callable[[], object]) -> str:
    """Why something is refused, in words; fails if it is not."""
    with pytest.raises(IntakeError) as refused:
        work()
    return str(refused.value.sentence)


@pytest.fixture
def office(sign_in: SignIn) -> Office:
    """The colleagues of a small desk."""
    return Office(sign_in)
