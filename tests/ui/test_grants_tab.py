"""The grants tab: nothing is asked for that the approved plan does not carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.grants import service as grants
from intake_app.grants.model import GrantState, Payment
from intake_app.plans import service as plans
from intake_app.plans.model import BudgetLine, LineForm, Plan
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import FixedClock, SignIn
from tests.core.test_case_journey import a_request
from tests.ui.case_kit import Desk, approved_plan, new_case, saved_plan
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import press, type_text
from ui.grants.grant_form import GrantForm
from ui.grants.grants_tab import GrantsTab
from ui.language import Language


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return new_case(sign_in)[1]


@pytest.fixture
def plan(sign_in: SignIn, case: CaseFile) -> Plan:
    """Approved: one line of 1,200 EUR in kind."""
    return approved_plan(sign_in, case)


@pytest.fixture
def asker(sign_in: SignIn, plan: Plan) -> Session:
    return sign_in(Role.COUNSELLOR)


def page_of(tab: GrantsTab) -> GrantForm:
    assert isinstance(tab.page, GrantForm)
    return tab.page


def filled(tab: GrantsTab, amount: str = "1000") -> GrantForm:
    """A complete new request for the plan's only line."""
    tab.begin()
    page = page_of(tab)
    page.form["amount"].line.clear()
    type_text(page.form["amount"].line, amount)
    type_text(page.form["supplier"].line, "Sylla et frères")
    type_text(page.form["purpose"].block, "Deux machines à coudre")
    return page


def only_grant(session: Session, case: CaseFile) -> object:
    (grant,) = grants.grants_of(session, case.id)
    return grant


def test_without_an_approved_plan_the_tab_says_what_to_do_first(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    saved_plan(counsellor, case)
    tab = desk.open(GrantsTab, counsellor, case)
    assert "Write the plan and send it for approval first." in tab.empty._sentence.text()
    assert not tab.new.isEnabled()
    tab.begin()
    assert tab.page is None
    with desk.qtbot.waitSignal(tab.place_chosen) as chosen:
        tab.empty.action.click()
    assert chosen.args == ["plan"]


def test_a_request_is_sent_from_a_line_of_the_approved_plan(
    desk: Desk, asker: Session, case: CaseFile, plan: Plan
) -> None:
    tab = desk.open(GrantsTab, asker, case)
    assert tab.empty.action.isVisible()
    page = filled(tab)
    assert page.form["line"].value() == plan.lines[0].id  # there is only one
    press(page.form["purpose"].block, "Ctrl+Return")
    (grant,) = grants.grants_of(asker, case.id)
    assert (grant.amount, grant.form, grant.payment) == (
        Money.of("1000", "EUR"),
        "in_kind",
        Payment.SUPPLIER,
    )
    assert (grant.purpose, grant.supplier) == ("Deux machines à coudre", "Sylla et frères")
    assert tab.page is None
    assert tab.list.current() == grant
    assert tab.bar.text() == "Request 1 was sent for approval."
    assert drafts.drafts(asker) == []


def test_more_than_the_line_holds_is_refused_while_it_is_typed(
    desk: Desk, asker: Session, case: CaseFile, plan: Plan
) -> None:
    grants.request_grant(asker, a_request(plan, 100_000))
    tab = desk.open(GrantsTab, asker, case)
    page = filled(tab, "200.01")
    said = page.form.field("amount").mistake()
    assert said == "The plan line has 200.00\u00a0EUR left. Ask for no more than that."
    page.save.click()
    assert len(grants.grants_of(asker, case.id)) == 1
    assert page.form["amount"].line.text() == "200.01"


def test_control_what_the_line_holds_can_be_asked_for(
    desk: Desk, asker: Session, case: CaseFile, plan: Plan
) -> None:
    grants.request_grant(asker, a_request(plan, 100_000))
    tab = desk.open(GrantsTab, asker, case)
    filled(tab, "200").save.click()
    assert len(grants.grants_of(asker, case.id)) == 2


def test_what_the_service_refuses_is_shown_under_its_field_and_the_typed_text_stays(
    desk: Desk, asker: Session, case: CaseFile, clock: FixedClock
) -> None:
    tab = desk.open(GrantsTab, asker, case)
    page = filled(tab)
    clock.moment += timedelta(days=400)
    page.save.click()
    assert "is over: its last day was 2 May 2027" in page.form.field("line").mistake()
    assert grants.grants_of(asker, case.id) == []
    assert page.form["purpose"].value() == "Deux machines à coudre"


def test_what_is_in_kind_is_not_offered_in_cash(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    draft = saved_plan(counsellor, case)
    cash = BudgetLine(new_id(), "post_arrival", "Rent", Money.of("100", "EUR"), LineForm.CASH)
    draft = plans.save_plan(counsellor, replace(draft, lines=(*draft.lines, cash)))
    plans.submit_plan(counsellor, draft.id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), draft.id)
    tab = desk.open(GrantsTab, sign_in(Role.COUNSELLOR), case)
    tab.begin()
    page = page_of(tab)
    ways = page.form["payment"].buttons
    assert "cash" in ways, "no line is chosen yet"
    for line, offered in ((draft.lines[0], False), (cash, True)):
        page.form["line"].set_value(line.id)
        page.form["line"].edited.emit()
        assert ("cash" in page.form["payment"].buttons) is offered


def test_a_returned_request_shows_the_reason_and_is_sent_again(
    desk: Desk, sign_in: SignIn, asker: Session, case: CaseFile, plan: Plan
) -> None:
    grant = grants.request_grant(asker, a_request(plan))
    grants.return_grant(sign_in(Role.SUPERVISOR), grant.id, "Attach a quote.")
    asker = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, asker, case)
    said = "\n".join(words_on(tab.details))
    assert "Returned by Salimata Keita on 12 May 2026: Attach a quote." in said
    tab.details.again.click()
    page = page_of(tab)
    assert page.bar.text() == "It came back: Attach a quote."
    assert page.form["purpose"].value() == grant.purpose
    type_text(page.form["purpose"].block, "Devis joint. ")
    page.save.click()
    (again,) = grants.grants_of(asker, case.id)
    assert (again.id, again.number, again.state) == (grant.id, 1, GrantState.REQUESTED)
    assert again.purpose.startswith("Devis joint.")


def test_a_returned_request_may_take_its_whole_amount_again(
    desk: Desk, sign_in: SignIn, asker: Session, case: CaseFile, plan: Plan
) -> None:
    grant = grants.request_grant(asker, a_request(plan, 120_000))
    grants.return_grant(sign_in(Role.SUPERVISOR), grant.id, "Attach a quote.")
    asker = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, asker, case)
    tab.details.again.click()
    page_of(tab).save.click()
    (again,) = grants.grants_of(asker, case.id)
    assert again.state is GrantState.REQUESTED


def test_a_returned_request_follows_the_plan_to_its_next_version(
    desk: Desk, sign_in: SignIn, asker: Session, case: CaseFile, plan: Plan
) -> None:
    grant = grants.request_grant(asker, a_request(plan))
    grants.return_grant(sign_in(Role.SUPERVISOR), grant.id, "Attach a quote.")
    asker = sign_in(Role.COUNSELLOR)
    second = plans.save_plan(asker, plans.start_plan(asker, case.id))
    plans.submit_plan(asker, second.id)
    plans.approve_plan(sign_in(Role.SUPERVISOR), second.id)
    asker = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, asker, case)
    tab.details.again.click()
    page_of(tab).save.click()
    (again,) = grants.grants_of(asker, case.id)
    assert again.state is GrantState.REQUESTED  # the service takes lines of the plan in force only


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SUPERVISOR])
def test_others_read_the_requests_and_see_why_they_cannot_ask(
    desk: Desk, sign_in: SignIn, asker: Session, case: CaseFile, plan: Plan, role: Role
) -> None:
    grants.request_grant(asker, a_request(plan))
    tab = desk.open(GrantsTab, sign_in(role), case)
    assert tab.list.current() is not None
    assert tab.new.accessibleDescription() == "Only a counsellor asks for grants."
    assert not tab.new.isEnabled()
    tab.begin()
    assert tab.page is None


def test_what_was_typed_comes_back_after_the_page_was_left(
    desk: Desk, asker: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    tab = desk.open(GrantsTab, asker, case)
    page = filled(tab, "1 000")
    page.back.click()
    assert tab.page is None
    assert "kept as a draft" in tab.bar.text()
    assert grants.grants_of(asker, case.id) == []
    tab.begin()
    page = page_of(tab)
    assert page.form["amount"].line.text() == "1 000"
    assert page.form["purpose"].value() == "Deux machines à coudre"
    messages.answers = [False]
    assert not tab.may_leave()
    page.save.click()
    assert len(grants.grants_of(asker, case.id)) == 1
    assert drafts.drafts(asker) == []
    assert tab.may_leave()


def test_locking_keeps_the_request_that_is_being_typed(
    desk: Desk, asker: Session, case: CaseFile
) -> None:
    tab = desk.open(GrantsTab, asker, case)
    filled(tab)
    tab.keep_draft()
    kept = drafts.found(asker, "grant", case.id)
    assert kept is not None
    assert kept["amount"] == "1000"


def test_pressing_send_twice_asks_once(
    qtbot: QtBot, messages: ScriptedMessages, asker: Session, case: CaseFile
) -> None:
    tasks = LateTasks()
    tab = Desk(qtbot, tasks, messages).open(GrantsTab, asker, case)
    tasks.run_all()
    page = filled(tab)
    tasks.run_all()
    page.submit()
    page.submit()
    tasks.run_all()
    assert len(grants.grants_of(asker, case.id)) == 1
    assert tasks.errors == []


def test_every_word_follows_a_switch_of_the_language(
    desk: Desk,
    sign_in: SignIn,
    asker: Session,
    case: CaseFile,
    plan: Plan,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    grant = grants.request_grant(asker, a_request(plan))
    grants.return_grant(sign_in(Role.SUPERVISOR), grant.id, "Attach a quote.")
    asker = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, asker, case)
    data = {
        "Achat des machines", "1. Achat des machines", "Deux machines",
        "Sylla et frères", "1,000.00\u00a0EUR",
        "Post-return package", "EUR", "Alt+N",
    }  # fmt: skip
    assert forgotten_by_a_switch(tab, screen_language, tmp_path / "list", data) == set()
    tab.details.again.click()
    page = page_of(tab)
    type_text(page.form["amount"].line, "9")
    page.form["purpose"].block.clear()
    data |= {page.form["line"].line.text(), "1,000.009"}
    forgotten = forgotten_by_a_switch(page, screen_language, tmp_path / "form", data)
    assert forgotten == set()
