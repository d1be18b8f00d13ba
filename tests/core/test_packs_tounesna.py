"""The Tounesna pack says what its public sources say (``domain.md`` 1, row 1, and 5.2)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.packs.loader import load_pack, packs_folder
from intake_app.packs.model import GrantStep, Group, Mark, Moment, Pack, Start
from intake_app.plans.budget import Frame, balances, refusal
from intake_app.plans.model import BudgetLine, LineForm
from intake_app.values import Money, PartialDate

ARRIVED = date(2026, 3, 2)


@pytest.fixture(scope="module")
def tounesna() -> Pack:
    """The pack as it is shipped."""
    return load_pack(packs_folder() / "tounesna")


def dinars(amount: str) -> Money:
    """An amount in Tunisian dinars, which have three decimals."""
    return Money.of(amount, "TND")


def a_line(package: str, amount: Money, line_id: str = "new") -> BudgetLine:
    """A plan line in kind."""
    return BudgetLine(line_id, package, "Machine à coudre", amount, LineForm.IN_KIND)


def a_returnee(pack: Pack, kind: str = "assisted_voluntary", family_members: int = 0) -> Frame:
    """One Tunisian back from Europe, forty days ago."""
    return Frame(pack, kind, ARRIVED, date(2026, 4, 11), family_members)


def test_the_economic_grant_ends_at_15600_dinars_and_not_one_millime_later(tounesna: Pack) -> None:
    # domain.md 5.2: TND 15,600 (S-11, 2022)
    frame = a_returnee(tounesna)
    assert refusal(a_line("economic_grant", dinars("15600")), [], frame) is None
    reason = refusal(a_line("economic_grant", dinars("15600.001")), [], frame)
    assert reason is not None
    assert "0.001\u00a0TND above the ceiling of Economic grant" in reason
    assert "15,600.000\u00a0TND left of 15,600.000\u00a0TND" in reason


def test_the_economic_grant_may_be_several_lines_up_to_its_ceiling(tounesna: Pack) -> None:
    # 9,600 + 6,000 = 15,600
    frame = a_returnee(tounesna)
    first = a_line("economic_grant", dinars("9600"), "first")
    assert refusal(a_line("economic_grant", dinars("6000")), [first], frame) is None
    assert refusal(a_line("economic_grant", dinars("6000.001")), [first], frame) is not None


def test_the_social_grant_is_a_range_whose_upper_end_is_the_ceiling(tounesna: Pack) -> None:
    # domain.md 5.2: TND 3,000-5,200 (S-11, 2022)
    package = tounesna.package("social_grant")
    assert package is not None
    (ceiling,) = package.ceilings
    assert (ceiling.at_least, ceiling.amount) == (dinars("3000"), dinars("5200"))
    frame = a_returnee(tounesna)
    assert refusal(a_line("social_grant", dinars("5200")), [], frame) is None
    assert refusal(a_line("social_grant", dinars("5200.001")), [], frame) is not None


def test_the_social_grant_is_given_once(tounesna: Pack) -> None:
    # 3,000 + 1,000 = 4,000 would stay under 5,200, but it is one grant
    first = a_line("social_grant", dinars("3000"), "first")
    reason = refusal(a_line("social_grant", dinars("1000")), [first], a_returnee(tounesna))
    assert reason == "Social grant is given once only, and the plan has a line for it already."


@pytest.mark.parametrize("package", ["wage_subsidy", "targeted_support"])
def test_aids_without_a_public_amount_wait_for_the_office(tounesna: Pack, package: str) -> None:
    frame = a_returnee(tounesna)
    reason = refusal(a_line(package, dinars("1")), [], frame)
    assert reason is not None
    assert "Your office has to confirm one first." in reason
    (balance,) = (entry for entry in balances([], frame) if entry.package == package)
    assert (balance.ceiling, balance.left, balance.closed) == (None, None, reason)


def test_a_family_does_not_multiply_what_no_source_multiplies(tounesna: Pack) -> None:
    package = tounesna.package("economic_grant")
    assert package is not None
    assert package.ceiling(Group.VOLUNTARY, 4) == package.ceiling(Group.FORCED, 0)
    assert package.ceiling(Group.VOLUNTARY, 4) == dinars("15600")


def test_the_scheme_starts_at_18_for_tunisians_back_from_europe(tounesna: Pack) -> None:
    # domain.md 1, row 1: Tunisians over 18 back from the EU (S-11)
    def doubts(born: str, nationality: str, country: str) -> tuple[str, ...]:
        return tounesna.eligibility.doubts(
            born=PartialDate.from_edtf(born),
            nationality=nationality,
            from_country=country,
            return_kind="voluntary_unassisted",
            today=ARRIVED,
        )

    assert doubts("2008-03-02", "TN", "FR") == ()
    assert doubts("2008-03-03", "TN", "FR") == ("This programme starts at the age of 18.",)
    assert doubts("1990", "LY", "FR") == ("This programme is for people of another nationality.",)
    assert doubts("1990", "TN", "LY") == ("This programme is for returns from other countries.",)


def test_reinforced_support_ends_after_twelve_months(tounesna: Pack) -> None:
    support = tounesna.deadline("reinforced_support")
    plan = tounesna.deadline("plan_due")
    assert support is not None
    assert plan is not None
    assert support.start is Start.ARRIVAL
    assert support.last_day(ARRIVED) == date(2027, 3, 2)
    assert plan.last_day(ARRIVED) == date(2026, 4, 1)  # 30 days: 29 left in March, then 1 April


def test_three_offices_and_bizerte_are_open_and_five_are_announced(tounesna: Pack) -> None:
    is_open = {office.name.fr for office in tounesna.offices if office.is_open}
    announced = {office.name.fr for office in tounesna.offices if not office.is_open}
    assert is_open == {"Tunis", "Sfax", "Médenine", "Bizerte"}
    assert announced == {"Le Kef", "Monastir", "Kairouan", "Gafsa", "Tataouine"}


def test_the_three_institutions_serve_their_sectors(tounesna: Pack) -> None:
    served: dict[str, set[str]] = {}
    for partner in tounesna.partners:
        served.setdefault(partner.name, set()).add(partner.sector)
    names = {name: sectors for name, sectors in served.items() if "(" in name}
    by_short_name = {name.split("(")[1].rstrip(")"): names[name] for name in names}
    assert by_short_name["OTE"] == {"coordination"}
    assert by_short_name["ANETI"] == {"employment", "training", "entrepreneurship"}
    assert "social_protection" in by_short_name["CGPS"]


def test_a_contract_of_engagement_is_signed_for_each_aid(tounesna: Pack) -> None:
    # domain.md 1, row 1 (S-12)
    (contract,) = (entry for entry in tounesna.documents if entry.id == "contract_of_engagement")
    assert contract.per_aid
    assert contract.when is Moment.GRANT


def test_no_amount_is_invented(tounesna: Pack) -> None:
    for package in tounesna.packages:
        for ceiling in package.ceilings:
            public = ceiling.origin.mark is Mark.SOURCE
            assert (ceiling.amount is not None) == public
            assert (ceiling.origin.year is not None) == public
            assert (tounesna.source(ceiling.origin.source) is not None) == public


def test_each_of_the_three_institutions_leads_its_part(tounesna: Pack) -> None:
    # domain.md 1, row 1 (SEED): OTE coordinates, ANETI employment, CGPS social
    leads = [tounesna.lead_of(one, ARRIVED) for one in ("coordination", "employment", "social")]
    short_names = [lead.lead.fr.split("(")[1].rstrip(")") for lead in leads if lead]
    assert short_names == ["OTE", "ANETI", "CGPS"]


def test_a_committee_decides_and_each_aid_has_its_fund_and_contract(tounesna: Pack) -> None:
    # domain.md 5.3 (S-15: the committee), 1 row 1 (S-12: fund and contract for each aid)
    assert tounesna.grants.steps == (GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.DELIVERY)
    assert tounesna.grants.committee is not None
    needed = {one.id: one.needed for one in tounesna.questions if one.needed}
    assert needed == {
        "fund": Moment.GRANT,
        "contract_numbers": Moment.CLOSURE,  # each is signed once the committee has agreed
        "jobs_created": Moment.CLOSURE,
    }
