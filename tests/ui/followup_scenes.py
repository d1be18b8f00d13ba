"""Scenes of follow-ups and of the end of a case."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.acts import Act
from intake_app.closure import service as closures
from intake_app.closure import store
from intake_app.closure.model import Closure, Explained, Reason
from intake_app.followups import service as followups
from intake_app.followups.model import State
from intake_app.retention import service as retention
from intake_app.session import Session
from intake_app.values import new_id
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import type_text
from ui.followups.case_part import FollowUpsPart


def _case_to_follow(session: Session) -> str:
    """A case with a follow-up that is due and was tried already, or at least planned."""
    lines = followups.follow_up_lines(session, "open", "", None, 0, 100)
    return max(lines, key=lambda line: len(line.follow_up.attempts)).follow_up.case_id


def follow_up_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """The list of all, those of a case with every page to write on, and the closure."""
    page = desk.go("follow_ups")
    yield desk.here("60-follow-ups")
    page.list.filters.select("all")
    page.list.wanted.emit()
    yield desk.here("60-follow-ups-all")
    type_text(page.list.text, TYPED[1])
    page.list.wanted.emit()
    yield desk.here("60-follow-ups-nothing-found")
    page.blanks.open_blank("followup_visit")
    yield from desk.dialogs("60-follow-ups-blank")
    page = desk.go("blank_forms", "")
    yield desk.here("60-blank-forms")
    page.closed.emit()
    yield from _of_a_case(desk, session)
    yield from _hand_over(desk, session)


def _of_a_case(desk: Desk, session: Session) -> Iterator[Visit]:
    screen = desk.go("case_follow_ups", _case_to_follow(session))
    part: FollowUpsPart = screen.tabs.after.follow_ups
    yield desk.here("61-case-follow-ups")
    part.begin()
    if part.page is not None:
        yield desk.here("61-case-follow-up-visit")
        part.page.submit()
        yield desk.here("61-case-follow-up-mistakes")
        part.page.closed.emit()
    part.note_attempt()
    yield desk.here("61-case-follow-up-attempt")
    assert part.page is not None
    part.page.closed.emit()
    part.plan_one()
    yield desk.here("61-case-follow-up-plan")
    part.page.closed.emit()
    made = next((one for one in followups.follow_up_lines(session, "done", "", None, 0, 9)), None)
    if made is not None:
        screen = desk.go("case_follow_ups", made.follow_up.case_id)
        screen.tabs.after.follow_ups.list.select(made.id)
        yield desk.here("61-case-follow-up-made")
    screen.show_tab("closure")
    yield desk.here("62-case-closure-missing")
    screen.tabs.after.closure.begin()
    yield desk.here("62-case-closure-new")
    screen.tabs.after.closure.page.submit()
    yield desk.here("62-case-closure-mistakes")
    screen.tabs.after.closure.page.closed.emit()


def _hand_over(desk: Desk, session: Session) -> Iterator[Visit]:
    page = desk.go("workload", "")
    yield desk.here("63-workload")
    page.closed.emit()
    form = desk.go("hand_over", session.user.id)
    form.reload()
    yield desk.here("63-hand-over")
    form.submit()
    yield desk.here("63-hand-over-mistakes")
    form.closed.emit()


def a_case_that_may_end(session: Session) -> str:
    """A case of the sample in which nothing is open but what can be explained."""
    for line in followups.follow_up_lines(session, "open", "", None, 0, 100):
        case_id = line.follow_up.case_id
        held = closures.closure_of(session, case_id)
        gaps = {one.gap.value for one in held.missing}
        if gaps <= {"referral", "survey", "retention", "follow_up"} and not held.closures:
            return case_id
    raise LookupError("no case of the sample may end")


def asked_closure(session: Session) -> Closure:
    """As if a counsellor had asked for it: whoever is signed in writes it down for them."""
    case_id = a_case_that_may_end(session)
    for one in followups.follow_ups_of(session, case_id).follow_ups:
        if one.state is State.OPEN and one.opens_on <= session.today():
            followups.drop_follow_up(session, one.id, "The family has moved to Labé.")
    held = closures.closure_of(session, case_id)
    told = tuple(Explained(one.id, "The centre has closed.") for one in held.referrals)
    wanted = Closure(
        new_id(), case_id, Reason.MOVED_IN_COUNTRY, "The workshop runs in Labé now.", told,
        "She lives too far away.", asked_by="a counsellor", asked_at=session.now(), revision=1,
    )  # fmt: skip
    with session.act(Act.CASE_VIEWED, wanted.id) as change:
        store.put(change.db, wanted)
        change.send("closure", wanted.id, 1, wanted, case_id)
    return wanted


def closure_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """What a supervisor sees: the question, the closed case, and opening it again."""
    retention.set_rule(session, 5, "Decision of the office")
    wanted = asked_closure(session)
    page = desk.go("approvals")
    page.reload()
    page.list.select(wanted.id)
    yield desk.here("64-approvals-closure")
    closures.approve_closure(session, wanted.id)
    screen = desk.go("case_follow_ups", wanted.case_id)
    yield desk.here("64-case-closed-follow-ups")
    screen.show_tab("closure")
    yield desk.here("64-case-closed")
    screen.tabs.after.closure.open_again()
    yield from desk.dialogs("64-case-open-again")
    closures.reopen_case(session, wanted.case_id, "She came back.")
