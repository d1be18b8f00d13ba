"""The money side of the plan editor: programmes, months, prices, own contribution, more time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.plans import service as plans
from intake_app.plans.model import LineForm, OwnShare, Price
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import SignIn
from tests.core.test_plans_funds import VILLAGE
from tests.core.test_plans_limits import a_limit
from tests.factories import TODAY
from tests.ui.case_kit import Desk, approved_plan, saved_plan
from tests.ui.plan_kit import case, desk, form_of, newest, type_amount, writer
from tests.ui.shown_words import words_on
from tests.ui.typing import type_text
from ui.plans.budget_row import BudgetRow
from ui.plans.plan_tab import PlanTab

__all__ = ["case", "desk", "writer"]


def with_village(session: Session, **changes: object) -> Session:
    eurp = replace(session.packs["eurp"], **changes)  # type: ignore[arg-type]
    return replace(session, packs={"eurp": eurp, "village": VILLAGE})


def first_row(tab: PlanTab) -> BudgetRow:
    return form_of(tab).budget.rows()[0]


def test_a_line_names_its_programme_only_where_there_are_several(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    session = with_village(writer)
    saved_plan(session, case)
    tab = desk.open(PlanTab, session, case)
    labels = [option.label for option in first_row(tab).editors._packages()]
    assert "Post-return package" in labels
    (action,) = tab.strip.funds.menu().actions()
    action.trigger()
    labels = [option.label for option in first_row(tab).editors._packages()]
    assert {"Post-return package (EURP)", "Shop (Village)"} <= set(labels)
    assert "EURP, Village" in tab.strip.funds.text()
    row = first_row(tab)
    row.editors.package.set_value("village.shop")
    row.editors.package.edited.emit()
    assert row.editors.amount.currency == "XOF"
    type_amount(row, "500001")
    assert "1\u00a0XOF above the ceiling of Shop (Village)" in " ".join(words_on(row))
    type_amount(row, "500000")
    tab.head.save.click()
    assert newest(session, case).lines[0].pack == "village"


def test_adding_a_programme_keeps_what_is_being_written(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    session = with_village(writer)
    saved_plan(session, case)
    tab = desk.open(PlanTab, session, case)
    type_text(first_row(tab).editors.text.line, " et du fil")
    typed = first_row(tab).editors.text.value()
    tab.strip.funds.menu().actions()[0].trigger()
    assert first_row(tab).editors.text.value() == typed
    assert tab.pages.is_writing()


def test_a_price_in_another_currency_fills_the_amount(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    row = first_row(tab)
    assert row.editors.details is None  # nothing is built that few lines need
    row.editors.more.click()
    details = row.editors.details
    assert details is not None
    details.currency.set_value("XOF")
    details.currency.edited.emit()
    type_text(details.price.line, "655957")

    assert details.problem()
    assert form_of(tab).budget.typed_mistakes().keys() == {"lines.0.rate"}
    type_text(details.rate.line, "655,957")
    assert row.editors.amount.value() == Money(100_000, "EUR")
    assert row.editors.amount.line.isReadOnly()
    assert details.day.value() == TODAY
    assert "655,957\u00a0XOF come to 1,000.00\u00a0EUR" in details.sum.text()
    tab.head.save.click()
    assert newest(writer, case).lines[0].price == Price(Money(655_957, "XOF"), "655.957", TODAY)
    form_of(tab).budget.add_line()  # the rate is typed once
    other = form_of(tab).budget.rows()[1]
    other.editors.more.click()
    assert other.editors.details is not None
    other.editors.details.currency.set_value("XOF")
    other.editors.details.currency.edited.emit()
    type_text(other.editors.details.price.line, "1000")
    assert other.editors.details.rate.value() == "655.957"


def test_a_limit_that_counts_by_months_opens_the_month_and_is_shown_beside(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    eurp = writer.packs["eurp"]
    session = with_village(writer, limits=(replace(a_limit(100_000, eurp), every=3),))
    tab = desk.open(PlanTab, session, case)
    tab.pages.empty.action.click()
    form_of(tab).budget.add_line()
    row = first_row(tab)
    assert not row.editors.more.isChecked()
    row.editors.package.set_value("post_return")
    row.editors.package.edited.emit()
    type_amount(row, "1000.01")
    assert row.editors.more.isChecked()
    assert "counts by months" in " ".join(words_on(row))
    assert row.editors.details is not None
    row.editors.details.month.set_value("2026-06")
    row.editors.details.month.edited.emit()
    said = " ".join(words_on(row))
    assert "0.01\u00a0EUR above the limit All help for May 2026 to July 2026" in said
    beside = " ".join(words_on(form_of(tab).balances))
    assert "Limit: All help, May 2026 to July 2026" in beside
    assert "until 31 July 2026" in beside


def test_what_the_person_brings_in_is_saved_shown_and_counted_nowhere(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    before = words_on(form.balances)
    form.own.add.click()
    (row,) = form.own.rows()
    tab.head.save.click()
    assert form.own.rows()[0].mistakes().keys() == {"text", "value"}
    type_text(row.editors.text.line, "Her mother's shed")
    type_text(row.editors.amount.line, "300")
    assert "Own contribution: 300.00\u00a0EUR" in " ".join(words_on(form.own))
    assert words_on(form.balances) == before
    tab.head.save.click()
    (share,) = newest(writer, case).own
    assert (share.text, share.value) == ("Her mother's shed", Money(30_000, "EUR"))
    row.editors.remove.click()
    assert form.value().own == ()
    tab.bar.action.click()  # Undo
    assert form.value().own == (share,)


def test_the_reader_says_edition_price_and_own_contribution(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    plan = saved_plan(counsellor, case)
    price = Price(Money(655_957, "XOF"), "655.957", TODAY)
    goods = replace(plan.lines[0], amount=Money(100_000, "EUR"), price=price, month="2026-06")
    own = OwnShare(new_id(), "A shed", Money(30_000, "EUR"), LineForm.IN_KIND)
    plan = plans.save_plan(counsellor, replace(plan, lines=(goods,), own=(own,)))
    plans.submit_plan(counsellor, plan.id)
    later = with_village(counsellor, version="2027.1")
    tab = desk.open(PlanTab, later, case)
    said = " ".join(words_on(tab))
    assert "655.957 XOF for 1 EUR, rate of 12 May 2026" in said
    assert "June 2026" in said
    assert "A shed" in said
    edition = counsellor.packs["eurp"].version
    assert f"Under EURP {edition} (today 2027.1)" in said


def test_a_supervisor_gives_more_time_and_a_counsellor_reads_until_when(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    counsellor = sign_in(Role.COUNSELLOR)
    tab = desk.open(PlanTab, counsellor, case)
    assert "Plan due on 1 June 2026: 20 days left." in words_on(tab)
    assert not tab.strip.longer.isVisible()
    desk.close(tab)
    tab = desk.open(PlanTab, sign_in(Role.SUPERVISOR), case)
    tab.strip.longer.click()
    card = tab.strip.card
    type_text(card.day.line, "1/6/2026")
    card.give.click()
    assert "Choose 2 June 2026 or a later day." in " ".join(words_on(card))
    card.day.set_value(date(2026, 6, 15))
    type_text(card.reason.line, "The flood")
    card.give.click()
    assert not card.isVisible()
    assert "Extended; first due on 1 June 2026. Why: The flood" in tab.strip.due.text()
    assert "15 June 2026: 34 days left" in tab.strip.due.text()


def test_what_was_approved_is_not_asked_again_when_an_amount_falls(
    desk: Desk, sign_in: SignIn, case: CaseFile
) -> None:
    approved_plan(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    less = tuple(
        replace(one, ceilings=tuple(replace(row, amount=Money(1, "EUR")) for row in one.ceilings))
        for one in counsellor.packs["eurp"].packages
    )
    later = with_village(counsellor, packages=less)
    tab = desk.open(PlanTab, later, case)
    tab.head.renew.click()
    row = first_row(tab)
    assert not row.mistakes()
    tab.head.save.click()
    assert newest(later, case).version == 2
    type_amount(row, "1200.01")  # the control: what is new is asked
    assert "above the ceiling" in " ".join(words_on(row))
