"""Each purpose against each act: what a no stops, what a yes and another legal basis allow again.

A machine gives, refuses, takes back and refers in every order: no referral gets out without a valid
consent or a recorded exception.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from intake_app.acts import Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import permissions
from intake_app.cases import service as cases
from intake_app.cases.agreement import Agreement, Standing
from intake_app.cases.consent import Consent, LegalBasis, Purpose
from intake_app.cases.permissions import PURPOSE_OF, UNASKED_MAY, Use, why_not
from intake_app.documents import service as documents
from intake_app.errors import NotAllowed
from intake_app.grants import service as grants
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans.model import Plan
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider, Referral, ReferralState, Urgency
from intake_app.screening import service as screening
from intake_app.screening.model import Health
from intake_app.screening.safeguards import Answer, Assent, ChildFacts, Tracing
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync import store as sync_store
from intake_app.sync.batch import open_batch
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from intake_app.values import new_id
from tests.core.attachments_kit import a_readable
from tests.core.screening_kit import ADULT, CHILD, SAFE, a_case_of, as_role, screened
from tests.core.test_case_journey import a_plan, a_request
from tests.core.test_screening_gate import answered, tried
from tests.factories import TODAY, a_consent, a_homecoming, a_person, a_provider, a_refusal

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
EXCEPTION = {"legal_basis": LegalBasis.VITAL_INTEREST, "basis_reason": "Her life is in danger."}


class Desk:
    """One person with an open case, everybody at the same keyboard."""

    def __init__(self, session: Session, birth: str = ADULT) -> None:
        self.session = session
        self.person, self.case = a_case_of(session, birth)
        self.service: Provider = referrals.save_provider(session, a_provider())

    def give(self, purpose: Purpose, **changes: Any) -> Consent:
        recipient = self.service.id if purpose is Purpose.SHARING else None
        consent = a_consent(self.person, purpose=purpose, recipient_id=recipient, **changes)
        return cases.give_consent(self.session, consent)

    def deny(self, purpose: Purpose, how: str) -> None:
        recipient = self.service.id if purpose is Purpose.SHARING else None
        for one in cases.consents(self.session, self.person.id):
            if (one.purpose, one.recipient_id) == (purpose, recipient) and not one.withdrawn_on:
                cases.withdraw_consent(self.session, one, "She does not want it.")
        if how == "refused":
            no = a_refusal(self.person, purpose=purpose, recipient_id=recipient)
            cases.refuse_consent(self.session, no)

    def plan(self) -> Plan:
        counsellor = as_role(self.session, C)
        return plans.save_plan(counsellor, a_plan(counsellor, self.case))

    def submitted(self) -> Plan:
        return plans.submit_plan(as_role(self.session, C), self.plan().id)

    def approved(self) -> Plan:
        return plans.approve_plan(self.session, self.submitted().id)

    def referral(self) -> Referral:
        return Referral(
            new_id(), self.case.id, self.service.id, "employment", "training", Urgency.NORMAL
        )

    def referred(self) -> Referral:
        self.give(Purpose.SHARING)
        return referrals.refer(as_role(self.session, C), self.referral())

    def photo(self) -> str:
        self.give(Purpose.PHOTO)
        kind = AttachmentKind.PHOTO
        return attachments.add(self.session, self.person.id, None, kind, a_readable()).id


Work = Callable[[], object]


def _open(desk: Desk) -> Work:
    coming = a_homecoming(desk.person, arrived_on=TODAY)
    people.save_person(desk.session, people.person(desk.session, desk.person.id), coming)
    clerk = as_role(desk.session, R)
    return lambda: cases.open_case(clerk, desk.person.id, coming.id, "eurp")


def _submit(desk: Desk) -> Work:
    plan = desk.plan()
    return lambda: plans.submit_plan(as_role(desk.session, C), plan.id)


def _approve(desk: Desk) -> Work:
    plan = desk.submitted()
    return lambda: plans.approve_plan(desk.session, plan.id)


def _request(desk: Desk) -> Work:
    request = a_request(desk.approved())
    return lambda: grants.request_grant(as_role(desk.session, C), request)


def _approve_grant(desk: Desk) -> Work:
    request = grants.request_grant(as_role(desk.session, C), a_request(desk.approved()))
    return lambda: grants.approve_grant(desk.session, request.id)


def _refer(desk: Desk) -> Work:
    desk.give(Purpose.SHARING)
    return lambda: referrals.refer(as_role(desk.session, C), desk.referral())


def _issue(desk: Desk) -> Work:
    about, kind = desk.referred().id, "referral_letter"
    return lambda: documents.issue(as_role(desk.session, C), desk.case.id, kind, about, "en")


def _letter(desk: Desk) -> str:
    about, kind = desk.referred().id, "referral_letter"
    return documents.issue(as_role(desk.session, C), desk.case.id, kind, about, "en").id


def _print(desk: Desk) -> Work:
    letter = _letter(desk)
    return lambda: documents.note_printed(desk.session, letter)


def _to_print(desk: Desk) -> Work:
    letter = _letter(desk)
    return lambda: documents.pdf_to_print(desk.session, letter)


def _add_photo(desk: Desk) -> Work:
    kind = AttachmentKind.PHOTO
    desk.give(Purpose.PHOTO)
    return lambda: attachments.add(desk.session, desk.person.id, None, kind, a_readable())


def _portrait(desk: Desk) -> Work:
    photo = desk.photo()
    return lambda: attachments.set_portrait(desk.session, photo)


def _look(desk: Desk) -> Work:
    photo = desk.photo()
    return lambda: attachments.content_of(desk.session, photo)


def _trace(desk: Desk) -> Work:
    child = ChildFacts(tracing=Tracing.IN_PROGRESS)
    desk.give(Purpose.TRACING)
    return lambda: screened(desk.session, desk.case.id, child=child)


CASE, SHARING = Purpose.CASE_MANAGEMENT, Purpose.SHARING
ACTS: dict[str, tuple[Callable[[Desk], Work], Purpose]] = {
    "open a case": (_open, CASE),
    "send a plan": (_submit, CASE),
    "approve a plan": (_approve, CASE),
    "ask for a grant": (_request, CASE),
    "approve a grant": (_approve_grant, CASE),
    "refer": (_refer, SHARING),
    "refer without a case wanted": (_refer, CASE),
    "issue a letter": (_issue, SHARING),
    "fetch a letter for the printer": (_to_print, SHARING),
    "print a letter": (_print, SHARING),
    "add a photograph": (_add_photo, Purpose.PHOTO),
    "choose a portrait": (_portrait, Purpose.PHOTO),
    "look at a photograph": (_look, Purpose.PHOTO),
    "go on with tracing": (_trace, Purpose.TRACING),
}


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
@pytest.mark.parametrize("act", ACTS)
def test_a_no_stops_the_act_in_words_and_a_later_yes_allows_it(
    supervisor: Session, act: str, how: str
) -> None:
    prepare, purpose = ACTS[act]
    desk = Desk(supervisor)
    work = prepare(desk)
    others = [one for one in Purpose if one not in (purpose, SHARING, CASE, Purpose.PHOTO)]
    desk.deny(others[0], how)  # control: a no to something else stops nothing
    desk.deny(purpose, how)
    with pytest.raises(NotAllowed) as stopped:
        work()
    said = "said no" if how == "refused" else "(took|taken).* back"
    assert re.search(said, stopped.value.sentence)
    desk.give(purpose)
    work()


@pytest.mark.parametrize("act", [act for act in ACTS if act != "refer without a case wanted"])
def test_another_legal_basis_with_its_reason_is_never_blocked(
    supervisor: Session, act: str
) -> None:
    prepare, purpose = ACTS[act]
    desk = Desk(supervisor)
    work = prepare(desk)
    desk.deny(purpose, "refused")
    desk.give(purpose, **EXCEPTION)
    work()


def test_what_nobody_asked_about_is_missing_and_blocks_where_it_must(supervisor: Session) -> None:
    person = people.save_person(supervisor, a_person())
    with supervisor.read() as db:
        blocked = {use for use in Use if why_not(db, person.id, use, TODAY, "x", "Clinic")}
    assert blocked == set(Use) - UNASKED_MAY


@pytest.mark.parametrize("use", Use)
def test_every_use_hears_the_no_to_its_purpose(supervisor: Session, use: Use) -> None:
    desk = Desk(supervisor)
    recipient = desk.service.id if PURPOSE_OF[use] is SHARING else None

    def reason() -> str:
        with supervisor.read() as db:
            return why_not(db, desk.person.id, use, TODAY, recipient, desk.service.name)

    if PURPOSE_OF[use] is not CASE:
        desk.give(PURPOSE_OF[use])
    assert reason() == ""
    desk.deny(PURPOSE_OF[use], "refused")
    assert "said no" in reason()


# ---------------------------------------------------------------------------- emergencies, children


def test_an_emergency_is_referred_although_everything_was_refused(supervisor: Session) -> None:
    desk = Desk(supervisor)
    clinic = referrals.save_provider(supervisor, a_provider(sector="health"))
    desk.service = clinic
    screened(supervisor, desk.case.id, health=Health(suicidal_ideation=Answer.YES))
    for purpose in Purpose:
        desk.deny(purpose, "refused")
    wanted = replace(desk.referral(), sector="health", urgency=Urgency.EMERGENCY)
    counsellor = as_role(supervisor, C)
    with pytest.raises(NotAllowed):
        referrals.refer(counsellor, wanted)
    basis = desk.give(SHARING, **EXCEPTION)
    made = referrals.refer(counsellor, wanted)
    assert made.consent_id == basis.id
    (state,) = screening.screening_of(counsellor, desk.case.id).emergencies
    assert not state.is_open
    documents.issue(counsellor, desk.case.id, "referral_letter", made.id, "en")


def test_an_exception_beside_a_consent_carries_the_referral_alone(supervisor: Session) -> None:
    desk = Desk(supervisor)
    basis = desk.give(SHARING, given_on=TODAY - timedelta(days=2), **EXCEPTION)
    own = desk.give(SHARING)
    counsellor = as_role(supervisor, C)
    assert referrals.refer(counsellor, desk.referral()).consent_id == own.id
    desk.deny(CASE, "refused")
    assert referrals.refer(counsellor, desk.referral()).consent_id == basis.id


CHILD_FACTS: dict[str, tuple[dict[str, Any], str]] = {
    "caregiver": ({"caregiver_consent": Answer.NO}, "caregiver has not agreed"),
    "view": ({"own_view": ""}, "own view"),
    "assent": ({"assent": Assent.REFUSED}, "does not agree"),
}


@pytest.mark.parametrize("what", CHILD_FACTS)
def test_a_child_is_shared_with_nobody_without_caregiver_and_own_view(
    supervisor: Session, what: str
) -> None:
    desk = Desk(supervisor, CHILD)
    parts, words = CHILD_FACTS[what]
    screened(supervisor, desk.case.id, child=replace(SAFE, **parts))
    work = _refer(desk)
    with pytest.raises(NotAllowed, match=words):
        work()
    desk.give(SHARING, given_on=TODAY - timedelta(days=1), **EXCEPTION)
    work()  # a life in danger waits for no signature
    screened(supervisor, desk.case.id, child=SAFE)
    assert referrals.refer(as_role(supervisor, C), desk.referral()).consent_id != ""


def test_tracing_may_always_be_stopped(supervisor: Session) -> None:
    desk = Desk(supervisor)
    _trace(desk)()
    desk.deny(Purpose.TRACING, "refused")
    screened(supervisor, desk.case.id, child=ChildFacts(tracing=Tracing.CLOSED))
    with pytest.raises(NotAllowed):
        _trace_again(desk)


def _trace_again(desk: Desk) -> None:
    screened(desk.session, desk.case.id, child=ChildFacts(tracing=Tracing.VERIFIED))


def test_a_portrait_is_not_shown_after_a_no(supervisor: Session) -> None:
    desk = Desk(supervisor)
    attachments.set_portrait(supervisor, desk.photo())
    assert attachments.portrait_of(supervisor, desk.person.id) is not None
    desk.deny(Purpose.PHOTO, "refused")
    assert attachments.portrait_of(supervisor, desk.person.id) is None
    (shown,) = attachments.attachments_of(supervisor, desk.person.id)
    assert (shown.is_withheld, shown.thumbnail) == (True, b"")


# ---------------------------------------------------------------------------- batches


def kinds_in_batch(session: Session, hub: HubKeys) -> dict[str, set[str]]:
    """Kind → ids of what the next batch takes, as the hub reads it."""
    desk = parse_desk_card(sync.desk_card(session))
    batch = sync.seal_batch(session)
    with session.read() as db:
        file = sync_store.file_of(db, batch.number)
    assert file is not None
    found: dict[str, set[str]] = {}
    for record in open_batch(BytesIO(file), {desk.ed25519: desk}, hub.identity).records():
        found.setdefault(record.kind, set()).add(record.id)
    return found


def test_a_batch_takes_only_the_answers_of_somebody_who_wants_no_case(
    supervisor: Session,
) -> None:
    hub = HubKeys.generate()
    card = hub_card(hub, HubKeys.generate().recipient, "Hub", supervisor.clock())
    sync.enrol_hub(supervisor, card.to_bytes())
    desk, other = Desk(supervisor), Desk(supervisor)
    attachments.add(supervisor, desk.person.id, None, AttachmentKind.OTHER, a_readable())
    desk.plan()
    sent = desk.referred()
    desk.deny(CASE, "refused")
    excepted = desk.give(SHARING, **EXCEPTION)
    emergency = referrals.refer(as_role(supervisor, C), desk.referral())
    assert emergency.consent_id == excepted.id
    pending = {one.id: one.is_held_back for one in sync.pending(supervisor)}
    assert pending[desk.person.id]
    assert not pending[other.person.id]
    assert sync.count_pending(supervisor) == list(pending.values()).count(False)
    found = kinds_in_batch(supervisor, hub)
    assert found["person"] == {other.person.id}
    assert found["case"] == {other.case.id}
    assert found["referral"] == {emergency.id}
    assert sent.id not in found["referral"]
    assert "plan" not in found
    assert "attached_file" not in found
    assert len(found["refusal"]) == 1
    assert len(found["consent"]) == 4
    desk.give(CASE)
    again = kinds_in_batch(supervisor, hub)
    assert desk.person.id in again["person"]
    assert {"plan", "attached_file"} <= set(again)
    assert sent.id in again["referral"]


# ---------------------------------------------------------------------------- every sequence


class Answers(RuleBasedStateMachine):
    """One adult who says yes and no all the time, and a counsellor who wants to refer."""

    session: Session
    services: tuple[Provider, ...]

    @initialize()
    def a_case(self) -> None:
        self.person, self.case = a_case_of(self.session, ADULT)
        self.records: dict[tuple[Purpose, str | None], list[Consent]] = {}
        self.said_no: set[tuple[Purpose, str | None]] = set()
        self.records[CASE, None] = list(cases.consents(self.session, self.person.id))

    def key(self, place: int) -> tuple[Purpose, str | None]:
        return (CASE, None) if place == 2 else (SHARING, self.services[place].id)

    def live(self, key: tuple[Purpose, str | None], *, own: bool) -> list[Consent]:
        found = self.records.get(key, [])
        return [one for one in found if (one.legal_basis is LegalBasis.CONSENT) == own]

    @rule(place=st.integers(0, 2), excepted=st.booleans())
    def give(self, place: int, excepted: bool) -> None:
        purpose, recipient = key = self.key(place)
        basis = EXCEPTION if excepted else {}
        wanted = a_consent(self.person, purpose=purpose, recipient_id=recipient, **basis)
        self.records.setdefault(key, []).append(cases.give_consent(self.session, wanted))

    @rule(place=st.integers(0, 2), reasonless=st.booleans())
    def give_without_a_reason(self, place: int, reasonless: bool) -> None:
        purpose, recipient = self.key(place)
        bad = {**EXCEPTION, "basis_reason": " "} if reasonless else {
            "given_on": TODAY + timedelta(days=1)
        }  # fmt: skip
        wanted = a_consent(self.person, purpose=purpose, recipient_id=recipient, **bad)
        assert not answered(lambda: cases.give_consent(self.session, wanted))

    @rule(place=st.integers(0, 2))
    def refuse(self, place: int) -> None:
        purpose, recipient = key = self.key(place)
        no = a_refusal(self.person, purpose=purpose, recipient_id=recipient)
        done = answered(lambda: cases.refuse_consent(self.session, no))
        assert done == (not self.live(key, own=True))
        if done:
            self.said_no.add(key)

    @rule(place=st.integers(0, 2), which=st.integers(0, 5))
    def take_back(self, place: int, which: int) -> None:
        key = self.key(place)
        if found := self.records.get(key):
            cases.withdraw_consent(self.session, found.pop(which % len(found)), "No more.")
            self.said_no.add(key)

    @rule(place=st.integers(0, 1), role=st.sampled_from([C, C, R, S]))
    def refer(self, place: int, role: Role) -> None:
        key, service = self.key(place), self.services[place]
        wanted = Referral(new_id(), self.case.id, service.id, "health", "care", Urgency.EMERGENCY)
        made: list[Referral] = []
        done = answered(lambda: made.append(referrals.refer(as_role(self.session, role), wanted)))
        case_denied = (CASE, None) in self.said_no and not self.records.get((CASE, None))
        agreed = bool(self.live(key, own=True)) and not case_denied
        excepted = bool(self.live(key, own=False))
        assert done == (role is C and (agreed or excepted))
        if done:
            assert made[0].consent_id in {one.id for one in self.records[key]}

    @rule()
    def answer(self) -> None:
        """What a service answers is always written down."""
        for one in referrals.referrals_of(self.session, self.case.id):
            if one.state is ReferralState.IN_PROGRESS:
                counsellor = as_role(self.session, C)
                referrals.answer_referral(counsellor, one.id, ReferralState.ACCEPTED, "")
                return


@pytest.fixture
def machine(supervisor: Session) -> type[RuleBasedStateMachine]:
    services = tuple(referrals.save_provider(supervisor, a_provider()) for _number in range(2))
    return type("Here", (Answers,), {"session": supervisor, "services": services})


def test_no_sequence_gets_a_referral_out_without_consent_or_exception(
    machine: type[RuleBasedStateMachine],
) -> None:
    tried(machine, 25, 20)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_no_sequence_of_many_gets_a_referral_out(machine: type[RuleBasedStateMachine]) -> None:
    tried(machine, 1500, 60)


@pytest.mark.parametrize("gap", ["service", "case"])
def test_the_machine_notices_a_rule_that_is_taken_out(
    machine: type[RuleBasedStateMachine], gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = permissions.agreement_in

    def agreed(
        db: Any, person_id: str, purpose: Purpose, day: Any, recipient_id: str | None = None
    ) -> Agreement:
        found = whole(db, person_id, purpose, day, recipient_id)
        skipped = SHARING if gap == "service" else CASE
        if purpose is skipped and found.consent is not None:
            return replace(found, standing=Standing.GIVEN)
        return found

    monkeypatch.setattr(permissions, "agreement_in", agreed)
    with pytest.raises(AssertionError):
        tried(machine, 500, 30)
