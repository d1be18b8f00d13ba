"""What stands around the approved plans of the sample: assessments, progress, issued papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from intake_app.assessments import service as assessments
from intake_app.assessments.model import (
    Feasible,
    Moment,
    Prospect,
    Side,
    Skill,
    SkillLevel,
    Wish,
)
from intake_app.cases import service as cases
from intake_app.documents import service as documents
from intake_app.followups import service as followups
from intake_app.followups.model import Attempt, Business, Intention, Outcome, Visit, Way
from intake_app.packs.model import Dimension
from intake_app.plans.model import ActivityStatus, Plan
from intake_app.progress import service as progress
from intake_app.progress.model import Progress
from intake_app.session import Session
from intake_app.values import Money, new_id


def go_on(session: Session, approved: Iterable[Plan]) -> None:
    """Issue the papers of these plans; the first was assessed twice, and its first step is done.
    What is due as a follow-up is made or tried."""
    approved = list(approved)
    for place, plan in enumerate(approved):
        if place == 0:
            _assess(session, plan.case_id)
            _note(session, plan)
        documents.issue(session, plan.case_id, "reintegration_plan", plan.id, "fr")
    _follow_up(session, approved)


def _follow_up(session: Session, approved: Iterable[Plan]) -> None:
    due = [
        one
        for plan in approved
        for one in followups.follow_ups_of(session, plan.case_id).follow_ups
        if one.opens_on <= session.today()
    ]
    day = session.today()
    for one in due[:1]:
        visit = Visit(
            day, Way.VISIT, Business.RUNNING, Intention.STAY, Money(1_850_000, "GNF"), 1, 4,
            "Deux machines en service, une apprentie",
        )  # fmt: skip
        followups.note_visit(session, one.id, visit)
    for one in due[1:2]:
        tried = Attempt(day, Way.PHONE, Outcome.NOT_THERE, "Sonne sans réponse")
        followups.note_attempt(session, one.id, tried)


def _assess(session: Session, case_id: str) -> None:
    arrived = cases.reload_case(session, case_id).homecoming.arrived_on
    wish = Wish(
        new_id(), "Ouvrir un atelier de couture près du marché",
        "Deux ans de métier, une pièce chez la tante", "Ni machine ni registre de commerce",
    )  # fmt: skip
    skill = Skill(
        new_id(), "Couture", SkillLevel.ALONE, "A montré deux robes", "CAP de couture, 2019"
    )
    debt = Prospect(
        new_id(), Dimension.SOCIAL, Side.RISK, "Une dette du voyage", "Médiation familiale"
    )
    before = replace(
        assessments.start_assessment(session, case_id, Moment.BEFORE_RETURN),
        made_on=arrived - timedelta(days=14), made_by="Conseil au retour (exemple)",
        wishes=(wish,), skills=(skill,), prospects=(debt,),
    )  # fmt: skip
    assessments.save_assessment(session, before)
    market = Prospect(
        new_id(), Dimension.ECONOMIC, Side.OPPORTUNITY, "Un marché le jeudi", "Demander une place"
    )
    decided = replace(wish, feasible=Feasible.YES, why="L’aide paie les machines")
    after = replace(
        assessments.start_assessment(session, case_id, Moment.AFTER_ARRIVAL),
        made_on=session.today(), made_by=session.full_name,
        wishes=(decided,), prospects=(debt, market),
    )  # fmt: skip
    assessments.save_assessment(session, after)


def _note(session: Session, plan: Plan) -> None:
    step = next(plan.activities(), None)
    if step is not None:
        shown = "Attestation d’inscription vue par le chargé de dossier"
        entry = Progress(
            new_id(), plan.case_id, step.id, ActivityStatus.UNDER_WAY, session.today(), shown
        )
        progress.note_progress(session, entry)
