"""A grant on the screen, from its quotes to its closing: what is shown, typed, refused and kept."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.packs.model import GrantRules, GrantStep
from intake_app.plans.model import Plan
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.core.grants_kit import (
    EIGHTY_TWENTY,
    FULL,
    a_delivery,
    a_proof,
    a_visit,
    decided,
    euros,
    under,
)
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_request
from tests.ui.case_kit import Desk, approved_plan, new_case
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from tests.ui.typing import type_text
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.grants.entry_forms import DeliveryForm, ProofForm
from ui.grants.grant_details import CANCEL, CLOSE, DELIVER, PROVE, RELEASE, TAKE_BACK
from ui.grants.grant_form import GrantForm
from ui.grants.grants_tab import GrantsTab
from ui.grants.release_form import ReleaseForm


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


def asked(session: Session, plan: Plan) -> GrantRequest:
    return grants.request_grant(as_role(session, Role.COUNSELLOR), a_request(plan))


def shown(tab: GrantsTab) -> set[str]:
    return {key for key, button in tab.details.buttons.items() if button.isVisibleTo(tab)}


def test_the_card_shows_each_step_and_what_can_be_done_now(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    session = under(sign_in(Role.SUPERVISOR), GrantRules(steps=FULL))
    grant = asked(session, plan)
    grants.approve_grant(session, grant.id, GrantStep.CHECK)
    counsellor = under(sign_in(Role.COUNSELLOR), GrantRules(steps=FULL))
    tab = desk.open(GrantsTab, counsellor, case)
    words = words_on(tab.details)
    assert "Check by a supervisor: yes by Salimata Keita on 12 May 2026" in words
    assert "Committee: comes next" in words
    assert "Finance" in words
    assert shown(tab) == {CANCEL}
    assert tab.details.buttons[CANCEL].isEnabled()


def test_a_hand_over_is_written_down_and_a_slip_keeps_what_was_typed(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    session = sign_in(Role.SUPERVISOR)
    decided(session, asked(session, plan))
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, counsellor, case)
    assert shown(tab) == {DELIVER, CANCEL}
    tab.details.buttons[DELIVER].click()
    page = tab.page
    assert isinstance(page, DeliveryForm)
    assert page.form["amount"].value() == euros(100_000)
    page.form["amount"].line.setText("1000.01")
    type_text(page.form["received_by"].line, "Mariama Diallo")
    page.form["items"].add_row()
    row = page.form["items"].editors()[0]
    type_text(row["what"].line, "Machine")
    type_text(row["serial"].line, "SN-1")
    page.save.click()
    assert "left to pay" in page.form.field("amount").mistake()
    assert page.form["received_by"].value() == "Mariama Diallo"
    page.form["amount"].line.setText("1000")
    page.save.click()
    (grant,) = grants.grants_of(counsellor, case.id)
    (delivery,) = grant.deliveries
    assert (delivery.items[0].serial, delivery.received_by) == ("SN-1", "Mariama Diallo")
    assert tab.bar.text() == "Written down for request 1."
    assert PROVE in shown(tab)
    said = " ".join(words_on(tab.details))
    assert "from Cheikh Ndiaye to Mariama Diallo. 1 item: 1 × Machine." in said


def test_what_is_counted_out_in_francs_says_what_it_comes_to(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    session = sign_in(Role.SUPERVISOR)
    decided(session, asked(session, plan))
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, counsellor, case)
    tab.details.buttons[DELIVER].click()
    page = tab.page
    assert isinstance(page, DeliveryForm)
    form = page.form
    assert form["currency"].value() == "EUR", "the fund's own, until another one is chosen"
    assert not form.field("rate").isVisibleTo(form)
    form["currency"].set_value("XOF")
    form["currency"].edited.emit()
    assert not form.field("amount").isVisibleTo(form), "it follows from what was counted out"
    assert form["rate_on"].value() == counsellor.today()
    type_text(form["local"].line, "656 000")
    type_text(form["rate"].line, "655,957")
    # 656,000 / 655.957 = 1,000.0655...: seven cents too much
    assert "0.07\u00a0EUR more than is left" in page.local.sum.text()
    type_text(form["received_by"].line, "Mariama Diallo")
    page.save.click()
    assert "left to pay" in form.field("local").mistake(), "beside what was typed"
    form["local"].line.clear()
    type_text(form["local"].line, "655 000")
    said = page.local.sum.text()
    assert "655,000\u00a0XOF come to 998.54\u00a0EUR; 1.46\u00a0EUR are left" in said
    page.save.click()
    (grant,) = grants.grants_of(counsellor, case.id)
    assert grant.paid() == euros(99_854)
    (paid,) = grant.deliveries
    assert (paid.local, paid.rate) == (Money(655_000, "XOF"), "655.957")
    said = " ".join(words_on(tab.details))
    assert "Counted out: 655,000\u00a0XOF, 1 EUR = 655.957 XOF on 12 May 2026." in said
    tab.details.buttons[DELIVER].click()
    assert isinstance(tab.page, DeliveryForm)
    tab.page.form["currency"].set_value("XOF")
    tab.page.form["currency"].edited.emit()
    assert tab.page.form["rate"].value() == "655.957", "the rate of the payment before"


def test_what_is_typed_in_a_proof_waits_as_a_draft(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    session = sign_in(Role.SUPERVISOR)
    grant = decided(session, asked(session, plan))
    grants.deliver(session, grant.id, a_delivery())
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, counsellor, case)
    tab.do(PROVE)
    assert isinstance(tab.page, ProofForm)
    type_text(tab.page.form["reference"].line, "Facture 7")
    tab.page.back.click()
    tab.do(PROVE)
    assert tab.page.form["reference"].value() == "Facture 7"
    tab.page.form["kind"].set_value("invoice")
    tab.page.save.click()
    (kept,) = grants.grants_of(counsellor, case.id)
    assert kept.proofs[0].amount == euros(100_000), "what is open is proposed"


def test_quotes_are_typed_compared_and_sent(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    rules = GrantRules(quotes=2, quotes_from=euros(50_000))
    counsellor = under(sign_in(Role.COUNSELLOR), rules)
    tab = desk.open(GrantsTab, counsellor, case)
    tab.begin()
    page = tab.page
    assert isinstance(page, GrantForm)
    type_text(page.form["amount"].line, "1000")
    type_text(page.form["purpose"].block, "Deux machines")
    assert "quotes of 2 suppliers" in page.quotes._wanted()
    for number, (supplier, amount) in enumerate((("Bah", "1000"), ("Sow", "900"))):
        page.form["quotes"].add_row()
        row = page.form["quotes"].editors()[number]
        type_text(row["supplier"].line, supplier)
        type_text(row["amount"].line, amount)
        type_text(row["on"].line, "11/05/2026")
    assert not page.form.field("supplier").relevant, "the supplier is the one of the quote"
    first = page.quotes.complete()[0]
    page.form["chosen"].set_value(first.id)
    page.form["chosen"].edited.emit()
    page.save.click()
    assert page.form.field("choice_reason").mistake(), "it is dearer"
    type_text(page.form["choice_reason"].block, "Two years of warranty")
    page.save.click()
    (grant,) = grants.grants_of(counsellor, case.id)
    assert (grant.supplier, len(grant.quotes)) == ("Bah", 2)
    said = " ".join(words_on(tab.details))
    assert "Bah: 1,000.00\u00a0EUR, 100.00\u00a0EUR more than the cheapest" in said
    assert "Why not the cheapest: Two years of warranty" in said


def test_a_request_is_saved_without_sending_and_finished_later(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(GrantsTab, counsellor, case)
    tab.begin()
    assert isinstance(tab.page, GrantForm)
    type_text(tab.page.form["amount"].line, "1000")
    tab.page.keep.click()
    (draft,) = grants.grants_of(counsellor, case.id)
    assert (draft.state, draft.bound) == (GrantState.DRAFT, euros(0))
    assert tab.bar.text() == "Request 1 is saved and not sent yet."
    tab.details.again.click()
    page = tab.page
    assert isinstance(page, GrantForm)
    assert page.form["amount"].value() == Money(100_000, "EUR")
    type_text(page.form["purpose"].block, "Deux machines")
    type_text(page.form["supplier"].line, "Bah")
    page.save.click()
    (sent,) = grants.grants_of(counsellor, case.id)
    assert sent.state is GrantState.REQUESTED


def test_a_supervisor_confirms_a_trigger_and_closes_in_the_tab(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan, messages: ScriptedMessages
) -> None:
    session = under(sign_in(Role.SUPERVISOR), GrantRules(), EIGHTY_TWENTY)
    grant = decided(session, asked(session, plan))
    counsellor = as_role(session, Role.COUNSELLOR)
    tab = desk.open(GrantsTab, counsellor, case)
    tab.details.buttons[DELIVER].click()
    paying = tab.page
    assert paying is not None
    assert "At the start: happened on" in " ".join(words_on(paying))
    type_text(paying.form["received_by"].line, "Mariama Diallo")
    type_text(paying.form["seen_by"].line, "Cheikh Ndiaye")
    paying.save.click()
    assert tab.page is paying, "the day is missing"
    paying.form["met_on"].set_value(session.today())
    paying.save.click()
    assert tab.page is None
    tab = desk.open(GrantsTab, session, case)
    said = " ".join(words_on(tab.details))
    assert "2. 200.00\u00a0EUR (20 %): Shop open. Due on 2 November 2026" in said
    assert DELIVER not in shown(tab), "the second part waits"
    tab.details.buttons[RELEASE].click()
    page = tab.page
    assert isinstance(page, ReleaseForm)
    page.save.click()
    assert tab.page is page, "it says how one knows, or nothing"
    type_text(page.form["ground"].block, "The sign hangs over the door.")
    page.save.click()
    assert tab.page is None
    said = " ".join(words_on(tab.details))
    assert "Happened on 12 May 2026, seen by Salimata Keita" in said
    grants.deliver(counsellor, grant.id, a_delivery(20_000, part=2))
    grants.prove(counsellor, grant.id, a_proof(80_000))
    tab.reload()
    messages.answers = [True]
    tab.details.buttons[CLOSE].click()
    assert "neither proved nor given back" in tab.bar.text()
    grants.prove(counsellor, grant.id, a_proof(20_000, part=2))
    tab.reload()
    messages.answers = [True]
    tab.details.buttons[CLOSE].click()
    (closed,) = grants.grants_of(session, case.id)
    assert closed.state is GrantState.CLOSED
    assert not shown(tab)


def test_a_slip_is_taken_back_with_a_reason(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan, messages: ScriptedMessages
) -> None:
    session = sign_in(Role.SUPERVISOR)
    grant = decided(session, asked(session, plan))
    grants.deliver(session, grant.id, a_delivery())
    last = grants.record_visit(session, grant.id, a_visit())
    tab = desk.open(GrantsTab, sign_in(Role.COUNSELLOR), case)
    messages.answers = [last.visits[0].id, "Another house."]
    tab.details.buttons[TAKE_BACK].click()
    assert "Taken back by Cheikh Ndiaye on 12 May 2026: Another house." in " ".join(
        words_on(tab.details)
    )


def test_approvals_show_the_step_that_waits_and_decide_it(
    desk: Desk, sign_in: SignIn, case: CaseFile, plan: Plan, messages: ScriptedMessages
) -> None:
    session = under(sign_in(Role.SUPERVISOR), GrantRules(steps=FULL))
    asked(session, plan)
    screen = ApprovalsScreen(session, desk.tasks, messages)
    desk.qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    for step in ("Check by a supervisor", "Committee", "Finance"):
        assert f"Grant request, step “{step}”" in screen.pane.about.text()
        messages.answers = [True]
        screen.pane.approve.click()
        screen.reload()
    (grant,) = grants.grants_of(session, case.id)
    assert grant.state is GrantState.APPROVED
    assert [done.step.value for done in grant.done] == ["check", "committee", "finance"]
