"""Budget lines against ceilings: no order of adding, changing and removing passes a ceiling."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.packs.loader import load_pack, packs_folder
from intake_app.packs.model import (
    FamilyRole,
    Group,
    Pack,
    PackageForm,
    Per,
)
from intake_app.packs.overlay import OfficeAmount, with_office_amounts
from intake_app.plans.budget import Frame, Held, balances, refusal, refusals
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money

VILLAGE = load_pack(Path(__file__).resolve().parent.parent / "data" / "packs" / "village")
ARRIVED = date(2026, 1, 10)


def francs(amount: int) -> Money:
    """An amount in CFA francs, which have no decimals."""
    return Money(amount, "XOF")


def a_line(
    package: str, amount: Money, form: LineForm = LineForm.IN_KIND, line_id: str = "new"
) -> BudgetLine:
    """A plan line, in kind unless said otherwise."""
    return BudgetLine(line_id, package, "Something", amount, form)


def a_frame(
    kind: str = "assisted_voluntary",
    family_members: int = 0,
    day: int = 10,
    committed: dict[str, Money] | None = None,
) -> Frame:
    """A case of the made-up village programme, some days after arrival."""
    today = ARRIVED + timedelta(days=day)
    return Frame(VILLAGE, kind, ARRIVED, today, family_members, elsewhere(committed or {}))


def elsewhere(committed: dict[str, Money], pack: str = "village") -> tuple[Held, ...]:
    """What is bound outside the lines, by package."""
    return tuple(Held(pack, package, amount) for package, amount in committed.items())


# ---------------------------------------------------------------------------- one rule at a time


def test_a_package_of_another_programme_is_refused() -> None:
    reason = refusal(a_line("post_return", francs(1)), [], a_frame())
    assert reason == "Village has no such package. Choose another one."


def test_a_package_that_is_not_for_this_kind_of_return_is_refused() -> None:
    assert refusal(a_line("shop", francs(1)), [], a_frame("humanitarian")) is None
    assert refusal(a_line("shop", francs(1)), [], a_frame("forced")) == (
        "Shop is not for this kind of return."
    )
    assert "shop" not in {entry.package for entry in balances([], a_frame("forced"))}


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_of_nothing_is_refused(amount: int) -> None:
    reason = refusal(a_line("shop", francs(amount)), [], a_frame())
    assert reason == "Type an amount above zero."


def test_cash_only_and_in_kind_only_are_kept() -> None:
    frame = a_frame()
    assert refusal(a_line("starter", francs(1), LineForm.CASH), [], frame) is None
    assert refusal(a_line("starter", francs(1), LineForm.IN_KIND), [], frame) == (
        "Starter cash is given in cash only."
    )
    assert refusal(a_line("shop", francs(1), LineForm.IN_KIND), [], frame) is None
    assert refusal(a_line("shop", francs(1), LineForm.CASH), [], frame) == (
        "Shop is given in kind only: the office pays the supplier, never the person."
    )


def test_another_currency_is_refused_also_in_the_lines_that_are_there() -> None:
    frame = a_frame()
    wrong = a_line("shop", Money(1, "EUR"), line_id="old")
    sentence = "Shop is counted in XOF. Write the amounts in XOF."
    assert refusal(wrong, [], frame) == sentence
    assert refusal(a_line("shop", francs(1)), [wrong], frame) == sentence
    assert refusal(a_line("starter", francs(1), LineForm.CASH), [wrong], frame) is None


def test_a_line_waits_until_the_office_has_confirmed_a_ceiling() -> None:
    line = a_line("care", francs(75_000))
    frame = a_frame()
    assert refusal(line, [], frame) == (
        "No public source gives an amount for Care. Your office has to confirm one first."
    )
    entered = OfficeAmount("care", Group.ANY, FamilyRole.ANY, Per.CASE, francs(75_000), 2026)
    confirmed = replace(frame, pack=with_office_amounts(VILLAGE, [entered]))
    assert refusal(line, [], confirmed) is None
    assert refusal(replace(line, amount=francs(75_001)), [], confirmed) is not None


def test_the_last_day_is_still_in_time() -> None:
    line = a_line("shop", francs(600_000))
    # 90 days from 10 January 2026: 21 left in January, 28, 31, then 10 April
    on_time = refusal(line, [], a_frame(day=89))
    last = refusal(line, [], a_frame(day=90))
    late = refusal(line, [], a_frame(day=91))
    assert on_time is not None
    assert on_time.endswith("and 1 day until 10 April 2026.")
    assert last is not None
    assert last.endswith("500,000\u00a0XOF left of 500,000\u00a0XOF, and today is the last day.")
    assert late == "The time for Shop is over: its last day was 10 April 2026."


def test_what_is_given_once_is_refused_a_second_time() -> None:
    first = a_line("starter", francs(10_000), LineForm.CASH, "first")
    second = a_line("starter", francs(10_000), LineForm.CASH, "second")
    assert refusal(second, [first], a_frame()) == (
        "Starter cash is given once only, and the plan has a line for it already."
    )
    before = a_frame(committed={"starter": francs(1)})
    assert refusal(first, [], before) == (
        "Starter cash is given once only, and this person has had it before."
    )
    assert refusal(first, [], a_frame(committed={"starter": francs(0)})) is None


def test_changing_the_only_line_of_a_package_is_not_a_second_time() -> None:
    line = a_line("starter", francs(10_000), LineForm.CASH, "first")
    assert refusal(replace(line, amount=francs(40_000)), [line], a_frame()) is None


def test_changing_a_line_counts_its_new_amount_only() -> None:
    old = a_line("shop", francs(400_000), line_id="old")
    assert refusal(replace(old, amount=francs(500_000)), [old], a_frame()) is None
    assert refusal(replace(old, amount=francs(500_001)), [old], a_frame()) is not None


def test_what_is_bound_elsewhere_counts() -> None:
    frame = a_frame(committed={"shop": francs(450_000)})
    assert refusal(a_line("shop", francs(50_000)), [], frame) is None
    reason = refusal(a_line("shop", francs(50_001)), [], frame)
    assert reason is not None
    assert reason.startswith("This line is 1\u00a0XOF above the ceiling of Shop.")
    assert "50,000\u00a0XOF left of 500,000\u00a0XOF" in reason


def test_a_family_has_one_ceiling_capped_per_case() -> None:
    # 40,000 each: 2 persons 80,000; 3 persons 120,000, capped at 100,000
    for members, ceiling in ((0, 40_000), (1, 80_000), (2, 100_000), (5, 100_000)):
        frame = a_frame("forced", members)
        line = a_line("starter", francs(ceiling), LineForm.CASH)
        assert refusal(line, [], frame) is None
        assert refusal(replace(line, amount=francs(ceiling + 1)), [], frame) is not None


def test_a_balance_below_zero_is_shown_and_refused_as_nothing_left() -> None:
    # two persons when the lines were written, one when they are looked at again
    line = a_line("starter", francs(80_000), LineForm.CASH, "first")
    frame = a_frame(family_members=0)
    (balance,) = (entry for entry in balances([line], frame) if entry.package == "starter")
    assert balance.left == francs(-40_000)
    shop = a_line("shop", francs(1))
    over = replace(frame, elsewhere=elsewhere({"shop": francs(500_001)}))
    reason = refusal(shop, [], over)
    assert reason is not None
    assert "There are 0\u00a0XOF left" in reason


def test_all_lines_are_asked_together_and_unchanged_approved_ones_are_not_asked_again() -> None:
    approved = a_line("shop", francs(300_000), line_id="approved")
    fresh = a_line("shop", francs(1), line_id="fresh")
    late = a_frame(day=120)
    assert set(refusals([approved, fresh], late)) == {"approved", "fresh"}
    assert set(refusals([approved, fresh], late, kept=[approved])) == {"fresh"}
    raised = replace(approved, amount=francs(300_001))
    assert set(refusals([raised], late, kept=[approved])) == {"approved"}
    # what is kept still counts: 300,000 + 200,001 is one franc too much
    in_time = a_frame()
    grown = replace(fresh, amount=francs(200_001))
    assert set(refusals([approved, grown], in_time, kept=[approved])) == {"fresh"}
    fits = replace(fresh, amount=francs(200_000))
    assert refusals([approved, fits], in_time) == {}


def test_balances_list_the_packages_of_this_return_and_any_with_a_line() -> None:
    frame = a_frame("forced")
    assert [entry.package for entry in balances([], frame)] == ["starter", "care"]
    stray = a_line("shop", francs(5), line_id="stray")
    (shop,) = (entry for entry in balances([stray], frame) if entry.package == "shop")
    assert shop.closed == "Shop is not for this kind of return."
    assert (shop.ceiling, shop.planned) == (None, francs(5))


# ---------------------------------------------------------------------------- any order at all

PROGRAMMES: list[tuple[Pack, str]] = [
    (VILLAGE, "assisted_voluntary"),
    (VILLAGE, "forced"),
    (load_pack(packs_folder() / "eurp"), "assisted_voluntary"),
    (load_pack(packs_folder() / "eurp"), "forced"),
    (load_pack(packs_folder() / "tounesna"), "voluntary_unassisted"),
]


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    """Any case of any programme that we have, in its time."""
    pack, kind = draw(st.sampled_from(PROGRAMMES))
    members = draw(st.integers(0, 4))
    committed = draw(
        st.dictionaries(
            st.sampled_from([package.id for package in pack.packages]),
            st.integers(0, 10**6).map(lambda minor: Money(minor, pack.currency)),
            max_size=2,
        )
    )
    today = ARRIVED + timedelta(days=draw(st.integers(0, 400)))
    return Frame(pack, kind, ARRIVED, today, members, elsewhere(committed, pack.id))


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "change", "remove"]), st.integers(0, 9), st.integers()
    ),
    max_size=25,
)


def _amount(frame: Frame, lines: list[BudgetLine], package: str, seed: int) -> Money:
    """Amounts that crowd the ceiling: exactly what is left, one unit around it, or anything."""
    left = {entry.package: entry.left for entry in balances(lines, frame)}.get(package)
    chance = random.Random(seed)
    base = left.minor if left is not None else 1_000
    around = chance.choice([base, base + 1, base - 1, base // 2, chance.randint(-5, 2 * 10**7)])
    return Money(around, frame.pack.currency)


def _walk(frame: Frame, steps: list[Step]) -> list[BudgetLine]:
    """Follow the steps as a clerk would: whatever is refused is not done."""
    lines: list[BudgetLine] = []
    for number, (kind, place, seed) in enumerate(steps):
        package = frame.pack.packages[place % len(frame.pack.packages)]
        form = LineForm.CASH if package.form is PackageForm.CASH else LineForm.IN_KIND
        if kind == "remove" and lines:
            lines.pop(place % len(lines))
        elif kind == "change" and lines:
            old = lines[place % len(lines)]
            others = [line for line in lines if line is not old]
            new = replace(old, amount=_amount(frame, others, old.package, seed))
            if refusal(new, lines, frame) is None:
                lines = [*others, new]
        else:
            amount = _amount(frame, lines, package.id, seed)
            line = BudgetLine(str(number), package.id, "Something", amount, form)
            if refusal(line, lines, frame) is None:
                lines.append(line)
    return lines


@given(frames(), STEPS)
def test_no_order_of_steps_passes_a_ceiling_by_one_minor_unit(
    frame: Frame, steps: list[Step]
) -> None:
    lines = _walk(frame, steps)
    for package in frame.pack.packages:
        planned = sum(line.amount.minor for line in lines if line.package == package.id)
        if not planned:
            continue
        ceiling = package.ceiling(frame.group, frame.family_members)
        bound = sum(held.amount.minor for held in frame.elsewhere if held.package == package.id)
        assert ceiling is not None
        assert planned + bound <= ceiling.minor
        if package.once_only:
            assert sum(line.package == package.id for line in lines) == 1


@given(frames(), STEPS, st.randoms(use_true_random=False))
def test_what_was_accepted_is_accepted_in_any_order(
    frame: Frame, steps: list[Step], chance: random.Random
) -> None:
    lines = _walk(frame, steps)
    assert refusals(lines, frame) == {}
    shuffled = chance.sample(lines, len(lines))
    again: list[BudgetLine] = []
    for line in shuffled:
        assert refusal(line, again, frame) is None
        again.append(line)
    assert set(balances(again, frame)) == set(balances(lines, frame))


@given(frames(), STEPS)
def test_exactly_what_is_left_fits_and_one_unit_more_does_not(
    frame: Frame, steps: list[Step]
) -> None:
    lines = _walk(frame, steps)
    for balance in balances(lines, frame):
        package = frame.pack.package(balance.package)
        assert package is not None
        if balance.closed or balance.left is None or package.once_only:
            continue
        form = LineForm.CASH if package.form is PackageForm.CASH else LineForm.IN_KIND
        line = BudgetLine("new", package.id, "Something", balance.left, form)
        if balance.left.minor > 0:
            assert refusal(line, lines, frame) is None
        one_more = replace(line, amount=Money(max(balance.left.minor, 0) + 1, package.currency))
        assert refusal(one_more, lines, frame) is not None
