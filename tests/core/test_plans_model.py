"""A plan's own rules: what a draft needs, what freezes it, and that its JSON is itself again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import InvalidInput, NotAllowed
from intake_app.packs.model import Dimension
from intake_app.plans.model import (
    FAMILY,
    MAX_TEXT,
    Activity,
    ActivityStatus,
    BudgetLine,
    Goal,
    Level,
    LineForm,
    Plan,
    PlanState,
    content_hash,
    from_body,
    to_body,
)
from intake_app.values import MINOR_UNITS, Money, canonical_json

WORKSHOP = Activity(
    "a1", "Rent a workshop", "BETI Sfax", "A. Sow", date(2026, 5, 1), ActivityStatus.PLANNED
)
SEWING = Goal("g1", Dimension.ECONOMIC, Level.INDIVIDUAL, "Work as a tailor", (WORKSHOP,))
MACHINE = BudgetLine(
    "l1", "post_return", "Two sewing machines", Money(76_000, "EUR"), LineForm.IN_KIND, FAMILY
)
PLAN = Plan(
    id="p1",
    case_id="c1",
    author="counsellor",
    goals=(SEWING,),
    lines=(MACHINE,),
    written_at="2026-04-11T09:00:00+00:00",
    revision=3,
)


def problems(plan: Plan, *, complete: bool = False) -> dict[str, str]:
    """What is wrong with a plan, by field."""
    try:
        if complete:
            plan.check_complete()
        else:
            plan.check()
    except InvalidInput as error:
        return error.problems
    return {}


# ---------------------------------------------------------------------------- checks


def test_a_good_plan_may_be_kept_and_submitted() -> None:
    assert problems(PLAN) == {}
    assert problems(PLAN, complete=True) == {}


def test_an_empty_draft_may_be_kept_but_not_submitted() -> None:
    empty = Plan("p1", "c1")
    assert problems(empty) == {}
    assert problems(empty, complete=True) == {"goals": "Add at least one goal."}


def test_each_field_that_does_not_fit_has_its_sentence() -> None:
    spoilt = replace(
        PLAN,
        goals=(
            SEWING,
            replace(SEWING, id="g2", text=" ", activities=(Activity("a2", ""),)),
        ),
        lines=(
            MACHINE,
            BudgetLine("l2", "", "x" * (MAX_TEXT + 1), Money(0, "EUR"), LineForm.CASH, ""),
        ),
    )
    assert set(problems(spoilt)) == {
        "goals.1.text",
        "goals.1.activities.0.text",
        "lines.1.text",
        "lines.1.package",
        "lines.1.amount",
        "lines.1.beneficiary",
    }
    assert all(sentence.endswith(".") for sentence in problems(spoilt).values())


def test_a_plan_for_approval_names_who_does_what_until_when() -> None:
    loose = replace(SEWING, activities=(Activity("a2", "Look for a workshop"),))
    bare = replace(SEWING, id="g2", activities=())
    assert set(problems(replace(PLAN, goals=(loose, bare)), complete=True)) == {
        "goals.0.activities.0.responsible",
        "goals.0.activities.0.due",
        "goals.1.activities",
    }


def test_two_parts_with_one_id_are_a_bug() -> None:
    with pytest.raises(ValueError, match="share an id"):
        replace(PLAN, lines=(MACHINE, MACHINE))


def test_texts_are_cleaned_before_they_are_stored() -> None:
    typed = replace(
        PLAN,
        goals=(replace(SEWING, text="  Work as\u202e a tailor\n"),),
        lines=(replace(MACHINE, text="e\u0301tal "),),
    )
    cleaned = typed.cleaned()
    assert cleaned.goals[0].text == "Work as a tailor"
    assert cleaned.lines[0].text == "étal"
    assert cleaned.cleaned() == cleaned


# ---------------------------------------------------------------------------- states


def test_a_draft_is_submitted_and_then_decided_by_somebody_else() -> None:
    submitted = PLAN.submitted()
    assert (PLAN.is_frozen, submitted.is_frozen) == (False, True)
    assert submitted.approved("supervisor").state is PlanState.APPROVED
    assert submitted.returned("supervisor").state is PlanState.RETURNED


def test_nobody_decides_about_their_own_plan() -> None:
    submitted = PLAN.submitted()
    with pytest.raises(NotAllowed):
        submitted.approved(PLAN.author)
    with pytest.raises(NotAllowed):
        submitted.returned(PLAN.author)


def test_only_what_was_submitted_is_decided_about_and_only_once() -> None:
    with pytest.raises(NotAllowed):
        PLAN.approved("supervisor")
    with pytest.raises(NotAllowed):
        PLAN.submitted().approved("supervisor").returned("supervisor")
    with pytest.raises(NotAllowed):
        PLAN.submitted().submitted()


def test_an_incomplete_draft_is_not_submitted() -> None:
    with pytest.raises(InvalidInput):
        replace(PLAN, goals=()).submitted()


def test_a_decided_plan_is_changed_as_a_new_version() -> None:
    returned = PLAN.submitted().returned("supervisor")
    draft = returned.next_version("p2", "other", "2026-04-20T08:00:00+00:00")
    assert (draft.id, draft.version, draft.state) == ("p2", 2, PlanState.DRAFT)
    assert (draft.author, draft.revision) == ("other", 0)
    assert (draft.goals, draft.lines) == (PLAN.goals, PLAN.lines)
    with pytest.raises(NotAllowed):
        PLAN.next_version("p2", "other", "2026-04-20T08:00:00+00:00")
    with pytest.raises(NotAllowed):
        PLAN.submitted().next_version("p2", "other", "2026-04-20T08:00:00+00:00")


# ---------------------------------------------------------------------------- what approval freezes


def test_approval_itself_and_progress_do_not_change_the_frozen_content() -> None:
    frozen = content_hash(PLAN)
    assert len(bytes.fromhex(frozen)) == 32
    later = replace(PLAN.submitted().approved("supervisor"), revision=9, written_at="later")
    done = replace(WORKSHOP, status=ActivityStatus.DONE)
    later = replace(later, goals=(replace(SEWING, activities=(done,)),))
    assert content_hash(later) == frozen


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAN, id="p9"),
        replace(PLAN, case_id="c9"),
        replace(PLAN, version=2),
        replace(PLAN, author="other"),
        replace(PLAN, goals=()),
        replace(PLAN, goals=(replace(SEWING, dimension=Dimension.SOCIAL),)),
        replace(PLAN, goals=(replace(SEWING, level=Level.COMMUNITY),)),
        replace(
            PLAN,
            goals=(replace(SEWING, activities=(replace(WORKSHOP, due=date(2026, 5, 2)),)),),
        ),
        replace(PLAN, lines=(replace(MACHINE, amount=Money(76_001, "EUR")),)),
        replace(PLAN, lines=(replace(MACHINE, amount=Money(76_000, "USD")),)),
        replace(PLAN, lines=(replace(MACHINE, form=LineForm.CASH),)),
        replace(PLAN, lines=(replace(MACHINE, beneficiary="somebody"),)),
        replace(PLAN, lines=(replace(MACHINE, package="post_arrival"),)),
    ],
)
def test_any_change_of_content_changes_the_hash(changed: Plan) -> None:
    assert content_hash(changed) != content_hash(PLAN)


# ---------------------------------------------------------------------------- JSON

_TEXT = st.text(max_size=20)
_MONEY = st.builds(Money, st.integers(0, 10**12), st.sampled_from(sorted(MINOR_UNITS)))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan, with ids that differ."""
    goals = []
    for number in range(draw(st.integers(0, 3))):
        steps = tuple(
            Activity(
                f"a{number}.{step}", draw(_TEXT), draw(_TEXT), draw(_TEXT),
                draw(st.none() | st.dates()), draw(st.sampled_from(ActivityStatus)),
            )
            for step in range(draw(st.integers(0, 3)))
        )  # fmt: skip
        goals.append(
            Goal(
                f"g{number}", draw(st.sampled_from(Dimension)), draw(st.sampled_from(Level)),
                draw(_TEXT), steps,
            )
        )  # fmt: skip
    lines = tuple(
        BudgetLine(
            f"l{number}", draw(_TEXT), draw(_TEXT), draw(_MONEY),
            draw(st.sampled_from(LineForm)), draw(_TEXT),
        )
        for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    state = draw(st.sampled_from(PlanState))
    return Plan("p", "c", draw(st.integers(1, 99)), state, draw(_TEXT), tuple(goals), lines)


@given(plans())
def test_a_plan_survives_json_unchanged(plan: Plan) -> None:
    text = canonical_json(to_body(plan))
    again = from_body(json.loads(text))
    assert again == plan
    assert content_hash(again) == content_hash(plan)
    assert "." not in str(to_body(plan)["lines"] and to_body(plan)["lines"][0]["amount"]["minor"])


@pytest.mark.parametrize(
    "spoil",
    [
        {"state": "approved_by_me"},
        {"lines": [{"id": "l1"}]},
        {"goals": None},
        {"lines": [{**to_body(PLAN)["lines"][0], "amount": {"minor": 1.5, "currency": "EUR"}}]},
        {"lines": [{**to_body(PLAN)["lines"][0], "amount": {"minor": 1, "currency": "ZZZ"}}]},
    ],
)
def test_what_is_no_plan_is_not_read_as_one(spoil: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_body({**to_body(PLAN), **spoil})
