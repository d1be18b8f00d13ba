"""Scenes of a grant that is paid out: its card, and the pages on which that is written down."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.grants import service as grants
from intake_app.grants.model import GrantState
from intake_app.grants.parts import Delivery, Item, Proof, ProofKind, Visit
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.ui.shown_desk import Desk
from tests.ui.shown_desk import Visit as Scene
from ui.grants.grant_details import DELIVER, PROVE, REFUND, VISIT
from ui.grants.grants_tab import GrantsTab


def grant_scenes(desk: Desk, session: Session) -> Iterator[Scene]:
    """As the counsellor sees them who asked for it."""
    grant = grants.grants_in(session, {GrantState.APPROVED})[0]
    screen = desk.go("case", grant.case_id)
    screen.show_tab("grants")
    tab: GrantsTab = screen.tabs.grants
    tab.list.select(grant.id)
    yield desk.here("22-grant-approved")
    tab.do(DELIVER)
    assert tab.page is not None
    tab.page.form["items"].add_row()
    yield desk.here("22-grant-deliver")
    tab.page.submit()
    yield desk.here("22-grant-deliver-mistakes")
    form = tab.page.form
    form["currency"].set_value("XOF")
    form["currency"].edited.emit()
    form["local"].line.setText("98 000")
    form["rate"].line.setText("655.957")
    form["rate"].edited.emit()
    yield desk.here("22-grant-deliver-francs")
    tab.page.closed.emit()
    half = Money(grant.amount.minor // 2, grant.amount.currency)
    items = (Item("Machine à coudre", 2, "pièce", "SN-4411", half),)
    grants.deliver(session, grant.id, Delivery(
        id=new_id(), on=session.today(), amount=grant.amount, payment=grant.payment,
        handed_by=session.full_name, received_by="Exemple Diallo", items=items,
    ))  # fmt: skip
    grants.prove(session, grant.id, Proof(
        id=new_id(), on=session.today(), kind=ProofKind.INVOICE, amount=half,
        reference="Facture 2026/118",
    ))  # fmt: skip
    grants.record_visit(session, grant.id, Visit(
        id=new_id(), on=session.today(), visitor=session.full_name, is_ok=False,
        note="Une des deux machines manque.",
    ))  # fmt: skip
    tab.reload()
    yield desk.here("22-grant-delivered")
    for key in (PROVE, VISIT, REFUND):
        tab.do(key)
        yield desk.here(f"22-grant-{key}")
        tab.page.closed.emit()
    quotes = screen.tabs.grants
    quotes.begin()
    if quotes.page is not None:
        page = quotes.page
        page.form["quotes"].add_row()
        page.form["quotes"].add_row()
        yield desk.here("22-grant-quotes")
        page.closed.emit()
