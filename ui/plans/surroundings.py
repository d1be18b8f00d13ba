"""What a plan is written in: the money rules of the case, the family, and names to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake_app.cases.service import reload_case
from intake_app.formats import currency_of
from intake_app.plans.budget import Frame
from intake_app.plans.model import BudgetLine, Plan, PlanState
from intake_app.plans.service import frame_of, term_in_case
from intake_app.plans.term import Term
from intake_app.referrals.service import providers
from intake_app.session import Session
from intake_app.users.service import staff


@dataclass(frozen=True)
class Surroundings:
    """Read once per reload. ``family`` holds (id, name) of everybody but the principal; ``term``
    says by when the plan is due, until it was sent; ``kept`` are the lines of the version in force.
    """

    frame: Frame
    principal: str
    family: tuple[tuple[str, str], ...]
    services: tuple[str, ...]
    colleagues: tuple[str, ...]
    staff: dict[str, str]
    language: str
    local_currency: str = "EUR"
    term: Term | None = None
    kept: tuple[BudgetLine, ...] = ()

    @property
    def today(self) -> date:
        """The day that the money rules count from."""
        return self.frame.today

    def responsible(self) -> tuple[str, ...]:
        """Who can see to an activity: the person, the family, the office."""
        return (self.principal, *(name for _id, name in self.family), *self.colleagues)


def read_surroundings(
    session: Session, case_id: str, versions: Sequence[Plan] = ()
) -> Surroundings:
    """Read what the plan editor needs; ``versions`` are those of the plan, the newest first. Raises
    NotFound without the pack of a programme that pays."""
    in_force = next((plan for plan in versions if plan.state is PlanState.APPROVED), None)
    view = reload_case(session, case_id)
    members, frame = staff(session), frame_of(session, case_id)
    return Surroundings(
        frame=frame,
        principal=view.person.display_name,
        family=tuple(
            (one.id, one.display_name) for one in view.household if one.id != view.person.id
        ),
        services=tuple(entry.name for entry in providers(session) if entry.active),
        colleagues=tuple(member.full_name for member in members),
        staff={member.id: member.full_name for member in members},
        language=view.person.language,
        local_currency=currency_of(session.office.country) or frame.pack.currency,
        term=term_in_case(session, case_id),
        kept=in_force.lines if in_force else (),
    )
