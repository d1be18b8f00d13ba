"""The wall under a moving clock: midnight, time zones, and every group against the rules in words.

The rows are laid down once; each example looks at them at another moment, in another zone.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.deadlines import service as deadlines
from intake_app.deadlines.kinds import OF_KEY
from intake_app.deadlines.model import HORIZON, WEEK, Asked, Edges, Group, When
from intake_app.packs.model import Pack
from intake_app.referrals import service as referrals
from intake_app.referrals.model import ANSWER_WITHIN, Urgency
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import day_begins, new_id
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock
from tests.core.screening_kit import ADULT, a_case_of
from tests.factories import a_consent, a_provider

ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Africa/Conakry", "Africa/Tunis", "Africa/Casablanca", "Africa/Cairo", "Africa/Addis_Ababa",
        "Europe/Brussels", "Asia/Beirut", "Asia/Kathmandu", "America/Havana", "Pacific/Auckland",
    )
)  # fmt: skip
"""Also where the clocks go forward or back at midnight itself (Cairo, Beirut, Havana)."""

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda one: one.replace(tzinfo=UTC, microsecond=0)
)
FEW, MANY = 40, 2_000
START = datetime(2026, 3, 1, tzinfo=UTC)


# ---------------------------------------------------------------------------- days and moments


@settings(max_examples=200)
@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.sampled_from(ZONES))
@example(date(2026, 4, 24), ZoneInfo("Africa/Cairo"))
@example(date(2026, 11, 1), ZoneInfo("America/Havana"))
def test_a_day_begins_where_the_day_before_ends(day: date, zone: tzinfo) -> None:
    begins = day_begins(day, zone)
    assert begins.astimezone(zone).date() == day
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() == day - timedelta(days=1)
    assert timedelta(hours=22) < day_begins(day + timedelta(days=1), zone) - begins
    assert day_begins(day + timedelta(days=1), zone) - begins < timedelta(hours=26)


@settings(max_examples=100)
@given(MOMENTS, st.sampled_from(ZONES))
def test_the_groups_follow_each_other_without_a_gap(moment: datetime, zone: tzinfo) -> None:
    edges = Edges.at(moment, zone)
    assert list(edges.moments) == sorted(edges.moments)
    assert list(edges.days) == sorted(edges.days)
    assert edges.today == moment.astimezone(zone).date()
    assert moment < edges.midnight <= moment + timedelta(hours=26)
    for days, group in ((-1, 0), (0, 1), (1, 2), (WEEK, 2), (WEEK + 1, 3), (HORIZON, 3)):
        day = edges.today + timedelta(days=days)
        assert edges.group(When.DAY, day.isoformat()) is Group(group)
        if days:  # a moment within that day of the office stands in the same group
            noon = day_begins(day, zone) + timedelta(hours=12)
            assert edges.group(When.MOMENT, noon.isoformat()) is Group(group)
    assert edges.group(When.DAY, (edges.today + timedelta(days=HORIZON + 1)).isoformat()) is None
    second = timedelta(seconds=1)
    assert edges.group(When.MOMENT, moment.isoformat()) is Group.TODAY
    assert edges.group(When.MOMENT, (moment - second).isoformat()) is Group.OVERDUE
    last = edges.midnight - second
    assert edges.group(When.MOMENT, last.isoformat()) is Group.TODAY
    assert edges.group(When.MOMENT, edges.midnight.isoformat()) is Group.WEEK


def test_the_day_is_that_of_the_office(clerk: Session, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 5, 12, 23, 30, tzinfo=UTC)
    assert replace(clerk, zone=ZoneInfo("Africa/Conakry")).today() == date(2026, 5, 12)
    assert replace(clerk, zone=ZoneInfo("Africa/Tunis")).today() == date(2026, 5, 13)


# ---------------------------------------------------------------------------- the wall


@pytest.fixture(scope="module")
def office(
    template_office: Path, tmp_path_factory: pytest.TempPathFactory, packs: Mapping[str, Pack]
) -> Iterator[Session]:
    """A vault with many referrals and conferences; its clock is moved by the tests."""
    folder = Path(shutil.copytree(template_office, tmp_path_factory.mktemp("wall") / "office"))
    login = next(one for one in logins_of(folder) if one.role is Role.SUPERVISOR)
    words = PASSPHRASES[Role.SUPERVISOR]
    session = users.sign_in(folder, login.id, words, packs, bounds=CHEAP_BOUNDS, clock=FixedClock())
    lay_down(session)
    yield session
    session.vault.close()


def lay_down(session: Session) -> None:
    """Eighty referrals and eighty conferences over two years."""
    person, case = a_case_of(session, ADULT)
    provider = referrals.save_provider(session, a_provider())
    consent = cases.give_consent(
        session, a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    )
    chance = random.Random(6)
    with session.vault.transaction() as db:
        for number in range(1, 81):
            at = START + timedelta(minutes=chance.randrange(0, 600 * 24 * 60))
            urgency = chance.choice(list(Urgency))
            db.execute(
                "INSERT INTO referral (id, revision, case_id, provider_id, consent_id, number,"
                " sector, reason, urgency, state, author, referred_at, due_at)"
                " VALUES (?,1,?,?,?,?,'health','x',?,?,'someone',?,?)",
                (
                    new_id(), case.id, provider.id, consent.id, number, urgency.value,
                    "in_progress" if number % 4 else "done", at.isoformat(),
                    (at + ANSWER_WITHIN[urgency]).isoformat() if number % 4 else None,
                ),
            )  # fmt: skip
            day = START.date() + timedelta(days=chance.randrange(0, 600))
            db.execute(
                "INSERT INTO conference VALUES"
                " (?,1,?,'eurp','c',?,'','','','','[]','',?,'x','','','')",
                (new_id(), number, day.isoformat(), "held" if number % 4 == 0 else "planned"),
            )


KINDS_LAID = ("referral_emergency", "referral", "referral_stale", "conference")


def by_the_rules(session: Session, moment: datetime, zone: tzinfo) -> dict[str, tuple[str, Group]]:
    """Kind and group of everything that was laid down, from the models and the clock alone."""
    edges = Edges.at(moment, zone)
    found: dict[str, tuple[str, Group]] = {}
    with session.read() as db:
        for row in db.execute("SELECT * FROM referral WHERE state = 'in_progress'"):
            urgency, at = Urgency(row["urgency"]), datetime.fromisoformat(row["referred_at"])
            due = at + ANSWER_WITHIN[urgency]
            is_emergency = urgency is Urgency.EMERGENCY
            kind = "referral" if moment - at < timedelta(days=14) else "referral_stale"
            kind = "referral_emergency" if is_emergency else kind
            group = edges.group(When.MOMENT, due.isoformat(), is_emergency=is_emergency)
            if group is not None:
                found[row["id"]] = (kind, group)
        for row in db.execute("SELECT * FROM conference WHERE state = 'planned'"):
            group = edges.group(When.DAY, row["held_on"])
            if group is not None:
                found[row["id"]] = ("conference", group)
    return found


def hold_against_the_rules(session: Session, moment: datetime, zone: tzinfo) -> None:
    session = replace(session, zone=zone, clock=lambda: moment)
    lines = [line for line in deadlines.wall(session, limit=500) if line.kind in KINDS_LAID]
    assert {line.record: (line.kind, line.group) for line in lines} == by_the_rules(
        session, moment, zone
    )
    assert len({line.key for line in lines}) == len(lines)
    groups = [line.group for line in lines]
    assert groups == sorted(groups)
    for group in Group:
        calm = [not OF_KEY[line.kind].is_emergency for line in lines if line.group is group]
        assert calm == sorted(calm)
        alone = deadlines.wall(session, Asked(group=group), limit=500)
        assert [line for line in alone if line.kind in KINDS_LAID] == [
            line for line in lines if line.group is group
        ]
    counts = deadlines.counts(session)
    counted = {(t.kind, t.group): t.count for t in counts.tallies if t.kind in KINDS_LAID}
    shown = [(line.kind, line.group) for line in lines]
    assert counted == {one: shown.count(one) for one in shown}
    hold_until_it_turns(session, moment, zone, counts.turns_at)


def hold_until_it_turns(
    session: Session, moment: datetime, zone: tzinfo, turns_at: datetime
) -> None:
    """Until that moment every line keeps its group. A line that becomes stale keeps it as well."""
    assert moment <= turns_at <= moment + timedelta(hours=26)
    last = max(moment, turns_at - timedelta(seconds=1))
    before = {key: group for key, (_kind, group) in by_the_rules(session, moment, zone).items()}
    after = {key: group for key, (_kind, group) in by_the_rules(session, last, zone).items()}
    assert before == {key: after[key] for key in before}


@settings(
    max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MOMENTS, st.sampled_from(ZONES))
def test_every_line_stands_where_the_rules_put_it(
    office: Session, moment: datetime, zone: tzinfo
) -> None:
    hold_against_the_rules(office, moment, zone)


@pytest.mark.nightly
@settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MOMENTS, st.sampled_from(ZONES))
def test_every_line_stands_where_the_rules_put_it_many_times(
    office: Session, moment: datetime, zone: tzinfo
) -> None:
    hold_against_the_rules(office, moment, zone)


def test_pages_of_the_wall_join_without_gap_or_double(office: Session) -> None:
    session = replace(office, clock=lambda: datetime(2027, 2, 3, 7, tzinfo=UTC))
    whole = deadlines.wall(session, limit=500)
    assert len(whole) > 60
    pages = [
        line for at in range(0, 500, 7) for line in deadlines.wall(session, limit=7, offset=at)
    ]
    assert pages == whole
