"""What the invented persons were given on their first day."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.cases.model import CaseFile
from intake_app.needs.model import GivenItem, Handing
from intake_app.needs.service import give, needs_of, note_signed, take_back
from intake_app.session import Session
from intake_app.values import Money, new_id

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
