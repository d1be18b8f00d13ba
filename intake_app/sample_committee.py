"""Grants of the sample before a committee: what it decided, what it will hear, and one paid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.conferences import service as conferences
from intake_app.conferences.model import Conference, MatterKind, Member, Outcome
from intake_app.conferences.service import Candidate
from intake_app.grants import service as grants
from intake_app.grants.model import GrantRequest, Payment
from intake_app.grants.parts import Delivery, Item, Proof, ProofKind
from intake_app.plans.model import Plan
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.values import new_id

SUPPLIER = "Établissements Sylla et frères"


def a_grant(plan: Plan) -> GrantRequest:
    """A request for the whole first line of an approved plan."""
    line = plan.lines[0]
    return GrantRequest(
        id=new_id(),
        case_id=plan.case_id,
        plan_id=plan.id,
        line_id=line.id,
        package=line.package,
        amount=line.amount,
        form=line.form,
        purpose="Achat de deux machines à coudre, garantie un an.",
        payment=Payment.SUPPLIER,
        supplier=SUPPLIER,
    )


def hold_conferences(enter: Callable[[Role], Session], approved: Iterable[Plan]) -> None:
    """A conference whose minutes are closed and one of next week, for the first programme that has
    a committee. ``approved`` are plans whose first line nobody has asked for yet."""
    session = enter(Role.COUNSELLOR)
    fresh = [
        grants.request_grant(session, a_grant(plan))
        for plan in approved
        if cases.reload_case(session, plan.case_id).case.pack in conferences.committees(session)
    ]
    users.lock(session)
    session = enter(Role.SUPERVISOR)
    if fresh:  # one is checked and comes before the committee; the others wait for their check
        grants.approve_grant(session, fresh[0].id)
    given = _conferences(session)
    users.lock(session)
    if given is not None:
        session = enter(Role.COUNSELLOR)
        _pay_out(session, given)
        users.lock(session)


def _conferences(session: Session) -> GrantRequest | None:
    """The grant that the committee agreed to; None if nothing waits for any committee."""
    for pack in conferences.committees(session):
        name = session.packs[pack].grants.committee
        committee = name.fr if name else ""
        waiting = _in_order(conferences.candidates(session, pack))
        if not waiting:
            continue
        held = _planned(session, pack, committee, session.today())
        first, *others = [
            conferences.list_matter(session, held.id, MatterKind.GRANT, one.record.id)
            for one in waiting[:2]
        ]
        words = "Projet solide ; le local est trouvé."
        conferences.decide_matter(session, first.id, Outcome.APPROVED, words)
        for matter in others:
            words = "Le registre de commerce manque encore."
            conferences.decide_matter(session, matter.id, Outcome.PUT_OFF, words)
        conferences.close_conference(session, held.id)
        coming = _planned(session, pack, committee, session.today() + timedelta(days=6))
        for one in _in_order(conferences.candidates(session, pack)):
            conferences.list_matter(session, coming.id, MatterKind.GRANT, one.record.id)
        return next(one for one in grants.grants_of(session, first.case_id))
    return None


def _in_order(waiting: Iterable[Candidate]) -> list[Candidate]:
    """By case number, so that the sample is the same every time."""
    return sorted(waiting, key=lambda one: one.case_number)


def _planned(session: Session, pack: str, committee: str, day: date) -> Conference:
    has_come = day <= session.today()
    members = (
        Member(session.full_name, "Centre d’accueil (exemple)", has_come),
        Member("Karim Ben Salah (exemple)", "Promotion sociale", has_come),
        Member("Aminata Sow (exemple)", "Agence pour l’emploi"),
    )
    meeting = Conference(
        new_id(), pack, committee, day, "09:30", "Gouvernorat, salle 12", session.full_name,
        "Karim Ben Salah (exemple)", members,
    )  # fmt: skip
    return conferences.save_conference(session, meeting)


def _pay_out(session: Session, grant: GrantRequest) -> None:
    """Delivered and proved: only the closing is left."""
    machines = Item("Machine à coudre", 2, "pièce", "SN-4411 et SN-4412", grant.amount)
    grants.deliver(session, grant.id, Delivery(
        id=new_id(), on=session.today(), amount=grant.amount, payment=grant.payment,
        handed_by=session.full_name, received_by="La personne elle-même", items=(machines,),
    ))  # fmt: skip
    grants.prove(session, grant.id, Proof(
        id=new_id(), on=session.today(), kind=ProofKind.INVOICE, amount=grant.amount,
        reference="Facture 2026/118",
    ))  # fmt: skip
