"""A committee meets: what may stand on an agenda, who decides, minutes that stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.decision import Verdict
from intake_app.conferences import service as conferences
from intake_app.conferences import store
from intake_app.conferences.model import (
    Conference,
    ConferenceState,
    MatterKind,
    Member,
    Outcome,
)
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.proof import unproved
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Report
from intake_app.packs.model import GrantStep
from intake_app.plans import service as plans
from intake_app.rights import service as rights
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.vault.db import DatabaseError
from tests.conftest import FixedClock, SignIn
from tests.core.conferences_kit import a_checked_grant, a_conference, with_committee
from tests.core.documents_reading import text_by_poppler
from tests.core.erasure_kit import erase_all_due, let_time_pass
from tests.core.test_erasure_tables import with_rule
from tests.factories import TODAY

GRANT = MatterKind.GRANT


@pytest.fixture
def listed(sign_in: SignIn) -> tuple[Session, Conference, GrantRequest, str]:
    """A supervisor, a conference of today, a grant on its agenda, and the id of that matter."""
    _case, grant = a_checked_grant(sign_in)
    supervisor = with_committee(sign_in(Role.SUPERVISOR))
    conference = conferences.save_conference(supervisor, a_conference())
    matter = conferences.list_matter(supervisor, conference.id, GRANT, grant.id)
    return supervisor, conference, grant, matter.id


Listed = tuple[Session, Conference, GrantRequest, str]


def outcome(session: Session, conference: Conference) -> Outcome:
    (one,) = conferences.conference_view(session, conference.id).matters
    return one.outcome


# ---------------------------------------------------------------------------- planning


def test_conferences_are_numbered_and_clean_and_the_newest_stands_first(
    counsellor: Session,
) -> None:
    members = (Member("  Sonia\u202e  Trabelsi "), Member("  "))
    first = conferences.save_conference(counsellor, a_conference(members=members))
    second = conferences.save_conference(
        counsellor, a_conference(held_on=TODAY + timedelta(days=14))
    )
    assert first.members == (Member("Sonia Trabelsi"),)
    assert [one.conference.number for one in conferences.conferences(counsellor)] == [2, 1]
    changed = conferences.save_conference(counsellor, replace(first, place="Room 12", number=77))
    assert (changed.number, changed.revision, changed.place) == (1, 2, "Room 12")
    assert second.number == 2


def test_a_conference_without_a_committee_is_refused_and_not_kept(counsellor: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        conferences.save_conference(counsellor, a_conference(committee="  "))
    assert set(refused.value.problems) == {"committee"}
    assert conferences.conferences(counsellor) == []


def test_only_what_waits_for_this_committee_can_be_put_on_the_agenda(sign_in: SignIn) -> None:
    case, grant = a_checked_grant(sign_in)
    supervisor = with_committee(sign_in(Role.SUPERVISOR))
    assert grant.waits_for is GrantStep.COMMITTEE
    (waiting,) = conferences.candidates(supervisor, "eurp")
    assert (waiting.record.id, waiting.case_number) == (grant.id, case.number)
    assert conferences.candidates(supervisor, "tounesna") == []
    other = conferences.save_conference(supervisor, a_conference(pack="tounesna"))
    with pytest.raises(NotAllowed):
        conferences.list_matter(supervisor, other.id, GRANT, grant.id)
    mine = conferences.save_conference(supervisor, a_conference())
    conferences.list_matter(supervisor, mine.id, GRANT, grant.id)
    assert conferences.candidates(supervisor, "eurp") == []
    with pytest.raises(NotAllowed):  # it stands on an agenda already
        conferences.list_matter(supervisor, mine.id, GRANT, grant.id)


def test_a_plan_that_was_sent_is_a_candidate_where_the_programme_has_a_committee(
    sign_in: SignIn,
) -> None:
    case, _grant = a_checked_grant(sign_in)
    counsellor = with_committee(sign_in(Role.COUNSELLOR))
    plan = plans.save_plan(counsellor, plans.start_plan(counsellor, case.id))
    plans.submit_plan(counsellor, plan.id)
    kinds = [one.kind for one in conferences.candidates(counsellor, "eurp")]
    assert kinds == [GRANT, MatterKind.PLAN]
    plain = sign_in(Role.COUNSELLOR)  # the same programme without a committee
    assert MatterKind.PLAN not in [one.kind for one in conferences.candidates(plain, "eurp")]
    supervisor = with_committee(sign_in(Role.SUPERVISOR))
    meeting = conferences.save_conference(supervisor, a_conference())
    matter = conferences.list_matter(supervisor, meeting.id, MatterKind.PLAN, plan.id)
    with pytest.raises(NotAllowed, match="cannot be rejected"):
        conferences.decide_matter(supervisor, matter.id, Outcome.REJECTED, "no")
    conferences.decide_matter(supervisor, matter.id, Outcome.APPROVED, "Sound")
    assert outcome(supervisor, meeting) is Outcome.APPROVED


def test_matters_move_on_the_agenda_and_can_be_taken_off(sign_in: SignIn) -> None:
    _case, grant = a_checked_grant(sign_in)
    case, second = a_checked_grant(sign_in)
    supervisor = with_committee(sign_in(Role.SUPERVISOR))
    meeting = conferences.save_conference(supervisor, a_conference())
    for one in (grant, second):
        last = conferences.list_matter(supervisor, meeting.id, GRANT, one.id)

    def order() -> list[str]:
        view = conferences.conference_view(supervisor, meeting.id)
        return [one.matter.record_id for one in view.matters]

    conferences.move_matter(supervisor, last.id, -1)
    assert order() == [second.id, grant.id]
    conferences.move_matter(supervisor, last.id, -1)  # at the top it stays
    assert order() == [second.id, grant.id]
    conferences.drop_matter(supervisor, last.id)
    assert order() == [grant.id]
    assert [one.case_number for one in conferences.candidates(supervisor, "eurp")] == [case.number]


# ---------------------------------------------------------------------------- deciding


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (Outcome.APPROVED, GrantState.AGREED),
        (Outcome.RETURNED, GrantState.RETURNED),
        (Outcome.REJECTED, GrantState.REJECTED),
    ],
)
def test_what_the_committee_decides_is_the_signed_step_of_the_grant(
    listed: Listed, said: Outcome, state: GrantState
) -> None:
    supervisor, conference, grant, matter = listed
    conferences.decide_matter(supervisor, matter, said, "Own contribution is there.")
    (after,) = grants.grants_of(supervisor, grant.case_id)
    assert after.state is state
    decision = grants.decisions_about(supervisor, grant.id)[0]
    assert (decision.kind, decision.verdict) == ("grant_committee", Verdict(said.value))
    assert decision.reason == "Own contribution is there."
    if said is Outcome.APPROVED:
        decisions = grants.decisions_about(supervisor, grant.id)
        assert unproved(after, decisions) == (GrantStep.FINANCE,)
    assert outcome(supervisor, conference) is said
    with pytest.raises(NotAllowed, match="decided already"):
        conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "again")


def test_a_decision_needs_a_reason_the_day_and_somebody_present(listed: Listed) -> None:
    supervisor, conference, grant, matter = listed
    with pytest.raises(InvalidInput):
        conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "  ")
    early = conferences.save_conference(
        supervisor, replace(conference, held_on=TODAY + timedelta(days=1))
    )
    with pytest.raises(NotAllowed, match="not taken place"):
        conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Sound")
    nobody = tuple(replace(member, present=False) for member in conference.members)
    conferences.save_conference(supervisor, replace(early, held_on=TODAY, members=nobody))
    with pytest.raises(NotAllowed, match="present"):
        conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Sound")
    assert grants.grants_of(supervisor, grant.case_id)[0].state is GrantState.CHECKED
    conferences.save_conference(supervisor, replace(conference, held_on=TODAY))
    conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Sound")


def test_what_is_put_off_can_be_decided_after_all_or_stand_on_the_next_agenda(
    listed: Listed,
) -> None:
    supervisor, conference, grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.PUT_OFF, "The licence is missing.")
    assert grants.grants_of(supervisor, grant.case_id)[0].state is GrantState.CHECKED
    assert outcome(supervisor, conference) is Outcome.PUT_OFF
    with pytest.raises(NotAllowed, match="stays in the minutes"):
        conferences.drop_matter(supervisor, matter)
    with pytest.raises(NotAllowed):  # once is enough for one agenda
        conferences.list_matter(supervisor, conference.id, GRANT, grant.id)
    following = conferences.save_conference(supervisor, a_conference())
    again = conferences.list_matter(supervisor, following.id, GRANT, grant.id)
    conferences.close_conference(supervisor, conference.id)
    conferences.decide_matter(supervisor, again.id, Outcome.APPROVED, "The licence came.")
    assert outcome(supervisor, following) is Outcome.APPROVED
    assert outcome(supervisor, conference) is Outcome.PUT_OFF  # the old minutes stay true


def test_a_decision_made_in_the_approvals_queue_stands_in_the_minutes_too(listed: Listed) -> None:
    supervisor, conference, grant, _matter = listed
    grants.approve_grant(supervisor, grant.id, GrantStep.COMMITTEE, "Read out in the meeting")
    assert outcome(supervisor, conference) is Outcome.APPROVED
    conferences.close_conference(supervisor, conference.id)
    (kept,) = conferences.conference_view(supervisor, conference.id).matters
    assert kept.matter.reason == "Read out in the meeting"


def test_a_counsellor_plans_but_neither_decides_nor_closes(listed: Listed, sign_in: SignIn) -> None:
    _supervisor, conference, grant, matter = listed
    counsellor = with_committee(sign_in(Role.COUNSELLOR))
    conferences.save_conference(counsellor, replace(conference, place="Elsewhere"))
    with pytest.raises(NotAllowed):
        conferences.decide_matter(counsellor, matter, Outcome.APPROVED, "Sound")
    with pytest.raises(NotAllowed):
        conferences.close_conference(counsellor, conference.id)
    assert grants.grants_of(counsellor, grant.case_id)[0].state is GrantState.CHECKED


# ---------------------------------------------------------------------------- minutes


def test_minutes_close_when_everything_is_decided_and_nothing_changes_afterwards(
    listed: Listed,
) -> None:
    supervisor, conference, _grant, matter = listed
    with pytest.raises(NotAllowed, match="every matter"):
        conferences.close_conference(supervisor, conference.id)
    empty = conferences.save_conference(supervisor, a_conference())
    with pytest.raises(NotAllowed, match="agenda"):
        conferences.close_conference(supervisor, empty.id)
    conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Sound")
    closed = conferences.close_conference(supervisor, conference.id)
    assert (closed.state, closed.closed_by) == (ConferenceState.HELD, supervisor.user.id)
    for act in (
        lambda: conferences.save_conference(supervisor, replace(conference, place="Later")),
        lambda: conferences.decide_matter(supervisor, matter, Outcome.REJECTED, "no"),
        lambda: conferences.drop_matter(supervisor, matter),
        lambda: conferences.close_conference(supervisor, conference.id),
    ):
        with pytest.raises(NotAllowed, match="closed"):
            act()


def test_closed_minutes_are_final_in_the_data_file_too(listed: Listed) -> None:
    supervisor, conference, _grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.PUT_OFF, "Later")
    with supervisor.vault.transaction() as db:  # until it is closed a row may change
        kept = store.matter(db, matter)
        assert kept is not None
        store.put_matter(db, kept)
    conferences.close_conference(supervisor, conference.id)
    for change in (
        lambda db: store.put_matter(db, replace(kept, reason="Other words")),
        lambda db: store.remove_matter(db, matter),
        lambda db: store.put(db, replace(conference, place="Elsewhere")),
    ):
        with pytest.raises(DatabaseError, match="closed"), supervisor.vault.transaction() as db:
            change(db)


def _report(session: Session) -> Report:
    integrity.prepare(session)
    return integrity.check(session, lambda *_step: None)


def test_the_daily_check_finds_altered_minutes(listed: Listed) -> None:
    supervisor, conference, _grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.PUT_OFF, "Later")
    assert _report(supervisor).is_whole
    with supervisor.vault.transaction() as db:
        kept = store.matter(db, matter)
        assert kept is not None
        store.put_matter(db, replace(kept, reason="Other words"))
    assert not _report(supervisor).is_whole


def test_a_conference_stays_at_the_desk_and_its_decision_travels(listed: Listed) -> None:
    supervisor, _conference, _grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Sound")
    kinds = {one.kind for one in sync.pending(supervisor)}
    assert "decision" in kinds
    assert not {"conference", "conference_matter"} & kinds


def test_a_matter_goes_with_its_case_and_the_conference_stays(
    listed: Listed, clock: FixedClock
) -> None:
    supervisor, conference, _grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.PUT_OFF, "Later")
    conferences.close_conference(supervisor, conference.id)
    with_rule(supervisor)
    let_time_pass(clock, supervisor)
    done = erase_all_due(supervisor)
    assert done.counts()["conference_matter"] == 1
    assert conferences.conference_view(supervisor, conference.id).matters == ()


def test_the_copy_for_the_person_says_what_the_committee_said(listed: Listed) -> None:
    supervisor, _conference, grant, matter = listed
    conferences.decide_matter(supervisor, matter, Outcome.PUT_OFF, "The licence is missing.")
    person = cases.reload_case(supervisor, grant.case_id).person
    text = text_by_poppler(rights.subject_copy(supervisor, person.id, "en"), "-raw")
    assert "The licence is missing." in text
    assert "Put off" in text


# ---------------------------------------------------------------------------- papers


def test_agenda_and_minutes_say_what_was_decided_and_name_nobody(
    listed: Listed, sign_in: SignIn
) -> None:
    supervisor, conference, grant, matter = listed

    def text(kind: str, language: str = "en") -> str:
        pdf = documents.conference_paper(supervisor, kind, conference.id, language)
        return " ".join(text_by_poppler(pdf, "-raw").split())

    agenda = text("conference_agenda")
    assert "Grant request 1" in agenda
    assert "1,000.00 EUR" in agenda
    assert "P r e v i e w" not in agenda
    assert "P r e v i e w" in text("conference_minutes")  # not closed: nobody shall sign it
    conferences.decide_matter(supervisor, matter, Outcome.APPROVED, "Own part is there.")
    conferences.close_conference(supervisor, conference.id)
    minutes = text("conference_minutes")
    assert "P r e v i e w" not in minutes
    assert "Own part is there." in minutes
    assert "Approved" in minutes
    assert supervisor.full_name in minutes
    for words in (agenda, minutes):
        assert "Diallo" not in words  # the person; the committee reads case numbers
    assert grant.case_id not in minutes
    documents.note_conference_printed(supervisor, conference.id)
