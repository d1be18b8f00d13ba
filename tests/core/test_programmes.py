"""Amounts that a supervisor enters for the office: kept, audited, sent, and never backwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from intake_app.acts import Role
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.integrity.records import KINDS
from intake_app.outbox import items
from intake_app.packs.model import FamilyRole, Group, Mark, Pack, Per
from intake_app.packs.overlay import FigureKind, figures
from intake_app.plans import service as plans
from intake_app.plans.model import PlanState
from intake_app.programmes import service as programmes
from intake_app.programmes.model import AmountChange, as_changed, in_office
from intake_app.programmes.service import Place
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import Money
from intake_app.vault.db import DatabaseError
from tests.conftest import FixedClock, SignIn
from tests.core.pack_walk import shipped
from tests.core.test_case_journey import a_plan, a_request, grants, opened_case

MEDICAL: Place = (FigureKind.CEILING, "medical_support", Group.ANY, FamilyRole.ANY, Per.CASE)
RETURN: Place = (
    FigureKind.CEILING, "post_return", Group.VOLUNTARY, FamilyRole.PRINCIPAL, Per.PERSON,
)  # fmt: skip
EURP = shipped("eurp").version
QUOTES: Place = (FigureKind.QUOTES, "", Group.ANY, FamilyRole.ANY, Per.CASE)


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


def enter(
    session: Session, place: Place, amount: str | None, reason: str = "Letter of 4 May 2026"
) -> AmountChange:
    money = None if amount is None else euros(amount)
    return programmes.change_amount(session, "eurp", place, money, 2026, reason)


def ceiling(pack: Pack, package: str, group: Group = Group.VOLUNTARY) -> Money | None:
    found = pack.package(package)
    assert found is not None
    return found.ceiling(group, 0)


# ---------------------------------------------------------------------------- entering


def test_an_amount_that_is_entered_holds_at_once_and_after_the_next_sign_in(
    sign_in: SignIn,
) -> None:
    session = sign_in(Role.SUPERVISOR)
    before = session.packs["eurp"]
    assert (ceiling(before, "medical_support"), before.edition) == (None, EURP)
    one = enter(session, MEDICAL, "450.50")
    for packs in (session.packs, sign_in(Role.COUNSELLOR).packs):
        assert ceiling(packs["eurp"], "medical_support") == euros("450.50")
        assert packs["eurp"].edition == f"{EURP}+1"
        package = packs["eurp"].package("medical_support")
        assert package is not None
        assert package.ceilings[0].origin.mark is Mark.OFFICE
        assert package.ceilings[0].origin.year == 2026
        assert packs["tounesna"].edition == shipped("tounesna").version
    assert (one.number, one.before, one.pack_version) == (1, None, EURP)
    assert ceiling(before, "medical_support") is None  # who holds the pack of before keeps it


def test_every_change_is_kept_with_who_when_and_why(sign_in: SignIn, clock: FixedClock) -> None:
    session = sign_in(Role.SUPERVISOR)
    enter(session, RETURN, "2500", "  Circular 12,\u202e for 2026 ")
    clock.moment = clock.moment.replace(day=20)
    enter(session, RETURN, "2400")
    enter(session, MEDICAL, "300")
    third, second, first = programmes.history(session, "eurp")
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert (first.amount, first.before, first.reason) == (
        euros("2500"), euros("2000"), "Circular 12, for 2026",
    )  # fmt: skip
    assert (second.amount, second.before) == (euros("2400"), euros("2500"))
    assert second.author == session.user.id
    assert second.at.startswith("2026-05-20T09:00:00")
    assert session.packs["eurp"].edition == f"{EURP}+3"
    assert programmes.history(session, "tounesna") == []


def test_a_change_is_audited_and_queued_for_the_hub(supervisor: Session) -> None:
    one = enter(supervisor, MEDICAL, "300")
    lines = users.audit_lines(supervisor)
    assert ("programme.changed", "eurp") in [(line.act, line.record) for line in lines]
    with supervisor.read() as db:
        (item,) = [item for item in items(db) if item.kind == "office_amount"]
        assert KINDS["office_amount"](db, one.id) == one
    assert (item.id, item.revision, item.case_id) == (one.id, 1, None)
    assert '"amount":{"currency":"EUR","minor":30000}' in item.body
    assert users.check_audit(supervisor) is None


def test_the_figure_of_the_pack_can_be_given_back(supervisor: Session) -> None:
    enter(supervisor, RETURN, "2500")
    enter(supervisor, RETURN, None, "Entered by mistake")
    pack = supervisor.packs["eurp"]
    assert ceiling(pack, "post_return") == euros("2000")
    assert pack.edition == f"{EURP}+2"
    assert pack.packages == supervisor.packs.shipped("eurp").packages


def test_a_row_is_never_altered_or_removed(supervisor: Session) -> None:
    one = enter(supervisor, MEDICAL, "300")
    for statement in ("UPDATE office_amount SET amount = 1", "DELETE FROM office_amount"):
        with pytest.raises(DatabaseError), supervisor.vault.transaction() as db:
            db.execute(statement)
    assert programmes.history(supervisor, "eurp") == [one]


# ---------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("place", "amount", "year", "reason", "field"),
    [
        (MEDICAL, Money(0, "EUR"), 2026, "Letter", "amount"),
        (MEDICAL, Money(-5, "EUR"), 2026, "Letter", "amount"),
        (MEDICAL, Money(5, "TND"), 2026, "Letter", "amount"),
        (MEDICAL, None, 2026, "Letter", "amount"),
        (RETURN, Money(200_000, "EUR"), 2026, "Letter", "amount"),  # it holds already
        (MEDICAL, Money(5, "EUR"), None, "Letter", "year"),
        (MEDICAL, Money(5, "EUR"), 1989, "Letter", "year"),
        (MEDICAL, Money(5, "EUR"), 2028, "Letter", "year"),
        (MEDICAL, Money(5, "EUR"), 2026, " \u202e\n", "reason"),
        (MEDICAL, Money(5, "EUR"), 2026, "x" * 501, "reason"),
        ((*MEDICAL[:2], Group.FORCED, *MEDICAL[3:]), Money(5, "EUR"), 2026, "Letter", "figure"),
        ((FigureKind.LIMIT, "family", *QUOTES[2:]), Money(5, "EUR"), 2026, "Letter", "figure"),
    ],
)
def test_nonsense_is_refused_by_field_and_nothing_is_kept(
    supervisor: Session, place: Place, amount: Money | None, year: int | None, reason: str,
    field: str,
) -> None:  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        programmes.change_amount(supervisor, "eurp", place, amount, year, reason)
    assert list(refused.value.problems) == [field]
    assert programmes.history(supervisor, "eurp") == []
    assert supervisor.packs["eurp"].edition == EURP
    # the control: the same office may enter a good one
    programmes.change_amount(supervisor, "eurp", MEDICAL, Money(5, "EUR"), 2027, "x" * 500)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_enters_amounts(sign_in: SignIn, role: Role) -> None:
    session = sign_in(role)
    with pytest.raises(NotAllowed):
        enter(session, MEDICAL, "300")
    assert ceiling(session.packs["eurp"], "medical_support") is None
    assert programmes.history(session, "eurp") == []


def test_a_programme_that_this_desk_does_not_have_is_not_found(supervisor: Session) -> None:
    with pytest.raises(NotFound):
        programmes.change_amount(supervisor, "nowhere", MEDICAL, Money(5, "EUR"), 2026, "Letter")
    with pytest.raises(NotFound):
        programmes.pack_as_of(supervisor, "nowhere", EURP)


# ---------------------------------------------------------------------------- decisions of before


def test_what_was_decided_before_stays_as_it_was_decided(sign_in: SignIn) -> None:
    _person, case = opened_case(sign_in(Role.RECEPTION))
    assert case.pack_version == EURP
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.save_plan(counsellor, a_plan(counsellor, case, 200_000))
    plans.submit_plan(counsellor, plan.id)
    supervisor = sign_in(Role.SUPERVISOR)
    approved = plans.approve_plan(supervisor, plan.id)
    enter(supervisor, RETURN, "1500", "The fund gives less from June")
    counsellor = sign_in(Role.COUNSELLOR)
    (now,) = plans.plans_of(counsellor, case.id)
    assert (now, now.state) == (approved, PlanState.APPROVED)
    # the money that was promised can still be asked for, in full
    request = grants.request_grant(counsellor, a_request(approved, 200_000))
    assert request.amount == euros("2000")
    # a new version keeps the approved line, and may not have a dearer one
    draft = plans.start_plan(counsellor, case.id)
    dearer = replace(draft.lines[0], amount=euros("2000.01"))
    with pytest.raises(InvalidInput) as refused:
        plans.save_plan(counsellor, replace(draft, lines=(dearer,)))
    assert "1,500.00" in refused.value.sentence
    plans.save_plan(counsellor, draft)


def test_a_new_case_remembers_the_edition(sign_in: SignIn) -> None:
    enter(sign_in(Role.SUPERVISOR), MEDICAL, "300")
    _person, case = opened_case(sign_in(Role.RECEPTION))
    assert case.pack_version == f"{EURP}+1"


def test_an_edition_can_be_looked_at_again(supervisor: Session) -> None:
    enter(supervisor, RETURN, "2500")
    enter(supervisor, RETURN, "1500")

    def at(edition: str) -> Money | None:
        pack = programmes.pack_as_of(supervisor, "eurp", edition)
        assert pack is not None
        assert pack.edition == edition
        return ceiling(pack, "post_return")

    found = [at(edition) for edition in (EURP, f"{EURP}+1", f"{EURP}+2")]
    assert found == [euros("2000"), euros("2500"), euros("1500")]
    for unknown in ("2025.4", f"{EURP}+3", "2025.4+1"):
        assert programmes.pack_as_of(supervisor, "eurp", unknown) is None


def test_a_new_version_of_the_pack_keeps_what_the_office_entered_and_passes_over_what_is_gone(
    supervisor: Session, packs: Mapping[str, Pack]
) -> None:
    enter(supervisor, RETURN, "2500")
    enter(supervisor, MEDICAL, "300")
    changes = programmes.history(supervisor, "eurp")[::-1]
    left = tuple(one for one in packs["eurp"].packages if one.id != "medical_support")
    newer = replace(packs["eurp"], version="2027.1", packages=left)
    ours = in_office(
        {pack.id: {pack.version: pack} for pack in (newer, packs["tounesna"])}, changes
    )
    assert ours["eurp"].edition == "2027.1+2"
    assert ceiling(ours["eurp"], "post_return") == euros("2500")
    assert list(ours) == ["eurp", "tounesna"]
    in_dinars = as_changed(replace(packs["eurp"], currency="TND"), changes)
    assert in_dinars.packages == packs["eurp"].packages


# ---------------------------------------------------------------------------- which figures


def test_every_amount_of_a_programme_can_be_entered(packs: Mapping[str, Pack]) -> None:
    for pack in packs.values():
        places = [figure.place for figure in figures(pack)]
        rows = sum(len(package.ceilings) for package in pack.packages)
        assert len(places) == len(set(places)) == rows + len(pack.limits) + 1


def test_from_when_quotes_are_needed_can_be_entered(supervisor: Session) -> None:
    assert supervisor.packs["eurp"].grants.quotes_from is None
    enter(supervisor, QUOTES, "500")
    rules = supervisor.packs["eurp"].grants
    assert (rules.quotes_from, rules.quotes) == (euros("500"), 3)
