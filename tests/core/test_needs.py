"""What is given on arrival: to whom, within which ceiling, how it is taken back and signed for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from intake_app.acts import Act, Role
from intake_app.attachments import service as attachments
from intake_app.cases import service as cases
from intake_app.cases.model import CaseFile, Stage
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.integrity.model import Fault
from intake_app.needs import allowance
from intake_app.needs import service as needs
from intake_app.needs.kinds import kind_words, kinds_of
from intake_app.needs.model import Handing, Taker, value_of
from intake_app.people import service as people
from intake_app.people.model import ReturnKind
from intake_app.plans import service as plans
from intake_app.plans.model import BudgetLine, LineForm, Plan
from intake_app.screening.safeguards import Answer, ChildFacts, Standing, Tracing
from intake_app.session import Session
from intake_app.values import Money, new_id
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.attachments_kit import a_readable
from tests.core.needs_kit import a_kit, euros, pocket_money
from tests.core.screening_kit import ADULT, CHILD, SAFE, UNCERTAIN, a_case_of, as_role, screened
from tests.core.test_case_journey import a_plan, opened_case
from tests.core.test_integrity import checked, faults, tamper
from tests.factories import TODAY, a_consent, a_homecoming, a_person

WHOLE = 61_500
"""EURP, voluntary: EUR 615 for the case (``domain.md`` 5.2)."""


@pytest.fixture
def case(clerk: Session) -> CaseFile:
    return opened_case(clerk)[1]


def left(session: Session, case: CaseFile) -> Money | None:
    balance = needs.needs_of(session, case.id).room.balance
    return balance.left if balance else None


def with_line(session: Session, case: CaseFile, minor: int) -> Plan:
    """A saved draft with one line of the post-arrival package."""
    line = BudgetLine(new_id(), "post_arrival", "Lodging", euros(minor), LineForm.IN_KIND)
    return plans.save_plan(session, replace(a_plan(session, case), lines=(line,)))


# ---------------------------------------------------------------------------- giving


def test_what_is_given_stands_in_the_case_and_takes_from_the_balance(
    clerk: Session, case: CaseFile
) -> None:
    money = needs.give(clerk, pocket_money(case, 5_000))
    kit = needs.give(clerk, a_kit(case, quantity=4, note="one each"))
    view = needs.needs_of(clerk, case.id)
    assert [item.number for item in view.items] == [1, 2]
    assert (money.package, kit.package) == ("post_arrival", "")
    assert money.given_by == clerk.user.id
    assert value_of(view.items) == euros(5_000)
    assert left(clerk, case) == euros(WHOLE - 5_000)
    assert view.unsigned == [money, kit]


def test_the_last_cent_of_the_package_is_given_and_one_more_is_refused_in_words(
    clerk: Session, case: CaseFile
) -> None:
    needs.give(clerk, pocket_money(case, 50_000))
    with pytest.raises(InvalidInput) as refused:
        needs.give(clerk, pocket_money(case, 11_501))
    assert refused.value.problems["value"].replace("\u00a0", " ") == (
        "This is 0.01 EUR above what Post-arrival package still holds."
        " There are 115.00 EUR left of 615.00 EUR."
    )
    assert len(needs.needs_of(clerk, case.id).items) == 1
    needs.give(clerk, pocket_money(case, 11_500))
    assert left(clerk, case) == euros(0)
    needs.give(clerk, a_kit(case))  # in kind, without a figure: that is always possible


def test_what_is_taken_back_stays_with_its_reason_and_frees_the_money(
    clerk: Session, case: CaseFile
) -> None:
    item = needs.give(clerk, pocket_money(case, WHOLE))
    with pytest.raises(InvalidInput):
        needs.take_back(clerk, item.id, "  ")
    taken = needs.take_back(clerk, item.id, " Counted twice.\u202e ")
    assert (taken.stands, taken.reason, taken.taken_back_by) == (
        False, "Counted twice.", clerk.user.id,
    )  # fmt: skip
    assert needs.needs_of(clerk, case.id).items == (taken,)
    assert left(clerk, case) == euros(WHOLE)
    with pytest.raises(NotAllowed):
        needs.take_back(clerk, item.id, "Again.")
    with pytest.raises(NotFound):
        needs.take_back(clerk, new_id(), "Nothing.")
    needs.give(clerk, pocket_money(case, WHOLE))


def test_the_rows_themselves_refuse_another_value(clerk: Session, case: CaseFile) -> None:
    item = needs.give(clerk, pocket_money(case, 100))
    for change in ("amount = 1", "taker = 'family'", "case_id = 'x'"):
        with pytest.raises(DatabaseError), clerk.vault.transaction() as db:
            db.execute(f"UPDATE given_item SET {change} WHERE id = ?", (item.id,))
    needs.take_back(clerk, item.id, "A slip.")
    with pytest.raises(DatabaseError), clerk.vault.transaction() as db:
        db.execute("UPDATE given_item SET taken_back_at = '' WHERE id = ?", (item.id,))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "gold"}, "kind"),
        ({"kind": "other", "what": " "}, "what"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1_000}, "quantity"),
        ({"value": Money(0, "EUR")}, "value"),
        ({"value": Money(-1, "EUR")}, "value"),
        ({"value": Money(5_000, "XOF")}, "value"),
        ({"value": None, "handed": Handing.CASH}, "value"),
        ({"taker": Taker.FAMILY, "taker_name": " "}, "taker_name"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"given_on": TODAY - timedelta(days=11)}, "given_on"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(
    clerk: Session, case: CaseFile, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        needs.give(clerk, a_kit(case, **changes))
    assert field in refused.value.problems
    assert needs.needs_of(clerk, case.id).items == ()
    needs.give(clerk, a_kit(case))


def test_nothing_is_written_down_twice_nor_in_a_closed_case(
    supervisor: Session,
) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    _person, case = opened_case(clerk)
    item = needs.give(clerk, a_kit(case))
    with pytest.raises(NotAllowed):
        needs.give(clerk, item)
    with clerk.vault.transaction() as db:
        db.execute("UPDATE case_file SET stage = ?", (Stage.CLOSURE.value,))
    with pytest.raises(NotAllowed):
        needs.give(clerk, a_kit(case))


def test_the_supervisor_takes_back_but_does_not_give(supervisor: Session) -> None:
    _person, case = opened_case(as_role(supervisor, Role.RECEPTION))
    with pytest.raises(NotAllowed):
        needs.give(supervisor, a_kit(case))
    item = needs.give(as_role(supervisor, Role.COUNSELLOR), a_kit(case))
    assert not needs.take_back(supervisor, item.id, "It came back.").stands


# ---------------------------------------------------------------------------- receipts


def test_a_signed_receipt_is_noted_for_what_stands(clerk: Session, case: CaseFile) -> None:
    items = [needs.give(clerk, a_kit(case)) for _n in range(3)]
    needs.take_back(clerk, items[1].id, "A slip.")
    assert needs.note_signed(clerk, case.id, [item.id for item in items[:2]]) == 1
    view = needs.needs_of(clerk, case.id)
    assert [item.receipt_on for item in view.items] == [TODAY, None, None]
    assert [item.id for item in view.unsigned] == [items[2].id]
    with pytest.raises(NotAllowed):
        needs.note_signed(clerk, case.id, [items[0].id, items[1].id])


def test_a_receipt_signed_on_paper_lacks_its_scan_until_it_is_in_the_file(
    clerk: Session, case: CaseFile
) -> None:
    first, second, third = (needs.give(clerk, a_kit(case)) for _n in range(3))
    assert needs.receipts_missing(clerk, case.id) == (3, 0)
    needs.note_signed(clerk, case.id, [first.id])
    assert needs.receipts_missing(clerk, case.id) == (2, 1)
    scan = needs.add_receipt(clerk, case.id, [first.id, second.id], a_readable())
    view = needs.needs_of(clerk, case.id)
    assert {thing: file.id for thing, file in view.scans.items()} == {
        first.id: scan.id, second.id: scan.id,
    }  # fmt: skip
    assert [item.id for item in view.without_scan] == [third.id]
    assert needs.receipts_missing(clerk, case.id) == (1, 0)
    assert [item.receipt_on for item in view.items] == [TODAY, TODAY, None]
    attachments.remove(clerk, scan.id, "The wrong sheet was scanned.")
    assert needs.receipts_missing(clerk, case.id) == (1, 2)  # missing again, by itself
    assert needs.receipts_missing(clerk, "no case") == (0, 0)


def test_a_scan_names_only_things_of_its_case_that_stand(clerk: Session, case: CaseFile) -> None:
    ours, back = needs.give(clerk, a_kit(case)), needs.give(clerk, a_kit(case))
    needs.take_back(clerk, back.id, "A slip.")
    _other, elsewhere = a_case_of(clerk, ADULT)
    theirs = needs.give(clerk, a_kit(elsewhere))
    for ids in ([], [ours.id, theirs.id], [ours.id, "nothing"]):
        with pytest.raises(NotFound):
            needs.add_receipt(clerk, case.id, ids, a_readable())
    with pytest.raises(NotAllowed):
        needs.add_receipt(clerk, case.id, [ours.id, back.id], a_readable())
    assert attachments.attachments_of(clerk, case.person_id) == ()
    assert needs.receipts_missing(clerk, case.id) == (1, 0)
    needs.add_receipt(clerk, case.id, [ours.id], a_readable())  # negative control


# ---------------------------------------------------------------------------- children


def money_for(case: CaseFile, taker: Taker) -> Any:
    return pocket_money(case, 1_000, taker=taker, taker_name="Aïssatou Barry")


@pytest.mark.parametrize("birth", [CHILD, UNCERTAIN])
def test_no_cash_goes_into_a_childs_hand(clerk: Session, birth: str) -> None:
    _person, case = a_case_of(clerk, birth)
    with pytest.raises(NotAllowed) as refused:
        needs.give(clerk, money_for(case, Taker.PERSON))
    assert "caregiver" in refused.value.sentence
    for handed in (Handing.GOODS, Handing.SERVICE):  # a meal and a bed wait for nothing
        needs.give(clerk, a_kit(case, handed=handed))
    assert len(needs.needs_of(clerk, case.id).items) == 2
    needs.give(clerk, money_for(a_case_of(clerk, ADULT)[1], Taker.PERSON))


def test_nothing_goes_to_another_hand_before_the_family_of_a_child_alone_is_verified(
    supervisor: Session,
) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    _person, case = a_case_of(supervisor, CHILD)
    items = (money_for(case, Taker.CAREGIVER), a_kit(case, taker=Taker.CAREGIVER, taker_name="A"))
    for facts in (
        ChildFacts(),
        ChildFacts(standing=Standing.SEPARATED, tracing=Tracing.IN_PROGRESS),
    ):
        screened(supervisor, case.id, child=facts)
        for item in items:
            with pytest.raises(NotAllowed) as refused:
                needs.give(clerk, item)
            assert "not verified" in refused.value.sentence
    screened(supervisor, case.id, child=SAFE)
    for item in items:
        needs.give(clerk, item)


def test_the_money_of_an_accompanied_child_goes_to_its_caregiver(supervisor: Session) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    _person, case = a_case_of(supervisor, CHILD)
    facts = ChildFacts(
        standing=Standing.ACCOMPANIED, caregiver="Her mother", caregiver_consent=Answer.YES
    )
    screened(supervisor, case.id, child=facts)
    view = needs.needs_of(clerk, case.id)
    assert (view.is_child, view.caregiver) == (True, "Her mother")
    with pytest.raises(InvalidInput):
        needs.give(clerk, money_for(case, Taker.FAMILY))
    needs.give(clerk, money_for(case, Taker.CAREGIVER))


# ---------------------------------------------------------------------------- with the plan


def test_a_plan_leaves_room_for_what_was_given_and_the_other_way_round(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    _person, case = opened_case(clerk)
    needs.give(clerk, pocket_money(case, 21_500))
    counsellor = sign_in(Role.COUNSELLOR)
    with pytest.raises(InvalidInput) as refused:
        with_line(counsellor, case, 40_001)
    assert "400.00" in refused.value.sentence
    plan = with_line(counsellor, case, 40_000)
    assert left(counsellor, case) == euros(40_000)  # a draft holds nothing
    plans.submit_plan(counsellor, plan.id)
    assert left(counsellor, case) == euros(0)
    with pytest.raises(InvalidInput) as refused:
        needs.give(counsellor, pocket_money(case, 1))
    assert "The plan holds" in refused.value.sentence
    supervisor = sign_in(Role.SUPERVISOR)
    plans.return_plan(supervisor, plan.id, "Less.")
    assert left(supervisor, case) == euros(40_000)


def test_a_draft_is_weighed_again_when_it_is_sent(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    counsellor = sign_in(Role.COUNSELLOR)
    plan = with_line(counsellor, case, WHOLE)
    item = needs.give(counsellor, pocket_money(case, 1))
    with pytest.raises(InvalidInput):
        plans.submit_plan(counsellor, plan.id)
    needs.take_back(counsellor, item.id, "It came back.")
    plans.submit_plan(counsellor, plan.id)


def test_another_case_of_the_person_counts_what_was_given_and_what_waits(sign_in: SignIn) -> None:
    clerk = sign_in(Role.RECEPTION)
    person, first = opened_case(clerk)
    again = a_homecoming(person, from_country="DE", arrived_on=TODAY)
    people.save_person(clerk, people.person(clerk, person.id), again)
    second = cases.open_case(clerk, person.id, again.id, "eurp")
    needs.give(clerk, pocket_money(first, 1_500))
    assert left(clerk, second) == euros(60_000)
    counsellor = sign_in(Role.COUNSELLOR)
    plans.submit_plan(counsellor, with_line(counsellor, first, 60_000).id)
    assert left(counsellor, second) == euros(0)


# ---------------------------------------------------------------------------- without a ceiling


def test_a_programme_without_a_package_gives_and_says_that_nothing_counts(
    clerk: Session,
) -> None:
    person = a_person()
    coming = a_homecoming(person)
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "tounesna")
    given = needs.give(clerk, pocket_money(case, 0, value=Money(9_999_999_999, "TND")))
    view = needs.needs_of(clerk, case.id)
    assert (given.package, view.room.balance) == ("", None)
    assert "no post-arrival package" in (allowance.why_not_counted(view.room) or "")
    with pytest.raises(InvalidInput):
        needs.give(clerk, pocket_money(case, 100))  # euros
    assert "pick_up" not in kinds_of(view.pack)


def test_a_return_that_the_package_does_not_serve_counts_nothing(clerk: Session) -> None:
    person = a_person()
    coming = a_homecoming(person, kind=ReturnKind.EVACUATION)
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "eurp")
    needs.give(clerk, pocket_money(case, 10 * WHOLE))
    view = needs.needs_of(clerk, case.id)
    assert view.room.balance is None
    assert "not for this kind of return" in (allowance.why_not_counted(view.room) or "")


def test_the_programmes_own_kinds_come_first(clerk: Session) -> None:
    pack = clerk.packs["eurp"]
    assert list(kinds_of(pack))[:2] == ["pick_up", "pocket_money"]
    assert kind_words(pack, "pick_up", "fr") == "Accueil à l'aéroport"
    assert kind_words(None, "gold") == "gold"


# ---------------------------------------------------------------------------- afterwards


def test_every_act_is_in_the_log_and_the_daily_check_compares_the_rows(
    supervisor: Session,
) -> None:
    clerk = as_role(supervisor, Role.RECEPTION)
    _person, case = opened_case(clerk)
    item = needs.give(clerk, pocket_money(case, 100))
    needs.note_signed(clerk, case.id, [item.id])
    needs.take_back(clerk, item.id, "It came back.")
    acts = [line.act for line in cases.history(clerk, [item.id, case.id])]
    assert acts[-3:] == [Act.ITEM_GIVEN, Act.ITEM_SIGNED_FOR, Act.ITEM_TAKEN_BACK]
    with clerk.read() as db:
        rows = db.execute("SELECT revision FROM outbox WHERE kind = 'given_item'").fetchall()
    assert [row[0] for row in rows] == [3]
    assert checked(supervisor).is_whole
    tamper(supervisor, "DROP TRIGGER given_item_is_taken_back_once",
           "UPDATE given_item SET reason = 'Stolen.'")  # fmt: skip
    assert Fault.CHANGED in faults(checked(supervisor))
