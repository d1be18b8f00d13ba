"""A new programme is only a folder: it carries a case from the desk to its grant."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.documents import service as documents
from intake_app.dossier.model import NotAnswered
from intake_app.dossier.service import dossier_of, save_dossier
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, GrantState, Payment
from intake_app.grants.parts import Delivery, Proof, ProofKind, Visit
from intake_app.packs.loader import load_packs, mistakes_in, packs_folder
from intake_app.packs.model import Dimension, FamilyRole, Group, Pack, Per
from intake_app.packs.overlay import FigureKind
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans.budget import balances
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan
from intake_app.programmes import service as programmes
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import Money, PartialDate, new_id
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock, SignIn
from tests.core.documents_reading import text_by_poppler
from tests.core.test_packs_rules import RULES, VILLAGE
from tests.factories import TODAY, a_consent, a_homecoming, a_person

CEILINGS = """\
package,group,role,per,amount,at_least,mark,source,year,note_en,note_fr
starter,any,any,person,90.250,,source,leaflet,2024,,
shop,voluntary,any,case,1200.500,,source,leaflet,2024,,
care,any,any,case,,,office,,,,
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A folder somewhere on the disk, with the program's own packs beside it."""
    packs = Path(shutil.copytree(packs_folder(), tmp_path / "packs"))
    folder = Path(shutil.copytree(VILLAGE, packs / "harbour"))
    rules = RULES.replace('"check", "committee", "delivery"', '"check", "delivery"')
    rules = rules.replace('"cash", "mobile_money"', '"supplier", "cash"')
    rules = "".join(one for one in rules.splitlines(True) if not one.startswith("committee"))
    text = (folder / "pack.toml").read_text(encoding="utf-8") + rules
    text = text.replace('id = "village"', 'id = "harbour"').replace("XOF", "TND")
    text = text.replace("Village scheme", "Harbour scheme").replace("every = 6\n", "")
    (folder / "pack.toml").write_text(text.replace("days = 90", "days = 30"), encoding="utf-8")
    (folder / "ceilings.csv").write_text(CEILINGS, encoding="utf-8")
    return folder


@pytest.fixture
def enter(fresh_office: Path, harbour: Path, clock: FixedClock) -> Iterator[SignIn]:
    """Sign in at a desk that has the new folder; the one before is signed out."""
    packs: Mapping[str, Pack] = load_packs(harbour.parent)
    current: list[Session] = []

    def sign_in(role: Role) -> Session:
        while current:
            current.pop().vault.close()
        login = next(login for login in logins_of(fresh_office) if login.role is role)
        current.append(
            users.sign_in(
                fresh_office, login.id, PASSPHRASES[role], packs, bounds=CHEAP_BOUNDS, clock=clock
            )
        )
        return current[-1]

    yield sign_in
    current.pop().vault.close()


def dinars(amount: str) -> Money:
    return Money.of(amount, "TND")


def a_line(package: str, amount: str, form: LineForm = LineForm.IN_KIND) -> BudgetLine:
    return BudgetLine(new_id(), package, "Nets and a boat", dinars(amount), form)


def a_plan(session: Session, case_id: str) -> Callable[..., Plan]:
    """A plan of this case with these lines."""
    step = Activity(new_id(), "Repair the boat", "", "Cheikh Ndiaye", TODAY + timedelta(days=20))
    goal = Goal(new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, "Fish again", (step,))
    draft = plans.start_plan(session, case_id)

    def with_lines(*lines: BudgetLine) -> Plan:
        return replace(draft, goals=(goal,), lines=lines)

    return with_lines


def test_the_folder_is_a_programme_beside_the_others(harbour: Path) -> None:
    assert mistakes_in(harbour) == []
    packs = load_packs(harbour.parent)
    assert {"eurp", "harbour", "tounesna"} <= set(packs)
    assert [question.name.en for question in packs["harbour"].questions] == ["Track", "File number"]


def the_budget_has_its_ceilings(counsellor: Session, case_id: str) -> None:
    """What the folder says is what a plan may hold."""
    plan = a_plan(counsellor, case_id)
    frame = plans.frame_of(counsellor, case_id)
    found = {one.package: one for one in balances((), frame)}
    assert found["shop"].ceiling == dinars("1200.500")
    # came on 2 May, the shop's window is 30 days: the last is 1 June, 20 days from 12 May
    assert found["shop"].days_left == 20
    assert found["starter"].ceiling == dinars("90.250")
    assert found["care"].ceiling is None
    refused_lines = {
        "lines.0.amount": (a_line("shop", "1200.501"), "1,200.500"),
        "in kind only": (a_line("shop", "10", LineForm.CASH), "in kind only"),
        "office": (a_line("care", "1"), "Your office has to confirm one first."),
    }
    for line, words in refused_lines.values():
        with pytest.raises(InvalidInput) as refused:
            plans.save_plan(counsellor, plan(line))
        assert words in refused.value.sentence


def test_a_case_goes_through_plan_and_grant_under_a_programme_that_is_only_a_folder(
    enter: SignIn,
) -> None:
    clerk = enter(Role.RECEPTION)
    person = a_person(nationality="SN", birth=PartialDate.from_edtf("1994"))
    coming = a_homecoming(person, from_country="MA")
    person = people.save_person(clerk, person, coming)
    cases.give_consent(clerk, a_consent(person))
    case = cases.open_case(clerk, person.id, coming.id, "harbour")
    pack = clerk.packs["harbour"]
    doubts = pack.eligibility.doubts(
        born=person.birth, nationality=person.nationality, from_country=coming.from_country,
        return_kind=coming.kind.value, today=TODAY,
    )  # fmt: skip
    assert doubts == ()
    assert (case.pack, case.pack_version) == ("harbour", "2026.1")

    the_budget_has_its_ceilings(enter(Role.COUNSELLOR), case.id)

    supervisor = enter(Role.SUPERVISOR)
    care = (FigureKind.CEILING, "care", Group.ANY, FamilyRole.ANY, Per.CASE)
    programmes.change_amount(supervisor, "harbour", care, dinars("75"), 2026, "Decision 3/2026")
    everything = (FigureKind.LIMIT, "everything", Group.ANY, FamilyRole.ANY, Per.CASE)
    programmes.change_amount(
        supervisor, "harbour", everything, dinars("1300"), 2026, "Decision 3/2026"
    )
    assert supervisor.packs["harbour"].limits[1].amount == dinars("1300")

    counsellor = enter(Role.COUNSELLOR)
    assert counsellor.packs["harbour"].edition == "2026.1+2"
    shop, treatment = a_line("shop", "1200.500"), a_line("care", "75")
    saved = plans.save_plan(counsellor, a_plan(counsellor, case.id)(shop, treatment))
    with pytest.raises(NotAnswered, match="Track"):
        plans.submit_plan(counsellor, saved.id)
    held = dossier_of(counsellor, case.id)
    track = held.pack.questions[0].options[0].id
    save_dossier(counsellor, replace(held.dossier, answers={"track": track}))
    plans.submit_plan(counsellor, saved.id)
    with pytest.raises(NotAllowed):
        plans.approve_plan(counsellor, saved.id)
    approved = plans.approve_plan(enter(Role.SUPERVISOR), saved.id)

    counsellor = enter(Role.COUNSELLOR)
    request = GrantRequest(
        new_id(), case.id, approved.id, shop.id, shop.package, dinars("1200.500"), shop.form,
        "Nets and a boat", Payment.SUPPLIER, supplier="Chantier du port",
    )  # fmt: skip
    asked = grants.request_grant(counsellor, request)
    done = grants.approve_grant(enter(Role.SUPERVISOR), asked.id)
    assert (done.state, done.amount) == (GrantState.APPROVED, dinars("1200.500"))
    paid_proved_and_closed(enter, done)


def paid_proved_and_closed(enter: SignIn, grant: GrantRequest) -> None:
    """The folder cuts the shop's money in 80 and 20: 960.400 and 240.100 of 1,200.500."""
    assert [part.amount for part in grant.parts] == [dinars("960.400"), dinars("240.100")]
    counsellor = enter(Role.COUNSELLOR)
    contract = documents.issue(counsellor, grant.case_id, "engagement_contract", grant.id, "fr")
    text = " ".join(text_by_poppler(documents.pdf_of(counsellor, contract.id), "-raw").split())
    for said in ("1 200,500 TND", "Dispositif du village", "960,400 TND", "Contrat signé"):
        assert said in text.replace("\u00a0", " ").replace("\u202f", " "), said
    grants.deliver(counsellor, grant.id, delivered(grant, 1))
    with pytest.raises(NotAllowed, match="waits until a supervisor"):
        grants.deliver(counsellor, grant.id, delivered(grant, 2))
    session = enter(Role.SUPERVISOR)
    grants.release_part(session, grant.id, 2, "The boat is at sea.", session.today(), "Moussa Bah")
    counsellor = enter(Role.COUNSELLOR)
    grants.deliver(counsellor, grant.id, delivered(grant, 2))
    for part in grant.parts:
        grants.prove(
            counsellor, grant.id,
            Proof(
                id=new_id(), on=TODAY, part=part.number, kind=ProofKind.INVOICE,
                amount=part.amount, reference="Folder 3",
            ),
        )  # fmt: skip
    with pytest.raises(NotAllowed, match="on a visit yet"):
        grants.close_grant(enter(Role.SUPERVISOR), grant.id)
    seen = Visit(
        id=new_id(), on=TODAY, visitor="Cheikh Ndiaye", is_ok=True, note="The boat is at sea."
    )
    grants.record_visit(enter(Role.COUNSELLOR), grant.id, seen)
    closed = grants.close_grant(enter(Role.SUPERVISOR), grant.id)
    assert (closed.state, closed.paid()) == (GrantState.CLOSED, dinars("1200.500"))


def delivered(grant: GrantRequest, number: int) -> Delivery:
    """An instalment that the supplier has."""
    return Delivery(
        id=new_id(), on=TODAY, part=number, amount=grant.parts[number - 1].amount,
        payment=grant.payment, handed_by="Cheikh Ndiaye", received_by="Chantier du port",
        met_on=TODAY, seen_by="Cheikh Ndiaye",
    )  # fmt: skip
