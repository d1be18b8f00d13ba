"""Paying out, proving, looking and closing: what is refused, and that the account is even."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.cases import service as cases
from intake_app.deadlines import service as deadlines
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.grants import service as grants
from intake_app.grants import store
from intake_app.grants.model import GrantState
from intake_app.grants.parts import Delivery, Item, Payment, Receiver
from intake_app.packs.model import GrantRules, GrantStep
from intake_app.people import service as people
from intake_app.screening.safeguards import Tracing
from intake_app.session import Session
from intake_app.values import Money, PartialDate
from tests.conftest import FixedClock
from tests.core.grants_kit import (
    EIGHTY_TWENTY,
    a_delivery,
    a_proof,
    a_refund,
    a_visit,
    agreed,
    an_approved_plan,
    as_another,
    asked,
    decided,
    euros,
    under,
)
from tests.core.screening_kit import SAFE, as_role, screened
from tests.core.test_case_journey import a_request
from tests.factories import TODAY

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
CHECK, COMMITTEE, FINANCE = GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE


# ---------------------------------------------------------------------------- safeguards of paying


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": euros(100_001)}, "1,000.00.* left to pay"),
        ({"amount": euros(0)}, "above zero"),
        ({"payment": Payment.BANK}, "approved to be paid like this"),
        ({"on": TODAY + timedelta(days=1)}, "not come yet"),
        ({"on": TODAY - timedelta(days=1)}, "before the approval"),
        ({"part": 2}, "instalment"),
        ({"received_by": " "}, "whoever took it"),
        ({"items": (Item(" "),)}, "handed over"),
        ({"attachments": ("nowhere",)}, "not in the person"),
    ],
)
def test_a_delivery_that_does_not_fit_is_refused(
    supervisor: Session, change: dict[str, object], words: str
) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    with pytest.raises((InvalidInput, NotAllowed), match=words):
        grants.deliver(counsellor, grant.id, a_delivery(**change))
    done = grants.deliver(counsellor, grant.id, a_delivery())
    assert done.state is GrantState.DELIVERED, "control: the same without the slip"
    with pytest.raises(NotAllowed):
        grants.deliver(counsellor, grant.id, a_delivery(1))


def test_nothing_is_delivered_after_the_last_day_of_the_package(
    supervisor: Session, clock: FixedClock
) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    clock.moment += timedelta(days=366)
    late = a_delivery(on=clock.moment.date())
    with pytest.raises(InvalidInput, match="The time for"):
        grants.deliver(counsellor, grant.id, late)
    grants.deliver(counsellor, grant.id, a_delivery(on=TODAY))  # control: it was in time


def test_a_programme_says_how_it_pays(supervisor: Session) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    only_bank = under(counsellor, GrantRules(payments=("bank",)))
    with pytest.raises(InvalidInput, match="does not pay in this way"):
        grants.request_grant(only_bank, a_request(plan))
    grants.request_grant(only_bank, replace(a_request(plan), payment=Payment.BANK))


def test_in_kind_is_never_paid_in_cash_whatever_the_request_says_it_is(
    supervisor: Session,
) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    lie = replace(a_request(plan), form="cash", payment=Payment.CASH)
    with pytest.raises(InvalidInput, match="in kind only"):
        grants.request_grant(counsellor, lie)
    sent = grants.request_grant(counsellor, replace(lie, payment=Payment.BANK))
    assert sent.form == "in_kind", "what it is says the plan line"


def test_a_state_that_was_written_into_the_vault_without_signatures_pays_nothing(
    supervisor: Session,
) -> None:
    session = under(supervisor)
    grant, counsellor = asked(session), as_role(session, C)
    grants.approve_grant(session, grant.id, CHECK)
    with session.vault.transaction() as db:
        now = store.get(db, grant.id)
        assert now is not None
        forged = replace(now, state=GrantState.APPROVED)
        store.put(db, forged)
    with pytest.raises(NotAllowed, match="signatures"):
        grants.deliver(counsellor, grant.id, a_delivery())
    with session.vault.transaction() as db:
        store.put(db, now)
    decided(session, now)
    grants.deliver(counsellor, grant.id, a_delivery())


def test_another_amount_than_the_signed_one_pays_nothing(supervisor: Session) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    with supervisor.vault.transaction() as db:
        store.put(db, replace(grant, amount=euros(110_000)))
    with pytest.raises(NotAllowed, match="signatures"):
        grants.deliver(counsellor, grant.id, a_delivery())


def test_nothing_goes_to_a_child_alone_before_the_family_is_verified(supervisor: Session) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    person = people.person(counsellor, attachments.person_of_case(counsellor, grant.case_id))
    people.save_person(
        counsellor,
        replace(person, birth=PartialDate.from_edtf("2012-03-01")),
        age_reason="Her school card",
    )
    screened(counsellor, grant.case_id, child=replace(SAFE, tracing=Tracing.OPEN))
    with pytest.raises(NotAllowed):
        grants.deliver(counsellor, grant.id, a_delivery())
    screened(counsellor, grant.case_id, child=SAFE)
    with pytest.raises(InvalidInput, match="caregiver"):
        grants.deliver(counsellor, grant.id, a_delivery(receiver=Receiver.FAMILY))
    grants.deliver(counsellor, grant.id, a_delivery(receiver=Receiver.CAREGIVER))


def test_without_the_consent_nothing_is_paid(supervisor: Session) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    person = attachments.person_of_case(counsellor, grant.case_id)
    (consent,) = cases.consents(counsellor, person)
    cases.withdraw_consent(counsellor, consent, "She has changed her mind.")
    with pytest.raises(NotAllowed):
        grants.deliver(counsellor, grant.id, a_delivery())


def counted_out(minor: int, local: int, rate: str = "655.957", **changes: object) -> Delivery:
    """So many francs for so many cents, at the rate of a day."""
    day: object = changes.pop("rate_on", TODAY)
    return a_delivery(minor, local=Money(local, "XOF"), rate=rate, rate_on=day, **changes)


def test_what_is_counted_out_in_francs_counts_in_the_money_of_the_fund(
    supervisor: Session,
) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    # 655,000 / 655.957 = 998.541...: 998.54 of 1,000.00 EUR, and 1.46 EUR are left
    paid = grants.deliver(counsellor, grant.id, counted_out(99_854, 655_000, is_last=False))
    assert (paid.paid(), paid.amount - paid.paid()) == (euros(99_854), euros(146))
    (delivery,) = paid.deliveries
    assert delivery.price is not None
    assert delivery.price.in_currency("EUR") == euros(99_854)
    kept = grants.grants_of(counsellor, grant.case_id)[0].deliveries[0]
    assert kept == delivery, "amount, currency, rate and day lie in the vault"
    # 957 / 655.957 = 1.4589...: 1.46 EUR; one franc more is still 1.46, four more are 1.47
    with pytest.raises(InvalidInput, match="1.46.* left to pay"):
        grants.deliver(counsellor, grant.id, counted_out(147, 961))
    whole = grants.deliver(counsellor, grant.id, counted_out(146, 957))
    assert whole.paid() == euros(100_000)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (counted_out(99_855, 655_000), "amount"),
        (counted_out(99_854, 655_000, "0"), "rate"),
        (counted_out(99_854, 655_000, "6.5e2"), "rate"),
        (counted_out(99_854, 655_000, rate_on=None), "rate"),
        (counted_out(99_854, 655_000, rate_on=TODAY + timedelta(days=1)), "rate_on"),
        (counted_out(99_854, 0), "local"),
        (a_delivery(99_854, rate="655.957", rate_on=TODAY), "local"),
        (a_delivery(99_854, local=euros(99_854), rate="1", rate_on=TODAY), "local"),
    ],
)
def test_a_rate_that_does_not_fit_is_refused(wrong: Delivery, field: str) -> None:
    assert set(wrong.problems(TODAY)) == {field}
    assert counted_out(99_854, 655_000).problems(TODAY) == {}, "control"


# ---------------------------------------------------------------------------- account and closing


def test_it_closes_when_everything_paid_is_proved_or_given_back(supervisor: Session) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    grants.deliver(counsellor, grant.id, a_delivery())
    grants.prove(counsellor, grant.id, a_proof(60_000))
    with pytest.raises(NotAllowed, match="400.00.* neither proved"):
        grants.close_grant(supervisor, grant.id)
    with pytest.raises(InvalidInput, match="Only .?400.00"):
        grants.prove(counsellor, grant.id, a_proof(40_001))
    with pytest.raises(InvalidInput, match="Only .?400.00"):
        grants.refund(counsellor, grant.id, a_refund(40_001))
    given_back = grants.refund(counsellor, grant.id, a_refund(40_000))
    assert given_back.bound == euros(60_000), "what came back is free again"
    with pytest.raises(NotAllowed):
        grants.close_grant(counsellor, grant.id)
    closed = grants.close_grant(supervisor, grant.id)
    assert (closed.state, closed.bound) == (GrantState.CLOSED, euros(60_000))
    for work in (
        lambda: grants.prove(counsellor, grant.id, a_proof(1)),
        lambda: grants.refund(counsellor, grant.id, a_refund(1)),
        lambda: grants.take_back_entry(counsellor, grant.id, closed.proofs[0].id, "No."),
        lambda: grants.close_grant(supervisor, grant.id),
    ):
        with pytest.raises(NotAllowed, match="as it stands now"):
            work()


def test_whoever_wrote_down_the_payment_does_not_close_it(supervisor: Session) -> None:
    grant = agreed(supervisor)
    grants.deliver(supervisor, grant.id, a_delivery())
    grants.prove(as_role(supervisor, C), grant.id, a_proof())
    with pytest.raises(NotAllowed, match="Another supervisor has to close"):
        grants.close_grant(supervisor, grant.id)
    assert grants.close_grant(as_another(supervisor, S), grant.id).state is GrantState.CLOSED


def test_what_is_even_waits_for_its_closing_and_is_closed_as_it_was_read(
    supervisor: Session,
) -> None:
    session = under(supervisor)
    grant, counsellor = agreed(session), as_role(session, C)
    grants.deliver(counsellor, grant.id, a_delivery())
    grants.prove(counsellor, grant.id, a_proof(99_999))
    grants.record_visit(counsellor, grant.id, a_visit())
    assert grants.grants_to_close(session) == [], "a cent is not proved"
    assert deadlines.to_decide(session) == 0
    proved = grants.prove(counsellor, grant.id, a_proof(1))
    assert grants.grants_to_close(session) == [proved]
    assert (deadlines.to_decide(session), deadlines.to_decide(counsellor)) == (1, 0)
    read = proved.account_hash()
    again = grants.record_visit(counsellor, grant.id, a_visit(note="Still there."))
    with pytest.raises(StaleRecord):
        grants.close_grant(session, grant.id, read=read)
    closed = grants.close_grant(session, grant.id, read=again.account_hash())
    assert closed.state is GrantState.CLOSED
    assert grants.grants_to_close(session) == []


def test_a_visit_is_needed_where_the_programme_says_so(supervisor: Session) -> None:
    session = under(supervisor)
    grant, counsellor = agreed(session), as_role(session, C)
    with pytest.raises(NotAllowed, match="nothing to look at"):
        grants.record_visit(counsellor, grant.id, a_visit())
    grants.deliver(counsellor, grant.id, a_delivery())
    grants.prove(counsellor, grant.id, a_proof())
    with pytest.raises(NotAllowed, match="visit"):
        grants.close_grant(session, grant.id)
    bad = grants.record_visit(counsellor, grant.id, a_visit(is_ok=False, note="Sold."))
    assert bad.state is GrantState.DELIVERED
    good = grants.record_visit(counsellor, grant.id, a_visit())
    assert good.state is GrantState.VERIFIED
    back = grants.take_back_entry(counsellor, grant.id, good.visits[-1].id, "Another house.")
    assert back.state is GrantState.DELIVERED, "what was seen last before it counts again"
    grants.record_visit(counsellor, grant.id, a_visit())
    assert grants.close_grant(session, grant.id).state is GrantState.CLOSED


def test_a_payment_on_which_something_rests_is_not_taken_back(supervisor: Session) -> None:
    grant, counsellor = agreed(supervisor), as_role(supervisor, C)
    paid = grants.deliver(counsellor, grant.id, a_delivery())
    proved = grants.prove(counsellor, grant.id, a_proof(1))
    with pytest.raises(NotAllowed, match="rest on this payment"):
        grants.take_back_entry(counsellor, grant.id, paid.deliveries[0].id, "A slip.")
    grants.take_back_entry(counsellor, grant.id, proved.proofs[0].id, "A slip.")
    free = grants.take_back_entry(counsellor, grant.id, paid.deliveries[0].id, "A slip.")
    assert (free.state, free.paid()) == (GrantState.APPROVED, euros(0))
    with pytest.raises(NotAllowed, match="taken back already"):
        grants.take_back_entry(counsellor, grant.id, paid.deliveries[0].id, "A slip.")


def test_a_refund_is_not_taken_back_once_its_money_is_asked_for_again(
    supervisor: Session,
) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    grant = decided(supervisor, grants.request_grant(counsellor, a_request(plan, 120_000)))
    grants.deliver(counsellor, grant.id, a_delivery(120_000))
    back = grants.refund(counsellor, grant.id, a_refund(20_000))
    other = grants.request_grant(counsellor, a_request(plan, 20_000))
    with pytest.raises(NotAllowed, match="asked for again"):
        grants.take_back_entry(counsellor, grant.id, back.refunds[0].id, "A slip.")
    grants.cancel_grant(counsellor, other.id, "Not needed.")
    grants.take_back_entry(counsellor, grant.id, back.refunds[0].id, "A slip.")


# ---------------------------------------------------------------------------- instalments


def test_eighty_and_twenty_each_on_its_own_and_the_second_waits(supervisor: Session) -> None:
    session = under(supervisor, GrantRules(), EIGHTY_TWENTY)
    counsellor = as_role(session, C)
    grant = asked(session, 100_001)
    assert [part.amount for part in grant.parts] == [euros(80_000), euros(20_001)]
    assert [part.due for part in grant.parts][0] is None, "it counts from the approval"
    grant = decided(session, grant)
    first, second = grant.parts
    assert first.due == TODAY
    assert second.due == date(2026, 11, 2), "six months after the arrival on 2 May"
    with pytest.raises(InvalidInput, match="one after the other"):
        grants.deliver(counsellor, grant.id, a_delivery(1, part=2))
    for missing in ({"met_on": None}, {"seen_by": ""}, {"met_on": TODAY + timedelta(days=1)}):
        with pytest.raises(InvalidInput, match="At the start"):
            grants.deliver(counsellor, grant.id, a_delivery(80_000, **missing))
    begun = grants.deliver(counsellor, grant.id, a_delivery(80_000))
    assert (begun.deliveries[0].met_on, begun.deliveries[0].seen_by) == (TODAY, "Cheikh Ndiaye")
    with pytest.raises(NotAllowed, match="Shop open"):
        grants.deliver(counsellor, grant.id, a_delivery(20_001, part=2))
    promoted = as_another(session, S, grant.author)
    with pytest.raises(NotAllowed, match="yourself"):
        grants.release_part(promoted, grant.id, 2, "Seen on 12 May.", TODAY, "Moussa Bah")
    for day, who in ((TODAY + timedelta(days=1), "Moussa Bah"), (None, "Moussa Bah"), (TODAY, " ")):
        with pytest.raises(InvalidInput, match="Shop open"):
            grants.release_part(session, grant.id, 2, "Seen.", day, who)
    seen = date(2026, 5, 11)
    released = grants.release_part(session, grant.id, 2, "Seen on 11 May.", seen, "Moussa Bah")
    second = released.parts[1]
    assert second.confirmed_by == session.user.id
    assert (second.met_on, second.seen_by) == (seen, "Moussa Bah")
    with pytest.raises(NotAllowed, match="does not wait"):
        grants.release_part(session, grant.id, 2, "Twice.", seen, "Moussa Bah")
    paid = grants.deliver(counsellor, grant.id, a_delivery(20_001, part=2))
    assert paid.state is GrantState.DELIVERED
    assert paid.deliveries[1].met_on is None, "it stands with the instalment already"
    grants.prove(counsellor, grant.id, a_proof(80_000))
    with pytest.raises(NotAllowed, match="Of instalment 2, .?200.01"):
        grants.close_grant(session, grant.id)
    grants.prove(counsellor, grant.id, a_proof(20_001, part=2))
    grants.close_grant(session, grant.id)


def test_a_trigger_that_nobody_signed_for_pays_nothing(supervisor: Session) -> None:
    """Whoever can write into the database can mark it as confirmed, and not sign for it."""
    session = under(supervisor, GrantRules(), EIGHTY_TWENTY)
    counsellor, grant = as_role(session, C), agreed(session)
    grants.deliver(counsellor, grant.id, a_delivery(80_000))
    (held,) = grants.grants_of(counsellor, grant.case_id)
    marked = replace(held.parts[1], confirmed_by=session.user.id, confirmed_at="2026-05-12T10:00")
    with session.vault.transaction() as db:
        store.put(db, replace(held, parts=(held.parts[0], marked)))
    with pytest.raises(NotAllowed, match="signatures do not fit"):
        grants.deliver(counsellor, grant.id, a_delivery(20_000, part=2))
    with session.vault.transaction() as db:
        store.put(db, held)
    grants.release_part(session, grant.id, 2, "Seen open.", TODAY, "Moussa Bah")
    assert grants.deliver(counsellor, grant.id, a_delivery(20_000, part=2)).paid() == grant.amount


def test_what_is_left_unpaid_needs_a_reason_when_it_closes(supervisor: Session) -> None:
    session = under(supervisor, GrantRules(), EIGHTY_TWENTY)
    counsellor, grant = as_role(session, C), agreed(session)
    grants.deliver(counsellor, grant.id, a_delivery(80_000))
    grants.prove(counsellor, grant.id, a_proof(80_000))
    with pytest.raises(InvalidInput, match="Not everything was paid out"):
        grants.close_grant(session, grant.id)
    closed = grants.close_grant(session, grant.id, "She has moved abroad.")
    assert (closed.bound, closed.end_reason) == (euros(80_000), "She has moved abroad.")
