"""A case with a plan of 40 budget lines, opened in the real window: to write and to read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from intake_app.acts import Role
from intake_app.packs.model import Dimension
from intake_app.plans import service as plans
from intake_app.plans.budget import balances
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, PlanState
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.benches.desk import Desk
from tests.benches.figures import Figure, figure
from tests.benches.figures import Goal as Wanted
from tests.benches.ground import Ground
from tests.benches.office import FilledOffice
from ui.cases.case_screen import CaseScreen
from ui.messages import Messages
from ui.tokens import Tone

LINES = 40


def measure(ground: Ground) -> Iterator[Figure]:
    """As a draft, which is the form with all its fields, and approved, which is text."""
    office, scale = ground.office, ground.scale
    for state in (PlanState.DRAFT, PlanState.APPROVED):
        write_long_plan(office, state)
        seen = ground.child("long_plan", office.folder, office.full.case, max(scale.rounds, 3))
        what = "to write" if state is PlanState.DRAFT else "to read"
        note = f"{LINES} lines, {seen['widgets']} widgets"
        goal = Wanted("median", 100)
        yield figure(f"open a case with a 40-line plan {what}", seen["cases"], goal=goal)
        yield figure(f"  processor time of the case {what}", seen["cases_busy"])
        yield figure(
            f"  and of records that look alike, later, {what}", seen["later_busy"],
            note="asked once the case is painted",
        )  # fmt: skip
        yield figure(f"  then its plan {what}, painted", seen["plans"], goal=goal, note=note)
        yield figure(f"  processor time of the plan {what}", seen["plans_busy"])
        yield figure(
            f"  the plan {what} once more, after another tab", seen["again"], goal=goal,
        )  # fmt: skip


def write_long_plan(office: FilledOffice, state: PlanState) -> None:
    """Make the newest version of the full case one with 40 lines, in this state."""
    case_id = office.full.case
    with office.signed_in() as counsellor:
        newest = plans.plans_of(counsellor, case_id)[0]
        if newest.state is not PlanState.DRAFT:
            newest = plans.start_plan(counsellor, case_id)
        kept = newest.lines  # grants hold money of them
        lines = kept if len(kept) >= LINES else (*kept, *_lines(counsellor, case_id, kept))
        newest = plans.save_plan(
            counsellor, replace(newest, goals=_goals(counsellor), lines=lines[:LINES])
        )
        if state is PlanState.DRAFT:
            return
        plans.submit_plan(counsellor, newest.id)
    with office.signed_in(Role.SUPERVISOR) as supervisor:
        plans.approve_plan(supervisor, newest.id)


def _goals(session: Session) -> tuple[Goal, ...]:
    day = session.today() + timedelta(days=45)
    return tuple(
        Goal(
            new_id(), dimension, Level.INDIVIDUAL,
            "Retrouver une activité qui fait vivre la famille et un logement stable",
            tuple(
                Activity(new_id(), f"Démarche {step} avec le service", "", session.full_name, day)
                for step in range(4)
            ),
        )
        for dimension in (*Dimension, *Dimension)
    )  # fmt: skip


def _lines(session: Session, case_id: str, kept: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """Small amounts out of one package that pays more than once and has something left."""
    frame = plans.frame_of(session, case_id)
    for balance in balances(kept, frame):
        package = frame.pack.package(balance.package)
        if (
            package
            and not package.once_only
            and balance.closed is None
            and balance.left
            and balance.left.minor > 0
        ):
            amount = Money(balance.left.minor // (2 * LINES), balance.left.currency)
            return tuple(
                BudgetLine(
                    new_id(), package.id, f"Achat {number} pour l’atelier", amount,
                    LineForm.IN_KIND,
                )
                for number in range(1, LINES + 1)
            )  # fmt: skip
    raise LookupError("no package of the full case takes a line")


class _Quiet(Messages):
    """The daily check finds that most records of this vault were filled in bulk; nobody minds."""

    def say(self, title: str, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Wait for nobody."""


def opened(folder: str, case_id: str, rounds: str) -> dict[str, Any]:
    """In a process of its own: milliseconds of the case, of its plan, and of the plan again."""
    desk = Desk(Path(folder), _Quiet(None))
    desk.open(Path(folder))
    found: dict[str, Any] = {key: [] for key in ("cases", "plans", "again")}
    found |= {"cases_busy": [], "later_busy": [], "plans_busy": [], "widgets": 0}
    for _round in range(int(rounds) + 1):
        case = _taken(desk, lambda: desk.window.open_destination("case", case_id))
        frame = desk.window.frame
        screen = frame.current() if frame else None
        assert frame is not None
        assert isinstance(screen, CaseScreen)
        later = desk.settle_later()
        times = [_taken(desk, partial(screen.show_tab, key)) for key in ("plan", "history", "plan")]
        if _round:  # the first one loads what is loaded once
            for key, (waited, busy) in {"cases": case, "plans": times[0]}.items():
                found[key].append(waited)
                found[f"{key}_busy"].append(busy)
            found["later_busy"].append(later)
            found["again"].append(times[2][0])
        found["widgets"] = len(screen.tabs.plan.findChildren(object))
        frame.close_screen(screen)
        desk.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return found


def _taken(desk: Desk, do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds until all is read and painted: by the clock, and of work."""
    began, busy = time.perf_counter(), time.process_time()
    do()
    desk.settle()
    return (time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000
