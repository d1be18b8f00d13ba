"""The functions of follow-ups and closures for ``roles_tables``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from intake_app.acts import Act
from intake_app.closure.model import Closure, Reason
from intake_app.followups.handover import HandOver
from intake_app.followups.model import Attempt, Business, Intention, Outcome, Visit, Way
from intake_app.values import new_id

A_CASE = "00000000-0000-4000-8000-000000000001"
A_DAY = date(2026, 5, 12)


def _an_attempt() -> Attempt:
    return Attempt(A_DAY, Way.PHONE, Outcome.NOT_THERE)


def _a_visit() -> Visit:
    return Visit(A_DAY, Way.VISIT, Business.RUNNING, Intention.STAY)


def _a_closure() -> Closure:
    return Closure(new_id(), A_CASE, Reason.OBJECTIVES_MET, "The workshop runs.")


def _a_handover() -> HandOver:
    return HandOver(new_id(), A_CASE, "other", until=date(2026, 6, 1), note="Call before noon.")


Call = tuple[Act, Callable[[Path], tuple[object, ...]]]

FOLLOW_UP_ACTS: dict[str, Call] = {
    "followups.plan_follow_up": (Act.FOLLOW_UP_PLANNED, lambda _f: (A_CASE, date(2027, 1, 1))),
    "followups.note_attempt": (Act.FOLLOW_UP_TRIED, lambda _f: (A_CASE, _an_attempt())),
    "followups.note_visit": (Act.FOLLOW_UP_DONE, lambda _f: (A_CASE, _a_visit())),
    "followups.give_up": (Act.FOLLOW_UP_LOST, lambda _f: (A_CASE, "moved")),
    "followups.drop_follow_up": (Act.FOLLOW_UP_DROPPED, lambda _f: (A_CASE, "not needed")),
    "followups.take_up_again": (Act.FOLLOW_UP_TAKEN_UP, lambda _f: (A_CASE,)),
    "followups.hand_over": (Act.WORK_HANDED_OVER, lambda _f: (_a_handover(),)),
    "followups.take_back": (Act.WORK_TAKEN_BACK, lambda _f: (A_CASE,)),
    "closure.ask_closure": (Act.CLOSURE_ASKED, lambda _f: (_a_closure(),)),
    "closure.give_up_closure": (Act.CLOSURE_GIVEN_UP, lambda _f: (A_CASE,)),
    "closure.approve_closure": (Act.CLOSURE_APPROVED, lambda _f: (A_CASE,)),
    "closure.return_closure": (Act.CLOSURE_RETURNED, lambda _f: (A_CASE, "more detail")),
    "closure.reopen_case": (Act.CASE_REOPENED, lambda _f: (A_CASE, "the person is back")),
}

FOLLOW_UP_FAULTY: dict[str, tuple[object, ...]] = {
    "followups.plan_follow_up": (A_CASE, None),
    "followups.note_attempt": (A_CASE, Attempt(None, None, None)),
    "followups.give_up": (A_CASE, " "),
    "followups.drop_follow_up": (A_CASE, " "),
    "followups.hand_over": (HandOver(new_id(), "", ""),),
    "closure.ask_closure": (Closure(new_id(), A_CASE, None, " "),),
    "closure.reopen_case": (A_CASE, " "),
}

FOLLOW_UP_READS = {
    "followups.follow_ups_of": "part of a case that is open",
    "followups.follow_up_lines": "a list, as that of the cases",
    "followups.follow_up_number": "a list, as that of the cases",
    "followups.list_counts": "numbers beside a list",
    "followups.due_for_me": "a number beside the rail",
    "followups.workload": "numbers for each colleague",
    "followups.hand_overs": "which colleague stands in for whom",
    "closure.standings_in": "part of a case that is open",
    "closure.closure_of": "part of a case that is open",
    "closure.missing_for": "part of a case that is open",
    "closure.waiting_closures": "part of the list of cases",
}
