"""The EURP pack says what its public sources say: figures from ``domain.md`` 4.2 and 5.2."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake_app.dossier.asked import clocks
from intake_app.packs.loader import load_pack, packs_folder
from intake_app.packs.model import Group, Mark, Moment, Pack, Start
from intake_app.plans.budget import Frame, balances, refusal
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money

ARRIVED = date(2025, 5, 3)


@pytest.fixture(scope="module")
def eurp() -> Pack:
    """The pack as it is shipped."""
    return load_pack(packs_folder() / "eurp")


def euros(amount: str) -> Money:
    """An amount in euros."""
    return Money.of(amount, "EUR")


def a_line(
    package: str, amount: Money, form: LineForm = LineForm.IN_KIND, line_id: str = "new"
) -> BudgetLine:
    """A plan line, in kind unless said otherwise."""
    return BudgetLine(line_id, package, "Stock for a shop", amount, form)


def a_case(pack: Pack, kind: str, family_members: int = 0, day: int = 100) -> Frame:
    """A case on the given day after arrival."""
    return Frame(pack, kind, ARRIVED, ARRIVED + timedelta(days=day), family_members)


@pytest.mark.parametrize(
    ("kind", "family_members", "package", "ceiling"),
    [
        # domain.md 5.2, S-2 and S-3: post-arrival 615 voluntary, 205 forced (one per case)
        ("assisted_voluntary", 0, "post_arrival", "615"),
        ("assisted_voluntary", 2, "post_arrival", "615"),
        ("forced", 0, "post_arrival", "205"),
        # 2,000 for the principal
        ("assisted_voluntary", 0, "post_return", "2000"),
        # a family of three: 2,000 + 2 x 1,000 = 4,000
        ("assisted_voluntary", 2, "post_return", "4000"),
        # forced: 1,000 for each person, so 1 x 1,000 and 3 x 1,000
        ("forced", 0, "post_return", "1000"),
        ("forced", 2, "post_return", "3000"),
    ],
)
def test_a_ceiling_is_reached_to_the_cent_and_never_passed(
    eurp: Pack, kind: str, family_members: int, package: str, ceiling: str
) -> None:
    frame = a_case(eurp, kind, family_members)
    assert refusal(a_line(package, euros(ceiling)), [], frame) is None
    one_cent_more = euros(ceiling) + Money(1, "EUR")
    reason = refusal(a_line(package, one_cent_more), [], frame)
    assert reason is not None
    assert "This line is 0.01\u00a0EUR above the ceiling" in reason


def test_the_lines_of_a_family_share_its_ceiling(eurp: Pack) -> None:
    # 2,500 + 1,500 = 4,000 fits; 2,500 + 1,500.01 does not
    frame = a_case(eurp, "assisted_voluntary", 2)
    first = a_line("post_return", euros("2500"), line_id="first")
    assert refusal(a_line("post_return", euros("1500")), [first], frame) is None
    reason = refusal(a_line("post_return", euros("1500.01")), [first], frame)
    # day 100 of 365 (3 May 2025 to 3 May 2026): 265 days are left
    assert reason == (
        "This line is 0.01\u00a0EUR above the ceiling of Post-return package. There are"
        " 1,500.00\u00a0EUR left of 4,000.00\u00a0EUR, and 265 days until 3 May 2026."
    )


def test_post_return_is_in_kind_only(eurp: Pack) -> None:
    frame = a_case(eurp, "assisted_voluntary")
    reason = refusal(a_line("post_return", euros("10"), LineForm.CASH), [], frame)
    assert reason == (
        "Post-return package is given in kind only: the office pays the supplier, never the person."
    )
    assert refusal(a_line("post_arrival", euros("10"), LineForm.CASH), [], frame) is None
    assert refusal(a_line("post_arrival", euros("10"), LineForm.IN_KIND), [], frame) is None


def test_the_365th_day_is_the_last_and_the_366th_is_too_late(eurp: Pack) -> None:
    # arrival on 3 May 2025; twelve months end with 3 May 2026, 365 days later
    last = a_case(eurp, "forced", day=365)
    assert last.today == date(2026, 5, 3)
    assert refusal(a_line("post_return", euros("1000")), [], last) is None
    too_late = a_case(eurp, "forced", day=366)
    assert refusal(a_line("post_return", euros("1")), [], too_late) == (
        "The time for Post-return package is over: its last day was 3 May 2026."
    )


def test_the_balance_counts_the_days_that_are_left(eurp: Pack) -> None:
    line = a_line("post_return", euros("760"))
    for day, left in ((0, 365), (154, 211), (365, 0), (366, -1)):
        frame = a_case(eurp, "assisted_voluntary", day=day)
        (balance,) = (b for b in balances([line], frame) if b.package == "post_return")
        assert balance.days_left == left
        assert balance.left == euros("1240")  # 2,000 - 760
        assert (balance.closed is None) == (left >= 0)


def test_the_post_arrival_package_states_no_days(eurp: Pack) -> None:
    frame = a_case(eurp, "forced", day=400)
    (balance,) = (b for b in balances([], frame) if b.package == "post_arrival")
    assert (balance.last_day, balance.days_left, balance.closed) == (None, None, None)


def test_the_medical_package_waits_for_the_office(eurp: Pack) -> None:
    reason = refusal(a_line("medical_support", euros("1")), [], a_case(eurp, "forced"))
    assert reason is not None
    assert "Your office has to confirm one first." in reason


@pytest.mark.parametrize("kind", ["voluntary_unassisted", "humanitarian", "evacuation"])
def test_other_kinds_of_return_get_nothing_from_eurp(eurp: Pack, kind: str) -> None:
    frame = a_case(eurp, kind)
    assert eurp.eligibility.group_of(kind) is None
    assert balances([], frame) == ()
    assert refusal(a_line("post_return", euros("1")), [], frame) == (
        "Post-return package is not for this kind of return."
    )


def test_only_euros_are_counted(eurp: Pack) -> None:
    reason = refusal(a_line("post_return", Money(1, "TND")), [], a_case(eurp, "assisted_voluntary"))
    assert reason == ("Post-return package is counted in EUR. Write the amounts in EUR.")


def test_riat_gives_the_member_state_seven_days(eurp: Pack) -> None:
    # domain.md 4.2 (S-7): counted from the submission, not from arrival
    riat = eurp.deadline("riat_answer")
    assert riat is not None
    assert riat.start is Start.SUBMISSION
    assert riat.last_day(date(2026, 2, 24)) == date(2026, 3, 3)
    # the clock runs from the day on which the case was sent in RIAT, until the answer
    sent = {"riat_sent_on": "2026-02-24"}
    (clock,) = clocks(eurp, sent)
    assert (clock.last_day, clock.ended_on) == (date(2026, 3, 3), None)
    (clock,) = clocks(eurp, {**sent, "riat_answered_on": "2026-03-01"})
    assert clock.ended_on == date(2026, 3, 1)
    assert clocks(eurp, {}) == clocks(eurp, {"riat_sent_on": "soon"}) == []


def test_the_post_return_window_and_the_package_end_are_one_day(eurp: Pack) -> None:
    end = eurp.deadline("package_end")
    package = eurp.package("post_return")
    assert end is not None
    assert package is not None
    assert package.window is not None
    assert end.last_day(ARRIVED) == package.window.last_day(ARRIVED)


def test_the_two_programmes_are_really_different(eurp: Pack) -> None:
    tounesna = load_pack(packs_folder() / "tounesna")
    assert eurp.currency != tounesna.currency
    assert not {p.id for p in eurp.packages} & {p.id for p in tounesna.packages}
    assert eurp.eligibility.minimum_age is None
    assert eurp.eligibility.group_of("forced") is Group.FORCED
    assert [phase.id for phase in eurp.phases] == ["km1", "km2", "km3"]


def test_no_amount_is_invented(eurp: Pack) -> None:
    for package in eurp.packages:
        for ceiling in package.ceilings:
            public = ceiling.origin.mark is Mark.SOURCE
            assert (ceiling.amount is not None) == public
            assert (eurp.source(ceiling.origin.source) is not None) == public


def test_partners_stand_in_the_countries_of_the_programme(eurp: Pack) -> None:
    assert {partner.country for partner in eurp.partners} <= set(eurp.office_countries)
    assert {partner.country for partner in eurp.partners_in("GH")} == {"GH"}


def test_what_riat_asks_is_asked_here(eurp: Pack) -> None:
    # domain.md 1, row 9 (S-4 to S-7); 5.3: aid under two schemes is told before the plan (S-103)
    needed = {one.id: one.needed for one in eurp.questions if one.needed}
    assert needed == {"riat_number": Moment.GRANT, "other_aid": Moment.PLAN}
    standing = eurp.question("riat_standing")
    assert standing is not None
    assert {"draft", "registration", "open_km2", "retroactive", "rejected", "reopened"} <= {
        option.id for option in standing.options
    }


def test_the_member_state_applies_and_the_partner_reports(eurp: Pack) -> None:
    # domain.md 4.5 (S-5): focal point, coordinator, Member State
    applies, reports = (
        eurp.lead_of(service, ARRIVED) for service in ("application", "plan_and_report")
    )
    assert applies is not None
    assert reports is not None
    assert "Member State" in applies.lead.en
    assert "focal point" in reports.lead.en
    assert eurp.grants.origin is not None
    assert eurp.grants.origin.source == "riat_km3"
