"""Surveys of a case: versions, rounds, keys, scores, corrections, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import DatabaseError

from intake_app import outbox
from intake_app.acts import Role
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.instruments import service as instruments
from intake_app.instruments.model import Instrument
from intake_app.instruments.scores import Profile, profile
from intake_app.packs.model import Dimension
from intake_app.session import Session
from intake_app.surveys import service as surveys
from intake_app.surveys.model import Round, Survey, Taken, dimensions_of
from tests.conftest import FixedClock, SignIn
from tests.core.surveys_kit import (
    LINES,
    SETTINGS,
    a_form,
    answer_survey,
    full_answers,
    shipped,
)
from tests.core.test_case_journey import opened_case

COLUMNS = "question,answer,score,dimension,weight,composite_weight\n"


def a_case(sign_in: SignIn) -> str:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    return case.id


def imported(session: Session, folder: Path, version: str = "1", **changes: object) -> Instrument:
    path = a_form(folder, settings={**SETTINGS, "version": version}, **changes)  # type: ignore[arg-type]
    return instruments.import_form(session, instruments.open_form(session, path))


def rounds_of(session: Session, case_id: str) -> tuple[Taken, ...]:
    (rounds,) = surveys.surveys_of(session, case_id).rounds
    return rounds


def with_key(session: Session, folder: Path, rows: str, completeness: int = 80) -> None:
    path = folder / "key.csv"
    path.write_text(COLUMNS + rows, encoding="utf-8")
    form = shipped(session)
    reading = instruments.open_key(session, path, form.id)
    instruments.import_key(session, form.id, reading, "a letter", completeness)


def figures(found: Profile) -> dict[str, int | None]:
    return {
        one.dimension.value if one.dimension else "all": one.thousandths for one in found.scores
    }


# ---------------------------------------------------------------- versions


def test_a_new_version_stands_beside_the_old_one_and_old_answers_stay_readable(
    sign_in: SignIn, tmp_path: Path
) -> None:
    case = a_case(sign_in)
    first = imported(sign_in(Role.SUPERVISOR), tmp_path)
    counsellor = sign_in(Role.COUNSELLOR)
    fresh = surveys.start_survey(counsellor, case, first.id)
    old = surveys.save_survey(counsellor, replace(fresh, answers={"age": "12", "alone": "yes"}))
    changed = [
        {**LINES[0], "name": "years"},
        {**LINES[1], "relevant": "${years} < 16"},
        *LINES[2:7],
    ]
    second = imported(sign_in(Role.SUPERVISOR), tmp_path, "2", lines=changed)
    counsellor = sign_in(Role.COUNSELLOR)
    found = surveys.surveys_of(counsellor, case)
    assert [one.id for one in found.to_ask] == [second.id]
    assert fresh.round is Round.BASELINE
    assert surveys.start_survey(counsellor, case, second.id).round is None  # no second beginning
    (rounds,) = found.rounds
    assert rounds[0].survey == old
    assert rounds[0].instrument.version == "1"
    assert rounds[0].instrument.questionnaire.item("alone") is not None
    with pytest.raises(NotAllowed):  # a new survey takes the newest version
        surveys.save_survey(counsellor, replace(fresh, id="other", answers={"age": "12"}))
    again = replace(old, answers={**old.answers, "remarks": "Corrected"})
    assert surveys.save_survey(counsellor, again).revision == 2  # a correction keeps its version


def test_the_same_version_comes_only_once(sign_in: SignIn, tmp_path: Path) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    imported(supervisor, tmp_path)
    same = instruments.open_form(supervisor, a_form(tmp_path))
    with pytest.raises(InvalidInput) as caught:
        instruments.import_form(supervisor, same)
    assert "same content" in caught.value.problems["file"]
    other = instruments.open_form(supervisor, a_form(tmp_path, LINES[:7]))
    with pytest.raises(InvalidInput) as caught:
        instruments.import_form(supervisor, other)
    assert "another content" in caught.value.problems["file"]
    wrong = instruments.open_form(supervisor, a_form(tmp_path, LINES[:3]))
    assert wrong.mistakes
    with pytest.raises(InvalidInput):
        instruments.import_form(supervisor, wrong)
    assert len(instruments.instruments(supervisor)) == 1


def test_what_was_imported_and_answered_cannot_be_altered(sign_in: SignIn) -> None:
    case = a_case(sign_in)
    answer_survey(sign_in, case)
    supervisor = sign_in(Role.SUPERVISOR)
    for statement in (
        "UPDATE instrument SET version = 'x'",
        "DELETE FROM instrument",
        "UPDATE survey SET answers = '{}'",
    ):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)


# ---------------------------------------------------------------- saving


def test_a_survey_is_checked_cleaned_and_sent(sign_in: SignIn, tmp_path: Path) -> None:
    case = a_case(sign_in)
    form = imported(sign_in(Role.SUPERVISOR), tmp_path)
    counsellor = sign_in(Role.COUNSELLOR)
    fresh = surveys.start_survey(counsellor, case, form.id)
    assert (fresh.round, fresh.answered_on) == (Round.BASELINE, counsellor.today())
    tomorrow = counsellor.today() + timedelta(days=1)
    bad = replace(fresh, round=None, answered_on=tomorrow, answers={"age": "130"})
    with pytest.raises(InvalidInput) as caught:
        surveys.save_survey(counsellor, bad)
    assert set(caught.value.problems) == {"round", "answered_on", "answer.age"}
    hidden = {"age": "40", "alone": "yes", "nobody": "x", "remarks": " fine\u202e "}
    saved = surveys.save_survey(counsellor, replace(fresh, language="fr", answers=hidden))
    assert saved.answers == {"age": "40", "double": "80", "remarks": "fine"}
    with counsellor.read() as db:
        kinds = {one.kind for one in outbox.items(db)}
    assert {"instrument", "survey"} <= kinds
    with pytest.raises(StaleRecord):
        surveys.save_survey(counsellor, replace(fresh, answers={"age": "1", "alone": "no"}))
    second = surveys.start_survey(counsellor, case, form.id)
    assert second.round is None  # which round it is has to be said


def test_corrections_keep_what_stood_before(sign_in: SignIn) -> None:
    case = a_case(sign_in)
    saved = answer_survey(sign_in, case)
    counsellor = sign_in(Role.COUNSELLOR)
    better = surveys.save_survey(counsellor, replace(saved, round=Round.END))
    (only,) = rounds_of(counsellor, case)
    assert only.survey == better
    with counsellor.read() as db:
        count = db.execute("SELECT count(*) FROM survey").fetchone()[0]
    assert count == 2


# ---------------------------------------------------------------- scores


def test_without_a_key_there_is_a_simple_mean(sign_in: SignIn) -> None:
    case = a_case(sign_in)
    answer_survey(sign_in, case, place=0)
    answer_survey(sign_in, case, round_=Round.END, place=1)
    counsellor = sign_in(Role.COUNSELLOR)
    first, last = rounds_of(counsellor, case)
    assert first.profile.key is None
    assert figures(first.profile) == {
        "economic": 1000, "social": 1000, "psychosocial": 1000, "all": 1000,
    }  # fmt: skip
    assert last.change(Dimension.ECONOMIC) == (last.profile.of(Dimension.ECONOMIC).thousandths  # type: ignore[union-attr, operator]
                                               - 1000)  # fmt: skip
    assert first.change(None) is None
    assert dimensions_of([first, last]) == [*Dimension, None]


def test_unknown_answers_are_never_zero_and_too_few_give_no_score(sign_in: SignIn) -> None:
    form = shipped(sign_in(Role.SUPERVISOR)).questionnaire
    full = full_answers(form)
    asked = set(full)
    one_open = {**full, "e_food": "dont_know"}
    found = profile(form, one_open, asked).of(Dimension.ECONOMIC)
    assert found is not None
    assert (found.thousandths, found.answered, found.total) == (1000, 7, 8)
    two_open = {**one_open, "e_debt": "no_answer"}
    scarce = profile(form, two_open, asked).of(Dimension.ECONOMIC)
    assert scarce is not None
    assert (scarce.thousandths, scarce.answered, scarce.total) == (None, 6, 8)
    zero = profile(form, {**full, "e_food": "0"}, asked).of(Dimension.ECONOMIC)
    assert zero is not None
    assert zero.thousandths == 875
    not_asked = profile(form, two_open, asked - {"e_debt"}).of(Dimension.ECONOMIC)
    assert not_asked is not None
    assert (not_asked.thousandths, not_asked.total) == (1000, 7)


def test_a_key_gives_the_four_scores_and_is_never_mixed_with_the_mean(
    sign_in: SignIn, tmp_path: Path
) -> None:
    case = a_case(sign_in)
    answer_survey(sign_in, case)
    rows = (
        "e_food,4,1,economic,3,1\ne_food,0,0,economic,3,1\n"
        'e_credit,1,"0,5",economic,1,2\ns_water,4,0.8,social,,\np_help,1,1,psychosocial,1,1\n'
    )
    with_key(sign_in(Role.SUPERVISOR), tmp_path, rows)
    answer_survey(sign_in, case, {"e_food": "0"}, Round.END)
    first, last = rounds_of(sign_in(Role.COUNSELLOR), case)
    assert first.profile.key is not None
    assert figures(first.profile) == {
        "economic": 875, "social": 800, "psychosocial": 1000, "all": 760,
    }  # fmt: skip
    assert figures(last.profile)["economic"] == 125
    assert last.change(Dimension.ECONOMIC) == -750
    simple = profile(last.instrument.questionnaire, last.survey.answers, last.survey.answers)
    assert replace(last, before=simple).change(Dimension.ECONOMIC) is None


def test_a_key_with_mistakes_is_refused_line_by_line(sign_in: SignIn, tmp_path: Path) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    form = shipped(supervisor)
    path = tmp_path / "key.csv"
    path.write_text(
        COLUMNS + "nobody,1,1,economic,,\nremarks,1,1,economic,,\ne_food,9,1,economic,,\n"
        "e_food,4,1.5,economic,,\ne_food,4,1,happy,,\ne_food,4,1,economic,-1,\n"
        "e_food,4,1,economic,2,\ne_food,4,1,economic,2,\ne_food,3,1,social,2,\n",
        encoding="utf-8",
    )
    reading = instruments.open_key(supervisor, path, form.id)
    assert [one.row for one in reading.mistakes] == [2, 3, 4, 5, 6, 7, 9, 10]
    with pytest.raises(InvalidInput):
        instruments.import_key(supervisor, form.id, reading, "x", 80)
    path.write_text(COLUMNS + "e_food,4,1,economic,2,\n", encoding="utf-8")
    good = instruments.open_key(supervisor, path, form.id)
    with pytest.raises(InvalidInput) as caught:
        instruments.import_key(supervisor, form.id, good, " ", 0)
    assert set(caught.value.problems) == {"source", "completeness"}
    assert instruments.import_key(supervisor, form.id, good, "a letter", 80).items


def test_a_key_does_not_count_for_a_version_that_lacks_its_questions(
    sign_in: SignIn, tmp_path: Path
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    first = imported(supervisor, tmp_path)
    (tmp_path / "key.csv").write_text(COLUMNS + "alone,no,1,social,,\n", encoding="utf-8")
    reading = instruments.open_key(supervisor, tmp_path / "key.csv", first.id)
    key = instruments.import_key(supervisor, first.id, reading, "a letter", 80)
    second = imported(supervisor, tmp_path, "2", lines=[LINES[0], *LINES[4:]])
    assert key.fits(first.questionnaire)
    assert not key.fits(second.questionnaire)


def test_nothing_is_asked_in_a_closed_case(sign_in: SignIn) -> None:
    case = a_case(sign_in)
    answer_survey(sign_in, case)
    supervisor = sign_in(Role.SUPERVISOR)
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE case_file SET stage = 'closure'")
    with pytest.raises(NotAllowed):
        answer_survey(sign_in, case, round_=Round.END)


def test_years_later_a_survey_is_read_as_it_was(sign_in: SignIn, clock: FixedClock) -> None:
    case = a_case(sign_in)
    saved = answer_survey(sign_in, case, {"remarks": "Ça va"})
    clock.moment += timedelta(days=800)
    (only,) = rounds_of(sign_in(Role.COUNSELLOR), case)
    assert isinstance(only.survey, Survey)
    assert only.survey == saved
