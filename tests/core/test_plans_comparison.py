"""Two versions of a plan beside each other: nothing is left out, and nothing is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.packs.model import Dimension
from intake_app.plans.comparison import Comparison, Difference, Kind, compare
from intake_app.plans.model import (
    Activity,
    ActivityStatus,
    BudgetLine,
    Goal,
    Level,
    LineForm,
    Plan,
    content_hash,
)
from intake_app.values import Money

RENT = Activity("a1", "Rent a workshop", "BETI Sfax", "A. Sow", date(2026, 5, 1))
BUY = Activity("a2", "Buy the machines", "", "A. Sow", date(2026, 6, 1))
SEWING = Goal("g1", Dimension.ECONOMIC, Level.INDIVIDUAL, "Work as a tailor", (RENT, BUY))
SCHOOL = Goal("g2", Dimension.SOCIAL, Level.INDIVIDUAL, "The children go to school")
MACHINE = BudgetLine("l1", "post_return", "Machines", Money(76_000, "EUR"), LineForm.IN_KIND)
FEES = BudgetLine("l2", "post_return", "Fees", Money(20_000, "EUR"), LineForm.IN_KIND)
PLAN = Plan("p1", "c1", goals=(SEWING, SCHOOL), lines=(MACHINE, FEES))


def kinds(found: Comparison) -> list[tuple[Kind, str]]:
    return [(one.kind, one.either.id) for one in found.all()]


def only(found: Comparison) -> Difference:
    (one,) = found.all()
    return one


def test_a_copy_is_the_same_whatever_its_state_version_and_progress() -> None:
    done = replace(RENT, status=ActivityStatus.DONE)
    copy = replace(
        PLAN, id="p2", version=2, author="other", revision=9,
        goals=(replace(SEWING, activities=(done, BUY)), SCHOOL),
    )  # fmt: skip
    found = compare(PLAN, copy)
    assert found.is_same
    assert found.money == ()


def test_what_is_new_and_what_is_gone_is_named_with_its_goal() -> None:
    learn = Activity("a3", "Learn accounting")
    newer = replace(PLAN, goals=(replace(SEWING, activities=(RENT, learn)),))
    found = compare(PLAN, newer)
    assert kinds(found) == [
        (Kind.REMOVED, "g2"), (Kind.ADDED, "a3"), (Kind.REMOVED, "a2"),
    ]  # fmt: skip
    assert {one.goal.id for one in found.activities if one.goal} == {"g1"}


def test_a_change_names_the_fields_and_keeps_both_texts() -> None:
    cheaper = replace(MACHINE, amount=Money(70_000, "EUR"), text="Two machines")
    one = only(compare(PLAN, replace(PLAN, lines=(cheaper, FEES))))
    assert (one.kind, one.fields) == (Kind.CHANGED, ("text", "amount"))
    assert (one.before, one.after) == (MACHINE, cheaper)


def test_an_activity_is_no_change_of_its_goal() -> None:
    later = replace(RENT, due=date(2026, 7, 1))
    found = compare(PLAN, replace(PLAN, goals=(replace(SEWING, activities=(later, BUY)), SCHOOL)))
    assert kinds(found) == [(Kind.CHANGED, "a1")]


def test_what_a_goal_rests_on_is_a_change_of_it() -> None:
    found = compare(PLAN, replace(PLAN, goals=(replace(SEWING, rests_on=("w1",)), SCHOOL)))
    assert only(found).fields == ("rests_on",)


def test_one_part_that_was_moved_is_one_difference() -> None:
    swapped = replace(PLAN, goals=(SCHOOL, SEWING))
    assert [one.kind for one in compare(PLAN, swapped).all()] == [Kind.MOVED]
    steps = replace(PLAN, goals=(replace(SEWING, activities=(BUY, RENT)), SCHOOL))
    assert [one.kind for one in compare(PLAN, steps).all()] == [Kind.MOVED]


def test_an_activity_that_goes_to_another_goal_was_moved() -> None:
    goals = (replace(SEWING, activities=(RENT,)), replace(SCHOOL, activities=(BUY,)))
    one = only(compare(PLAN, replace(PLAN, goals=goals)))
    assert (one.kind, one.either.id) == (Kind.MOVED, "a2")
    assert one.goal is not None
    assert one.goal.id == "g2"


def test_the_money_of_each_package_is_summed_before_and_after() -> None:
    other = BudgetLine("l3", "medical", "Glasses", Money(9_000, "EUR"), LineForm.IN_KIND)
    found = compare(PLAN, replace(PLAN, lines=(MACHINE, other)))
    sums = [(one.package, one.before.minor, one.after.minor) for one in found.money]
    assert sums == [("post_return", 96_000, 76_000), ("medical", 0, 9_000)]
    assert [one.more.minor for one in found.money] == [-20_000, 9_000]


def test_lines_that_change_place_only_change_no_money() -> None:
    found = compare(PLAN, replace(PLAN, lines=(FEES, MACHINE)))
    assert (kinds(found)[0][0], found.money) == (Kind.MOVED, ())


AMOUNTS = st.integers(min_value=1, max_value=10**9)
LINES = st.lists(
    st.builds(
        lambda number, package, minor: BudgetLine(
            f"l{number}", package, "x", Money(minor, "EUR"), LineForm.IN_KIND
        ),
        st.integers(0, 8), st.sampled_from(["a", "b"]), AMOUNTS,
    ),
    max_size=9, unique_by=lambda line: line.id,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(LINES, LINES)
def test_the_differences_lead_from_one_version_to_the_other(
    older: list[BudgetLine], newer: list[BudgetLine]
) -> None:
    before, after = (replace(PLAN, goals=(), lines=tuple(some)) for some in (older, newer))
    found = compare(before, after)
    rebuilt = {line.id: line for line in older}
    for one in found.lines:
        assert isinstance(one.either, BudgetLine)
        if one.kind is Kind.REMOVED:
            del rebuilt[one.either.id]
        else:
            rebuilt[one.either.id] = one.either
    assert rebuilt == {line.id: line for line in newer}
    assert found.is_same == (older == newer)
    more = sum(one.more.minor for one in found.money)
    assert more == sum(x.amount.minor for x in newer) - sum(x.amount.minor for x in older)
    back = compare(after, before)
    assert {(one.package, -one.more.minor) for one in back.money} == {
        (one.package, one.more.minor) for one in found.money
    }
    assert len(found.lines) == len(back.lines)


# ---------------------------------------------------------------------------- the hash


def test_the_hash_of_an_older_plan_does_not_change_with_the_new_field() -> None:
    older = "02db9d38"  # of PLAN, before goals could say what they rest on
    assert content_hash(PLAN).startswith(older)


def test_what_a_goal_rests_on_is_part_of_what_is_approved() -> None:
    resting = replace(PLAN, goals=(replace(SEWING, rests_on=("w1",)), SCHOOL))
    assert content_hash(resting) != content_hash(PLAN)
