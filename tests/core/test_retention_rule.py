"""The rule alone: days in, a day out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake_app.retention.model import FileKind, KeptFile, Relative, is_due, kept_until, who_goes

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
YEARS = st.integers(1, 100)
FILE = KeptFile(FileKind.CASE, "c", "p", "X", "1", date(2020, 5, 4))


@given(DAYS, st.none() | DAYS, YEARS)
def test_a_file_is_kept_whole_years_from_its_closure_or_else_from_its_last_act(
    last: date, closed: date | None, years: int
) -> None:
    until = kept_until(closed_on=closed, last_act_on=last, years=years)
    start = closed or last
    assert until is not None
    assert until.year == start.year + years
    assert (until.month, until.day) == (start.month, start.day) or (until.month, until.day) == (
        3,
        1,
    )
    assert kept_until(closed_on=closed, last_act_on=last, years=None) is None


@given(DAYS, DAYS, YEARS)
def test_later_work_and_longer_rules_never_make_a_file_due_earlier(
    one: date, other: date, years: int
) -> None:
    first, second = sorted((one, other))
    early = kept_until(closed_on=None, last_act_on=first, years=years)
    late = kept_until(closed_on=None, last_act_on=second, years=years)
    longer = kept_until(closed_on=None, last_act_on=first, years=years + 1)
    assert early is not None
    assert late is not None
    assert longer is not None
    assert early <= late
    assert early < longer


@given(st.none() | DAYS, DAYS)
def test_a_file_is_due_the_day_after_and_never_without_a_date(
    until: date | None, today: date
) -> None:
    assert is_due(until, today) == (until is not None and today > until)
    if until is not None:
        assert not is_due(until, until)
        assert is_due(until, until + timedelta(days=1))


def test_a_date_of_its_own_goes_before_the_rule() -> None:
    assert FILE.kept_until(None) is None
    assert FILE.kept_until(5) == date(2025, 5, 4)
    assert replace(FILE, closed_on=date(2021, 1, 1)).kept_until(5) == date(2026, 1, 1)
    assert replace(FILE, set_until=date(2019, 1, 1)).kept_until(5) == date(2019, 1, 1)
    assert replace(FILE, set_until=date(2019, 1, 1)).kept_until(None) == date(2019, 1, 1)


RELATIVES = st.lists(
    st.builds(Relative, st.sampled_from("abcdef"), st.booleans(), st.none() | DAYS),
    unique_by=lambda relative: relative.person_id,
    min_size=1,
)


@given(RELATIVES, DAYS)
def test_nobody_goes_while_the_family_has_a_case_and_nobody_goes_before_their_own_date(
    household: list[Relative], today: date
) -> None:
    person = household[0].person_id
    going = who_goes(person, household, today)
    if any(relative.has_case for relative in household):
        assert going == set()
        return
    assert person in going
    for relative in household[1:]:
        assert (relative.person_id in going) == is_due(relative.until, today)
