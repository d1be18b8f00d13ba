"""The end of a case: refused with each missing thing named, approved by another, opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app.acts import Role
from intake_app.assessments import service as assessments
from intake_app.assessments.model import Assessment, Wish
from intake_app.assessments.model import Moment as Time
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile, Stage
from intake_app.closure import service as closure
from intake_app.closure.checks import Gap, OpenReferral, Standings, missing
from intake_app.closure.model import (
    ClosureState,
    Explained,
    Reason,
    content_hash,
    from_body,
)
from intake_app.closure.service import NotReady
from intake_app.deadlines import service as deadlines
from intake_app.documents import service as documents
from intake_app.dossier import service as dossier
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.followups import service as followups
from intake_app.followups.model import FollowUp, State
from intake_app.grants import service as grants
from intake_app.needs import service as needs
from intake_app.needs.model import GivenItem, Handing
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.plans.model import ActivityStatus
from intake_app.progress import service as progress
from intake_app.progress.model import Progress
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.retention import service as retention
from intake_app.screening import service as screening
from intake_app.screening.model import Screening
from intake_app.session import Session
from intake_app.values import new_id, plain
from intake_app.vault.db import Connection
from intake_app.words import choices
from tests.conftest import FixedClock, SignIn
from tests.core.attachments_kit import a_readable
from tests.core.followups_kit import (
    a_closure,
    a_visit,
    an_attempt,
    approved_case,
    first_of,
    go_to,
    keep_for,
    may_be_contacted,
)
from tests.core.test_case_journey import a_request
from tests.factories import TODAY, a_consent, a_provider

Opened = tuple[Person, CaseFile]


@pytest.fixture
def ready(sign_in: SignIn) -> Opened:
    """A case that may end: nothing is open in it, and the office has its rule."""
    opened = approved_case(sign_in)
    keep_for(sign_in(Role.SUPERVISOR))
    return opened


def asked(session: Session, case: CaseFile, **changes: object):  # noqa: ANN201
    wanted = a_closure(case.id, no_survey="She lives too far away.", **changes)
    return closure.ask_closure(session, wanted)


def closed(sign_in: SignIn, case: CaseFile, **changes: object) -> Session:
    """Closed by the supervisor, who is signed in."""
    wanted = asked(sign_in(Role.COUNSELLOR), case, **changes)
    session = sign_in(Role.SUPERVISOR)
    closure.approve_closure(session, wanted.id, content_hash(wanted))
    return session


# ---------------------------------------------------------------------------- pure


def nothing_open(**changes: object) -> Standings:
    now = Standings(
        today=TODAY, waiting_plan=0, grants=(), referrals=(), explained=frozenset(),
        emergencies=0, follow_ups=(), has_survey=True, why_no_survey="", answers=(),
        is_kept_until=True,
    )  # fmt: skip
    return replace(now, **changes)  # type: ignore[arg-type]


def test_a_case_with_nothing_open_may_end() -> None:
    assert missing(nothing_open()) == []
    assert missing(nothing_open(has_survey=False, why_no_survey="She has died.")) == []


@pytest.mark.parametrize(
    ("open_thing", "gap", "word_of_it"),
    [
        ({"waiting_plan": 2}, Gap.PLAN, "2"),
        ({"referrals": (OpenReferral("a", 4, "Kaloum"),)}, Gap.REFERRAL, "Kaloum"),
        ({"emergencies": 1}, Gap.EMERGENCY, "emergency"),
        ({"follow_ups": (FollowUp("a", "b", TODAY, 14, 3),)}, Gap.FOLLOW_UP, "3"),
        ({"has_survey": False}, Gap.SURVEY, "satisfied"),
        ({"answers": ("“Fund” is not answered.",)}, Gap.ANSWER, "Fund"),
        ({"is_kept_until": False}, Gap.RETENTION, "Office"),
        ({"against_contact": "She said no."}, Gap.CONTACT, "no"),
    ],
)
def test_each_missing_thing_is_named_and_nothing_else(
    open_thing: dict[str, object], gap: Gap, word_of_it: str
) -> None:
    (one,) = missing(nothing_open(**open_thing))
    assert one.gap is gap
    assert word_of_it in one.words


def test_a_follow_up_whose_time_has_not_come_holds_no_case_open() -> None:
    later = FollowUp("a", "b", TODAY + timedelta(days=15), 14, 3)
    assert missing(nothing_open(follow_ups=(later,))) == []
    assert missing(nothing_open(follow_ups=(replace(later, due_on=TODAY, state=State.LOST),))) == []


def test_every_reason_has_its_word_and_a_closure_comes_back_from_json() -> None:
    assert {code for code, _word in choices("closure_reason")} == {one.value for one in Reason}
    assert {code for code, _word in choices("closure")} == {one.value for one in ClosureState}
    full = a_closure(
        new_id(), explained=(Explained(new_id(), "It has closed."),), closed_on=TODAY,
        kept_until=TODAY, stage_before=Stage.SERVICES, revision=2,
    )  # fmt: skip
    assert from_body(plain(full)) == full


def test_what_is_signed_is_what_was_read_and_not_who_decided() -> None:
    one = a_closure(new_id())
    assert content_hash(one) == content_hash(replace(one, decided_by="x", revision=9))
    assert content_hash(one) != content_hash(replace(one, summary="Something else"))
    assert content_hash(one) != content_hash(replace(one, goes_on=True))


# ---------------------------------------------------------------------------- asked for


def test_the_closure_is_refused_with_each_missing_thing_named(
    sign_in: SignIn, clock: FixedClock
) -> None:
    person, case = approved_case(sign_in)
    writer = sign_in(Role.COUNSELLOR)
    (plan,) = plans.plans_of(writer, case.id)
    grant = grants.request_grant(writer, a_request(plan))
    provider = referrals.save_provider(writer, a_provider())
    sharing = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    cases.give_consent(writer, sharing)
    sent = referrals.refer(
        writer,
        Referral(new_id(), case.id, provider.id, "employment", "training", Urgency.NORMAL),
    )
    due = first_of(writer, case.id)
    go_to(clock, due.due_on)
    with pytest.raises(NotReady) as refused:
        closure.ask_closure(writer, a_closure(case.id, goes_on=True))
    assert [one.gap for one in refused.value.missing] == [
        Gap.GRANT, Gap.REFERRAL, Gap.FOLLOW_UP, Gap.SURVEY, Gap.RETENTION, Gap.CONTACT,
    ]  # fmt: skip
    assert [one.place for one in refused.value.missing] == [
        "grants", "referrals", "follow_ups", "follow_ups", "", "consent",
    ]  # fmt: skip
    assert [one.record for one in refused.value.missing][:3] == [grant.id, sent.id, due.id]
    for one in refused.value.missing:
        assert one.words in refused.value.sentence
    assert closure.closure_of(writer, case.id).closures == ()

    # one after the other is put right, and goes from the list: the negative control of each
    grants.cancel_grant(writer, grant.id, "She does not want it.")
    told = (Explained(sent.id, "The centre has closed."),)
    left = closure.missing_for(writer, a_closure(case.id, explained=told))
    assert [one.gap for one in left] == [Gap.FOLLOW_UP, Gap.SURVEY, Gap.RETENTION]
    followups.note_visit(writer, due.id, a_visit(writer.today()))
    assert [one.gap for one in closure.missing_for(writer, a_closure(case.id, explained=told))] == [
        Gap.RETENTION
    ]
    keep_for(sign_in(Role.SUPERVISOR))
    wanted = closure.ask_closure(sign_in(Role.COUNSELLOR), a_closure(case.id, explained=told))
    assert wanted.state is ClosureState.ASKED


def test_an_answer_of_the_programme_that_is_missing_is_named(
    sign_in: SignIn, ready: Opened
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    held = dossier.dossier_of(writer, ready[1].id)
    needed = [one for one in held.pack.questions if one.needed]
    assert needed
    without = {key: text for key, text in held.dossier.answers.items() if key != needed[0].id}
    dossier.save_dossier(writer, replace(held.dossier, answers=without))
    with pytest.raises(NotReady) as refused:
        asked(writer, ready[1])
    assert [(one.gap, one.place) for one in refused.value.missing] == [(Gap.ANSWER, "programme")]


def test_reason_and_summary_are_asked_for(sign_in: SignIn, ready: Opened) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked(sign_in(Role.COUNSELLOR), ready[1], reason=None, summary=" ")
    assert set(refused.value.problems) == {"reason", "summary"}


def test_it_is_asked_for_once_and_only_its_author_takes_it_back(
    sign_in: SignIn, ready: Opened
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    first = asked(writer, ready[1])
    with pytest.raises(NotAllowed):
        asked(writer, ready[1])
    assert closure.give_up_closure(writer, first.id).state is ClosureState.GIVEN_UP
    assert asked(writer, ready[1]).id != first.id


# ---------------------------------------------------------------------------- decided


def test_another_one_approves_exactly_what_was_read_and_signs(
    sign_in: SignIn, ready: Opened
) -> None:
    _person, case = ready
    wanted = asked(sign_in(Role.COUNSELLOR), case)
    session = sign_in(Role.SUPERVISOR)
    assert [one.id for one in closure.waiting_closures(session)] == [wanted.id]
    assert deadlines.to_decide(session) == 1
    with pytest.raises(StaleRecord):
        closure.approve_closure(session, wanted.id, "0" * 64)
    done = closure.approve_closure(session, wanted.id, content_hash(wanted))
    assert (done.state, done.closed_on, done.kept_until, done.stage_before) == (
        ClosureState.APPROVED, TODAY, date(2031, 5, 12), Stage.SERVICES,
    )  # fmt: skip
    (decision,) = grants.decisions_about(session, wanted.id)
    assert (decision.kind, decision.content_hash) == ("closure", content_hash(wanted))
    assert cases.reload_case(session, case.id).case.stage is Stage.CLOSURE
    assert closure.waiting_closures(session) == []
    assert deadlines.to_decide(session) == 0
    with pytest.raises(NotAllowed):
        closure.approve_closure(session, wanted.id)


def test_the_author_does_not_approve_their_own(sign_in: SignIn, ready: Opened) -> None:
    wanted = asked(sign_in(Role.COUNSELLOR), ready[1])
    session = sign_in(Role.SUPERVISOR)
    with session.vault.transaction() as db:  # as if the supervisor had asked for it
        db.execute("UPDATE closure SET body = json_set(body, '$.asked_by', ?)", (session.user.id,))
    with pytest.raises(NotAllowed):
        closure.approve_closure(session, wanted.id)
    assert cases.reload_case(session, ready[1].id).case.stage is Stage.SERVICES


def test_what_opened_meanwhile_stops_the_approval(
    sign_in: SignIn, ready: Opened, clock: FixedClock
) -> None:
    wanted = asked(sign_in(Role.COUNSELLOR), ready[1])
    session = sign_in(Role.SUPERVISOR)
    go_to(clock, first_of(session, ready[1].id).due_on)
    with pytest.raises(NotReady) as refused:
        closure.approve_closure(session, wanted.id)
    assert [one.gap for one in refused.value.missing] == [Gap.FOLLOW_UP]
    returned = closure.return_closure(session, wanted.id, "Make the visit first.")
    assert returned.state is ClosureState.RETURNED
    assert cases.reload_case(session, ready[1].id).case.stage is Stage.SERVICES


def test_with_the_closure_what_was_planned_is_not_needed_any_more(
    sign_in: SignIn, ready: Opened
) -> None:
    session = closed(sign_in, ready[1])
    assert {one.state for one in followups.follow_ups_of(session, ready[1].id).follow_ups} == {
        State.DROPPED
    }


def test_follow_ups_go_on_after_the_closure_with_consent_and_only_with_it(
    sign_in: SignIn, ready: Opened, clock: FixedClock
) -> None:
    person, case = ready
    writer = sign_in(Role.COUNSELLOR)
    with pytest.raises(NotReady):
        asked(writer, case, goes_on=True)
    may_be_contacted(writer, person.id)
    session = closed(sign_in, case, goes_on=True)
    one = first_of(session, case.id)
    assert one.state is State.OPEN
    go_to(clock, one.due_on)
    followups.note_attempt(session, one.id, an_attempt(session.today()))
    followups.note_visit(session, one.id, a_visit(session.today()))
    assert cases.reload_case(session, case.id).case.stage is Stage.CLOSURE
    second = next(
        one for one in followups.follow_ups_of(session, case.id).follow_ups
        if one.state is State.OPEN
    )  # fmt: skip
    go_to(clock, second.due_on)
    consent = next(
        one for one in cases.consents(session, person.id) if one.purpose is Purpose.CONTACT_AFTER
    )
    cases.withdraw_consent(session, consent, "No more calls.")
    with pytest.raises(NotAllowed):
        followups.note_attempt(session, second.id, an_attempt(session.today()))
    assert followups.drop_follow_up(session, second.id, "No more calls").state is State.DROPPED


def test_the_file_is_kept_from_its_closure_on(
    sign_in: SignIn, ready: Opened, clock: FixedClock
) -> None:
    session = closed(sign_in, ready[1])
    clock.moment += timedelta(days=40)
    attachments.add(session, ready[0].id, ready[1].id, AttachmentKind.OTHER, a_readable())
    assert retention.file_date(session, ready[1].id).until == date(2031, 5, 12)
    closure.reopen_case(session, ready[1].id, "She came back.")
    assert retention.file_date(session, ready[1].id).until == date(2031, 6, 21)


# ---------------------------------------------------------------------------- nothing is written


def writing_acts(session: Session, opened: Opened) -> dict[str, Callable[[], object]]:
    """Everything that writes into a case, by what it is."""
    person, case = opened
    (plan,) = plans.plans_of(session, case.id)
    (step,) = list(plan.activities())[:1]
    held = dossier.dossier_of(session, case.id).dossier
    provider = referrals.providers(session)[0]
    kit = GivenItem(new_id(), case.id, "kit", Handing.GOODS, TODAY, "soap")
    wish = Wish(new_id(), "a workshop")
    seen = Assessment(new_id(), case.id, Time.AFTER_ARRIVAL, TODAY, "A. Sow", wishes=(wish,))
    sent = referrals.referrals_of(session, case.id)[0]
    one = Referral(new_id(), case.id, provider.id, "employment", "training", Urgency.NORMAL)
    return {
        "plan": lambda: plans.save_plan(session, plans.start_plan(session, case.id)),
        "fund": lambda: plans.add_fund(session, case.id, "mprr"),
        "progress": lambda: progress.note_progress(
            session,
            Progress(new_id(), case.id, step.id, ActivityStatus.DONE, TODAY, "seen"),
        ),
        "grant": lambda: grants.request_grant(session, a_request(plan)),
        "item": lambda: needs.give(session, kit),
        "assessment": lambda: assessments.save_assessment(session, seen),
        "answers": lambda: dossier.save_dossier(session, held),
        "referral": lambda: referrals.refer(session, one),
        "answer": lambda: referrals.answer_referral(
            session, sent.id, ReferralState.ACCEPTED, "yes"
        ),
        "screening": lambda: screening.save_screening(session, Screening(case.id)),
        "note": lambda: notes.write_note(
            session, About(person.id, case.id), NoteText(NoteKind.MEDICAL, "asthma")
        ),
        "counsellor": lambda: cases.assign(session, case.id, session.user.id),
        "follow-up": lambda: followups.plan_follow_up(session, case.id, TODAY),
        "closure": lambda: asked(session, case),
    }


def all_rows(session: Session) -> dict[str, int]:
    with session.read() as db:
        return {table: _count(db, table) for table in _tables(db)}


def _tables(db: Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'")
    return [row[0] for row in rows]


def _count(db: Connection, table: str) -> int:
    return int(db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _with_a_referral(session: Session, opened: Opened) -> None:
    person, case = opened
    provider = referrals.save_provider(session, a_provider())
    sharing = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    cases.give_consent(session, sharing)
    referrals.refer(
        session,
        Referral(new_id(), case.id, provider.id, "employment", "training", Urgency.NORMAL),
    )


def test_a_closed_case_refuses_writing_everywhere_and_an_open_one_does_not(
    sign_in: SignIn, ready: Opened
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    _with_a_referral(writer, ready)
    sent = referrals.referrals_of(writer, ready[1].id)[0]
    closed(sign_in, ready[1], explained=(Explained(sent.id, "The centre has closed."),))
    writer = sign_in(Role.COUNSELLOR)
    before = all_rows(writer)
    for what, act in writing_acts(writer, ready).items():
        with pytest.raises(NotAllowed) as refused:
            act()
        assert "closed" in refused.value.sentence, what
    assert all_rows(writer) == before
    closure.reopen_case(sign_in(Role.SUPERVISOR), ready[1].id, "She came back.")
    writer = sign_in(Role.COUNSELLOR)
    for what, act in writing_acts(writer, ready).items():  # the control: each of them is allowed
        if what not in ("closure", "fund"):
            act()
    assert cases.reload_case(writer, ready[1].id).case.counsellor == writer.user.id


def test_the_rule_stands_beside_the_data_whoever_writes(sign_in: SignIn, ready: Opened) -> None:
    """The trigger alone refuses: a service that never heard of closing cannot get past it."""
    statement = (
        "INSERT INTO dossier (case_id, revision, body, author, written_at)"
        " VALUES (?, 9, '{}', 'x', 'y') ON CONFLICT (case_id) DO UPDATE SET revision = 9"
    )
    writer = sign_in(Role.COUNSELLOR)
    with writer.vault.transaction() as db:
        db.execute(statement, (ready[1].id,))
        db.execute("UPDATE dossier SET revision = 1")
    session = closed(sign_in, ready[1])
    with pytest.raises(NotAllowed), session.vault.transaction() as db:
        db.execute(statement, (ready[1].id,))


def test_a_paper_and_its_signed_scan_still_go_into_a_closed_case(
    sign_in: SignIn, ready: Opened
) -> None:
    person, case = ready
    session = closed(sign_in, case)
    assert documents.issue(session, case.id, "intake_profile", case.id, "fr").pages
    attachments.add(session, person.id, case.id, AttachmentKind.OTHER, a_readable())


# ---------------------------------------------------------------------------- opened again


def test_a_case_is_opened_again_where_it_stood_with_its_follow_ups(
    sign_in: SignIn, ready: Opened, clock: FixedClock
) -> None:
    _person, case = ready
    writer = sign_in(Role.COUNSELLOR)
    last = followups.follow_ups_of(writer, case.id).follow_ups[-1]
    followups.drop_follow_up(writer, last.id, "The programme ends before.")
    session = closed(sign_in, case)
    go_to(clock, date(2026, 6, 17))  # the window of the first month is over
    with pytest.raises(InvalidInput):
        closure.reopen_case(session, case.id, " ")
    again = closure.reopen_case(session, case.id, "She came back.")
    assert again.stage is Stage.SERVICES
    found = closure.closure_of(session, case.id).newest
    assert found is not None
    assert (found.state, found.reopened_why) == (ClosureState.REOPENED, "She came back.")
    held = followups.follow_ups_of(session, case.id).follow_ups
    assert [one.state for one in held] == [
        State.DROPPED, State.OPEN, State.OPEN, State.OPEN, State.DROPPED,
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        closure.reopen_case(session, case.id, "Again")


def test_a_return_with_a_new_case_keeps_its_old_one_closed(sign_in: SignIn, ready: Opened) -> None:
    person, case = ready
    closed(sign_in, case)
    cases.open_case(sign_in(Role.RECEPTION), person.id, case.homecoming_id, "eurp")
    with pytest.raises(NotAllowed):
        closure.reopen_case(sign_in(Role.SUPERVISOR), case.id, "She came back.")
