"""The pack of The Gambia gives everything in kind (``domain.md`` 1, row 19, and the fifth fact)."""

from __future__ import annotations

from datetime import date

import pytest

from intake_app.needs.allowance import Room
from intake_app.needs.allowance import refusal as not_on_arrival
from intake_app.needs.model import GivenItem, Handing
from intake_app.packs.model import Moment, Pack, PackageForm
from intake_app.plans.model import LineForm
from intake_app.values import Money
from tests.core.pack_walk import (
    ASK_THE_OFFICE,
    Returnee,
    asked,
    confirmed,
    needed,
    no_amount_at_all,
    papers,
    shipped,
)

LAMIN = Returnee("2002", "GM", "LY", "humanitarian", date(2026, 3, 9))
NEVER = "the office pays the supplier, never the person"


def dalasi(amount: str) -> Money:
    """An amount in the currency of The Gambia."""
    return Money.of(amount, "GMD")


@pytest.fixture(scope="module")
def gambia() -> Pack:
    """The pack as it is shipped."""
    return shipped("gambia")


def test_somebody_back_from_libya_is_for_the_programme(gambia: Pack) -> None:
    assert LAMIN.doubts(gambia) == ()
    senegalese = Returnee("2002", "SN", "LY", "humanitarian", LAMIN.arrived)
    assert senegalese.doubts(gambia) == ("This programme is for people of another nationality.",)


def test_cash_is_refused_whatever_the_package_and_the_amount(gambia: Pack) -> None:
    # domain.md 1, row 19 (S-50): in kind, not cash
    assert {package.form for package in gambia.packages} == {PackageForm.IN_KIND}
    for package in gambia.packages:
        reason = asked(LAMIN.frame(gambia), package.id, dalasi("1"), LineForm.CASH)
        assert reason is not None
        assert NEVER in reason


def test_goods_are_planned_once_the_office_has_confirmed_an_amount(gambia: Pack) -> None:
    assert no_amount_at_all(gambia)
    reason = asked(LAMIN.frame(gambia), "business", dalasi("1"))
    assert reason is not None
    assert ASK_THE_OFFICE in reason
    # an office that enters 45,000 dalasi: goods up to the last butut, and still no cash
    frame = LAMIN.frame(confirmed(gambia, "business", dalasi("45000")))
    assert asked(frame, "business", dalasi("45000")) is None
    assert asked(frame, "business", dalasi("45000.01")) is not None
    cash = asked(frame, "business", dalasi("45000"), LineForm.CASH)
    assert cash is not None
    assert NEVER in cash


def test_reception_hands_out_no_pocket_money_but_a_ride_home(gambia: Pack) -> None:
    office = confirmed(gambia, "arrival_help", dalasi("2000"))
    room = Room(LAMIN.frame(office))

    def given(kind: str, handed: Handing, amount: str) -> str | None:
        item = GivenItem("i", "c", kind, handed, LAMIN.arrived, value=dalasi(amount))
        return not_on_arrival(item, room)

    money = given("pocket_money", Handing.CASH, "500")
    assert money is not None
    assert NEVER in money
    assert given("pocket_money", Handing.MOBILE_MONEY, "500") is not None
    assert given("transport", Handing.SERVICE, "2000") is None
    assert given("transport", Handing.SERVICE, "2000.01") is not None


def test_the_supplier_is_the_only_one_who_is_paid(gambia: Pack) -> None:
    assert gambia.grants.payments == ("supplier",)
    assert papers(gambia, Moment.GRANT) == {"quote"}
    assert papers(gambia, Moment.CLOSURE) == {"delivery_note", "invoice"}
    assert all(paper.per_aid for paper in gambia.documents if paper.when is Moment.CLOSURE)


def test_the_person_is_told_before_the_plan(gambia: Pack) -> None:
    assert needed(gambia, Moment.PLAN) == {"told_in_kind"}


def test_the_plan_is_due_within_a_month(gambia: Pack) -> None:
    # domain.md 4.2 (S-73): 30 days after 9 March; 22 are left in March, 8 fall in April
    plan = gambia.deadline("plan_due")
    assert plan is not None
    assert plan.last_day(LAMIN.arrived) == date(2026, 4, 8)
