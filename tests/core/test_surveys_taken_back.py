"""A survey written in the wrong case is taken out of it: on record, and counted nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlcipher3.dbapi2 import DatabaseError

from intake_app import outbox
from intake_app.acts import Role
from intake_app.closure.service import has_last_survey
from intake_app.documents import service as documents
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.integrity.records import KINDS
from intake_app.rights import service as rights
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round, Survey
from intake_app.users import service as users
from intake_app.users.model import LogQuestion
from tests.conftest import SignIn
from tests.core.documents_reading import text_by_poppler
from tests.core.surveys_kit import answer_survey
from tests.core.test_case_journey import opened_case

WHY = "Zqwrong: these are the answers of her sister."


@pytest.fixture
def case_id(sign_in: SignIn) -> str:
    return opened_case(sign_in(Role.RECEPTION))[1].id


@pytest.fixture
def taken(sign_in: SignIn, case_id: str) -> Survey:
    """The first round was answered, and the last by mistake."""
    answer_survey(sign_in, case_id)
    return answer_survey(sign_in, case_id, {"remarks": "Zqsister"}, Round.END, place=3)


def test_it_counts_nowhere_and_is_kept_with_reason_and_name(
    sign_in: SignIn, case_id: str, taken: Survey
) -> None:
    desk = sign_in(Role.COUNSELLOR)
    with desk.read() as db:
        assert has_last_survey(db, case_id)  # the control
    paper = documents.issue(desk, case_id, "survey_answers", taken.id, "en")
    gone = surveys.take_back(desk, taken.id, f" {WHY} ")
    assert (gone.taken_back_by, gone.reason, gone.answers) == (desk.user.id, WHY, taken.answers)
    read = surveys.surveys_of(desk, case_id)
    assert [one.survey.round for some in read.rounds for one in some] == [Round.BASELINE]
    assert [one.survey for one in read.taken_back] == [gone]
    assert read.survey(taken.id) is None
    with desk.read() as db:
        assert not has_last_survey(db, case_id)
        assert KINDS["survey"](db, taken.id) == gone
        (sent,) = [one for one in outbox.items(db) if one.kind == "survey" and one.id == taken.id]
    assert sent.revision == 2
    with pytest.raises(NotFound):
        documents.preview(desk, case_id, "survey_answers", taken.id, "en")
    assert documents.pdf_of(desk, paper.id)  # what was issued stays
    profile = documents.preview(desk, case_id, "survey_profile", read.rounds[0][0].survey.id, "en")
    assert "At the end" not in text_by_poppler(profile, "-raw")
    supervisor = sign_in(Role.SUPERVISOR)
    lines = users.audit_lines(supervisor, LogQuestion())
    assert "survey.taken_back" in {line.act for line in lines}
    assert "Zqwrong" not in str(lines)
    with supervisor.read() as db:  # the person still hears that it is held
        person = db.execute("SELECT person_id FROM case_file WHERE id = ?", (case_id,)).fetchone()
    copy = text_by_poppler(rights.subject_copy(supervisor, person[0], "en"), "-raw")
    for words in ("Zqwrong", "Zqsister", "Taken out of the case on"):
        assert words in copy


def test_who_asks_and_a_supervisor_may_and_reception_may_not(
    sign_in: SignIn, case_id: str, taken: Survey
) -> None:
    with pytest.raises(NotAllowed):
        surveys.take_back(sign_in(Role.RECEPTION), taken.id, WHY)
    supervisor = sign_in(Role.SUPERVISOR)
    for reason in ("", "  \n"):
        with pytest.raises(InvalidInput, match="why"):
            surveys.take_back(supervisor, taken.id, reason)
    with pytest.raises(NotFound):
        surveys.take_back(supervisor, case_id, WHY)
    assert not surveys.take_back(supervisor, taken.id, WHY).stands


def test_nothing_follows_a_survey_that_was_taken_out_and_nothing_changes_in_a_closed_case(
    sign_in: SignIn, case_id: str, taken: Survey
) -> None:
    desk = sign_in(Role.COUNSELLOR)
    gone = surveys.take_back(desk, taken.id, WHY)
    with pytest.raises(NotAllowed):
        surveys.take_back(desk, taken.id, WHY)
    for again in (taken, gone, replace(gone, taken_back_at="", taken_back_by="", reason="")):
        with pytest.raises(NotAllowed):
            surveys.save_survey(desk, again)
    with pytest.raises(DatabaseError, match="stays so"), desk.vault.transaction() as db:
        db.execute(
            "INSERT INTO survey SELECT id, 3, case_id, instrument_id, round, answered_on, language,"
            " answers, author, written_at, '', '', '' FROM survey WHERE revision = 2"
        )
    fresh = surveys.start_survey(desk, case_id, taken.instrument_id)  # the control
    last = surveys.save_survey(desk, replace(fresh, round=Round.END, answers=taken.answers))
    assert last.stands
    with desk.vault.transaction() as db:
        db.execute("UPDATE case_file SET stage = 'closure' WHERE id = ?", (case_id,))
    with pytest.raises(NotAllowed, match="closed"):
        surveys.take_back(desk, last.id, WHY)
