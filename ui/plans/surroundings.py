"""What a plan is written in: the money rules of the case, the family, and names to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from intake_app.assessments.model import Finding, named
from intake_app.assessments.service import assessments_of
from intake_app.cases.service import reload_case
from intake_app.plans.budget import Frame
from intake_app.plans.service import frame_of
from intake_app.progress.model import Progress, latest
from intake_app.progress.service import progress_of
from intake_app.referrals.service import providers
from intake_app.session import Session
from intake_app.users.service import staff


@dataclass(frozen=True)
class Surroundings:
    """Read once per reload. ``family`` holds (id, name) of everybody but the principal;
    ``findings`` what the assessments say, ``progress`` the newest entry of each activity, by id.
    """

    frame: Frame
    principal: str
    family: tuple[tuple[str, str], ...]
    services: tuple[str, ...]
    colleagues: tuple[str, ...]
    staff: dict[str, str]
    language: str
    findings: Mapping[str, Finding] = field(default_factory=dict)
    progress: Mapping[str, Progress] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day that the money rules count from."""
        return self.frame.today

    def responsible(self) -> tuple[str, ...]:
        """Who can see to an activity: the person, the family, the office."""
        return (self.principal, *(name for _id, name in self.family), *self.colleagues)


def read_surroundings(session: Session, case_id: str) -> Surroundings:
    """Read what the plan editor needs. Raises NotFound without the programme's pack."""
    view = reload_case(session, case_id)
    members = staff(session)
    return Surroundings(
        frame=frame_of(session, case_id),
        principal=view.person.display_name,
        family=tuple(
            (one.id, one.display_name) for one in view.household if one.id != view.person.id
        ),
        services=tuple(entry.name for entry in providers(session) if entry.active),
        colleagues=tuple(member.full_name for member in members),
        staff={member.id: member.full_name for member in members},
        language=view.person.language,
        findings=named(assessments_of(session, case_id)),
        progress=latest(progress_of(session, case_id)),
    )
