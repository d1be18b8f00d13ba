"""What the programmes forbid is said where somebody tries it: in the plan, on arrival, in the
request; and what remains, and until when, stands beside."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from intake_app.grants import service as grants
from intake_app.packs.model import Group
from intake_app.plans import service as plans
from intake_app.values import Money
from tests.conftest import FixedClock, SignIn
from tests.core.journey_kit import CASH, Office, line
from tests.journeys.at_the_desk import dressed, said, standard_look, tasks
from tests.ui.case_kit import Desk
from tests.ui.direct_tasks import DirectTasks
from tests.ui.plan_kit import choose, form_of, newest, type_amount
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.typing import type_text
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.dossier.dossier_tab import DossierTab
from ui.grants.grant_form import GrantForm
from ui.grants.grants_tab import GrantsTab
from ui.needs.give_form import GiveForm
from ui.needs.needs_tab import NeedsTab
from ui.plans.plan_tab import PlanTab

__all__ = ["dressed", "standard_look", "tasks"]

IN_KIND_ONLY = "is given in kind only: the office pays the supplier, never the person."


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks) -> Desk:
    return Desk(qtbot, tasks, ScriptedMessages())


@pytest.fixture
def office(sign_in: SignIn) -> Office:
    return Office(sign_in)


# ---------------------------------------------------------------------------- The Gambia


def test_the_gambia_refuses_cash_in_the_plan_on_arrival_and_in_the_request(
    desk: Desk, office: Office
) -> None:
    office.enter("gambia", "business", Money.of("60000", "GMD"))
    _person, case = office.welcome("gambia", nationality="GM")
    arrival = desk.open(NeedsTab, office.clerk, case)
    arrival.begin()
    page = arrival.page
    assert isinstance(page, GiveForm)
    choose_kind(page, "pocket_money", "cash")
    type_text(page.form["value"].line, "100")
    assert IN_KIND_ONLY in page.form.field("value").mistake()
    choose_kind(page, "kit", "goods")  # the control: the same as goods
    assert not page.form.field("value").mistake()
    desk.close(arrival)

    counsellor = office.counsellor
    plan = office.written(case, line("business", Money.of("60000", "GMD")))
    tab = desk.open(PlanTab, counsellor, case)
    row = form_of(tab).budget.rows()[0]
    assert not form_of(tab).budget.refused()
    choose(row, "form", "cash")
    assert IN_KIND_ONLY in said(row)
    choose(row, "form", "in_kind")
    assert not form_of(tab).budget.refused()
    type_amount(row, "60000.01")
    assert "0.01\u00a0GMD above the ceiling of Business support, in kind" in said(row)
    type_amount(row, "60000")
    desk.close(tab)

    plans.submit_plan(counsellor, plan.id)
    plans.approve_plan(office.supervisor, plan.id)
    request = desk.open(GrantsTab, office.counsellor, case)
    request.begin()
    assert isinstance(request.page, GrantForm)
    assert list(request.page.form["payment"].buttons) == ["supplier"]


def choose_kind(page: GiveForm, kind: str, handed: str) -> None:
    for question, code in (("kind", kind), ("handed", handed)):
        page.form[question].set_value(code)
        page.form[question].edited.emit()


# ---------------------------------------------------------------------------- EURP


def test_two_budgets_of_a_family_run_out_of_days_before_their_eyes(
    desk: Desk, office: Office, clock: FixedClock
) -> None:
    # 4,000 in kind until 2 May 2027, 615 for the first days without a last day (domain.md 5.2)
    _person, case = office.welcome("eurp", ("spouse", "child"))
    office.written(
        case,
        line("post_return", Money.of("2500", "EUR")),
        line("post_arrival", Money.of("400", "EUR")),
    )
    beside = []
    for day in ((2026, 5, 12), (2027, 4, 12), (2027, 5, 2), (2027, 5, 3)):
        clock.moment = datetime(*day, 9, tzinfo=UTC)
        tab = desk.open(PlanTab, office.counsellor, case)
        beside.append(said(form_of(tab).balances))
        row = form_of(tab).budget.rows()[0]
        type_amount(row, "2600")
        late = "The time for Post-return package is over: its last day was 2 May 2027."
        assert (late in said(row)) is (day == (2027, 5, 3))
        type_amount(row, "4000.01")
        if day != (2027, 5, 3):
            assert "0.01\u00a0EUR above the ceiling of Post-return package" in said(row)
        tab.keep_draft()
        desk.close(tab)
    first, month, last, over = beside
    assert "355 days left, until 2 May 2027" in first
    assert "4,000.00" in first
    assert "615.00" in first
    assert "20 days left, until 2 May 2027" in month
    assert "Today is the last day." in last
    assert "its last day was 2 May 2027" in over


def test_the_seven_days_of_riat_run_from_the_day_it_was_sent_to_the_answer(
    desk: Desk, office: Office, clock: FixedClock
) -> None:
    # domain.md 4.2 (S-7): no reaction of the Member State within 7 days, and RIAT rejects
    _person, case = office.welcome("eurp")
    tab = desk.open(DossierTab, office.counsellor, case)
    assert not tab.overview._clocks.isVisible()
    answer_day(tab, "riat_sent_on", "12/05/2026")
    assert "Answer of the Member State in RIAT: 7 days left, until 19 May 2026" in said(tab)
    desk.close(tab)
    for day, words in (
        (19, "Answer of the Member State in RIAT: today is the last day"),
        (20, "Answer of the Member State in RIAT: the last day was 19 May 2026"),
    ):
        clock.moment = datetime(2026, 5, day, 9, tzinfo=UTC)
        tab = desk.open(DossierTab, office.counsellor, case)
        assert words in said(tab)
        desk.close(tab)
    tab = desk.open(DossierTab, office.counsellor, case)
    answer_day(tab, "riat_answered_on", "18/05/2026")
    assert "Answer of the Member State in RIAT: done on 18 May 2026" in said(tab)


def answer_day(tab: DossierTab, question: str, day: str) -> None:
    tab.begin()
    assert tab.page is not None
    type_text(tab.page.form[f"answer.{question}"].line, day)
    tab.page.submit()
    assert tab.page is None


# ---------------------------------------------------------------------------- Ghana


def test_who_leads_in_ghana_changes_with_the_day(
    desk: Desk, office: Office, clock: FixedClock
) -> None:
    # the transition plan (Rabat Process, May 2026): post-arrival after the end of 2026, then at
    # the end of 2027 psychosocial, then socio-economic; everything from 2028
    _person, case = office.welcome("ghana", nationality="GH")
    national, iom = "National authorities (NRM)", "IOM"
    for day, post_arrival, psychosocial, socio_economic in (
        (date(2026, 12, 30), iom, iom, iom),
        (date(2026, 12, 31), national, iom, iom),
        (date(2027, 12, 30), national, iom, iom),
        (date(2027, 12, 31), national, national, iom),
        (date(2028, 1, 1), national, national, national),
    ):
        clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        tab = desk.open(DossierTab, office.counsellor, case)
        told = {label.text(): lead.text() for label, lead in tab.overview.leads._cells}
        services = ("Post-arrival assistance", "Psychosocial support")
        assert [told[one] for one in services] == [post_arrival, psychosocial], day
        assert told["Socio-economic reintegration"] == socio_economic, day
        desk.close(tab)


# ---------------------------------------------------------------------------- two funds


def test_double_funding_is_said_in_the_line_and_the_request_pays_as_its_fund_does(
    desk: Desk, office: Office
) -> None:
    # OFII's lump sum is given once, whichever of its programmes pays (S-18)
    office.enter("ofii_medical", "lump_sum", Money.of("1000", "EUR"), Group.VOLUNTARY)
    _person, case = office.welcome("ofii", nationality="GE")
    plans.add_fund(office.counsellor, case.id, "ofii_medical")
    office.written(
        case,
        line("lump_sum", Money.of("3500", "EUR"), CASH),
        line("document_supplement", Money.of("150", "EUR"), CASH),
    )
    tab = desk.open(PlanTab, office.counsellor, case)
    _first, second = form_of(tab).budget.rows()
    assert not form_of(tab).budget.refused()
    choose(second, "package", "ofii_medical.lump_sum")
    type_amount(second, "1000")
    assert "the same would be paid for twice" in said(second)
    tab.head.save.click()
    assert len({one.package for one in newest(office.counsellor, case).lines}) == 2, "not saved"
    choose(second, "package", "document_supplement")  # the control: what is no second time
    type_amount(second, "150")
    assert not form_of(tab).budget.refused()


def test_a_request_on_a_line_of_another_fund_is_shown_under_that_fund(
    desk: Desk, office: Office
) -> None:
    # EURP pays in any way; The Gambia pays the supplier only, in dalasi
    office.enter("gambia", "business", Money.of("60000", "GMD"))
    _person, case = office.welcome("eurp", nationality="GM")
    plans.add_fund(office.counsellor, case.id, "gambia")
    theirs = line("business", Money.of("60000", "GMD"), pack="gambia")
    office.agreed(case, line("post_return", Money.of("900", "EUR")), theirs)
    tab = desk.open(GrantsTab, office.counsellor, case)
    tab.begin()
    page = tab.page
    assert isinstance(page, GrantForm)
    labels = " ".join(option.label for option in page._lines())
    assert "(Business support, in kind (The Gambia))" in labels
    page.form["line"].set_value(theirs.id)
    page.form["line"].edited.emit()
    assert list(page.form["payment"].buttons) == ["supplier"]
    type_text(page.form["amount"].line, "60000")
    type_text(page.form["supplier"].line, "Banjul Cooling")
    type_text(page.form["purpose"].block, "Two fridges")
    page.save.click()
    (grant,) = grants.grants_of(office.counsellor, case.id)
    assert (grant.pack, grant.amount) == ("gambia", Money.of("60000", "GMD"))
    assert "Business support, in kind" in said(tab.details)


# ---------------------------------------------------------------------------- four eyes


def test_an_approval_that_one_person_gives_twice_counts_once_and_says_so(
    desk: Desk, office: Office
) -> None:
    # Tounesna: a check, then the committee. The queue stands open twice, as after a double click
    _person, case = office.welcome("tounesna", nationality="TN")
    money = line("economic_grant", Money.of("15600", "TND"))
    asked = office.asked(office.agreed(case, money), money)
    session = office.supervisor
    queues = [ApprovalsScreen(session, desk.tasks, desk.messages) for _time in range(2)]
    for queue in queues:
        desk.qtbot.addWidget(queue)
        queue.show()
        queue.reload()
        assert "Check by a supervisor" in said(queue.pane)
    desk.messages.answers = [True, True]
    for queue in queues:
        queue.pane.approve.click()
    kept = office.grant(asked)
    assert [done.step.value for done in kept.done] == ["check"]
    assert len(grants.decisions_about(session, asked.id)) == 1
    assert "This step was decided already" in said(queues[1])
    assert "This step was decided already" not in said(queues[0])
    # the control: read again, the same press is about the next step
    desk.messages.answers = [True]
    queues[1].reload()
    assert "step “Committee”" in said(queues[1].pane)
    queues[1].pane.approve.click()
    assert [done.step.value for done in office.grant(asked).done] == ["check", "committee"]
