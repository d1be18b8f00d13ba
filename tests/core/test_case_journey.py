"""From the reception desk to an acknowledged batch, through the services, with every refusal."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose, Shareable
from intake_app.cases.model import CaseFile, Stage, is_case_number
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState, Payment
from intake_app.packs.model import Dimension
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan, PlanState
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from intake_app.sync.receipt import BatchResult, Standing, seal_receipt
from intake_app.sync.service import BatchState
from intake_app.users import service as users
from intake_app.values import Money, new_id
from tests.conftest import SignIn
from tests.core.dossier_kit import answered
from tests.factories import TODAY, a_consent, a_homecoming, a_person, a_provider


def opened_case(session: Session) -> tuple[Person, CaseFile]:
    person = a_person()
    coming = a_homecoming(person)
    person = people.save_person(session, person, coming)
    cases.give_consent(session, a_consent(person))
    return person, cases.open_case(session, person.id, coming.id, "eurp")


def a_plan(session: Session, case: CaseFile, minor: int = 120_000) -> Plan:
    """Complete, with the answers that the programme needs in the vault."""
    answered(session, case.id)
    step = Activity(new_id(), "Formation", "", "Cheikh Ndiaye", TODAY + timedelta(days=30))
    goal = Goal(new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, "Atelier de couture", (step,))
    line = BudgetLine(
        new_id(), "post_return", "Deux machines", Money(minor, "EUR"), LineForm.IN_KIND
    )
    draft = plans.start_plan(session, case.id)
    return Plan(draft.id, case.id, author=session.user.id, goals=(goal,), lines=(line,))


def a_request(plan: Plan, minor: int = 100_000) -> GrantRequest:
    line = plan.lines[0]
    return GrantRequest(
        new_id(), plan.case_id, plan.id, line.id, line.package, Money(minor, "EUR"),
        line.form, "Achat des machines", Payment.SUPPLIER, supplier="Sylla et frères",
    )  # fmt: skip


def test_a_case_needs_the_consent_for_case_management_first(clerk: Session) -> None:
    person = a_person()
    coming = a_homecoming(person)
    person = people.save_person(clerk, person, coming)
    with pytest.raises(NotAllowed):
        cases.open_case(clerk, person.id, coming.id, "eurp")
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    assert case.number.startswith("GN-2026-00001-")
    assert is_case_number(case.number)
    assert case.stage is Stage.ARRIVAL


def test_a_withdrawn_consent_opens_no_case(clerk: Session) -> None:
    person = a_person()
    coming = a_homecoming(person)
    person = people.save_person(clerk, person, coming)
    consent = cases.give_consent(clerk, a_consent(person))
    cases.withdraw_consent(clerk, consent, "She has changed her mind.")
    with pytest.raises(NotAllowed):
        cases.open_case(clerk, person.id, coming.id, "eurp")


def test_one_return_has_one_open_case_under_one_programme(clerk: Session) -> None:
    person, case = opened_case(clerk)
    with pytest.raises(InvalidInput):
        cases.open_case(clerk, person.id, case.homecoming_id, "eurp")


def test_a_plan_above_the_ceiling_is_refused_in_words_and_nothing_is_kept(
    sign_in: SignIn,
) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    # EURP, voluntary, one person: 2,000 EUR in kind (domain.md 5.2), so 2,000.01 is refused.
    with pytest.raises(InvalidInput) as refused:
        plans.save_plan(counsellor, a_plan(counsellor, case, 200_001))
    assert "2,000.00" in refused.value.sentence
    assert plans.plans_of(counsellor, case.id) == []
    saved = plans.save_plan(counsellor, a_plan(counsellor, case, 200_000))
    assert plans.plans_of(counsellor, case.id) == [saved]


def test_only_another_person_approves_and_the_decision_is_signed(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)
    with pytest.raises(NotAllowed):
        plans.approve_plan(counsellor, plan.id)
    supervisor = sign_in(Role.SUPERVISOR)
    with pytest.raises(InvalidInput):
        plans.return_plan(supervisor, plan.id, "  ")
    approved = plans.approve_plan(supervisor, plan.id)
    assert approved.state is PlanState.APPROVED
    (decision,) = grants.decisions_about(supervisor, plan.id)
    assert decision.public_key == supervisor.vault.keys.verify_key.hex()
    assert cases.reload_case(supervisor, case.id).case.stage is Stage.SERVICES
    with pytest.raises(NotAllowed):
        plans.approve_plan(supervisor, plan.id)


def test_a_returned_plan_is_answered_with_a_new_version(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(counsellor, plans.save_plan(counsellor, a_plan(counsellor, case)).id)
    returned = plans.return_plan(sign_in(Role.SUPERVISOR), plan.id, "Name the supplier.")
    assert returned.state is PlanState.RETURNED
    counsellor = sign_in(Role.COUNSELLOR)
    with pytest.raises(NotAllowed):
        plans.save_plan(counsellor, returned)
    second = plans.save_plan(counsellor, plans.start_plan(counsellor, case.id))
    assert (second.version, second.goals) == (2, returned.goals)


def test_grants_never_take_more_than_their_plan_line(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case))
    with pytest.raises(NotAllowed):
        grants.request_grant(counsellor, a_request(plan))
    plans.submit_plan(counsellor, plan.id)
    plan = plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)
    counsellor = sign_in(Role.COUNSELLOR)
    first = grants.request_grant(counsellor, a_request(plan, 100_000))
    with pytest.raises(InvalidInput) as refused:
        grants.request_grant(counsellor, a_request(plan, 20_001))
    assert "200.00" in refused.value.problems["amount"]
    supervisor = sign_in(Role.SUPERVISOR)
    grants.reject_grant(supervisor, first.id, "The quotation is missing.")
    counsellor = sign_in(Role.COUNSELLOR)
    again = grants.request_grant(counsellor, a_request(plan, 120_000))
    approved = grants.approve_grant(sign_in(Role.SUPERVISOR), again.id)
    assert (approved.state, approved.number) == (GrantState.APPROVED, 2)


def test_a_returned_request_is_stored_as_it_is_sent_again(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    draft = plans.save_plan(counsellor, a_plan(counsellor, case))
    other = replace(draft.lines[0], id=new_id(), text="Tissus", amount=Money(50_000, "EUR"))
    draft = plans.save_plan(counsellor, replace(draft, lines=(*draft.lines, other)))
    plans.submit_plan(counsellor, draft.id)
    plan = plans.approve_plan(sign_in(Role.SUPERVISOR), draft.id)
    counsellor = sign_in(Role.COUNSELLOR)
    request = grants.request_grant(counsellor, a_request(plan))
    grants.return_grant(sign_in(Role.SUPERVISOR), request.id, "Take the other line.")
    counsellor = sign_in(Role.COUNSELLOR)
    returned = grants.grants_of(counsellor, case.id)[0]
    changed = replace(returned, line_id=other.id, amount=Money(40_000, "EUR"), purpose="Tissus")
    again = grants.request_grant(counsellor, changed)
    assert grants.grants_of(counsellor, case.id) == [again]
    assert (again.line_id, again.number, again.state) == (other.id, 1, GrantState.REQUESTED)


def test_a_referral_without_a_fitting_consent_is_impossible(sign_in: SignIn) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    provider = referrals.save_provider(counsellor, a_provider())
    other = referrals.save_provider(counsellor, a_provider(name="Croix-Rouge", sector="health"))
    referral = Referral(
        new_id(), case.id, provider.id, provider.sector, "Formation", Urgency.NORMAL
    )
    with pytest.raises(NotAllowed):
        referrals.refer(counsellor, referral)
    for recipient in (other.id, provider.id):
        cases.give_consent(
            counsellor, a_consent(person, purpose=Purpose.SHARING, recipient_id=recipient)
        )
        if recipient == other.id:
            with pytest.raises(NotAllowed):
                referrals.refer(counsellor, referral)
    made = referrals.refer(counsellor, referral)
    assert made.state is ReferralState.IN_PROGRESS
    assert referrals.referrals_of(counsellor, case.id) == [made]


def test_what_the_person_keeps_back_is_not_on_the_letter(sign_in: SignIn) -> None:
    person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    texts = []
    for name, withheld in (("A", ()), ("B", (Shareable.PHONE, Shareable.BIRTH))):
        provider = referrals.save_provider(counsellor, a_provider(name=name))
        cases.give_consent(
            counsellor,
            a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id, withheld=withheld),
        )
        made = referrals.refer(
            counsellor,
            Referral(new_id(), case.id, provider.id, provider.sector, "Formation", Urgency.NORMAL),
        )
        letter = documents.preview(counsellor, case.id, "referral_letter", made.id, "fr")
        reader = PdfReader(io.BytesIO(letter))
        attached = b"".join(reader.attachments["case.json"]).decode()
        texts.append(reader.pages[0].extract_text() + attached)
    shared, kept_back = texts
    for secret in ("224622123456", "1990-03-12"):
        assert secret in shared.replace(" ", "")
        assert secret not in kept_back.replace(" ", "")
    assert "DIALLO" in kept_back


def test_a_refused_act_leaves_no_row_no_outbox_line_and_no_audit_line(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    too_dear = a_plan(counsellor, case, 999_999)
    with counsellor.read() as db:
        before = db.execute("SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM outbox)")
        counted = tuple(before.fetchone())
    with pytest.raises(InvalidInput):
        plans.save_plan(counsellor, too_dear)
    with counsellor.read() as db:
        after = db.execute("SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM outbox)")
        assert tuple(after.fetchone()) == counted


def test_from_desk_to_hub_and_back_by_receipt(sign_in: SignIn, tmp_path: Path) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    paper = documents.issue(supervisor, case.id, "intake_profile", case.id, "fr")
    pdf = documents.pdf_of(supervisor, paper.id)
    assert "DIALLO" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    with pytest.raises(NotAllowed):
        sync.seal_batch(supervisor)
    hub = HubKeys.generate()
    spare = HubKeys.generate()
    card = hub_card(hub, spare.recipient, "Headquarters", supervisor.clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    desk = parse_desk_card(sync.desk_card(supervisor))
    pending = len(sync.pending(supervisor))
    batch = sync.seal_batch(supervisor)
    assert (batch.number, batch.documents, batch.records) == (1, 1, pending)
    assert sync.count_pending(supervisor) == 0
    path = sync.write_batch(supervisor, 1, tmp_path)
    assert path.stat().st_size == batch.size
    answer = Standing(1, [], [BatchResult(batch.id, 1, batch.sha256, "ok")])
    receipt = seal_receipt(answer, 1, hub, desk, "2026-05-13T09:00:00Z")
    (answered,) = sync.read_receipt(supervisor, receipt)
    assert answered.state is BatchState.ACKNOWLEDGED
    assert sync.pending(supervisor) == []
    assert users.check_audit(supervisor) is None


def test_a_lost_stick_loses_nothing_since_the_next_batch_takes_it_again(sign_in: SignIn) -> None:
    opened_case(sign_in(Role.RECEPTION))
    supervisor = sign_in(Role.SUPERVISOR)
    hub, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(hub, spare.recipient, "Headquarters", supervisor.clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    first = sync.seal_batch(supervisor)
    second = sync.seal_batch(supervisor)
    assert second.records == first.records
    assert (second.number, second.previous) == (2, first.sha256)
