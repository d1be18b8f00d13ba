"""Somebody of the sample who was registered twice, and whose records a colleague has linked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from intake_app.people import service as people
from intake_app.people.model import Homecoming, ReturnKind
from intake_app.same_person import service as same_person
from intake_app.session import Session
from intake_app.values import PartialDate, new_id

_DAYS_BEFORE = 700
_REASON = "La même photo ; la personne a parlé des deux retours."


def register_twice(session: Session, person_id: str, arrived: date) -> None:
    """The person had been registered after an earlier return, too, with less known of them."""
    person = people.person(session, person_id)
    before = replace(
        person, id=new_id(), revision=0, birth=PartialDate.from_edtf(person.birth.edtf[:4]),
        documents=(), phone="", phone_as_typed="", household_id=None, relation="",
    )  # fmt: skip
    earlier = arrived - timedelta(days=_DAYS_BEFORE)
    coming = Homecoming(new_id(), before.id, "NE", ReturnKind.HUMANITARIAN, earlier)
    people.save_person(session, before, coming)
    same_person.link(session, person_id, before.id, _REASON)
