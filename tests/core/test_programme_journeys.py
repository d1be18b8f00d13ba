"""Whole ways under the shipped programmes, from the case to the closed grant, in a real vault.

Every colleague has keys of their own, and every figure is worked out by hand from ``domain.md``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from intake_app.cases import store as cases_store
from intake_app.conferences import service as conferences
from intake_app.dossier.model import Paper
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.parts import Delivery, Item, Payment, Proof, ProofKind, Visit
from intake_app.grants.proof import unproved
from intake_app.needs import service as needs
from intake_app.needs.model import Handing
from intake_app.packs.model import GrantStep, Group
from intake_app.plans import service as plans
from intake_app.plans.budget import standing_words
from intake_app.users import service as users
from intake_app.values import Money, new_id
from tests.conftest import FixedClock
from tests.core.journey_kit import CASH, Office, line, no, office
from tests.core.needs_kit import a_kit, pocket_money
from tests.core.screening_kit import as_role
from tests.factories import TODAY

__all__ = ["office"]


def euros(major: str) -> Money:
    return Money.of(major, "EUR")


def paid(amount: Money, on: date, **changes: Any) -> Delivery:
    """Money of a grant that went to a supplier."""
    values: dict[str, Any] = {
        "id": new_id(), "on": on, "amount": amount, "payment": Payment.SUPPLIER,
        "handed_by": "Cheikh Ndiaye", "received_by": "Mariama Diallo",
    }  # fmt: skip
    return Delivery(**{**values, **changes})


def proof(amount: Money, on: date, **changes: Any) -> Proof:
    return Proof(
        id=new_id(), on=on, kind=ProofKind.INVOICE, amount=amount, reference="Folder 7", **changes
    )


def visit(on: date, **changes: Any) -> Visit:
    values: dict[str, Any] = {
        "id": new_id(), "on": on, "visitor": "Cheikh Ndiaye", "is_ok": True, "note": "At work.",
    }  # fmt: skip
    return Visit(**{**values, **changes})


def at(clock: FixedClock, day: date) -> None:
    """Nine o'clock of a day."""
    clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


# ---------------------------------------------------------------------------- EURP


def test_a_family_under_eurp_runs_out_of_days_and_not_of_money(
    office: Office, clock: FixedClock
) -> None:
    # home on 2 May 2026, voluntary, three persons (domain.md 5.2): 615 for the first days, and
    # 2,000 + 2 × 1,000 = 4,000 in kind until 2 May 2027, which is 355 days from 12 May 2026
    _person, case = office.welcome("eurp", ("spouse", "child"))
    needs.give(office.clerk, pocket_money(case, 11_500))
    goods, first_days = line("post_return", euros("2500")), line("post_arrival", euros("400"))
    plan = office.agreed(case, goods, first_days)
    assert office.balance(case, "post_arrival", plan).left == euros("100")  # 615 - 115 - 400
    assert standing_words(office.balance(case, "post_return", plan)) == (
        "There are 1,500.00\u00a0EUR left of 4,000.00\u00a0EUR, and 355 days until 2 May 2027."
    )
    shop = office.decided(office.asked(plan, goods, amount=euros("2000")))
    at(clock, date(2026, 11, 12))  # day 194 of 365 after the arrival: 171 are left
    assert office.balance(case, "post_return", plan).days_left == 171
    started = paid(euros("1200"), date(2026, 11, 12), is_last=False)
    grants.deliver(office.counsellor, shop.id, started)

    at(clock, date(2027, 5, 2))  # the last day: today is still in time
    assert office.balance(case, "post_return", plan).days_left == 0
    last_request = office.asked(plan, goods, amount=euros("300"))
    grants.deliver(office.counsellor, shop.id, paid(euros("500"), date(2027, 5, 2), is_last=False))

    at(clock, date(2027, 5, 3))
    over = "The time for Post-return package is over: its last day was 2 May 2027."
    assert office.balance(case, "post_return", plan).closed == over
    late = paid(euros("300"), date(2027, 5, 3))
    assert no(lambda: grants.deliver(office.counsellor, shop.id, late)) == over
    assert no(lambda: office.asked(plan, goods, amount=euros("200"))) == over
    more = line("post_return", euros("1"))
    assert no(lambda: office.written(case, goods, first_days, more)) == over
    # what was handed over in time is written down later, and proved and closed later still
    grants.deliver(office.counsellor, shop.id, replace(late, on=date(2027, 5, 2)))
    # the other budget names no last day in its source: it goes on
    assert office.balance(case, "post_arrival", plan).closed is None
    grants.prove(office.counsellor, shop.id, proof(euros("2000"), date(2027, 5, 3)))
    grants.cancel_grant(office.counsellor, last_request.id, "The time is over.")
    closed = grants.close_grant(office.supervisor, shop.id)
    assert (closed.state, closed.paid()) == (GrantState.CLOSED, euros("2000"))
    assert users.check_audit(office.supervisor) is None


# ---------------------------------------------------------------------------- Spain


def test_a_family_of_five_from_spain_meets_its_caps_and_signs_the_undertaking(
    office: Office,
) -> None:
    # S-34: 400 a person and 1,600 a family, 50 and 400, 100 and 600. Five persons: 2,000 is capped
    # at 1,600; 5 × 50 = 250 and 5 × 100 = 500 stay below their caps
    from_spain = {"from_country": "ES"}
    family = ("spouse", "child", "child", "child")
    _person, case = office.welcome("spain_avr", family, from_spain, nationality="SN")
    ceilings = {
        name: office.balance(case, name).ceiling
        for name in ("settling_in", "pocket_money", "onward_travel")
    }
    assert ceilings == {
        "settling_in": euros("1600"), "pocket_money": euros("250"), "onward_travel": euros("500"),
    }  # fmt: skip
    above = line("settling_in", euros("1600.01"), CASH)
    assert no(lambda: office.written(case, above)).startswith(
        "This line is 0.01\u00a0EUR above the ceiling of Money to settle in."
    )
    settling = line("settling_in", euros("1600"), CASH)
    plan = office.agreed(case, settling, line("pocket_money", euros("250"), CASH))

    # no grant without the undertaking (S-36): the question has to be answered first
    answers = dossier_of(office.counsellor, case.id).dossier
    left_out = {
        key: said for key, said in answers.answers.items() if key != "undertaking_signed_on"
    }
    save_dossier(office.counsellor, replace(answers, answers=left_out))
    cash = {"payment": Payment.CASH, "supplier": ""}
    assert "Undertaking not to return signed on" in no(lambda: office.asked(plan, settling, **cash))
    # its paper: three years from 2 May 2026 (the text of 2010), with the four who came along
    paper = office.paper(case, "return_undertaking", case.id)
    assert "not to come back to the country above before the day above" in paper
    assert "Not to come back before" in paper
    for said in ("2 May 2029", "Spain", "Wife or husband", "no source says from which day"):
        assert said in paper
    assert paper.count("Son or daughter") == 3
    answers = dossier_of(office.counsellor, case.id).dossier
    signed = {**answers.answers, "undertaking_signed_on": TODAY.isoformat()}
    save_dossier(office.counsellor, replace(answers, answers=signed))
    grant = office.decided(office.asked(plan, settling, **cash))
    money = paid(euros("1600"), TODAY, payment=Payment.CASH)
    # nothing is paid before the signed paper is there, with the report and the Spanish papers
    refused = no(lambda: grants.deliver(office.counsellor, grant.id, money))
    assert "“Undertaking not to return, signed” is not there" in refused
    answers = dossier_of(office.counsellor, case.id).dossier
    seen = ("social_report", "no_return_undertaking", "papers_returned")
    save_dossier(
        office.counsellor, replace(answers, papers=tuple(Paper(one, TODAY) for one in seen))
    )
    grants.deliver(office.counsellor, grant.id, money)
    receipt = office.paper(case, "cash_receipt", office.grant(grant).deliveries[0].id)
    assert "One thousand six hundred euros" in receipt
    assert "1,600.00 EUR" in receipt


def test_a_family_of_three_from_spain_stays_below_the_cap(office: Office) -> None:
    # the control: 3 × 400 = 1,200 is less than 1,600, and 1,200.01 is too much all the same
    _person, case = office.welcome(
        "spain_avr", ("spouse", "child"), {"from_country": "ES"}, nationality="SN"
    )
    assert office.balance(case, "settling_in").ceiling == euros("1200")
    assert office.written(case, line("settling_in", euros("1200"), CASH))
    assert no(lambda: office.written(case, line("settling_in", euros("1200.01"), CASH)))


def test_no_undertaking_is_printed_where_no_programme_asks_for_one(office: Office) -> None:
    _person, case = office.welcome("eurp", came={"from_country": "ES"})
    assert no(lambda: office.paper(case, "return_undertaking", case.id)) == (
        "The programme of this case asks for no undertaking."
    )
    # the control: a second fund that asks for one
    plans.add_fund(office.counsellor, case.id, "spain_avr")
    assert "2 May 2029" in office.paper(case, "return_undertaking", case.id)


# ---------------------------------------------------------------------------- The Gambia


def test_the_gambia_gives_nothing_in_cash_by_any_way(office: Office) -> None:
    # domain.md 5.3 and S-50: in kind, not cash; no amount is public, so the office enters one
    def dalasi(major: str) -> Money:
        return Money.of(major, "GMD")

    office.enter("gambia", "business", dalasi("60000"))
    _person, case = office.welcome("gambia", nationality="GM")
    in_cash = line("business", dalasi("100"), CASH)
    assert no(lambda: office.written(case, in_cash)) == (
        "Business support, in kind is given in kind only: the office pays the supplier, never the"
        " person."
    )
    # nothing is confirmed for the arrival, and still nothing is given in cash there; a kit is
    assert "Your office has to confirm one first." in no(
        lambda: office.written(case, line("arrival_help", dalasi("1")))
    )
    for handed in (Handing.CASH, Handing.MOBILE_MONEY):
        coins = a_kit(case, kind="pocket_money", handed=handed, value=dalasi("1"))
        assert no(lambda coins=coins: needs.give(office.clerk, coins)) == (  # type: ignore[misc]
            "Help on arrival, in kind is given in kind only: the office pays the supplier, never"
            " the person."
        )
    assert needs.give(office.clerk, a_kit(case, value=dalasi("300"))).stands
    goods = line("business", dalasi("60000"))
    plan = office.agreed(case, goods)
    for payment in (Payment.CASH, Payment.MOBILE_MONEY, Payment.CHEQUE, Payment.BANK):
        said = no(lambda payment=payment: office.asked(plan, goods, payment=payment))  # type: ignore[misc]
        in_hand = payment is Payment.CASH
        assert ("in kind only" if in_hand else "The Gambia does not pay in this way") in said
    grant = office.decided(office.asked(plan, goods))
    handed = paid(dalasi("60000"), TODAY, items=(Item("Fridge", 1, "piece", "FR-8"),))
    assert "approved to be paid like this" in no(
        lambda: grants.deliver(
            office.counsellor, grant.id, replace(handed, payment=Payment.CASH, items=())
        )
    )
    grants.deliver(office.counsellor, grant.id, handed)
    sheet = office.paper(case, "handover_certificate", handed.id)
    assert "FR-8" in sheet
    assert "in kind" in sheet


# ---------------------------------------------------------------------------- WAFIRA


def test_wafira_pays_eighty_and_twenty_and_the_second_only_after_its_trigger(
    office: Office, clock: FixedClock
) -> None:
    # S-42: 80 % at the start. The office has confirmed 20,000.05 MAD: 16,000.04 and 4,000.01
    office.enter("wafira", "business_finance", Money.of("20000.05", "MAD"), Group.VOLUNTARY)
    _person, case = office.welcome("wafira", came={"from_country": "ES"}, nationality="MA")
    money = line("business_finance", Money.of("20000.05", "MAD"), CASH)
    plan = office.agreed(case, money)
    grant = office.decided(office.asked(plan, money, payment=Payment.BANK, supplier=""))
    first, second = grant.parts
    assert [one.amount for one in grant.parts] == [
        Money.of("16000.04", "MAD"), Money.of("4000.01", "MAD"),
    ]  # fmt: skip
    assert sum(one.amount.minor for one in grant.parts) == grant.amount.minor
    assert (first.due, second.due) == (None, None)  # no source says when
    assert "80 %" in office.paper(case, "engagement_contract", grant.id)
    start = paid(first.amount, TODAY, payment=Payment.BANK)
    rest = paid(second.amount, TODAY, payment=Payment.BANK, part=2)
    session = office.counsellor
    # not before the first, not together with it, not before its trigger
    assert "in their order" in no(lambda: grants.deliver(session, grant.id, rest))
    both = replace(start, amount=grant.amount)
    assert "16,000.04\u00a0MAD are left to pay" in no(
        lambda: grants.deliver(session, grant.id, both)
    )
    # "Start of the business" is asked with the day and who saw it
    assert "Start of the business" in no(lambda: grants.deliver(session, grant.id, start))
    start = replace(start, met_on=TODAY, seen_by="Cheikh Ndiaye")
    grants.deliver(session, grant.id, start)
    waits = "Instalment 2 waits until a supervisor has confirmed: Condition for the balance"
    assert waits in no(lambda: grants.deliver(session, grant.id, rest))
    seen = (TODAY, "Moussa Bah")
    # no counsellor confirms
    assert no(lambda: grants.release_part(session, grant.id, 2, "Seen", *seen))
    clock.moment += timedelta(days=90)
    # not without why
    assert no(lambda: grants.release_part(office.supervisor, grant.id, 2, " ", *seen))
    grants.release_part(office.supervisor, grant.id, 2, "The shop is registered: RC 4711.", *seen)
    later = replace(rest, on=date(2026, 8, 10))
    grants.deliver(office.counsellor, grant.id, later)
    assert office.grant(grant).state is GrantState.DELIVERED
    kinds = {one.kind for one in grants.decisions_about(office.counsellor, grant.id)}
    assert kinds == {"grant", "grant_instalment"}


# ---------------------------------------------------------------------------- two funds


def test_double_funding_is_caught_in_the_plan_in_another_case_and_at_approval(
    office: Office,
) -> None:
    # S-18: OFII's lump sum is given once only, whichever of its programmes pays it. No source gives
    # the amount for a medical return: the office enters 1,000
    office.enter("ofii_medical", "lump_sum", euros("1000"), Group.VOLUNTARY)
    office.enter("ofii_medical", "care_after_return", euros("2000"), Group.VOLUNTARY)
    _person, case = office.welcome("ofii", nationality="GE")
    plans.add_fund(office.counsellor, case.id, "ofii_medical")
    mine = line("lump_sum", euros("3500"), CASH)
    theirs = line("lump_sum", euros("1000"), CASH, pack="ofii_medical")
    said = no(lambda: office.written(case, mine, theirs))
    assert "the same would be paid for twice" in said
    assert "Return lump sum (OFII medical return)" in said
    assert "3,500" not in said  # the reason, not what the person holds
    # the control: either alone stands, and so does another help of the second fund beside the first
    office.written(case, theirs)
    office.written(case, mine)
    care = line("care_after_return", euros("2000"), pack="ofii_medical")
    plan = office.agreed(case, mine, care)
    assert [edition.pack for edition in plan.editions] == ["ofii", "ofii_medical"]
    # each is paid under the rules of its own fund, and its paper names that fund's package
    grant = office.decided(office.asked(plan, care))
    assert grant.pack == "ofii_medical"
    assert "Care after the return" in office.paper(case, "engagement_contract", grant.id)
    assert "Care after the return" in office.paper(case, "quotes_comparison", grant.id)


def test_a_grant_of_a_second_fund_goes_before_the_committee_of_that_fund(office: Office) -> None:
    # EURP has no committee; Tounesna's economic grant goes before one, and is followed up for a
    # year from its approval on 12 May 2026
    _person, case = office.welcome("eurp", nationality="TN")
    plans.add_fund(office.counsellor, case.id, "tounesna")
    theirs = line("economic_grant", Money.of("15600", "TND"), pack="tounesna")
    ours = line("post_return", euros("900"))
    plan = office.agreed(case, ours, theirs)
    asked, plain = office.asked(plan, theirs), office.asked(plan, ours)
    session = office.supervisor
    grants.approve_grant(session, asked.id, GrantStep.CHECK)
    assert grants.approve_grant(session, plain.id, GrantStep.CHECK).state is GrantState.APPROVED
    waiting = conferences.candidates(session, "tounesna")
    assert [one.record.id for one in waiting] == [asked.id]
    assert conferences.candidates(session, "eurp") == []
    assert {one.id: one.pack for one in grants.board(session)} == {
        asked.id: "tounesna", plain.id: "eurp",
    }  # fmt: skip
    grants.approve_grant(session, asked.id, GrantStep.COMMITTEE)
    contract = office.paper(case, "engagement_contract", asked.id)
    for said in ("Tounesna, national scheme", "Economic grant", "12 May 2027"):
        assert said in contract
    other = office.paper(case, "engagement_contract", plain.id)
    assert "EU Reintegration Programme" in other
    assert "These promises hold until 2 May 2027" in other  # twelve months after the arrival


# ---------------------------------------------------------------------------- four eyes


def decisions(office: Office, grant: GrantRequest) -> list[str]:
    return sorted(one.kind for one in grants.decisions_about(office.supervisor, grant.id))


def test_one_person_cannot_give_an_approval_twice_nor_their_own(office: Office) -> None:
    _person, case = office.welcome("tounesna", nationality="TN")
    money = line("economic_grant", Money.of("15600", "TND"))
    plan = office.written(case, money)
    plans.submit_plan(office.counsellor, plan.id)
    plan = plans.approve_plan(office.supervisor, plan.id)
    assert no(lambda: plans.approve_plan(office.supervisor, plan.id)) == (
        "This plan is not waiting for approval."
    )
    request = office.asked(plan, money)
    # the same step twice, as a double click does it: the second is no step further
    grants.approve_grant(office.supervisor, request.id, GrantStep.CHECK)
    said = no(lambda: grants.approve_grant(office.supervisor, request.id, GrantStep.CHECK))
    assert said == "This step was decided already. The request waits for its next step."
    assert decisions(office, request) == ["grant"]
    assert office.grant(request).waits_for is GrantStep.COMMITTEE
    # the author, meanwhile a supervisor, at each step that is left; the keys would even sign it
    promoted = as_role(office.supervisor, office.supervisor.role)
    author = replace(promoted, user=replace(promoted.user, id=request.author))
    own = "You wrote this yourself. Another supervisor has to decide about it."
    assert no(lambda: grants.approve_grant(author, request.id, GrantStep.COMMITTEE)) == own
    assert no(lambda: grants.reject_grant(author, request.id, "No")) == own
    agreed = grants.approve_grant(office.supervisor, request.id, GrantStep.COMMITTEE)
    assert agreed.state is GrantState.APPROVED
    assert no(lambda: grants.approve_grant(office.supervisor, request.id, GrantStep.COMMITTEE))
    assert decisions(office, request) == ["grant", "grant_committee"]
    # what is signed proves it: with every yes there is nothing open; without one, or with a yes
    # of the author, the step is open again
    session = office.supervisor
    with session.read() as db:
        said_yes = cases_store.decisions_about(db, request.id)
    assert unproved(agreed, said_yes) == ()
    checked = [one for one in said_yes if one.kind == "grant"]
    assert unproved(agreed, checked) == (GrantStep.COMMITTEE,)
    forged = [replace(one, decided_by=request.author) for one in said_yes]
    assert set(unproved(agreed, forged)) == {GrantStep.CHECK, GrantStep.COMMITTEE}
    twice = [*checked, replace(checked[0], kind="grant_committee")]
    assert unproved(agreed, twice) == (GrantStep.COMMITTEE,)  # a yes is of its step


def test_who_wrote_down_what_was_paid_does_not_close_it(office: Office) -> None:
    _person, case = office.welcome("eurp")
    goods = line("post_return", euros("900"))
    plan = office.agreed(case, goods)
    grant = office.decided(office.asked(plan, goods))
    grants.deliver(office.counsellor, grant.id, paid(euros("900"), TODAY))
    grants.prove(office.supervisor, grant.id, proof(euros("900"), TODAY))
    said = no(lambda: grants.close_grant(office.supervisor, grant.id))
    assert "Another supervisor has to close it" in said
    # the control: taken back and written down by the counsellor, the supervisor closes it
    entry = office.grant(grant).proofs[0]
    grants.take_back_entry(office.supervisor, grant.id, entry.id, "The counsellor has the paper")
    grants.prove(office.counsellor, grant.id, proof(euros("900"), TODAY))
    assert grants.close_grant(office.supervisor, grant.id).state is GrantState.CLOSED
