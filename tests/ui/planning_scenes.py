"""Scenes of what stands around a plan: assessments, progress, and two versions compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from intake_app.acts import Role
from intake_app.assessments import service as assessments
from intake_app.assessments.model import (
    Assessment,
    Feasible,
    Moment,
    Prospect,
    Side,
    Skill,
    SkillLevel,
    Wish,
)
from intake_app.packs.model import Dimension
from intake_app.plans import service as plans
from intake_app.plans.model import ActivityStatus
from intake_app.progress import service as progress
from intake_app.progress.model import Progress
from intake_app.session import Session
from intake_app.values import new_id
from tests.ui.sample_cases import case_without_plan, fullest_case
from tests.ui.shown_desk import Desk, Visit

SHOP = Wish(
    "a-shop",
    "Ouvrir un atelier de couture près du marché",
    "Deux ans de métier, une pièce chez la tante",
    "Ni machine ni registre de commerce",
)
TRUCK = Wish("a-truck", "Conduire un camion", "", "Pas de permis", Feasible.NO, "Pas d’auto-école")


def assessed(session: Session, case_id: str) -> None:
    """Both assessments of a case, the second one different from the first."""
    day = session.today()
    skill = Skill(
        "a-skill", "Couture", SkillLevel.ALONE, "A montré deux robes", "CAP, Conakry 2019"
    )
    debt = Prospect("a-debt", Dimension.SOCIAL, Side.RISK, "Une dette envers l’oncle", "Médiation")
    market = Prospect(
        "a-market", Dimension.ECONOMIC, Side.OPPORTUNITY, "Un marché le jeudi", "Demander une place"
    )
    before = assessments.start_assessment(session, case_id, Moment.BEFORE_RETURN)
    assessments.save_assessment(
        session,
        replace(
            before, made_on=day - timedelta(days=400), made_by="OFII Paris", wishes=(SHOP, TRUCK),
            skills=(skill,), prospects=(debt,),
        ),
    )  # fmt: skip
    after: Assessment = assessments.start_assessment(session, case_id, Moment.AFTER_ARRIVAL)
    feasible = replace(SHOP, feasible=Feasible.YES, why="Le forfait paie les machines")
    assessments.save_assessment(
        session,
        replace(
            after, made_on=day, made_by=session.full_name, wishes=(feasible, TRUCK),
            prospects=(market,),
        ),
    )  # fmt: skip


def planning_scenes(desk: Desk) -> Iterator[Visit]:
    """As the counsellor sees them."""
    with desk.signed_in(Role.COUNSELLOR) as session:
        screen = desk.go("case", case_without_plan(session))
        for part in ("assessments", "progress"):
            screen.show_tab(part)
            yield desk.here(f"57-{part}-empty")
        case_id = fullest_case(session)
        assessed(session, case_id)
        plan = plans.plans_of(session, case_id)[0]
        step = next(plan.activities())
        for status, text in (
            (ActivityStatus.UNDER_WAY, "Visite de l’atelier avec la tante"),
            (ActivityStatus.DONE, "Contrat de bail signé et photographie de la pièce"),
        ):
            entry = Progress(new_id(), case_id, step.id, status, session.today(), text)
            progress.note_progress(session, entry)
        newer = plans.start_plan(session, case_id)
        goal = replace(newer.goals[0], rests_on=("a-shop", "a-skill"))
        later = replace(newer.lines[0], text=newer.lines[0].text + ", avec garantie")
        plans.save_plan(session, replace(newer, goals=(goal,), lines=(later, *newer.lines[2:])))
        screen = desk.go("case", case_id)
        screen.show_tab("assessments")
        yield desk.here("57-assessments")
        tab = screen.tabs.planning.assessments
        tab.begin(Moment.AFTER_ARRIVAL)
        yield desk.here("57-assessments-writing")
        tab.page.form["made_on"].line.setText("")
        tab.page.submit()
        yield desk.here("57-assessments-mistakes")
        tab.page.form.set_saved()
        tab.page.back.click()
        screen.show_tab("progress")
        yield desk.here("57-progress")
        tab = screen.tabs.planning.progress
        tab.list.select(step.id)
        tab.begin()
        yield desk.here("57-progress-writing")
        tab.page.form["noted_on"].line.setText("")
        tab.page.submit()
        yield desk.here("57-progress-mistakes")
        tab.page.form.set_saved()
        tab.page.back.click()
        screen.show_tab("plan")
        yield desk.here("58-plan-rests")
        screen.tabs.plan.head.compare.click()
        yield desk.here("58-plan-compared")
        screen.tabs.plan.pages.comparison.back.click()
        plans.submit_plan(session, newer.id)
    with desk.signed_in(Role.SUPERVISOR):
        page = desk.go("approvals")
        page.list.select(newer.id)
        yield desk.here("58-approvals-difference")
        page.pane.whole.click()
        yield desk.here("58-approvals-whole")
