"""Approvals: nobody decides unread, alone about their own work, or without a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.decision import Verdict
from intake_app.cases.model import CaseFile
from intake_app.deadlines import service as deadlines
from intake_app.documents import service as documents
from intake_app.errors import NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans.model import Plan, PlanState
from intake_app.session import Session
from intake_app.values import PartialDate
from tests.conftest import SignIn
from tests.core.grants_kit import a_delivery, a_proof
from tests.core.screening_kit import CHILD, SAFE, screened
from tests.core.test_case_journey import a_plan, a_request, opened_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.approvals.waiting import read_waiting
from ui.buttons import Button
from ui.language import Language


@dataclass
class Opener:
    """Opens the screen for a session, as the window does."""

    qtbot: QtBot
    tasks: DirectTasks
    messages: ScriptedMessages

    def __call__(self, session: Session) -> ApprovalsScreen:
        screen = ApprovalsScreen(session, self.tasks, self.messages)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen


@pytest.fixture
def open_screen(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    return Opener(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return opened_case(sign_in(Role.RECEPTION))[1]


@pytest.fixture
def plan(sign_in: SignIn, case: CaseFile) -> Plan:
    """A plan of 1,200 EUR that waits."""
    counsellor = sign_in(Role.COUNSELLOR)
    return plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)


@pytest.fixture
def request_(sign_in: SignIn, plan: Plan) -> GrantRequest:
    """A grant of 1,000 EUR from the approved plan, waiting."""
    approved = plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    return grants.request_grant(sign_in(Role.COUNSELLOR), a_request(approved))


def decisions(screen: ApprovalsScreen) -> list[Button]:
    return [screen.pane.approve, screen.pane.send_back, screen.pane.reject]


def shown_ids(screen: ApprovalsScreen) -> list[str]:
    model = screen.list.model
    return [model.key_at(row) for row in range(model.rowCount())]


def only_plan(session: Session, case: CaseFile) -> Plan:
    (plan,) = plans.plans_of(session, case.id)
    return plan


def test_the_approver_sees_person_goals_money_and_what_is_left_of_the_package(
    open_screen: Opener, sign_in: SignIn, plan: Plan, case: CaseFile
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR))
    shown = "\n".join(words_on(screen.pane))
    assert "DIALLO Mariama" in shown
    assert case.number in shown
    assert "Cheikh Ndiaye" in shown
    assert "Atelier de couture" in shown
    assert "Deux machines" in shown
    assert "1,200.00\u00a0EUR" in shown
    assert "800.00\u00a0EUR left" in shown  # of the 2,000 EUR of EURP in kind
    assert plan.state is PlanState.SUBMITTED


def test_approving_says_what_is_signed_and_the_vault_has_it(
    open_screen: Opener,
    sign_in: SignIn,
    plan: Plan,
    case: CaseFile,
    messages: ScriptedMessages,
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    messages.answers = [True]
    screen.pane.approve.click()
    assert messages.asked == ["Approve this?"]
    assert only_plan(supervisor, case).state is PlanState.APPROVED
    (decision,) = grants.decisions_about(supervisor, plan.id)
    assert (decision.verdict, decision.decided_by) == (Verdict.APPROVED, supervisor.user.id)
    assert screen.bar.text() == f"Approved: {case.number}."
    assert screen.list.current() is None
    assert screen.pane.isHidden()


@pytest.mark.parametrize(("button", "answer"), [("approve", False), ("send_back", None)])
def test_a_decision_that_is_not_confirmed_is_none(
    open_screen: Opener,
    sign_in: SignIn,
    plan: Plan,
    messages: ScriptedMessages,
    button: str,
    answer: object,
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    messages.answers = [answer]
    getattr(screen.pane, button).click()
    assert plans.waiting_plans(supervisor) == [plan]
    assert grants.decisions_about(supervisor, plan.id) == []


def test_a_plan_goes_back_with_the_reason_and_cannot_be_rejected_for_good(
    open_screen: Opener,
    sign_in: SignIn,
    plan: Plan,
    case: CaseFile,
    messages: ScriptedMessages,
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    assert screen.pane.reject.isHidden()
    messages.answers = ["Name the supplier."]
    screen.pane.send_back.click()
    assert only_plan(supervisor, case).state is PlanState.RETURNED
    (decision,) = grants.decisions_about(supervisor, plan.id)
    assert decision.reason == "Name the supplier."


def test_the_next_version_shows_why_the_first_one_went_back(
    open_screen: Opener, sign_in: SignIn, plan: Plan, case: CaseFile
) -> None:
    plans.return_plan(sign_in(Role.SUPERVISOR), plan.id, "Name the supplier.")
    counsellor = sign_in(Role.COUNSELLOR)
    second = plans.save_plan(counsellor, plans.start_plan(counsellor, case.id))
    plans.submit_plan(counsellor, second.id)
    screen = open_screen(sign_in(Role.SUPERVISOR))
    shown = "\n".join(words_on(screen.pane))
    assert "Plan, version 2" in shown
    assert "“Name the supplier.”" in shown
    assert "Before: Returned" in shown


@pytest.mark.parametrize(
    ("button", "answer", "state"),
    [
        ("approve", True, GrantState.APPROVED),
        ("send_back", "A second quotation is missing.", GrantState.RETURNED),
        ("reject", "Not part of the plan.", GrantState.REJECTED),
    ],
)
def test_a_grant_is_approved_returned_or_rejected(
    open_screen: Opener,
    sign_in: SignIn,
    request_: GrantRequest,
    messages: ScriptedMessages,
    button: str,
    answer: object,
    state: GrantState,
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    messages.answers = [answer]
    getattr(screen.pane, button).click()
    (request,) = grants.grants_of(supervisor, request_.case_id)
    assert request.state is state
    (decision,) = grants.decisions_about(supervisor, request.id)
    assert decision.reason == ("" if answer is True else answer)


def test_a_grant_shows_its_plan_line_and_what_stays_on_it(
    open_screen: Opener, sign_in: SignIn, request_: GrantRequest
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR))
    shown = words_on(screen.pane)
    assert "Deux machines: 1,200.00\u00a0EUR" in shown
    assert "200.00\u00a0EUR" in shown
    assert request_.supplier in shown


def test_nobody_decides_about_what_they_wrote_themselves(
    open_screen: Opener, sign_in: SignIn, plan: Plan
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    promoted = replace(counsellor, user=replace(counsellor.user, role=Role.SUPERVISOR))
    screen = open_screen(promoted)
    assert [button.isEnabled() for button in decisions(screen)] == [False, False, False]
    assert "Another supervisor" in screen.pane.approve.accessibleDescription()
    assert screen.pane.against.text() == screen.pane.approve.accessibleDescription()
    with pytest.raises(NotAllowed):
        plans.approve_plan(promoted, plan.id)
    other = open_screen(sign_in(Role.SUPERVISOR))
    assert all(button.isEnabled() for button in decisions(other))
    assert other.pane.against.isHidden()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_who_may_not_decide_reads_why(
    open_screen: Opener, sign_in: SignIn, plan: Plan, role: Role
) -> None:
    screen = open_screen(sign_in(role))
    assert not any(button.isEnabled() for button in decisions(screen))
    assert screen.pane.against.text() == "Only a supervisor decides."
    assert plan.state is PlanState.SUBMITTED


def test_a_decision_made_meanwhile_is_told_and_the_list_is_true_again(
    open_screen: Opener, sign_in: SignIn, plan: Plan, messages: ScriptedMessages
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    plans.return_plan(supervisor, plan.id, "A colleague was faster.")
    messages.answers = [True]
    screen.pane.approve.click()
    assert screen.bar.text() == "This plan is not waiting for approval."
    assert screen.list.current() is None


def test_the_paper_can_be_read_before_deciding_and_nothing_is_kept(
    open_screen: Opener, sign_in: SignIn, plan: Plan, case: CaseFile
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    screen.pane.paper.click()
    dialog = screen.deciding.paper
    assert dialog is not None
    assert dialog.pages.page_count >= 1
    assert dialog.issue.isHidden()
    dialog.close_button.click()
    assert documents.documents_of(supervisor, case.id) == []
    assert plan.state is PlanState.SUBMITTED


def test_the_queue_can_be_filtered_by_kind_and_by_typing(
    open_screen: Opener, sign_in: SignIn, request_: GrantRequest, qtbot: QtBot
) -> None:
    second = opened_case(sign_in(Role.RECEPTION))[1]
    counsellor = sign_in(Role.COUNSELLOR)
    waiting = plans.save_plan(counsellor, a_plan(counsellor, second))
    plans.submit_plan(counsellor, waiting.id)
    screen = open_screen(sign_in(Role.SUPERVISOR))
    assert screen.list.model.rowCount() == 2
    screen.list.filters.select("grant")
    assert shown_ids(screen) == [request_.id]
    screen.list.filters.select("plan")
    assert shown_ids(screen) == [waiting.id]
    type_text(screen.list.text, "nobody of this name")
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 0)
    assert screen.pane.isHidden()
    assert "No request fits." in " ".join(words_on(screen.empty))


def test_the_number_in_the_rail_is_that_of_the_list_and_others_have_none(
    sign_in: SignIn, request_: GrantRequest
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    assert deadlines.to_decide(supervisor) == len(read_waiting(supervisor)) == 1
    assert deadlines.to_decide(sign_in(Role.COUNSELLOR)) == 0


def test_enter_opens_the_case_behind_a_request(
    open_screen: Opener, sign_in: SignIn, plan: Plan, qtbot: QtBot
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR))
    with qtbot.waitSignal(screen.destination_chosen) as chosen:
        press(screen.list.table, "Return")
    assert chosen.args == ["case", plan.case_id]


def test_an_empty_queue_says_so(open_screen: Opener, supervisor: Session) -> None:
    screen = open_screen(supervisor)
    assert "Nothing waits for a decision." in " ".join(words_on(screen.empty))
    assert screen.pane.isHidden()


def test_in_a_narrow_window_the_request_stands_below_the_list(
    open_screen: Opener, sign_in: SignIn, plan: Plan
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR))
    assert screen.split.orientation() == Qt.Orientation.Horizontal
    screen.resize(860, 560)
    assert screen.split.orientation() == Qt.Orientation.Vertical
    assert screen.pane.approve.isVisible()
    assert plan.state is PlanState.SUBMITTED


def test_every_word_follows_the_language_and_comes_back(
    open_screen: Opener,
    sign_in: SignIn,
    plan: Plan,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    screen = open_screen(sign_in(Role.SUPERVISOR))
    record = {
        "DIALLO Mariama", "Atelier de couture", "Formation", "Deux machines", "1,200.00\u00a0EUR",
        "Post-return package", "EURP",
    }  # fmt: skip
    assert forgotten_by_a_switch(screen, screen_language, tmp_path / "fr", record) == set()
    assert plan.state is PlanState.SUBMITTED


def test_the_plan_of_a_child_is_refused_with_what_is_missing(
    open_screen: Opener,
    sign_in: SignIn,
    plan: Plan,
    case: CaseFile,
    messages: ScriptedMessages,
) -> None:
    session = sign_in(Role.SUPERVISOR)
    person = people.person(session, case.person_id)
    people.save_person(
        session, replace(person, birth=PartialDate.from_edtf(CHILD)), age_reason="His card"
    )
    screen = open_screen(session)
    messages.answers = [True, True]
    screen.pane.approve.click()
    assert any("no best-interests assessment" in words for words in words_on(screen))
    assert only_plan(session, case).state is PlanState.SUBMITTED
    screened(session, case.id, child=SAFE)
    screen.pane.approve.click()
    assert only_plan(session, case).state is PlanState.APPROVED
    assert plan.author != session.user.id


def test_a_grant_of_which_only_the_closing_is_left_is_closed_here(
    open_screen: Opener, sign_in: SignIn, request_: GrantRequest, messages: ScriptedMessages
) -> None:
    grants.approve_grant(sign_in(Role.SUPERVISOR), request_.id)
    counsellor = sign_in(Role.COUNSELLOR)
    grants.deliver(counsellor, request_.id, a_delivery())
    grants.prove(counsellor, request_.id, a_proof(99_999))
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    assert shown_ids(screen) == [], "a cent is not proved"
    grants.prove(supervisor, request_.id, a_proof(1))
    screen.reload()
    assert "another supervisor" in screen.pane.against.text().lower()
    assert not screen.pane.approve.isEnabled(), "whoever wrote something down does not close it"
    (proof,) = [one for one in grants.grants_of(supervisor, request_.case_id)[0].proofs][1:]
    grants.take_back_entry(supervisor, request_.id, proof.id, "Somebody else writes it down.")
    grants.prove(sign_in(Role.COUNSELLOR), request_.id, a_proof(1))
    supervisor = sign_in(Role.SUPERVISOR)
    screen = open_screen(supervisor)
    shown = "\n".join(words_on(screen.pane))
    assert "Closing" in shown
    assert "Facture 12/2026" in shown, "the account is read before it is signed"
    assert not screen.pane.send_back.isVisible()
    assert not screen.pane.reject.isVisible()
    messages.answers = [True]
    screen.pane.approve.click()
    assert messages.asked == ["Close the grant?"]
    (closed,) = grants.grants_of(supervisor, request_.case_id)
    assert closed.state is GrantState.CLOSED
    assert shown_ids(screen) == []
