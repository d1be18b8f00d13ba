"""Progress after approval: an entry of its own that says what shows it; the plan stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.attachments.model import AttachmentKind
from intake_app.cases.model import CaseFile
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.people import service as people
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.plans.model import ActivityStatus, Plan, content_hash
from intake_app.progress import service as progress
from intake_app.progress.model import Progress, latest
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.attachments_kit import a_readable
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import TODAY, a_homecoming, a_person

DONE, UNDER_WAY = ActivityStatus.DONE, ActivityStatus.UNDER_WAY


@pytest.fixture
def opened(sign_in: SignIn) -> tuple[Person, CaseFile]:
    return opened_case(sign_in(Role.RECEPTION))


@pytest.fixture
def plan(sign_in: SignIn, opened: tuple[Person, CaseFile]) -> Plan:
    """An approved plan."""
    writer = sign_in(Role.COUNSELLOR)
    written = plans.save_plan(writer, a_plan(writer, opened[1]))
    plans.submit_plan(writer, written.id)
    return plans.approve_plan(sign_in(Role.SUPERVISOR), written.id)


@pytest.fixture
def writer(sign_in: SignIn, plan: Plan) -> Session:
    return sign_in(Role.COUNSELLOR)


def entry(plan: Plan, **changes: object) -> Progress:
    step = next(plan.activities())
    made = Progress(new_id(), plan.case_id, step.id, DONE, TODAY, "Photograph of the workshop")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_an_entry_says_who_when_and_what_shows_it_and_the_plan_stays_frozen(
    writer: Session, plan: Plan
) -> None:
    noted = progress.note_progress(writer, entry(plan))
    assert (noted.author, noted.plan_id, noted.written_at) == (
        writer.user.id, plan.id, writer.now(),
    )  # fmt: skip
    assert progress.progress_of(writer, plan.case_id) == [noted]
    (stored,) = plans.plans_of(writer, plan.case_id)
    assert stored == plan
    assert content_hash(stored) == content_hash(plan)
    with writer.read() as db:
        assert db.execute("SELECT act FROM audit ORDER BY seq DESC LIMIT 1").fetchone()[0] == (
            Act.PROGRESS_NOTED
        )
        assert db.execute("SELECT id FROM outbox WHERE kind = 'progress'").fetchall()


def test_the_newest_entry_of_an_activity_counts_and_all_stay(writer: Session, plan: Plan) -> None:
    progress.note_progress(writer, entry(plan, status=UNDER_WAY, evidence=""))
    done = progress.note_progress(writer, entry(plan))
    entries = progress.progress_of(writer, plan.case_id)
    assert [one.status for one in entries] == [UNDER_WAY, DONE]
    assert latest(entries) == {done.activity_id: done}
    with pytest.raises(DatabaseError), writer.vault.transaction() as db:
        db.execute("UPDATE progress SET evidence = ''")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"noted_on": None}, "noted_on"),
        ({"noted_on": TODAY + timedelta(days=1)}, "noted_on"),
        ({"evidence": " "}, "evidence"),
        ({"status": ActivityStatus.DROPPED, "evidence": ""}, "evidence"),
        ({"evidence": "x" * 2_001}, "evidence"),
        ({"file_id": "gone"}, "file_id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_nothing_is_kept(
    writer: Session, plan: Plan, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        progress.note_progress(writer, entry(plan, **changes))
    assert set(refused.value.problems) == {field}
    assert progress.progress_of(writer, plan.case_id) == []


def test_a_file_of_the_person_is_evidence_enough_and_one_of_somebody_else_is_none(
    writer: Session, plan: Plan, opened: tuple[Person, CaseFile], sign_in: SignIn
) -> None:
    person, case = opened
    kind = AttachmentKind.OTHER
    mine = attachments.add(writer, person.id, case.id, kind, a_readable())
    noted = progress.note_progress(writer, entry(plan, evidence="", file_id=mine.id))
    assert noted.file_id == mine.id
    clerk = sign_in(Role.RECEPTION)
    other = a_person(family_name="Sow")
    other = people.save_person(clerk, other, a_homecoming(other))
    theirs = attachments.add(clerk, other.id, None, kind, a_readable())
    with pytest.raises(InvalidInput):
        progress.note_progress(sign_in(Role.COUNSELLOR), entry(plan, file_id=theirs.id))


def test_there_is_no_progress_before_the_approval(
    sign_in: SignIn, opened: tuple[Person, CaseFile]
) -> None:
    writer = sign_in(Role.COUNSELLOR)
    draft = plans.save_plan(writer, a_plan(writer, opened[1]))
    with pytest.raises(NotAllowed):
        progress.note_progress(writer, entry(draft))


def test_an_activity_that_the_plan_in_force_lacks_has_none(writer: Session, plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        progress.note_progress(writer, entry(plan, activity_id="elsewhere"))


def test_progress_follows_an_activity_into_the_next_version(sign_in: SignIn, plan: Plan) -> None:
    writer = sign_in(Role.COUNSELLOR)
    progress.note_progress(writer, entry(plan, status=UNDER_WAY))
    newer = plans.save_plan(writer, plans.start_plan(writer, plan.case_id))
    progress.note_progress(writer, entry(plan))  # while the new version is being written
    plans.submit_plan(writer, newer.id)
    newer = plans.approve_plan(sign_in(Role.SUPERVISOR), newer.id)
    noted = progress.note_progress(sign_in(Role.COUNSELLOR), entry(newer))
    assert noted.plan_id == newer.id
    assert len(progress.progress_of(sign_in(Role.COUNSELLOR), plan.case_id)) == 3
