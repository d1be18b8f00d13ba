"""The life of a grant: its steps in their order, who may take them, what each refuses in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import store as cases_store
from intake_app.custody import service as custody
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantState
from intake_app.packs.model import GrantRules, GrantStep, Pack
from intake_app.plans import service as plans
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import new_id
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock, SignIn
from tests.core.attachments_kit import a_readable
from tests.core.grants_kit import (
    a_delivery,
    a_proof,
    a_quote,
    a_visit,
    an_approved_plan,
    as_another,
    asked,
    decided,
    euros,
    under,
)
from tests.core.screening_kit import a_case_of, as_role
from tests.core.test_case_journey import a_request
from tests.factories import TODAY

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
CHECK, COMMITTEE, FINANCE = GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE


def test_a_grant_goes_all_its_steps_and_none_before_its_turn(supervisor: Session) -> None:
    session = under(supervisor)
    counsellor, second = as_role(session, C), as_another(session, S)
    grant = asked(session)
    seen = [grant.state]
    for step in (CHECK, COMMITTEE, FINANCE):
        with pytest.raises(NotAllowed):
            grants.deliver(counsellor, grant.id, a_delivery())
        for wrong in {CHECK, COMMITTEE, FINANCE} - {step}:
            with pytest.raises(NotAllowed):
                grants.approve_grant(session, grant.id, wrong)
        grant = grants.approve_grant(session, grant.id, step, note="Sitting of 12 May")
        seen.append(grant.state)
    with pytest.raises(NotAllowed, match="Nothing was paid"):
        grants.close_grant(second, grant.id)
    seen.append(grants.deliver(counsellor, grant.id, a_delivery()).state)
    seen.append(grants.prove(counsellor, grant.id, a_proof()).state)
    seen.append(grants.record_visit(counsellor, grant.id, a_visit()).state)
    grant = grants.close_grant(second, grant.id)
    assert " ".join((*seen, grant.state)) == (
        "requested checked agreed approved delivered delivered verified closed"
    )
    kinds = [one.kind for one in reversed(grants.decisions_about(session, grant.id))]
    assert kinds == ["grant", "grant_committee", "grant_finance", "grant_closure"]
    assert grants.grants_of(session, grant.case_id) == [grant]


def test_a_second_click_does_not_give_the_next_step(supervisor: Session) -> None:
    session = under(supervisor)
    grant = asked(session)
    grants.approve_grant(session, grant.id, CHECK)
    with pytest.raises(NotAllowed, match="decided already"):
        grants.approve_grant(session, grant.id, CHECK)
    assert grants.waiting_grants(session)[0].waits_for is COMMITTEE, "control: it went on by one"


def test_one_person_tries_to_approve_twice_also_after_signing_in_again(sign_in: SignIn) -> None:
    grant = asked(sign_in(S))
    grants.approve_grant(sign_in(S), grant.id)
    with pytest.raises(NotAllowed, match="not waiting"):
        grants.approve_grant(sign_in(S), grant.id)
    again = sign_in(S)
    (one,) = grants.decisions_about(again, grant.id)
    with again.vault.transaction() as db, pytest.raises(Exception, match="UNIQUE"):
        cases_store.put_decision(db, replace(one, id=new_id()))


@pytest.mark.parametrize("step", [CHECK, COMMITTEE, FINANCE])
@pytest.mark.parametrize("way", ["return", "reject"])
def test_every_deciding_step_can_return_and_reject_with_a_reason(
    supervisor: Session, step: GrantStep, way: str
) -> None:
    session = under(supervisor)
    grant = asked(session)
    while grant.waits_for is not step:
        assert grant.waits_for is not None
        grant = grants.approve_grant(session, grant.id, grant.waits_for)
    refuse = grants.return_grant if way == "return" else grants.reject_grant
    with pytest.raises(InvalidInput):
        refuse(session, grant.id, "  ")
    refused = refuse(session, grant.id, "The quote is old.")
    assert refused.bound == euros(0), "a request that came back holds nothing"
    if way == "reject":
        with pytest.raises(NotAllowed):
            grants.request_grant(as_role(session, C), refused)
        return
    again = grants.request_grant(as_role(session, C), refused)
    assert (again.waits_for, again.done) == (CHECK, ()), "it begins again with the check"


def test_whoever_wrote_it_decides_about_none_of_it_whatever_their_role_is_now(
    supervisor: Session,
) -> None:
    session = under(supervisor)
    grant = asked(session)
    grants.return_grant(session, grant.id, "One more quote.")
    second = as_another(session, C, "second")
    grant = grants.request_grant(second, grants.grants_of(second, grant.case_id)[0])
    first_author = as_role(session, C).user.id
    assert (grant.author, grant.writers) == ("second", (first_author,))
    for writer in (first_author, "second"):
        promoted = as_another(session, S, writer)
        with pytest.raises(NotAllowed, match="yourself"):
            grants.approve_grant(promoted, grant.id, CHECK)
        for refuse in (grants.return_grant, grants.reject_grant):
            with pytest.raises(NotAllowed, match="yourself"):
                refuse(promoted, grant.id, "No.")
    assert grants.approve_grant(as_another(session, S, "third"), grant.id, CHECK).done


def test_a_counsellor_who_became_supervisor_cannot_approve_their_own_request(
    sign_in: SignIn, fresh_office: Path, packs: Mapping[str, Pack], clock: FixedClock
) -> None:
    grant = asked(sign_in(S))
    boss = sign_in(S)
    login = next(one for one in boss.vault.keys.logins() if one.role is C)
    custody.change_role(boss, login.id, S, PASSPHRASES[S])
    boss.vault.close()
    promoted = users.sign_in(
        fresh_office, login.id, PASSPHRASES[C], packs, bounds=CHEAP_BOUNDS, clock=clock
    )
    assert promoted.role is S
    with pytest.raises(NotAllowed, match="yourself"):
        grants.approve_grant(promoted, grant.id)
    promoted.vault.close()
    approved = grants.approve_grant(sign_in(S), grant.id)
    assert approved.state is GrantState.APPROVED, "control: another supervisor may"


def test_only_the_author_cancels_and_only_while_nothing_is_paid(supervisor: Session) -> None:
    session = under(supervisor, GrantRules())
    counsellor = as_role(session, C)
    grant = asked(session)
    with pytest.raises(NotAllowed, match="author"):
        grants.cancel_grant(as_another(session, C), grant.id, "Not needed.")
    with pytest.raises(InvalidInput):
        grants.cancel_grant(counsellor, grant.id, " ")
    decided(session, grant)
    paid = grants.deliver(counsellor, grant.id, a_delivery(60_000, is_last=False))
    for give_up in (
        lambda: grants.cancel_grant(counsellor, grant.id, "Not needed."),
        lambda: grants.reject_grant(session, grant.id, "Not needed."),
    ):
        with pytest.raises(NotAllowed, match="paid already"):
            give_up()
    grants.take_back_entry(counsellor, grant.id, paid.deliveries[0].id, "Another case.")
    cancelled = grants.cancel_grant(counsellor, grant.id, "Not needed.")
    assert (cancelled.state, cancelled.bound) == (GrantState.CANCELLED, euros(0))


def test_what_is_prepared_holds_no_money_and_is_sent_later(supervisor: Session) -> None:
    counsellor, plan = as_role(supervisor, C), an_approved_plan(supervisor)
    draft = replace(a_request(plan, 120_000), purpose="", quotes=(a_quote("Bah", 90_000),))
    draft = grants.prepare_grant(counsellor, draft)
    other = grants.request_grant(counsellor, a_request(plan, 120_000))
    with pytest.raises(InvalidInput, match="plan line has .?0.00"):
        grants.request_grant(
            counsellor, replace(draft, purpose="Machines", chosen_quote=draft.quotes[0].id)
        )
    grants.cancel_grant(counsellor, other.id, "The first one is better.")
    sent = replace(draft, purpose="Machines", chosen_quote=draft.quotes[0].id)
    sent = grants.request_grant(counsellor, sent)
    assert (sent.number, sent.supplier, sent.state) == (1, "Bah", GrantState.REQUESTED)


@pytest.mark.parametrize("way", ["less", "gone"])
def test_a_new_version_of_the_plan_keeps_room_for_what_grants_hold(
    supervisor: Session, way: str
) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    grants.request_grant(counsellor, a_request(plan, 100_000))
    draft = plans.start_plan(counsellor, plan.case_id)
    (line,) = draft.lines
    other = replace(line, id=new_id(), amount=euros(1))
    lines = (replace(line, amount=euros(99_999)),) if way == "less" else (other,)
    draft = plans.save_plan(counsellor, replace(draft, lines=lines))
    with pytest.raises(NotAllowed, match="Grants hold 1,000.00"):
        plans.submit_plan(counsellor, draft.id)
    fits = plans.save_plan(
        counsellor, replace(draft, lines=(replace(line, amount=euros(100_000)),))
    )
    plans.submit_plan(counsellor, fits.id)
    plans.approve_plan(supervisor, fits.id)


def test_money_that_is_asked_for_while_a_smaller_plan_waits_stops_its_approval(
    supervisor: Session,
) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    draft = plans.start_plan(counsellor, plan.case_id)
    less = (replace(draft.lines[0], amount=euros(50_000)),)
    draft = plans.save_plan(counsellor, replace(draft, lines=less))
    plans.submit_plan(counsellor, draft.id)
    request = grants.request_grant(counsellor, a_request(plan, 50_001))
    with pytest.raises(NotAllowed, match="Grants hold 500.01"):
        plans.approve_plan(supervisor, draft.id)
    grants.cancel_grant(counsellor, request.id, "The plan is a smaller one.")
    plans.approve_plan(supervisor, draft.id)


# ---------------------------------------------------------------------------- quotes

RULES = GrantRules(quotes=3, quotes_from=euros(50_000))


def test_missing_quotes_refuse_the_check_with_the_sentence(supervisor: Session) -> None:
    session = under(supervisor, RULES)
    two = (a_quote("Bah", 50_000), a_quote("Sow", 60_000))
    grant = asked(session, 50_000, quotes=two, chosen_quote=two[0].id)
    with pytest.raises(NotAllowed, match="quotes of 3 suppliers; there are 2"):
        grants.approve_grant(session, grant.id)
    grants.return_grant(session, grant.id, "A third one.")
    three = (*two, a_quote("Sylla", 70_000))
    grant = grants.request_grant(as_role(session, C), replace(grant, quotes=three))
    assert grants.approve_grant(session, grant.id).state is GrantState.APPROVED


def test_below_the_amount_and_without_one_no_quote_is_needed(supervisor: Session) -> None:
    session = under(supervisor, RULES)
    below = asked(session, 49_999)
    assert grants.approve_grant(session, below.id).state is GrantState.APPROVED
    twice = replace(a_request(plans.plans_of(session, below.case_id)[0], 1))
    twice = grants.request_grant(as_role(session, C), twice)
    with pytest.raises(NotAllowed, match="3 suppliers"):
        grants.approve_grant(session, twice.id)
    free = under(supervisor, GrantRules())
    assert grants.approve_grant(free, twice.id).state is GrantState.APPROVED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quotes": (a_quote("Bah"), a_quote("  bah "))}, "quotes.1.supplier"),
        ({"quotes": (a_quote(" "),)}, "quotes.0.supplier"),
        ({"quotes": (a_quote(minor=0),)}, "quotes.0.amount"),
        ({"quotes": (a_quote(on=TODAY + timedelta(days=1)),)}, "quotes.0.on"),
        ({"quotes": (a_quote(),)}, "chosen_quote"),
        (
            {"quotes": (a_quote(minor=1, id="a"), a_quote("B", 2, id="b")), "chosen_quote": "b"},
            "choice_reason",
        ),
    ],
)
def test_quotes_that_do_not_fit_are_named(
    supervisor: Session, change: dict[str, object], field: str
) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    request = replace(a_request(plan), **change)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        grants.request_grant(counsellor, request)
    assert set(refused.value.problems) == {field}
    cheap, dear = a_quote("A", 1), a_quote("B", 2)
    fits = replace(
        request, quotes=(cheap, dear), chosen_quote=dear.id, choice_reason="Two years' warranty."
    )
    assert grants.request_grant(counsellor, fits).supplier == "B", "control: one that fits"


def test_a_quote_names_a_file_of_the_person_only(supervisor: Session) -> None:
    plan, counsellor = an_approved_plan(supervisor), as_role(supervisor, C)
    person = attachments.person_of_case(supervisor, plan.case_id)
    file = attachments.add(counsellor, person, plan.case_id, AttachmentKind.OTHER, a_readable())
    other, _case = a_case_of(supervisor, "1990-03-12")
    foreign = attachments.add(counsellor, other.id, None, AttachmentKind.OTHER, a_readable())
    for wrong in (foreign.id, "nowhere"):
        quote = a_quote(attachment=wrong)
        with pytest.raises(InvalidInput, match="not in the person"):
            grants.request_grant(
                counsellor, replace(a_request(plan), quotes=(quote,), chosen_quote=quote.id)
            )
    quote = a_quote(attachment=file.id)
    grants.request_grant(
        counsellor, replace(a_request(plan), quotes=(quote,), chosen_quote=quote.id)
    )
