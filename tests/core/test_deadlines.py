"""The deadlines wall: each kind of thing that is due, who sees it, when it goes, and its sheet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.conferences import service as conferences
from intake_app.deadlines import service as deadlines
from intake_app.deadlines.kinds import KINDS
from intake_app.deadlines.model import Asked, Family, Group, Line
from intake_app.drafts import service as drafts
from intake_app.grants import service as grants
from intake_app.grants.board import next_due
from intake_app.grants.body import to_json
from intake_app.grants.model import GrantRequest
from intake_app.i18n import set_language
from intake_app.people import service as people
from intake_app.people.model import DocumentKind, IdentityDocument
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.referrals.model import ReferralState, Urgency
from intake_app.screening import store as screening_store
from intake_app.screening.model import Health, Screening
from intake_app.screening.safeguards import (
    Answer,
    Assent,
    ChildFacts,
    Standing,
    Tracing,
    against_approval,
)
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.users.model import LogQuestion
from intake_app.values import new_id
from intake_app.words import word
from tests.conftest import FixedClock
from tests.core.conferences_kit import a_conference
from tests.core.documents_reading import assert_inside_the_margins, attached, text_by_poppler
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
    under,
)
from tests.core.screening_kit import ADULT, SAFE, a_case_of, as_role, screened
from tests.core.test_case_journey import a_plan, opened_case
from tests.core.test_screening import referred
from tests.factories import TODAY, a_consent, a_homecoming, a_person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def kinds(session: Session, question: Asked | None = None) -> list[tuple[str, Group]]:
    """What stands on the wall of this user, without what is always there in a fresh office."""
    lines = deadlines.wall(session, question)
    return [(one.kind, one.group) for one in lines if one.kind not in {"backup", "outbox"}]


def only(session: Session, kind: str) -> list[Line]:
    return [line for line in deadlines.wall(session) if line.kind == kind]


# ---------------------------------------------------------------------------- referrals


def test_an_emergency_referral_is_for_today_and_overdue_after_24_hours(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    referral = referred(supervisor, case, "psychosocial")
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    clock.moment += 24 * HOUR
    assert kinds(counsellor)[0] == ("referral_emergency", Group.TODAY)
    clock.moment += timedelta(seconds=1)
    first = deadlines.wall(counsellor)[0]
    assert (first.kind, first.group, first.case_number) == (
        "referral_emergency", Group.OVERDUE, case.number,
    )  # fmt: skip
    assert deadlines.wall(counsellor, Asked(emergencies=True)) == [first]
    referrals.answer_referral(counsellor, referral.id, ReferralState.ACCEPTED, "tomorrow at nine")
    assert deadlines.wall(counsellor, Asked(emergencies=True)) == []


@pytest.mark.parametrize(
    ("urgency", "hours"), [(Urgency.URGENT, 72), (Urgency.NORMAL, 14 * 24)]
)  # fmt: skip
def test_a_referral_is_overdue_after_its_time_and_lost_after_two_weeks(
    supervisor: Session, clock: FixedClock, urgency: Urgency, hours: int
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    referred(supervisor, case, "health", urgency)
    clock.moment += hours * HOUR - timedelta(seconds=1)
    assert ("referral", Group.TODAY) in kinds(supervisor)
    clock.moment = clock.moment - hours * HOUR + 15 * DAY
    assert ("referral_stale", Group.OVERDUE) in kinds(supervisor)
    assert "referral" not in dict(kinds(supervisor))


def test_an_emergency_of_the_screening_stands_until_its_referral_is_made(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    screened(supervisor, case.id, health=Health(suicidal_ideation=Answer.YES))
    for role in Role:
        assert kinds(as_role(supervisor, role))[0] == ("emergency", Group.TODAY)
    clock.moment += 25 * HOUR
    assert kinds(supervisor)[0] == ("emergency", Group.OVERDUE)
    referred(supervisor, case, "health")
    assert only(supervisor, "emergency") == []


# ---------------------------------------------------------------------------- plans


def test_a_plan_is_due_thirty_days_after_arrival_until_it_is_sent(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = opened_case(as_role(supervisor, Role.RECEPTION))
    (line,) = only(supervisor, "plan_due")  # she came on 2 May
    assert (line.due, line.group, line.case_id) == ("2026-06-01", Group.LATER, case.id)
    clock.moment = datetime(2026, 6, 1, 12, tzinfo=clock.moment.tzinfo)
    assert only(supervisor, "plan_due")[0].group is Group.TODAY
    clock.moment += DAY
    assert only(supervisor, "plan_due")[0].group is Group.OVERDUE
    plans.extend_plan(supervisor, case.id, date(2026, 6, 10), "The flood.")
    assert only(supervisor, "plan_due")[0].due == "2026-06-10"
    clock.moment = datetime(2026, 5, 12, 9, tzinfo=clock.moment.tzinfo)
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    draft = plans.save_plan(counsellor, a_plan(counsellor, case))
    assert len(only(supervisor, "plan_due")) == 1  # a draft is not sent
    plans.submit_plan(counsellor, draft.id)
    assert only(supervisor, "plan_due") == []
    assert [one.record for one in only(supervisor, "plan_waits")] == [draft.id]
    assert only(counsellor, "plan_waits") == []  # it waits for others
    assert (deadlines.to_decide(supervisor), deadlines.to_decide(counsellor)) == (1, 0)


def test_a_package_that_ends_stands_while_money_is_left(
    supervisor: Session, clock: FixedClock
) -> None:
    plan = an_approved_plan(supervisor)
    assert only(supervisor, "package_end") == []  # twelve months are far
    clock.moment = datetime(2027, 4, 20, 9, tzinfo=clock.moment.tzinfo)
    (line,) = only(supervisor, "package_end")
    assert (line.due, line.group, line.case_id) == ("2027-05-02", Group.LATER, plan.case_id)
    clock.moment = datetime(2027, 5, 2, 9, tzinfo=clock.moment.tzinfo)
    assert only(supervisor, "package_end")[0].group is Group.TODAY
    clock.moment += 8 * DAY
    assert only(supervisor, "package_end") == []  # past help


def test_a_package_without_money_left_is_not_on_the_wall(
    supervisor: Session, clock: FixedClock
) -> None:
    agreed(supervisor, 120_000)
    clock.moment = datetime(2027, 4, 20, 9, tzinfo=clock.moment.tzinfo)
    assert only(supervisor, "package_end") == []


# ---------------------------------------------------------------------------- grants


def test_a_grant_leaves_the_wall_when_it_is_paid_proved_and_seen(
    supervisor: Session, clock: FixedClock
) -> None:
    office = under(supervisor, None, EIGHTY_TWENTY)
    request = asked(office)
    assert [one.record for one in only(office, "grant_waits")] == [request.id]
    counsellor = as_role(office, Role.COUNSELLOR)
    request = grants.approve_grant(office, request.id)
    while request.waits_for is not None:
        request = grants.approve_grant(office, request.id, request.waits_for)
    assert only(office, "grant_waits") == []
    assert deadlines.to_decide(office) == 0
    first, second = request.parts
    assert [(one.due, one.record) for one in only(office, "instalment")] == [
        (str(first.due), request.id)
    ]
    grants.deliver(counsellor, request.id, a_delivery(first.amount.minor))
    assert only(office, "instalment") == []  # the second is due in November
    assert [one.due for one in only(office, "grant_proof")] == [TODAY.isoformat()]
    grants.prove(counsellor, request.id, a_proof(first.amount.minor - 100))
    assert len(only(office, "grant_proof")) == 1
    grants.refund(counsellor, request.id, a_refund(100))
    assert only(office, "grant_proof") == []
    clock.moment = datetime(2026, 11, 10, 9, tzinfo=clock.moment.tzinfo)
    assert [(one.due, one.group) for one in only(office, "instalment")] == [
        (str(second.due), Group.OVERDUE)
    ]
    supervisor = as_role(office, Role.SUPERVISOR)
    grants.release_part(supervisor, request.id, 2, "Seen open.", office.today(), "Moussa Bah")
    grants.deliver(counsellor, request.id, a_delivery(second.amount.minor, part=2))
    assert only(office, "instalment") == []
    assert len(only(office, "grant_visit")) == 1
    grants.record_visit(counsellor, request.id, a_visit(on=date(2026, 11, 10)))
    assert only(office, "grant_visit") == []


def test_the_next_instalment_is_that_of_the_board(supervisor: Session) -> None:
    request = agreed(under(supervisor, None, EIGHTY_TWENTY))

    def both(one: GrantRequest) -> tuple[str | None, str | None]:
        with supervisor.vault.transaction() as db:
            db.execute("UPDATE grant_request SET body = ? WHERE id = ?", (to_json(one), one.id))
        due = next_due(one.state, json.loads(to_json(one)))
        lines = only(supervisor, "instalment")
        return (lines[0].due if lines else None), (due.isoformat() if due else None)

    near = TODAY + DAY
    parts = tuple(replace(part, due=near) for part in request.parts)
    for deliveries in (
        (),
        (a_delivery(1, is_last=False),),
        (a_delivery(79_999, is_last=False), a_delivery(1, is_last=False)),
        (a_delivery(5, is_last=True),),
        (a_delivery(5, is_last=True, taken_back_at="2026-05-12T09:00:00+00:00"),),
        (a_delivery(80_000), a_delivery(20_000, part=2)),
        (a_delivery(20_000, part=2),),
    ):
        shown, on_board = both(replace(request, parts=parts, deliveries=deliveries))
        assert shown == on_board


# ---------------------------------------------------------------------------- children

FACTS = st.builds(
    ChildFacts,
    standing=st.sampled_from([None, *Standing]),
    caregiver=st.sampled_from(["", "Aïssatou Barry"]),
    caregiver_consent=st.sampled_from([None, *Answer]),
    own_view=st.sampled_from(["", "Wants to go to school."]),
    assent=st.sampled_from([None, *Assent]),
    assessed_on=st.sampled_from([None, TODAY]),
    assessed_by=st.sampled_from(["", "Child protection"]),
    outcome=st.sampled_from(["", "To stay."]),
    tracing=st.sampled_from([None, *Tracing]),
    age_in_doubt=st.booleans(),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(FACTS, st.booleans())
def test_a_child_waits_as_long_as_its_plan_could_not_be_approved(
    supervisor: Session, facts: ChildFacts, is_child: bool
) -> None:
    _person, case = a_case_of(supervisor, "2012-03-01" if is_child else ADULT)
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE case_file SET stage = 'assessment' WHERE id = ?", (case.id,))
        screening_store.put(db, Screening(case.id, 1, child=ChildFacts()))
        screening_store.put(db, Screening(case.id, 2, child=facts))
    waits = case.id in {line.case_id for line in only(supervisor, "child")}
    assert waits == ((is_child or facts.age_in_doubt) and bool(against_approval(facts)))


def test_a_child_nobody_has_screened_waits_and_one_that_is_safe_does_not(
    supervisor: Session,
) -> None:
    _person, case = a_case_of(supervisor)
    assert only(supervisor, "child") == []  # nobody has begun: the plan is what is due
    screened(supervisor, case.id, child=replace(SAFE, own_view=""))
    assert [line.case_id for line in only(supervisor, "child")] == [case.id]
    assert only(as_role(supervisor, Role.RECEPTION), "child") == []
    screened(supervisor, case.id, child=SAFE)
    assert only(supervisor, "child") == []


# ---------------------------------------------------------------------------- the desk itself


def test_everybody_sees_their_own_drafts_only(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    clerk = as_role(supervisor, Role.RECEPTION)
    drafts.keep(clerk, "note", case.id, {"text": "x"})
    (line,) = only(clerk, "draft")
    assert (line.record, line.case_id, line.note) == (f"note {case.id}", case.id, "note")
    assert only(supervisor, "draft") == []
    drafts.keep(supervisor, "follow_up", f"{case.id} its-own-id", {"note": "x"})
    drafts.keep(supervisor, "person", "new", {"family_name": "x"})
    assert {line.case_id for line in only(supervisor, "draft")} == {case.id, ""}


def test_backup_and_outbox_are_for_supervisors(supervisor: Session, clock: FixedClock) -> None:
    assert [line.group for line in only(supervisor, "backup")] == [Group.TODAY]  # never made
    _note_backup(supervisor, clock.moment)
    assert only(supervisor, "backup") == []
    clock.moment += 7 * DAY
    assert [line.group for line in only(supervisor, "backup")] == [Group.TODAY]
    clock.moment += DAY
    assert [line.group for line in only(supervisor, "backup")] == [Group.OVERDUE]
    assert only(supervisor, "outbox") == []
    people.save_person(as_role(supervisor, Role.RECEPTION), a_person())
    (line,) = only(supervisor, "outbox")
    assert line.note == "1"
    clerk = as_role(supervisor, Role.RECEPTION)
    assert only(clerk, "backup") + only(clerk, "outbox") == []


def _note_backup(session: Session, at: datetime) -> None:
    with session.vault.transaction() as db:
        db.execute("INSERT INTO meta VALUES ('last_backup_at', ?)", (at.isoformat(),))


def test_conferences_papers_and_arrivals_stand_on_their_day(
    supervisor: Session, clock: FixedClock
) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    conferences.save_conference(supervisor, a_conference(held_on=TODAY + 2 * DAY))
    assert [line.group for line in only(supervisor, "conference")] == [Group.WEEK]
    assert only(clerk, "conference") == []
    paper = IdentityDocument(new_id(), DocumentKind.PASSPORT, "O1", "GN")
    person = a_person(documents=(replace(paper, expires=(TODAY + 20 * DAY).isoformat()),))
    coming = a_homecoming(person)
    person = people.save_person(clerk, person, coming)
    assert only(clerk, "paper_expires") == []  # there is no case
    cases.give_consent(clerk, a_consent(person))
    cases.open_case(clerk, person.id, coming.id, "eurp")
    assert [line.group for line in only(clerk, "paper_expires")] == [Group.LATER]
    clock.moment += 19 * DAY
    assert [line.group for line in only(clerk, "paper_expires")] == [Group.WEEK]


# ---------------------------------------------------------------------------- who sees what


def test_mine_is_what_concerns_me_or_everybody_of_my_role(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    referred(supervisor, case, "health")  # by the counsellor, in a case of nobody
    (line,) = only(counsellor, "referral_emergency")
    assert line.owner == counsellor.user.id
    assert line in deadlines.wall(counsellor, Asked(mine=True))
    assert line not in deadlines.wall(supervisor, Asked(mine=True))
    cases.assign(supervisor, case.id, counsellor.user.id)
    another = as_another(supervisor, Role.COUNSELLOR)
    assert only(another, "referral_emergency")[0].owner == counsellor.user.id
    assert deadlines.wall(another, Asked(mine=True)) == []
    found = deadlines.counts(supervisor)
    assert deadlines.total(found, Asked(family=Family.REFERRALS)) == 1
    assert deadlines.total(deadlines.counts(counsellor), Asked(mine=True)) == sum(
        one.owner in (counsellor.user.id, "") for one in deadlines.wall(counsellor)
    )


def test_each_role_sees_what_it_may_do_something_about(supervisor: Session) -> None:
    for role in Role:
        session = as_role(supervisor, role)
        seen = {kind.key for kind in deadlines.kinds_for(session)}
        assert seen == {kind.key for kind in KINDS if session.may(kind.act)}
    reception = {kind.key for kind in deadlines.kinds_for(as_role(supervisor, Role.RECEPTION))}
    assert reception == {"emergency", "arrival", "paper_expires", "draft"}


def test_the_wall_is_filtered_by_name_and_number(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    lines = deadlines.wall(supervisor, Asked(text="mariam"))
    assert {line.case_id for line in lines} == {case.id}
    assert deadlines.wall(supervisor, Asked(text=case.number)) == lines
    assert deadlines.wall(supervisor, Asked(text="nobody")) == []
    assert deadlines.wall(supervisor, Asked(text="?!")) == []
    assert deadlines.total(deadlines.counts(supervisor, "mariam"), Asked()) == len(lines)


def test_every_kind_has_its_words_in_both_languages() -> None:
    for kind in KINDS:
        for list_ in ("deadline", "deadline_step"):
            assert word(list_, kind.key, "en") != kind.key


# ---------------------------------------------------------------------------- on paper


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheet_shows_numbers_and_no_names(
    supervisor: Session, clock: FixedClock, language: str
) -> None:
    person, case = a_case_of(supervisor, ADULT)
    referred(supervisor, case, "psychosocial")
    clock.moment += 25 * HOUR
    session = replace(supervisor, zone=ZoneInfo("Africa/Tunis"))
    pdf = deadlines.sheet(session, Asked(), language)
    assert_inside_the_margins(pdf)
    text = " ".join(text_by_poppler(pdf).split())
    assert case.number in text
    assert "13/05/2026 11:00 (UTC+01:00)" in text
    assert "13/05/2026 10:00" in text  # the emergency, in the zone of the office
    assert "Cheikh Ndiaye" in text
    everything = (text + str(attached(pdf))).casefold()
    for told in (person.family_name, person.given_names, "psychosocial", "centre de formation"):
        assert told.casefold() not in everything
    assert deadlines.sheet(session, Asked(), language) == pdf
    set_language("en")


def test_a_sheet_that_is_printed_is_noted_and_says_how_many_are_left_out(
    supervisor: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        _person, case = a_case_of(supervisor, ADULT)
        referred(supervisor, case, "health")
    monkeypatch.setattr(deadlines, "MOST_ON_PAPER", 1)
    text = " ".join(text_by_poppler(deadlines.sheet(supervisor, Asked(), "en")).split())
    assert "more lines are on the screen." in text
    deadlines.note_printed(supervisor)
    line = users.audit_lines(supervisor, LogQuestion())[0]
    assert (line.act, line.record) == ("deadlines.printed", "2026-05-12")


def test_an_empty_sheet_says_so(clerk: Session) -> None:
    assert "Nothing is overdue" in text_by_poppler(deadlines.sheet(clerk, Asked(), "en"))
