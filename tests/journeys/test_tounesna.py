"""A Tounesna entrepreneur at the real window: the case, plan, approval, quotes, committee, contract
for the aid, hand-over, proof, visit and the closed account (``domain.md`` 1, row 1, and 5.2)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.conferences.model import Outcome
from intake_app.documents import service as documents
from intake_app.grants import service as grants
from intake_app.grants.model import GrantState
from intake_app.packs.model import Dimension
from intake_app.plans.model import LineForm
from intake_app.users import service as users
from intake_app.values import Money
from tests.core.documents_reading import text_by_poppler
from tests.factories import TODAY
from tests.journeys.at_the_desk import (
    Desk,
    desk,
    dressed,
    messages,
    said,
    session_of,
    standard_look,
    tasks,
)
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.cases.case_screen import CaseScreen
from ui.conferences.conference_form import ConferenceForm
from ui.conferences.conference_page import ConferencePage
from ui.demo.hand import press, type_text, until
from ui.demo.tour import Tour, answer, fill
from ui.grants.entry_forms import DeliveryForm, ProofForm, VisitForm
from ui.grants.grant_details import CLOSE, DELIVER, PROVE, VISIT
from ui.grants.grant_form import GrantForm

__all__ = ["desk", "dressed", "messages", "standard_look", "tasks"]


def dinars(major: str) -> Money:
    """With three decimals."""
    return Money.of(major, "TND")


PLAN = {
    "dimension": Dimension.ECONOMIC,
    "goal": "Ouvrir un atelier de couture à Sfax",
    "activity": "Plan d’affaires et présentation au comité",
    "responsible": "Cheikh Ndiaye",
    "due": date(2026, 6, 20),
    "package": "economic_grant",
    "purpose": "Deux machines et le premier stock",
    "form": LineForm.IN_KIND.value,
    "too_much": dinars("15600.001"),
    "amount": dinars("15600"),
}


@pytest.fixture
def case(desk: Desk) -> CaseFile:
    """A woman of 36, back from France, voluntary: reception has opened her case."""
    person = {"nationality": "TN", "family_name": "Ben Salah", "given_names": "Sonia"}
    return desk.office.welcome("tounesna", **person)[1]


def test_an_entrepreneur_under_tounesna_from_the_case_to_the_closed_account(
    desk: Desk, case: CaseFile
) -> None:
    with desk.taken_by(Role.COUNSELLOR) as tour:
        write_and_send(tour, tour.open_found(case.number))
    with desk.taken_by(Role.SUPERVISOR) as tour:
        assert tour.approve_all() == 1
    with desk.taken_by(Role.COUNSELLOR) as tour:
        ask_with_quotes(tour.open_found(case.number))
    with desk.taken_by(Role.SUPERVISOR) as tour:
        check(tour)
        hold_the_committee(desk, tour, case)
    with desk.taken_by(Role.COUNSELLOR) as tour:
        page = tour.open_found(case.number)
        contract_is_printed(tour, page)
        hand_over_prove_and_visit(page)
        hand_over_is_certified(tour, page)
    with desk.taken_by(Role.SUPERVISOR) as tour:
        close(tour.open_found(case.number))
        what_the_vault_holds(tour, case)


# ---------------------------------------------------------------------------- the plan


def write_and_send(tour: Tour, page: CaseScreen) -> None:
    """One millime above the ceiling is refused in words; what is left stands beside."""
    refused = tour.write_plan(page, PLAN)
    assert refused.startswith("This line is 0.001\u00a0TND above the ceiling of Economic grant")
    assert "15,600.000\u00a0TND" in refused
    tour.answer_programme(page, {"fund": "ProGreS Migration, 2026/17"})
    tour.send_plan(page)


# ---------------------------------------------------------------------------- the request


def ask_with_quotes(page: CaseScreen) -> None:
    """Three offers; the second is taken, 100 dinars dearer than the first: a reason is asked."""
    press(page.header.grant)
    form = until(lambda: page.tabs.grants.page, "the grant form")
    assert isinstance(form, GrantForm)
    fill(form.form, {"amount": dinars("15600"), "purpose": "Deux machines et le premier stock"})
    offers = (
        ("Couture Service", "15500"),
        ("Baldé et Fils", "15600"),
        ("Mécanique du Sud", "17020"),
    )
    for number, (supplier, amount) in enumerate(offers):
        form.form["quotes"].add_row()
        row = form.form["quotes"].editors()[number]
        type_text(row["supplier"].line, supplier)
        type_text(row["amount"].line, amount)
        type_text(row["on"].line, "11/05/2026")
    answer(form.form["chosen"], form.quotes.complete()[1].id)
    press(form.save)
    assert form.form.field("choice_reason").mistake(), "it is dearer"
    type_text(form.form["choice_reason"].block, "Two years of warranty")
    press(form.save)
    until(lambda: page.tabs.grants.page is None, "the request to be sent")
    assert "100.000\u00a0TND more than the cheapest" in said(page.tabs.grants.details)


def check(tour: Tour) -> None:
    """The supervisor's step; the committee's is next, and does not follow by the same press."""
    tour.go_to("approvals")
    queue = tour.page(ApprovalsScreen)
    until(queue.list.current, "the request")
    press(queue.pane.approve)
    (grant,) = grants.grants_in(session_of(tour), frozenset(GrantState))
    assert (grant.state, [one.step.value for one in grant.done]) == (GrantState.CHECKED, ["check"])


def hold_the_committee(desk: Desk, tour: Tour, case: CaseFile) -> None:
    """Planned, put on the agenda, decided with a reason, closed; the minutes name no person."""
    tour.window.desk.open_destination("conference_form", "")  # type: ignore[union-attr]
    form = tour.page(ConferenceForm)
    answer(form.form["pack"], "tounesna")
    assert form.form["committee"].value() == "Committee of the scheme"
    fill(form.form, {"held_on": TODAY, "chair": "Salimata Keita"})
    form.form["members"].add_row()
    member = form.form["members"].editors()[0]
    type_text(member["name"].line, "Salimata Keita")
    member["present"].set_value(True)
    press(form.save)
    page = tour.page(ConferencePage)
    page.waiting.selectRow(0)
    press(page.put_on)
    desk.messages.answers = ["A sound plan, and her own shop."]
    page.agenda.selectRow(0)
    page.decide(Outcome.APPROVED)
    press(page.close_minutes)
    session = session_of(tour)
    minutes = documents.conference_paper(session, "conference_minutes", page._id, "en")
    text = " ".join(text_by_poppler(minutes, "-raw").split())
    assert case.number in text
    assert "15,600.000 TND" in text
    assert "A sound plan, and her own shop." in text
    assert "Sonia" not in text


# ---------------------------------------------------------------------------- contract, hand-over


def issued(tour: Tour, page: CaseScreen, kind: str) -> bytes:
    """Issue a paper from the tab of the papers; its pages."""
    page.show_tab("papers")
    tab = page.tabs.papers
    line = until(lambda: next((one for one in tab.lines if one.paper.kind == kind), None), kind)
    known = tab.issued.model.rowCount()
    press(line.issue)
    until(lambda: tab.issued.model.rowCount() > known, "the paper to be issued")
    session = session_of(tour)
    paper = documents.documents_of(session, page.facts.case.id)[0]  # type: ignore[union-attr]
    return documents.pdf_of(session, paper.id)


def contract_is_printed(tour: Tour, page: CaseScreen) -> None:
    """One contract for the aid, read back by two readers: the amount in figures and words, the
    supplier, one year of follow-up from the approval on 12 May 2026, and who decided."""
    pdf = issued(tour, page, "engagement_contract")
    pages = PdfReader(io.BytesIO(pdf)).pages
    for text in (text_by_poppler(pdf, "-raw"), "\n".join(one.extract_text() for one in pages)):
        words = " ".join(text.replace("\u00a0", " ").split())
        for part in (
            "Contrat d’engagement", "15 600,000 TND", "Quinze mille six cents dinars tunisiens",
            "Prime économique", "Baldé et Fils", "12 mai 2027", "Salimata Keita",
            "BEN SALAH", case_number(page),
        ):  # fmt: skip
            assert part in words, part


def case_number(page: CaseScreen) -> str:
    return page.header.number.text()


def hand_over_prove_and_visit(page: CaseScreen) -> None:
    """The goods with their serial, the invoice, and a visit that finds them at work."""
    page.show_tab("grants")
    tab = page.tabs.grants
    press(tab.details.buttons[DELIVER])
    form = tab.page
    assert isinstance(form, DeliveryForm)
    assert form.form["amount"].value() == dinars("15600")
    type_text(form.form["received_by"].line, "Sonia Ben Salah")
    form.form["items"].add_row()
    row = form.form["items"].editors()[0]
    type_text(row["what"].line, "Machine Singer 4423")
    type_text(row["serial"].line, "SN-88120")
    press(form.save)
    until(lambda: tab.page is None, "the hand-over")
    press(tab.details.buttons[PROVE])
    assert isinstance(tab.page, ProofForm)
    answer(tab.page.form["kind"], "invoice")
    type_text(tab.page.form["reference"].line, "Facture 311")
    press(tab.page.save)
    until(lambda: tab.page is None, "the proof")
    press(tab.details.buttons[VISIT])
    assert isinstance(tab.page, VisitForm)
    answer(tab.page.form["is_ok"], "yes")
    type_text(tab.page.form["note"].block, "Les deux machines sont en service.")
    press(tab.page.save)
    until(lambda: tab.page is None, "the visit")


def hand_over_is_certified(tour: Tour, page: CaseScreen) -> None:
    text = " ".join(text_by_poppler(issued(tour, page, "handover_certificate")).split())
    assert "SN-88120" in text
    assert "Machine Singer 4423" in text


# ---------------------------------------------------------------------------- closing


def close(page: CaseScreen) -> None:
    """The supervisor, who wrote down nothing of it, signs the account."""
    page.show_tab("grants")
    press(page.tabs.grants.details.buttons[CLOSE])


def what_the_vault_holds(tour: Tour, case: CaseFile) -> None:
    session = session_of(tour)
    (grant,) = grants.grants_of(session, case.id)
    assert grant.state is GrantState.CLOSED
    assert grant.paid() == grant.proved() == dinars("15600")
    assert {one.kind for one in grants.decisions_about(session, grant.id)} == {
        "grant", "grant_committee", "grant_closure",
    }  # fmt: skip
    author, deciders = grant.author, {one.by for one in grant.done} | {grant.ended_by}
    assert author not in deciders
    assert users.check_audit(session) is None
