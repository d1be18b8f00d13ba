"""What the reception desk did for the invented persons: things given on the first day, and somebody
who had been registered before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from intake_app.cases.model import CaseFile
from intake_app.needs.model import GivenItem, Handing
from intake_app.needs.service import give, needs_of, note_signed, take_back
from intake_app.people import service as people
from intake_app.people.model import Homecoming, ReturnKind
from intake_app.same_person import service as same_person
from intake_app.session import Session
from intake_app.values import Money, PartialDate, new_id

_MANY = 8
_KIT, _CASH, _TAXI = 2_500, 5_000, 1_800
"""Invented values, in cents of the programme's currency or as many of its smallest units."""


def give_on_arrival(session: Session, opened: Iterable[CaseFile]) -> None:
    """Kits, pocket money and a taxi for the first cases; one slip, and some receipts signed."""
    adults = (case for case in opened if not needs_of(session, case.id).is_child)
    for place, case in zip(range(_MANY), adults, strict=False):
        kit = _give(session, case, "kit", Handing.GOODS, "Trousse d’hygiène", _KIT)
        if place % 2 == 0:
            _give(session, case, "pocket_money", Handing.CASH, "", _CASH)
        if place % 3 == 0:
            note_signed(session, case.id, [kit.id])
            _give(session, case, "transport", Handing.SERVICE, "Taxi jusqu’à la gare", _TAXI)
        if place == 0:
            again = _give(session, case, "meal", Handing.GOODS, "Repas chaud", None)
            take_back(session, again.id, "Saisi deux fois.")


def _give(
    session: Session, case: CaseFile, kind: str, handed: Handing, what: str, minor: int | None
) -> GivenItem:
    currency = session.packs[case.pack].currency
    value = None if minor is None else Money(minor, currency)
    item = GivenItem(new_id(), case.id, kind, handed, session.today(), what, value=value)
    return give(session, item)


def register_twice(session: Session, person_id: str, arrived: date) -> None:
    """The person had been registered after an earlier return, too; a colleague has noticed."""
    person = people.person(session, person_id)
    before = replace(
        person, id=new_id(), revision=0, birth=PartialDate.from_edtf(person.birth.edtf[:4]),
        documents=(), phone="", phone_as_typed="", household_id=None, relation="",
    )  # fmt: skip
    earlier = arrived - timedelta(days=700)
    coming = Homecoming(new_id(), before.id, "NE", ReturnKind.HUMANITARIAN, earlier)
    people.save_person(session, before, coming)
    reason = "La même photo ; la personne a parlé des deux retours."
    same_person.link(session, person_id, before.id, reason)
