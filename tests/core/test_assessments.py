"""Assessments behind goals: written twice, read beside each other, kept with every version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake_app.acts import Act, Role
from intake_app.assessments import service as assessments
from intake_app.assessments import store
from intake_app.assessments.model import (
    MOST_ROWS,
    Assessment,
    Feasible,
    Moment,
    Prospect,
    Side,
    Skill,
    SkillLevel,
    Wish,
    named,
    side_by_side,
)
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.service import reload_case
from intake_app.errors import InvalidInput, NotAllowed, StaleRecord
from intake_app.integrity import service as integrity
from intake_app.packs.model import Dimension
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.test_case_journey import opened_case

ARRIVED = date(2026, 5, 2)
TODAY = date(2026, 5, 12)
SHOP = Wish(
    "w1", "A tailor’s shop", "Two years as a tailor", "No tools", Feasible.YES, "A room is free"
)
TRUCK = Wish("w2", "Drive a truck", "", "No licence", Feasible.NO, "No school near")
SEWS = Skill("s1", "Sewing", SkillLevel.ALONE, "Showed two dresses", "CAP, Tunis 2021")
MARKET = Prospect(
    "p1", Dimension.ECONOMIC, Side.OPPORTUNITY, "A market on Thursdays", "Ask for a place"
)
DEBT = Prospect("p2", Dimension.SOCIAL, Side.RISK, "A debt with the uncle")


@pytest.fixture
def case(sign_in: SignIn) -> CaseFile:
    return opened_case(sign_in(Role.RECEPTION))[1]


@pytest.fixture
def writer(sign_in: SignIn, case: CaseFile) -> Session:
    return sign_in(Role.COUNSELLOR)


def before(case: CaseFile) -> Assessment:
    return Assessment(
        new_id(), case.id, Moment.BEFORE_RETURN, date(2026, 4, 20), "OFII Paris",
        wishes=(SHOP, TRUCK), skills=(SEWS,), prospects=(MARKET,),
    )  # fmt: skip


def problems(one: Assessment) -> dict[str, str]:
    try:
        one.check(TODAY, ARRIVED)
    except InvalidInput as error:
        return error.problems
    return {}


# ---------------------------------------------------------------------------- rules


def test_a_good_assessment_passes(case: CaseFile) -> None:
    assert problems(before(case)) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"made_on": None}, "made_on"),
        ({"made_on": TODAY + timedelta(days=1)}, "made_on"),
        ({"made_on": ARRIVED + timedelta(days=1)}, "made_on"),
        ({"made_by": ""}, "made_by"),
        ({"wishes": (replace(SHOP, text=""),)}, "wishes"),
        ({"wishes": (replace(SHOP, why=""),)}, "wishes"),
        ({"skills": (replace(SEWS, text=""),)}, "skills"),
        ({"prospects": (replace(DEBT, text=""),)}, "social_risk"),
        ({"wishes": (), "skills": (), "prospects": ()}, "wishes"),
        ({"skills": tuple(replace(SEWS, id=str(n)) for n in range(MOST_ROWS + 1))}, "skills"),
    ],
)  # fmt: skip
def test_what_does_not_fit_has_a_sentence_at_its_place(
    case: CaseFile, change: dict[str, object], field: str
) -> None:
    found = problems(replace(before(case), **change))  # type: ignore[arg-type]
    assert set(found) == {field}
    assert found[field].endswith(".")


def test_after_arrival_means_not_before_it(case: CaseFile) -> None:
    after = replace(before(case), moment=Moment.AFTER_ARRIVAL)
    assert set(problems(after)) == {"made_on"}
    assert problems(replace(after, made_on=ARRIVED)) == {}


def test_a_wish_that_nobody_has_decided_about_needs_no_reason(case: CaseFile) -> None:
    open_wish = replace(SHOP, feasible=None, why="")
    assert problems(replace(before(case), wishes=(open_wish,))) == {}


# ---------------------------------------------------------------------------- side by side


def test_the_two_are_read_beside_each_other_by_what_they_are_about(case: CaseFile) -> None:
    old = before(case)
    changed = replace(TRUCK, hinders="", feasible=Feasible.YES, why="A school has opened")
    new = replace(
        old, id=new_id(), moment=Moment.AFTER_ARRIVAL, wishes=(SHOP, changed), skills=(),
        prospects=(MARKET, DEBT),
    )  # fmt: skip
    pairs = side_by_side(old, new)
    assert [pair.either.id for pair in pairs] == ["w1", "w2", "s1", "p1", "p2"]
    assert [pair.is_changed for pair in pairs] == [False, True, False, False, False]
    assert (pairs[2].after, pairs[4].before) == (None, None)
    assert named([new, old])["w2"] == changed  # as it is seen now, whatever the order
    assert named([new, old])["s1"] == SEWS


# ---------------------------------------------------------------------------- in the vault


def test_what_is_saved_is_read_back_and_moves_the_case_on(writer: Session, case: CaseFile) -> None:
    saved = assessments.save_assessment(writer, before(case))
    (read,) = assessments.assessments_of(writer, case.id)
    assert read == saved
    assert (read.revision, read.author) == (1, writer.user.id)
    assert reload_case(writer, case.id).case.stage is Stage.ASSESSMENT


def test_the_assessment_after_arrival_begins_as_a_copy(writer: Session, case: CaseFile) -> None:
    first = assessments.save_assessment(writer, before(case))
    copy = assessments.start_assessment(writer, case.id, Moment.AFTER_ARRIVAL)
    assert (copy.wishes, copy.skills, copy.prospects) == (
        first.wishes, first.skills, first.prospects,
    )  # fmt: skip
    assert copy.id != first.id
    assert (copy.made_on, copy.made_by, copy.revision) == (None, "", 0)
    assessments.save_assessment(writer, replace(copy, made_on=TODAY, made_by="A. Sow"))
    assert [one.moment for one in assessments.assessments_of(writer, case.id)] == list(Moment)


def test_every_version_stays_and_none_can_be_altered(writer: Session, case: CaseFile) -> None:
    first = assessments.save_assessment(writer, before(case))
    second = assessments.save_assessment(writer, replace(first, wishes=(SHOP,)))
    assert second.revision == 2
    with writer.read() as db:
        assert db.execute("SELECT count(*) FROM assessment").fetchone()[0] == 2
        assert store.newest(db, first.id) == second
    with pytest.raises(DatabaseError), writer.vault.transaction() as db:
        db.execute("UPDATE assessment SET body = '{}'")


def test_two_colleagues_do_not_overwrite_each_other(writer: Session, case: CaseFile) -> None:
    first = assessments.save_assessment(writer, before(case))
    assessments.save_assessment(writer, replace(first, wishes=(SHOP,)))
    with pytest.raises(StaleRecord):
        assessments.save_assessment(writer, replace(first, skills=()))
    with pytest.raises(StaleRecord):  # and none is written beside the first
        assessments.save_assessment(writer, before(case))


def test_who_may_not_write_changes_nothing_and_reads_all_the_same(
    sign_in: SignIn, writer: Session, case: CaseFile
) -> None:
    saved = assessments.save_assessment(writer, before(case))
    supervisor = sign_in(Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        assessments.save_assessment(supervisor, replace(saved, wishes=()))
    assert assessments.assessments_of(supervisor, case.id) == [saved]


def test_it_stays_at_the_desk_and_the_daily_check_holds_it_to_the_log(
    writer: Session, case: CaseFile
) -> None:
    saved = assessments.save_assessment(writer, before(case))
    with writer.read() as db:
        kinds = {row[0] for row in db.execute("SELECT kind FROM outbox")}
        act = db.execute("SELECT act FROM audit ORDER BY seq DESC LIMIT 1").fetchone()[0]
    assert "assessment" not in kinds
    assert act == Act.ASSESSMENT_SAVED
    assert integrity.check(writer, lambda *_step: None).is_whole
    with writer.vault.transaction() as db:
        db.execute("DELETE FROM assessment WHERE id = ?", (saved.id,))
    assert not integrity.check(writer, lambda *_step: None).is_whole
