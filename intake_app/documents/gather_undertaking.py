"""The facts for the undertaking not to come back, read from the vault at one moment."""

from __future__ import annotations

from dataclasses import replace

from intake_app.cases.service import CaseView, view_in
from intake_app.documents.facts import MemberFacts
from intake_app.documents.gather import ALL_PARTS, heading, person_facts
from intake_app.documents.undertaking_facts import UndertakingFacts
from intake_app.errors import NotFound
from intake_app.i18n import _
from intake_app.packs.model import NO_RETURN, Deadline, Pack
from intake_app.plans.elsewhere import who_came_along
from intake_app.plans.service import pack_of
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.vault.db import Connection
from intake_app.words import word


def return_undertaking(
    session: Session, db: Connection, case_id: str, about: str, language: str, issued: bool
) -> UndertakingFacts:
    """What the programme of the case, or one that pays in it, asks people to sign. NotFound."""
    view = view_in(db, case_id)
    pack, asked = _asked(session, view)
    origin = asked.origin
    source = pack.source(origin.source)
    return UndertakingFacts(
        heading=heading(session, view, language, issued=issued, fund=pack.id),
        person=replace(person_facts(view, language, ALL_PARTS), household=()),
        country=view.homecoming.from_country,
        until=asked.last_day(view.homecoming.arrived_on),
        source=f"{source.title} ({origin.year})" if source else "",
        note=origin.note.in_(language) if origin.note else "",
        family=tuple(
            MemberFacts(
                member.display_name,
                word("relation", member.relation, language),
                member.sex.value,
                member.birth,
                False,
            )
            for member in who_came_along(db, view)
        ),
        counsellor=users_store.names(db).get(view.case.counsellor or "", ""),
    )


def _asked(session: Session, view: CaseView) -> tuple[Pack, Deadline]:
    for pack_id in (view.case.pack, *view.case.funds):
        pack = pack_of(session, pack_id)
        if asked := pack.deadline(NO_RETURN):
            return pack, asked
    raise NotFound(_("The programme of this case asks for no undertaking."))
