"""The time limits of a programme on the wall: they run from a day that somebody answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Asked, Family, Group, Line
from intake_app.deadlines.store import CLOCK_AWAITED
from intake_app.dossier.asked import clocks
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.session import Session
from tests.conftest import FixedClock
from tests.core.documents_reading import text_by_poppler
from tests.core.screening_kit import ADULT, a_case_of, as_role
from tests.factories import TODAY
from tests.frozen_vaults import frozen, thawed, unlocked

DAY = timedelta(days=1)


def written(session: Session, case_id: str, **answers: str) -> None:
    """Write these answers into the case and leave the others; an empty one takes it away."""
    now = dossier_of(session, case_id).dossier
    save_dossier(session, replace(now, answers={**now.answers, **answers}))


def on_the_wall(session: Session) -> list[tuple[Group, str]]:
    return [(one.group, one.due) for one in running(session)]


def running(session: Session) -> list[Line]:
    return [one for one in deadlines.wall(session) if one.kind == "clock"]


def test_the_seven_days_of_riat_run_from_the_day_of_sending_until_the_answer(
    supervisor: Session, clock: FixedClock
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    counsellor = as_role(supervisor, Role.COUNSELLOR)
    assert on_the_wall(counsellor) == []
    written(counsellor, case.id, riat_sent_on=TODAY.isoformat())
    last = (TODAY + 7 * DAY).isoformat()
    pressing = deadlines.counts(counsellor).pressing(mine=False)
    seen = []
    for days in (0, 6, 7, 8):
        clock.moment += timedelta(days=days) - (clock.moment.date() - TODAY)
        seen += on_the_wall(counsellor)
    assert seen == [
        (Group.WEEK, last), (Group.WEEK, last), (Group.TODAY, last), (Group.OVERDUE, last),
    ]  # fmt: skip
    assert deadlines.counts(counsellor).pressing(mine=False) == pressing + 1
    assert "clock" in {one.kind for one in deadlines.wall(counsellor, Asked(family=Family.PLANS))}
    written(counsellor, case.id, riat_answered_on=TODAY.isoformat())
    assert on_the_wall(counsellor) == []
    written(counsellor, case.id, riat_answered_on="")  # the control: written in the wrong case
    assert on_the_wall(counsellor) == [(Group.OVERDUE, last)]
    clock.moment += CLOCK_AWAITED * DAY
    assert on_the_wall(counsellor) == []  # past help


def test_the_limit_stands_on_the_sheet_by_its_own_name(
    supervisor: Session,
) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    written(supervisor, case.id, riat_sent_on=(TODAY - 9 * DAY).isoformat())
    (line,) = running(supervisor)
    assert deadlines.what_words(supervisor, line, "en") == "Answer of the Member State in RIAT"
    assert deadlines.kind_of(line).leads == "case_programme"
    told = " ".join(text_by_poppler(deadlines.sheet(supervisor, Asked(), "fr")).split())
    assert "Réponse de l'État membre dans RIAT" in told
    assert case.number in told
    assert running(as_role(supervisor, Role.RECEPTION)) == []


def test_a_question_of_another_programme_starts_nothing(supervisor: Session) -> None:
    _person, case = a_case_of(supervisor, ADULT)
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE case_file SET pack = 'senegal' WHERE id = ?", (case.id,))
        db.execute(
            "INSERT INTO dossier (case_id, revision, body, author, written_at) VALUES"
            " (?, 1, ?, 'x', '2026-05-12T10:00:00+00:00')",
            (case.id, '{"answers":{"riat_sent_on":"2026-05-01"},"modules":[],"papers":[]}'),
        )
    assert running(supervisor) == []
    with supervisor.vault.transaction() as db:  # the control
        db.execute("UPDATE case_file SET pack = 'eurp' WHERE id = ?", (case.id,))
    assert len(running(supervisor)) == 1


@pytest.fixture
def case_id(supervisor: Session) -> str:
    return a_case_of(supervisor, ADULT)[1].id


days_about = st.none() | st.dates(date(2025, 3, 1), date(2026, 8, 1))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=days_about, answered=days_about)
def test_the_wall_reckons_as_the_case_does(
    supervisor: Session, case_id: str, sent: date | None, answered: date | None
) -> None:
    written(
        supervisor,
        case_id,
        riat_sent_on=sent.isoformat() if sent else "",
        riat_answered_on=answered.isoformat() if answered else "",
    )
    found = clocks(supervisor.packs["eurp"], dossier_of(supervisor, case_id).dossier.answers)
    wanted = [
        one.last_day.isoformat()
        for one in found
        if one.ended_on is None
        and one.last_day <= supervisor.today() + 30 * DAY
        and one.last_day - 7 * DAY >= supervisor.today() - CLOCK_AWAITED * DAY
    ]
    assert [one.due for one in running(supervisor)] == wanted


def test_an_older_vault_has_the_days_of_its_answers_at_once(tmp_path: Path) -> None:
    old = next(path for path in frozen() if path.name == "v0029")
    vault = unlocked(thawed(old, tmp_path / "vault"), Role.SUPERVISOR)
    try:
        with vault.read() as db:
            said = db.execute(
                "SELECT case_id, answer.key, answer.value FROM dossier,"
                " json_each(body, '$.answers') AS answer ORDER BY 1, 2"
            ).fetchall()
            kept = db.execute("SELECT case_id, question, day FROM dossier_day ORDER BY 1, 2")
            assert [tuple(row) for row in kept.fetchall()] == [
                tuple(row) for row in said if is_day(row[2])
            ]
        assert any(is_day(row[2]) for row in said)
    finally:
        vault.close()


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
